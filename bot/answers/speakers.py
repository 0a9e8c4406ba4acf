"""Questions that name a speaker: "what did Ada say about engines?" is about engines, in what Ada said. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.answers.terms import asked_terms, plain
from bot.i18n.catalogue import has, languages, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.model import Hit
    from index.search import Search

_WORD = re.compile(r"[^\W\d_]{3,}")
_ANYBODY = r"(?:[^\s?]+\s){0,3}[^\s?]+"
# Weights of terms: a name says at least so much, and what is left of a question must say so much to be asked.
NAME = 0.5
ENOUGH = 0.3
# So many times as many passages are looked through for the speaker's.
WIDER = 10


def of_speaker(question: str, language: str, hits: Sequence[Hit], search: Search) -> tuple[str, Sequence[Hit]]:
    """Return the question without the name of the speaker and "what was said", and that speaker's passages for it.

    Both come back as they were when neither is in the question, or nothing is asked beside.
    """
    asked = {plain(word) for word in _WORD.findall(question)}
    named = {word for hit in hits for word in _names(hit) & asked if _weighs(word, language)}
    rest = _WORD.sub(lambda word: "" if plain(word[0]) in named else word[0], about(question, language))
    rest = " ".join(rest.split())
    if rest == question or max(asked_terms(rest, language).values(), default=0.0) < ENOUGH:
        return question, hits
    found = [hit for hit in search.find(rest, language, WIDER * len(hits)) if not named or _names(hit) & named]
    return (rest, found[: len(hits)]) if found else (question, hits)


def about(question: str, language: str) -> str:
    """What a question of what was said is about: "engines" of "what did she say about engines?".

    Any other question comes back as it was. Who speaks and says is in no speech's sentences but the introduction.
    """
    return (
        _said_about(language).sub(" ", question).strip(" ?？。") if _said_about(language).search(question) else question
    )


@cache
def _said_about(language: str) -> re.Pattern[str]:
    spoken = language in languages() and has(language, "content.said_about")
    phrases = sorted(words(language, "content.said_about"), key=len, reverse=True) if spoken else []
    worded = (re.escape(phrase).replace("…", _ANYBODY).replace("'", "['’]") for phrase in phrases)
    return re.compile(
        "|".join(f"{phrase}(?!\\w)" if phrase[-1].isascii() else phrase for phrase in worded) or "(?!)", re.IGNORECASE
    )


def _weighs(word: str, language: str) -> bool:
    """Whether a name is no everyday word, as some are."""
    return max(asked_terms(word, language).values(), default=0.0) >= NAME


def _names(hit: Hit) -> set[str]:
    return {plain(word) for word in _WORD.findall(hit.chunk.speaker)}
