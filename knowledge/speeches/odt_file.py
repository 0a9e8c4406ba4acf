"""OpenDocument texts (LibreOffice Writer): paragraphs, lists and tables in order, headings by their level."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from knowledge import archive
from knowledge.problems import Problem
from knowledge.speeches.blocks import BODY, TITLE, document
from knowledge.speeches.cast import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odfdo import Element

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.blocks import Block
    from knowledge.speeches.cast import Cast

GROUPS = ("text:section", "text:list", "text:list-item", "text:list-header", "text:numbered-paragraph", "office:text")
NOT_READ = (
    "text:note",
    "office:annotation",
    "text:tracked-changes",
    "text:table-of-content",
    "draw:frame",
    "text:deletion",
)
DEEPEST = 30  # groups in one another


def read(
    data: bytes, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the paragraphs, an empty line apart; table cells are joined by " | ".

    Footnotes, comments and tables of contents are left out.
    """
    unsafe = archive.fault(data, "content.xml")
    if unsafe:
        return None, (Problem(source, unsafe[0] + ".", unsafe[1]),)
    import odfdo

    try:
        opened = odfdo.Document(io.BytesIO(data))
        titles = _title_styles(opened)
        blocks = list(_blocks(opened.body, titles))
        title = " ".join((opened.meta.title or "").split())
    except archive.CROOKED as error:
        told = f"cannot be read as an OpenDocument text ({type(error).__name__})."
        return None, (Problem(source, told, "Open it in LibreOffice and save it again."),)
    return document(blocks, source, kind, title, cast)


def _title_styles(opened: object) -> frozenset[str]:
    """The names of the styles that are Title or are made from it."""
    import odfdo

    assert isinstance(opened, odfdo.Document)  # noqa: S101 - for the type checker, which odfdo's stubs leave alone
    made = (style for style in opened.get_styles() if style.get_attribute("style:parent-style-name") == "Title")
    return frozenset({"Title", *(str(style.get_attribute("style:name")) for style in made)})


def _blocks(parent: Element, titles: frozenset[str], depth: int = 0) -> Iterator[Block]:
    for element in parent.children:
        if element.tag == "text:h":
            yield from _block(int(str(element.get_attribute("text:outline-level") or 1)), element)
        elif element.tag == "text:p":
            yield from _block(TITLE if element.get_attribute("text:style-name") in titles else BODY, element)
        elif element.tag == "table:table":
            yield from ((BODY, row) for row in _rows(element))
        elif element.tag in GROUPS and depth < DEEPEST:
            yield from _blocks(element, titles, depth + 1)


def _block(level: int, element: Element) -> Iterator[Block]:
    words = _words(element)
    if words:
        yield level, words


def _words(element: Element) -> str:
    """A paragraph's words as LibreOffice shows them, without notes."""
    whole = element.clone
    for tag in NOT_READ:
        for inside in whole.get_elements(f"descendant::{tag}"):
            inside.delete()
    return re.sub(r"[^\S\n]+", " ", whole.inner_text).strip()


def _rows(table: Element) -> Iterator[str]:
    for row in table.get_elements("descendant::table:table-row"):
        cells = (" ".join(_words(cell).split()) for cell in row.get_elements("table:table-cell"))
        words = " | ".join(cell for cell in cells if cell)
        if words:
            yield words
