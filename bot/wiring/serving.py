"""``rendezvous run``: everything opened, run until told to stop, and closed in order."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.clock import SimulatedClock, SystemClock
from bot.delivery.limits import RULES
from bot.errors import ConfigError
from bot.store.engine import Store
from bot.wiring.application import Application
from bot.wiring.channels import make_channels
from bot.wiring.checking import NEEDED
from bot.wiring.publishing import Publisher
from bot.wiring.scenery import Scenery
from bot.wiring.verbs import make_verbs, organizer_places
from bot.wiring.watching import Watcher

if TYPE_CHECKING:
    from bot.config import Config, Secrets
    from bot.delivery.limits import Rules
    from bot.ports import Clock
    from bot.wiring.event import Progress

ORIGIN = "clock.origin"


def make_clock(config: Config, store: Store) -> Clock:
    """The system's clock, or the simulated one; its origin is kept in the store, so a restart goes on."""
    section = config.clock
    if section.start is None and section.speed == 1:
        return SystemClock()
    now = datetime.now(UTC)
    start = section.start or now
    if start.tzinfo is None:
        start = start.replace(tzinfo=config.zone)
    with store.begin() as unit:
        origin = datetime.fromisoformat(unit.meta.settle(ORIGIN, now.isoformat()))
    return SimulatedClock(start, section.speed, origin)


def serve(config: Config, secrets: Secrets, progress: Progress | None = None) -> None:
    """Run every platform that has tokens until SIGTERM or SIGINT.

    Raises ConfigError when there is no token, ChannelError when no platform can be reached.
    """
    if not (secrets.slack_bot or secrets.telegram_bot):
        raise ConfigError([f"no token is set: set {NEEDED}"])
    store = Store.open(config.store_url)
    try:
        clock = make_clock(config, store)
        channels = make_channels(config, secrets, clock)
        scenery = Scenery.open(config, progress)
        scenery.warm(clock.now())
        watcher = Watcher(config, store, clock, scenery, organizer_places(config))
        application = Application(
            config,
            store,
            clock,
            scenery,
            channels,
            verbs=make_verbs(config),
            background=[watcher, Publisher(store, scenery)],
            rules=limits(config),
        )
        asyncio.run(_until_told(application))
    finally:
        store.close()


def limits(config: Config) -> dict[str, Rules]:
    """The platforms' limits with the configured rates."""
    rates = {"slack": config.slack.messages_per_second, "telegram": config.telegram.messages_per_second}
    return {name: RULES[name].at(rate) for name, rate in rates.items()}


async def _until_told(application: Application) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await application.run(stop)
