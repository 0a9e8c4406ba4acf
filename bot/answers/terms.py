"""The words by which a question and a passage are compared, and how much each of them says. Pure.

What counts is how rare a word is in its language, not in the material: a speech of twenty sentences is
too little to tell from.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log10
from typing import TYPE_CHECKING

from bot.answers.japanese import content_words, spoken_words
from bot.i18n.catalogue import has, languages, words
from index.text import normalized
from knowledge.language import frequency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from Stemmer import Stemmer

STEMMERS = {"en": "english", "fr": "french"}
_RUN = re.compile(
    "(?P<japanese>[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]+)|[^\\W_\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
# What is abbreviated by its initials: the International Space Station is the ISS.
_CAPITALS = re.compile(r"\b(?:[A-Z][a-z]+[ -](?:of |for |the |and )?){2,6}[A-Z][a-z]+\b")
_WORD = re.compile(r"\b[A-Z][a-z]+")
_COMPOUND = re.compile(r"[a-z]+-[a-z]+")
# Zipf scale (3 is once in a million words): words above the first say nothing, below the second they are names
# or terms.
EMPTY = 6.5
RARE = 3.0
_UNCOUNTED = 1.0
_PROPER = 0.6


@lru_cache(maxsize=1024)
def asked_terms(question: str, language: str) -> Mapping[str, float]:
    """The terms of a question with the weight of each, 0 to 1: 0 for the emptiest words, 1 for names and numbers."""
    return dict(_weighed(question, language))


def is_rare(term_weight: float) -> bool:
    """Tell whether a weight is that of a name, a number or a term of art."""
    return term_weight >= 1.0


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text with one form for case, width and accents; remembered, since it is read in several ways."""
    return normalized(text)


@lru_cache(maxsize=4096)
def terms(text: str, language: str) -> frozenset[str]:
    """The terms of a text, in the form in which a question of this language has them."""
    found = {"".join(word[0] for word in _WORD.findall(run)).lower() for run in _CAPITALS.findall(text)}
    found |= {_stem(compound.replace("-", ""), language) for compound in _COMPOUND.findall(plain(text))}
    for run in _RUN.finditer(plain(text)):
        if run["japanese"]:
            found.update(word.text for word in content_words(run[0]))
        else:
            found.add(_stem(run[0], language))
    return frozenset(found)


def spoken(text: str) -> list[str]:
    """The words of a text in order, repetitions kept; Japanese ones in the dictionary's form, without particles."""
    said: list[str] = []
    for run in _RUN.finditer(_COMPOUND.sub(_joined, plain(text))):
        said += spoken_words(run[0]) if run["japanese"] else [run[0]]
    return said


def covered(asked: Mapping[str, float], held: frozenset[str]) -> float:
    """The share, 0 to 1, of the weight of what was asked that is among the terms held."""
    whole = sum(asked.values())
    return sum(weight for term, weight in asked.items() if term in held) / whole if whole else 0.0


def everyday(word: str) -> bool:
    """Tell whether a word is an ordinary one of a language that is written in Latin letters."""
    return any(_zipf(word, language) >= RARE for language in STEMMERS)


def _weighed(question: str, language: str) -> Iterator[tuple[str, float]]:
    """The terms with their weights; those that only ask, such as "which", weigh nothing."""
    asking = _asking(language)
    yield from ((term, 0.0 if term in asking else weight) for term, weight in _all_weighed(question, language))


@cache
def _asking(language: str) -> frozenset[str]:
    spoken = language in languages() and has(language, "content.asking")
    return (
        frozenset(term for word in words(language, "content.asking") for term in terms(word, language))
        if spoken
        else frozenset()
    )


def _all_weighed(question: str, language: str) -> Iterator[tuple[str, float]]:
    for run in _RUN.finditer(_COMPOUND.sub(_joined, plain(question))):
        if run["japanese"]:
            for word in content_words(run[0]):
                yield word.text, max(_PROPER if word.proper else 0.0, _weight(word.text, "ja"))
        else:
            counted = language if language in STEMMERS else "en"
            yield _stem(run[0], language), _weight(run[0], counted) if run[0].isalpha() else 1.0


def _joined(compound: re.Match[str]) -> str:
    """Wi-Fi as wifi, where that is a word."""
    word = compound[0].replace("-", "")
    return word if everyday(word) else compound[0]


def _weight(word: str, language: str) -> float:
    return min(1.0, max(0.0, (EMPTY - _zipf(word, language)) / (EMPTY - RARE)))


@lru_cache(maxsize=16384)
def _zipf(word: str, language: str) -> float:
    share = frequency(word, language)
    return log10(share) + 9 if share else _UNCOUNTED


@lru_cache(maxsize=16384)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return word if stemmer is None or not word.isalpha() else stemmer.stemWord(word)


@cache
def _stemmer(language: str) -> Stemmer | None:
    if language not in STEMMERS:
        return None
    from Stemmer import Stemmer

    return Stemmer(STEMMERS[language])
