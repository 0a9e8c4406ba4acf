"""A whole day on both fake platforms with a clock that is moved by hand: nothing waits, nothing depends on speed.

The clock is moved on only when nothing more can happen without it, from one instant that matters to the next.
"""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fakes.inline import Inline
from fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from fakes.telegram.limits import Limits
from fakes.telegram_server import TelegramServer
from sqlalchemy import select
from suites.ears import encoder

from bot.channels.slack.access import Access
from bot.channels.slack.channel import SlackChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.clock import ManualClock
from bot.config import Config, load
from bot.conversation.assistant import Assistant
from bot.conversation.dispatcher import Scene
from bot.delivery.limits import RULES
from bot.delivery.sender import Sender
from bot.reminders.ticker import Ticker
from bot.store.engine import Store
from bot.store.tables import OutboxRow
from bot.wiring.conversation import Reception, make_dispatcher
from bot.wiring.event import load_event
from bot.wiring.verbs import make_verbs, organizer_places
from bot.wiring.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from knowledge.model import Knowledge

NEVER = datetime.max.replace(tzinfo=UTC)
ROUNDS = 5  # turns of the loop after which everything that can go on without the network has
FILES = ("program.yaml", "meetings.csv", "attendees.csv")
CONFIG = """
event:
  name: France-Japan Space Industry B2B Meeting 2026
  time_zone: Europe/Paris
  program: program.yaml
  meetings: meetings.csv
  attendees: attendees.csv
organizers: {slack: [UORG], channels: {telegram: -100}}
reminders: {tick_seconds: 60}
"""


class Shown:
    """What questions are answered from, without an index."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.replace(knowledge)

    def __call__(self) -> Scene:
        return self._scene

    def replace(self, knowledge: Knowledge) -> None:
        self._scene = Scene(knowledge, Assistant(knowledge, None, None, encoder()))


@dataclass
class Day:
    """The platforms, the bot's parts, and the clock."""

    folder: Path
    config: Config
    clock: ManualClock
    store: Store
    slack: SlackServer
    telegram: TelegramServer
    shown: Shown
    sender: Sender
    ticker: Ticker
    watcher: Watcher
    verdicts: list[str] = field(default_factory=list)

    def edit(self, *changes: tuple[str, str]) -> None:
        """Change the program's file; the watcher looks at it at once."""
        path = self.folder / "program.yaml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        self.verdicts.append(str(self.watcher.look()))

    async def until(self, instant: datetime) -> None:
        """Let the day go on until an instant."""
        while self.clock.now() < instant:
            self.ticker.tick()
            self.sender.wake()
            tick = self.clock.now() + timedelta(seconds=self.config.reminders.tick_seconds)
            while self.clock.now() < tick:
                await self.quiet()
                self.clock.advance(min(self._next(), tick) - self.clock.now())
                self.sender.wake()
        await self.quiet()

    async def tick_away(self, happened: Callable[[], bool]) -> None:
        """Let second after second pass until something has happened that a person set going."""
        async with asyncio.timeout(30):
            while not happened():
                await asyncio.sleep(0.01)  # what people do is handled in threads
                self.clock.advance(timedelta(seconds=1))
                self.sender.wake()
                await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing more happens without the clock: no message is under way."""
        async with asyncio.timeout(30):
            for _ in range(ROUNDS):
                await asyncio.sleep(0)
            while any(self._flying()):
                await asyncio.sleep(0.001)
                for _ in range(ROUNDS):
                    await asyncio.sleep(0)

    def _flying(self) -> list[asyncio.Task[None]]:
        """What is being sent; looking after uncertain messages waits for the clock itself."""
        return [task for worker in self.sender._workers for task in worker._flying if task is not worker._looking]

    def _next(self) -> datetime:
        """The next instant at which something may leave: when the sender looks again, or when more falls due."""
        now, wake = self.clock.now(), self.clock.next_wake()
        due = (OutboxRow.state == "pending", OutboxRow.due <= now, OutboxRow.not_before <= now)
        with self.store.read() as unit:
            if unit.claims._connection.execute(select(OutboxRow.id).where(*due).limit(1)).first():
                return max(wake or now, now + timedelta(milliseconds=10))
            later = [unit.claims.next_due(name, now) for name in ("slack", "telegram")]
        return min((instant for instant in later if instant is not None), default=NEVER)


@asynccontextmanager
async def day(root: Path, folder: Path, start: datetime) -> AsyncIterator[Day]:
    """The sample event's day from an instant on, with the bot on both platforms."""
    for name in FILES:
        shutil.copyfile(root / "knowledge" / "sample" / name, folder / name)
    (folder / "config.yaml").write_text(CONFIG)
    config, clock, store = load(folder / "config.yaml"), ManualClock(start), Store.open("sqlite://")

    def seconds() -> float:
        return clock.now().timestamp()

    shown = Shown(load_event(config)[0])
    async with (
        SlackServer(workspace_rate=8, tiers=False, now=seconds, monotonic=seconds) as slack,
        TelegramServer(limits=Limits(now=seconds), wall=seconds) as telegram,
    ):
        channels = {
            # Patience counts real seconds, of which a day moved by hand has few.
            "slack": SlackChannel(Access(BOT_TOKEN, APP_TOKEN, api_url=slack.api_url, patience=0), clock),
            "telegram": TelegramChannel(telegram.token, clock, api_url=telegram.url),
        }
        sender = Sender(store, channels, clock, follow_clock=True, chance=lambda: 0.5, threads=Inline())
        rates = {name: rules.rate for name, rules in RULES.items()}
        ticker = Ticker(store, clock, lambda: shown().knowledge, config.reminders, rates=rates, wake=lambda: None)
        watcher = Watcher(config, store, clock, shown, organizer_places(config))
        reception = Reception(make_dispatcher(config, store, clock, shown, make_verbs(config)), sender.wake)
        for channel in channels.values():
            await channel.start(reception)
        running = asyncio.create_task(sender.run())
        watcher.look()
        yield Day(folder, config, clock, store, slack, telegram, shown, sender, ticker, watcher)
        await asyncio.gather(sender.stop(), running)
        for channel in channels.values():
            await channel.stop()
    store.close()
