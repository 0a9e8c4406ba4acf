"""Programs that hold next to nothing: no sessions, or sessions of which hardly anything is told."""

from __future__ import annotations

import pytest
from suites.conference import DOCUMENTS, ZONE, Silent, Talk, at, cited, compose, session, shown
from suites.ears import encoder

from bot.conversation.assistant import Assistant
from knowledge.model import Event, Knowledge, Program, Speaker

EMPTY = Assistant(Knowledge(Event("Orbit Days", ZONE), Program(())), None, None, encoder())
BARE = Assistant(
    Knowledge(
        Event("Orbit Days", ZONE),
        Program(
            (
                session("welcome", "Welcome to Orbit Days", "05 09:00", ""),
                session("ice", "Ice on the Moon", "05 10:00", ""),
                session("dust", "Opening of the dust chamber", "05 11:00", ""),
                session("trains", "Night trains", "05 14:00", ""),
            )
        ),
    ),
    None,
    None,
    encoder(),
)
EVENING = Assistant(
    Knowledge(
        Event("Rust Night", ZONE),
        Program(
            (
                session("runtime", "Rustのランタイム", "05 19:00", "19:30", speakers=(Speaker("佐藤 健太"),)),
                session("pizza", "休憩とピザ", "05 20:00", ""),
                session("machine", "Embedded Rust on a coffee machine", "05 20:20", "20:45"),
                session("lightning", "ライトニングトーク", "05 20:45", ""),
                session("drinks", "Drinks", "05 21:15", ""),
            )
        ),
    ),
    None,
    None,
    encoder(),
)
OF_NOTHING = (
    "what is on now", "what is next", "when does it start", "how many days", "is there a break", "when is the keynote",
    "what do i miss", "program", "qu'y a-t-il maintenant", "combien de jours", "今何やってますか", "プログラム",
)  # fmt: skip


@pytest.mark.parametrize("question", OF_NOTHING)
def test_without_a_program_that_is_told(question: str) -> None:
    reply = Talk(EMPTY).ask(question).reply
    assert (reply.answered, cited(reply)) == (False, [])


@pytest.mark.parametrize(
    "question", ["where is wi-fi", "when does wi-fi start", "what time is lunch, and is there wi-fi"]
)
def test_without_a_program_the_pages_are_asked(question: str) -> None:
    paged = Assistant(Knowledge(Event("Orbit Days", ZONE), Program(()), DOCUMENTS), Silent(), compose, encoder())
    reply = Talk(paged).ask(question).reply
    assert [citation.quote for citation in reply.citations] == ["The Wi-Fi is called ORBIT."]


@pytest.mark.parametrize(
    ("question", "kind", "cites", "told"),
    [
        ("what rooms are there", "refusal", [], "names no rooms"),
        ("what is in room 5", "refusal", [], "names no rooms"),
        ("which tracks are there", "refusal", [], "no tracks"),
        ("what is in track 2", "refusal", [], "no tracks"),
        ("list the speakers", "refusal", [], "no speakers"),
        ("which companies are there", "refusal", [], "which organizations"),
        ("talks in french", "refusal", [], "in which languages"),
        ("who talks about ice", "refusal", ["ice"], "no speaker"),
        ("where is ice on the moon", "refusal", ["ice"], "no room"),
        ("how long is ice on the moon", "refusal", ["ice"], "does not say"),
        ("what is ice on the moon about", "schedule", ["ice"], "no description"),
        ("when is the opening", "schedule", ["welcome"], "09:00"),
        ("when does it end", "schedule", ["trains"], "Last"),
        ("when does today end", "schedule", ["trains"], "Last"),
        ("is there a break", "schedule", [], "no break"),
        ("when is lunch", "refusal", [], "no lunch"),
    ],
)
def test_what_a_program_does_not_tell_is_said_so(question: str, kind: str, cites: list[str], told: str) -> None:
    reply = Talk(BARE, at("05 08:00")).ask(question).reply
    assert (reply.kind, sorted(cited(reply))) == (kind, cites)
    assert told in shown(reply)


@pytest.mark.parametrize(
    ("question", "cites"),
    [
        ("ライトニングトークのあとは何", ["drinks"]),
        ("what comes after the lightning talks", ["drinks"]),
        ("coffee machine talk", ["machine"]),
        ("how many talks", ["drinks", "lightning", "machine", "runtime"]),
        ("LTは何時から", ["lightning"]),
        ("佐藤健太", ["runtime"]),
    ],
)
def test_one_track_without_rooms_or_ends(question: str, cites: list[str]) -> None:
    assert sorted(cited(Talk(EVENING, at("05 18:00")).ask(question).reply)) == cites


def test_a_name_in_kanji_that_the_program_gives_is_answered_in_japanese() -> None:
    assert Talk(EVENING, at("05 18:00")).ask("佐藤健太").reply.language == "ja"
