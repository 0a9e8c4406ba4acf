"""Facts about the whole: the simulated clock's origin, the program last told, the index's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.statements import add_once, put
from bot.store.tables import MetaRow

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Meta:
    """Texts by key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """Return the text under a key, or None."""
        return self._connection.execute(select(MetaRow.value).where(MetaRow.key == key)).scalar()

    def set(self, key: str, value: str) -> None:
        """Keep a text under a key, in place of the one before."""
        put(self._connection, MetaRow, {"key": key, "value": value})

    def settle(self, key: str, value: str) -> str:
        """Keep a text under a key unless there is one, and return the one that stands: the first wins."""
        add_once(self._connection, MetaRow, {"key": key, "value": value})
        return self.get(key) or value
