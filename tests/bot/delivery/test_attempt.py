from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.delivery_stage import NOON, Stage
from sqlalchemy import text

from bot.delivery import attempt
from bot.messages import Address, Lane
from bot.ports import Outcome
from bot.store.records import Counts

if TYPE_CHECKING:
    import pytest


async def test_a_poison_message_fails_and_the_rest_goes_on(stage: Stage) -> None:
    stage.slack.script("poison", Outcome("failed", error="invalid_blocks"))
    stage.put("poison", announcement="x")
    stage.put("good", announcement="x")
    async with stage.running():
        await stage.is_("good", "sent")
        failed = await stage.is_("poison", "failed")
    assert (failed.error, failed.reason) == ("invalid_blocks", "refused")
    assert stage.counts("x") == Counts(delivered=1, failed=1)


async def test_a_text_that_cannot_be_read_any_more_fails_and_the_rest_goes_on(stage: Stage) -> None:
    stage.put("old")
    with stage.store._connected(write=True) as connection:
        connection.execute(text("UPDATE replies SET body = '{}'"))
    stage.put("good")
    async with stage.running():
        await stage.is_("good", "sent")
    assert stage.row("good").state == "sent"
    with stage.store._connected(write=False) as connection:
        rows = connection.execute(text("SELECT state, error FROM outbox ORDER BY number")).all()
    assert rows[0].state == "failed"
    assert "cannot be read" in rows[0].error


async def test_a_refused_message_is_tried_again_ever_later(stage: Stage) -> None:
    stage.slack.script("hello", *[Outcome("retry", error="busy")] * 3)
    stage.put("hello")
    async with stage.running():
        await stage.drive(lambda: stage.row("hello").state == "sent")
    seconds = [(taken.at - NOON).total_seconds() for taken in stage.slack.taken]
    assert seconds == [0, 1, 3, 7]
    assert stage.row("hello").attempts == 3


async def test_a_chat_that_has_to_wait_holds_nobody_else_up(stage: Stage) -> None:
    stage.slack.script("one", Outcome("retry", error="ratelimited", after=30))
    for words in ("one", "two"):
        stage.put(words, address=Address("slack", "D1"))
    stage.put("elsewhere")
    async with stage.running():
        await stage.is_("elsewhere", "sent")
        await stage.drive(lambda: stage.row("two").state == "sent")
    times = {(taken.words, (taken.at - NOON).total_seconds()) for taken in stage.slack.taken}
    assert times == {("one", 0), ("elsewhere", 0), ("one", 30), ("two", 30)}


async def test_who_cannot_be_reached_is_marked_and_the_rest_goes_on(stage: Stage) -> None:
    with stage.store.begin() as unit:
        person = unit.people.remember("telegram", "7", now=NOON, chat="7").id
    stage.telegram.script("hello", Outcome("unreachable", error="bot was blocked by the user"))
    stage.put("hello", Lane.ANNOUNCEMENT, person=person, announcement="x")
    stage.put("other", address=Address("telegram", "8"))
    async with stage.running():
        await stage.is_("other", "sent")
        await stage.is_("hello", "failed")
    assert stage.counts("x") == Counts(blocked=1)
    with stage.store.read() as unit:
        found = unit.people.get(person)
    assert found is not None
    assert found.trouble == "bot was blocked by the user"


async def test_a_group_that_moved_is_followed(stage: Stage) -> None:
    old = Address("telegram", "-1", thread="5", public=True)
    stage.telegram.script("hello", Outcome("moved", chat="-1001"))
    stage.put("hello", address=old)
    async with stage.running():
        await stage.is_("hello", "sent")
    assert [taken.address.chat for taken in stage.telegram.taken] == ["-1", "-1001"]
    assert stage.clock.now() == NOON


