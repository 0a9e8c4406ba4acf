"""Lists that are longer than a screen: eight at most, then "More"."""

from __future__ import annotations

from hashlib import blake2s
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.conversation.scene import Scene, Told
from bot.conversation.wording import MOST_ITEMS, listing
from bot.messages import Choice
from bot.nlu.types import Attribute

if TYPE_CHECKING:
    from bot.conversation.query import Query
    from knowledge.model import Session


def listed(scene: Scene, heading: str, sessions: tuple[Session, ...], *, with_day: bool = True) -> Told:
    """Sessions as a list, from where the asker has read to; "More" when there are others after it.

    Without ``with_day`` the heading names the day.
    """
    rest = sessions[scene.offset :] or sessions
    offset = scene.offset if scene.offset < len(sessions) else 0
    page = rest[:MOST_ITEMS]
    shown = offset + len(page)
    more = (
        Choice(scene.say("schedule.more"), encode("more", mark(scene.query), str(shown)))
        if shown < len(sessions)
        else None
    )
    with_length = scene.query.attribute is Attribute.LENGTH
    block = listing(heading, page, scene.view, more, with_day=with_day, with_length=with_length)
    return Told((block,), sessions=page, query=scene.query)


def mark(query: Query) -> str:
    """What tells one list from another inside a button."""
    return blake2s(repr(query).encode(), digest_size=5).hexdigest()
