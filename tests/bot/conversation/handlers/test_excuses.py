"""Whoever says to be late for a meeting, or not to come, gets the command that tells the other side."""

from __future__ import annotations

import pytest
from suites import conference
from suites.conference import ADA, Talk, at

from bot.actions import Action
from knowledge.identity import meeting_key

ASSISTANT = conference.assistant(search=conference.Silent(), composer=conference.compose)


@pytest.mark.parametrize(
    ("said", "meeting"),
    [
        ("i'll be late for my next meeting", "m1"),
        ("running late, sorry", "m1"),
        ("can't make it to the 4:10 one", "m2"),
        ("je ne pourrai pas venir à 16h10", "m2"),
        ("遅れます", "m1"),
    ],
)
def test_the_meeting_meant_is_handed_to_the_command(said: str, meeting: str) -> None:
    answered = Talk(ASSISTANT, at("05 15:00"), more={"email": ADA}).ask(said)
    assert answered.command == Action("late", (meeting_key(meeting),))


@pytest.mark.parametrize(
    "said", ["what if i'm late", "is the panel running late", "who can't come", "i'll be late for the panel"]
)
def test_a_question_is_no_excuse(said: str) -> None:
    assert Talk(ASSISTANT, at("05 15:00"), more={"email": ADA}).ask(said).command is None


def test_a_stranger_has_no_meeting_to_be_late_for() -> None:
    answered = Talk(ASSISTANT, at("05 15:00")).ask("i'll be late for my next meeting")
    assert (answered.command, answered.reply.kind) == (None, "refusal")
