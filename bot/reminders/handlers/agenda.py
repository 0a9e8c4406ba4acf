"""The personal agenda: star, unstar, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n import formats
from bot.messages import Choice, Choices, Item, Listing, Reply, Text
from bot.reminders.agenda import Entry, coming, entries
from bot.reminders.meetings import told_of
from bot.reminders.subjects import find_session, key_of
from bot.reminders.wording import View
from bot.turn import Turn, Verb
from knowledge.model import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.messages import Block

MOST = 8


def verbs() -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {
        "star": Verb(star, private=True),
        "unstar": Verb(unstar, private=True),
        "agenda": Verb(agenda, private=True),
        "agendafrom": Verb(agenda, edits=True, private=True),
    }


def star(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Put a session on the agenda and say what it clashes with there."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    session = find_session(turn.knowledge.program.sessions, arguments[0]) if arguments else None
    if session is None:
        return view.said("reminders.gone")
    added = turn.unit.agenda.star(turn.person.id, session.id, turn.now)
    blocks: list[Block] = [Text(view.say("agenda.starred" if added else "agenda.already", title=view.title(session)))]
    clash = next((e.clash for e in own(turn) if e.subject.id == session.id and e.clash), None)
    if clash is not None:
        blocks.append(Text(view.say("agenda.clash", title=view.title(clash), when=view.span(clash, turn.now))))
    key = key_of(session)
    buttons = (
        Choice(view.say("reminders.remind"), encode("remind", key), "primary"),
        Choice(view.say("agenda.show"), encode("agenda")),
        Choice(view.say("agenda.unstar"), encode("unstar", key)),
    )
    return view.reply(*blocks, Choices(buttons), session=session)


def unstar(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Take a session off the agenda."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    session = find_session(turn.knowledge.program.sessions, arguments[0]) if arguments else None
    if session is None:
        return view.said("reminders.gone")
    gone = turn.unit.agenda.unstar(turn.person.id, session.id)
    return view.said("agenda.unstarred" if gone else "agenda.not_there", title=view.title(session))


def agenda(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Show what is still to come on the agenda; a number goes on from there."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    found = coming(own(turn), turn.now)
    if not found:
        how = Text(view.say("agenda.how"), "note")
        return view.reply(Text(view.say("agenda.empty")), how)
    first = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
    first = first if first < len(found) else 0
    return view.reply(_list(view, found, first, turn.now), *_below(view, turn))


def own(turn: Turn) -> tuple[Entry, ...]:
    """The agenda of the one who asks."""
    person = turn.person
    told = told_of(turn.unit, turn.knowledge.meetings)
    off = {each.meeting for each in told if each.state == "absent"}
    stars, wishes = turn.unit.agenda.of(person.id), turn.unit.wishes.of(person.id)
    return entries(turn.knowledge, person.email, stars, wishes, off)


def item(view: View, entry: Entry, now: datetime) -> Item:
    """One line: when and what; below it where, how it stands, and what it clashes with."""
    subject = entry.subject
    name = view.title(subject)
    text = view.say("agenda.item", when=view.span(subject, now), title=name)
    details = [
        view.say(f"standing.{subject.standing}") if subject.standing else "",
        view.place(subject),
        view.say("agenda.clashes", title=view.title(entry.clash)) if entry.clash else "",
    ]
    verb = "session" if isinstance(subject, Session) else "meeting"
    return Item(text, " · ".join(part for part in details if part), encode(verb, key_of(subject)))


def _list(view: View, found: Sequence[Entry], first: int, now: datetime) -> Listing:
    page = found[first : first + MOST]
    more = None
    if first + MOST < len(found):
        more = Choice(view.say("agenda.more"), encode("agendafrom", str(first + MOST)))
    heading = view.say("agenda.heading", count=len(found))
    return Listing(heading, tuple(item(view, entry, now) for entry in page), more)


def _below(view: View, turn: Turn) -> list[Block]:
    blocks: list[Block] = []
    zone = formats.zone(turn.now, view.language)
    blocks.append(Text(view.say("agenda.zone", zone=zone), "note"))
    blocks.append(Choices((Choice(view.say("agenda.file"), encode("ics", "agenda")),)))
    return blocks
