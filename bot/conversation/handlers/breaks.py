"""Breaks: those that the program names, else the stretches in which nothing is on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import nothing, sessions
from bot.conversation.names.found import NameKind
from bot.conversation.scene import Scene, Told
from bot.conversation.understanding.lexicon import Concept
from bot.conversation.understanding.query import Pick
from bot.conversation.wording import listing
from bot.messages import Text
from knowledge import queries

if TYPE_CHECKING:
    from knowledge.model import Session
    from knowledge.queries import Gap

MOST_GAPS = 3


def answer(scene: Scene) -> Told:
    """Answer whether and when there is a break."""
    pauses = tuple(s.id for s in scene.program.sessions if scene.event.names.concepts.is_pause(s))
    if pauses:
        query = replace(scene.query, concepts=(), sessions=pauses)
        if scene.event.selector.select(query, scene.view.now).sessions:
            return sessions.answer(replace(scene, query=query))
    if not queries.active(scene.program):
        return nothing.no_program(scene)
    return gaps(scene, *_not_named(scene))


def _not_named(scene: Scene) -> tuple[Text, ...]:
    """That the program does not list the meal or break that was asked for by name."""
    named = [f for f in scene.reading.of(NameKind.CONCEPT) if f.keys[0] != Concept.BREAK]
    said = scene.reading.utterance.text
    return tuple(Text(scene.say("schedule.break_none_named", name=said[f.start : f.end])) for f in named[:1])


def gaps(scene: Scene, *first: Text) -> Told:
    """The stretches of the time asked about in which nothing is on."""
    found = _gaps(scene)
    if not found:
        return Told((*first, Text(scene.say("schedule.gap_none"))))
    shown: tuple[Session, ...] = ()
    blocks: list[Text | object] = []
    for gap in found[:MOST_GAPS]:
        hours = {"start": scene.view.clock(gap.start), "end": scene.view.clock(gap.end)}
        stretch = scene.say("schedule.gap", day=scene.view.day(gap.start), **hours)
        blocks.append(listing(stretch, (gap.before, gap.after), scene.view))
        shown += (gap.before, gap.after)
    return Told((*first, *blocks), sessions=queries.once(shown))  # type: ignore[arg-type] # blocks are blocks


def _gaps(scene: Scene) -> list[Gap]:
    query, now = scene.query, scene.view.now
    base = scene.event.selector.fitting(replace(query, concepts=(), window=None))
    known = [g for g in queries.gaps(scene.program, base) if g.before.end is not None]
    window = query.window
    if window is not None and not window.is_point and query.pick is not Pick.NEXT:
        first, last = window.start.timestamp(), window.end.timestamp()
        return [g for g in known if g.start.timestamp() < last and g.end.timestamp() > first]
    today = [g for g in known if g.end.timestamp() > now.timestamp()]
    return today[:1]
