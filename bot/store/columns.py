"""Types of columns, and the instants that stand for something."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for "at once": always due, even when the machine's clock is set back."""

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for "not again"."""


class Instant(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time, since nobody could tell its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text from anywhere. What no database takes (NUL, half a surrogate pair) is left out or becomes ``?``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """Make it storable."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return storable(value)


def storable(value: str) -> str:
    """Return a text without NUL and with ``?`` for each half of a surrogate pair."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
