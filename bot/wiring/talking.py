"""``rendezvous chat``: the whole bot with the terminal as its only platform."""

from __future__ import annotations

import asyncio
import os
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
from bot.wiring.verbs import make_verbs, organizer_places
from bot.wiring.watching import Watcher

if TYPE_CHECKING:
    from bot.config import Config
    from bot.wiring.application import Background
    from bot.wiring.event import Progress


def talk(config: Config, email: str, now: datetime | None, progress: Progress | None = None) -> None:
    """Talk until the input ends. At another time than the present, nothing is remembered afterwards."""
    scenery, screen = Scenery.open(config, progress), Screen()
    store = Store.open(config.store_url if now is None else "sqlite://")
    try:
        clock = make_clock(config, store) if now is None else SimulatedClock(now, 1.0, datetime.now(UTC))
        channel = ConsoleChannel(
            lines(sys.stdin, sys.stdout, config.index_folder.parent / "history"),
            screen.show,
            clock,
            width=_columns if sys.stdout.isatty() else lambda: None,
            user=email or "console",
            email=email,
        )
        # The files were read a moment ago: whoever asks one question shall not wait until they are read again.
        watcher = Watcher(config, store, clock, scenery, organizer_places(config), at_once=False)
        # At another time nothing is kept, so there is nothing to publish either.
        background: list[Background] = [watcher, *([Publisher(store, scenery)] if now is None else [])]
        application = Application(
            config, store, clock, scenery, [channel], verbs=make_verbs(config), background=background
        )
        asyncio.run(_converse(application, channel, screen))
    finally:
        store.close()


class Screen:
    """Standard output; ``gone`` is set when nobody reads it any more (``rendezvous chat | head``)."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    def show(self, text: str) -> None:
        """Print at once."""
        try:
            print(text, flush=True)  # noqa: T201 this is the terminal
        except BrokenPipeError:
            # What is left in the buffer would be tried again, and told of, when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.gone.set()


async def _converse(application: Application, channel: ConsoleChannel, screen: Screen) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(application.run(stop))
    ended = asyncio.create_task(_ended(application, channel))
    gone = asyncio.create_task(screen.gone.wait())
    await asyncio.wait({running, ended, gone}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await running
    ended.cancel()
    gone.cancel()


async def _ended(application: Application, channel: ConsoleChannel) -> None:
    await application.started.wait()
    await channel.ended()


def _columns() -> int:
    return shutil.get_terminal_size().columns
