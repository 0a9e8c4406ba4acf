"""What was said just now already, in the same words or nearly: sent once more it is most likely an accident."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.announcements.writing import excerpt
from bot.i18n.catalogue import say
from knowledge.folding import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.store.records import Announcement
    from bot.turn import Turn

AGAIN = timedelta(minutes=10)

ALIKE = 88.0
"""Of 100, rapidfuzz's ratio: "moves to room B" and "has moved to room B" are as near as that."""

TELLING = re.compile(r"\d+|(?<![a-z])[a-z](?![a-z])")  # another number, or another letter, is another room


def recent_twin(turn: Turn, draft: Announcement) -> Announcement | None:
    """The last announcement that said the same within ten minutes, None when there is none.

    Those whom one missed get its very words.
    """
    if draft.audience.startswith("missed:"):
        return None
    sent = turn.unit.announcements.sent_since(turn.now - AGAIN)
    others = (each for each in reversed(sent) if each.id != draft.id and each.state != "cancelled")
    return next((each for each in others if _same(each.texts, draft.texts)), None)


def told(earlier: Announcement, language: str, now: datetime) -> str:
    """The question whether to say it once more."""
    minutes = max(round((now - (earlier.sent or now)).total_seconds() / 60), 1)
    return say(language, "announce.twin", count=minutes, text=excerpt(earlier, language))


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two announcements say the same in all languages that both have.

    Where they share none, of a few words the language was told wrongly.
    """
    if shared := one.keys() & other.keys():
        return all(_alike(plain(one[code]), plain(other[code])) for code in shared)
    return any(_alike(plain(mine), plain(theirs)) for mine in one.values() for theirs in other.values())


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if sorted(TELLING.findall(one)) != sorted(TELLING.findall(other)):
        return False
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) >= ALIKE
