"""An announcer and a sender in a process of their own that kills itself, without warning, at an exact step.

The steps are those of ``dying_sender``; the platform's file has a line for each message taken: the chat and the words.
"""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fakes.dying_sender import Death, FilePlatform, open_store

from bot.announcements.announcer import Announcer
from bot.announcements.office import Office
from bot.clock import SystemClock
from bot.config import AnnouncementsSection
from bot.delivery.sender import Sender
from bot.messages import Text
from knowledge.model import Event, Knowledge

if TYPE_CHECKING:
    from bot.messages import Address, Reply
    from bot.ports import Outcome
    from bot.store.engine import Store

KNOWLEDGE = Knowledge(Event("Space Day", ZoneInfo("Europe/Paris")))
AT_ONCE = Office(AnnouncementsSection(undo_seconds=0, summary_at=None))


class Platform(FilePlatform):
    """Writes down to whom each message went."""

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        told = "".join(block.text for block in reply.blocks if isinstance(block, Text))
        return await super().send(delivery, address, type(reply)((Text(f"{address.chat} {told}"),)))


def announce(url: str, transcript: str, step: str = "never", number: int = 0) -> None:
    """Do everything that is confirmed in the store, unless death, or a polite SIGTERM, comes first."""
    death = Death(step, number)
    store = open_store(url, death)
    asyncio.run(_run(store, Platform(Path(transcript), death)))


async def _run(store: Store, platform: Platform) -> None:
    clock, stop = SystemClock(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sender = Sender(store, {"telegram": platform}, clock, {})
    working = Announcer(store, clock, lambda: KNOWLEDGE, AT_ONCE, sender.wake, size=2, pause=0.01)
    running = [asyncio.create_task(sender.run()), asyncio.create_task(working.run(stop))]
    async with asyncio.timeout(60):
        while not stop.is_set() and _is_open(store):  # noqa: ASYNC110 - it happens in threads and in the database
            await asyncio.sleep(0.002)
        stop.set()
        await sender.stop()
        await asyncio.gather(*running)
    store.close()


def _is_open(store: Store) -> bool:
    with store.read() as unit:
        return bool(unit.announcements.charged() or unit.announcements.listed(["sending", "scheduled"]))
