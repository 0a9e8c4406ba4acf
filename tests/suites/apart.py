"""The bot in a process of its own, between fake platforms that stay in ours: for measuring it."""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fakes.slack_server import APP_TOKEN, BOT_TOKEN
from suites.ears import encoder

from bot.channels.slack.access import Access
from bot.channels.slack.channel import SlackChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.clock import SystemClock
from bot.config import load
from bot.conversation.assistant import Assistant
from bot.conversation.dispatcher import Scene
from bot.conversation.request import Asked
from bot.delivery.limits import RULES
from bot.store.engine import Store
from bot.wiring.application import Application
from bot.wiring.event import load_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from multiprocessing.synchronize import Event

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "42:TEST"


@asynccontextmanager
async def apart(telegram: str, slack: str, config: Path) -> AsyncIterator[int]:
    """Run the bot with its real limits and clock and the sample event; give its process id.

    ``telegram`` and ``slack`` are the platforms' addresses, ``config`` tells where its database is.
    """
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    process = context.Process(target=_serve, args=(telegram, slack, str(config), ready, stop))
    process.start()
    try:
        await asyncio.to_thread(ready.wait)
        yield process.pid or 0
    finally:
        stop.set()
        await asyncio.to_thread(process.join, 60)


def _serve(telegram: str, slack: str, config: str, ready: Event, stop: Event) -> None:
    asyncio.run(_run(telegram, slack, config, ready, stop))


async def _run(telegram: str, slack: str, config: str, ready: Event, stop: Event) -> None:
    settings, clock, ended = load(Path(config)), SystemClock(), asyncio.Event()
    store = Store.open(settings.store_url)
    knowledge, _ = load_event(load(ROOT / "config.yaml"))
    scene = Scene(knowledge, Assistant(knowledge, None, None, encoder()))
    scene.assistant.answer(Asked("when is the panel?", clock.now(), language="en"))  # warm, as a start leaves it
    channels = (
        SlackChannel(Access(BOT_TOKEN, APP_TOKEN, api_url=slack), clock),
        TelegramChannel(TOKEN, clock, api_url=telegram),
    )
    application = Application(settings, store, clock, lambda: scene, channels, verbs={}, rules=RULES)
    running = asyncio.create_task(application.run(ended))
    await application.started.wait()
    ready.set()
    await asyncio.to_thread(stop.wait)
    ended.set()
    await running
    store.close()
