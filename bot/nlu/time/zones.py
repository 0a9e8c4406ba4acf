"""The city whose time a question asks for: "keynote time in tokyo", 東京時間では何時."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.i18n.catalogue import DEFAULT
from bot.nlu.time.folding import fold_phrase
from bot.nlu.time.names import cities

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 3  # words of a city's name


def zone_among(places: Sequence[tuple[int, int]], text: str, language: str) -> tuple[str, int, int] | None:
    """The time zone of a city among some words of a text, given by their places, and the place of the city.

    The words are those that nothing else explains; None when no city is among them.
    """
    for length in range(min(LONGEST, len(places)), 0, -1):
        for first in range(len(places) - length + 1):
            start, end = places[first][0], places[first + length - 1][1]
            name = fold_phrase(text[start:end])
            zone = cities(language).get(name) or cities(DEFAULT).get(name)
            if zone:
                return zone, start, end
    return None
