"""``rendezvous chat``: the whole bot with the terminal as its only platform."""

from __future__ import annotations

import asyncio
import shutil
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.channels.console.channel import ConsoleChannel
from bot.channels.console.lines import lines
from bot.clock import SimulatedClock
from bot.store.engine import Store
from bot.wiring.application import Application
from bot.wiring.publishing import Publisher
from bot.wiring.scenery import Scenery
from bot.wiring.serving import make_clock
from bot.wiring.verbs import make_verbs

if TYPE_CHECKING:
    from bot.config import Config
    from bot.wiring.event import Progress


def talk(config: Config, email: str, now: datetime | None, progress: Progress | None = None) -> None:
    """Talk until the input ends. At another time than the present, nothing is remembered afterwards."""
    scenery = Scenery.open(config, progress)
    store = Store.open(config.store_url if now is None else "sqlite://")
    try:
        clock = make_clock(config, store) if now is None else SimulatedClock(now, 1.0, datetime.now(UTC))
        channel = ConsoleChannel(
            lines(sys.stdin, sys.stdout, config.index_folder.parent / "history"),
            lambda text: print(text, flush=True),  # noqa: T201 this is the terminal
            clock,
            width=_columns if sys.stdout.isatty() else lambda: None,
            user=email or "console",
            email=email,
        )
        # At another time nothing is kept, so there is nothing to publish either.
        background = [Publisher(store, scenery)] if now is None else []
        application = Application(
            config, store, clock, scenery, [channel], verbs=make_verbs(config), background=background
        )
        asyncio.run(_converse(application, channel))
    finally:
        store.close()


async def _converse(application: Application, channel: ConsoleChannel) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(application.run(stop))
    ended = asyncio.create_task(_ended(application, channel))
    await asyncio.wait({running, ended}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await running
    ended.cancel()


async def _ended(application: Application, channel: ConsoleChannel) -> None:
    await application.started.wait()
    await channel.ended()


def _columns() -> int:
    return shutil.get_terminal_size().columns
