"""The face of the conversation: a question in, a reply out.

It touches no database and no platform, keeps no state between two questions, and may be asked from several
threads at once. What can be derived from the program is derived when it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.conversation.context import Context
from bot.messages import Citation, Reply, SessionCard, Text
from knowledge import queries

if TYPE_CHECKING:
    from datetime import datetime

    from bot.actions import Action
    from index.model import Hit
    from knowledge.model import Knowledge, Session


class Finder(Protocol):
    """What is needed of the search."""

    def find(self, text: str, language: str, limit: int) -> list[Hit]:
        """Passages for a question, best first."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - an array; numpy is not loaded for its name
        """Normalized vectors of questions, one row each."""
        ...


Composer = Callable[[str, str, Sequence["Hit"], Finder], Reply]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what is known of the asker.

    ``now`` is aware, in any zone. ``language`` is forced, ``preferred`` is used when the text does not tell.
    ``email`` is the linked attendee's. In a ``public`` place nothing personal is shown.
    """

    text: str
    now: datetime
    language: str = ""
    preferred: str = ""
    email: str = ""
    time_zone: str = ""
    public: bool = False
    context: Context = Context()


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply, the context to hand in with the next question, and the command meant, if it was one.

    With a ``command`` the ``reply`` is only what to say where the command cannot be carried out. ``personal`` is
    set when something personal was asked in a public place: it goes to the direct message, and ``reply``, shown
    in public, only says so.
    """

    reply: Reply
    context: Context
    command: Action | None = None
    personal: Reply | None = None


class Assistant:
    """Answers questions about one event. ``context_minutes`` is how long a conversation is leaned on."""

    def __init__(
        self,
        knowledge: Knowledge,
        search: Finder | None,
        compose: Composer | None,
        *,
        context_minutes: int = 30,
    ) -> None:
        self._knowledge = knowledge
        self._search = search
        self._compose = compose
        self._context_minutes = context_minutes

    def answer(self, asked: Asked) -> Answered:
        """Answer one question."""
        program = self._knowledge.program
        found = queries.on_at(program, asked.now)
        if "next" in asked.text:
            found = queries.soonest(queries.upcoming(queries.active(program), asked.now))
        blocks = tuple(_card(session) for session in found) or (Text("Nothing is on right now."),)
        reply = Reply(blocks, kind="schedule", citations=tuple(_cited(session) for session in found))
        return Answered(reply, Context(at=asked.now))

    def act(self, asked: Asked, action: Action) -> Answered:
        """Answer a button of a reply: ``session``, ``more`` or ``ask``."""
        return self.answer(asked)


def _card(session: Session) -> SessionCard:
    return SessionCard(session.id, session.title, f"{session.start:%H:%M}", session.room)


def _cited(session: Session) -> Citation:
    return Citation(session.title, f"program:{session.id}", session=session.id)
