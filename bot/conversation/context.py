"""What a conversation leans on: the sessions last shown and the question last answered.

A ``Context`` is small and plain, so that it can be kept as JSON between two messages of one conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Context:
    """The state of one conversation.

    ``shown`` are the ids of the sessions last shown, in the order shown, and ``focus`` the ids of those that the
    talk is about. ``question`` is the last question in full, for "more" and for questions that only change
    one part of it. ``at`` is when it was said, aware; None in an empty context.
    """

    shown: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    question: str = ""
    at: datetime | None = None

    def fresh(self, now: datetime, minutes: int) -> bool:
        """Tell whether it may still be leaned on."""
        return self.at is not None and timedelta(0) <= now - self.at <= timedelta(minutes=minutes)
