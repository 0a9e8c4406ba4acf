"""Word documents: paragraphs and tables in order, headings by their style."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from knowledge import archive
from knowledge.problems import Problem
from knowledge.speeches import opening, plain_text
from knowledge.speeches.assembly import assemble
from knowledge.speeches.front_matter import Details
from knowledge.speeches.sections import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as Word
    from docx.table import Table

    from knowledge.model import Document, DocumentKind

STYLE = re.compile(r"(?:heading|titre) (?P<level>\d)", re.IGNORECASE)
TITLE = -1
BODY = 0


def read(data: bytes, source: str, kind: DocumentKind) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document whose text is the paragraphs, one an empty line apart; table cells are joined by " | "."""
    unsafe = archive.fault(data, "word/document.xml")
    if unsafe:
        return None, (Problem(source, unsafe[0] + ".", unsafe[1]),)
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(io.BytesIO(data))
        paragraphs = list(_paragraphs(word))
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError, AttributeError) as error:
        # python-docx lets whatever a crooked file makes it meet escape; lxml's faults are SyntaxErrors
        told = f"cannot be read as a Word document ({type(error).__name__})."
        return None, (Problem(source, told, "Open it in Word and save it again."),)
    return _document(paragraphs, _properties(word), source, kind)


def _document(
    paragraphs: list[tuple[int, str]], told: Details, source: str, kind: DocumentKind
) -> tuple[Document | None, tuple[Problem, ...]]:
    text = "\n\n".join(words for _, words in paragraphs)
    titles = [words for level, words in paragraphs if level == TITLE]
    title = " ".join(titles[0].split()) if titles else ""
    headings = tuple(_headings(paragraphs))
    limit = next((heading.start for heading in headings if heading.level > 0), None)
    first = opening.read(text, 0, limit, title=title)
    outline = [heading for heading in headings if heading.level > 0]
    if not outline:
        outline = [heading for heading in plain_text.find_headings(text) if heading.start >= first.end]
    return assemble(text, source, kind, (Details(title=title), first.details, told), headings=outline)


def _headings(paragraphs: list[tuple[int, str]]) -> Iterator[Heading]:
    position = 0
    for level, words in paragraphs:
        if level != BODY:
            yield Heading(level, " ".join(words.split()), position, position + len(words))
        position += len(words) + 2


def _paragraphs(word: Word) -> Iterator[tuple[int, str]]:
    """Every paragraph with its heading level; rows of tables are paragraphs of the body."""
    from docx.text.paragraph import Paragraph

    for item in word.iter_inner_content():
        if isinstance(item, Paragraph):
            words = item.text.strip()
            if words:
                yield _level(item.style.name if item.style else None), words
        else:
            yield from ((BODY, row) for row in _rows(item))


def _level(style: str | None) -> int:
    if style and style.lower() == "title":
        return TITLE
    found = STYLE.match(style or "")
    return int(found["level"]) if found else BODY


def _rows(table: Table) -> Iterator[str]:
    """A merged cell comes several times in python-docx; it is told once."""
    for row in table.rows:
        cells = dict.fromkeys((id(cell._tc), " ".join(cell.text.split())) for cell in row.cells)  # noqa: SLF001 # the cell's identity has no public name
        words = " | ".join(text for _, text in cells if text)
        if words:
            yield words


def _properties(word: Word) -> Details:
    """The title in the file's properties; the author there is often the typist, the language the template's."""
    return Details(title=" ".join((word.core_properties.title or "").split()))
