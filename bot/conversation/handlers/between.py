"""What lies between two sessions, how long that is, and which of them comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import refusals
from bot.conversation.handlers.operands import compared
from bot.conversation.paging import listed
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card, listing
from bot.i18n import formats
from bot.messages import Text
from bot.nlu.types import Attribute
from knowledge import queries

if TYPE_CHECKING:
    from knowledge.model import Session

Pair = tuple["Session", "Session"]


def answer(scene: Scene) -> Told:
    """Answer what lies between two sessions, or how much time."""
    found = sorted(compared(scene), key=lambda s: s.start.timestamp())
    if len(found) < 2:  # noqa: PLR2004 - a pair
        return refusals.which(scene)
    first, last = found[0], found[-1]
    if queries.clash(scene.program, first, last):
        return Told((listing(scene.say("schedule.both_clash"), (first, last), scene.view),), sessions=(first, last))
    if first.end is None:
        return refusal(Text(scene.say("schedule.no_end")), card(first, scene.view), sessions=(first,))
    inside = queries.starting_in(queries.active(scene.program), first.end, last.start)
    inside = tuple(s for s in inside if queries.end_of(scene.program, s).timestamp() <= last.start.timestamp())
    timed = scene.query.attribute in (Attribute.LENGTH, Attribute.WHEN, Attribute.COUNT)
    if timed or not inside:
        return _length(scene, (first, last))
    heading = scene.say("schedule.between", first=scene.view.title(first), last=scene.view.title(last))
    return listed(scene, heading, inside)


def in_order(scene: Scene, sessions: tuple[Session, ...]) -> Told:
    """Sessions in their order, where it is asked which comes first."""
    return Told((listing(scene.say("schedule.in_order"), sessions, scene.view),), sessions=sessions)


def _length(scene: Scene, pair: Pair) -> Told:
    length = pair[1].start - queries.end_of(scene.program, pair[0])
    told = formats.duration(length, scene.view.language)
    heading = scene.say("schedule.between_length", duration=told) if length else scene.say("schedule.between_nothing")
    return Told((listing(heading, pair, scene.view),), sessions=pair)
