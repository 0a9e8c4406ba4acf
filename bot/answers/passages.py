"""How a passage is read for a question: by which words, in which stretches. Pure.

Pages are practical: they are read by the many names of practical things, and a short section of one answers whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.practical import asked_things, things, told_things
from bot.answers.terms import asked_terms, terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.model import Chunk

PAGE = "page"
# Characters and sentences: what stands together in so little of a page is wanted together, and quoted whole.
SECTION = 240
SECTION_SENTENCES = 3


def sentence(chunk: Chunk, place: int) -> str:
    """One sentence of a passage."""
    start, end = chunk.sentences[place]
    return chunk.text[start - chunk.start : end - chunk.start]


def is_short_section(chunk: Chunk) -> bool:
    """Whether a passage is a section of a page so short that it answers as one."""
    short = len(chunk.text) <= SECTION and len(chunk.sentences) <= SECTION_SENTENCES
    return chunk.kind == PAGE and bool(chunk.heading) and short


def stretch(chunk: Chunk, place: int) -> str:
    """What is told with a sentence: the sentence, or the short section that it is part of."""
    return chunk.text if is_short_section(chunk) else sentence(chunk, place)


def things_named(wanted: frozenset[str], chunk: Chunk) -> float:
    """The share of the practical things asked for that a page's passage or the heading over it names."""
    if chunk.kind != PAGE or not wanted:
        return 0.0
    return len(wanted & things(" ".join((*chunk.heading, chunk.text)), chunk.language)) / len(wanted)


def asked_of(question: str, language: str, chunk: Chunk) -> Mapping[str, float]:
    """The terms of a question with their weights, as a passage is read for them."""
    return asked_things(question, language) if chunk.kind == PAGE else asked_terms(question, language)


def told_in(text: str, language: str, chunk: Chunk) -> frozenset[str]:
    """The terms of a part of a passage."""
    return told_things(text, language, chunk.language) if chunk.kind == PAGE else terms(text, language)


def around_terms(chunk: Chunk, language: str) -> frozenset[str]:
    """The terms that say what a passage is about without being in it."""
    return told_in(" ".join((chunk.title, *chunk.heading, chunk.speaker)), language, chunk)


def is_foreign(chunk: Chunk, language: str) -> bool:
    """Whether a passage is known to be in another language than the question."""
    return bool(chunk.language) and chunk.language != language
