"""Answers about sessions: one in full, several as a list, none with what comes nearest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import facts, nothing, refusals, verdict
from bot.conversation.handlers.clarify import ambiguity
from bot.conversation.paging import listed
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import MOST_ITEMS, card, offers
from bot.messages import Text
from bot.nlu.time import Kind
from bot.nlu.types import Attribute, Order
from knowledge import queries
from knowledge.status import may_be_off

if TYPE_CHECKING:
    from bot.conversation.resolve.selection import Selected
    from bot.messages import Block
    from knowledge.model import Session

HEADINGS = {
    Order.NOW: "now",
    Order.NEXT: "next",
    Order.LATER: "later",
    Order.FIRST: "first",
    Order.LAST: "last",
    Order.LONGEST: "longest",
    Order.SHORTEST: "shortest",
}
MOST_KINDS = 4


def answer(scene: Scene) -> Told:
    """Answer a question about sessions."""
    if not scene.program.sessions:
        return nothing.no_program(scene)
    if scene.query.attribute is Attribute.CANCELLED and not scene.query.restricts:
        return _cancelled(scene)
    scene = _outside_event(scene)
    selected = scene.event.selector.select(scene.query, scene.view.now)
    told = ambiguity(scene, selected) or _told(scene, selected)
    return _and_next(scene, told) if scene.query.order is Order.NOW else told


def _and_next(scene: Scene, told: Told) -> Told:
    """With what comes next, where both are asked for: "what's on now and next"."""
    if not any(mention.window.kind is Kind.NEXT for mention in scene.frame.times):
        return told
    coming = scene.event.selector.select(replace(scene.query, order=Order.NEXT), scene.view.now).sessions
    if not coming:
        return told
    shown = listed(scene, scene.say("schedule.next"), coming)
    return replace(told, blocks=(*told.blocks, *shown.blocks), sessions=(*told.sessions, *shown.sessions))


def perhaps(scene: Scene, near: tuple[str, ...]) -> Told | None:
    """Sessions that may be meant, under words that say so; None where there are none."""
    found = tuple(s for key in near if (s := scene.program.session(key)))
    if not found:
        return None
    heading = scene.say("content.perhaps")
    one = Told((Text(heading), card(found[0], scene.view)), sessions=found)
    shown = one if len(found) == 1 else listed(scene, heading, found)
    return replace(shown, blocks=(*shown.blocks, refusals.ask_organizers(scene)), sure=False)


def _outside_event(scene: Scene) -> Scene:
    """Before and after the event "what's on in room B" means all of it; "now" is said of the present alone."""
    present = any(m.window.kind is Kind.NOW for m in scene.frame.times)
    asks = scene.query.order is Order.NOW and scene.query.restricts and not present
    if not asks or nothing.state(scene) not in ("not_begun", "over"):
        return scene
    return replace(scene, query=replace(scene.query, order=Order.ALL))


def _told(scene: Scene, selected: Selected) -> Told:
    if scene.query.attribute is Attribute.COUNT:
        return _count(scene, selected)
    if not selected.sessions:
        return nothing.answer(scene, selected)
    if len(selected.sessions) == 1:
        return _one(scene, selected, selected.sessions[0])
    told, said = _several(scene, selected), verdict.of_several(scene, selected.sessions)
    return replace(told, blocks=(Text(said), *told.blocks)) if said else told


def _one(scene: Scene, selected: Selected, session: Session) -> Told:
    relation = _relation(scene, selected) or _picked(scene)
    said = verdict.of_one(scene, session), facts.lead(scene, session)
    lead = [Text(line) for line in (relation, " ".join(part for part in said if part)) if line]
    blocks: list[Block] = [*lead, card(session, scene.view)]
    if selected.elsewhere and scene.query.order is Order.AFTER:
        blocks.append(Text(scene.say("schedule.elsewhere", count=len(selected.elsewhere)), "note"))
    if scene.view.is_coming(session) and not session.cancelled:
        blocks.append(offers(session, scene.view))
    if facts.is_unsaid(scene, session) and not session.cancelled:
        return refusal(*blocks, sessions=(session,))
    return Told(tuple(blocks), sessions=(session,))


def _several(scene: Scene, selected: Selected) -> Told:
    relation = _relation(scene, selected) or _picked(scene)
    if relation:
        return listed(scene, relation, selected.sessions)
    place = _place_of_all(scene, selected.sessions)
    if place:
        told = _counted(scene, _still_to_come(scene, selected.sessions) or selected.sessions)
        return replace(told, blocks=(Text(place), *told.blocks))
    coming = _still_to_come(scene, selected.sessions)
    if coming:
        heading = scene.say("schedule.count_coming", count=len(coming)) + scene.say("schedule.heading_end")
        return listed(scene, heading, coming)
    return _counted(scene, selected.sessions)


def _place_of_all(scene: Scene, found: tuple[Session, ...]) -> str:
    """Where all of several sessions are, when that is asked and it is one place."""
    places = {session.rooms for session in found}
    if scene.query.attribute is not Attribute.WHERE or len(places) > 1 or not found[0].rooms:
        return ""
    return scene.say("schedule.lead.where.coming", rooms=scene.view.rooms(found[0]))


def _still_to_come(scene: Scene, found: tuple[Session, ...]) -> tuple[Session, ...]:
    """Of a list too long for a screen those not over yet, when no time was asked for and some are over."""
    if scene.query.window is not None or scene.query.topic or len(found) <= MOST_ITEMS:
        return ()
    now = scene.view.now.timestamp()
    left = tuple(s for s in found if queries.end_of(scene.program, s).timestamp() > now)
    return left if len(left) < len(found) else ()


def _relation(scene: Scene, selected: Selected) -> str:
    """What the sessions come after or before, where they were picked by that."""
    if selected.anchor is None:
        return ""
    side = "after" if scene.query.order is Order.AFTER else "before"
    return scene.say(f"schedule.lead.{side}", title=scene.view.title(selected.anchor))


def _picked(scene: Scene) -> str:
    """What the sessions are (next, first...), where they were picked by their time."""
    beside_hour = scene.frame.order in (Order.AFTER, Order.BEFORE)
    if scene.query.order in (Order.FIRST, Order.LAST) and beside_hour:
        return ""
    return scene.say(f"schedule.{HEADINGS[scene.query.order]}") if scene.query.order in HEADINGS else ""


def _counted(scene: Scene, sessions: tuple[Session, ...], note: str = "") -> Told:
    """Sessions under their number, and under their day when they share one."""
    if scene.query.topic:
        return listed(scene, scene.say("schedule.on_topic", topic=scene.query.topic), sessions)
    end = note + scene.say("schedule.heading_end")
    if len({session.start.astimezone(scene.view.zone).date() for session in sessions}) > 1:
        return listed(scene, scene.say("schedule.count", count=len(sessions)) + end, sessions)
    day = scene.view.day(sessions[0].start)
    heading = scene.say("schedule.count_on", count=len(sessions), day=day) + end
    return listed(scene, heading, sessions, with_day=False)


def _count(scene: Scene, selected: Selected) -> Told:
    taking_place = (s for s in selected.sessions if not s.cancelled)
    is_pause = scene.event.names.concepts.is_pause
    talks = tuple(s for s in taking_place if scene.query.concepts or not is_pause(s))
    if not talks:
        return nothing.answer(scene, selected)
    kinds = {kind: sum(s.kind == kind for s in talks) for kind in queries.distinct(talks, lambda s: (s.kind,))}
    if not 1 < len(kinds) <= MOST_KINDS:
        return _counted(scene, talks)
    parts = ", ".join(scene.say("schedule.count_kind", count=n, kind=kind) for kind, n in kinds.items())
    return _counted(scene, talks, f" ({parts})")


def _none_cancelled_then(scene: Scene) -> Told:
    return Told((Text(scene.say("schedule.cancelled_none_then")),))


def _cancelled(scene: Scene) -> Told:
    gone = tuple(s for s in scene.program.sessions if s.cancelled)
    window = scene.query.window
    if window is not None and gone:
        then = queries.starting_in(gone, window.start, window.end)
        return (
            listed(scene, scene.say("schedule.cancelled_list", count=len(then)), then)
            if then
            else _none_cancelled_then(scene)
        )
    if not gone:
        perhaps = tuple(s for s in scene.program.sessions if may_be_off(s.title))
        if perhaps:
            return listed(scene, scene.say("standing.perhaps_off"), perhaps)
        return Told((Text(scene.say("schedule.cancelled_none")),))
    return listed(scene, scene.say("schedule.cancelled_list", count=len(gone)), gone)
