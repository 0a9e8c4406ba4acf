from __future__ import annotations

import math
import random
import statistics
from collections import defaultdict, deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.delivery import limits
from bot.delivery.limits import LATEST, SLACK, TELEGRAM, UNLIMITED, Limits, Rules, Window
from bot.delivery.stopwatch import Stopwatch
from bot.messages import Lane

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
ANNOUNCEMENT, ANSWER = Lane.ANNOUNCEMENT, Lane.ANSWER

TELEGRAM_ITSELF = Rules(rate=math.inf, burst=0, whole=Window(30, 1), chat=Window(1, 1), group=Window(20, 60))
SLACK_ITSELF = Rules(rate=math.inf, burst=0, whole=Window(8, 1), chat=Window(1, 1))


class Platform:
    """Counts as the platform does: every window of its limits, from when a message reaches it."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.taken = 0
        self._arrived: dict[str, deque[float]] = defaultdict(deque)

    def take(self, chat: str, at: float, *, public: bool) -> None:
        self.taken += 1
        self._count("", self.rules.whole, at)
        self.take_chat(chat, at, public=public)

    def take_chat(self, chat: str, at: float, *, public: bool) -> None:
        self._count(f"chat {chat}", self.rules.chat, at)
        if public and self.rules.group:
            self._count(f"group {chat}", self.rules.group, at)

    def _count(self, place: str, window: Window, at: float) -> None:
        arrived = self._arrived[place]
        while arrived and arrived[0] <= at - window.seconds + 1e-9:
            arrived.popleft()
        arrived.append(at)
        assert len(arrived) <= window.count, f"{len(arrived)} messages to {place or 'all'} in {window.seconds} s"


@pytest.mark.parametrize(("ours", "theirs"), [(TELEGRAM, TELEGRAM_ITSELF), (SLACK, SLACK_ITSELF)])
@pytest.mark.parametrize("seed", range(2))
def test_in_an_hour_of_anything_no_window_of_the_platform_is_ever_exceeded(
    ours: Rules, theirs: Rules, seed: int
) -> None:
    """Messages take up to two seconds to arrive, and the platform's answer as long again; some never get one."""
    chance, clock = random.Random(seed), ManualClock(NOON)  # noqa: S311 - no secret
    watch, mine, platform = Stopwatch(clock, 1), Limits(ours), Platform(theirs)
    arriving: list[tuple[float, str, bool]] = []
    answering: list[tuple[float, str, bool]] = []
    now, slow = 0.0, 0.01
    while now < 3600:
        for at, chat, public in sorted(flight for flight in arriving if flight[0] <= now):
            arriving.remove((at, chat, public))
            platform.take(chat, at, public=public)
        for answer in [flight for flight in answering if flight[0] <= now]:
            answering.remove(answer)
            mine.done(answer[1], now, public=answer[2])
        public = chance.random() < 0.5
        chat = f"{'group' if public else 'chat'} {int(chance.paretovariate(0.7)) % 50}"
        verdict, free = mine.ask(chat, chance.choice(list(Lane)), now, public=public)
        if verdict == "go":
            arrival = now + chance.random() * slow
            arriving.append((arrival, chat, public))
            answering.append((arrival + (15 if chance.random() < 0.01 else chance.random() * slow), chat, public))
        elif verdict == "stop":
            assert free > now
        calm = chance.random() < 0.001
        slow = chance.choice([0.01, 0.1, LATEST]) if calm else slow
        clock.advance(timedelta(seconds=chance.expovariate(1 / 30) if calm else chance.expovariate(60)))
        now = watch.seconds()
    assert platform.taken > 3000


@pytest.mark.parametrize(("rules", "rate"), [(TELEGRAM, 29.5), (SLACK, 4)])
def test_an_announcement_uses_what_the_limits_allow(rules: Rules, rate: float) -> None:
    """Though the sender comes a little late every time: 10 to 30 ms for the database and the loop."""
    chance, mine, now, left = random.Random(1), Limits(rules), 0.0, 0  # noqa: S311 - no secret
    while now < 600:
        verdict, free = mine.ask(f"chat {left}", ANNOUNCEMENT, now, public=False)
        if verdict == "go":
            mine.done(f"chat {left}", now, public=False)
            left += 1
        else:
            now = free + chance.uniform(0.01, 0.03)
    assert left >= 0.97 * rate * 600


