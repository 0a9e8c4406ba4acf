"""Asking back: a few candidates as buttons, when a name fits several and one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.scene import Scene, Told
from bot.conversation.wording import choices
from bot.nlu.entities.titles import same_title
from bot.nlu.types import Attribute, Order

if TYPE_CHECKING:
    from bot.conversation.resolve.selection import Selected
    from knowledge.model import Session

FEW = 3
OF_ONE = (
    Attribute.WHEN,
    Attribute.START,
    Attribute.END,
    Attribute.WHERE,
    Attribute.WHO,
    Attribute.LENGTH,
    Attribute.ABOUT,
    Attribute.LANGUAGE,
    Attribute.STATUS,
    Attribute.TRACK,
)


def ambiguity(scene: Scene, selected: Selected) -> Told | None:
    """The question back, when two or three different sessions or people fit and one was asked for."""
    query, sessions = scene.query, selected.sessions
    if query.count > 1 or query.order is not Order.ALL or query.attribute not in OF_ONE or not 1 < len(sessions) <= FEW:
        return None
    by_name = query.several and len({s.speakers for s in sessions}) > 1
    by_title = bool(query.sessions) and not query.topic and len({same_title(s) for s in sessions}) > 1
    return which(scene, sessions) if by_name or by_title else None


def which(scene: Scene, sessions: tuple[Session, ...]) -> Told:
    """Ask which of some sessions is meant."""
    buttons = choices(sessions, scene.view, scene.say("schedule.choose"))
    return Told((buttons,), "clarify", sessions, answered=False)
