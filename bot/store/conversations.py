"""What a conversation leans on, and which public threads the bot listens to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.store.statements import put
from bot.store.tables import ContextRow, ThreadRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.messages import Platform


EXPECTED = "expected"
"""Stands for the thread of what is expected next in a chat; no platform has a thread of that name."""


class Conversations:
    """Contexts by chat, thread and person; threads by chat."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def context(
        self, platform: Platform, chat: str, thread: str, person: str, *, since: datetime | None = None
    ) -> str | None:
        """Return what was kept of this person's last turns here, or None.

        None too when it was last kept before ``since``: a conversation stops leaning after a while.
        """
        query = select(ContextRow.data).where(
            ContextRow.platform == platform,
            ContextRow.chat == chat,
            ContextRow.thread == thread,
            ContextRow.person == person,
        )
        if since is not None:
            query = query.where(ContextRow.at >= since)
        return self._connection.execute(query).scalar()

    def keep(self, platform: Platform, chat: str, thread: str, person: str, data: str, *, now: datetime) -> None:
        """Keep a person's last turns here, in place of what was kept before."""
        values = {"platform": platform, "chat": chat, "thread": thread, "person": person, "data": data, "at": now}
        put(self._connection, ContextRow, values)

    def expect(self, platform: Platform, chat: str, person: str, action: str, now: datetime) -> None:
        """Take what this person types next here as the last argument of an action (encoded)."""
        self.keep(platform, chat, EXPECTED, person, action, now=now)

    def expected(self, platform: Platform, chat: str, person: str, since: datetime) -> str:
        """Return the action that waits for this person's words since then, or an empty string."""
        return self.context(platform, chat, EXPECTED, person, since=since) or ""

    def unexpect(self, platform: Platform, chat: str, person: str) -> None:
        """Wait for this person's words here no longer."""
        here = (ContextRow.platform == platform, ContextRow.chat == chat, ContextRow.thread == EXPECTED)
        self._connection.execute(delete(ContextRow).where(*here, ContextRow.person == person))

    def join(self, platform: Platform, chat: str, thread: str, now: datetime) -> None:
        """Remember that the bot takes part in a thread, so that it hears follow-ups without a mention."""
        put(self._connection, ThreadRow, {"platform": platform, "chat": chat, "thread": thread, "at": now})

    def takes_part(self, platform: Platform, chat: str, thread: str) -> bool:
        """Tell whether the bot takes part in a thread."""
        query = select(ThreadRow.at).where(
            ThreadRow.platform == platform, ThreadRow.chat == chat, ThreadRow.thread == thread
        )
        return self._connection.execute(query).first() is not None

    def purge(self, before: datetime) -> int:
        """Forget contexts and threads untouched since this instant and return how many."""
        contexts = self._connection.execute(delete(ContextRow).where(ContextRow.at < before)).rowcount
        return contexts + self._connection.execute(delete(ThreadRow).where(ThreadRow.at < before)).rowcount
