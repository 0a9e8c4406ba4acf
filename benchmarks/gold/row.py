"""What gold is derived from: one row per session or meeting, read straight from the source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

_LATIN_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Small letters without Latin accents, one space between words; kana keep their voicing marks."""
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)))
    return " ".join(unicodedata.normalize("NFC", plain).casefold().replace("’", "'").split())


@dataclass(frozen=True)
class Row:
    """One session or meeting.

    ``ids`` are all names the source has for it, any of which a citation may use. ``titles``, ``rooms`` and
    ``speakers`` hold every way the source writes them. ``start`` and ``end`` are local times of the event,
    without zone; ``day`` is the day the source files it under (talks after midnight: the day before).
    ``people`` are the e-mail addresses of a meeting's two sides.
    """

    ids: frozenset[str]
    titles: tuple[str, ...]
    start: datetime
    end: datetime | None
    day: date
    rooms: tuple[str, ...] = ()
    track: str = ""
    speakers: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    kind: str = ""
    text: str = ""
    people: tuple[str, ...] = ()
    cancelled: bool = False
