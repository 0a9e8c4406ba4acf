"""Statements and types that several subjects need.

INSERT ... ON CONFLICT is spelt alike by SQLite and PostgreSQL; SQLAlchemy keeps it in two places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Row, Select
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from bot.store.tables import Base

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]


def insert(connection: Connection, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return the insert of this connection's dialect."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def add_once(connection: Connection, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its key exists; tell whether it was inserted."""
    statement = insert(connection, table).values(values).on_conflict_do_nothing()
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount == 1


def put(connection: Connection, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row, or give the one with its primary key these values."""
    statement = insert(connection, table).values(values)
    keys = [column.name for column in table.__table__.primary_key]
    kept = {name: value for name, value in values.items() if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=kept))
