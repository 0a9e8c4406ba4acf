from __future__ import annotations

import asyncio
import sqlite3
import threading
from concurrent.futures import Executor, Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.scripted_channel import ScriptedChannel
from sqlalchemy import event, text

from bot.clock import ManualClock
from bot.delivery.limits import TELEGRAM
from bot.delivery.sender import Sender
from bot.messages import Address, Lane, Reply, Text
from bot.ports import Outcome
from bot.store.engine import Store
from bot.store.records import Counts, Outgoing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from bot.delivery.limits import Rules
    from bot.store.records import Delivery

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Inline(Executor):
    """Does the work at once: with it, nothing happens but in the loop, and tests know when nothing more will."""

    def submit(self, work: Callable[..., object], /, *args: object, **more: object) -> Future[object]:
        future: Future[object] = Future()
        try:
            future.set_result(work(*args, **more))
        except Exception as error:  # noqa: BLE001 - it is the future's now
            future.set_exception(error)
        return future


class Stage:
    """A store, a clock that is moved by hand, two platforms, and senders between them."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, ManualClock(NOON)
        self.slack, self.telegram = ScriptedChannel("slack", self.clock), ScriptedChannel("telegram", self.clock)
        self.sender = self.new_sender()

    def new_sender(self, rules: dict[str, Rules] | None = None, **more: object) -> Sender:
        channels = {"slack": self.slack, "telegram": self.telegram}
        options = {"chance": lambda: 0.0, "threads": Inline(), **more}
        self.sender = Sender(self.store, channels, self.clock, rules or {}, **options)  # type: ignore[arg-type]
        return self.sender

    def put(self, words: str, lane: Lane = Lane.ANSWER, address: Address | None = None, **more: object) -> str:
        """Put a message under its words; to a chat of its own on Slack, unless told otherwise."""
        to = None if "person" in more and address is None else address or Address("slack", words)
        with self.store.begin() as unit:
            said = Reply((Text(words),))
            delivery = unit.outbox.put(Outgoing(words, lane, said, to, **more), self.clock.now())  # type: ignore[arg-type]
        assert delivery is not None
        self.sender.wake()
        return delivery

    def row(self, words: str) -> Delivery:
        with self.store.read() as unit:
            found = unit.outbox.by_key(words)
        assert found is not None
        return found

    def counts(self, announcement: str) -> Counts:
        with self.store.read() as unit:
            return unit.ledger.counts(announcement)

    @asynccontextmanager
    async def running(self, sender: Sender | None = None) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task((sender or self.sender).run())
        yield task
        async with asyncio.timeout(30):
            await (sender or self.sender).stop()
            await task

    async def rest(self) -> None:
        """Let everything go on that can without the clock."""
        for _ in range(30):
            await asyncio.sleep(0)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so, without moving the clock."""
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - what is waited for may happen in threads
                await asyncio.sleep(0.001)

    async def drive(self, condition: Callable[[], bool]) -> None:
        """Move the clock from one instant that somebody waits for to the next until something is so."""
        async with asyncio.timeout(30):
            while not condition():
                await self.rest()
                wake = self.clock.next_wake()
                if wake is not None and not condition():
                    self.clock.advance(wake - self.clock.now())

    async def is_(self, words: str, state: str) -> Delivery:
        await self.until(lambda: self.row(words).state == state)
        return self.row(words)


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open("sqlite://")
    yield store
    store.close()


@pytest.fixture
async def stage(store: Store) -> Stage:
    return Stage(store)


# Sending


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


# Trouble with one message


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


# Uncertain messages


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
    answer, stage.slack.settle = stage.slack.settle, lambda *_: hang.wait()  # type: ignore[method-assign, assignment]
    stage.put("hello")
    async with stage.running():
        await stage.is_("hello", "uncertain")
        await stage.drive(lambda: stage.row("hello").error != "timeout")
        stage.slack.settle = answer  # type: ignore[method-assign]
        stage.slack.settling.append(Outcome("sent", message="m1"))
        await stage.drive(lambda: stage.row("hello").state == "sent")


# Trouble with a platform


async def test_a_platform_that_halts_stops_its_own_messages_only(stage: Stage) -> None:
    stage.telegram.script("one", Outcome("retry", error="flood", after=60, whole=True))
    stage.put("one", address=Address("telegram", "1"))
    async with stage.running():
        await stage.telegram.has(1)
        await stage.until(lambda: stage.row("one").error == "flood")
        stage.put("two", address=Address("telegram", "2"))
        stage.put("slack goes on")
        await stage.is_("slack goes on", "sent")
        await stage.drive(lambda: stage.row("two").state == "sent" and stage.row("one").state == "sent")
    seconds = [(taken.at - NOON).total_seconds() for taken in stage.telegram.taken]
    assert seconds == [0, 60, 60]
    assert stage.row("one").attempts == 0


