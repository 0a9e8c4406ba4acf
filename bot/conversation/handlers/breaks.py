"""Breaks: those that the program names, else the stretches in which nothing is on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import nothing, sessions
from bot.conversation.handlers.gaps import gaps
from knowledge import queries

if TYPE_CHECKING:
    from bot.conversation.scene import Scene, Told


def answer(scene: Scene) -> Told:
    """Answer whether and when there is a break."""
    if not queries.active(scene.program):
        return nothing.no_program(scene)
    named = tuple(s.id for s in scene.program.sessions if scene.event.names.concepts.is_pause(s))
    query = replace(scene.query, concepts=(), sessions=named)
    if named and scene.event.selector.select(query, scene.view.now).sessions:
        return sessions.answer(replace(scene, query=query))
    return gaps(scene)
