"""Breaks: those that the program names, else the stretches in which nothing is on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import nothing, sessions
from bot.conversation.handlers.gaps import gaps
from bot.conversation.resolve.selection import PAUSE_NAMES
from bot.nlu.lexicon import Concept
from bot.nlu.time import Kind
from bot.nlu.types import Order
from knowledge import queries

if TYPE_CHECKING:
    from bot.conversation.scene import Scene, Told


BETWEEN_MEALS = (Concept.BREAK, Concept.COFFEE)  # what the break of an afternoon is


def answer(scene: Scene) -> Told:
    """Answer whether and when there is a break."""
    if not queries.active(scene.program):
        return nothing.no_program(scene)
    members = scene.event.names.concepts.members
    meals = tuple(c for c in scene.query.concepts if c != Concept.BREAK)
    window = scene.query.window
    of_part = window is not None and window.kind is Kind.PART and members(Concept.BREAK)
    wanted = tuple(c for c in meals or (BETWEEN_MEALS if of_part else PAUSE_NAMES) if members(c))
    soon = window is not None and window.kind is Kind.NEXT
    query = replace(scene.query, concepts=wanted, order=Order.NEXT if soon else scene.query.order)
    if wanted and scene.event.selector.select(query, scene.view.now).sessions:
        return sessions.answer(replace(scene, query=query))
    return gaps(scene)
