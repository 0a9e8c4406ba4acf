"""The whole application on both fake platforms, for journeys."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from fakes.telegram_server import TelegramServer
from suites.ears import encoder

from bot.channels.slack.access import Access
from bot.channels.slack.channel import SlackChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.config import load, users_and_groups
from bot.conversation.assistant import Assistant
from bot.conversation.dispatcher import Scene
from bot.store.engine import Store
from bot.wiring.application import Application
from bot.wiring.event import load_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from bot.delivery.limits import Rules
    from bot.ports import Clock
    from bot.turn import Verb


@dataclass(frozen=True, slots=True)
class House:
    """Both platforms, and the bot's database; ``open`` starts the bot and may be entered again after a stop."""

    slack: SlackServer
    telegram: TelegramServer
    database: Path
    scene: Scene
    config: Path

    @asynccontextmanager
    async def open(
        self, clock: Clock, verbs: Mapping[str, Verb] | None = None, rules: Mapping[str, Rules] | None = None
    ) -> AsyncIterator[Store]:
        """Run the bot on both platforms, without limits of its own unless given; stop it in order at the end."""
        store = Store.open(f"sqlite:///{self.database}")
        config = load(self.config)
        groups = users_and_groups(config.organizers.slack)[1]
        channels = (
            SlackChannel(Access(BOT_TOKEN, APP_TOKEN, api_url=self.slack.api_url), clock, groups=groups),
            TelegramChannel(self.telegram.token, clock, api_url=self.telegram.url),
        )
        stop = asyncio.Event()
        application = Application(
            config, store, clock, lambda: self.scene, channels, verbs=verbs or {}, rules=rules or {}
        )
        running = asyncio.create_task(application.run(stop))
        try:
            async with asyncio.timeout(20):
                await application.started.wait()
            yield store
        finally:
            stop.set()
            await running
            store.close()


@asynccontextmanager
async def house(root: Path, folder: Path, migrated: Path) -> AsyncIterator[House]:
    """The sample event's house, not open yet."""
    database = folder / "house.db"
    shutil.copy(migrated, database)
    knowledge, _ = load_event(load(root / "config.yaml"))
    scene = Scene(knowledge, Assistant(knowledge, None, None, encoder()))
    async with SlackServer(channel_burst=50) as slack, TelegramServer() as telegram:
        telegram.limits.burst = 50
        yield House(slack, telegram, database, scene, root / "config.yaml")
