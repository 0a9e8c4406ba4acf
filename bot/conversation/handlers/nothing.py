"""When no session fits: why, and what comes nearest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import refusals
from bot.conversation.handlers.between import in_order
from bot.conversation.paging import listed
from bot.conversation.query import RESTRICTING
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card
from bot.messages import Text
from bot.nlu.types import Attribute, Order
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.resolve.selection import Selected
    from bot.nlu.time import Window
    from knowledge.model import Session

ALMOST_A_DAY = 20 * 3600  # seconds: a whole day, give or take a clock change


def answer(scene: Scene, selected: Selected) -> Told:
    """Tell that nothing fits, and show what does."""
    by_pick = BY_PICK.get(scene.query.order)
    if by_pick is not None:
        return by_pick(scene, selected)
    if selected.fitting:
        return _not_then(scene, selected)
    return _elsewhere(scene) or refusals.no_such(scene)


def _elsewhere(scene: Scene) -> Told | None:
    """What fits apart from the room, track or language that was named with it."""
    query = scene.query
    if not (query.sessions or query.people or query.concepts):
        return None
    anywhere = replace(query, rooms=(), tracks=(), languages=())
    found = scene.event.selector.select(anywhere, scene.view.now).sessions if anywhere != query else ()
    shown = _shown(scene, found, "schedule.only_elsewhere") if found else None
    return replace(shown, kind="refusal", answered=False) if shown else None


def no_program(scene: Scene) -> Told:
    """Tell that there is no program at all."""
    return refusal(Text(scene.say("refuse.no_program")))


def _not_now(scene: Scene, selected: Selected) -> Told:
    first = Text(scene.say(f"schedule.{state(scene)}"))
    coming = queries.soonest(queries.upcoming(selected.fitting, scene.view.now))
    return _with_next(scene, first, coming)


def state(scene: Scene) -> str:
    """Where the event stands: ``not_begun``, ``over``, or which sentence tells that nothing is on."""
    calendar, now = scene.event.calendar, scene.view.now.timestamp()
    if calendar.start is not None and now < calendar.start.timestamp():
        return "not_begun"
    if calendar.end is not None and now >= calendar.end.timestamp():
        return "over"
    return "nothing_there_now" if scene.query.restricts else "now_none"


def _no_more(scene: Scene, selected: Selected) -> Told:
    if not selected.fitting:
        return refusals.no_such(scene)
    if scene.query.restricts:
        return _shown(scene, queries.latest(selected.fitting), "schedule.nothing_more_such")
    return Told((Text(scene.say("schedule.over" if state(scene) == "over" else "schedule.nothing_more")),))


def _nothing_beside(scene: Scene, selected: Selected) -> Told:
    if selected.anchor is None:
        return refusals.which(scene)
    named = tuple(s for s in selected.fitting if queries.day_of(s) == queries.day_of(selected.anchor))
    if scene.query.restricts and len(named) == 1 and named[0].id != selected.anchor.id:  # "the keynote after lunch"
        return in_order(scene, tuple(sorted((*named, selected.anchor), key=lambda s: s.start.timestamp())))
    side = "after" if scene.query.order is Order.AFTER else "before"
    blocks = (Text(scene.say(f"schedule.nothing_{side}")), card(selected.anchor, scene.view))
    return Told(blocks, sessions=(selected.anchor,))


def _not_then(scene: Scene, selected: Selected) -> Told:
    """Something fits, but at another time than was asked for."""
    query = scene.query
    if query.window is None:
        return refusals.no_such(scene)
    if any(getattr(query, field) for field in RESTRICTING if field != "rooms"):
        key = "schedule.not_that_day" if _is_whole_day(query.window) else "schedule.not_then"
        return _shown(scene, selected.fitting, key)
    return refusals.unknown_day(scene) or _nothing_then(scene, selected, query.window)


def _nothing_then(scene: Scene, selected: Selected, window: Window) -> Told:
    day = queries.event_day(window.start.astimezone(scene.view.zone))
    same_day = [s for s in queries.upcoming(selected.fitting, window.start) if queries.day_of(s) == day]
    if window.is_point and scene.query.attribute is Attribute.START:
        sentence = scene.say("schedule.nothing_starts")
    elif _is_whole_day(window) and not scene.query.restricts:
        sentence = scene.say("schedule.nothing_that_day", day=scene.view.day(window.start))
    else:
        sentence = scene.say("schedule.nothing_then_here" if scene.query.restricts else "schedule.nothing_then")
    return _with_next(scene, Text(sentence), queries.soonest(same_day))


def _is_whole_day(window: Window) -> bool:
    return (window.end - window.start).total_seconds() > ALMOST_A_DAY


def _with_next(scene: Scene, first: Text, coming: tuple[Session, ...]) -> Told:
    if not coming:
        return Told((first,))
    shown = _shown(scene, coming, "schedule.next")
    return Told((first, *shown.blocks), sessions=shown.sessions)


def _shown(scene: Scene, sessions: tuple[Session, ...], heading: str) -> Told:
    if len(sessions) == 1:
        return Told((Text(scene.say(heading)), card(sessions[0], scene.view)), sessions=sessions)
    return listed(scene, scene.say(heading), sessions)


BY_PICK: dict[Order, Callable[[Scene, Selected], Told]] = {
    Order.NOW: _not_now,
    Order.NEXT: _no_more,
    Order.LATER: _no_more,
    Order.AFTER: _nothing_beside,
    Order.BEFORE: _nothing_beside,
}
