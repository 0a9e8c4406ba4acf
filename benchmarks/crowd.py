"""A hundred people ask at once on each platform: how long each waits, and what the platform's limits force.

Run: ``python benchmarks/crowd.py [PEOPLE]``. The bot runs in a process of its own, and keeps a little below the limits
that the fakes keep. A wait is from the question's leaving the person to the answer's standing in the chat. What the
limits force is the wait of the last person, and of the one in the middle, if answering took no time.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import yaml  # tests/ had to be found first
from fakes.slack_server import SlackServer
from fakes.telegram_server import TelegramServer
from suites.apart import apart

from bot.delivery.limits import RULES

if TYPE_CHECKING:
    from collections.abc import Callable


async def main(people: int) -> None:
    """Print one row for each platform."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(yaml.safe_dump({"event": {"name": "Space Day", "time_zone": "Europe/Paris"}}))
        async with SlackServer(workspace_rate=RULES["slack"].rate) as slack, TelegramServer() as telegram:
            async with apart(telegram.url, slack.api_url, config):
                waits = await asyncio.gather(on_slack(slack, people), on_telegram(telegram, people))
            refused = len(telegram.limits.violations)
    print(f"{people} people ask at once on each platform")
    print(f"{'platform':10}{'answers':>8}{'median s':>10}{'forced':>8}{'worst s':>10}{'forced':>8}")
    for name, waited in zip(("slack", "telegram"), waits, strict=True):
        last = (people - RULES[name].burst) / RULES[name].rate
        median = f"{statistics.median(waited):10.2f}{last / 2:8.2f}"
        print(f"{name:10}{len(waited):8}{median}{max(waited):10.2f}{last:8.2f}")
    print(f"refused by Telegram's limits: {refused}")


async def on_slack(slack: SlackServer, people: int) -> list[float]:
    """Each person's wait for an answer on Slack, in seconds."""
    users = [slack.workspace.add_user(f"Person {number}").id for number in range(people)]
    asked = time.monotonic()
    await asyncio.gather(*(slack.say(user, "when is the panel?") for user in users))
    return await answered({user: lambda user=user: slack.pages(slack.dm(user)) for user in users}, asked)


async def on_telegram(telegram: TelegramServer, people: int) -> list[float]:
    """Each person's wait for an answer on Telegram, in seconds."""
    users = range(1000, 1000 + people)
    asked = time.monotonic()
    for user in users:
        telegram.person(user, f"Person {user}")
        telegram.say(user, "when is the panel?")
    return await answered({user: lambda user=user: telegram.messages(user) for user in users}, asked)


async def answered(pending: dict[object, Callable[[], object]], asked: float) -> list[float]:
    """Wait for every answer; the seconds from ``asked`` to each."""
    waits: list[float] = []
    while pending:
        for user in [user for user, shown in pending.items() if shown()]:
            del pending[user]
            waits.append(time.monotonic() - asked)
        await asyncio.sleep(0.005)
    return waits


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
