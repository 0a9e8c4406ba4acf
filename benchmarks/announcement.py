"""An announcement to ten thousand people on both fake platforms, with faults: ``python benchmarks/announcement.py``.

The bot runs in a process of its own, with its real limits and in real time: ten thousand take about eight minutes. Both
platforms refuse with 429 now and then, lose one reply in a hundred and answer 5xx for two stretches; one person in a
hundred blocked the bot. Meanwhile somebody asks a question every other second. A wait is from the question's leaving
the person to the answer's standing in the chat.

What the limits allow is the platforms' limit itself (30 messages a second on Telegram, 4 on Slack), times the seconds
from the confirmation to the last message, less those when nothing could be sent: the 5xx stretches, and on Telegram
what a 429 that comes by chance told the bot to wait. How long the bot takes to notice that a platform is back is not
left out, nor are refusals that it brings on itself. What was sent is every message that the platform counted, answers
included; a burst after a lull can bring it a little above the limit. Waits for an answer are left out that began in
such a stretch, up to two seconds before it, or as long after it as the platform's limit takes for what was asked
meanwhile (ten seconds on Slack after a minute): the platform itself makes them long.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import yaml  # tests/ had to be found first
from fakes.slack.faults import Fault as SlackFault
from fakes.slack.faults import busy
from fakes.slack_server import SlackServer
from fakes.telegram.faults import Fault, Faults
from fakes.telegram.limits import Limits
from fakes.telegram_server import TelegramServer
from suites.apart import apart

from bot.announcements.rows import delivery_rows
from bot.config import load
from bot.store.engine import Store

TEXT = "The keynote moves to room B."
SHARE = 0.01  # of replies that are lost, and of people who blocked the bot
BUSY = 0.0005  # of calls refused with 429
HALT = 5  # seconds told with a 429
QUESTION = "when is the panel?"
ASKERS = 40
PAUSE = 2  # seconds between two questions on a platform
FIRST = 1000  # the first Telegram id of somebody who is told the news
RATES = {"telegram": 30, "slack": 4}  # messages a second that the platforms take


@dataclass
class Day:
    """What is measured. ``last``: when the news last reached somebody; ``counted``: all messages up to then."""

    began: float = 0.0
    stretches: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: {"telegram": [], "slack": []})
    counted: dict[str, int] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=lambda: {"telegram": [], "slack": []})
    left_out: Counter[str] = field(default_factory=Counter)
    slow: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    _messages: Counter[str] = field(default_factory=Counter)

    def count(self, platform: str, *, news: bool) -> None:
        """Note that a message was counted by a platform."""
        self._messages[platform] += 1
        if news:
            self.last[platform], self.counted[platform] = time.monotonic(), self._messages[platform]

    def waited(self, platform: str, asked: float) -> None:
        """Note that somebody who asked then has the answer now."""
        wait = time.monotonic() - asked
        if any(start - 2 <= asked <= end + caught_up(platform, end - start) for start, end in self.stretches[platform]):
            self.left_out[platform] += 1
            return
        self.waits[platform].append(wait)
        if wait > 1:
            self.slow.append(f"{wait:.1f} s on {platform}, asked {asked - self.began:.0f} s after the beginning")

    def shut(self, platform: str) -> float:
        """Return for how many seconds nothing could be sent."""
        total, until = 0.0, self.began
        for start, end in sorted(self.stretches[platform]):
            total += max(min(end, self.last[platform]) - max(start, until), 0)
            until = max(until, end)
        return total


def caught_up(platform: str, stretch: float) -> float:
    """Return how many seconds after a stretch what was asked in it is answered, at the platform's limit."""
    return 2 + stretch / PAUSE / RATES[platform]


class FaultySlack(SlackServer):
    """A Slack whose faults come by chance, with a limit over all conversations."""

    is_down = False
    over_the_limit = 0
    chance = random.Random(1)  # noqa: S311 repeatable, not secret

    def __init__(self, day: Day) -> None:
        super().__init__(workspace_rate=RATES["slack"], tiers=False)
        self._day = day

    def _next_fault(self, method: str) -> SlackFault | None:
        if self.is_down:
            return SlackFault("status", status=503)
        if method != "chat.postMessage":
            return None
        drawn = self.chance.random()
        if drawn < BUSY:
            return busy(HALT)
        return SlackFault("lost") if drawn < BUSY + SHARE else None

    def _check_rate(self, name: str, method: Any, arguments: Any) -> None:  # noqa: ANN401 as the server's own
        posts = name == "chat.postMessage" and bool(arguments.get("channel"))
        try:
            super()._check_rate(name, method, arguments)
        except Exception:  # whatever the server refuses with, it is counted and raised again
            self.over_the_limit += posts
            raise
        if posts:
            self._day.count("slack", news=TEXT in str(arguments.get("text")))


