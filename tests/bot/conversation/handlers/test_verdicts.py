"""Comparisons, tips and yes or no: a verdict that is computed, with the sessions it was computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from suites import conference
from suites.conference import Talk, cited, shown
from suites.frames import NOW, frame, resolved

from bot.conversation.policy import tell
from bot.conversation.request import Asked
from bot.conversation.scene import Scene
from bot.conversation.wording import View
from bot.nlu.types import Attribute, Goal, Order

if TYPE_CHECKING:
    from bot.messages import Reply

ASSISTANT = conference.assistant(search=conference.Silent(), composer=conference.compose)


def told(said: str, *head: Any, **more: Any) -> Reply:
    """What is answered to a frame that the heads did not make."""
    asked = frame(ASSISTANT, said, *head, **more)
    resolution = resolved(ASSISTANT, asked)
    view = View("en", NOW, conference.ZONE, None)
    scene = Scene(ASSISTANT._event, Asked(said, NOW), view, asked, resolution.query)
    return tell(scene, resolution).reply("en")


@pytest.mark.parametrize(
    ("said", "attribute", "verdict", "cites"),
    [
        ("is the [panel|type] longer than [the constellation|title]", Attribute.LENGTH,
         "is the longest", ["insurance", "panel"]),
        ("[debris|topic] and [hydrogen|title]: which is longer", Attribute.LENGTH,
         "equally long", ["debris", "hydrogen"]),
        ("what comes first, the [panel|type] or [the constellation|title]", Attribute.WHEN,
         "comes first", ["insurance", "panel"]),
        ("[debris|topic] or [hydrogen|title] first", Attribute.WHEN, "At the same time", ["debris", "hydrogen"]),
        ("[the constellation|title] or [debris|topic] ends first", Attribute.END,
         "ends first", ["debris", "insurance"]),
        ("[panel|type] and [hydrogen|title] in one room?", Attribute.WHERE,
         "Yes, in the same room", ["hydrogen", "panel"]),
        ("[debris|topic] and [hydrogen|title] in one room?", Attribute.WHERE,
         "No, in different rooms", ["debris", "hydrogen"]),
        ("[panel|type] and [optical links|title] on one day?", Attribute.DAY,
         "No, on different days", ["optics", "panel"]),
        ("[panel|type] and [law|title]: one speaker?", Attribute.WHO, "Yes, with the same speaker", ["law", "panel"]),
        ("[panel|type] and [the constellation|title]: one track?", Attribute.TRACK,
         "Yes, in the same track", ["insurance", "panel"]),
        ("[panel|type] and [the constellation|title]: one language?", Attribute.LANGUAGE,
         "does not say", ["insurance", "panel"]),
    ],
)  # fmt: skip
def test_what_is_compared(said: str, attribute: Attribute, verdict: str, cites: list[str]) -> None:
    reply = told(said, Goal.COMPARE, attribute)
    assert verdict in shown(reply)
    assert sorted(cited(reply)) == cites


@pytest.mark.parametrize(
    ("said", "attribute", "verdict"),
    [
        ("is the [panel|type] in the [Grand Hall|room-asked]", Attribute.WHERE, "Yes"),
        ("is the [panel|type] in [Kepler|room-asked]", Attribute.WHERE, "No"),
        ("does [Sato|person-asked] speak in the [panel|type]", Attribute.WHO, "No"),
        ("is [optical links|title] [tomorrow|time-asked]", Attribute.WHEN, "Yes"),
        ("is [optical links|title] [today|time-asked]", Attribute.WHEN, "No"),
    ],
)
def test_yes_or_no_comes_first(said: str, attribute: Attribute, verdict: str) -> None:
    assert shown(told(said, Goal.SESSIONS, attribute, polar=True)).startswith(verdict)


def test_a_tip_is_to_come_and_on_what_is_liked() -> None:
    reply = told("I like [the Moon|topic-like], what should I see", Goal.RECOMMEND)
    assert cited(reply) == ["law"]


def test_a_tip_for_somebody_who_liked_a_session_is_another_one() -> None:
    reply = told("I liked [hydrogen engines|title-like], what else", Goal.RECOMMEND)
    assert cited(reply)
    assert "hydrogen" not in cited(reply)


def test_what_is_not_there_is_shown_where_it_is() -> None:
    reply = told("[debris|topic] in the [Grand Hall|room]")
    assert not reply.answered
    assert cited(reply) == ["debris"]


def test_now_and_next_are_both_told() -> None:
    reply = told("what is on [now|time] and [next|time]", Goal.SESSIONS, Attribute.LIST, Order.NOW)
    assert {"hydrogen", "learning"} <= set(cited(reply))


def test_a_greeting_with_a_question_is_answered() -> None:
    talk = Talk(ASSISTANT, NOW)
    assert talk.ask("Good morning! Where is the panel on money?").reply.kind == "schedule"
