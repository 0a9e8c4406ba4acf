"""The same contracts on a real PostgreSQL server, started for this module on a socket of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from suites.ledger import LedgerContract
from suites.store import StoreContract

from bot.store.engine import Store
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
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = Path(tmp_path_factory.mktemp("pg"))
    data, user, bin_ = folder / "data", account(), programs()
    if user:
        for path in (folder, *folder.parents[:2]):
            path.chmod(0o755)
        shutil.chown(folder, user)

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)  # noqa: S603

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


class TestStore(StoreContract):
    pass


class TestLedger(LedgerContract):
    pass
