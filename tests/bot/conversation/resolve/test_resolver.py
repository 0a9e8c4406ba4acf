"""From a frame to what the program has of it, without the heads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from suites import conference
from suites.frames import NOW, frame, resolved

from bot.nlu.types import Act, Attribute, Goal, Kind, Order

if TYPE_CHECKING:
    from bot.conversation.resolve.resolver import Resolution

ASSISTANT = conference.assistant(search=conference.Silent(), composer=conference.compose)


def ask(said: str, *head: Any, **more: Any) -> Resolution:
    return resolved(ASSISTANT, frame(ASSISTANT, said, *head, **more))


def ids(resolution: Resolution) -> list[str]:
    selector = ASSISTANT._event.selector
    return [session.id for session in selector.select(resolution.query, NOW).sessions]


@pytest.mark.parametrize(
    ("said", "order", "expected"),
    [
        ("the [panel|type]", Order.ALL, ["panel"]),
        ("[Sato|person]", Order.ALL, ["optics"]),
        ("what is in [Kepler|room]", Order.NOW, ["debris"]),
        ("[tomorrow|time] in [Kepler|room]", Order.NOW, ["optics"]),
        ("the [closing keynote|type]", Order.ALL, ["decade"]),
        ("talks about [debris|topic]", Order.ALL, ["debris"]),
        ("what is after the [panel|type-anchor]", Order.AFTER, ["reception"]),
        ("[debris|topic] talks by [the Director|person]", Order.ALL, []),
    ],
)
def test_slots_choose_sessions(said: str, order: Order, expected: list[str]) -> None:
    assert ids(ask(said, Goal.SESSIONS, Attribute.LIST, order)) == expected


@pytest.mark.parametrize(
    ("said", "unknown", "kind"),
    [
        ("when does [Zork Zebra|person] speak", "Zork Zebra", Kind.PERSON),
        ("what is in [room 77|room]", "room 77", Kind.ROOM),
        ("talks about [falconry|topic]", "falconry", Kind.TOPIC),
        ("[mentoring round 7|title]", "mentoring round 7", Kind.TITLE),
    ],
)
def test_what_the_program_does_not_have_is_told(said: str, unknown: str, kind: Kind) -> None:
    found = ask(said)
    assert (found.unknown, found.unknown_kind) == (unknown, kind)


def test_what_is_left_out_is_not_shown() -> None:
    found = ask("[today|time] except in the [Grand Hall|room]")
    assert found.query.excluded == (("rooms", ("Grand Hall",)),)
    assert not {"hydrogen", "reuse", "panel"} & set(ids(found))


def test_a_limit_leaves_what_ends_later() -> None:
    found = ask("I must leave at [12:00|time-until], what can I see", Goal.SESSIONS)
    assert found.query.limit.until == conference.at("05 12:00")
    assert ids(found) == ["insurance", "debris", "hydrogen"] or set(ids(found)) == {"insurance", "debris", "hydrogen"}


def test_free_between_two_hours_is_both_limits() -> None:
    limit = ask("I am free only [from 10:30 to 11:15|time-from]").query.limit
    assert (limit.since, limit.until) == (conference.at("05 10:30"), conference.at("05 11:15"))


def test_a_limit_takes_the_day_that_is_named_elsewhere() -> None:
    limit = ask("I come [tomorrow|time] at [11:00|time-from]").query.limit
    assert limit.since == conference.at("06 11:00")


def test_a_length_limits_too() -> None:
    assert ask("something of at most [30 minutes|duration-max]").query.limit.longest == timedelta(minutes=30)


def test_what_is_to_be_confirmed_does_not_choose() -> None:
    found = ask("is the [panel|type] in [Kepler|room-asked]", Goal.SESSIONS, Attribute.WHERE, polar=True)
    assert found.query.asked == (("rooms", ("Room Kepler",)),)
    assert ids(found) == ["panel"]


def test_two_things_are_compared_each_by_its_sessions() -> None:
    found = ask("is the [panel|type] longer than [lunch|type]", Goal.COMPARE, Attribute.LENGTH)
    assert found.query.operands == (("panel",), ("lunch-1", "lunch-2"))


def test_somebody_and_their_subject_are_one_session_and_nothing_to_compare() -> None:
    found = ask("[Gauthier|person] and the [debris|topic]", Goal.COMPARE, Attribute.WHEN)
    assert (found.query.goal, found.query.sessions) == (Goal.SESSIONS, ("debris",))


@pytest.mark.parametrize(
    ("said", "goal", "meant"),
    [
        ("don't remind me of the [panel|type]", Goal.REMIND, Goal.UNREMIND),
        ("no more reminders", Goal.REMIND, Goal.MUTE),
        ("don't forget to remind me of the [panel|type]", Goal.REMIND, Goal.REMIND),
        ("asdf", Goal.SESSIONS, Goal.SAME),
        ("the [keynotes|type] with their speakers", Goal.TRACKS, Goal.SESSIONS),
    ],
)
def test_what_a_word_makes_of_a_goal(said: str, goal: Goal, meant: Goal) -> None:
    assert ask(said, goal).query.goal is meant


def test_a_title_that_is_known_may_have_other_words_beside_it() -> None:
    found = ask("the [hydrogen engines|title] one in the [workshop barn|type]")
    assert (found.unknown, ids(found)) == ("", ["hydrogen"])


def test_a_follow_up_keeps_what_it_does_not_change() -> None:
    before = ask("what is in [Kepler|room] [tomorrow|time]")
    from bot.conversation.context import Context

    context = Context(("optics",), ("optics",), before.query, at=NOW)
    after = resolved(ASSISTANT, frame(ASSISTANT, "and in the [Grand Hall|room]?", Goal.SAME, act=Act.FOLLOW), context)
    assert after.query.rooms == ("Grand Hall",)
    assert after.query.window == before.query.window


def test_a_correction_takes_back_what_was_meant() -> None:
    before = ask("when is the [panel|type]", Goal.SESSIONS, Attribute.WHEN)
    from bot.conversation.context import Context

    context = Context(("panel",), ("panel",), before.query, at=NOW)
    after = resolved(
        ASSISTANT, frame(ASSISTANT, "no, I meant the [antenna|title]", Goal.SAME, act=Act.CORRECT), context
    )
    assert (ids(after), after.query.attribute) == (["antenna"], Attribute.WHEN)


def test_a_question_to_the_texts_goes_on() -> None:
    from bot.conversation.context import Context

    context = Context(text="what did Finland say about trade?", voice="Finland", at=NOW)
    after = resolved(ASSISTANT, frame(ASSISTANT, "and about [climate|topic]?", Goal.SAID, act=Act.FOLLOW), context)
    assert (after.query.text, after.query.voice) == ("what did Finland say about trade? and about climate?", "Finland")
