from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import schema
from bot.store.engine import Store
from bot.store.tables import HEAD

if TYPE_CHECKING:
    from pathlib import Path

NEXT = '''
"""The next schema."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "next", "{head}"
def upgrade():
    op.create_table("rooms", sa.Column("name", sa.Text))
    with op.batch_alter_table("meta") as meta:
        meta.add_column(sa.Column("about", sa.Text, server_default="nothing yet"))
    {more}
'''


def open_store(path: Path) -> Store:
    return Store.open(f"sqlite:///{path}")


def read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def described(path: Path) -> set[str]:
    """Every table and index as the parts of the text that made it, in any order, without signs that may differ."""
    rows = read(path, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    return {",".join(sorted(re.sub(r'[\s"()]', "", str(sql)).split(","))) for (sql,) in rows}


@pytest.fixture
def future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of migrations of a version to come; what is missing is its newest step."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    monkeypatch.setattr(schema, "HEAD", "next")
    return folder / "versions" / "v0002_next.py"


def test_the_newest_migration_carries_the_version_that_the_code_speaks() -> None:
    assert ScriptDirectory.from_config(schema.configuration()).get_heads() == [HEAD]


def test_migrating_makes_the_very_schema_that_the_models_describe(tmp_path: Path) -> None:
    open_store(tmp_path / "migrated.db").close()
    memory = Store.open("sqlite://")
    with memory._connected(write=False) as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        with closing(sqlite3.connect(tmp_path / "made.db")) as copy:
            driver.commit()
            driver.backup(copy)
    memory.close()
    assert described(tmp_path / "migrated.db") == described(tmp_path / "made.db")


def test_a_database_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    open_store(tmp_path / "r.db").close()
    code = (
        "import sys; from bot.store.engine import Store; "
        f"[Store.open(url).close() for url in ('sqlite:///{tmp_path}/r.db', 'sqlite://')]; "
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_migrations_can_be_taken_back(tmp_path: Path) -> None:
    store = open_store(tmp_path / "r.db")
    config = schema.configuration()
    with store._connected(write=True) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    store.close()
    assert described(tmp_path / "r.db") == set()


def test_people_keep_their_accounts_when_a_column_of_theirs_goes(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    store = open_store(path)
    with store.begin() as unit:
        unit.people.remember("slack", "U1", now=datetime(2026, 1, 16, tzinfo=UTC), name="Ann")
    config = schema.configuration()
    with store._connected(write=True) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    store.close()
    assert read(path, "SELECT daily_cap FROM people") == [(None,)]

    open_store(path).close()

    assert "daily_cap" not in str(described(path))
    assert read(path, "SELECT name FROM identities JOIN people ON people.id = identities.person") == [("Ann",)]


def test_an_older_database_is_brought_up_to_date_with_its_data(tmp_path: Path, future: Path) -> None:
    future.write_text(NEXT.format(head=HEAD, more=""))
    path = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as today:
        future.rename(tmp_path / "aside")
        today.setattr(schema, "HEAD", HEAD)
        store = open_store(path)
        with store.begin() as unit:
            unit.meta.set("colour", "blue")
        store.close()
    (tmp_path / "aside").rename(future)

    open_store(path).close()

    assert read(path, "SELECT key, value, about FROM meta") == [("colour", "blue", "nothing yet")]
    assert read(path, "SELECT version_num FROM alembic_version") == [("next",)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, future: Path) -> None:
    path = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as today:
        today.setattr(schema, "HEAD", HEAD)
        open_store(path).close()
    before = described(path)
    future.write_text(NEXT.format(head=HEAD, more='op.execute("DROP TABLE nowhere")'))
    with pytest.raises(StoreError, match="no such table: nowhere"):
        open_store(path)
    assert described(path) == before
    assert read(path, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = described(path)
    with pytest.raises(StoreError, match=r"a newer version of Rendezvous wrote it \(schema 9999") as caught:
        open_store(path)
    assert "\n" not in str(caught.value)
    assert [file.name for file in tmp_path.glob("r.db*")] == ["r.db"], "a connection stayed open"
    assert described(path) == before


def test_processes_that_start_together_all_find_a_whole_schema(tmp_path: Path) -> None:
    code = (
        "from bot.store.engine import Store; "
        f"store = Store.open('sqlite:///{tmp_path}/new/r.db')\n"
        "with store.begin() as unit: unit.meta.set('x', 'y')"
    )
    starting = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait(60) for process in starting] == [0, 0, 0]
