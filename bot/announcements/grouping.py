"""Which questions ask for the same thing, in any language.

An answer to one of them goes to all who asked any, so only what surely is the same is joined. What may be the same is
offered to the organizer who answered. The thresholds were chosen with ``benchmarks/grouping.py``, which prints how many
pairs of both kinds they join.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.folding import plain
from knowledge.language import detect, frequency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.announcements.office import Encode
    from bot.store.records import InboxQuestion

WORDS_ALIKE = 93.0
"""Of 100, rapidfuzz's token sort ratio: the same words but for a typo and their order."""

SAME = 0.93
"""Cosine of multilingual-e5 vectors, where neither question has a telling word in the place of another's."""

SAME_BUT_REWORDED = 0.967
"""Where each has one that the other lacks: "shuttle to the hotel" and "to the airport" are as near as 0.95."""

SAME_UNSPACED = 0.95
"""Where the words cannot be told apart, as in Japanese."""

PERHAPS = 0.85
"""From here on an organizer is asked."""

TELLING = 8e-4  # words rarer than this share of a language's words say what a question is about
COMPARED = 200  # questions compared with a new one
OFFERED = 3


def key_of(text: str) -> str:
    """A question's words without signs, accents and case."""
    return plain(text)


def find_like(text: str, questions: Sequence[InboxQuestion], encode: Encode | None) -> InboxQuestion | None:
    """Return the question that surely asks for the same thing, or None."""
    compared = questions[:COMPARED]
    by_words = next((question for question in compared if _same_words(text, question.text)), None)
    if by_words or encode is None or not compared:
        return by_words
    ranked = _ranked(text, compared, encode)
    return next((question for cosine, question in ranked if asks_same(text, question.text, cosine)), None)


def find_similar(text: str, questions: Sequence[InboxQuestion], encode: Encode | None) -> list[InboxQuestion]:
    """Return the few questions that may ask for the same thing, the nearest first."""
    compared = questions[:COMPARED]
    if encode is None or not compared:
        return []
    return [question for cosine, question in _ranked(text, compared, encode) if cosine >= PERHAPS][:OFFERED]


def asks_same(one: str, other: str, cosine: float) -> bool:
    """Tell whether two questions whose vectors have this cosine surely ask for the same thing."""
    if _numbers(one) != _numbers(other):
        return False
    languages = {detect(one), detect(other)}
    if len(languages) > 1:
        return cosine >= SAME
    language = languages.pop()
    if language == "ja":
        return cosine >= SAME_UNSPACED
    mine, theirs = _telling(one, language), _telling(other, language)
    return cosine >= (SAME_BUT_REWORDED if mine - theirs and theirs - mine else SAME)


def _ranked(text: str, questions: Sequence[InboxQuestion], encode: Encode) -> list[tuple[float, InboxQuestion]]:
    vectors = encode([text, *(question.text for question in questions)])
    if vectors is None:
        return []
    cosines = (vectors[1:] @ vectors[0]).tolist()
    return sorted(zip(cosines, questions, strict=True), key=lambda each: -each[0])


def _same_words(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return _numbers(one) == _numbers(other) and fuzz.token_sort_ratio(key_of(one), key_of(other)) >= WORDS_ALIKE


def _telling(text: str, language: str) -> set[str]:
    return {word for word in plain(text).split() if frequency(word, language or "en") < TELLING}


def _numbers(text: str) -> set[str]:
    """Two questions that differ in a number (a room, an hour) ask for different things."""
    return set(re.findall(r"\d+", text))
