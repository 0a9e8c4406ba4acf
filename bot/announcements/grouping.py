"""Which questions ask for the same thing, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.folding import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.announcements.office import Encode
    from bot.store.records import InboxQuestion

WORDS_ALIKE = 90.0  # of 100, rapidfuzz's token sort ratio: the same words but for a typo and their order
MEANING_ALIKE = 0.935
"""Cosine of multilingual-e5 vectors of questions; calibrated in docs/decisions/grouping-questions.md."""

COMPARED = 200  # questions compared with a new one


def key_of(text: str) -> str:
    """A question's words without signs, accents and case."""
    return plain(text)


def find_like(text: str, questions: Sequence[InboxQuestion], encode: Encode | None) -> InboxQuestion | None:
    """Return the question that asks for the same thing, or None."""
    compared = questions[:COMPARED]
    by_words = _by_words(text, compared)
    if by_words or encode is None or not compared:
        return by_words
    rows = encode([question.text for question in compared])
    if rows is None:
        return None
    cosines = rows @ encode([text])[0]
    best = int(cosines.argmax())
    same_numbers = _numbers(text) == _numbers(compared[best].text)
    return compared[best] if cosines[best] >= MEANING_ALIKE and same_numbers else None


def _by_words(text: str, questions: Sequence[InboxQuestion]) -> InboxQuestion | None:
    from rapidfuzz import fuzz

    wanted = key_of(text)
    scored = [
        (fuzz.token_sort_ratio(wanted, key_of(question.text)), -number)
        for number, question in enumerate(questions)
        if _numbers(question.text) == _numbers(text)
    ]
    score, number = max(scored, default=(0.0, 0))
    return questions[-number] if score >= WORDS_ALIKE else None


def _numbers(text: str) -> set[str]:
    """Two questions that differ in a number (a room, an hour) ask for different things."""
    return set(re.findall(r"\d+", text))
