"""Markdown and MDX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.sections import Heading
from knowledge.speeches import front_matter, opening
from knowledge.speeches.assembly import Read, assemble
from knowledge.speeches.cast import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Document, DocumentKind
    from knowledge.problems import Problem
    from knowledge.speeches.cast import Cast

LONGEST = 500  # characters of a heading
IMPORTS = re.compile(r"\s*(?:^(?:import|export)\s[^\n]*(?:\n|\Z)\s*)+", re.MULTILINE)


def read(
    text: str, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the whole file, front matter included; its sections begin below that."""
    told, begin, problems = front_matter.read(text, source)
    if source.lower().endswith(".mdx"):
        begin += _length_of_imports(text[begin:])
    headings = tuple(find_headings(text, begin))
    top = _title_heading(text, begin, headings)
    body = top.end if top else begin
    limit = next((heading.start for heading in headings if heading.start >= body), None)
    first = opening.read(text, body, limit, title=top.text if top else told.title)
    found = Read(text, ((told, "given"), *first.told), headings, begin, first)
    document, faults = assemble(found, source, kind, cast)
    return document, problems + faults


def _title_heading(text: str, begin: int, headings: Sequence[Heading]) -> Heading | None:
    """The first heading, if it is of the first level or stands above all others at the very beginning."""
    if not headings:
        return None
    first, others = headings[0], headings[1:]
    above = not text[begin : first.start].strip() and all(other.level > first.level for other in others)
    return first if first.level == 1 or above else None


def _length_of_imports(body: str) -> int:
    """How far MDX's own import and export lines reach."""
    found = IMPORTS.match(body)
    return found.end() if found else 0


def find_headings(text: str, begin: int) -> Iterator[Heading]:
    """The headings at the document's top level, as CommonMark sees them."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.core.ruler.disable("inline")  # only headings need their inline marks read
    starts = _line_starts(text, begin)
    tokens = parser.parse(text[begin:])
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            words = plain_words(tokens[position + 1].content[:LONGEST])
            if words:
                yield Heading(int(token.tag[1]), words, starts[token.map[0]], starts[token.map[1]])


def plain_words(inline: str) -> str:
    """The words of a line of Markdown without its marks."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parseInline(inline)[0].children or []
    words = "".join(
        token.content if token.type in ("text", "code_inline") else " " * (token.tag == "br") for token in tokens
    )
    return " ".join(re.sub(r"<[^>]*>", "", words).split())


def _line_starts(text: str, begin: int) -> list[int]:
    return [begin, *(begin + found.end() for found in re.finditer("\n", text[begin:])), len(text)]
