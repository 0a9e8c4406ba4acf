"""A hundred people ask at once on each platform: how long each waits, and what the platform's limits force.

Run: ``python benchmarks/crowd.py [PEOPLE]``. The fakes keep the platforms' documented limits; the bot keeps a
little below them. A wait is from the question's leaving the person to the answer's standing in the chat.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from suites.house import House, house  # noqa: E402  # tests/ had to be found first

from bot.clock import SimulatedClock  # noqa: E402
from bot.delivery.limits import RULES  # noqa: E402
from bot.store.engine import Store  # noqa: E402

START = datetime(2026, 1, 16, 12, 30, tzinfo=UTC)


async def main(people: int) -> None:
    """Print one row for each platform."""
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "new.db"
        Store.open(f"sqlite:///{new}").close()
        async with house(ROOT, Path(folder), new) as here:
            clock = SimulatedClock(START, 1.0, datetime.now(UTC))
            async with here.open(clock, rules=RULES):
                slack, telegram = await asyncio.gather(on_slack(here, people), on_telegram(here, people))
            refused = len(here.telegram.limits.violations)
    print(f"{people} people ask at once on each platform, two cores shared with both fake servers")
    print(f"{'platform':10}{'answers':>8}{'median s':>10}{'worst s':>9}{'the limits force s':>20}")
    for name, waits, rate in (("slack", slack, RULES["slack"].rate), ("telegram", telegram, RULES["telegram"].rate)):
        print(f"{name:10}{len(waits):8}{statistics.median(waits):10.2f}{max(waits):9.2f}{people / rate:20.2f}")
    print(f"refused by the platforms' limits: {refused}")


async def on_slack(here: House, people: int) -> list[float]:
    """Each person's wait for an answer on Slack, in seconds."""
    slack = here.slack
    users = [slack.workspace.add_user(f"Person {number}").id for number in range(people)]
    asked = time.monotonic()
    await asyncio.gather(*(slack.say(user, "when is the panel?") for user in users))
    return await answered({user: lambda user=user: slack.pages(slack.dm(user)) for user in users}, asked)


async def on_telegram(here: House, people: int) -> list[float]:
    """Each person's wait for an answer on Telegram, in seconds."""
    telegram = here.telegram
    users = range(1000, 1000 + people)
    asked = time.monotonic()
    for user in users:
        telegram.person(user, f"Person {user}")
        telegram.say(user, "when is the panel?")
    return await answered({user: lambda user=user: telegram.messages(user) for user in users}, asked)


async def answered(pending: dict[object, object], asked: float) -> list[float]:
    """Wait for every answer; the seconds from ``asked`` to each."""
    waits: list[float] = []
    while pending:
        for user in [user for user, shown in pending.items() if shown()]:  # type: ignore[operator]  # a callable
            del pending[user]
            waits.append(time.monotonic() - asked)
        await asyncio.sleep(0.005)
    return waits


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
