"""Bringing a database's schema up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.errors import StoreError
from bot.store.tables import HEAD, Base

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 0x52656E64
"""Key of PostgreSQL's advisory lock: two replicas that start together migrate one after the other."""


def migrate(connection: Connection) -> None:
    """Bring the schema up to date within the connection's write transaction.

    On SQLite the transaction's own lock keeps other processes out. Raises StoreError when a newer version of
    Rendezvous wrote the database.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    version = _version(connection)
    if version == HEAD:
        return
    if version is None and _in_memory(connection):
        # Nothing to keep, and a single question need not wait for alembic to load.
        Base.metadata.create_all(connection)
    else:
        _upgrade(connection, version)


def configuration() -> Config:
    """Return alembic's settings for our migrations; the connection is added by the caller."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _in_memory(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite" and connection.engine.url.database in {None, "", ":memory:"}


def _upgrade(connection: Connection, version: str | None) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = configuration()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError(
            f"a newer version of Rendezvous wrote it (schema {version}, this one knows {HEAD}); "
            "start that version, or name another database in store.url.",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
