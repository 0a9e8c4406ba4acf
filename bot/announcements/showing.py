"""The messages in which an announcement's progress is shown: one for each organizer who looks at it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.messages import Address

if TYPE_CHECKING:
    from bot.store.records import Announcement
    from bot.turn import Turn

MOST = 4  # messages kept up to date for one announcement, the latest


def show_here(turn: Turn, announcement: Announcement) -> None:
    """Keep the message that the button sits on up to date from now on; nothing when no button was pressed."""
    at, incoming = turn.incoming.address, turn.incoming
    if incoming.kind != "action" or not incoming.message:
        return
    where = {"platform": at.platform, "chat": at.chat, "thread": at.thread, "message": incoming.message}
    place = {**where, "public": at.public, "language": turn.language}
    others = [each for each in _kept(announcement) if any(each[name] != where[name] for name in where)]
    turn.unit.announcements.show_at(announcement.id, json.dumps([*others, place][-MOST:]))


def places(announcement: Announcement) -> list[tuple[Address, str]]:
    """The messages, each with its reader's language."""
    return [(Address(**place), language) for place in _kept(announcement) for language in [place.pop("language")]]


def _kept(announcement: Announcement) -> list[dict[str, Any]]:
    kept = json.loads(announcement.board) if announcement.board else []
    return [kept] if isinstance(kept, dict) else kept  # as it was kept before there could be several
