from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements import writing
from bot.announcements.faults import AnnouncementError
from bot.channels.slack.render import CUT
from bot.channels.slack.render import render as render_for_slack
from bot.channels.telegram.markup import visible
from bot.channels.telegram.render import render
from bot.messages import Attachment, Link, Text
from bot.store.records import Announcement

NOW = datetime(2026, 1, 16, tzinfo=UTC)
URL = "https://example.org/" + "x" * 80


def announcement(texts: dict[str, str], **more: str) -> Announcement:
    return Announcement("x", texts, "all", "draft", "slack:U1", NOW, next(iter(texts)), **more)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("The keynote moves to room B.", {"en": "The keynote moves to room B."}),
        ("Le bus part à 18 h devant l'entrée.", {"fr": "Le bus part à 18 h devant l'entrée."}),
        ("B!", {"ja": "B!"}),
        ("en: Room B\nfr: Salle B\n\n[ja]: B室へ", {"en": "Room B", "fr": "Salle B", "ja": "B室へ"}),
        ("fr：Salle B\nà 14 h\nen: Room B", {"fr": "Salle B\nà 14 h", "en": "Room B"}),
        ("to: all of you, come", {"en": "to: all of you, come"}),
    ],
)
def test_texts_are_told_apart_by_the_marks_before_them(typed: str, texts: dict[str, str]) -> None:
    assert writing.read(typed, "ja") == texts
    assert list(writing.read(typed, "ja")) == list(texts)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "no words"),
        (" \n ", "no words"),
        ("...", "no words"),
        ("en: a\nfr:", "“fr”"),
        ("en: a\nen: b", "two texts"),
    ],
)
def test_texts_without_words_are_refused(typed: str, word: str) -> None:
    with pytest.raises(AnnouncementError) as caught:
        writing.read(typed, "en")
    assert word in str(caught.value)


def test_longer_than_one_message_is_refused_with_both_numbers() -> None:
    with pytest.raises(AnnouncementError, match=r"3501 characters, and 3500"):
        writing.read("x" * 3501, "en")
    with pytest.raises(AnnouncementError, match="900"):
        writing.read("x" * 1000, "en", picture=writing.pack_picture("a.png", "image/png", "aGk="))


def test_what_its_links_headings_or_emoji_make_too_long_is_told_so() -> None:
    with pytest.raises(AnnouncementError, match="with its links"):
        writing.read("".join(f"see {URL}{number} " for number in range(25)), "en")
    with pytest.raises(AnnouncementError, match="60 headings"):
        writing.read("# a\n" * 60, "en")
    with pytest.raises(AnnouncementError, match="4000 characters, and 3500"):
        writing.read("🚀" * 1999 + "ab", "en")


def test_each_person_gets_their_language_or_the_default() -> None:
    both = announcement({"fr": "Salle B", "en": "Room B"})
    told = {language: writing.compose(both, language) for language in ("en-GB", "fr", "ja", "")}
    assert [reply.blocks[0] for reply in told.values()] == [
        Text(t) for t in ("Room B", "Salle B", "Salle B", "Salle B")
    ]
    assert [reply.language for reply in told.values()] == ["en", "fr", "fr", "fr"]


def test_headings_and_links_become_blocks() -> None:
    text = "# Room change\nSee [the map](https://example.org/map) or\nhttps://example.org/b\n**Soon**\nafter, *not bold"
    assert list(writing.blocks_of(text)) == [
        Text("Room change", "heading"),
        Text("See the map or"),
        Link("the map", "https://example.org/map"),
        Link("https://example.org/b", "https://example.org/b"),
        Text("Soon", "heading"),
        Text("after, *not bold"),
    ]


@given(st.text(alphabet="ab *#[]()https:/.\n", max_size=80))
def test_broken_formatting_loses_no_letter(text: str) -> None:
    shown = "".join(
        block.text if isinstance(block, Text) else block.label + block.url
        for block in writing.blocks_of(text)
        if isinstance(block, Text | Link)
    )
    assert set("ab") & set(text) <= set(shown)


def test_a_picture_goes_along() -> None:
    kept = writing.pack_picture("map.png", "image/png", "aGk=")
    assert writing.compose(announcement({"en": "Here"}, picture=kept), "en").blocks == (
        Text("Here"),
        Attachment("map.png", "image/png", "aGk="),
    )


@pytest.mark.parametrize("picture", ["", writing.pack_picture("map.png", "image/png", "aGk=")])
@pytest.mark.parametrize(
    "text", ["word ", "🚀a", "# Heading\n", "@all ", "a.bc ", "{url}\n", "see {url} ", "[here it is]({url}) "]
)
def test_what_is_taken_fits_one_message_and_what_is_not_is_told(text: str, picture: str) -> None:
    taken = 0
    for times in range(1, 2000, 40):
        said = "".join(text.format(url=f"{URL}{number}") for number in range(times))
        try:
            writing.check(said, picture)
        except AnnouncementError:
            continue
        taken += 1
        reply = writing.compose(announcement({"en": said}, picture=picture), "en")
        assert CUT not in render_for_slack(reply).blocks
        (message,) = render(reply)
        assert visible(message.html) <= (1024 if picture else 4096)
    assert 0 < taken < 50


def test_an_excerpt_is_cut() -> None:
    assert writing.excerpt(announcement({"en": "a b " * 40}), "en") == ("a b " * 20)[:79] + "…"
