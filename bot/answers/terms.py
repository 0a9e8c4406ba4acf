"""The words by which a question and a passage are compared, and how much each of them says. Pure.

What counts is how rare a word is in its language, not in the material: a speech of twenty sentences is
too little to tell from.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log10
from typing import TYPE_CHECKING

from index.text import words
from knowledge.language import frequency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from Stemmer import Stemmer

STEMMERS = {"en": "english", "fr": "french"}
_HIRAGANA = re.compile("[\u3041-\u309f]")
_CJK = re.compile("[\u3005\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Zipf scale (3 is once in a million words): words above the first say nothing, below the second they are names
# or terms.
EMPTY = 6.5
RARE = 3.0
_UNCOUNTED = 1.0


@lru_cache(maxsize=1024)
def asked_terms(question: str, language: str) -> Mapping[str, float]:
    """The terms of a question with the weight of each, 0 to 1: 0 for the emptiest words, 1 for names and numbers."""
    found = {}
    for word in words(question, language):
        term = _term(word, language)
        if term:
            found[term] = _weight(word, language)
    return found


def is_rare(term_weight: float) -> bool:
    """Tell whether a weight is that of a name, a number or a term of art."""
    return term_weight >= 1.0


@lru_cache(maxsize=32768)
def terms(text: str, language: str) -> frozenset[str]:
    """The terms of a text."""
    return frozenset(filter(None, (_term(word, language) for word in words(text, language))))


def covered(asked: Mapping[str, float], held: frozenset[str]) -> float:
    """The share, 0 to 1, of the weight of what was asked that is among the terms held."""
    whole = sum(asked.values())
    return sum(weight for term, weight in asked.items() if term in held) / whole if whole else 0.0


def _term(word: str, language: str) -> str:
    """The form in which a word is compared; empty for pairs of Japanese signs that are grammar alone."""
    if _CJK.search(word):
        return "" if _HIRAGANA.search(word) else word
    return _stem(word, language) if word.isalpha() else word


def _weight(word: str, language: str) -> float:
    if _CJK.search(word):
        return 0.7
    if not word.isalpha():
        return 1.0
    return min(1.0, max(0.0, (EMPTY - _zipf(word, language)) / (EMPTY - RARE)))


@lru_cache(maxsize=65536)
def _zipf(word: str, language: str) -> float:
    share = frequency(word, language if language in STEMMERS else "en")
    return log10(share) + 9 if share else _UNCOUNTED


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return word if stemmer is None else stemmer.stemWord(word)


@cache
def _stemmer(language: str) -> Stemmer | None:
    if language not in STEMMERS:
        return None
    from Stemmer import Stemmer

    return Stemmer(STEMMERS[language])
