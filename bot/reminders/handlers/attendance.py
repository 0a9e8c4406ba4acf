"""A meeting's two sides: running late, not coming, coming after all. The other side and the desk are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n.catalogue import DEFAULT
from bot.messages import Choice, Choices, Item, Lane, Listing, Reply, Text
from bot.reminders.daycard import attendance_notes, card
from bot.reminders.meetings import told_of
from bot.reminders.subjects import find_meeting
from bot.reminders.wording import LATE, View, meeting_buttons
from bot.store.records import Attendance, Outgoing
from bot.turn import Turn, Verb
from knowledge.identity import meeting_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.messages import Address
    from bot.store.records import AttendanceState
    from knowledge.model import Meeting

MOST = 8
KEEPERS = frozenset({"organizer", "desk"})


def verbs(desk: Sequence[Address]) -> Mapping[str, Verb]:
    """The verbs of this file; ``desk`` is where late and absent people are told of."""
    return {
        "daycard": Verb(daycard, private=True),
        "meeting": Verb(meeting, private=True),
        "late": Verb(partial(_told, "late", desk), private=True),
        "absent": Verb(partial(_told, "absent", desk), private=True),
        "present": Verb(partial(_told, "present", desk), private=True),
        "noshows": Verb(no_shows, private=True),
    }


def daycard(turn: Turn, _: tuple[str, ...]) -> Reply:
    """Show the meetings of today, or of the next day that has any."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    if turn.knowledge.attendee(turn.person.email) is None:
        return view.said("daycard.unlinked")
    today = turn.now.date()
    meetings = turn.knowledge.meetings
    mine = {m.start.date() for m in meetings if turn.person.email in (m.side_a, m.side_b)}
    day = min((day for day in mine if day >= today), default=today)
    return card(view, meetings, told_of(turn.unit, meetings), day, turn.now)


