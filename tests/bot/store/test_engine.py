from __future__ import annotations

import sqlite3
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreError
from bot.store.engine import Store
from bot.store.records import Wish

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def test_folders_are_made(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/deep/er/rendezvous.db").close()
    assert (tmp_path / "deep/er/rendezvous.db").is_file()


def test_a_database_in_memory_is_shared_by_all_threads() -> None:
    store = Store.open("sqlite://")

    def write(number: int) -> None:
        for _ in range(20):
            with store.begin() as unit:
                unit.meta.set(str(number), str(int(unit.meta.get(str(number)) or 0) + 1))
            with store.read() as unit:
                unit.meta.get(str(number))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as unit:
        assert [unit.meta.get(str(number)) for number in range(4)] == ["20"] * 4
    store.close()


def test_power_cuts_and_foreign_keys_are_taken_seriously(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/r.db")
    with store._connected(write=False) as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
    assert told == {"journal_mode": "wal", "synchronous": 2}
    with pytest.raises(IntegrityError), store.begin() as unit:
        unit.wishes.wish(Wish("nobody", "room", "B"), NOW)
    store.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "is not the URL of a database"),
        ("postgresql//ann:secret@localhost/x", "is not the URL of a database"),
        ("postgresql://ann:secret@localhost:port/x", "is not the URL of a database"),
        ("unheard+of://x", "only sqlite and postgresql"),
        ("mysql://root:secret@localhost/x", "only sqlite and postgresql"),
    ],
)
def test_a_wrong_url_is_told(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes, and long enough to be taken for a header." * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"notes\.txt cannot be opened: file is not a database"):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(f"sqlite:///{tmp_path}/file/r.db")


def test_a_missing_driver_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"rendezvous\[postgresql\]"):
        Store.open("postgresql://localhost/x")


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        Store.open("postgresql://ann:secret@127.0.0.1:1/x?connect_timeout=1")
    assert "secret" not in str(caught.value)
    assert "ann:***@127.0.0.1" in str(caught.value)


def test_a_database_locked_by_somebody_else_is_told(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/r.db?timeout=0.01")
    other = sqlite3.connect(tmp_path / "r.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="database is locked"), store.begin():
        pass
    with store.read() as unit:
        assert unit.meta.get("x") is None
    other.close()
    with store.begin() as unit:
        unit.meta.set("x", "y")
    store.close()
