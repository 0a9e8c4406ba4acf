"""What became of attempts, written into the ledger and counted."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from bot.delivery.retry import backoff
from bot.errors import StoreError
from bot.telemetry import counter, histogram

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor
    from datetime import datetime

    from bot.delivery.retry import Step
    from bot.ports import Clock, Outcome
    from bot.store.claims import Claims
    from bot.store.engine import Store
    from bot.store.records import Delivery

log = logging.getLogger(__name__)

TRIES = 8
"""Attempts to record an outcome; then its message stays claimed, and a restart makes it uncertain."""


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt, and what follows from it."""

    delivery: Delivery
    outcome: Outcome
    step: Step


class Recorder:
    """Records results in the order they come; those that come while one transaction runs share the next."""

    def __init__(
        self, store: Store, clock: Clock, *, threads: Executor, chance: Callable[[], float], stretch: float
    ) -> None:
        self._store, self._clock, self._threads = store, clock, threads
        self._chance, self._stretch = chance, stretch
        self._waiting: list[Result] = []
        self._turn = asyncio.Lock()

    async def record(self, result: Result) -> None:
        """Record a result; return when it is in the database, or after ``TRIES`` failures of the database."""
        self._waiting.append(result)
        async with self._turn:
            batch, self._waiting = self._waiting, []
            if batch:
                await self._persist(batch)

    async def _persist(self, batch: Sequence[Result]) -> None:
        for tries in range(TRIES):
            try:
                await asyncio.get_running_loop().run_in_executor(self._threads, self._write, batch)
            except StoreError as error:
                log.warning("What became of %d messages cannot be recorded now: %s", len(batch), error)
                await self._clock.sleep(backoff(tries, self._chance()) * self._stretch)
            else:
                break
        for result in batch:
            measure(result, self._clock.now())

    def _write(self, batch: Sequence[Result]) -> None:
        now = self._clock.now()
        with self._store.begin() as unit:
            for result in batch:
                after = result.step.after
                again = None if after is None else now + timedelta(seconds=after * self._stretch)
                write(unit.claims, result, now, again)


def write(claims: Claims, result: Result, now: datetime, again: datetime | None) -> None:
    """Write one result down; ``again`` is when the message may leave again or is looked up."""
    delivery, outcome, step = result.delivery, result.outcome, result.step
    match step.state:
        case "sent":
            claims.sent(delivery, outcome.message, now)
        case "failed":
            claims.failed(delivery, outcome.error, now, step.reason)
        case "uncertain":
            claims.uncertain(delivery, outcome.error or delivery.error, now, again)
        case "unreachable":
            claims.unreachable(delivery, outcome.error, now)
        case "moved":
            claims.moved(delivery, outcome.chat, now)
        case "pending":
            claims.retry(delivery, again or now, outcome.error, now, counted=step.counted)
        case _:
            assert_never(step.state)


def measure(result: Result, now: datetime) -> None:
    """Count an attempt, and how long a message took that was sent at the first one."""
    delivery, state = result.delivery, result.step.state
    labels = (delivery.address.platform, delivery.lane.value)
    counter("deliveries", "Attempts to send", "platform", "lane", "outcome").labels(*labels, state).inc()
    if state == "sent" and delivery.attempts == 0:
        waited = (now - delivery.created).total_seconds()
        histogram("delivery_seconds", "From put to sent", "platform", "lane").labels(*labels).observe(waited)
    if state not in {"sent", "pending"}:
        log.info("Message %s on %s: %s (%s)", delivery.id, labels[0], state, result.outcome.error)
