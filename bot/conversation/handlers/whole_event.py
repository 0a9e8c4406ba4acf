"""The event as a whole: when it begins and ends, its days, its program at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import content, nothing, refusals, sessions
from bot.conversation.scene import Scene, Told
from bot.conversation.understanding.query import Aspect, Intent
from bot.conversation.wording import card
from bot.i18n import formats
from bot.messages import Item, Listing, Text
from knowledge import queries

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.model import Session

MOST_DAYS = 8


def answer(scene: Scene) -> Told:
    """Answer a question about the event itself."""
    if not queries.active(scene.program):
        return nothing.no_program(scene)
    if scene.query.aspect is Aspect.WHERE:
        return content.answer(scene)
    if scene.query.window is not None:
        return _day_edge(scene)
    if scene.query.aspect is Aspect.END:
        return _ends(scene)
    if scene.query.aspect in (Aspect.LENGTH, Aspect.COUNT):
        return days(scene)
    if scene.query.aspect is Aspect.WHEN and len(scene.event.calendar.days) > 1:
        starts = _starts(scene)
        dates = Text(scene.say("schedule.event_runs", event=scene.event_name, days=refusals.event_days(scene)))
        return Told((dates, *starts.blocks), sessions=starts.sessions)
    return _starts(scene)


def days(scene: Scene) -> Told:
    """How many days, and which."""
    dates = scene.event.calendar.days
    sentence = scene.say("schedule.count_days", count=len(dates), days=refusals.event_days(scene))
    edges = _edges(scene)
    return Told((Text(sentence), *(card(s, scene.view) for s in edges[:1])), sessions=edges[:1])


def program(scene: Scene) -> Told:
    """The program at a glance: its days, or its sessions when there is only one day."""
    if not queries.active(scene.program):
        return nothing.no_program(scene)
    dates = scene.event.calendar.days
    if len(dates) == 1:
        return sessions.answer(scene)
    shown: list[Session] = []
    items = []
    for date in dates[:MOST_DAYS]:
        of_day = [s for s in queries.active(scene.program) if queries.day_of(s) == date]
        first, last = of_day[0], max(of_day, key=lambda s: queries.end_of(scene.program, s).timestamp())
        hours = scene.say(
            "schedule.program_day",
            count=len(of_day),
            first=scene.view.clock(first.start),
            last=scene.view.clock(last.end or last.start),
        )
        items.append(Item(formats.day(date, scene.view.language, scene.view.now), hours))
        shown += [first, last]
    return Told((Listing(scene.say("schedule.program_days"), tuple(items)),), sessions=queries.once(shown))


def _edges(scene: Scene) -> tuple[Session, Session]:
    everything = queries.active(scene.program)
    return everything[0], max(everything, key=lambda s: queries.end_of(scene.program, s).timestamp())


def _tense(scene: Scene, instant: datetime) -> str:
    return "coming" if scene.view.now.timestamp() < instant.timestamp() else "past"


def _starts(scene: Scene) -> Told:
    first = _edges(scene)[0]
    key = f"schedule.event_starts.{_tense(scene, first.start)}"
    sentence = scene.say(key, event=scene.event_name, moment=scene.view.moment(first.start))
    return Told((Text(sentence), card(first, scene.view)), sessions=(first,))


def _ends(scene: Scene) -> Told:
    last = _edges(scene)[1]
    if last.end is None:
        return Told((Text(scene.say("schedule.last")), card(last, scene.view)), sessions=(last,))
    key = f"schedule.event_ends.{_tense(scene, last.end)}"
    sentence = scene.say(key, event=scene.event_name, moment=scene.view.moment(last.end))
    return Told((Text(sentence), card(last, scene.view)), sessions=(last,))


def _day_edge(scene: Scene) -> Told:
    """When a day of the event, or a part of it, begins or ends."""
    window = scene.query.window
    assert window is not None  # noqa: S101 - the caller has looked
    inside = scene.event.selector.within(queries.active(scene.program), window, scene.view.now)
    if not inside:
        return nothing.answer(scene, scene.event.selector.select(scene.query, scene.view.now))
    day = scene.view.day(inside[0].start)
    if scene.query.aspect is Aspect.END:
        last = max(inside, key=lambda s: queries.end_of(scene.program, s).timestamp())
        if last.end is not None:
            key = f"schedule.day_ends.{_tense(scene, last.end)}"
            sentence = scene.say(key, day=day, clock=scene.view.clock(last.end))
            return Told((Text(sentence), card(last, scene.view)), sessions=(last,))
        return Told((Text(scene.say("schedule.last")), card(last, scene.view)), sessions=(last,))
    first = inside[0]
    key = f"schedule.day_starts.{_tense(scene, first.start)}"
    sentence = scene.say(key, day=day, clock=scene.view.clock(first.start))
    return Told((Text(sentence), card(first, scene.view)), sessions=(first,))


__all__ = ["Intent", "answer", "days", "program"]
