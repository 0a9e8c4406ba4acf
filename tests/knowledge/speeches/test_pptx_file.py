"""PowerPoint files, made by python-pptx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.util import Inches

from knowledge.model import Speaker
from knowledge.speeches.cast import Cast
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.model import Document


def slide(deck: Any, title: str, *items: str, notes: str = "") -> Any:
    added = deck.slides.add_slide(deck.slide_layouts[1])
    added.shapes.title.text = title
    added.placeholders[1].text = "\n".join(items)
    if notes:
        added.notes_slide.notes_text_frame.text = notes
    return added


def read(make: Callable[[Any], object], cast: Cast | None = None) -> Document:
    deck = Presentation()
    make(deck)
    file = io.BytesIO()
    deck.save(file)
    document, problems = read_document(file.getvalue(), "deck.pptx", "speech", None, cast or Cast())
    assert problems == ()
    assert document is not None
    return document


def sections(document: Document) -> list[tuple[str, str]]:
    return [(s.heading[-1] if s.heading else "", document.text[s.start : s.end]) for s in document.sections]


def test_each_slide_is_a_section_with_its_notes() -> None:
    def make(deck: Any) -> None:
        slide(deck, "Methane pumps", "Luc Moreau, Orbinet")
        slide(deck, "Pump data", "Mass: 14 kg", "Speed: 90 000 rpm", notes="We measured it twice, in Nantes.")
        slide(deck, "What we need", "Partners in Japan")

    document = read(make, Cast((Speaker("Luc Moreau"), Speaker("Hana Kazeki"))))
    assert (document.title, document.title_from) == ("Methane pumps", "read")
    assert (document.speaker, document.speaker_from) == ("Luc Moreau", "read")
    assert sections(document) == [
        ("", "Luc Moreau, Orbinet"),
        ("Pump data", "Mass: 14 kg\n\nSpeed: 90 000 rpm\n\nWe measured it twice, in Nantes."),
        ("What we need", "Partners in Japan"),
    ]


def test_a_figure_stays_with_what_it_counts() -> None:
    document = read(
        lambda deck: [slide(deck, "Ferries"), slide(deck, "First flight to orbit", "2027", "from Tanegashima")]
    )
    assert sections(document)[-1] == ("First flight to orbit", "First flight to orbit 2027 from Tanegashima")


def test_tables_groups_and_hidden_slides() -> None:
    def make(deck: Any) -> None:
        shown = slide(deck, "Prices", "All of them in euros.")
        table = shown.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
        for at, words in enumerate(("part", "price", "valve", "18 000")):
            table.cell(at // 2, at % 2).text = words
        group = shown.shapes.add_group_shape()
        box = group.shapes.add_textbox(Inches(1), Inches(6), Inches(2), Inches(1))
        box.text_frame.text = "Ask us."
        slide(deck, "Secret", "Not to be told.").element.set("show", "0")

    assert read(make).text == "Prices\n\nAll of them in euros.\n\npart | price\n\nvalve | 18 000\n\nAsk us."


def test_the_file_s_own_title_serves_where_no_slide_has_one() -> None:
    def make(deck: Any) -> None:
        deck.core_properties.title = "Ferries of the north"
        deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(
            0, 0, 9, 9
        ).text_frame.text = "We sail in winter."

    document = read(make)
    assert (document.title, document.title_from) == ("Ferries of the north", "given")


def test_a_garbled_file_is_told() -> None:
    deck = Presentation()
    slide(deck, "A", "b")
    file = io.BytesIO()
    deck.save(file)
    whole = file.getvalue()
    for data in (whole[:9000], whole[:3000] + b"\0" * 3000 + whole[6000:], b"PK\x03\x04", b""):
        document, problems = read_document(data, "deck.pptx", "speech")
        assert document or problems
        assert all(problem.mend for problem in problems)
