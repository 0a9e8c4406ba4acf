"""Headings to sections: pure arithmetic on character ranges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.model import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that takes up ``[start, end)`` of the text; ``level`` 1 is the outermost."""

    level: int
    text: str
    start: int
    end: int


def sections(text: str, headings: Sequence[Heading], begin: int = 0, title: str = "") -> tuple[Section, ...]:
    """The stretches between headings from ``begin`` on, trimmed of white space; empty ones left out.

    A heading that only repeats the document's ``title`` is no part of a path: a citation names the
    title anyway.
    """
    found: list[Section] = []
    path: list[Heading] = []
    start = begin
    for heading in headings:
        _add(found, text, path, (start, heading.start), title)
        path = [*(outer for outer in path if outer.level < heading.level), heading]
        start = heading.end
    _add(found, text, path, (start, len(text)), title)
    return tuple(found)


def without(text: str, found: Sequence[Section], taken: Sequence[tuple[int, int]]) -> tuple[Section, ...]:
    """The sections without the ranges ``taken``, which are in order: what is left of one keeps its heading."""
    return tuple(part for section in found for part in _parts(text, section, taken))


def _parts(text: str, section: Section, taken: Sequence[tuple[int, int]]) -> Iterator[Section]:
    edges = [section.start, *(place for span in taken for place in span), section.end]
    for start, end in list(pairwise(edges))[::2]:
        yield from _trimmed(text, section.heading, max(start, section.start), min(end, section.end))


def _trimmed(text: str, heading: tuple[str, ...], begin: int, finish: int) -> Iterator[Section]:
    stretch = text[begin:finish]
    start = begin + len(stretch) - len(stretch.lstrip())
    end = start + len(stretch.strip())
    if end > start:
        yield Section(heading, start, end)


def _add(found: list[Section], text: str, path: list[Heading], span: tuple[int, int], title: str) -> None:
    names = tuple(heading.text for heading in path if heading.text.casefold() != title.casefold())
    found.extend(_trimmed(text, names, *span))
