"""What is postponed or not confirmed is told so; that nothing is cancelled is not said while a title says otherwise."""

from __future__ import annotations

import pytest
from suites.conference import ADA, ZONE, Talk, at, session, shown
from suites.ears import encoder

from bot.conversation.assistant import Assistant
from bot.messages import SessionCard
from knowledge.model import Attendee, Event, Knowledge, Meeting, Program

SESSIONS = (
    session("nets", "Debris nets", "05 11:00", "11:30", cancelled=True, status="postponed"),
    session("tugs", "Space tugs", "05 12:00", "12:30", status="tentative"),
    session("dust", "Moon dust", "05 13:00", "13:30"),
)
MEETINGS = (
    Meeting("m1", at("05 15:30"), at("05 15:50"), "4", ADA, "bo@example.org", status="tentative"),
    Meeting("m2", at("05 16:30"), at("05 16:50"), "4", ADA, "cy@example.org", cancelled=True, status="postponed"),
)


def talk(*sessions: object) -> Talk:
    program = Program(sessions or SESSIONS)  # type: ignore[arg-type]
    people = (Attendee(ADA, "Ada Berg"),)
    knowledge = Knowledge(Event("Orbit Days", ZONE), program, (), MEETINGS, people)
    return Talk(Assistant(knowledge, None, None, encoder()), more={"email": ADA})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("when is debris nets", "“Debris nets” is postponed. The program gives no new time."),
        ("quand a lieu debris nets ?", "« Debris nets » est reporté."),
        ("is space tugs cancelled", "It is planned, but not confirmed yet."),
        ("what is cancelled", "postponed"),
    ],
)
def test_what_does_not_simply_take_place(question: str, said: str) -> None:
    assert said in shown(talk().ask(question).reply)


def test_a_tentative_session_s_card_says_so() -> None:
    reply = talk().ask("when is space tugs").reply
    (card,) = (block for block in reply.blocks if isinstance(block, SessionCard))
    assert (card.note, card.cancelled) == ("not confirmed yet", False)


def test_titles_that_speak_of_cancelling_are_shown_before_nothing_is_said_to_be() -> None:
    doubtful = session("ion", "Ion thrusters cancelled", "05 11:00", "11:30")
    told = shown(talk(doubtful).ask("is anything cancelled").reply)
    assert "these titles speak of it" in told
    assert "Ion thrusters cancelled" in told
    assert "Nothing is cancelled" in shown(talk(SESSIONS[2]).ask("is anything cancelled").reply)


def test_meetings_that_do_not_simply_take_place() -> None:
    told = shown(talk().ask("my meetings").reply)
    assert "not confirmed yet · table 4" in told
    assert "postponed" in told
