"""Which messages of the platforms were handled already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from bot.store.statements import add_once
from bot.store.tables import IncomingRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.messages import Platform


class IncomingIds:
    """Platforms repeat themselves: Slack up to four times, Telegram after a crash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen(self, platform: Platform, message_id: str, now: datetime) -> bool:
        """Record a message's id and tell whether it was there already.

        Of two transactions that ask at once for the same id, one gets False; should it roll back, the id is
        not recorded and the platform's next repetition is handled.
        """
        return not add_once(self._connection, IncomingRow, {"platform": platform, "id": message_id, "at": now})

    def purge(self, before: datetime) -> int:
        """Forget the ids recorded before this instant and return how many."""
        return self._connection.execute(delete(IncomingRow).where(IncomingRow.at < before)).rowcount
