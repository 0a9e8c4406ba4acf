"""Who said what: a hard filter over people, states, organizations and titles, in three languages and scripts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge import said
from knowledge.model import Attendee, Document, Event, Fact, Knowledge, Program, Session, Speaker, Turn
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from pathlib import Path

PARIS = ZoneInfo("Europe/Paris")
EVENT = Event("The event", PARIS)
SPEAKERS = (Speaker("Jun Kazeki", "Orbinet", "Chief Engineer", ("風木 淳",)), Speaker("Luc Moreau", "Tugs SA"))
PROGRAM = Program((Session("key", "Keynote", datetime(2026, 1, 16, 9, tzinfo=PARIS), speakers=SPEAKERS),))
JAPAN = (
    "Statement by His Excellency Mr. KISHIDA Fumio, Prime Minister of Japan\n\n16 January 2026\n\n"
    "Mr. President,\n\nWe shall build a new rocket together with all of you, and with those who come later.\n"
)
HOLY_SEE = (
    "Address by His Eminence Cardinal Pietro Parolin, Secretary of State of the Holy See\n\n"
    "Mr. President,\n\nPeace is the first of all the goods that we ask for, and the one that is lost first.\n"
)
PANEL = (
    "# A panel on nets\n\nMODERATOR: What are nets made of?\n\nLUC MOREAU: They are made of rope.\n\n"
    "JUN KAZEKI: Ours are made of steel.\n\nQ: And what do they cost?\n\nLUC MOREAU: Nothing at all.\n"
)
JAXA = "# Debris\n\nSpeech by Ada Quill, Director of the Space Policy Office\n\nThere are many pieces up there.\n"


def reading(name: str, text: str) -> Document:
    document, _ = read_document(text.encode(), f"speeches/{name}", "speech")
    assert document is not None
    return document


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    documents = (
        reading("japan.txt", JAPAN),
        reading("Holy See.txt", HOLY_SEE),
        reading("panel.md", PANEL),
        reading("debris.md", JAXA),
        reading(
            "Denmark.txt", "Statement by Denmark\n\nMr. President,\n\nThe sea has risen, and it does not wait for us.\n"
        ),
    )
    return Knowledge(EVENT, PROGRAM, documents, (), (Attendee("a@x.example", "A"),))


def found(knowledge: Knowledge, words: str) -> list[tuple[str, str]]:
    return [(turn.turn.speaker, turn.means) for turn in said.said_by(knowledge, words)]


@pytest.mark.parametrize(
    "words", ["Kishida", "岸田", "KISHIDA Fumio", "Fumio Kishida", "Prime Minister Kishida", "M. Kishida"]
)
def test_a_person_in_either_script(knowledge: Knowledge, words: str) -> None:
    assert found(knowledge, words) == [("KISHIDA Fumio", "person")]


@pytest.mark.parametrize("words", ["Japan", "日本", "Japon", "the Japanese delegation of Japan"])
def test_a_state_in_three_languages(knowledge: Knowledge, words: str) -> None:
    assert found(knowledge, words) == [("KISHIDA Fumio", "state")]


@pytest.mark.parametrize("words", ["the Holy See's envoy", "le Saint-Siège", "Vatican", "バチカン"])
def test_an_envoy_is_of_their_own_state(knowledge: Knowledge, words: str) -> None:
    assert found(knowledge, words) == [("Cardinal Pietro Parolin", "state")]


def test_a_state_of_whose_speaker_nobody_says_the_name(knowledge: Knowledge) -> None:
    assert found(knowledge, "デンマーク") == [("", "state")]


@pytest.mark.parametrize("words", ["風木", "Kazeki", "風木 淳", "Kazeki-san"])
def test_other_spellings_are_those_of_the_program(knowledge: Knowledge, words: str) -> None:
    assert [speaker for speaker, _ in found(knowledge, words)][:1] == ["Jun Kazeki"]


def test_every_turn_of_somebody_and_no_other(knowledge: Knowledge) -> None:
    turns = said.said_by(knowledge, "Moreau")
    assert [each.document.text[each.turn.start : each.turn.end] for each in turns] == [
        "They are made of rope.",
        "Nothing at all.",
    ]
    first = turns[0]
    assert first.holds("speeches/panel.md", first.turn.start)
    assert not first.holds("speeches/panel.md", first.turn.end)
    assert not first.holds("speeches/japan.txt", first.turn.start)


@pytest.mark.parametrize("words", ["the Space Policy Office", "space policy office"])
def test_an_organization(knowledge: Knowledge, words: str) -> None:
    assert found(knowledge, words) == [("Ada Quill", "organization")]


def test_what_a_text_is_called(knowledge: Knowledge) -> None:
    assert found(knowledge, "debris") == [("Ada Quill", "title")]


@pytest.mark.parametrize(
    "words",
    ["Zelenskyy", "ゼレンスキー", "Einstein", "山田", "Germany", "Brésil", "the", "of", "Jo", "Kishi", "NASA", ""],
)
def test_nobody_of_that_name_speaks(knowledge: Knowledge, words: str) -> None:
    assert found(knowledge, words) == []


def test_whose_words_there_are(knowledge: Knowledge) -> None:
    assert said.voices(knowledge) == (
        "KISHIDA Fumio", "Cardinal Pietro Parolin", "Moderator", "Luc Moreau", "Jun Kazeki", "Ada Quill",
    )  # fmt: skip


def test_what_the_program_says_of_a_speaker(knowledge: Knowledge) -> None:
    assert list(said.affiliations(knowledge, "Kazeki")) == [("Orbinet", "Chief Engineer")]


def test_a_fact_is_quoted_in_the_words_of_its_document(knowledge: Knowledge) -> None:
    japan = knowledge.documents[0]
    (office,) = said.facts(japan, "office")
    assert office.value == "Prime Minister of Japan"
    assert said.quote(japan, office).startswith("Statement by His Excellency Mr. KISHIDA Fumio")
    assert said.states_of(japan) == {"JP"}
    assert said.facts(japan, "place") == ()


def several(*turns: Turn, **more: object) -> Knowledge:
    text = "x" * 100
    document = Document("speech", "speeches/a.md", "A", text, (), turns=turns, **more)  # type: ignore[arg-type]
    return Knowledge(EVENT, Program(), (document,))


def test_whoever_is_called_by_a_surname_alone_is_meant_by_it() -> None:
    both = several(
        Turn("President Biden", 0, 9),
        Turn("First Lady Jill Biden", 10, 19),
        Turn("President Joe Biden", 20, 29),
    )
    assert [name for name, _ in found(both, "Biden")] == ["President Biden", "President Joe Biden"]
    assert [name for name, _ in found(both, "Jill Biden")] == ["First Lady Jill Biden"]
    assert [name for name, _ in found(both, "Joe Biden")] == ["President Biden", "President Joe Biden"]


def test_a_turn_s_own_state_and_organization_count_for_it_alone() -> None:
    panel = several(
        Turn("President Macron of France", 0, 9), Turn("Ada Quill", 10, 19, organization="JAXA"),
        Turn("", 20, 29, floor=True),
        speaker="Ben Ostrow", facts=(Fact("organization", "Tugs", 0, 4), Fact("state", "DE", 0, 4)),
    )  # fmt: skip
    assert found(panel, "la France") == [("President Macron of France", "state")]
    assert found(panel, "JAXA") == [("Ada Quill", "organization")]
    assert found(panel, "Germany") == found(panel, "Tugs") == []


def test_the_organization_of_whose_speech_it_is() -> None:
    own = several(speaker="Ben Ostrow", facts=(Fact("organization", "宇宙機構", 0, 4),))
    assert found(own, "宇宙機構") == [("Ben Ostrow", "organization")]


QUESTIONS = {
    "Kishida": "Kishida", "岸田": "Kishida", "Macron": "Macron", "マクロン": "Macron", "Modi": "Modi", "Biden": "Biden",
    "Harris": "Harris", "Duda": "Duda", "ポーランド": "Duda", "Finlande": "Stubb", "the Holy See": "Parolin",
    "Togo": "GNASSINGBE",
    "Latvia": "Rink", "タイ": "Sangiampongsa", "Jill Biden": "Jill", "Lithuania": "Naus",
}  # fmt: skip


def test_no_question_on_real_speeches_is_answered_with_another_s_words(real_data: Path) -> None:
    files = [*sorted((real_data / "un-statements").glob("*.txt")), *sorted((real_data / "wh-speeches").rglob("*.txt"))]
    files += [file for file in sorted((real_data / "wh-speeches").rglob("*.md")) if file.name != "README.md"]
    read = (read_document(file.read_bytes(), file.name, "speech")[0] for file in files)
    knowledge = Knowledge(EVENT, Program(), tuple(document for document in read if document))
    for words, name in QUESTIONS.items():
        speakers = {speaker for speaker, _ in found(knowledge, words)}
        assert speakers, words
        assert all(name in speaker for speaker in speakers), (words, speakers)
    for absent in ("Zelenskyy", "ゼレンスキー", "Merkel", "Einstein", "山田", "Germany", "Brésil", "Trudeau"):
        assert found(knowledge, absent) == []
