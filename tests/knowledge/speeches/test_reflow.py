"""Paragraphs from the lines of pages."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.speeches.reflow import pages_to_text

LONG = "The agencies of both countries have worked together for decades and will go on doing so, as we hope."


def wrapped(*paragraphs: str, width: int = 40, between: str = "\n") -> str:
    return between.join("\n".join(textwrap.wrap(words, width)) for words in paragraphs)


def test_lines_are_joined_and_short_lines_end_a_paragraph() -> None:
    text, begins = pages_to_text([wrapped("A heading", LONG, "Another paragraph. " + LONG)])
    assert text == f"A heading\n\n{LONG}\n\nAnother paragraph. {LONG}"
    assert begins == (0,)


def test_room_on_the_page_ends_a_paragraph() -> None:
    assert pages_to_text([wrapped(LONG, LONG, between="\n\n")])[0] == f"{LONG}\n\n{LONG}"


def test_items_begin_anew() -> None:
    page = f"{wrapped(LONG)}\n• one that goes on over the whole line so\nthat it breaks\n• two\n(b) three"
    assert pages_to_text([page])[0].split("\n\n")[1:] == [
        "• one that goes on over the whole line so that it breaks",
        "• two",
        "(b) three",
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("closer coopera-\ntion between us all", "closer cooperation between us all"),
        ("so\u00adciety and so\u00ad\nciety at large here", "so\u00adciety and society at large here"),
        ("a long-term plan is a long-\nterm plan for us", "a long-term plan is a long-term plan for us"),
        ("the talks of Paris-\nTokyo went on and on", "the talks of Paris- Tokyo went on and on"),
        ("日本とフランスは宇宙\n分野で協力しています", "日本とフランスは宇宙分野で協力しています"),
    ],
)
def test_words_broken_at_line_ends(lines: str, text: str) -> None:
    assert pages_to_text([lines])[0] == text


def test_edges_that_repeat_are_running_heads() -> None:
    pages = [
        f"Example Meeting, page {n}\nBody {word} of this page stands here.\n{n} / 3" for n, word in enumerate("xyz", 1)
    ]
    assert pages_to_text(pages)[0] == "\n\n".join(f"Body {word} of this page stands here." for word in "xyz")


def test_a_sentence_that_runs_over_belongs_to_its_first_page() -> None:
    lines = wrapped(LONG).splitlines()
    text, begins = pages_to_text(["\n".join(lines[:2]), "\n".join([*lines[2:], "Then page two. Yes."])])
    assert text == f"{LONG}\n\nThen page two. Yes."
    assert text[: begins[1]] == LONG


def test_another_column_is_like_another_page() -> None:
    lines = wrapped(LONG).splitlines()
    assert pages_to_text(["\n".join(lines[:2]) + "\f" + "\n".join(lines[2:])])[0] == LONG
    assert pages_to_text(["One thing.\fAnother thing."])[0] == "One thing.\n\nAnother thing."


def test_an_unfinished_page_without_any_sentence_end_is_cut_where_it_ends() -> None:
    text, begins = pages_to_text(["words without any end and", "so on and so on"])
    assert begins == (0, len(text))


@given(st.lists(st.text(alphabet="ab.- \n\f日本。", max_size=80), max_size=5))
def test_no_letter_is_lost_and_pages_are_in_order(pages: list[str]) -> None:
    text, begins = pages_to_text(pages)
    letters = [sign for page in pages for sign in page if sign.isalnum()]
    kept = [sign for sign in text if sign.isalnum()]
    rest = iter(letters)
    assert all(sign in rest for sign in kept)
    if len(pages) < 2:  # else equal edges are left out
        assert kept == letters
    assert list(begins) == sorted(begins)
    assert len(begins) == len(pages)
    assert all(0 <= begin <= len(text) for begin in begins)
