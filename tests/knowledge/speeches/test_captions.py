"""Subtitles as Zoom, Teams and YouTube write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.model import Speaker
from knowledge.speeches.cast import Cast
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document

PEOPLE = Cast((Speaker("Hana Kazeki"), Speaker("Luc Moreau")))


def read(text: str, source: str = "coming-back-to-earth.vtt", cast: Cast = PEOPLE) -> Document:
    document, problems = read_document(text.encode(), source, "speech", None, cast)
    assert problems == ()
    assert document is not None
    return document


def turns(document: Document) -> list[tuple[str, str, float | None]]:
    return [(turn.speaker, document.text[turn.start : turn.end], turn.at) for turn in document.turns]


def test_voices_and_times_of_teams() -> None:
    document = read(
        "WEBVTT\n\nNOTE made by hand\n\n"
        "1\n00:00:01.000 --> 00:00:04.000\n<v Hana Kazeki>Our stage has flown</v>\n\n"
        "2\n00:00:04.000 --> 00:00:06.500\n<v Hana Kazeki>eleven times &amp; more.</v>\n\n"
        "3\n00:01:10.000 --> 00:01:12.000\n<v MOREAU>We use a net.</v>\n"
    )
    assert document.text == "Our stage has flown eleven times & more.\n\nWe use a net."
    assert turns(document) == [
        ("Hana Kazeki", "Our stage has flown eleven times & more.", 1.0),
        ("Luc Moreau", "We use a net.", 70.0),
    ]
    assert document.times == ((0, 1.0), (20, 4.0), (42, 70.0))
    assert [document.time_at(place) for place in (0, 25, 43)] == [1.0, 4.0, 70.0]
    assert (document.title, document.title_from) == ("coming back to earth", "guessed")


def test_names_before_the_words_as_zoom_writes_them() -> None:
    document = read(
        "WEBVTT - Coming back to Earth\n\n1\n00:00:01.000 --> 00:00:04.000\nHana Kazeki: Our stage has flown\n\n"
        "2\n00:00:04.500 --> 00:00:06.500\neleven times.\n\n3\n00:00:07.000 --> 00:00:09.000\n"
        "Luc Moreau: We use a net.\n"
    )
    assert [(speaker, words) for speaker, words, _ in turns(document)] == [
        ("Hana Kazeki", "Our stage has flown eleven times."),
        ("Luc Moreau", "We use a net."),
    ]
    assert document.title == "Coming back to Earth"


def test_srt_with_sounds_tags_and_pauses() -> None:
    document = read(
        "1\n00:00:01,000 --> 00:00:04,000\n<i>Good morning.</i>\n\n2\n00:00:04,100 --> 00:00:05,000\n[Applause]\n\n"
        "3\n00:00:12,000 --> 00:00:14,000\n{\\an8}We begin\nwith the legs.\n",
        "legs.srt",
    )
    assert document.text == "Good morning.\n\nWe begin with the legs."


def test_lines_that_live_subtitles_repeat_are_read_once() -> None:
    document = read(
        "WEBVTT\n\n00:01.000 --> 00:03.000\nour stage has flown\n\n"
        "00:03.000 --> 00:05.000\nour stage has flown\neleven times\n\n"
        "00:05.000 --> 00:07.000\neleven times\nso far\n"
    )
    assert document.text == "our stage has flown eleven times so far"


def test_japanese_is_joined_without_blanks() -> None:
    document = read(
        "1\n00:00:01,000 --> 00:00:04,000\n本日は\n\n2\n00:00:04,000 --> 00:00:05,000\nありがとうございます。\n",
        "a.srt",
    )
    assert document.text == "本日はありがとうございます。"


def test_one_voice_alone_is_the_speaker_s() -> None:
    document = read("WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada Example>All of these words are mine.</v>\n")
    assert (document.speaker, document.speaker_from) == ("Ada Example", "read")


def test_what_holds_no_subtitles_is_told() -> None:
    for data, source in (
        (b"WEBVTT\n", "a.vtt"),
        (b"no cues here", "a.srt"),
        (b"\xff\x00\xfe", "a.vtt"),
        (b"1\n00:0x --> y\nz", "a.srt"),
    ):
        document, (problem,) = read_document(data, source, "speech")
        assert document is None
        assert problem.where == source
        assert problem.mend
