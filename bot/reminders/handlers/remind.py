"""To be reminded of a session or meeting, or not to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n import formats
from bot.messages import Choice, Choices, Item, Listing, Reply, Text
from bot.reminders.planner import LONGEST_LEAD, by_target, reminder_key, wishes_for
from bot.reminders.subjects import Subject, find, key_of, kind_of
from bot.reminders.wording import View
from bot.store.records import Wish
from bot.turn import Turn, Verb
from knowledge.model import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import RemindersSection
    from bot.messages import Block

SHORTER = (10, 5, 2, 1)
"""Leads in minutes for what begins sooner than the usual one allows."""

OFFERED = (5, 10, 20, 60)
LISTED = 8


def verbs(section: RemindersSection) -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {
        "remind": Verb(partial(remind, section), private=True),
        "unremind": Verb(unremind, private=True),
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to be reminded of, and how long before, where they say so."""

    subject: Subject
    minutes: int | None


def remind(section: RemindersSection, turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Keep the wish and say when the reminder will come; without a session, show what was wished so far."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    if not arguments:
        return _listed(view, turn)
    subject = find(turn.knowledge, arguments[0])
    if subject is None:
        return view.said("reminders.gone")
    refusal = _refusal(view, turn, subject)
    if refusal is not None:
        return refusal
    minutes = _minutes(arguments[1:])
    if minutes is not None and not 0 <= minutes <= LONGEST_LEAD:
        return view.said("reminders.lead_range", most=formats.duration(timedelta(minutes=LONGEST_LEAD), view.language))
    return _kept(section, view, turn, Asked(subject, minutes))


def unremind(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Drop the wish; what a follow would still bring is stopped for this one as well."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    subject = find(turn.knowledge, arguments[0]) if arguments else None
    if subject is None or _is_anothers(turn, subject):
        return view.said("reminders.gone")
    kind = kind_of(subject)
    turn.unit.wishes.wish(Wish(turn.person.id, kind, subject.id, wanted=False), turn.now)
    turn.unit.outbox.withdraw(f"remind:{key_of(subject)}:{turn.person.id}:")
    again = Choice(view.say("reminders.again"), encode("remind", key_of(subject)))
    return view.reply(Text(view.say("reminders.dropped", title=view.title(subject))), Choices((again,)))


def _refusal(view: View, turn: Turn, subject: Subject) -> Reply | None:
    """Why there can be no reminder: it is another's meeting, cancelled, or begun."""
    if _is_anothers(turn, subject):
        return view.said("reminders.gone")
    if subject.cancelled:
        key = "standing.is_postponed" if subject.standing == "postponed" else "reminders.cancelled"
        return view.said(key, title=view.title(subject))
    if subject.start.astimezone(UTC) <= turn.now.astimezone(UTC):
        moment = view.moment(subject.start, turn.now)
        return view.reply(Text(view.say("reminders.past", title=view.title(subject), moment=moment)))
    return None


def _is_anothers(turn: Turn, subject: Subject) -> bool:
    return not isinstance(subject, Session) and turn.person.email not in (subject.side_a, subject.side_b)


def _kept(section: RemindersSection, view: View, turn: Turn, asked: Asked) -> Reply:
    subject, person = asked.subject, turn.person.id
    lead = timedelta(minutes=_possible(_usual(section, turn, asked), subject, turn))
    minutes = round(lead / timedelta(minutes=1))
    usual = _usual(section, turn, asked)
    kind = kind_of(subject)
    keep = asked.minutes is not None or minutes != usual
    turn.unit.wishes.wish(Wish(person, kind, subject.id, minutes if keep else None), turn.now)
    # Asked for anew: what waits is put again at its new time, and what was said already is said once more.
    turn.unit.outbox.withdraw(f"remind:{key_of(subject)}:{person}:")
    if subject.start.astimezone(UTC) - lead > turn.now.astimezone(UTC):
        turn.unit.outbox.release(reminder_key(subject, person))
    told = view.say(
        "reminders.kept",
        title=view.title(subject),
        start=view.moment(subject.start, turn.now),
        lead=formats.duration(lead, view.language),
        at=view.moment(subject.start.astimezone(UTC) - lead, turn.now),
    )
    blocks: list[Block] = [Text(told)]
    if minutes < usual and (asked.minutes is None or asked.minutes > 0):
        blocks.append(
            Text(view.say("reminders.sooner", lead=formats.duration(timedelta(minutes=usual), view.language)), "note")
        )
    if turn.unit.people.preferences(person).muted:
        blocks.append(Text(view.say("reminders.but_muted"), "note"))
    blocks.append(_offers(view, turn, subject, minutes))
    return view.reply(*blocks, session=subject if isinstance(subject, Session) else None)


def _usual(section: RemindersSection, turn: Turn, asked: Asked) -> int:
    """The lead in minutes that is asked for, or that this person gets without asking."""
    told = (asked.minutes, turn.unit.people.preferences(turn.person.id).lead_minutes, section.lead_minutes)
    return max(next(minutes for minutes in told if minutes is not None), 1)


def _possible(usual: int, subject: Subject, turn: Turn) -> int:
    """The lead, or the longest shorter one that is still to come."""
    left = subject.start.astimezone(UTC) - turn.now.astimezone(UTC)
    fitting = (minutes for minutes in (usual, *SHORTER) if minutes <= usual and timedelta(minutes=minutes) < left)
    return next(fitting, 1)


def _offers(view: View, turn: Turn, subject: Subject, minutes: int) -> Choices:
    """Another lead, none at all, and what else could be followed."""
    key = key_of(subject)
    left = subject.start.astimezone(UTC) - turn.now.astimezone(UTC)
    leads = [m for m in OFFERED if m != minutes and timedelta(minutes=m) < left][:3]
    choices = [
        Choice(
            view.say("reminders.before", lead=formats.duration(timedelta(minutes=m), view.language)),
            encode("remind", key, str(m)),
        )
        for m in leads
    ]
    if isinstance(subject, Session) and subject.track:
        choices.append(Choice(view.say("reminders.follow", name=subject.track[:40]), encode("follow", "track", key)))
    if isinstance(subject, Session):
        choices.append(Choice(view.say("reminders.star"), encode("star", key)))
    choices.append(Choice(view.say("reminders.drop"), encode("unremind", key)))
    return Choices(tuple(choices))


def _minutes(arguments: tuple[str, ...]) -> int | None:
    """The lead in a button or command; what is no number counts as not told."""
    told = arguments[0].strip() if arguments else ""
    return int(told) if told.lstrip("-").isdecimal() and len(told) < 9 else None  # noqa: PLR2004 - beyond any lead


def _listed(view: View, turn: Turn) -> Reply:
    """What this person is going to be reminded of."""
    wishes = turn.unit.wishes.of(turn.person.id)
    coming = [
        s
        for s in turn.knowledge.program.sessions
        if not s.cancelled and s.start.astimezone(UTC) > turn.now.astimezone(UTC)
    ]
    targets = by_target(wishes)
    wanted = [s for s in coming if any(wish.wanted for wish in wishes_for(s, targets).values())]
    how = Text(view.say("reminders.how"), "note")
    lead = Choices((Choice(view.say("home.change_lead"), encode("lead")),))
    if not wanted:
        return view.reply(Text(view.say("reminders.none")), how, lead)
    items = tuple(
        Item(
            view.say("reminders.item", when=view.span(s, turn.now), title=view.title(s)),
            view.place(s),
            encode("session", key_of(s)),
        )
        for s in wanted[:LISTED]
    )
    return view.reply(Listing(view.say("reminders.list", count=len(wanted)), items), how, lead)
