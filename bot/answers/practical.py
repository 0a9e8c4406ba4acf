"""What is practical at an event goes by many names: who asks where to leave a coat means the cloakroom. Pure.

Pages are read by these names beside their words, in whatever language. They are rows of the catalogues,
``content.practical``.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.answers.terms import asked_terms, spoken, terms
from bot.i18n.catalogue import DEFAULT, languages, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# The weight of a thing asked for, less than that of a name.
THING = 0.9
# What is asked for only where nothing else is.
SERVING = frozenset({"#bring"})


@lru_cache(maxsize=1024)
def asked_things(question: str, language: str) -> Mapping[str, float]:
    """The terms of a question with their weights, the practical things under their common names."""
    asked = dict(asked_terms(question, language))
    wanted = wanted_things(question, language)
    for thing, called in _found(spoken(question), language):
        if thing not in wanted:
            continue
        for term in terms(" ".join(called), language):
            asked.pop(term, None)
        asked[thing] = THING
    return asked


@lru_cache(maxsize=1024)
def wanted_things(question: str, language: str) -> frozenset[str]:
    """The common names of the practical things that a question is for: who asks to bring a dog asks for the dog."""
    named = things(question, language)
    return named - SERVING or named


@lru_cache(maxsize=4096)
def told_things(text: str, language: str, own: str) -> frozenset[str]:
    """The terms of a text as ``terms`` gives them, and the common names of the practical things in it.

    ``own`` is the text's language, ``language`` that of the question.
    """
    return terms(text, language) | things(text, own)


@lru_cache(maxsize=4096)
def things(text: str, language: str) -> frozenset[str]:
    """The common names of the practical things that a text speaks of."""
    return frozenset(thing for thing, _ in _found(spoken(text), language))


def _found(said: Sequence[str], language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The things with the terms that they are called by, the longest names first."""
    names = _names(language if language in languages() else DEFAULT)
    longest = max(map(len, names))
    at = 0
    while at < len(said):
        lengths = range(min(longest, len(said) - at), 0, -1)
        called = next((run for length in lengths if (run := tuple(said[at : at + length])) in names), None)
        if called:
            yield names[called], called
        at += len(called) if called else 1


@cache
def _names(language: str) -> Mapping[tuple[str, ...], str]:
    """What each thing is called, in words; the common name begins with a sign that no term has."""
    rows = (row.partition(": ") for row in words(language, "content.practical"))
    return {tuple(spoken(name)): f"#{thing}" for thing, _, names in rows for name in names.split(", ")}
