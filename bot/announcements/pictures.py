"""A picture for an announcement, read from a file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from bot.announcements.faults import AnnouncementError
from bot.announcements.writing import pack_picture

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 5  # MB: what both platforms take without ado
BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


def read_picture(path: Path) -> str:
    """Return a picture as an announcement keeps it. Raises AnnouncementError for another or too large a file."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST * 2**20 + 1)
    except OSError as error:
        raise AnnouncementError("picture", file=path.name, why=error.strerror, limit=LARGEST) from error
    kind = next((kind for mark, kind in BEGINNINGS.items() if content.startswith(mark)), "")
    if not kind or (kind == "image/webp" and content[8:12] != b"WEBP"):
        raise AnnouncementError("picture", file=path.name, why="it is no picture of a known kind", limit=LARGEST)
    if len(content) > LARGEST * 2**20:
        raise AnnouncementError("picture", file=path.name, why="it is too large", limit=LARGEST)
    return pack_picture(path.name, kind, base64.b64encode(content).decode())
