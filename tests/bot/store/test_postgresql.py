"""The same contracts on a real PostgreSQL server, started for this module on a socket of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from suites.inbox import InboxContract
from suites.ledger import LedgerContract
from suites.outbox import OutboxContract
from suites.people import PeopleContract
from suites.store import HOUR, NOW, StoreContract

from bot.store.engine import Store
from bot.store.leases import new_holder
from bot.store.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("psycopg", reason="the extra [postgresql] is not installed")


def programs() -> Path:
    """The folder of initdb and pg_ctl, newest version first."""
    for initdb in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        return initdb.parent
    found = shutil.which("initdb")
    if found is None:
        pytest.skip("no PostgreSQL server is installed here")
    return Path(found).parent


def account() -> str | None:
    """Whom the server runs as: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    return next((user.pw_name for user in pwd.getpwall() if user.pw_name in {"postgres", "nobody"}), None)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    # Not in pytest's own folder, which only its owner may enter.
    with TemporaryDirectory(prefix="rendezvous-") as folder:
        yield from serve(Path(folder))


def serve(folder: Path) -> Iterator[str]:
    data, user, bin_ = folder / "data", account(), programs()
    if user:
        shutil.chown(folder, user)

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    run(bin_ / "initdb", "--auth=trust", "--username=rendezvous", "--no-sync", "--encoding=UTF8", "-D", data)
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    run(bin_ / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql://rendezvous@/postgres?host={folder}"
    finally:
        run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@pytest.fixture
def again(url: str) -> Iterator[Callable[[], Store]]:
    opened: list[Store] = []

    def open_again() -> Store:
        opened.append(Store.open(url))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(again: Callable[[], Store]) -> Store:
    opened = again()
    names = ", ".join(f'"{table}"' for table in Base.metadata.tables)
    with opened._connected(write=True) as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return opened


class TestStore(StoreContract, PeopleContract, InboxContract, OutboxContract, LedgerContract):
    pass


def test_two_replicas_that_meet_a_new_account_at_once_make_one_person(store: Store, again: Callable[[], Store]) -> None:
    other, met = again(), []

    def meet() -> None:
        with other.begin() as unit:
            met.append(unit.people.remember("slack", "U1", now=NOW))

    thread = threading.Thread(target=meet)
    with store.begin() as unit:
        first = unit.people.remember("slack", "U1", now=NOW)
        thread.start()
        until_somebody_waits(store)
    thread.join()
    assert met == [first]
    with store.read() as unit:
        assert [r.person for r in unit.people.everyone()] == [first]


def test_two_replicas_that_want_a_lease_at_once_get_it_once(store: Store, again: Callable[[], Store]) -> None:
    other, got, holders = again(), [], (new_holder(), new_holder())

    def take() -> None:
        with other.begin() as unit:
            got.append(unit.leases.take("s", holders[1], NOW, NOW + HOUR))

    thread = threading.Thread(target=take)
    with store.begin() as unit:
        assert unit.leases.take("s", holders[0], NOW, NOW + HOUR)
        thread.start()
        until_somebody_waits(store)
    thread.join()
    assert got == [False]


def until_somebody_waits(store: Store) -> None:
    with store._connected(write=False) as connection:
        for _ in range(100_000):
            if connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                return
    pytest.fail("nobody waits for the transaction that is open")
