"""Yes or no, first, where the words of a question ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.nlu.types import Attribute
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.conversation.scene import Scene
    from bot.nlu.time import Window
    from knowledge.model import Session

ABOUT_THEN = timedelta(minutes=5)


def of_one(scene: Scene, session: Session) -> str:
    """Yes or no to what is asked of one session; empty where that is not asked, or the sentence after it says it."""
    query = scene.query
    if not query.polar or session.cancelled:
        return ""
    checks = [_holds(scene, session, field, values) for field, values in query.asked]
    if query.asked_window is not None:
        checks.append(_is_then(scene, session, query.asked_window))
    if not checks:
        return _said(scene, holds=True) if query.attribute is Attribute.EXISTS else ""
    return _said(scene, holds=all(checks))


def of_several(scene: Scene, found: Sequence[Session]) -> str:
    """Yes, where there are several of what was asked for."""
    return _said(scene, holds=True) if scene.query.polar and scene.query.attribute is Attribute.EXISTS and found else ""


def _said(scene: Scene, *, holds: bool) -> str:
    return scene.say(f"verdict.{'yes' if holds else 'no'}")


def _holds(scene: Scene, session: Session, field: str, values: tuple[str, ...]) -> bool:
    """Whether a session has a value; what the program does not know at all it has not."""
    return bool(values) and scene.event.selector.has(session, field, values)


def _is_then(scene: Scene, session: Session, window: Window) -> bool:
    """Whether a session begins, or where that is asked ends, in a time."""
    ends = scene.query.attribute is Attribute.END
    instant = queries.end_of(scene.program, session) if ends else session.start
    if window.is_point:
        return abs(instant - window.start) <= ABOUT_THEN or _is_twelve_apart(instant, window.start)
    return window.holds(instant)


def _is_twelve_apart(one: datetime, other: datetime) -> bool:
    """Whether an hour that was said without its half of the day may be the other half's: nine for 21:00."""
    return one.date() == other.date() and abs(abs(one - other) - timedelta(hours=12)) <= ABOUT_THEN
