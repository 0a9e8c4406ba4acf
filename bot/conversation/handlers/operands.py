"""The sessions that a question about two or more compares, one for each thing named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.resolve.pairs import nearest_pair
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.scene import Scene
    from knowledge.model import Session

PAIR = 2
Sessions = tuple["Session", ...]


def compared(scene: Scene) -> Sessions:
    """One session for each thing named; of two that recur, those that share a day."""
    groups = [[s for key in group if (s := scene.program.session(key))] for group in scene.query.operands]
    groups = [_then(scene, group) for group in groups if group]
    if len(groups) == 1 and len(groups[0]) == PAIR:
        return tuple(groups[0])
    if len({queries.day_of(session) for group in groups for session in group}) == 1:  # rounds of one day begin as one
        return tuple(group[0] for group in groups)
    pair = nearest_pair(scene.program, groups[0], groups[1], scene.view.now) if len(groups) == PAIR else None
    return pair or tuple(_soonest(scene, group) for group in groups)


def _then(scene: Scene, group: list[Session]) -> list[Session]:
    """Of sessions those of the time that is named, where some are."""
    window = scene.query.window
    inside = scene.event.selector.within(tuple(group), window, scene.view.now) if window else ()
    return list(inside) or group


def _soonest(scene: Scene, group: Sequence[Session]) -> Session:
    now = scene.view.now.timestamp()
    left = [s for s in group if queries.end_of(scene.program, s).timestamp() > now]
    return left[0] if left else group[-1]