def meeting(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Show one meeting with its buttons."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    found = _own(turn, arguments)
    if found is None:
        return view.said("reminders.gone")
    if found.cancelled or _is_over(turn, found):
        return view.reply(view.card(found, turn.now))
    said = {(each.meeting, each.email): each for each in told_of(turn.unit, (found,))}
    notes = " · ".join(attendance_notes(view, found, said))
    return view.reply(view.card(found, turn.now, notes), meeting_buttons(view, found))


def no_shows(turn: Turn, _: tuple[str, ...]) -> Reply:
    """List who is late for or not coming to a meeting that is not over; for the desk and organizers."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    if not turn.person.roles & KEEPERS:
        return view.said("daycard.keepers_only")
    current = {m.id: m for m in turn.knowledge.meetings if not m.cancelled and not _is_over(turn, m)}
    told = told_of(turn.unit, current.values())
    ordered = sorted(told, key=lambda each: current[each.meeting].start.astimezone(UTC))
    if not ordered:
        return view.said("daycard.no_shows_none")
    items = tuple(_line(view, current[each.meeting], each, turn) for each in ordered[:MOST])
    rest = len(ordered) - MOST
    more = [Text(view.say("daycard.rest", count=rest), "note")] if rest > 0 else []
    return view.reply(Listing(view.say("daycard.no_shows", count=len(ordered)), items), *more)


@dataclass(frozen=True, slots=True)
class _Word:
    """What one side tells: ``late`` by minutes, ``absent`` or ``present``."""

    state: str
    minutes: int
    meeting: Meeting


def _told(state: str, desk: Sequence[Address], turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Record what one side tells, and tell the other side and the desk."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    found = _own(turn, arguments)
    if found is None or found.cancelled:
        return view.said("reminders.gone")
    if _is_over(turn, found):
        return view.said("daycard.over")
    minutes = int(arguments[1]) if state == "late" and arguments[1:] and arguments[1].isdecimal() else 0
    if state == "late" and minutes not in LATE:
        return view.reply(view.card(found, turn.now), meeting_buttons(view, found))
    if not _record(turn, _Word(state, minutes, found)):
        return view.said("daycard.told_already")
    word = _Word(state, minutes, found)
    reached = _tell_other(turn, word)
    _tell_desk(turn, word, desk)
    told = f"daycard.you_{state}" if reached else "daycard.not_reached"
    name = view.name_of(found.other_side(view.email))
    absent = [t for t in told_of(turn.unit, (found,)) if t.email != view.email and t.state == "absent"]
    others = [Text(view.say("daycard.absent_too", name=name))] if absent and state != "absent" else []
    desk_knows = [Text(view.say("daycard.desk_knows"), "note")] if desk else []
    key = meeting_key(found.id)
    undo = [] if state == "present" else [Choices((Choice(view.say("daycard.undo"), encode("present", key)),))]
    return view.reply(Text(view.say(told, name=name, count=minutes)), *others, *desk_knows, *undo)


def _record(turn: Turn, word: _Word) -> bool:
    """Keep it; False when that very thing was told before."""
    email, meeting_id = turn.person.email, word.meeting.id
    before = next((a for a in turn.unit.agenda.told([meeting_id]) if a.email == email), None)
    if word.state == "present":
        return turn.unit.agenda.untell(meeting_id, email)
    state: AttendanceState = "late" if word.state == "late" else "absent"
    if before is not None and (before.state, before.minutes) == (state, word.minutes):
        return False
    turn.unit.agenda.tell(Attendance(meeting_id, email, state, word.minutes, turn.now))
    if state == "absent":  # the slot is free: nobody is to be reminded of it
        turn.unit.outbox.withdraw(f"remind:{meeting_key(meeting_id)}:")
    return True


def _tell_other(turn: Turn, word: _Word) -> bool:
    """Tell the other side; False when they cannot be reached by us."""
    other = turn.unit.people.by_email(word.meeting.other_side(turn.person.email))
    if other is None:
        return False
    view = View.of(other.person, turn.knowledge)
    reply = view.said(f"daycard.other_{word.state}", **_slots(view, word, turn))
    key = f"attendance:{turn.incoming.platform}:{turn.incoming.id}"
    until = word.meeting.end
    put = turn.unit.outbox.put(
        Outgoing(key, Lane.REMINDER, reply, person=other.person.id, useful_until=until), turn.now
    )
    return put is not None and not other.trouble


def _tell_desk(turn: Turn, word: _Word, desk: Sequence[Address]) -> None:
    view = View(DEFAULT, turn.knowledge, email=turn.person.email)
    slots = {**_slots(view, word, turn), "who": view.name_of(turn.person.email)}
    slots["other"] = view.name_of(word.meeting.other_side(turn.person.email))
    reply = view.said(f"daycard.desk_{word.state}", **slots)
    for place in desk:
        key = f"attendance:{turn.incoming.platform}:{turn.incoming.id}:{place.platform}:{place.chat}"
        turn.unit.outbox.put(Outgoing(key, Lane.REMINDER, reply, place, useful_until=word.meeting.end), turn.now)


def _slots(view: View, word: _Word, turn: Turn) -> dict[str, object]:
    found = word.meeting
    return {
        "name": view.name_of(turn.person.email),
        "when": view.span(found, turn.now),
        "place": view.place(found),
        "count": word.minutes,
    }


def _own(turn: Turn, arguments: tuple[str, ...]) -> Meeting | None:
    """The meeting of a button, if the one who pressed it is one of its sides: buttons can be forged."""
    found = find_meeting(turn.knowledge.meetings, arguments[0]) if arguments else None
    mine = found is not None and turn.person.email and turn.person.email in (found.side_a, found.side_b)
    return found if mine else None


def _is_over(turn: Turn, found: Meeting) -> bool:
    return found.end.astimezone(UTC) <= turn.now.astimezone(UTC)


def _line(view: View, found: Meeting, told: Attendance, turn: Turn) -> Item:
    who, other = view.name_of(told.email), view.name_of(found.other_side(told.email))
    key = "daycard.line_late" if told.state == "late" else "daycard.line_absent"
    when = view.span(found, turn.now)
    return Item(
        view.say(key, when=when, who=who, count=told.minutes),
        view.say("daycard.line_with", other=other, place=view.place(found)),
    )
