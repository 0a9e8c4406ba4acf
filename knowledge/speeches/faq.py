"""Frequently asked questions: on a page, a question that stands above its answer is the answer's heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.sections import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 200  # characters of a question
LEVEL = 9  # below any heading that is marked as one
FEWEST = 2  # plain questions: a single one may be a rhetorical one
_LINE = re.compile(r"^[ \t]*(?P<line>\S[^\n]*?)[ \t]*(?:\n|\Z)", re.MULTILINE)
_LABEL = r"(?P<label>(?:[-*+•][ \t]+)?(?:[QF]\s?\d*\s?[:.)：]\s*|\d{1,3}[.)]\s+)?)"
_BOLD = re.compile(rf"{_LABEL}(?P<mark>\*\*|__)(?P<words>[^*_\n]+)(?P=mark)[ \t]*(?P<rest>.*)")
_PLAIN = re.compile(rf"{_LABEL}(?P<words>[^\n.!?。！？]+[?？])")
_ASKS = re.compile(r"[?？]['\"”’»」』)]*$")


def with_questions(text: str, begin: int, headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """The headings of a page, and the questions that head their answers, in order.

    A question heads what follows when it begins a line in bold, or is by itself the first line of a paragraph, and
    not the only one of the page; so does a bold line that asks nothing.
    """
    asked = [
        found
        for found in (*_bold(text, begin), *_plain(text, begin))
        if not any(each.start < found.end and found.start < each.end for each in headings)
    ]
    return tuple(sorted([*headings, *asked], key=lambda heading: heading.start))


def _bold(text: str, begin: int) -> Iterator[Heading]:
    """Bold lines, and bold questions with the answer on the same line."""
    for line in _LINE.finditer(text, begin):
        found = _BOLD.fullmatch(line["line"])
        if not found or len(found["words"]) > LONGEST:
            continue
        if not found["rest"]:
            yield Heading(LEVEL, found["words"].strip(), line.start("line"), line.end())
        elif _ASKS.search(found["words"].strip()):
            start = line.start("line")
            yield Heading(LEVEL, found["words"].strip(), start, start + found.start("rest"))


def _plain(text: str, begin: int) -> Sequence[Heading]:
    """Questions that are the first line of a paragraph, or labelled as questions, with something below."""
    found = []
    last = begin
    for line in _LINE.finditer(text, begin):
        asks = _PLAIN.fullmatch(line["line"]) if len(line["line"]) <= LONGEST else None
        begins = last == begin or "\n" in text[last : line.start("line")]
        if asks and (begins or asks["label"]) and text[line.end() :].strip():
            found.append(Heading(LEVEL, asks["words"].strip(), line.start("line"), line.end()))
        last = line.end()
    return found if len(found) >= FEWEST else []
