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
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import BaseStyle

    from knowledge.model import Document, DocumentKind

HEADING = re.compile(r"heading (?P<level>\d)", re.IGNORECASE)
TITLE, BODY, CONTENTS, BOLD = -1, 0, -2, -3  # in the place of a heading's level
MOSTLY = 0.5  # of the paragraphs bold: then it is no mark of headings
DEEPEST_STYLE = 10  # styles based on one another
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_READ = (f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}rPr", f"{W}pPr")
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
Block = tuple[int, str]


def read(data: bytes, source: str, kind: DocumentKind) -> tuple[Document | None, tuple[Problem, ...]]:
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
    except (SyntaxError, KeyError, ValueError, AttributeError, TypeError, LookupError) as error:
        # python-docx lets whatever a crooked file makes it meet escape; lxml's faults are SyntaxErrors
        told = f"cannot be read as a Word document ({type(error).__name__})."
        return None, (Problem(source, told, "Open it in Word and save it again."),)
    return _document(blocks, source, kind, title)


def _document(
    blocks: list[Block], source: str, kind: DocumentKind, property_title: str
) -> tuple[Document | None, tuple[Problem, ...]]:
    text = "\n\n".join(words for _, words in blocks)
    title = next((" ".join(words.split()) for level, words in blocks if level == TITLE), "")
    outline = tuple(_headings(blocks))
    first = opening.read(text, 0, outline[0].start if outline else None, title=title)
    if not outline:
        marked = tuple(_bold_headings(blocks)) or plain_text.find_headings(text)
        outline = tuple(heading for heading in marked if heading.start >= first.end)
    # the title among the file's properties comes last: it is often that of the template
    told = (Details(title=title), first.details, Details(title=property_title))
    return assemble(text, source, kind, told, headings=outline)


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
