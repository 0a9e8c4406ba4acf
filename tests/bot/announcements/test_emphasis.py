"""Formatting as organizers type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.emphasis import broken, emphasized
from bot.announcements.faults import AnnouncementError
from bot.announcements.writing import blocks_of, check
from bot.messages import Link, Mark, Text


@pytest.mark.parametrize(
    ("typed", "words", "marked"),
    [
        ("**Room B** now", "Room B now", ["bold Room B"]),
        ("*Room B* and _soon_", "Room B and soon", ["bold Room B", "italic soon"]),
        ("会場は**B室**です", "会場はB室です", ["bold B室"]),
        ("snake_case 2*3*4 5 * 3 ** x **", "snake_case 2*3*4 5 * 3 ** x **", []),
        ("at https://example.org/_a_/**b** now", "at https://example.org/_a_/**b** now", []),
        ("*open and _too", "*open and _too", []),
        ("* one\n* two", "* one\n* two", []),
    ],
)
def test_signs_are_taken_out_where_they_are_formatting(typed: str, words: str, marked: list[str]) -> None:
    text, marks = emphasized(typed)
    assert text == words
    assert [f"{mark.style} {text[mark.start : mark.end]}" for mark in marks] == marked
    assert broken(typed) is None


@pytest.mark.parametrize(
    ("typed", "kind", "part"),
    [
        ("the **room changes", "formatting", "**room changes"),
        ("the room** changes", "formatting", "room**"),
        ("see [the map](example.org)", "broken_link", "[the map](example.org)"),
        ("see [the map](https://example.org", "broken_link", "[the map](https://example.org"),
        ("see [the map](https://exam ple.org)", "broken_link", "[the map](https://exam ple.org)"),
        ("[x](javascript:alert)", "broken_link", "[x](javascript:alert)"),
    ],
)
def test_what_does_not_end_is_told_with_its_place(typed: str, kind: str, part: str) -> None:
    assert broken(typed) == (kind, part)
    with pytest.raises(AnnouncementError) as caught:
        check(typed)
    assert part in str(caught.value)


def test_a_text_has_its_marks_beside_its_links() -> None:
    (text, link) = blocks_of("**Room B**: [the map](https://example.org/map)")
    assert text == Text("Room B: the map", marks=(Mark(0, 6, "bold"),))
    assert link == Link("the map", "https://example.org/map")


@given(st.text(alphabet="ab *_\n[](:/é漢.", max_size=60))
def test_marks_are_in_order_and_within_the_words(typed: str) -> None:
    text, marks = emphasized(typed)
    edges = [edge for mark in marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(text[mark.start : mark.end].strip() for mark in marks)
    broken(typed)