async def test_a_channel_that_raises_leaves_the_message_uncertain_and_goes_on(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.telegram.script("bad", ZeroDivisionError("oh"))
    stage.telegram.settling.append(ZeroDivisionError("again"))
    stage.put("bad", address=Address("telegram", "1"))
    stage.put("good", address=Address("telegram", "2"))
    async with stage.running():
        await stage.is_("good", "sent")
        uncertain = await stage.is_("bad", "uncertain")
        await stage.drive(lambda: any(taken.act == "settle" for taken in stage.telegram.taken))
    assert uncertain.error == "ZeroDivisionError: oh"
    assert "raised while sending" in caplog.text


async def test_a_platform_that_does_not_answer_leaves_the_message_uncertain(stage: Stage) -> None:
    stage.new_sender(patience=0.01)
    stage.slack.gate.clear()
    stage.put("hello")
    async with stage.running():
        uncertain = await stage.is_("hello", "uncertain")
    assert "no answer within" in uncertain.error


async def test_an_uncertain_message_that_arrived_is_found_and_never_sent_again(stage: Stage) -> None:
    stage.slack.script("hello", Outcome("uncertain", error="timeout"))
    stage.slack.settling.extend([Outcome("uncertain", after=30), Outcome("sent", message="m9")])
    stage.put("hello")
    async with stage.running():
        await stage.is_("hello", "uncertain")
        await stage.drive(lambda: stage.row("hello").state == "sent")
    looked = [(taken.at - NOON).total_seconds() for taken in stage.slack.taken if taken.act == "settle"]
    assert looked[0] == 5
    assert looked[1] >= 35
    assert stage.slack.said == ["hello"]
    assert stage.row("hello").message == "m9"


async def test_an_uncertain_message_that_surely_did_not_arrive_is_sent_again(stage: Stage) -> None:
    stage.slack.script("hello", Outcome("uncertain", error="timeout"))
    stage.slack.settling.append(Outcome("retry"))
    stage.put("hello")
    async with stage.running():
        await stage.is_("hello", "uncertain")
        await stage.drive(lambda: stage.row("hello").state == "sent")
    assert stage.slack.said == ["hello", "hello"]


async def test_what_nobody_can_know_stays_uncertain_and_visible(stage: Stage) -> None:
    stage.telegram.script("news", Outcome("uncertain", error="timeout"))
    stage.put("news", Lane.ANNOUNCEMENT, Address("telegram", "1"), announcement="x")
    async with stage.running():
        await stage.is_("news", "uncertain")
        await stage.drive(lambda: stage.clock.now() > NOON + timedelta(minutes=2))
    assert stage.telegram.said == ["news"]
    assert sum(taken.act == "settle" for taken in stage.telegram.taken) == 1
    assert stage.counts("x") == Counts(uncertain=1)
    assert stage.row("news").error == "timeout"


async def test_an_uncertain_edit_is_simply_made_again(stage: Stage) -> None:
    stage.telegram.script("page 2", Outcome("uncertain", error="timeout"))
    stage.put("page 2", address=Address("telegram", "1", message="m1"))
    async with stage.running():
        await stage.drive(lambda: stage.row("page 2").state == "sent")
    assert stage.telegram.said == ["page 2", "page 2"]


async def test_a_platform_that_does_not_answer_a_look_up_is_asked_again_later(stage: Stage) -> None:
    stage.new_sender(patience=0.01)
    stage.slack.script("hello", Outcome("uncertain", error="timeout"))
    hang = asyncio.Event()
    answer, stage.slack.settle = stage.slack.settle, lambda *_: hang.wait()
    stage.put("hello")
    async with stage.running():
        await stage.is_("hello", "uncertain")
        await stage.drive(lambda: stage.row("hello").error != "timeout")
        stage.slack.settle = answer
        stage.slack.settling.append(Outcome("sent", message="m1"))
        await stage.drive(lambda: stage.row("hello").state == "sent")


async def test_a_platform_that_keeps_silent_or_a_channel_at_fault_does_not_work(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    hang = asyncio.Event()
    assert await attempt.probe(stage.slack)
    stage.slack.works = hang.wait
    assert not await attempt.probe(stage.slack, patience=0.01)
    assert not caplog.records

    async def broken() -> bool:
        raise ZeroDivisionError

    stage.slack.works = broken
    assert not await attempt.probe(stage.slack)
    assert "slack channel raised" in caplog.text
