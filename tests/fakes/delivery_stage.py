"""A sender between a store and two scripted platforms, with a clock that is moved by hand."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fakes.inline import Inline
from fakes.scripted_channel import ScriptedChannel

from bot.clock import ManualClock
from bot.delivery.sender import Sender
from bot.messages import Address, Lane, Reply, Text
from bot.store.records import Counts, Outgoing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.delivery.limits import Rules
    from bot.store.engine import Store
    from bot.store.records import Delivery

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Stage:
    """A store, a clock that is moved by hand, two platforms, and senders between them."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, ManualClock(NOON)
        self.slack, self.telegram = ScriptedChannel("slack", self.clock), ScriptedChannel("telegram", self.clock)
        self.sender = self.new_sender()

    def new_sender(self, rules: dict[str, Rules] | None = None, **more: object) -> Sender:
        channels = {"slack": self.slack, "telegram": self.telegram}
        options = {"chance": lambda: 0.0, "threads": Inline(), **more}
        self.sender = Sender(self.store, channels, self.clock, rules or {}, **options)
        return self.sender

    def put(self, words: str, lane: Lane = Lane.ANSWER, address: Address | None = None, **more: object) -> str:
        """Put a message under its words; to a chat of its own on Slack, unless told otherwise."""
        to = None if "person" in more and address is None else address or Address("slack", words)
        with self.store.begin() as unit:
            said = Reply((Text(words),))
            delivery = unit.outbox.put(Outgoing(words, lane, said, to, **more), self.clock.now())
        assert delivery is not None
        self.sender.wake()
        return delivery

    def row(self, words: str) -> Delivery:
        with self.store.read() as unit:
            found = unit.outbox.by_key(words)
        assert found is not None
        return found

    def counts(self, announcement: str) -> Counts:
        with self.store.read() as unit:
            return unit.ledger.counts(announcement)

    @asynccontextmanager
    async def running(self, sender: Sender | None = None) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task((sender or self.sender).run())
        yield task
        async with asyncio.timeout(30):
            await (sender or self.sender).stop()
            await task

    async def rest(self) -> None:
        """Let everything go on that can without the clock."""
        for _ in range(30):
            await asyncio.sleep(0)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so, without moving the clock."""
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - what is waited for may happen in threads
                await asyncio.sleep(0.001)

    async def drive(self, condition: Callable[[], bool]) -> None:
        """Move the clock from one instant that somebody waits for to the next until something is so."""
        async with asyncio.timeout(30):
            while not condition():
                await self.rest()
                wake = self.clock.next_wake()
                if wake is not None and not condition():
                    self.clock.advance(wake - self.clock.now())

    async def is_(self, words: str, state: str) -> Delivery:
        await self.until(lambda: self.row(words).state == state)
        return self.row(words)
