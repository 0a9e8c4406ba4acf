"""Replies -> Block Kit: within Slack's limits, word by word, ringing nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fakes.slack.blocks import faults
from fakes.slack.reading import read
from fakes.slack.workspace import BOT, Message
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.slack.render import render, render_home
from bot.messages import (
    Attachment,
    Block,
    Choice,
    Choices,
    Citation,
    Item,
    Link,
    Listing,
    Mark,
    Picture,
    QuoteBlock,
    Reply,
    SessionCard,
    Text,
)

if TYPE_CHECKING:
    from fakes.slack.reading import Page

texts = st.text(max_size=60) | st.sampled_from(
    ["<!channel>", "<@U1>", "*bold*", "> not a quote", ":smile:", "a & b", "https://x.org/a_b", "é" * 400, "&\n" * 900]
)
long = st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=4), st.integers(1, 900))
actions = st.text(alphabet="abc:&<", max_size=20)
choices = st.builds(Choice, texts, actions, st.sampled_from(["plain", "primary", "danger"]))
items = st.builds(Item, texts | long, texts, actions)
citations = st.builds(Citation, texts, texts)
blocks = st.one_of(
    st.builds(Text, texts | long, st.sampled_from(["plain", "heading", "note"])),
    st.builds(Link, texts | long, texts | st.just("https://example.org/|<x>") | long.map("https://{}".format)),
    st.builds(SessionCard, texts, texts | long, texts, texts | long, texts, texts, st.booleans()),
    st.builds(Listing, texts | long, st.lists(items, max_size=10).map(tuple), st.none() | choices),
    st.builds(QuoteBlock, texts | long, texts | long, citations),
    st.builds(Choices, st.lists(choices, max_size=30).map(tuple), texts | long),
    st.builds(Attachment, texts, st.just("text/calendar"), st.just("")),
)
replies = st.builds(Reply, st.lists(blocks, max_size=12).map(tuple))


def page(*parts: Block) -> Page:
    rendered = render(Reply(parts))
    assert not faults(rendered.blocks)
    return read(Message("1.1", "D1", BOT, rendered.text, rendered.blocks))


@settings(max_examples=60)
@given(replies)
def test_every_reply_is_within_slacks_limits_and_rings_nobody(reply: Reply) -> None:
    rendered = render(reply)
    assert not faults(rendered.blocks)
    assert len(json.dumps(rendered.blocks, ensure_ascii=False)) <= 13_200
    assert len(rendered.text) <= 4000
    for message in (rendered.blocks, []):
        assert not read(Message("1.1", "D1", BOT, rendered.text, message)).mentions


@pytest.mark.parametrize("count", [50, 51, 200])
def test_so_many_blocks_are_cut_to_what_slack_takes(count: int) -> None:
    rendered = render(Reply((*(Text(f"Line {n}.") for n in range(count)), Choices((Choice("Send", "send"),)))))
    assert not faults(rendered.blocks)
    assert rendered.blocks[-1]["type"] == "actions"
    assert rendered.blocks[0]["text"]["text"] == "Line 0."


@settings(max_examples=20)
@given(replies)
def test_every_home_tab_is_within_slacks_limits(reply: Reply) -> None:
    view = render_home(reply)
    assert view["type"] == "home"
    assert not faults(view["blocks"], "home")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    if not text.strip():
        return
    quote = QuoteBlock(text, "Source", Citation("Source", "a.md"))
    assert page(Text(text)).text == text.strip()
    assert text.strip() in page(quote).text
    assert text.strip() in page(Listing("All", (Item(text),))).text


def test_words_for_the_notification_stand_beside_the_blocks() -> None:
    reply = Reply((Text("R&D <now>"), Choices((Choice("Yes", "yes"), Choice("No", "no")))))
    assert render(reply).text == "R&amp;D &lt;now&gt;\nYes · No"


def test_a_heading_is_bold_and_shows_signs_when_it_has_them() -> None:
    assert render(Reply((Text("Practical", "heading"),))).blocks[0]["text"]["text"] == "*Practical*"
    assert render(Reply((Text("C*-algebras", "heading"),))).blocks[0]["type"] == "header"
    assert page(Text("*" * 200, "heading")).text == "*" * 200


def test_small_print_is_a_context() -> None:
    assert render(Reply((Text("Times are Paris times.", "note"),))).blocks[0]["type"] == "context"


def test_a_cancelled_session_is_struck_through() -> None:
    card = SessionCard("s1", "Panel", "14:00", note="Cancelled", cancelled=True)
    assert render(Reply((card,))).blocks[0]["text"]["text"].startswith("~Panel~\n14:00")


def test_a_quote_has_a_bar_on_every_line() -> None:
    quote = QuoteBlock("First line.\n\nSecond line.", "Keynote", Citation("Keynote", "a.md"))
    assert page(quote).quotes == ["First line.", "", "Second line."]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://example.org/" + "x" * 3000, "", "example.org"])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert not page(Link("Map", url)).links
    assert "Map" in page(Link("Map", url)).text


def test_an_address_is_made_safe() -> None:
    assert page(Link("Map", "https://example.org/a|b c<!channel>")).links == {
        "Map": "https://example.org/a%7Cb%20c%3C!channel%3E"
    }


def test_an_address_in_a_text_can_be_followed() -> None:
    shown = page(Text("Register at https://example.org/a_b?c=1&d=2, please."))
    assert shown.links == {"https://example.org/a_b?c=1&d=2": "https://example.org/a_b?c=1&d=2"}
    assert shown.text == "Register at https://example.org/a_b?c=1&d=2, please."


def test_buttons_survive_when_words_have_to_be_cut() -> None:
    shown = page(Text("word " * 5000), Choices((Choice("Send now", "send"),)))
    assert shown.buttons == {"Send now": "send"}
    assert shown.text.startswith("word word")
    assert shown.text.endswith("…")


def test_marked_words_stand_out_whatever_signs_they_hold() -> None:
    words = "B_2* is full, see https://example.org/a_b and <!channel>"
    shown = page(Text(words, marks=(Mark(0, 4, "bold"), Mark(8, 12, "italic"))))
    assert shown.text == words
    assert shown.bold == ["B_2*"]
    assert list(shown.links) == ["https://example.org/a_b"]
    assert shown.mentions == []


def test_a_picture_is_shown_from_its_address_alone() -> None:
    assert page(Picture("https://example.org/a b.png", "")).pictures == ["https://example.org/a%20b.png"]
    assert page(Text("x"), Picture("http://example.org/a.png", "a map")).pictures == []


def test_an_item_opens_with_its_button() -> None:
    listing = Listing("Now", (Item("Opening", "13:30", "session:s1"),), Choice("More", "more:8"))
    assert page(listing).buttons == {"›": "session:s1", "More": "more:8"}


def test_files_are_handed_over_beside() -> None:
    attachment = Attachment("agenda.ics", "text/calendar", "")
    rendered = render(Reply((attachment,)))
    assert (rendered.text, rendered.blocks, rendered.files) == ("agenda.ics", [], (attachment,))


def test_nothing_is_nothing() -> None:
    assert not render(Reply((Text(" "), Choices(()), Listing("", ())))).text


def test_a_link_labelled_with_its_own_address_is_told_once_in_the_notification() -> None:
    assert render(Reply((Link("https://example.org/a", "https://example.org/a"),))).text == "https://example.org/a"
    assert render(Reply((Link("Map", "https://example.org/a"),))).text == "Map: https://example.org/a"
