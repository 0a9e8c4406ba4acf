"""Word documents: paragraphs and tables in order, headings by their style."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from knowledge import archive
from knowledge.problems import Problem
from knowledge.speeches.blocks import BODY, BOLD, CONTENTS, TITLE, document
from knowledge.speeches.cast import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import BaseStyle

    from knowledge.model import Document, DocumentKind
    from knowledge.speeches.blocks import Block
    from knowledge.speeches.cast import Cast

HEADING = re.compile(r"heading (?P<level>\d)", re.IGNORECASE)
DEEPEST_STYLE = 10  # styles based on one another
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_READ = (f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}rPr", f"{W}pPr")
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read(
    data: bytes, source: str, kind: DocumentKind, cast: Cast = NOBODY
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the paragraphs, an empty line apart; table cells are joined by " | ".

    Changes that Word still tracks are read as accepted. A table of contents is left out.
    """
    unsafe = archive.fault(data, "word/document.xml")
    if unsafe:
        return None, (Problem(source, unsafe[0] + ".", unsafe[1]),)
    import docx

    try:
        word = docx.Document(io.BytesIO(data))
        blocks = [block for block in _blocks(word, word.element.body) if block[0] != CONTENTS]
        title = " ".join((word.core_properties.title or "").split())
    except archive.CROOKED as error:
        # python-docx lets whatever a crooked file makes it meet escape; lxml's faults are SyntaxErrors
        told = f"cannot be read as a Word document ({type(error).__name__})."
        return None, (Problem(source, told, "Open it in Word and save it again."),)
    return document(blocks, source, kind, title, cast)


def _blocks(word: Word, parent: BaseOxmlElement) -> Iterator[Block]:
    """The paragraphs and table rows below an element, also those that Word keeps in controls."""
    for element in parent:
        if element.tag == f"{W}p":
            words = _words(element)
            if words:
                yield _level(word, element), words
        elif element.tag == f"{W}tbl":
            yield from ((BODY, row) for row in _rows(word, element))
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _blocks(word, element)


def _words(paragraph: BaseOxmlElement) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in NOT_READ and not str(child.tag).endswith("}Fallback"):
            yield from _pieces(child)


def _rows(word: Word, table: BaseOxmlElement) -> Iterator[str]:
    for row in _own(table, f"{W}tr"):
        cells = (" ".join(words for _, words in _blocks(word, cell)) for cell in _own(row, f"{W}tc"))
        words = " | ".join(" ".join(cell.split()) for cell in cells if cell)
        if words:
            yield words


def _own(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """The rows of a table or cells of a row, without those of tables inside them."""
    return (element for element in parent.iter(tag) if next(element.iterancestors(parent.tag)) is parent)


def _level(word: Word, paragraph: BaseOxmlElement) -> int:
    """The level of a heading by the name of its style, or of a style that this is based on; else whether it is bold."""
    from docx.text.paragraph import Paragraph

    read = Paragraph(paragraph, word)
    style: BaseStyle | None = read.style
    for _ in range(DEEPEST_STYLE):
        name = (style.name or "").lower() if style else ""
        heading = HEADING.match(name)
        if heading:
            return int(heading["level"])
        if name == "title" or name.startswith("toc"):
            return TITLE if name == "title" else CONTENTS
        style = getattr(style, "base_style", None)
    weights = [run.bold for run in read.runs if run.text.strip()]
    return BOLD if weights and all(weights) else BODY
