from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.audience import Term, parse
from bot.announcements.faults import AnnouncementError


@pytest.mark.parametrize(
    ("written", "wanted", "unwanted"),
    [
        ("all", [["all"]], []),
        ("Everyone", [["all"]], []),
        ("group:press + language:ja, vip@example.org - telegram:42", [["group", "language"], ["email"]], ["account"]),
        ("group:press+linked", [["group", "linked"]], []),
        ('session:"Keynote, part 2 - the end"', [["session"]], []),
        ("session:「基調講演、後半」、all", [["session"], ["all"]], []),
        ("ann+test@example.org", [["email"]], []),
        ("all -ann@example.org", [["all"]], ["email"]),
        ("meetings, meetings:14:00-15:30", [["meetings"], ["meetings"]], []),
        ("muted", [["all"]], ["muted"]),
        ("all, muted", [["all"]], ["muted"]),
    ],
)
def test_what_organizers_write_is_understood(written: str, wanted: list[list[str]], unwanted: list[str]) -> None:
    audience = parse(written)
    assert [[term.kind for term in group] for group in audience.wanted] == wanted
    assert [term.kind for term in audience.unwanted] == unwanted


def test_values_are_kept_without_their_quotation_marks() -> None:
    (group,) = parse('session:"Keynote, part 2" + language:JA_jp').wanted
    assert group == (Term("session", "Keynote, part 2"), Term("language", "ja"))


@pytest.mark.parametrize(
    ("written", "platform"),
    [
        ("platform:slack", "slack"),
        ("platform:slack + linked, platform:slack", "slack"),
        ("platform:slack, platform:telegram", ""),
        ("all", ""),
        ("platform:slack, all", ""),
    ],
)
def test_one_platform_named_throughout_is_where_people_are_reached(written: str, platform: str) -> None:
    assert parse(written).platform == platform


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("", "No audience"),
        (" , ", "No audience"),
        ("foo", "foo"),
        ("session:", "session:"),
        ("platform:irc", "irc"),
        ("language:français", "français"),
        ("group:a, , everybody", "everybody"),
    ],
)
def test_what_cannot_be_understood_is_told_with_what_to_write(written: str, word: str) -> None:
    with pytest.raises(AnnouncementError) as caught:
        parse(written)
    assert word in str(caught.value)
    assert all(word in caught.value.told(language) for language in ("fr", "ja")) or word == "No audience"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(written: str) -> None:
    with suppress(AnnouncementError):
        assert parse(written).wanted
