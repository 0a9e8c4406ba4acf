from __future__ import annotations

import pytest
from fakes.telegram.entities import find, parse_html, words
from fakes.telegram.entities import units as told_units
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.markup import JOINER, anchor, cut, escaped, inert, plain, units, visible

# Text with the signs that markup, mentions, commands and addresses are made of.
crooked = st.text(st.one_of(st.sampled_from("<>&\"'/@#.:;-_ \n\tabcABC123が会場"), st.characters()), max_size=300)


def automatic(text: str) -> dict[str, list[str]]:
    """What Telegram makes of a text that we had it show."""
    shown, marked = parse_html(escaped(inert(text)))
    found = find(shown, marked)
    return {entity["type"]: [words(shown, entity)] for entity in found if entity["type"] != "hashtag"}


@pytest.mark.parametrize(
    "text",
    [
        "@everyone, @durov and (@ada_lovelace) please",
        "type /forget or (/announce@rendezvous_bot hello)",
        "https://evil.example/a?b=c#d and HTTP://EVIL.EXAMPLE",
        "tg://resolve?domain=durov, ton://transfer/x, ftp://a.example/x",
        "詳細はhttps://example.org/案内をご覧ください",
        "write to desk@example.org or mailto:desk@example.org",
        "see example.org/program, www.example.org and ASP.NET",
        "Wi-Fi: 10.0.0.1 (not 1.2.3)",
        "user@host.example:80/path",
        "a.b.c.example.com:8080/x?y",
    ],
)
def test_nothing_in_a_text_becomes_a_mention_a_command_or_a_link(text: str) -> None:
    assert automatic(text) == {}
    assert find(text, []), "the server would have found something"


@given(crooked)
def test_no_text_at_all_becomes_one(text: str) -> None:
    assert not automatic(text).keys() & {"mention", "bot_command"}


def test_commands_may_stay_where_they_are_the_bots_own() -> None:
    shown, marked = parse_html(escaped(inert("Type /help.", commands=True)))
    assert [words(shown, entity) for entity in find(shown, marked)] == ["/help"]


@pytest.mark.parametrize("text", ["https://example.org/login?a=1&b=2", "desk@example.org", "example.org/a.html"])
def test_an_address_is_code_and_can_be_copied_whole(text: str) -> None:
    shown, marked = parse_html(escaped(inert(f"Go to {text}.")))
    assert [words(shown, entity) for entity in marked if entity["type"] == "code"] == [text]


@given(crooked.filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)))
def test_what_is_shown_is_what_was_said(text: str) -> None:
    shown, _ = parse_html(escaped(inert(text)))
    kept = "".join(sign for sign in text if sign in "\n\t" or not (ord(sign) < 32 or 127 <= ord(sign) < 160))
    assert shown.replace(JOINER, "") == kept.replace(JOINER, "")


def test_broken_surrogates_and_control_characters_are_not_sent() -> None:
    assert inert("a\ud800b\x00c\x1b[31md\re") == "a\ufffdbc[31mde"


@given(crooked, st.integers(2, 60))
def test_a_cut_text_fits_and_loses_nothing_but_spaces(text: str, limit: int) -> None:
    pieces = list(cut(text, limit))
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_is_cut_between_paragraphs_sentences_or_words() -> None:
    assert list(cut("One two three.\n\nFour five six.", 20)) == ["One two three.", "Four five six."]
    assert list(cut("One two three. Four five six.", 20)) == ["One two three.", "Four five six."]
    assert list(cut("一二三四五。六七八九十。", 8)) == ["一二三四五。", "六七八九十。"]
    assert list(cut("onetwothree four", 13)) == ["onetwothree", "four"]
    assert list(cut("🚀🚀🚀", 3)) == ["🚀", "🚀", "🚀"]


@given(st.text())
def test_units_are_counted_as_telegram_counts(text: str) -> None:
    assert units(text) == told_units(text)


def test_markup_does_not_count() -> None:
    assert visible('<b>a &amp; b</b> <a href="https://example.org/">🚀</a>') == 8


def test_without_markup_a_link_keeps_its_address() -> None:
    opening, closing = anchor("Map", "https://example.org/?a=1&b=2")
    assert plain(f"<b>1 &lt; 2</b>\n{opening}Map{closing}") == "1 < 2\nMap (https://example.org/?a=1&b=2)"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=7", "https://a b", "", "https://a\x00b"])
def test_only_web_and_mail_addresses_are_linked(url: str) -> None:
    assert anchor("Map", url) == ("", "")


def test_a_long_text_is_searched_in_one_pass() -> None:
    """A pattern that began anew at every sign would keep this test busy for hours."""
    for part in ("a", "a.", "a@", "@a", "a-", "1.", "/a", "a:", "http://"):
        shown, _ = parse_html(escaped(inert(part * 100_000)))
        assert shown.replace(JOINER, "") == part * 100_000
