"""To follow a speaker or a room in words, and what "remind me" offers where several sessions are meant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from suites.ears import encoder

from bot.actions import Action
from bot.config import load
from bot.conversation.assistant import Assistant
from bot.conversation.request import Answered, Asked
from bot.messages import Choices
from bot.wiring.event import load_event
from knowledge.identity import short

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 16, 13, 20, tzinfo=ZoneInfo("Europe/Paris"))
KAZEKI, FOYER = ("speaker", short("kazeki jun")), ("room", short("foyer"))


@pytest.fixture(scope="module")
def assistant(root: Path) -> Assistant:
    return Assistant(load_event(load(root / "config.yaml"))[0], None, None, encoder())


def ask(assistant: Assistant, question: str) -> Answered:
    return assistant.answer(Asked(question, NOW))


@pytest.mark.parametrize(
    ("said", "followed"),
    [
        ("follow Kazeki", KAZEKI),
        ("suivre M. Kazeki", KAZEKI),
        ("Kazekiをフォローして", KAZEKI),
        ("I want to follow the foyer", FOYER),
    ],
)
def test_one_thing_that_is_named_is_followed(assistant: Assistant, said: str, followed: tuple[str, str]) -> None:
    assert ask(assistant, said).command == Action("follow", followed)


def test_to_follow_a_session_is_to_be_reminded_of_it(assistant: Assistant) -> None:
    assert ask(assistant, "follow the keynote").command == Action("remind", (short("keynote"),))


@pytest.mark.parametrize("question", ["which talks follow the keynote?", "what follows the panel", "follow"])
def test_what_comes_after_is_a_question(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).command is None


def test_where_several_sessions_are_meant_all_of_them_can_be_followed(assistant: Assistant) -> None:
    reply = ask(assistant, "remind me of everything in the foyer").reply
    (choices,) = (block for block in reply.blocks if isinstance(block, Choices))
    assert choices.choices[-1].label == "Follow Foyer"
    assert choices.choices[-1].action == ":".join(("follow", *FOYER))


def test_of_one_s_meetings_one_is_reminded_anyway(assistant: Assistant) -> None:
    assert ask(assistant, "rappelle-moi mes rendez-vous").command == Action("remind")