@pytest.mark.parametrize("rules", [TELEGRAM, SLACK])
@pytest.mark.parametrize("slow", [0.01, 0.3])
def test_an_announcement_hardly_delays_an_answer(rules: Rules, slow: float) -> None:
    chance, mine, now, number, asked = random.Random(2), Limits(rules), 0.0, 0, 1.0  # noqa: S311 - no secret
    flying: list[tuple[float, str]] = []
    waits = []
    while now < 600:
        for landed in [flight for flight in flying if flight[0] <= now]:
            flying.remove(landed)
            mine.done(landed[1], now, public=False)
        number += 1
        lane = ANSWER if now >= asked else ANNOUNCEMENT
        if mine.ask(str(number), lane, now, public=False)[0] == "go":
            flying.append((now + slow, str(number)))
            if lane is ANSWER:
                waits.append(now - asked)
                asked = now + chance.uniform(1, 2)
        else:
            now += 0.005
    assert statistics.median(waits) <= 0.05
    assert max(waits) <= 0.3 + slow


def test_a_chat_waits_for_the_platforms_answer_and_then_its_time() -> None:
    mine = Limits(TELEGRAM)
    assert mine.ask("a", ANSWER, 10, public=False)[0] == "go"
    assert mine.ask("a", ANSWER, 11.5, public=False) == ("chat", math.inf)
    mine.done("a", 12, public=False)
    assert mine.ask("a", ANSWER, 12.5, public=False) == ("chat", 13)
    assert mine.ask("b", ANSWER, 12.5, public=False)[0] == "go"
    assert mine.ask("a", ANSWER, 13, public=False)[0] == "go"


def test_a_group_gets_fewer_messages_than_a_private_chat() -> None:
    def sent_in_a_minute(*, public: bool) -> int:
        mine, sent = Limits(TELEGRAM), 0
        for tenth in range(600):
            if mine.ask("c", ANSWER, tenth / 10, public=public)[0] == "go":
                mine.done("c", tenth / 10, public=public)
                sent += 1
        return sent

    assert sent_in_a_minute(public=False) == 60
    assert sent_in_a_minute(public=True) == 19


def test_halts_hold_for_one_chat_or_for_all() -> None:
    mine = Limits(TELEGRAM)
    mine.halt(50, "a")
    assert mine.ask("a", ANSWER, 1, public=False) == ("chat", 50)
    assert mine.ask("b", ANSWER, 1, public=False)[0] == "go"
    mine.halt(30)
    mine.halt(20)
    assert mine.opens(2) == 30
    assert mine.ask("c", ANSWER, 2, public=False) == ("stop", 30)
    assert mine.ask("c", ANSWER, 30, public=False)[0] == "go"
    assert mine.ask("a", ANSWER, 49, public=False)[0] == "chat"
    assert mine.ask("a", ANSWER, 50, public=False)[0] == "go"


def test_what_left_before_a_restart_counts() -> None:
    mine = Limits(TELEGRAM)
    mine.remember([("g", True, -59 + n) for n in range(19)] + [("a", False, -0.5)])
    assert mine.ask("a", ANSWER, 0, public=False) == ("chat", 0.5)
    assert mine.ask("g", ANSWER, 0, public=True) == ("chat", 1)
    assert mine.ask("b", ANSWER, 0, public=False)[0] == "go"
    burst = Limits(TELEGRAM)
    burst.remember([(str(n), False, -0.01) for n in range(30)])
    assert burst.ask("b", ANSWER, 0, public=False) == ("stop", pytest.approx(0.99))


def test_a_message_counts_from_when_it_leaves_to_a_window_after_its_answer() -> None:
    mine = Limits(replace(UNLIMITED, whole=Window(2, 1)))
    assert mine.ask("a", ANSWER, 0, public=False)[0] == "go"
    assert mine.ask("b", ANSWER, 0, public=False)[0] == "go"
    assert mine.ask("c", ANSWER, 1.5, public=False) == ("stop", math.inf)
    mine.done("a", 1.5, public=False)
    assert mine.ask("c", ANSWER, 2, public=False) == ("stop", 2.5)
    assert mine.ask("c", ANSWER, 2.5, public=False)[0] == "go"


def test_a_message_that_hangs_does_not_hold_up_others_for_long() -> None:
    mine = Limits(replace(UNLIMITED, whole=Window(2, 1)))
    for chat in ("hangs", "b"):
        assert mine.ask(chat, ANSWER, 0, public=False)[0] == "go"
    mine.done("b", 1, public=False)
    assert mine.ask("c", ANSWER, 2, public=False)[0] == "go"
    mine.done("c", 2, public=False)
    assert mine.ask("d", ANSWER, 2.5, public=False) == ("stop", 3)
    mine.done("d", 3, public=False)
    assert mine.ask("d", ANSWER, 3 + LATEST, public=False)[0] == "go"
    assert mine.ask("e", ANSWER, 3 + LATEST, public=False) == ("stop", math.inf)


@pytest.mark.parametrize(("rules", "most"), [(TELEGRAM, 15), (SLACK, 8)])
def test_a_platform_that_does_not_answer_gets_only_so_many(rules: Rules, most: int) -> None:
    mine = Limits(rules)
    lanes = [ANNOUNCEMENT] * 200 + [ANSWER] * 2
    verdicts = [mine.ask(str(n), lane, n / 10, public=False)[0] for n, lane in enumerate(lanes)]
    assert verdicts.count("go") == most
    assert verdicts[-2:] == ["go", "stop"]