class Counting(Limits):
    """Telegram's limits, which tell what they counted."""

    def __init__(self, day: Day) -> None:
        super().__init__(overall=RATES["telegram"])
        self._day = day

    def admit(self, chat: int, *, group: bool) -> None:
        """Count one message to a chat. Raises Refusal when it is one too many."""
        super().admit(chat, group=group)
        self._day.count("telegram", news=chat >= FIRST)


class Told(Faults):
    """Telegram's faults, which tell when the bot was told to wait."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self._day = day

    def next(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        fault = super().next(method, chat)
        if fault and fault.kind == "too_many":
            self._day.stretches["telegram"].append((time.monotonic(), time.monotonic() + fault.seconds))
        return fault


async def main(on_telegram: int, on_slack: int, outage: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        day = Day()
        async with FaultySlack(day) as slack, TelegramServer(limits=Counting(day)) as telegram:
            telegram.faults = Told(day)
            config = Path(folder) / "config.yaml"
            config.write_text(yaml.safe_dump({
                "event": {"name": "Space Day", "time_zone": "Europe/Paris"},
                "announcements": {"undo_seconds": 0, "summary_at": None},
                "conversation": {"questions_per_minute": 1000},
            }))  # fmt: skip
            store = Store.open(load(config).store_url)
            announcement = people(store, telegram, slack, on_telegram, on_slack)
            await _run(day, store, telegram, slack, config, outage=outage, announcement=announcement)
            table(day, store, telegram, slack, announcement)
            store.close()


def people(store: Store, telegram: TelegramServer, slack: SlackServer, on_telegram: int, on_slack: int) -> str:
    """Fill both platforms and the database; confirm an announcement to everyone."""
    now, chance = datetime.now(UTC), random.Random(2)  # noqa: S311 repeatable, not secret
    with store.begin() as unit:
        for number in range(FIRST, FIRST + on_telegram):
            state = "blocked" if chance.random() < SHARE else "started"
            telegram.person(number, f"Person {number}", state=state)
            unit.people.remember("telegram", str(number), now=now, chat=str(number), name=f"Person {number}")
        for number in range(on_slack):
            user = slack.workspace.add_user(f"Colleague {number}")
            user.deleted = chance.random() < SHARE
            chat = slack.dm(user.id)
            unit.people.remember("slack", user.id, now=now, chat=chat, name=user.name)
        announcement = unit.announcements.draft({"en": TEXT}, "all", "telegram:1", now)
        unit.announcements.advance(announcement, ["draft"], "sending", now)
        unit.announcements.charge(announcement, "send")
    return announcement


async def _run(
    day: Day,
    store: Store,
    telegram: TelegramServer,
    slack: FaultySlack,
    config: Path,
    *,
    outage: float,
    announcement: str,
) -> None:
    async with apart(telegram.url, slack.api_url, config) as process:
        day.began = time.monotonic()
        telegram.faults.add(Fault("lost", method="sendMessage", times=None, share=SHARE))
        telegram.faults.add(Fault("too_many", method="sendMessage", times=None, share=BUSY, seconds=HALT))
        works = asking(telegram, slack, day), failing(telegram, slack, day, outage), weighing(process, day)
        beside = [asyncio.create_task(work) for work in works]
        await ending(store, announcement)
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def ending(store: Store, announcement: str) -> None:
    """Wait until nothing waits on any platform."""
    ended = False
    while not ended:
        await asyncio.sleep(1)
        with store.read() as unit:
            ended = not unit.announcements.charged() and not unit.ledger.counts(announcement).waiting


async def failing(telegram: TelegramServer, slack: FaultySlack, day: Day, outage: float) -> None:
    """Let both platforms answer 5xx for two stretches."""
    for pause in (outage, outage * 1.5):
        await asyncio.sleep(pause)
        start = time.monotonic()
        down = Fault("gateway", method="sendMessage", times=None, code=502)
        telegram.faults.active.insert(0, down)
        slack.is_down = True
        await asyncio.sleep(outage)
        telegram.faults.active.remove(down)
        slack.is_down = False
        for stretches in day.stretches.values():
            stretches.append((start, time.monotonic()))


async def asking(telegram: TelegramServer, slack: FaultySlack, day: Day) -> None:
    """Ask a question on each platform every other second."""
    colleagues = [slack.workspace.add_user(f"Asker {number}").id for number in range(ASKERS)]
    number = 0
    tasks = set()
    while True:
        number += 1
        asker, colleague = 100 + number % ASKERS, colleagues[number % ASKERS]
        telegram.person(asker, "Asker")
        tasks.add(asyncio.create_task(wait_on_telegram(telegram, asker, day)))
        tasks.add(asyncio.create_task(wait_on_slack(slack, colleague, day)))
        await asyncio.sleep(PAUSE)


async def wait_on_telegram(telegram: TelegramServer, asker: int, day: Day) -> None:
    """Note how long one person waits."""
    before, at = len(telegram.messages(asker)), time.monotonic()
    telegram.say(asker, QUESTION)
    while len(telegram.messages(asker)) == before:  # noqa: ASYNC110 the fakes tell nobody in particular
        await asyncio.sleep(0.005)
    day.waited("telegram", at)


async def wait_on_slack(slack: FaultySlack, asker: str, day: Day) -> None:
    """Note how long one person waits."""
    before, at = len(slack.pages(slack.dm(asker))), time.monotonic()
    await slack.say(asker, QUESTION)
    while len(slack.pages(slack.dm(asker))) == before:  # noqa: ASYNC110 as above
        await asyncio.sleep(0.005)
    day.waited("slack", at)


async def weighing(process: int, day: Day) -> None:
    """Note the bot's memory every five seconds, in MiB."""
    while True:
        status = Path(f"/proc/{process}/status").read_text()  # noqa: ASYNC240 a file of the kernel's
        day.memory.append(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024)
        await asyncio.sleep(5)