async def test_a_platform_that_refuses_everybody_is_left_alone_for_a_while(stage: Stage) -> None:
    for number in range(8):
        stage.slack.script(f"m{number}", *[Outcome("retry", error="HTTP 500")] * 2)
        stage.put(f"m{number}")
    async with stage.running():
        await stage.slack.has(8)
        await stage.drive(lambda: all(stage.row(f"m{number}").state == "sent" for number in range(8)))
    assert stage.clock.now() - NOON < timedelta(minutes=2)
    assert len(stage.slack.said) == 24


async def test_telegrams_limits_hold_and_answers_pass_an_announcement(stage: Stage) -> None:
    stage.new_sender({"telegram": TELEGRAM})
    with stage.store.begin() as unit:
        said = Reply((Text("news"),))
        to = [Address("telegram", str(number)) for number in range(300)]
        unit.outbox.put_all([Outgoing(a.chat, Lane.ANNOUNCEMENT, said, a, announcement="x") for a in to], NOON)
    async with stage.running():
        await stage.drive(lambda: len(stage.telegram.taken) > 100)
        asked = stage.clock.now()
        stage.put("answer", address=Address("telegram", "asker"))
        await stage.is_("answer", "sent")
        assert stage.row("answer").at - asked <= 2 * SECOND
        await stage.drive(lambda: stage.counts("x").delivered == 300)
    times = sorted(taken.at for taken in stage.telegram.taken)
    assert all(sum(at <= t < at + SECOND for t in times) <= 30 for at in times)
    assert stage.clock.now() - NOON < timedelta(seconds=300 / 28 * 1.3)


async def test_a_clock_sixty_times_as_fast_does_not_make_the_platform_faster(stage: Stage) -> None:
    stage.clock.speed = 60
    stage.new_sender({"slack": TELEGRAM})
    stage.slack.script("two", Outcome("retry", error="ratelimited", after=7))
    for words in ("one", "two"):
        stage.put(words, address=Address("slack", "D1"))
    async with stage.running():
        await stage.drive(lambda: stage.row("two").state == "sent")
    minutes = [(taken.at - NOON).total_seconds() / 60 for taken in stage.slack.taken]
    assert minutes[0] == 0
    assert 1 <= minutes[1] < 2
    assert 8 <= minutes[2] < 10


async def test_a_fake_platform_may_follow_the_clock(stage: Stage) -> None:
    stage.clock.speed = 60
    stage.new_sender({"slack": TELEGRAM}, follow_clock=True)
    for words in ("one", "two"):
        stage.put(words, address=Address("slack", "D1"))
    async with stage.running():
        await stage.drive(lambda: stage.row("two").state == "sent")
    assert SECOND <= stage.slack.taken[1].at - stage.slack.taken[0].at < 3 * SECOND


# Starting, stopping, dying


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


async def test_a_sender_keeps_its_lease_while_its_platform_is_halted(stage: Stage) -> None:
    stage.slack.script("hello", Outcome("retry", after=300, whole=True))
    stage.put("hello")
    async with stage.running():
        await stage.slack.has(1)
        for _ in range(10):
            later = stage.clock.now() + 6 * SECOND
            await stage.drive(lambda later=later: stage.clock.now() >= later)
            with stage.store.read() as unit:
                assert len(unit.leases.living(stage.clock.now())) == 2


