"""How common a word is in a language, so that a common word is not taken for a misspelled name."""

from __future__ import annotations

from functools import cache, lru_cache

ALWAYS = ("en", "fr")
OURS = (*ALWAYS, "ja")
COMMON = 3.0  # Zipf scale: once in a million words
EVERYDAY = 4.6
LITTLE = 5.7
TELLING = 3.6  # a word rarer than this may stand for a whole name
MISSPELLED_FROM, LONG = 8, 10  # letters of a word that may be misspelled, and of one that may be so twice
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
def of_little_weight() -> frozenset[str]:
    """The words of English and French that are so common that they tell no name or title from another."""
    said = (pair for code in ALWAYS for pair in _frequencies(code).items())
    return frozenset(word for word, each in said if each >= LITTLE and word.isalpha())


@lru_cache(maxsize=4096)
def meant_by(word: str, language: str) -> str:
    """The ordinary word that a folded one in no dictionary was meant for, empty where none is near enough.

    One letter wrong or two changed over, two such faults in a long word. Short words are left alone: systemd is no
    misspelled system.
    """
    from rapidfuzz.distance import OSA

    if len(word) < MISSPELLED_FROM or not (word.isascii() and word.isalpha()) or is_known(word):
        return ""
    allowed = 1 if len(word) < LONG else 2
    lengths = range(len(word) - allowed, len(word) + allowed + 1)
    alike = (known for length in lengths for known in _by_shape(language).get((word[0], length), ()))
    near = ((OSA.distance(word, known, score_cutoff=allowed), -zipf(known, (language,)), known) for known in alike)
    distance, _, known = min(near, default=(allowed + 1, 0.0, ""))
    return known if distance <= allowed else ""


@cache
def _by_shape(language: str) -> dict[tuple[str, int], list[str]]:
    """The ordinary words of a language by their first letter and length."""
    found: dict[tuple[str, int], list[str]] = {}
    for word, frequency in _frequencies(language).items():
        if frequency >= COMMON:
            found.setdefault((word[0], len(word)), []).append(word)
    return found


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
    from bot.nlu.text import fold

    return word if word.isascii() else fold(word)
