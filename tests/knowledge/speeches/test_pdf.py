"""PDF, as reportlab writes it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pagesizes import A5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
from suites.speech_formats import ENGLISH, Speech, SpeechFormatContract

from knowledge.speeches import pdf
from knowledge.speeches.formats import read_document
from knowledge.speeches.pdf_pages import main, take_apart

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.model import Document


def style(language: str) -> ParagraphStyle:
    if language != "ja":
        return ParagraphStyle("body", spaceAfter=8)
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    return ParagraphStyle("ja", fontName="HeiseiMin-W3", wordWrap="CJK", spaceAfter=8)


def printed(paragraphs: list[str | None], language: str = "en", head: str = "", title: str = "") -> bytes:
    """Pages with a running head and page numbers; None begins a new page."""

    def decorate(canvas: Canvas, _: object) -> None:
        if head:
            canvas.drawString(60, 580, head)
            canvas.drawString(200, 20, f"Page {canvas.getPageNumber()}")

    file = io.BytesIO()
    story = [PageBreak() if words is None else Paragraph(words, style(language)) for words in paragraphs]
    SimpleDocTemplate(file, pagesize=A5, title=title).build(story, onFirstPage=decorate, onLaterPages=decorate)
    return file.getvalue()


def read(data: bytes) -> Document:
    document, problems = read_document(data, "talk.pdf", "speech")
    assert problems == ()
    assert document is not None
    return document


class TestPdf(SpeechFormatContract):
    source = "speeches/talk.pdf"
    pages = True
    spoiled = 6

    def build(self, speech: Speech) -> bytes:
        blocks = [speech.title, speech.byline, speech.date_line]
        for part in speech.parts:
            blocks += [f"({part.heading})", *part.paragraphs]
        return printed([*blocks], speech.language)


def test_pages_are_sections_and_sentences_stay_whole() -> None:
    begun, ended = "A sentence that begins on the first page of this paper and then", "ends on the second."
    document = read(printed(["First words of all.", begun, None, f"{ended} Another one."]))
    told = [(section.heading, document.text[section.start : section.end]) for section in document.sections]
    assert told == [(("p. 1",), f"First words of all.\n\n{begun} {ended}"), (("p. 2",), "Another one.")]


def laid_out(*paragraphs: tuple[str, str, int]) -> bytes:
    """Paragraphs, each in its font and size."""
    file = io.BytesIO()
    story = [
        Paragraph(
            words, ParagraphStyle(f"{font}{size}", fontName=font, fontSize=size, leading=size * 1.2, spaceAfter=9)
        )
        for words, font, size in paragraphs
    ]
    SimpleDocTemplate(file, pagesize=A5).build(story)
    return file.getvalue()


LONG = "There are more than thirty thousand pieces of debris in orbit, and each collision makes thousands more of them."


@pytest.mark.parametrize(("font", "size"), [("Helvetica", 15), ("Helvetica-Bold", 10), ("Times-Bold", 14)])
def test_what_is_printed_larger_or_bold_is_a_heading(font: str, size: int) -> None:
    document = read(
        laid_out(
            ("Debris in orbit", "Helvetica-Bold", 20),
            ("Keynote by Lena Falk", "Helvetica", 10),
            ("Why it matters", font, size),
            (LONG, "Helvetica", 10),
            ("Our own answer, in rather many words that find no room in one line", font, size),
            ("Our claw catches one of them.", "Helvetica", 10),
            ("That is all I have to say.", font, size),
        )
    )
    assert (document.title, document.speaker) == ("Debris in orbit", "Lena Falk")
    told = [(s.heading[0], document.text[s.start : s.end]) for s in document.sections if s.start > 0]
    assert told == [
        ("Why it matters", LONG),
        (
            "Our own answer, in rather many words that find no room in one line",
            "Our claw catches one of them.\n\nThat is all I have to say.",
        ),
    ]


def test_where_all_is_bold_nothing_is_a_heading_for_that() -> None:
    document = read(laid_out(("Words of all", "Helvetica-Bold", 10), (LONG, "Helvetica-Bold", 10)))
    assert [section.heading for section in document.sections] == [("p. 1",)]


def test_running_heads_and_page_numbers_are_no_text() -> None:
    document = read(printed(["One.", None, "Two.", None, "Three."], head="Example Meeting 2026"))
    assert document.text == "One.\n\nTwo.\n\nThree."


def test_the_title_among_the_properties_counts_when_it_is_printed() -> None:
    paragraphs: list[str | None] = ["Example Agency", "Bridges in Orbit", "Words enough for one whole page, I hope."]
    assert read(printed(paragraphs, title="Bridges in Orbit")).title == "Bridges in Orbit"
    assert read(printed(paragraphs, title="Microsoft Word - talk-v3.doc")).title == "Example Agency"


def locked(user: str, strength: int = 128) -> bytes:
    encryption = StandardEncryption(user, ownerPassword="owner", canPrint=0, strength=strength)
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=encryption)
    canvas.drawString(50, 700, "Words that may be read but not printed.")
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("strength", [40, 128])
def test_a_pdf_that_only_forbids_printing_is_read(strength: int) -> None:
    assert read(locked("", strength)).text == "Words that may be read but not printed."


def test_a_pdf_with_a_password_is_told() -> None:
    document, (problem,) = read_document(locked("secret"), "talk.pdf", "speech")
    assert document is None
    assert (problem.where, problem.what) == ("talk.pdf", "is protected by a password.")


def scanned() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(2):
        canvas.rect(50, 50, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_scan_is_told() -> None:
    document, (problem,) = read_document(scanned(), "talk.pdf", "speech")
    assert document is None
    assert "a scan?" in problem.what
    assert "OCR" in problem.mend


def test_a_pdf_that_takes_for_ever_is_stopped_and_told() -> None:
    document, (problem,) = pdf.read(printed(["Words."]), "talk.pdf", "speech", longest=0.001)
    assert document is None
    assert problem.what == "takes longer than 0.001 s to read."


def test_a_pdf_is_taken_apart_once(tmp_path: Path) -> None:
    data = printed(["Words that are read once, and then kept for the next time."])
    first = read_document(data, "talk.pdf", "speech", tmp_path)
    (kept,) = tmp_path.iterdir()
    assert pdf.read(data, "talk.pdf", "speech", tmp_path, longest=0.001) == first
    kept.write_text("half")
    assert read_document(data, "talk.pdf", "speech", tmp_path) == first
    assert read_document(data, "talk.pdf", "speech", kept / "no folder") == first


def test_faults_are_not_kept(tmp_path: Path) -> None:
    read_document(scanned()[:300], "talk.pdf", "speech", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", range(0, 1000, 40))
def test_garbled_files_never_raise(at: int) -> None:
    data = bytearray(TestPdf().build(ENGLISH))
    place = at * len(data) // 1000
    data[place : place + 30] = b"<<0 0 R>>/Kids[1 0 R]stream\n%%"
    assert take_apart(bytes(data)).keys() in ({"fault"}, {"pages", "title", "heads", "wide", "unsure"})


def test_a_book_is_refused() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(501):
        canvas.showPage()
    canvas.save()
    assert take_apart(file.getvalue()) == {"fault": ["has more than 500 pages.", "Split it into its speeches."]}


def test_columns_are_read_one_after_the_other() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for x, words in (
        (50, ("This sentence begins in the left one of", "two columns, and it goes on to end")),
        (300, ("in the right one.", "The end.")),
    ):
        for line, text in enumerate(words):
            canvas.drawString(x, 700 - 12 * line, text)
    canvas.save()
    assert read(file.getvalue()).text.split("\n\n")[0] == (
        "This sentence begins in the left one of two columns, and it goes on to end in the right one."
    )


def test_what_the_program_answers() -> None:
    answer = io.StringIO()
    main(io.BytesIO(b"no PDF"), answer)
    assert "cannot be read as a PDF" in json.loads(answer.getvalue())["fault"][0]


def test_a_reader_that_dies_is_told() -> None:
    """What the other process answers is data too."""
    assert pdf._told(b"") == {"fault": ("cannot be read as a PDF.", "Save it anew, or as DOCX or text.")}
