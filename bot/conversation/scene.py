"""What a handler gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.conversation.wording import View, cited
from bot.messages import Citation, Kind, Reply

if TYPE_CHECKING:
    from bot.actions import Action
    from bot.conversation.query import Query
    from bot.conversation.request import Asked
    from bot.conversation.resolve.event import EventKnowledge
    from bot.messages import Block
    from bot.nlu.types import Frame
    from knowledge.model import Program, Session


@dataclass(frozen=True, slots=True)
class Scene:
    """One question understood: who asked what of which event. ``offset`` is how many entries of a list were shown."""

    event: EventKnowledge
    asked: Asked
    view: View
    frame: Frame
    query: Query
    offset: int = 0

    def say(self, key: str, **slots: object) -> str:
        """A sentence in the asker's language."""
        return self.view.say(key, **slots)

    @property
    def program(self) -> Program:
        """The program asked about."""
        return self.event.knowledge.program

    @property
    def event_name(self) -> str:
        """The event's name."""
        return self.event.knowledge.event.name


@dataclass(frozen=True, slots=True)
class Told:
    """What a handler says. ``sessions`` are those whose slots are in the blocks: they are cited and can be leaned on.

    ``focus`` are those that a follow-up is about, when not all shown. ``more`` is how many of a list have been shown
    when there are more. ``sure`` is false for what may not answer;
    ``voice`` names whose words are quoted, where that was asked.
    ``personal`` goes to a direct message; then ``blocks`` only say so.
    """

    blocks: tuple[Block, ...]
    kind: Kind = "schedule"
    sessions: tuple[Session, ...] = ()
    answered: bool = True
    focus: tuple[Session, ...] | None = None
    citations: tuple[Citation, ...] = ()
    command: Action | None = None
    personal: Told | None = None
    query: Query | None = field(default=None)
    sure: bool = True
    voice: str = ""

    def reply(self, language: str) -> Reply:
        """As a reply, with every session shown cited once."""
        sources = tuple(dict.fromkeys((*(cited(s) for s in self.sessions), *self.citations)))
        return Reply(self.blocks, self.kind, self.answered, language, sources, self.sure)


def refusal(*blocks: Block, sessions: tuple[Session, ...] = ()) -> Told:
    """Something that cannot be answered."""
    return Told(blocks, "refusal", sessions, answered=False)


Handler = Callable[[Scene], Told]
