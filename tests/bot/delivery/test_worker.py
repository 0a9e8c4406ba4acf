from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.delivery_stage import NOON, SECOND, Stage
from sqlalchemy import event

from bot.delivery.limits import TELEGRAM
from bot.messages import Address, Lane, Reply, Text
from bot.ports import Outcome
from bot.store.records import Outgoing

if TYPE_CHECKING:
    from bot.store.engine import Store


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
        stage.slack.script(f"m{number}", Outcome("retry", error="HTTP 500"))
        stage.put(f"m{number}")
    async with stage.running():
        await stage.drive(lambda: all(stage.row(f"m{number}").state == "sent" for number in range(8)))
    assert SECOND <= stage.clock.now() - NOON < 30 * SECOND
    assert len([taken for taken in stage.slack.taken if taken.act == "send"]) == 16


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
        await stage.drive(lambda: stage.row("answer").state == "sent")
        assert stage.row("answer").at - asked <= 0.5 * SECOND
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


async def test_without_limits_a_crowd_is_served_at_once(stage: Stage) -> None:
    with stage.store.begin() as unit:
        said = Reply((Text("x"),))
        unit.outbox.put_all([Outgoing(f"{n}", Lane.ANSWER, said, Address("slack", f"{n}")) for n in range(170)], NOON)
    async with stage.running():
        await stage.slack.has(170)
    assert stage.clock.now() == NOON
