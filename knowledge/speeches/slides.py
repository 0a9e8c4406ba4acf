"""Slides to a text with a section for each, headed by its title. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.sections import Heading
from knowledge.speeches.reflow import ITEM, SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEVEL = 1
LONGEST_TITLE = 120  # characters
TITLE_LINES = 2
POSTER = 14  # words of a slide without items: it says one thing, its title with it
LONGEST_LINE = 110  # characters on average: a page of longer lines is no slide
MOST_LETTERS = 900  # on average


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide's title and what stands below it, a paragraph or an item each; what was said beside it are ``notes``."""

    title: str
    body: tuple[str, ...]
    notes: tuple[str, ...] = ()


def are_slides(pages: Sequence[str], wide: Sequence[bool]) -> bool:
    """Whether pages are slides: wider than high, and with few words each."""
    letters = sum(map(len, pages))
    return bool(pages) and 2 * sum(wide) > len(pages) and letters <= MOST_LETTERS * len(pages)


def of_page(lines: Sequence[str]) -> Slide:
    """The slide that a page's lines make; an empty line tells that the page leaves room there or changes its look."""
    blocks = [[line for line in block.split("\n") if line] for block in "\n".join(lines).split("\n\n")]
    blocks = [block for block in blocks if block]
    if not blocks:
        return Slide("", ())
    first = " ".join(blocks[0])
    titled = len(blocks[0]) <= TITLE_LINES and len(first) <= LONGEST_TITLE and not ITEM.match(first)
    rest = blocks[1:] if titled else blocks
    return Slide(first if titled else "", tuple(line for block in rest for line in _unwrapped(block)))


def to_text(slides: Sequence[Slide]) -> tuple[str, tuple[Heading, ...]]:
    """The text of slides and the headings of their sections.

    A slide of a few words that are no items, such as a figure below its question, is one paragraph, title included.
    """
    text = ""
    headings: list[Heading] = []
    for number, slide in enumerate(slides, 1):
        text += "\n\n" if text else ""
        name = slide.title or f"p. {number}"
        if _is_poster(slide):
            headings.append(Heading(LEVEL, name, len(text), len(text)))
            text += " ".join((slide.title, *slide.body))
            continue
        headings.append(Heading(LEVEL, name, len(text), len(text) + len(slide.title)))
        text += "\n\n".join(filter(None, (slide.title, *slide.body)))
        if slide.notes:
            text += "\n\n" + "\n\n".join(slide.notes)
    return text, tuple(headings)


def _is_poster(slide: Slide) -> bool:
    words = sum(len(line.split()) for line in slide.body)
    figure = any(re.fullmatch(r"\W*\d[\d., \u202f]*\W*\w{0,8}", line) for line in slide.body)
    return bool(slide.title) and not slide.notes and figure and words <= POSTER and not any(map(ITEM.match, slide.body))


def _unwrapped(lines: Iterable[str]) -> list[str]:
    """Lines with the rest of an item that was too long for one."""
    found: list[str] = []
    for line in lines:
        goes_on = found and line[:1].islower() and not ITEM.match(line) and not SENTENCE_END.search(found[-1][-4:])
        if goes_on:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found
