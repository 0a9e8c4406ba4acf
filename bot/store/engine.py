"""The database: opened, migrated, and given out one transaction at a time."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InternalError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import StaticPool

from bot.errors import StoreError
from bot.store.schema import migrate
from bot.store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 10
"""How long a SQLite connection waits for another process's write to end, unless the URL says ``?timeout=``."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A commit survives a power cut: what was recorded as sent must not be pending again afterwards.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class Store:
    """One open database. Safe to use from many threads; units do not nest."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite has one writer. Waiting here hands over at once; SQLite's own waiting sleeps up to 100 ms a time.
        self._writing = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        # A database in memory is one connection, which readers and writers share.
        self._reading = self._writing if isinstance(engine.pool, StaticPool) else nullcontext()

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at ``url``, creating its folder and bringing its schema up to date.

        ``sqlite:///file.db``, ``sqlite://`` (in memory) or ``postgresql://user:password@host/name``. Raises
        StoreError with one sentence when it cannot be opened or a newer version of Rendezvous wrote it.
        """
        parsed = _parse(url)
        shown = parsed.render_as_string(hide_password=True)
        try:
            store = cls(_engine(parsed))
            store._migrate()
        except (StoreError, OSError, DatabaseError, ModuleNotFoundError) as error:
            raise StoreError(f"The database {shown} cannot be opened: {_reason(error)}") from error
        return store

    def _migrate(self) -> None:
        try:
            with self._connected(write=True) as connection:
                migrate(connection)
        except BaseException:
            self.close()  # whoever opens gets no store that they could close
            raise

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """Give one write transaction: committed at the end, rolled back when the block raises.

        Raises StoreError when the database fails (locked for too long, disk full, connection lost).
        """
        with _told(), self._connected(write=True) as connection:
            yield Unit(connection)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Give one read transaction: a consistent view, and nothing done in it is kept."""
        with _told(), self._connected(write=False) as connection:
            yield Unit(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _connected(self, *, write: bool) -> Iterator[Connection]:
        with (
            self._writing if write else self._reading,
            self._engine.connect().execution_options(write=write) as connection,
            connection.begin() as transaction,
        ):
            yield connection
            if not write:
                transaction.rollback()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if type(error) not in {DatabaseError, OperationalError, InternalError}:
            raise  # a wrong statement or a broken constraint is the program's fault
        raise StoreError(f"The database failed: {_reason(error)}") from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        if parsed.drivername in {"postgresql", "postgres"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # ValueError: a port that is no number
        # It is not repeated: it may hold a password.
        raise StoreError("store.url is not the URL of a database; write sqlite:///var/rendezvous.db") from error
    if backend not in {"sqlite", "postgresql"}:
        raise StoreError(f"store.url names {backend!r}; only sqlite and postgresql are supported")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True)
    if url.database in {None, "", ":memory:"}:
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url.update_query_dict({"timeout": str(url.query.get("timeout", BUSY_SECONDS))}))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # Python's sqlite3 must not begin transactions by itself: _begin does
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another one wrote in between
    # (SQLITE_BUSY_SNAPSHOT), so a write transaction takes the lock when it begins.
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _reason(error: Exception) -> str:
    """The driver's own words in one line, without the statement and its values."""
    if isinstance(error, ModuleNotFoundError):
        return "PostgreSQL needs an extra: pip install 'rendezvous[postgresql]'"
    original = getattr(error, "orig", None) or error
    return " ".join(str(original).split())[:300]
