"""The event as a whole: when it begins and ends, its days, its program at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import content, nothing, refusals, sessions
from bot.conversation.scene import Scene, Told
from bot.conversation.wording import card
from bot.i18n import formats
from bot.messages import Item, Listing, Text
from bot.nlu.types import Attribute
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from knowledge.model import Session

MOST_DAYS = 8


def answer(scene: Scene) -> Told:
    """Answer a question about the event itself."""
    if not queries.active(scene.program):
        return nothing.no_program(scene)
    if scene.query.window is not None:
        return _of_window(scene)
    match scene.query.attribute:
        case Attribute.WHERE | Attribute.WHO:
            return content.answer(scene)
        case Attribute.END:
            return _edge(scene, "event_ends", _last(scene, queries.active(scene.program)))
        case Attribute.LENGTH:
            return days(scene)
        case aspect:
            return _status(scene) if aspect is Attribute.STATUS else _begins(scene)


def days(scene: Scene) -> Told:
    """How many days, and which."""
    dates = scene.event.calendar.days
    if not dates:
        return nothing.no_program(scene)
    first = queries.active(scene.program)[0]
    sentence = scene.say("schedule.count_days", count=len(dates), days=refusals.event_days(scene))
    return Told((Text(sentence), card(first, scene.view)), sessions=(first,))


def program(scene: Scene) -> Told:
    """The program at a glance: its days, or its sessions when there is only one day."""
    dates = scene.event.calendar.days
    if len(dates) <= 1:
        return sessions.answer(scene)
    rows = [_day_row(scene, day) for day in dates[:MOST_DAYS]]
    listing = Listing(scene.say("schedule.program_days"), tuple(item for item, _ in rows))
    return Told((listing,), sessions=queries.once(session for _, edges in rows for session in edges))


def _day_row(scene: Scene, day: date) -> tuple[Item, tuple[Session, Session]]:
    of_day = [s for s in queries.active(scene.program) if queries.day_of(s) == day]
    first, last = of_day[0], _last(scene, of_day)
    hours = scene.say(
        "schedule.program_day",
        count=len(of_day),
        first=scene.view.clock(first.start),
        last=scene.view.clock(last.end or last.start),
    )
    return Item(formats.day(day, scene.view.language, scene.view.now), hours), (first, last)


def _last(scene: Scene, among: Sequence[Session]) -> Session:
    return max(among, key=lambda s: queries.end_of(scene.program, s).timestamp())


def _status(scene: Scene) -> Told:
    """Whether the event has begun or is over: when it ended, or ends, or what it began with."""
    everything = queries.active(scene.program)
    running = nothing.state(scene) not in ("not_begun", "over")
    ends = _edge(scene, "event_ends", _last(scene, everything))
    if nothing.state(scene) == "over":
        return ends
    begins = _edge(scene, "event_starts", everything[0])
    both = queries.once((*begins.sessions, *ends.sessions))
    return Told((*begins.blocks[:1], *ends.blocks), sessions=both) if running else begins


def _begins(scene: Scene) -> Told:
    begins = _edge(scene, "event_starts", queries.active(scene.program)[0])
    if scene.query.attribute is not Attribute.WHEN or len(scene.event.calendar.days) == 1:
        return begins
    dates = Text(scene.say("schedule.event_runs", event=scene.event_name, days=refusals.event_days(scene)))
    return Told((dates, *begins.blocks), sessions=begins.sessions)


def _edge(scene: Scene, key: str, session: Session) -> Told:
    """When the event begins or ends, with the session that it does so with."""
    instant = session.start if key == "event_starts" else session.end
    if instant is None:
        return Told((Text(scene.say("schedule.last")), card(session, scene.view)), sessions=(session,))
    moment = scene.view.moment(instant)
    sentence = scene.say(f"schedule.{key}.{_tense(scene, instant)}", event=scene.event_name, moment=moment)
    return Told((Text(sentence), card(session, scene.view)), sessions=(session,))


def _of_window(scene: Scene) -> Told:
    """When a day of the event, or a part of it, begins or ends."""
    window = scene.query.window
    everything = queries.active(scene.program)
    inside = scene.event.selector.within(everything, window, scene.view.now) if window else everything
    if not inside:
        return nothing.answer(scene, scene.event.selector.select(scene.query, scene.view.now))
    ends = scene.query.attribute is Attribute.END
    session = _last(scene, inside) if ends else inside[0]
    instant = session.end if ends else session.start
    if instant is None:
        return Told((Text(scene.say("schedule.last")), card(session, scene.view)), sessions=(session,))
    key = f"schedule.{'day_ends' if ends else 'day_starts'}.{_tense(scene, instant)}"
    sentence = scene.say(key, day=scene.view.day(inside[0].start), clock=scene.view.clock(instant))
    return Told((Text(sentence), card(session, scene.view)), sessions=(session,))


def _tense(scene: Scene, instant: datetime) -> str:
    return "coming" if scene.view.now.timestamp() < instant.timestamp() else "past"
