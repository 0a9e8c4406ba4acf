"""A sender in a process of its own that kills itself, without warning, at an exact step.

Steps are counted from 1: ``commit`` before and ``committed`` after a write transaction ends, ``send`` before and
``taken`` after the platform has taken a message. The platform is a file with a line for each message taken.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.delivery.sender import Sender
from bot.messages import Text
from bot.ports import Outcome
from bot.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.messages import Address, Reply
    from bot.store.unit import Unit


class Death:
    """Comes at the ``number``-th time that a step is reached."""

    def __init__(self, step: str, number: int) -> None:
        self._step, self._left = step, number

    def at(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FilePlatform:
    """Takes messages by writing them to a file, and cannot be read back."""

    name = "telegram"

    def __init__(self, transcript: Path, death: Death) -> None:
        self._transcript, self._death = transcript, death

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        assert delivery
        assert address.chat
        self._death.at("send")
        with self._transcript.open("a", encoding="utf-8") as file:
            file.write("".join(block.text for block in reply.blocks if isinstance(block, Text)) + "\n")
        self._death.at("taken")
        return Outcome("sent", message="m")

    async def settle(self, *_: object) -> Outcome:
        return Outcome("uncertain")

    async def works(self) -> bool:
        return True


def open_store(url: str, death: Death) -> Store:
    """A store whose write transactions may be the last thing that happens."""
    store = Store.open(url)
    begin = store.begin

    @contextmanager
    def dying_begin() -> Iterator[Unit]:
        with begin() as unit:
            yield unit
            death.at("commit")
        death.at("committed")

    store.begin = dying_begin
    return store


def send_all(url: str, transcript: str, step: str = "never", number: int = 0) -> None:
    """Send whatever is pending, unless death comes first."""
    death = Death(step, number)
    store = open_store(url, death)
    asyncio.run(_run(store, FilePlatform(Path(transcript), death)))


async def _run(store: Store, platform: FilePlatform) -> None:
    sender = Sender(store, {"telegram": platform}, SystemClock())
    running = asyncio.create_task(sender.run())
    async with asyncio.timeout(60):
        while _waiting(store):  # noqa: ASYNC110 - what is waited for happens in the sender's threads
            await asyncio.sleep(0.002)
        await sender.stop()
        await running


def _waiting(store: Store) -> int:
    with store.read() as unit:
        states = unit.ledger.totals()
    return sum(count for (_, _, state), count in states.items() if state in {"pending", "claimed"})


def claim_all(url: str, holder: str, found: str) -> None:
    """Claim until nothing is left and write down what was got, a line each."""
    store, empty = Store.open(url), itertools.count()
    with Path(found).open("w", encoding="utf-8") as file:
        while next(empty) < 3:
            with store.begin() as unit:
                unit.leases.take(f"sender:{holder}", holder, datetime.now(UTC), datetime.now(UTC))
                for delivery in unit.claims.claim("slack", holder, datetime.now(UTC), lambda *_: "go", limit=7):
                    file.write(f"{delivery.key}\n")
                    empty = itertools.count()