def table(day: Day, store: Store, telegram: TelegramServer, slack: FaultySlack, announcement: str) -> None:
    """Print what was measured."""
    with store.read() as unit:
        rows = delivery_rows(unit, announcement, UTC)
    states = {platform: Counter(row["state"] for row in rows if row["platform"] == platform) for platform in RATES}
    got = {
        "telegram": {f"Person {n}": telegram.messages(n) for n in telegram.world.people if n >= FIRST},
        "slack": {user.name: slack.pages(slack.dm(user.id)) for user in slack.workspace.users.values()},
    }
    print(f"{'':34}{'telegram':>12}{'slack':>12}")
    for state in ("delivered", "blocked", "failed", "uncertain", "waiting"):
        print(f"{state:34}{states['telegram'][state]:12}{states['slack'][state]:12}")
    faults = {name: check(rows, name, got[name]) for name in got}
    print(f"{'told twice, or otherwise than said':34}{faults['telegram']:12}{faults['slack']:12}")
    violations = sum(v.limit != "halted" for v in telegram.limits.violations)
    print(f"{'over the platform limits':34}{violations:12}{slack.over_the_limit:12}")
    took = {name: day.last[name] - day.began for name in RATES}
    share = {name: day.counted[name] / RATES[name] / (took[name] - day.shut(name)) for name in RATES}
    print(f"{'seconds':34}{took['telegram']:12.0f}{took['slack']:12.0f}")
    print(f"{'  of which nothing could be sent':34}{day.shut('telegram'):12.0f}{day.shut('slack'):12.0f}")
    print(f"{'throughput of what limits allow':34}{share['telegram']:12.1%}{share['slack']:12.1%}")
    measures = (("median", statistics.median), ("95 of 100 within", _late), ("longest", max))
    for label, measure in ((f"answers, {name} s", measure) for name, measure in measures):
        print(f"{label:34}{measure(day.waits['telegram']):12.2f}{measure(day.waits['slack']):12.2f}")
    print(f"{'answers':34}{len(day.waits['telegram']):12}{len(day.waits['slack']):12}")
    quarter = max(len(day.memory) // 4, 1)
    first, last = (statistics.median(part) for part in (day.memory[:quarter], day.memory[-quarter:]))
    print(f"memory of the bot, MiB: first quarter {first:.0f}, last {last:.0f}, most {max(day.memory):.0f}")
    for violation in telegram.limits.violations[:5]:
        print(f"  {violation.limit} in chat {violation.chat}, {violation.at - day.began:.1f} s after the beginning")
    for slow in day.slow[:5]:
        print(f"  an answer took {slow}")
    print(f"answers left out: {day.left_out['telegram']} on Telegram, {day.left_out['slack']} on Slack")


def check(rows: list[dict[str, object]], platform: str, got: dict[str, Any]) -> int:
    """How many people have not exactly what the report says."""
    wrong = 0
    for row in rows:
        if row["platform"] == platform:
            times = sum(TEXT in message.text for message in got[str(row["person"])])
            right = {"delivered": {1}, "uncertain": {0, 1}}.get(str(row["state"]), {0})
            wrong += times not in right
    return wrong


def _late(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--telegram", type=int, default=9000, help="people on Telegram")
    parser.add_argument("--slack", type=int, default=1000, help="people on Slack")
    parser.add_argument("--outage", type=float, default=60, help="seconds of each of the two 5xx stretches")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.telegram, chosen.slack, chosen.outage))