def test_a_platform_that_is_shut_is_reopened_for_one_at_a_time_until_it_is_trusted() -> None:
    mine = Limits(TELEGRAM)
    mine.shut()
    assert mine.ask("a", ANSWER, 0, public=False) == ("stop", math.inf)
    assert mine.opens(0) == math.inf
    mine.reopen()
    assert mine.ask("a", ANNOUNCEMENT, 0, public=False)[0] == "go"
    assert mine.ask("b", ANSWER, 1, public=False) == ("stop", math.inf)
    mine.done("a", 1, public=False)
    assert mine.ask("b", ANSWER, 1, public=False)[0] == "go"
    mine.trust()
    assert mine.ask("c", ANSWER, 1, public=False)[0] == "go"


def test_a_chat_that_was_opened_shares_the_limits_of_its_user() -> None:
    mine = Limits(TELEGRAM)
    assert mine.ask("user:7", ANSWER, 0, public=False)[0] == "go"
    mine.opened("user:7", "D7")
    assert mine.ask("D7", ANSWER, 5, public=False) == ("chat", math.inf)
    mine.done("user:7", 5, public=False)
    assert mine.ask("D7", ANSWER, 5.5, public=False) == ("chat", 6)


def test_a_reply_in_several_messages_counts_as_that_many() -> None:
    mine = Limits(replace(UNLIMITED, rate=1, burst=2, whole=Window(4, 10), chat=Window(1, 1), group=Window(4, 60)))
    assert mine.ask("a", ANSWER, 0, public=True)[0] == "go"
    mine.done("a", 1, public=True, count=3)
    assert mine.ask("b", ANSWER, 1, public=False) == ("stop", 2)
    assert mine.ask("b", ANSWER, 2, public=False)[0] == "go"
    mine.done("b", 3, public=False)
    assert mine.ask("c", ANSWER, 4, public=False) == ("stop", 11)
    assert mine.ask("a", ANSWER, 12, public=True)[0] == "go"
    mine.done("a", 13, public=True)
    assert mine.ask("a", ANSWER, 23, public=True) == ("chat", 61)


def test_a_rate_above_the_hard_limit_raises_it_and_one_below_leaves_it() -> None:
    assert TELEGRAM.at(10) == replace(TELEGRAM, rate=10)
    assert TELEGRAM.at(100) == replace(TELEGRAM, rate=100, whole=Window(100, 1))


def test_without_limits_everything_leaves_but_one_at_a_time_per_chat() -> None:
    mine = Limits(UNLIMITED)
    assert all(mine.ask(str(n), ANNOUNCEMENT, 0, public=False)[0] == "go" for n in range(900))
    assert mine.ask("0", ANSWER, 0, public=False)[0] == "chat"
    mine.done("0", 0, public=False)
    assert mine.ask("0", ANSWER, 0, public=False)[0] == "go"


def test_chats_with_nothing_to_wait_for_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEPT", 10)
    mine = Limits(TELEGRAM)
    for second in range(100):
        assert mine.ask(str(second), ANSWER, second, public=False)[0] == "go"
        mine.done(str(second), second, public=False)
    assert mine.ask("busy", ANSWER, 100, public=False)[0] == "go"
    assert len(mine._chats) <= 12
    assert mine.ask("busy", ANSWER, 200, public=False) == ("chat", math.inf)


steps = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(list(Lane)), st.floats(0, 3)), max_size=60)
rules = st.builds(
    Rules,
    rate=st.floats(0.5, 50),
    burst=st.integers(2, 5),
    whole=st.builds(Window, st.integers(2, 6), st.floats(0.1, 5)),
    chat=st.builds(Window, st.integers(1, 3), st.floats(0.1, 5)),
    group=st.none() | st.builds(Window, st.integers(1, 3), st.floats(0.1, 20)),
)


@given(rules, steps)
def test_whatever_the_rules_they_are_kept_and_who_waits_as_told_gets_through(
    some: Rules, asked: list[tuple[int, Lane, float]]
) -> None:
    mine, platform, now = Limits(some), Platform(some), 0.0
    for chat, lane, pause in asked:
        now += pause
        public = chat % 2 == 1
        verdict, free = mine.ask(str(chat), lane, now, public=public)
        for _ in range(10):
            if verdict == "go":
                break
            assert now < free < math.inf
            now = free + 1e-6
            verdict, free = mine.ask(str(chat), lane, now, public=public)
        assert verdict == "go"
        platform.take(str(chat), now, public=public)
        mine.done(str(chat), now, public=public)
