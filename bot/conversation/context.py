"""What a conversation leans on: the sessions last shown and the question last answered.

A ``Context`` is small and plain, so that it can be kept as JSON between two messages of one conversation
(``pydantic.TypeAdapter(Context)`` writes and reads it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.query import Query  # noqa: TC001 - pydantic reads the fields of Context at run time

KEPT = 3  # lists whose "More" still works


@dataclass(frozen=True, slots=True)
class Context:
    """The state of one conversation.

    ``shown`` are the ids of the sessions last shown, in the order shown, and ``focus`` the ids of those that the
    talk is about. ``query`` is the last question; ``lists`` are the last queries that were answered with a list.
    ``text`` is what was last asked of the texts, if that was the last thing answered, and ``voice`` whose words it was
    about. ``at`` is when it was said, aware; None in an empty context.
    """

    shown: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    query: Query | None = None
    lists: tuple[Query, ...] = ()
    offset: int = 0
    text: str = ""
    voice: str = ""
    at: datetime | None = None

    def fresh(self, now: datetime, minutes: int) -> bool:
        """Tell whether it may still be leaned on."""
        return self.at is not None and timedelta(0) <= now - self.at <= timedelta(minutes=minutes)


START = Context()
