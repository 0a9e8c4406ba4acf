"""Word documents, made by python-docx and, where Word does what that cannot, by hand."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import OxmlElement
from suites.speech_formats import ENGLISH, Speech, SpeechFormatContract

from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document


def saved(word: object) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def read(word: object) -> Document:
    document, problems = read_document(saved(word), "talk.docx", "speech")
    assert problems == ()
    assert document is not None
    return document


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The archive with some of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return file.getvalue()


class TestDocx(SpeechFormatContract):
    source = "speeches/talk.docx"

    def build(self, speech: Speech) -> bytes:
        word = docx.Document()
        word.add_paragraph(speech.title, style="Title")
        word.add_paragraph(speech.byline)
        word.add_paragraph(speech.date_line)
        for part in speech.parts:
            word.add_heading(part.heading, part.level)
            for paragraph in part.paragraphs:
                word.add_paragraph(paragraph)
        return saved(word)


class TestDocxWithoutStyles(SpeechFormatContract):
    """As many write: every line in the body style, headings in parentheses."""

    source = "speeches/talk.docx"

    def build(self, speech: Speech) -> bytes:
        word = docx.Document()
        for line in (speech.title, speech.byline, speech.date_line):
            word.add_paragraph(line)
        for part in speech.parts:
            for line in (f"({part.heading})", *part.paragraphs):
                word.add_paragraph(line)
        return saved(word)


def test_tables_are_read_row_by_row_and_nested_ones_once() -> None:
    word = docx.Document()
    table = word.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ("Hour", "Room", "14:00", ""), strict=True):
        cell.text = text
    inner = table.rows[1].cells[1].add_table(1, 1)
    inner.rows[0].cells[0].text = "Hall B"
    assert read(word).text == "Hour | Room\n\n14:00 | Hall B"


def test_tracked_changes_are_read_as_accepted() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("We will ")
    for tag, inner, text in (("w:del", "w:delText", "never "), ("w:ins", "w:t", "always ")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("meet\there.")
    assert read(word).text == "We will always meet\there."


def test_content_controls_are_read_and_the_contents_table_is_not() -> None:
    word = docx.Document()
    word.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    word.add_paragraph("Plan ........ 3", style="toc 1")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(word.add_paragraph("In a control.")._p)
    control.append(content)
    word.element.body.insert(0, control)
    assert read(word).text == "In a control."


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    word = docx.Document()
    own = word.styles.add_style("House style", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = word.styles["Heading 2"]
    word.add_paragraph("Plan", style="House style")
    word.add_paragraph("We meet again.")
    (section,) = read(word).sections
    assert section.heading == ("Plan",)


def test_short_bold_paragraphs_are_headings_where_there_are_no_styles() -> None:
    word = docx.Document()
    for words, bold in (
        ("A speech", True), ("Of one sort.", False), ("The cost", True), ("It costs much.", False),
        ("That is too much!", True), ("It pays.", False), ("Again: it pays.", False),
    ):  # fmt: skip
        word.add_paragraph().add_run(words).bold = bold
    document = read(word)
    told = [(section.heading, document.text[section.start : section.end]) for section in document.sections]
    assert told[-1] == (("The cost",), "It costs much.\n\nThat is too much!\n\nIt pays.\n\nAgain: it pays.")
    assert len(told) == 2
    loud = docx.Document()
    for words in ("A speech", "Of one sort", "It costs much"):
        loud.add_paragraph().add_run(words).bold = True
    assert [section.heading for section in read(loud).sections] == [()]


def test_the_title_among_the_properties_is_the_last_resort() -> None:
    word = docx.Document()
    word.core_properties.title = "Speech  template"
    word.add_paragraph("Good evening, everybody. I am glad to be here tonight.")
    assert read(word).title == "Speech template"
    word.paragraphs[0].insert_paragraph_before("A Real Title")
    assert read(word).title == "A Real Title"


def test_an_empty_document_is_told() -> None:
    document, (problem,) = read_document(saved(docx.Document()), "talk.docx", "speech")
    assert document is None
    assert (problem.where, problem.what) == ("talk.docx", "holds no text.")


def bomb() -> bytes:
    return repacked(saved(docx.Document()), document=b"<a>" + b" " * 60_000_000)


def crooked() -> bytes:
    return repacked(saved(docx.Document()), document=b"<w:document><w:body>")


def entities() -> bytes:
    lol = b'<!DOCTYPE d [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 50) for letter in b"bcdefgh"
    )
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    return repacked(
        saved(docx.Document()), document=lol + b"]>" + body + b"&h;</w:t></w:r></w:p></w:body></w:document>"
    )


def other_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme", "hello")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old or password-protected Office file."),
        (b"no zip at all", "is damaged or not of the kind its name says."),
        (other_archive(), "is an archive of another kind."),
        (bomb(), "unpacks to far more than a document holds."),
        (crooked(), "cannot be read as a Word document"),
        (entities(), ""),
    ],
    ids=["old", "text", "archive", "bomb", "crooked", "entities"],
)
def test_what_is_no_word_document_is_told(data: bytes, told: str) -> None:
    document, (problem,) = read_document(data, "talk.docx", "speech")
    assert document is None
    assert problem.what.startswith(told)
    assert problem.mend


def test_a_word_document_under_another_name_is_read() -> None:
    document, _ = read_document(TestDocx().build(ENGLISH), "talk.txt", "speech")
    assert document
    assert document.title == ENGLISH.title
