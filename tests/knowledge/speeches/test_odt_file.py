"""OpenDocument texts, made by odfdo."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import odfdo
from suites.speech_formats import Speech, SpeechFormatContract

from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document


def saved(*elements: odfdo.Element) -> bytes:
    text = odfdo.Document("text")
    text.body.clear()
    for element in elements:
        text.body.append(element)
    file = io.BytesIO()
    text.save(file)
    return file.getvalue()


def read(*elements: odfdo.Element, source: str = "talk.odt") -> Document:
    document, problems = read_document(saved(*elements), source, "speech")
    assert problems == ()
    assert document is not None
    return document


class TestOdt(SpeechFormatContract):
    source = "speeches/talk.odt"

    def build(self, speech: Speech) -> bytes:
        blocks: list[odfdo.Element] = [odfdo.Paragraph(speech.title, style="Title")]
        blocks += [odfdo.Paragraph(speech.byline), odfdo.Paragraph(speech.date_line)]
        for part in speech.parts:
            blocks += [odfdo.Header(part.level, part.heading), *map(odfdo.Paragraph, part.paragraphs)]
        return saved(*blocks)


def test_lists_and_tables_are_read_and_notes_left_out() -> None:
    noted = odfdo.Paragraph("Words with a note.")
    noted.insert_note(after="with", note_id="n1", citation="1", body="What nobody said.")
    table = odfdo.Table("t")
    row = odfdo.Row()
    for words in ("one", "", "two"):
        row.append_cell(odfdo.Cell(words, cell_type="string"))
    table.append_row(row)
    document = read(odfdo.Header(1, "A part"), noted, odfdo.List(["first", "second"]), table)
    assert document.text == "A part\n\nWords with a note.\n\nfirst\n\nsecond\n\none | two"


def test_it_is_known_without_its_ending() -> None:
    assert read(odfdo.Paragraph("Some words.")).text == "Some words."
    assert read(odfdo.Paragraph("Some words."), source="https://example.org/get").text == "Some words."


def test_a_style_made_from_title_is_one() -> None:
    text = odfdo.Document("text")
    text.body.clear()
    text.insert_style(odfdo.Style("paragraph", name="P1", parent_style="Title"), automatic=True)
    text.body.append(odfdo.Paragraph("Bridges in orbit, and what they carry", style="P1"))
    text.body.append(odfdo.Paragraph("We build them."))
    file = io.BytesIO()
    text.save(file)
    document, _ = read_document(file.getvalue(), "x.odt", "speech")
    assert document
    assert (document.title, document.title_from) == ("Bridges in orbit, and what they carry", "given")


def test_what_cannot_be_opened_is_told() -> None:
    whole = saved(odfdo.Paragraph("Words."))
    for data in (whole[: len(whole) // 2], b"PK\x03\x04" + whole[30:200]):
        document, problems = read_document(data, "talk.odt", "speech")
        assert document is None
        assert [(problem.where, bool(problem.mend)) for problem in problems] == [("talk.odt", True)]


def test_a_file_whose_content_is_no_document_is_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(odfdo.Paragraph("Words.")))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<not closed" if name == "content.xml" else old.read(name))
    document, problems = read_document(out.getvalue(), "talk.odt", "speech")
    assert document is None
    assert "cannot be read as an OpenDocument text" in problems[0].what


def test_an_empty_paragraph_and_an_empty_row_are_nothing() -> None:
    table = odfdo.Table("t")
    table.append(odfdo.Row(width=2))
    document = read(odfdo.Paragraph("Words."), odfdo.Paragraph(""), table, odfdo.Paragraph("More."))
    assert document.text == "Words.\n\nMore."
