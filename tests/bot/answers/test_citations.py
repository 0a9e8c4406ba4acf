"""Where a quote is said to come from."""

from __future__ import annotations

from bot.answers.citations import cite, label, language_name, section, shortened
from index.model import Chunk

TEXT = "One is here. Two is there."


def chunk(**more: object) -> Chunk:
    plain = {"id": "a", "source": "a.md", "start": 10, "end": 10 + len(TEXT), "text": TEXT, "title": "On numbers"}
    return Chunk(**{**plain, **more})


def test_the_quote_is_exactly_the_slice() -> None:
    citation = cite(chunk(session="s1", speaker="Ada", heading=("All", "Few")), 23, 36)
    assert citation.quote == "Two is there."
    assert (citation.source, citation.session, citation.speaker, citation.section) == ("a.md", "s1", "Ada", "Few")


def test_the_label_says_who_what_and_where() -> None:
    citation = cite(chunk(speaker="Ada", heading=("Few",)), 10, 22)
    assert label(citation, "en", "en") == "Ada, On numbers, Few"
    assert label(citation, "en", "fr") == "Ada, On numbers, Few (citation en anglais)"
    assert label(citation, "fr", "ja") == "Ada, On numbers, Few (引用はフランス語です)"
    assert label(citation, "", "fr") == "Ada, On numbers, Few"


def test_nothing_is_said_twice() -> None:
    named = cite(chunk(title="Keynote by Ada", speaker="Ada"), 10, 22)
    assert label(named, "en", "en") == "Keynote by Ada"
    assert section(chunk(heading=("On numbers",))) == ""
    assert section(chunk()) == ""


def test_a_long_title_is_cut() -> None:
    assert len(shortened("x" * 300)) <= 110
    assert shortened("short") == "short"


def test_a_language_without_a_name_is_its_code() -> None:
    assert language_name("qqx", "en") == "qqx"
