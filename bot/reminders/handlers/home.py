"""The personal page: what comes next, my meetings, my agenda, my settings."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n import formats
from bot.i18n.catalogue import words
from bot.messages import Choice, Choices, Item, Listing, Reply, Text
from bot.reminders.agenda import coming
from bot.reminders.daycard import card
from bot.reminders.handlers.agenda import item, own
from bot.reminders.meetings import told_of
from bot.reminders.subjects import key_of
from bot.reminders.wording import View
from bot.turn import Turn, Verb
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import RemindersSection
    from bot.messages import Block

SHOWN = 5


def verbs(section: RemindersSection) -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {"home": Verb(partial(home, section), private=True)}


def home(section: RemindersSection, turn: Turn, _: tuple[str, ...]) -> Reply:
    """Everything that matters to one person, on one page."""
    view = View.of(turn.person, turn.knowledge, turn.language)
    title = Text(turn.knowledge.event.name, "heading")
    blocks = (*_next(view, turn), *_meetings(view, turn), *_agenda(view, turn), *_settings(section, view, turn))
    return view.reply(title, *blocks)


def _next(view: View, turn: Turn) -> list[Block]:
    """What is on and what begins soon, in the order of the program."""
    program = turn.knowledge.program
    on, later = queries.on_at(program, turn.now), queries.upcoming(program.sessions, turn.now)
    shown = queries.once((*on, *later))[:SHOWN]
    if not shown:
        return [Text(view.say("home.over"))]
    items = tuple(
        Item(
            view.say("agenda.item", when=view.span(s, turn.now), title=view.title(s)),
            view.place(s),
            encode("session", key_of(s)),
        )
        for s in shown
    )
    return [Listing(view.say("home.next"), items)]


def _meetings(view: View, turn: Turn) -> list[Block]:
    meetings = turn.knowledge.meetings
    if not meetings:
        return []
    if turn.knowledge.attendee(turn.person.email) is None:
        return [Text(view.say("daycard.unlinked"), "note")]
    days = sorted({m.start.date() for m in queries.meetings_of(meetings, turn.person.email)})
    day = next((day for day in days if day >= turn.now.date()), None)
    if day is None:
        return [Text(view.say("home.no_meetings"))]
    return list(card(view, meetings, told_of(turn.unit, meetings), day, turn.now).blocks)


def _agenda(view: View, turn: Turn) -> list[Block]:
    found = coming(own(turn), turn.now)
    if not found:
        return [Text(view.say("agenda.empty"))]
    items = tuple(item(view, entry, turn.now) for entry in found[:SHOWN])
    return [
        Listing(view.say("agenda.heading", count=len(found)), items),
        Choices(
            (
                Choice(view.say("agenda.show"), encode("agenda")),
                Choice(view.say("agenda.file"), encode("ics", "agenda")),
            )
        ),
    ]


def _settings(section: RemindersSection, view: View, turn: Turn) -> list[Block]:
    own_settings = turn.unit.people.preferences(turn.person.id)
    minutes = section.lead_minutes if own_settings.lead_minutes is None else own_settings.lead_minutes
    quiet = own_settings.quiet
    lines = [
        view.say("home.language", name=words(view.language, "commands.names")[0]),
        view.say("home.lead", lead=formats.duration(timedelta(minutes=minutes), view.language)),
        view.say("home.quiet", start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}")
        if quiet
        else view.say("home.no_quiet"),
        view.say("home.muted") if own_settings.muted else "",
    ]
    mute = ("unmute", "home.unmute") if own_settings.muted else ("mute", "home.mute")
    buttons = (Choice(view.say("home.change_lead"), encode("lead")), Choice(view.say(mute[1]), encode(mute[0])))
    return [
        Text(view.say("home.settings"), "heading"),
        Text("\n".join(line for line in lines if line)),
        Choices(buttons),
    ]
