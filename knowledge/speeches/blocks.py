"""The paragraphs of a word processor's file, each with its level, to a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.sections import Heading
from knowledge.speeches import opening, plain_text
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.front_matter import Details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Document, DocumentKind
    from knowledge.problems import Problem
    from knowledge.speeches.cast import Cast

TITLE, BODY, CONTENTS, BOLD = -1, 0, -2, -3  # in the place of a heading's level
MOSTLY = 0.5  # of the paragraphs bold: then it is no mark of headings
Block = tuple[int, str]


def document(
    blocks: list[Block], source: str, kind: DocumentKind, property_title: str, cast: Cast
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the paragraphs with an empty line between them, or a Problem."""
    text = "\n\n".join(words for _, words in blocks)
    title = next((" ".join(words.split()) for level, words in blocks if level == TITLE), "")
    outline = tuple(_headings(blocks))
    first = opening.read(text, 0, outline[0].start if outline else None, title=title)
    if not outline:
        marked = tuple(_bold_headings(blocks)) or plain_text.find_headings(text)
        outline = tuple(heading for heading in marked if heading.start >= first.end)
    # the title among the file's properties comes last: it is often that of the template
    told = ((Details(title=title), "given"), *first.told, (Details(title=property_title), "given"))
    return assemble(Read(text, told, outline, 0, first), source, kind, cast)


def _headings(blocks: list[Block]) -> Iterator[Heading]:
    position = 0
    for level, words in blocks:
        if level > BODY:
            yield Heading(level, " ".join(words.split()), position, position + len(words))
        position += len(words) + 2


def _bold_headings(blocks: list[Block]) -> Iterator[Heading]:
    """Short bold paragraphs, as people write headings who do not use styles."""
    bold = sum(level == BOLD for level, _ in blocks)
    position = 0
    for level, words in blocks:
        short = len(words) <= plain_text.LONGEST and "\n" not in words
        if level == BOLD and bold <= MOSTLY * len(blocks) and short and plain_text.is_heading(words):
            yield Heading(1, words, position, position + len(words))
        position += len(words) + 2
