"""The stretches between sessions in which nothing is on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.scene import Scene, Told
from bot.conversation.wording import listing
from bot.messages import Text
from bot.nlu.lexicon import Concept
from bot.nlu.types import Kind, Order
from knowledge import queries

if TYPE_CHECKING:
    from bot.messages import Block
    from knowledge.queries import Gap

MOST_GAPS = 3
MEALS = {Concept.LUNCH: range(11, 15), Concept.DINNER: range(17, 22), Concept.BREAKFAST: range(6, 10)}  # a gap's start
LONG_ENOUGH = 20 * 60  # seconds of a gap in which one can eat


def gaps(scene: Scene) -> Told:
    """The stretches of the time asked about in which nothing is on, after what the program does not list by name."""
    first = _not_named(scene)
    found = _gaps(scene)
    if not found:
        return Told((*first, *(() if first else (Text(scene.say("schedule.gap_none")),))))
    shown = [_gap(scene, gap) for gap in found]
    beside = queries.once(session for gap in found for session in (gap.before, gap.after))
    return Told((*first, *shown), sessions=beside)


def _gap(scene: Scene, gap: Gap) -> Block:
    start, end = scene.view.clock(gap.start), scene.view.clock(gap.end)
    sentence = scene.say("schedule.gap", day=scene.view.day(gap.start), start=start, end=end)
    return listing(sentence, (gap.before, gap.after), scene.view, with_day=False)


def _not_named(scene: Scene) -> tuple[Text, ...]:
    """That the program does not list the meal or break that was asked for by name."""
    named = [s for s in scene.frame.of(Kind.TYPE) if not any(n.keys[0] == Concept.BREAK for n in s.names)]
    return tuple(Text(scene.say("schedule.break_none_named", name=slot.text)) for slot in named[:1])


def _gaps(scene: Scene) -> list[Gap]:
    """Those in the time asked about; without one, the next."""
    query, now = scene.query, scene.view.now.timestamp()
    base = scene.event.selector.fitting(replace(query, concepts=(), window=None))
    known = [g for g in queries.gaps(scene.program, base) if g.before.end is not None and _is_meant(scene, g)]
    window = query.window
    if window is not None and not window.is_point and query.order is not Order.NEXT:
        first, last = window.start.timestamp(), window.end.timestamp()
        return [g for g in known if g.start.timestamp() < last and g.end.timestamp() > first][:MOST_GAPS]
    return ([g for g in known if g.end.timestamp() > now] or known[-1:])[:1]


def _is_meant(scene: Scene, gap: Gap) -> bool:
    """Whether a meal that was asked for could be in it."""
    hours = [MEALS[concept] for concept in MEALS if concept in scene.query.concepts]
    length = (gap.end - gap.start).total_seconds()
    return not hours or (any(gap.start.hour in each for each in hours) and length >= LONG_ENOUGH)
