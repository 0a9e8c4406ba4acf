from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from bot.actions import encode
from bot.channels.console.render import buttons, render
from bot.channels.console.wrapping import NARROWEST, wrapped
from bot.messages import (
    Attachment,
    Choice,
    Choices,
    Citation,
    Item,
    Link,
    Listing,
    QuoteBlock,
    Reply,
    SessionCard,
    Text,
)

CITED = Citation("Keynote", "keynote.md")


def shown(*blocks: object, language: str = "en") -> str:
    return render(Reply(tuple(blocks), language=language))


def test_paragraphs_and_a_card() -> None:
    card = SessionCard("s1", "Opening", "Fri 13:30", "Main hall", "KAZEKI Jun", "in 25 min")
    assert shown(Text("Now", "heading"), card) == "Now\n\nOpening\nFri 13:30 · Main hall\nKAZEKI Jun\nin 25 min"
    assert shown(SessionCard("s1", "Panel", "14:00", note="Cancelled", cancelled=True)) == "✗ Panel\n14:00\nCancelled"


@pytest.mark.parametrize(
    ("language", "quoted"),
    [("en", "“We met.\nWe meet.”"), ("fr", "«\u00a0We met.\nWe meet.\u00a0»"), ("ja", "「We met.\nWe meet.」")],
)
def test_a_quote_is_verbatim_between_the_signs_of_the_readers_language(language: str, quoted: str) -> None:
    assert shown(QuoteBlock("We met.\nWe meet.", "Keynote", CITED), language=language) == f"{quoted}\n— Keynote"
    assert shown(QuoteBlock("We met.\nWe meet.", "", CITED), language=language) == quoted


def test_what_can_be_chosen_is_numbered_through_the_reply() -> None:
    listing = Listing("Now", (Item("Opening", "13:30", encode("s", "1")), Item("Break")), Choice("More", encode("m")))
    reply = Reply((listing, Choices((Choice("Remind me", encode("r")), Choice("No", encode("n"))), "Well?")))
    assert render(reply) == "Now\n[1] Opening — 13:30\n• Break\n[2] More\n\nWell?\n[3] Remind me  [4] No"
    assert [choice.action for choice in buttons(reply)] == ["s:1", "m", "r", "n"]


def test_links_and_files() -> None:
    assert shown(Link("Map", "https://example.org/")) == "Map → https://example.org/"
    assert shown(Link("", "https://e.org/"), Link("https://e.org/", "https://e.org/")) == "\n\n".join(
        ["https://e.org/"] * 2
    )
    assert shown(Attachment("agenda.ics", "text/calendar", "")) == "📄 agenda.ics"


def test_nothing_to_say_is_no_text() -> None:
    assert shown() == shown(Text(" "), Listing("", ()), Choices(())) == ""


def test_no_text_can_paint_the_terminal() -> None:
    assert shown(Text("a\x1b[31mred\x07\r\x9b\u202ex\ud800\tb")) == "a[31mredx\tb"


def test_lines_are_broken_at_words_and_between_wide_signs() -> None:
    assert wrapped("The doors of the hall open at nine o'clock.", 20) == "The doors of the\nhall open at nine\no'clock."
    assert wrapped("会場の扉は午前九時に開きます。", 20) == "会場の扉は午前九時に\n開きます。"
    assert wrapped("one\n\ntwo", 20) == "one\n\ntwo"
    assert render(Reply((Text("word " * 10),)), 20).count("\n") == 2


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert wrapped(f"see {'x' * 45}", 1) == f"see\n{'x' * 20}\n{'x' * 20}\n{'x' * 5}"
    assert wrapped("、" * 30, 20) == "\n".join(["、" * 10] * 3)


words = st.text(
    st.one_of(st.sampled_from("ab 、。会場「」é🚀\t"), st.characters(exclude_categories=["C", "M"])), max_size=200
)


@given(words, st.integers(NARROWEST, 80))
def test_no_line_is_too_wide_and_no_sign_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert all(wcswidth(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
