"""One turn of a conversation: what a handler of a command or button gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.messages import Reply

if TYPE_CHECKING:
    from datetime import datetime

    from bot.messages import Incoming, Person
    from bot.store.unit import Unit
    from knowledge.model import Knowledge


@dataclass(frozen=True, slots=True)
class Turn:
    """Who did what, in which language, at which time, with the store's open transaction.

    ``now`` is in the event's zone. What is put into ``unit.outbox`` commits together with the reply.
    """

    incoming: Incoming
    person: Person
    language: str
    now: datetime
    knowledge: Knowledge
    unit: Unit


Handle = Callable[[Turn, tuple[str, ...]], Reply | None]
"""Carries out a verb with its arguments; None when there is nothing to say to the one who asked.

The free text of a command comes as one argument, the arguments of a button one by one.
"""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a command or button does.

    ``edits``: the reply to a button takes the place of the message that the button sits on. ``private``: the
    reply is for one person alone, so in a public place it goes to the direct message. ``role``: who may do
    it, ``""`` for everybody; checked on every call, since buttons can be forged. ``takes``: words of one command each
    that are arguments all the same, when this waits for words.
    """

    handle: Handle
    edits: bool = False
    private: bool = False
    role: str = ""
    takes: Collection[str] = ()


def refusal(role: str, roles: Collection[str]) -> str:
    """The key of what is said to somebody without a role; ``organizer?`` says that it cannot be told at the moment."""
    return "dispatch.unsure" if f"{role}?" in roles else "dispatch.forbidden"


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer, for whoever keeps them. ``key`` is the answer's in the outbox."""

    key: str
    question: str
    reply: Reply
    ms: int


Record = Callable[[Turn, Answered], None]
"""Keeps a question and its answer, within the turn's transaction."""