def count_turns(store: Store) -> list[str]:
    """A list that grows with every statement from now on."""
    turns: list[str] = []

    @event.listens_for(store._engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        turns.append(statement)

    return turns


async def test_what_cannot_leave_now_does_not_keep_the_sender_spinning(stage: Stage) -> None:
    with stage.store.begin() as unit:
        news = unit.announcements.draft({"en": "x"}, "", "slack:U1", NOON)
        unit.announcements.advance(news, ["draft"], "paused", NOON)
    stage.put("paused", Lane.ANNOUNCEMENT, announcement=news)
    with stage.store.begin() as unit:
        person = unit.people.remember("slack", "U1", now=NOON, chat="D1").id
    stage.slack.script("forgotten", Outcome("uncertain", error="timeout"))
    stage.put("forgotten", person=person)
    stage.slack.script("lost", *[Outcome("uncertain", error="timeout")] * 2)
    stage.put("lost")
    async with stage.running():
        await stage.is_("forgotten", "uncertain")
        await stage.is_("lost", "uncertain")
        with stage.store.begin() as unit:
            unit.people.forget(person, NOON)
        await stage.drive(lambda: any(taken.act == "settle" for taken in stage.slack.taken))
        for _ in range(3):
            await stage.rest()
            turns = count_turns(stage.store)
            await stage.rest()
            assert not turns
            wake = stage.clock.next_wake()
            assert wake is not None
            stage.clock.advance(wake - stage.clock.now())
        assert stage.slack.said == ["forgotten", "lost"]


async def test_a_clock_that_is_set_back_an_hour_holds_nothing_up(stage: Stage) -> None:
    stage.slack.script("refused", Outcome("retry", error="busy"), Outcome("retry", error="busy"))
    stage.slack.script("lost", Outcome("uncertain", error="timeout"))
    stage.slack.settling.append(Outcome("sent", message="m9"))
    for words in ("refused", "lost"):
        stage.put(words)
    stage.put("due later", not_before=NOON + 30 * SECOND)
    async with stage.running():
        await stage.is_("lost", "uncertain")
        stage.clock.advance(timedelta(hours=-1))
        began = stage.clock.now()
        stage.put("at once")
        await stage.drive(lambda: all(stage.row(w).state == "sent" for w in ("refused", "lost", "at once")))
        assert stage.clock.now() - began < timedelta(seconds=30)
        assert stage.row("due later").state == "pending"


async def test_a_machine_that_slept_sends_what_is_still_useful(stage: Stage) -> None:
    async with stage.running():
        await stage.rest()
        stage.put("keynote", Lane.REMINDER, not_before=NOON + 60 * SECOND, useful_until=NOON + 600 * SECOND)
        stage.put("lunch", Lane.REMINDER, not_before=NOON + 900 * SECOND, useful_until=NOON + 1500 * SECOND)
        stage.clock.advance(timedelta(minutes=20))
        await stage.drive(lambda: stage.row("lunch").state == "sent")
    assert stage.slack.said == ["lunch"]
    assert stage.row("keynote").reason == "stale"


async def test_a_database_that_fails_for_a_while_loses_nothing(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/r.db?timeout=0.01")
    stage = Stage(store)
    stage.slack.gate.clear()
    stage.put("hello")
    async with stage.running():
        await stage.slack.has(1)
        other = sqlite3.connect(tmp_path / "r.db")
        other.execute("BEGIN IMMEDIATE")
        stage.slack.gate.set()
        await stage.drive(lambda: stage.clock.now() > NOON + 3 * SECOND)
        assert stage.row("hello").state == "claimed"
        other.close()
        await stage.drive(lambda: stage.row("hello").state == "sent")
    assert stage.slack.said == ["hello"]
    store.close()


async def test_a_database_that_fails_for_long_leaves_the_message_uncertain_after_a_restart(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/r.db?timeout=0.001")
    stage = Stage(store)
    stage.slack.gate.clear()
    stage.put("hello")
    async with stage.running():
        await stage.slack.has(1)
        other = sqlite3.connect(tmp_path / "r.db")
        other.execute("BEGIN IMMEDIATE")
        stage.slack.gate.set()
        await stage.drive(lambda: stage.clock.now() > NOON + timedelta(minutes=5))
        other.close()
    assert stage.row("hello").state == "claimed"
    async with stage.running(stage.new_sender()):
        await stage.drive(lambda: stage.row("hello").state == "uncertain")
    store.close()


async def test_a_database_without_its_tables_is_told_and_used_again_when_they_are_back(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.running():
        await stage.rest()
        with stage.store._connected(write=True) as connection:
            connection.execute(text("ALTER TABLE leases RENAME TO elsewhere"))
        await stage.drive(lambda: "cannot use the database" in caplog.text)
        with stage.store._connected(write=True) as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO leases"))
        stage.put("hello")
        await stage.drive(lambda: stage.row("hello").state == "sent")


async def test_a_fault_of_ours_is_logged_and_does_not_end_the_loop(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    chances = iter([ZeroDivisionError()])

    def chance() -> float:
        for fault in chances:
            raise fault
        return 0.0

    stage.new_sender(chance=chance)
    stage.put("one")
    async with stage.running():
        await stage.drive(lambda: "stumbled" in caplog.text)
        stage.put("two", address=Address("slack", "one"))
        await stage.drive(lambda: stage.row("two").state == "sent")
    assert stage.row("one").state == "claimed"


async def test_without_limits_a_crowd_is_served_at_once(stage: Stage) -> None:
    with stage.store.begin() as unit:
        said = Reply((Text("x"),))
        unit.outbox.put_all([Outgoing(f"{n}", Lane.ANSWER, said, Address("slack", f"{n}")) for n in range(170)], NOON)
    async with stage.running():
        await stage.slack.has(170)
    assert stage.clock.now() == NOON
