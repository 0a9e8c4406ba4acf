"""All that is derived from one event's knowledge, made once and then only read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.resolve.nearness import Nearness
from bot.conversation.resolve.selection import Selector
from bot.conversation.resolve.topics import Topics
from bot.nlu.entities.table import NameTable
from bot.nlu.time import Calendar, calendar_of
from knowledge.identity import short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.finding import Composer, Finder
    from knowledge.model import Knowledge, Session


@dataclass(frozen=True, slots=True)
class EventKnowledge:
    """The knowledge and what questions need of it. ``by_key`` finds a session by the short key of a button."""

    knowledge: Knowledge
    names: NameTable
    calendar: Calendar
    selector: Selector
    topics: Topics
    by_key: Mapping[str, Session]
    search: Finder | None
    compose: Composer | None


def derive(knowledge: Knowledge, search: Finder | None, compose: Composer | None) -> EventKnowledge:
    """Make the tables for an event."""
    names = NameTable(knowledge)
    program = knowledge.program
    return EventKnowledge(
        knowledge,
        names,
        calendar_of(program, knowledge.event.zone),
        Selector(program, names.concepts),
        Topics(program.sessions, Nearness(search) if search else None, knowledge.documents),
        {short(session.id): session for session in program.sessions},
        search,
        compose,
    )
