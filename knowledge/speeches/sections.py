"""Headings to sections: pure arithmetic on character ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.model import Section

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def _add(found: list[Section], text: str, path: list[Heading], span: tuple[int, int], title: str) -> None:
    stretch = text[span[0] : span[1]]
    start = span[0] + len(stretch) - len(stretch.lstrip())
    end = start + len(stretch.strip())
    if end > start:
        names = tuple(heading.text for heading in path if heading.text.casefold() != title.casefold())
        found.append(Section(names, start, end))
