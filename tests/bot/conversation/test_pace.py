from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation import pace
from bot.conversation.pace import Pace

NOW = datetime(2026, 1, 16, 14, tzinfo=UTC)


def test_the_first_too_many_is_told_and_the_rest_is_silence() -> None:
    steps = Pace(3)
    assert [steps.ask("ann", NOW) for _ in range(6)] == ["go", "go", "go", "warn", "silent", "silent"]


def test_a_minute_later_one_may_ask_again() -> None:
    steps = Pace(1)
    assert steps.ask("ann", NOW) == "go"
    assert steps.ask("ann", NOW + timedelta(seconds=30)) == "warn"
    assert steps.ask("ann", NOW + timedelta(seconds=91)) == "go"


def test_people_do_not_use_up_each_others_pace() -> None:
    steps = Pace(1)
    assert steps.ask("ann", NOW) == steps.ask("bo", NOW) == "go"


def test_only_so_many_people_are_remembered() -> None:
    steps = Pace(1)
    for number in range(pace.REMEMBERED + 10):
        steps.ask(str(number), NOW)
    assert len(steps._asked) == pace.REMEMBERED
