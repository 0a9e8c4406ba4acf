from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from fakes.delivery_stage import NOON, SECOND, Stage

from bot.messages import Address, Lane, Reply, Text
from bot.store.records import Counts, Outgoing


async def test_a_message_leaves_when_somebody_wakes_the_sender_and_not_at_the_next_poll(stage: Stage) -> None:
    async with stage.running():
        await stage.until(lambda: stage.clock.next_wake() is not None)
        delivery = stage.put("hello")
        await stage.slack.has(1)
        sent = await stage.is_("hello", "sent")
        assert stage.clock.now() == NOON
    assert (sent.id, sent.message, sent.at) == (delivery, "m1", NOON)
    assert stage.slack.taken[0].delivery == delivery


async def test_what_another_process_put_is_found_by_looking(stage: Stage) -> None:
    async with stage.running():
        await stage.until(lambda: stage.clock.next_wake() is not None)
        with stage.store.begin() as unit:
            unit.outbox.put(Outgoing("k", Lane.ANSWER, Reply((Text("hello"),)), Address("slack", "D1")), NOON)
        await stage.drive(lambda: bool(stage.slack.said))
        assert stage.clock.now() <= NOON + 2 * SECOND


async def test_a_message_leaves_at_its_time_and_not_at_a_poll_after_it(stage: Stage) -> None:
    due = NOON + timedelta(seconds=0.3)
    async with stage.running():
        stage.put("later", not_before=due)
        await stage.drive(lambda: bool(stage.slack.taken))
        assert stage.slack.taken[0].at == due


async def test_a_wake_may_come_from_any_thread_and_at_any_time(stage: Stage) -> None:
    stage.new_sender(threads=None)
    stage.sender.wake()
    async with stage.running():
        thread = threading.Thread(target=stage.put, args=("hello",))
        thread.start()
        await stage.slack.has(1)
        thread.join()
    stage.sender.wake()


async def test_both_platforms_are_served_each_in_order_of_lanes(stage: Stage) -> None:
    for words, lane in (("news", Lane.ANNOUNCEMENT), ("reminder", Lane.REMINDER), ("answer", Lane.ANSWER)):
        stage.put(words, lane)
        stage.put(f"t {words}", lane, Address("telegram", words))
    async with stage.running():
        await stage.slack.has(3)
        await stage.telegram.has(3)
    assert stage.slack.said == ["answer", "reminder", "news"]
    assert stage.telegram.said == ["t answer", "t reminder", "t news"]


async def test_messages_to_one_chat_keep_their_order_and_wait_for_each_other(stage: Stage) -> None:
    chat = Address("slack", "D1")
    stage.slack.gate.clear()
    for words in ("one", "two", "three"):
        stage.put(words, address=chat)
    stage.put("elsewhere")
    async with stage.running():
        await stage.slack.has(2)
        assert set(stage.slack.said) == {"one", "elsewhere"}
        stage.slack.gate.set()
        await stage.slack.has(4)
    assert [words for words in stage.slack.said if words != "elsewhere"] == ["one", "two", "three"]


async def test_a_private_chat_is_opened_once_and_remembered(stage: Stage) -> None:
    with stage.store.begin() as unit:
        person = unit.people.remember("slack", "U1", now=NOON).id
    stage.put("hello", person=person)
    async with stage.running():
        await stage.slack.has(1)
        await stage.is_("hello", "sent")
        stage.put("again", person=person)
        await stage.slack.has(2)
    assert [taken.address.chat for taken in stage.slack.taken] == ["chat of U1"] * 2
    assert stage.row("again").address.chat == "chat of U1"


@pytest.mark.parametrize(("chat", "state"), [("", "failed"), (RuntimeError("down"), "pending")])
async def test_a_private_chat_that_cannot_be_opened(stage: Stage, chat: str | Exception, state: str) -> None:
    with stage.store.begin() as unit:
        person = unit.people.remember("slack", "U1", now=NOON).id
    stage.slack.chats["U1"] = chat
    stage.put("hello", person=person)
    stage.put("other")
    async with stage.running():
        await stage.slack.has(1)
        await stage.until(lambda: stage.row("hello").error != "")
    assert stage.row("hello").state == state
    assert stage.slack.said == ["other"]


async def test_a_message_is_taken_back(stage: Stage) -> None:
    stage.put("gone", address=Address("slack", "D1", message="m7"), act="delete")
    async with stage.running():
        await stage.slack.has(1, "delete")
        await stage.is_("gone", "sent")
    assert stage.slack.taken[0].address.message == "m7"


async def test_stopping_finishes_what_is_in_flight_and_nothing_else(stage: Stage) -> None:
    stage.slack.gate.clear()
    stage.put("in flight")
    task = asyncio.create_task(stage.sender.run())
    await stage.slack.has(1)
    stage.put("still waiting", not_before=NOON + SECOND)
    stopping = asyncio.create_task(stage.sender.stop())
    await asyncio.sleep(0.01)
    assert not stopping.done()
    stage.slack.gate.set()
    await stopping
    await task
    assert stage.row("in flight").state == "sent"
    assert stage.row("still waiting").state == "pending"
    with stage.store.read() as unit:
        assert unit.leases.living(NOON) == set()


async def test_stopping_what_was_never_started_is_no_trouble(stage: Stage) -> None:
    await stage.sender.stop()


async def test_a_sender_that_dies_leaves_what_was_in_flight_uncertain_and_the_rest_for_the_next(stage: Stage) -> None:
    stage.slack.gate.clear()
    stage.put("in flight", announcement="x")
    dying = asyncio.create_task(stage.sender.run())
    await stage.slack.has(1)
    stage.put("waiting", not_before=NOON + SECOND, announcement="x")
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    stage.slack.gate.set()
    assert stage.counts("x") == Counts(waiting=2)

    async with stage.running(stage.new_sender()):
        await stage.is_("in flight", "uncertain")
        await stage.drive(lambda: stage.row("waiting").state == "sent")
        await stage.drive(lambda: any(taken.act == "settle" for taken in stage.slack.taken))
    assert stage.slack.said == ["in flight", "waiting"]
    assert stage.counts("x") == Counts(delivered=1, uncertain=1)


async def test_only_one_sender_sends_and_another_takes_over(stage: Stage) -> None:
    first, second = stage.sender, stage.new_sender()
    async with stage.running(second):
        async with stage.running(first):
            await stage.until(lambda: stage.clock.next_wake() is not None)
            stage.put("one")
            first.wake()
            await stage.drive(lambda: bool(stage.slack.said))
        stage.put("two")
        await stage.drive(lambda: len(stage.slack.said) == 2)
    assert stage.slack.said == ["one", "two"]
