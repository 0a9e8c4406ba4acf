"""The sender of one platform: a loop that claims what may leave, sends it and records what became of it."""

from __future__ import annotations

import asyncio
import logging
import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot.delivery import attempt
from bot.delivery.outage import Outage
from bot.delivery.record import Recorder, Result
from bot.delivery.retry import after_looking, after_sending
from bot.errors import StoreError
from bot.store.leases import new_holder

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Executor
    from datetime import datetime

    from bot.delivery.limits import Limits
    from bot.delivery.retry import Step
    from bot.delivery.stopwatch import Stopwatch
    from bot.messages import Lane, Platform
    from bot.ports import Channel, Clock, Outcome
    from bot.store.engine import Store
    from bot.store.records import Delivery, Verdict
    from bot.store.unit import Unit

log = logging.getLogger(__name__)

Value = TypeVar("Value")

# Real seconds.
LEASE = 15.0  # how long others wait for a sender that vanished on another machine
BEAT = 5.0  # how often the lease is renewed
POLL = 1.0  # how often the outbox is looked at though nobody woke us: another process may have put something
LULL = 5.0  # after trouble with the database
REMEMBERED = 60.0  # the longest window of the limits
LOOK_PAUSE = 1.0  # between two look-ups of uncertain messages
RECOVERED_LOOK = 10.0  # until what a dead process had in flight is looked up

BATCH = 4  # claimed at once: what a process that is killed has claimed and not sent ends uncertain, too


@dataclass(slots=True)
class Asking:
    """Asks the limits on behalf of a claim, and remembers when to come back for what had to wait.

    ``busy``: something waits for a message in flight.
    """

    limits: Limits
    watch: Stopwatch
    back: float = math.inf
    refused: bool = False
    busy: bool = False

    def may_leave(self, chat: str, public: bool, lane: Lane) -> Verdict:  # noqa: FBT001 - called by the store
        """Give the verdict on one message."""
        verdict, free = self.limits.ask(chat, lane, self.watch.seconds(), public=public)
        if verdict != "go":
            self.back = min(self.back, free)
            self.refused = True
            self.busy |= free == math.inf
        return verdict


@dataclass(frozen=True, slots=True)
class Batch:
    """What a claim gave: what is to be sent, what is to be looked up, when more falls due."""

    deliveries: list[Delivery]
    uncertain: list[Delivery]
    due: datetime | None


