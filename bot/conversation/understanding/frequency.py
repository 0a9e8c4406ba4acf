"""How common a word is in a language, so that a common word is not taken for a misspelled name."""

from __future__ import annotations

from functools import cache, lru_cache

ALWAYS = ("en", "fr")
COMMON = 3.0  # Zipf scale: once in a million words
EVERYDAY = 4.6
TELLING = 3.6  # a word rarer than this may stand for a whole name
OF_NUMBER, OF_LITTLE = 0.3, 0.15


@lru_cache(maxsize=65536)
def zipf(word: str, languages: tuple[str, ...] = ALWAYS) -> float:
    """The highest frequency of a folded word in some languages, on the Zipf scale (3 is once in a million words).

    0.0 for a word that none of them knows. Source: wordfreq's lists.
    """
    return max((_frequencies(language).get(word, 0.0) for language in languages), default=0.0)


def is_known(word: str) -> bool:
    """Tell whether it is an ordinary word of English or French."""
    return zipf(word) >= COMMON


def weight(word: str, language: str) -> float:
    """How much a word says by itself in a language, from 0.15 for the most common ones to 1.0 for rare ones."""
    if word.isdecimal():
        return OF_NUMBER
    return min(1.0, max(OF_LITTLE, (7.0 - zipf(word, (language,))) / 3.0))


@cache
def _frequencies(language: str) -> dict[str, float]:
    """Words without accents, as questions are folded, with the frequency of the most common spelling."""
    from wordfreq import get_frequency_list

    found: dict[str, float] = {}
    for negative_centibels, words in enumerate(get_frequency_list(language, "small")):
        for word in words:
            found.setdefault(_unaccented(word), 9.0 - negative_centibels / 100)
    return found


def _unaccented(word: str) -> str:
    from bot.conversation.understanding.text import fold

    return word if word.isascii() else fold(word)
