"""Questions that name a speaker: "what did Ada say about engines?" is about engines, in what Ada said. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.terms import asked_terms, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.model import Hit
    from index.search import Search

_WORD = re.compile(r"[^\W\d_]{3,}")
# Weights of terms: a name says at least so much, and what is left of a question must say so much to be asked.
NAME = 0.5
ENOUGH = 0.3


def of_speaker(question: str, language: str, hits: Sequence[Hit], search: Search) -> tuple[str, Sequence[Hit]]:
    """Return the question without the name of the speaker, and the passages for it that are that speaker's.

    Both come back as they were when no speaker of these passages is named, or nothing is asked beside the name.
    """
    asked = {plain(word) for word in _WORD.findall(question)}
    named = {word for hit in hits for word in _names(hit) & asked if _weighs(word, language)}
    rest = _WORD.sub(lambda word: "" if plain(word[0]) in named else word[0], question)
    if not named or max(asked_terms(rest, language).values(), default=0.0) < ENOUGH:
        return question, hits
    found = [hit for hit in search.find(rest, language, len(hits)) if _names(hit) & named]
    return (" ".join(rest.split()), found) if found else (question, hits)


def _weighs(word: str, language: str) -> bool:
    """Whether a name is no everyday word, as some are."""
    return max(asked_terms(word, language).values(), default=0.0) >= NAME


def _names(hit: Hit) -> set[str]:
    return {plain(word) for word in _WORD.findall(hit.chunk.speaker)}