class Worker:
    """Sends for one platform as long as it holds the platform's lease."""

    def __init__(
        self,
        store: Store,
        channel: Channel,
        clock: Clock,
        limits: Limits,
        watch: Stopwatch,
        *,
        threads: Executor,
        chance: Callable[[], float],
        stretch: float,
        patience: float,
    ) -> None:
        self._store, self._channel, self._clock = store, channel, clock
        self._limits, self._watch, self._threads = limits, watch, threads
        self._chance, self._stretch, self._patience = chance, stretch, patience
        self._outage = Outage(channel, clock, limits, watch, stretch=stretch)
        self._recorder = Recorder(store, clock, threads=threads, chance=chance, stretch=stretch)
        self._platform: Platform = channel.name  # type: ignore[assignment]  # a channel's name is a platform
        self._holder = new_holder()
        self._beat = -math.inf
        self._flying: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._lasting: asyncio.Task[None] | None = None
        self._busy = False
        self._stopping = False
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Look at the outbox now. May be called from any thread."""
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._event.set)

    def stop(self) -> None:
        """Claim nothing more; ``run`` ends when what is in flight was answered for."""
        self._stopping = True
        self._event.set()

    async def run(self) -> None:
        """Send until stopped."""
        self._loop = asyncio.get_running_loop()
        try:
            while not self._stopping:
                self._event.clear()
                pause = await self._guarded(self._turn())
                await self._rest(LULL if pause is None else pause)
            for task in (self._looking, self._lasting):
                if task:
                    task.cancel()
            await asyncio.gather(*self._flying, return_exceptions=True)
        finally:
            self._loop = None
            await self._guarded(self._in_thread(self._release))

    async def _guarded(self, work: Coroutine[Any, Any, Value]) -> Value | None:
        """Do some work; log and return None when it fails."""
        try:
            return await work
        except StoreError as error:
            log.warning("The sender for %s cannot use the database: %s", self._platform, error)
        except Exception:  # a fault of ours must not end the loop: the next message may be a good one
            log.exception("The sender for %s stumbled", self._platform)
        return None

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._guarded(work))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)
        return task

    async def _turn(self) -> float:
        """Claim and start what may leave now; return the seconds until the next turn."""
        now = self._watch.seconds()
        shut = self._limits.opens(now) - now
        if shut > 0 and now - self._beat < BEAT:
            self._busy |= shut == math.inf
            return min(shut, POLL)
        asking = Asking(self._limits, self._watch)
        batch = await self._in_thread(lambda: self._claim(asking))
        if batch is None:
            return POLL
        for delivery in batch.deliveries:
            self._start(self._send(delivery))
        if batch.uncertain:
            self._looking = self._start(self._look_up(batch.uncertain))
        self._busy = asking.busy
        return self._pause(batch, asking)

    def _claim(self, asking: Asking) -> Batch | None:
        """Claim in one transaction; None while another process sends for this platform."""
        now = self._clock.now()
        with self._store.begin() as unit:
            if self._watch.seconds() - self._beat >= BEAT and not self._hold(unit, now):
                return None
            claims = unit.claims
            deliveries = claims.claim(self._platform, self._holder, now, asking.may_leave, limit=BATCH)
            idle = not any(task and not task.done() for task in (self._looking, self._lasting))
            uncertain = claims.unsettled(self._platform, now) if idle else []
            waits = asking.refused or len(deliveries) == BATCH
            return Batch(deliveries, uncertain, None if waits else claims.next_due(self._platform, now))

    def _hold(self, unit: Unit, now: datetime) -> bool:
        until = now + timedelta(seconds=LEASE * self._clock.speed)
        if not unit.leases.take(f"sender:{self._platform}", self._holder, now, until):
            self._beat = -math.inf
            return False
        seconds = self._watch.seconds()
        if self._watch.was_set_back():
            unit.claims.hasten(self._platform, now)
        lost = unit.claims.recover(now, now + timedelta(seconds=RECOVERED_LOOK * self._stretch))
        if lost:
            log.warning("%d messages were in flight when a sender died; they are uncertain now", lost)
        if self._beat == -math.inf:
            self._remember(unit, now, seconds)
        self._beat = seconds
        return True

    def _remember(self, unit: Unit, now: datetime, seconds: float) -> None:
        """Let the limits know what left just before we took over."""
        recent = unit.claims.recent(self._platform, now - timedelta(seconds=REMEMBERED * self._stretch))
        ages = [(chat, public, (now - at).total_seconds() / self._stretch) for chat, public, at in recent]
        self._limits.remember((chat, public, seconds - max(age, 0.0)) for chat, public, age in ages)

    def _pause(self, batch: Batch, asking: Asking) -> float:
        if len(batch.deliveries) == BATCH:
            return 0.0
        waits = [POLL, asking.back - self._watch.seconds()]
        if batch.due is not None:
            waits.append((batch.due - self._clock.now()).total_seconds() / self._stretch)
        return max(min(waits), 0.0)

    async def _send(self, delivery: Delivery) -> None:
        chat, public = delivery.address.chat or f"user:{delivery.user}", delivery.address.public
        outcome = await self._attempt(delivery)
        self._limits.done(chat, self._watch.seconds(), public=public, count=outcome.posted)
        step = after_sending(outcome, delivery, self._outage.note(delivery.id, outcome), self._chance())
        self._halt(step, chat, public=public)
        await self._recorder.record(Result(delivery, outcome, step))
        if self._busy or step.state == "moved":
            self._event.set()

    def _halt(self, step: Step, chat: str, *, public: bool) -> None:
        if step.halt == "outage":
            if not self._stopping and (self._lasting is None or self._lasting.done()):
                self._lasting = self._start(self._last())
        elif step.halt and step.after is not None:
            until = self._watch.seconds() + step.after
            self._limits.halt(until, chat if step.halt == "chat" else "", public=public)

    async def _last(self) -> None:
        await self._outage.last(self._chance)
        self._event.set()

    async def _attempt(self, delivery: Delivery) -> Outcome:
        address = delivery.address
        if not address.chat:
            chat = await attempt.open_chat(self._channel, delivery.user, self._patience)
            if not isinstance(chat, str):
                return chat
            address = replace(address, chat=chat)
            self._limits.opened(f"user:{delivery.user}", chat)
            await self._guarded(self._in_thread(lambda: self._opened(delivery, chat)))
        return await attempt.send(self._channel, delivery, address, self._patience)

    async def _look_up(self, uncertain: list[Delivery]) -> None:
        for delivery in uncertain:
            outcome = await attempt.look(self._channel, delivery, self._patience)
            step = after_looking(outcome, delivery, self._chance())
            await self._recorder.record(Result(delivery, outcome, step))
            await self._clock.sleep(LOOK_PAUSE * self._stretch)

    def _opened(self, delivery: Delivery, chat: str) -> None:
        with self._store.begin() as unit:
            unit.claims.opened(delivery, chat)
            unit.people.opened(self._platform, delivery.user, chat)

    def _release(self) -> None:
        with self._store.begin() as unit:
            unit.leases.release(self._holder)

    async def _rest(self, seconds: float) -> None:
        """Wait, or until somebody wakes us."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds * self._stretch))
        waking = asyncio.ensure_future(self._event.wait())
        try:
            await asyncio.wait((sleeping, waking), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            waking.cancel()

    async def _in_thread(self, call: Callable[[], Value]) -> Value:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)
