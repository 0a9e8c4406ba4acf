"""When no session fits: why, and what comes nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import refusals
from bot.conversation.paging import listed
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.understanding.query import Pick
from bot.conversation.wording import card
from bot.messages import Text
from knowledge import queries

if TYPE_CHECKING:
    from bot.conversation.choosing.selection import Selected
    from bot.conversation.when import Window
    from knowledge.model import Session

ALMOST_A_DAY = 20 * 3600  # seconds: a whole day, give or take a clock change


def answer(scene: Scene, selected: Selected) -> Told:
    """Tell that nothing fits, and show what does."""
    query = scene.query
    if query.pick is Pick.NOW:
        return _not_now(scene, selected)
    if query.pick in (Pick.NEXT, Pick.LATER) and selected.fitting:
        return _no_more(scene, selected)
    if query.pick in (Pick.AFTER, Pick.BEFORE) and selected.anchor:
        side = "after" if query.pick is Pick.AFTER else "before"
        blocks = (Text(scene.say(f"schedule.nothing_{side}")), card(selected.anchor, scene.view))
        return Told(blocks, sessions=(selected.anchor,))
    if query.pick in (Pick.AFTER, Pick.BEFORE):
        return refusals.which(scene)
    if not selected.fitting:
        return refusals.no_such(scene)
    return _not_then(scene, selected)


def no_program(scene: Scene) -> Told:
    """Tell that there is no program at all."""
    return refusal(Text(scene.say("refuse.no_program")))


def _not_now(scene: Scene, selected: Selected) -> Told:
    first = [Text(scene.say(f"schedule.{_state(scene)}"))]
    coming = queries.soonest(queries.upcoming(selected.fitting, scene.view.now))
    if not coming:
        return Told(tuple(first))
    shown = _shown(scene, coming, "schedule.next")
    return Told((*first, *shown.blocks), sessions=shown.sessions)


def _state(scene: Scene) -> str:
    calendar, now = scene.event.calendar, scene.view.now.timestamp()
    if calendar.start is not None and now < calendar.start.timestamp():
        return "not_begun"
    if calendar.end is not None and now >= calendar.end.timestamp():
        return "over"
    return "now_none" if not scene.query.restricts else "nothing_then_here"


def _no_more(scene: Scene, selected: Selected) -> Told:
    if _state(scene) == "over" and not scene.query.restricts:
        return Told((Text(scene.say("schedule.over")),))
    if not scene.query.restricts:
        return Told((Text(scene.say("schedule.nothing_more")),))
    last = queries.latest(selected.fitting)
    shown = _shown(scene, last, "schedule.nothing_more_such")
    return shown


def _not_then(scene: Scene, selected: Selected) -> Told:
    """Something fits, but at another time than was asked for."""
    named = scene.query.people or scene.query.sessions or scene.query.concepts or scene.query.organizations
    if named:
        whole_day = scene.query.window is not None and _is_whole_day(scene.query.window)
        return _shown(scene, selected.fitting, "schedule.not_that_day" if whole_day else "schedule.not_then")
    window = scene.query.window
    if window is None:
        return refusals.no_such(scene)
    unknown = refusals.unknown_day(scene)
    if unknown is not None:
        return unknown
    day = queries.event_day(window.start.astimezone(scene.view.zone))
    sentence = (
        scene.say("schedule.nothing_that_day", day=scene.view.day(window.start))
        if _is_whole_day(window)
        else scene.say("schedule.nothing_then_here" if scene.query.restricts else "schedule.nothing_then")
    )
    same_day = [s for s in queries.upcoming(selected.fitting, window.start) if queries.day_of(s) == day]
    coming = queries.soonest(same_day)
    shown = _shown(scene, coming, "schedule.next") if coming else Told(())
    return Told((Text(sentence), *shown.blocks), sessions=shown.sessions)


def _is_whole_day(window: Window) -> bool:
    return (window.end - window.start).total_seconds() > ALMOST_A_DAY


def _shown(scene: Scene, sessions: tuple[Session, ...], heading: str) -> Told:
    if len(sessions) == 1:
        return Told((Text(scene.say(heading)), card(sessions[0], scene.view)), sessions=sessions)
    return listed(scene, scene.say(heading), sessions)
