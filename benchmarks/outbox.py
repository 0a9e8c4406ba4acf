"""How fast the delivery ledger is, and how soon a message leaves: ``python benchmarks/outbox.py``.

Prints what SQLite sustains with 10,000 messages pending, whether a claim slows down with 100,000 old messages, how
long an answer takes from the start of its transaction to the platform, alone and beside an announcement that
uses Telegram's limits up, and what memory all that takes.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.delivery.limits import TELEGRAM
from bot.delivery.sender import Sender
from bot.messages import Address, Lane, Reply, Text
from bot.ports import Outcome
from bot.store.engine import Store
from bot.store.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SAID = Reply((Text("The keynote moves to room B. " * 4),))
SLICE = 500
PENDING = 10_000
LINE = "{:58} {:>12} {}"


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def outgoing(key: str, lane: Lane = Lane.ANNOUNCEMENT) -> Outgoing:
    """A message to a chat called like its key."""
    return Outgoing(key, lane, SAID, Address("telegram", key), announcement="a" if lane is Lane.ANNOUNCEMENT else "")


def tell(what: str, value: float, unit: str) -> None:
    """Print a line of the table."""
    print(LINE.format(what, f"{value:,.1f}", unit))


def fill(store: Store, keys: Iterable[str]) -> float:
    """Put messages in slices, each in its own transaction; return the longest one's seconds."""
    waiting, longest = list(keys), 0.0
    for start in range(0, len(waiting), SLICE):
        began = time.perf_counter()
        with store.begin() as unit:
            unit.outbox.put_all([outgoing(key) for key in waiting[start : start + SLICE]], now())
        longest = max(longest, time.perf_counter() - began)
    return longest


def cycle(store: Store, count: int, each: int) -> float:
    """Claim and record messages as the sender does, ``each`` to a transaction; return messages a second."""
    done, began = 0, time.perf_counter()
    while done < count:
        with store.begin() as unit:
            claimed = unit.claims.claim("telegram", "bench|1|1|x", now(), lambda *_: "go", limit=each)
        with store.begin() as unit:
            for delivery in claimed:
                unit.claims.sent(delivery, delivery.key, now())
        done += len(claimed)
    return done / (time.perf_counter() - began)


def claim_ms(store: Store, times: int) -> float:
    """Return the median milliseconds of claiming one message."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        with store.begin() as unit:
            unit.claims.claim("telegram", "bench|1|1|x", now(), lambda *_: "go", limit=1)
        spent.append(time.perf_counter() - began)
    return median(spent) * 1000


def ledger(store: Store, old: int) -> None:
    """Measure the database alone."""
    began = time.perf_counter()
    longest = fill(store, (f"n{number}" for number in range(PENDING)))
    tell(f"put {PENDING:,} in slices of {SLICE}", PENDING / (time.perf_counter() - began), "messages/s")
    tell("  longest time that others had to wait", longest * 1000, "ms")
    began = time.perf_counter()
    for number in range(300):
        with store.begin() as unit:
            unit.outbox.put(outgoing(f"single {number}", Lane.ANSWER), now())
    tell("put one by one, a transaction each", 300 / (time.perf_counter() - began), "messages/s")
    tell(f"claim and record, {PENDING:,} pending, one by one", cycle(store, 300, 1), "messages/s")
    tell(f"claim and record, {PENDING:,} pending, at a burst", cycle(store, 600, 4), "messages/s")
    tell("claim one, without old messages", claim_ms(store, 100), "ms (median)")
    fill(store, (f"old {number}" for number in range(old)))
    with store._connected(write=True) as connection:  # noqa: SLF001 - a season's worth of messages in one statement
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent', message = key WHERE key LIKE 'old %'")
    tell(f"claim one, with {old:,} old messages", claim_ms(store, 100), "ms (median)")


@dataclass
class Left:
    """When a message to a chat reached the platform."""

    chat: str
    at: float


class Platform:
    """Takes everything within the process, 30 ms after it was asked."""

    name = "telegram"

    def __init__(self) -> None:
        self.left: list[Left] = []

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        """Take it."""
        self.left.append(Left(address.chat, time.perf_counter()))
        await asyncio.sleep(0.03 if delivery and reply else 0)
        return Outcome("sent", message=str(len(self.left)))

    async def works(self) -> bool:
        """It always does."""
        return True


async def answers(store: Store, sender: Sender, platform: Platform, count: int, name: str) -> list[float]:
    """Put answers one after another; return the milliseconds from composed to leaving."""
    spent = []
    for number in range(count):
        key = f"{name} {number}"

        def put(key: str = key) -> None:
            with store.begin() as unit:
                unit.outbox.put(outgoing(key, Lane.ANSWER), now())

        began, seen = time.perf_counter(), len(platform.left)
        await asyncio.to_thread(put)
        sender.wake()
        spent.append((await _reached(platform, key, seen) - began) * 1000)
        await asyncio.sleep(0.2)
    return spent


async def _reached(platform: Platform, chat: str, seen: int) -> float:
    while True:
        for left in platform.left[seen:]:
            if left.chat == chat:
                return left.at
        await asyncio.sleep(0.0005)


async def sending(store: Store, count: int) -> None:
    """Measure the sender, alone and under an announcement to everyone."""
    platform = Platform()
    sender = Sender(store, {"telegram": platform}, SystemClock())
    running = asyncio.create_task(sender.run())
    show("answer, nothing else to send", await answers(store, sender, platform, count, "alone"))
    fill(store, (f"all {number}" for number in range(PENDING)))
    sender.wake()
    began, before = time.perf_counter(), len(platform.left)
    show(f"answer beside an announcement to {PENDING:,}", await answers(store, sender, platform, count * 2, "beside"))
    rate = (len(platform.left) - before) / (time.perf_counter() - began)
    tell(f"sent in all meanwhile (the limit kept is {TELEGRAM.rate:g})", rate, "messages/s")
    tell("most within any second (Telegram's limit is about 30)", busiest([left.at for left in platform.left]), "")
    await sender.stop()
    await running


def show(what: str, spent: list[float]) -> None:
    """Print what is typical, what is rare and what was worst."""
    tell(f"{what}: median", median(spent), "ms")
    tell(f"{what}: 95 of 100 within", quantiles(spent, n=20)[-1], "ms")
    tell(f"{what}: longest", max(spent), "ms")


def busiest(times: list[float]) -> int:
    """The most that left within any second."""
    return max(sum(at <= other < at + 1 for other in times[place : place + 60]) for place, at in enumerate(times))


def with_store(measure: Callable[[Store], None]) -> None:
    """Measure on a new database."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder)}/outbox.db")
        measure(store)
        store.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=int, default=100_000, help="messages of the past in the database")
    parser.add_argument("--answers", type=int, default=50, help="answers to measure")
    chosen = parser.parse_args()
    with_store(lambda store: ledger(store, chosen.old))
    with_store(lambda store: asyncio.run(sending(store, chosen.answers)))
    tell("memory at most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB")


if __name__ == "__main__":
    main()
