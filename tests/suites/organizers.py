"""The sample event's house with organizers in it."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import yaml
from fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from fakes.telegram_server import TelegramServer

from bot.channels.slack.access import Access
from bot.channels.slack.channel import SlackChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.clock import SimulatedClock
from bot.config import load
from bot.store.engine import Store
from bot.wiring.application import Application
from bot.wiring.publishing import Publisher
from bot.wiring.scenery import Scenery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from suites.house import House


def afternoon() -> SimulatedClock:
    """The clock of the sample event's afternoon, at the machine's pace."""
    return SimulatedClock(datetime(2026, 1, 16, 12, 30, tzinfo=UTC), 1.0, datetime.now(UTC))


def organized(house: House, folder: Path, *, channels: dict[str, str] | None = None, **announcements: object) -> House:
    """The house with the organizers Olga (Slack ``U_OLGA``) and Oleg (Telegram 1), undo open for a moment only."""
    settings = {
        "event": {"name": "Space Day", "time_zone": "Europe/Paris"},
        "organizers": {
            "slack": [user.id for user in house.slack.workspace.users.values() if user.name.startswith("Ol")],
            "telegram": ["1"],
            "channels": channels or {},
        },
        "announcements": {"undo_seconds": 0, "summary_at": None, **announcements},
    }
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(json.loads(json.dumps(settings))))
    return replace(house, config=path)


def is_known(store: Store, chat: str, message: str) -> bool:
    """Tell whether the ledger knows a message on Slack as ours: people read before they act."""
    with store.read() as unit:
        return unit.outbox.by_message("slack", chat, message) is not None


class Bot:
    """Opens the whole bot on both platforms with a real index, each time as after a restart."""

    def __init__(self, telegram: TelegramServer, slack: SlackServer, config: Path) -> None:
        self._telegram, self._slack, self._config = telegram, slack, config
        self._scenery: Scenery | None = None

    def knows(self, source: str) -> bool:
        """Whether a page with such a source is answered from."""
        return self._scenery is not None and any(
            document.source.startswith(source) for document in self._scenery().knowledge.documents
        )

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[None]:
        config, clock, stop = load(self._config), afternoon(), asyncio.Event()
        store = Store.open(config.store_url)
        self._scenery = await asyncio.to_thread(Scenery.open, config)
        channels = (
            TelegramChannel(self._telegram.token, clock, api_url=self._telegram.url),
            SlackChannel(Access(BOT_TOKEN, APP_TOKEN, api_url=self._slack.api_url), clock),
        )
        background = [Publisher(store, self._scenery)]
        application = Application(
            config, store, clock, self._scenery, channels, verbs={}, rules={}, background=background
        )
        running = asyncio.create_task(application.run(stop))
        try:
            async with asyncio.timeout(20):
                await application.started.wait()
            yield
        finally:
            stop.set()
            await running
            store.close()


@asynccontextmanager
async def published_house(folder: Path) -> AsyncIterator[tuple[TelegramServer, SlackServer, Bot]]:
    """An event with one page: the organizers are 1 on Telegram, with the group -100, and ``U_OLGA`` on Slack."""
    (folder / "pages").mkdir()
    (folder / "pages" / "wifi.md").write_text("# Practical\n\nThe network is called Space and needs no password.\n")
    settings = {
        "event": {"name": "Space Day", "time_zone": "Europe/Paris", "pages": ["pages/"]},
        "organizers": {"telegram": ["1"], "slack": ["U_OLGA"], "channels": {"telegram": "-100", "slack": "C_ORG"}},
        "announcements": {"undo_seconds": 0, "summary_at": None},
    }
    config = folder / "config.yaml"
    config.write_text(yaml.safe_dump(settings))
    async with TelegramServer() as telegram, SlackServer(channel_burst=50) as slack:
        telegram.limits.burst = 50
        telegram.group(-100)
        slack.workspace.add_user("Olga", id="U_OLGA")
        slack.workspace.add_channel("organizers", id="C_ORG")
        yield telegram, slack, Bot(telegram, slack, config)
