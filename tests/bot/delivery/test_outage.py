from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import pytest
from fakes.delivery_stage import NOON, SECOND
from fakes.scripted_channel import ScriptedChannel

from bot.clock import ManualClock
from bot.delivery.limits import UNLIMITED, Limits
from bot.delivery.outage import Outage
from bot.delivery.retry import TROUBLE
from bot.delivery.stopwatch import Stopwatch
from bot.messages import Lane
from bot.ports import Outcome

if TYPE_CHECKING:
    from fakes.delivery_stage import Stage

LOST = Outcome("uncertain", error="HTTP 502")
CROWD = 20


@pytest.fixture
def crowd(stage: Stage) -> list[str]:
    """Announcements that all get lost once."""
    words = [f"news {number}" for number in range(CROWD)]
    for word in words:
        stage.slack.script(word, LOST)
    return words


def asked_at(stage: Stage) -> list[float]:
    return [(taken.at - NOON).total_seconds() for taken in stage.slack.taken if taken.act == "works"]


def states(stage: Stage, words: list[str]) -> list[str]:
    return [stage.row(word).state for word in words]


async def one_by_one(stage: Stage, words: list[str]) -> None:
    """Put messages, each when the one before was answered for."""
    for word in words:
        stage.put(word, Lane.ANNOUNCEMENT)
        await stage.until(lambda word=word: stage.row(word).state != "pending" or bool(asked_at(stage)))


async def test_few_messages_find_out_that_a_platform_is_down_and_none_leaves_until_it_is_back(
    stage: Stage, crowd: list[str]
) -> None:
    stage.slack.is_down = True
    async with stage.running():
        await one_by_one(stage, crowd)
        await stage.drive(lambda: stage.clock.now() >= NOON + 60 * SECOND)
        found_out = TROUBLE + 1  # one after twenty seconds
        assert len(stage.slack.said) == found_out
        assert states(stage, crowd) == ["uncertain"] * found_out + ["pending"] * (CROWD - found_out)
        pauses = [later - earlier for earlier, later in zip(asked_at(stage), asked_at(stage)[1:], strict=False)]
        assert asked_at(stage)[0] == 0
        assert min(pauses) == 1
        assert max(pauses) <= 1.5
        stage.slack.is_down = False
        stage.slack.answers.clear()
        await stage.drive(lambda: "pending" not in states(stage, crowd))
    assert stage.clock.now() < NOON + 66 * SECOND


async def test_while_messages_fail_though_the_platform_answers_they_try_one_by_one_and_ever_later(
    stage: Stage, crowd: list[str]
) -> None:
    async with stage.running():
        await one_by_one(stage, crowd)
        await stage.drive(lambda: "pending" not in states(stage, crowd[: TROUBLE + 7]))
    tried = [(taken.at - NOON).total_seconds() for taken in stage.slack.taken if taken.act == "send"]
    assert tried[: TROUBLE + 7] == [0] * (TROUBLE + 1) + [1, 3, 7, 15, 31, 51]


async def test_an_answer_is_the_first_to_leave_when_the_platform_is_back(stage: Stage, crowd: list[str]) -> None:
    stage.slack.is_down = True
    async with stage.running():
        await one_by_one(stage, crowd)
        stage.put("answer")
        stage.slack.is_down = False
        stage.slack.answers.clear()
        await stage.drive(lambda: "pending" not in states(stage, crowd))
    assert stage.slack.said[TROUBLE] == "answer"


async def test_a_platform_that_dislikes_the_probe_is_found_to_work_all_the_same(stage: Stage, crowd: list[str]) -> None:
    stage.slack.is_down = True
    async with stage.running():
        await one_by_one(stage, crowd)
        stage.slack.answers.clear()
        await stage.drive(lambda: "pending" not in states(stage, crowd))
    assert stage.clock.now() - NOON < 30 * SECOND


async def test_what_arrives_late_does_not_end_an_outage() -> None:
    clock = ManualClock(NOON)
    channel, limits, watch = ScriptedChannel("slack", clock), Limits(UNLIMITED), Stopwatch(clock, 1)
    outage = Outage(channel, clock, limits, watch, stretch=1)
    channel.is_down = True
    lasting = asyncio.create_task(outage.last(lambda: 0.0))
    await channel.has(1, "works")
    assert outage.note("late", Outcome("sent")) == 0
    assert limits.opens(1) == math.inf
    channel.is_down = False
    while clock.next_wake() is None:  # noqa: ASYNC110 - no event tells that somebody sleeps
        await asyncio.sleep(0)
    clock.advance(SECOND)
    await lasting
    assert limits.opens(1) <= 1


async def test_what_was_refused_by_a_platform_that_is_down_goes_out_soon_after(stage: Stage) -> None:
    stage.slack.is_down = True
    stage.slack.script("hello", Outcome("retry", error="no connection", whole=True))
    stage.put("hello")
    async with stage.running():
        await stage.drive(lambda: len(asked_at(stage)) == 3)
        stage.slack.is_down = False
        await stage.drive(lambda: stage.row("hello").state == "sent")
    assert stage.clock.now() <= NOON + 4 * SECOND
    assert stage.row("hello").attempts == 0


async def test_a_platform_that_tells_how_long_to_wait_is_not_down(stage: Stage) -> None:
    for number in range(TROUBLE + 2):
        stage.slack.script(f"m{number}", Outcome("retry", error="ratelimited", after=5))
        stage.put(f"m{number}")
    async with stage.running():
        await stage.drive(lambda: all(stage.row(f"m{number}").state == "sent" for number in range(TROUBLE + 2)))
    assert asked_at(stage) == []


async def test_a_sender_that_stops_during_an_outage_waits_for_nothing(stage: Stage, crowd: list[str]) -> None:
    stage.slack.is_down = True
    async with stage.running():
        await one_by_one(stage, crowd)
        await stage.until(lambda: bool(asked_at(stage)))
    assert stage.clock.now() == NOON
    assert set(states(stage, crowd)) == {"uncertain", "pending"}
