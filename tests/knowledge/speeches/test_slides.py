"""Slides, from a PDF's pages or a presentation, to sections."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from knowledge.speeches.formats import read_document
from knowledge.speeches.pdf_pages import take_apart
from knowledge.speeches.slides import Slide, are_slides, of_page, to_text


def test_pages_wider_than_high_with_few_words_are_slides() -> None:
    assert are_slides(["Nets", "Rope"], [True, True])
    assert not are_slides(["Nets", "Rope"], [True, False])
    assert not are_slides(["Nets " * 400], [True])
    assert not are_slides([], [])


@pytest.mark.parametrize(
    ("lines", "slide"),
    [
        (["Why nets", "", "• They hold", "• They sink"], Slide("Why nets", ("• They hold", "• They sink"))),
        (["Why nets", "and ropes", "", "They are light."], Slide("Why nets and ropes", ("They are light.",))),
        (["• They are light", "and cheap", "• They hold"], Slide("", ("• They are light and cheap", "• They hold"))),
        (["They end. ", "so it goes"], Slide("They end.  so it goes", ())),
        (["a" * 130, "", "b"], Slide("", ("a" * 130, "b"))),
        ([], Slide("", ())),
    ],
)  # fmt: skip
def test_the_first_lines_of_a_page_are_its_title(lines: list[str], slide: Slide) -> None:
    assert of_page(lines) == slide


def test_each_slide_is_a_section_and_a_figure_goes_with_its_question() -> None:
    text, headings = to_text(
        [
            Slide("Why nets", ("• They are light", "• They hold"), ("I tell a story here.",)),
            Slide("", ("Only words",)),
            Slide("How many are up there?", ("30 000",)),
        ]
    )
    assert text.split("\n\n") == [
        "Why nets", "• They are light", "• They hold", "I tell a story here.", "Only words",
        "How many are up there? 30 000",
    ]  # fmt: skip
    assert [(heading.text, text[heading.start : heading.end]) for heading in headings] == [
        ("Why nets", "Why nets"), ("p. 2", ""), ("How many are up there?", ""),
    ]  # fmt: skip


def deck() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=landscape(A4))
    for title, *items in (
        ("Nets in orbit", "Speech by Ada Quill"),
        ("Why nets", "• They are light and cheap", "• They hold whatever they catch"),
        ("What they cost", "• Less than a new satellite", "• More than nothing"),
    ):
        canvas.setFont("Helvetica", 32)
        canvas.drawString(60, 500, title)
        canvas.setFont("Helvetica", 18)
        for at, item in enumerate(items):
            canvas.drawString(80, 420 - 40 * at, item)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_pdf_of_slides_has_a_section_for_each() -> None:
    document, problems = read_document(deck(), "nets.pdf", "speech")
    assert document is not None
    assert problems == ()
    assert (document.title, document.speaker) == ("Nets in orbit", "Ada Quill")
    told = {section.heading: document.text[section.start : section.end] for section in document.sections}
    assert told["Why nets",] == "• They are light and cheap\n\n• They hold whatever they catch"
    assert told["What they cost",] == "• Less than a new satellite\n\n• More than nothing"


LEFT = ["The first column of this paper speaks of", "nets, which are light and cheap and hold",
        "whatever is caught in them, again", "and again until they break at last."]  # fmt: skip
RIGHT = ["The second one speaks of ropes, which are", "heavier than nets and dearer as well, but",
         "last for longer, as all of those know", "who have ever been out at sea."]  # fmt: skip


def rows(left: list[str], right: list[str], size: int = 10) -> bytes:
    """Two columns drawn row by row, as some programs write them."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", size)
    canvas.drawString(
        50, 750, "A line over both of the columns that is as wide as the page and has no gap in it at all"
    )
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(50, 700 - 14 * at, one)
        canvas.drawString(320, 700 - 14 * at, other)
    canvas.drawString(
        50, 700 - 14 * len(left) - 30, "And a last line below both, which is as wide again as the page is in all"
    )
    canvas.save()
    return file.getvalue()


def pages(data: bytes) -> list[str]:
    told = take_apart(data)["pages"]
    assert isinstance(told, list)
    return told


def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other() -> None:
    words = " ".join(pages(rows(LEFT * 2, RIGHT * 2))[0].split())
    assert " ".join(LEFT) in words
    assert " ".join(RIGHT) in words
    assert words.index(LEFT[0]) < words.index(RIGHT[0]) < words.index("And a last line")
    document, _ = read_document(rows(LEFT * 2, RIGHT * 2), "x.pdf", "speech")
    assert document is not None
    assert "nets, which are light and cheap and hold whatever is caught" in document.text


def test_cells_of_a_table_stay_in_their_rows() -> None:
    table = rows(["Nets", "Ropes", "Hooks", "Claws"], ["12 euros", "40 euros", "7 euros", "9 euros"])
    assert "Nets 12 euros" in " ".join(pages(table)[0].split())
    assert take_apart(table)["unsure"] == []


def test_stretches_that_may_be_a_table_are_told() -> None:
    ragged = [
        "A net of rope",
        "One that is made of steel and holds",
        "Hooks and claws",
        "A very long cell that goes on for long",
    ]
    data = rows(ragged * 2, ["twelve euros a piece", "forty of them", "seven or eight, as it is", "nine and more"] * 2)
    unsure = take_apart(data)["unsure"]
    _, problems = read_document(data, "x.pdf", "speech")
    assert bool(unsure) == any("side by side on p. 1" in problem.what for problem in problems)


WORDS = ["none", "rope", "steel", "net", "claw"]


def test_numbers_near_the_edges_go_only_where_they_count_up() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in range(1, 5):
        canvas.drawString(50, 800, f"{30_000 + page * 777} pieces are up there, and they stay for long.")
        for at in range(4):
            canvas.drawString(
                50, 700 - 14 * at, f"A line of page {page} that has some words for each of its readers, {at}."
            )
        canvas.drawString(290, 30, str(page))
        canvas.showPage()
    canvas.save()
    document, _ = read_document(file.getvalue(), "x.pdf", "speech")
    assert document is not None
    shown = "\n".join(document.text[section.start : section.end] for section in document.sections)
    assert all(f"{30_000 + page * 777} pieces" in document.text for page in range(1, 5))
    assert not any(line.strip().isdigit() for line in shown.splitlines())
