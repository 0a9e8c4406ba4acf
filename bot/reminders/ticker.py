"""One tick: what falls due goes into the outbox. APScheduler is the clock that wakes it, and nothing else.

A tick reads what is wished and what is true, asks the pure planner, and inserts under unique keys, all in one
transaction. It may come late, twice, or in several processes at once.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.messages import Lane
from bot.reminders import changes, planner, programs
from bot.reminders.changes import Snapshot
from bot.reminders.daycard import Morning, day_cards
from bot.reminders.digest import digest
from bot.reminders.meetings import told_of
from bot.reminders.notes import Notes
from bot.reminders.planner import Rules, World
from bot.reminders.quiet import after_quiet, zone_of
from bot.reminders.wording import View
from bot.store.records import Outgoing, QuietHours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apscheduler.job import Job

    from bot.config import RemindersSection
    from bot.ports import Clock
    from bot.reminders.changes import Pending
    from bot.reminders.planner import Notice
    from bot.store.engine import Store
    from bot.store.records import Recipient
    from bot.store.unit import Unit
    from knowledge.model import Knowledge

log = logging.getLogger(__name__)

TICKED = "reminders.ticked"
SLICE = 500  # messages in one transaction, so that nobody else waits long for the database
SHORTEST = 0.25  # real seconds between two ticks, however fast a simulated clock goes
MISSED = 4  # intervals without a tick until the scheduler's clock must have been set back


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many messages of each sort one tick put into the outbox."""

    reminders: int = 0
    digests: int = 0
    day_cards: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.reminders + self.digests + self.day_cards


class Ticker:
    """Ticks until told to stop. ``knowledge`` gives what is known of the event at this moment.

    ``rates`` are messages a second of the clock by platform; ``wake`` is called after a tick that put something.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        section: RemindersSection,
        *,
        rates: Mapping[str, float],
        wake: Callable[[], None],
    ) -> None:
        self._store, self._clock, self._knowledge = store, clock, knowledge
        self._section, self._rates, self._wake = section, rates, wake
        self._interval = max(section.tick_seconds / clock.speed, SHORTEST)
        self._beat = asyncio.Event()
        self._ticking = asyncio.Lock()

    async def run(self, stop: asyncio.Event) -> None:
        """Tick at once and then at the configured interval of the clock, until ``stop`` is set."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from apscheduler.triggers.interval import IntervalTrigger

        scheduler = AsyncIOScheduler(timezone=UTC)
        # A tick that was slept through is made up for once, however late: the planner knows what is still of use.
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        trigger = IntervalTrigger(seconds=self._interval, timezone=UTC)
        job = scheduler.add_job(self._tick, trigger, next_run_time=datetime.now(UTC), **options)
        scheduler.start()
        try:
            await self._watch(job, stop)
        finally:
            scheduler.pause()
            async with self._ticking:  # a tick that runs ends by itself, or it would be told of as a failure
                scheduler.shutdown(wait=False)

    async def _watch(self, job: Job, stop: asyncio.Event) -> None:
        """Mend the one thing the scheduler cannot: after the machine's clock is set back, it waits to catch up."""
        while not stop.is_set():
            self._beat.clear()
            waiting = [asyncio.ensure_future(event.wait()) for event in (self._beat, stop)]
            timeout = MISSED * self._interval
            done, rest = await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            for task in rest:
                task.cancel()
            if not done:
                job.modify(next_run_time=datetime.now(UTC))

    async def _tick(self) -> None:
        self._beat.set()
        try:
            async with self._ticking:
                ticked = await asyncio.to_thread(self.tick)
        except StoreError as error:
            log.error("no reminders this time, the next tick makes up for it: %s", error)  # noqa: TRY400 one line
            return
        if ticked.total:
            log.info("put %d reminders, %d digests, %d day cards", ticked.reminders, ticked.digests, ticked.day_cards)
            self._wake()

    def tick(self) -> Ticked:
        """Put what falls due into the outbox. Raises StoreError when the database fails; then nothing is lost."""
        with self._store.read() as unit:
            # With thousands of people this takes a good part of a second: nobody who writes waits for it in vain.
            is_idle = self._work(unit).is_idle()
        if is_idle:
            with self._store.begin() as unit:
                unit.meta.set(TICKED, self._clock.now().isoformat())
            return Ticked()
        ticked = Ticked()
        while True:
            with self._store.begin() as unit:
                step = self._work(unit).run()
            ticked = Ticked(*(a + b for a, b in zip(_counts(ticked), _counts(step), strict=True)))
            if step.reminders < SLICE:
                return ticked

    def _work(self, unit: Unit) -> _Tick:
        return _Tick(unit, self._knowledge(), self._section, self._rates, self._clock)


def _counts(ticked: Ticked) -> tuple[int, int, int]:
    return ticked.reminders, ticked.digests, ticked.day_cards


def rules_of(section: RemindersSection, knowledge: Knowledge) -> Rules:
    """The configured rules in the planner's terms."""
    quiet = None
    if section.quiet_from is not None and section.quiet_to is not None:
        quiet = QuietHours(section.quiet_from, section.quiet_to)
    return Rules(
        knowledge.event.zone,
        section.lead_minutes,
        quiet,
        section.daily_cap,
        timedelta(seconds=section.early_margin_seconds),
    )


class _Tick:
    """One transaction's work."""

    def __init__(
        self,
        unit: Unit,
        knowledge: Knowledge,
        section: RemindersSection,
        rates: Mapping[str, float],
        clock: Clock,
    ) -> None:
        self.unit, self.knowledge, self.section, self.rates = unit, knowledge, section, rates
        self.now, self.zone = clock.now(), knowledge.event.zone
        self.rules = rules_of(section, knowledge)
        self.ahead = 2 * max(timedelta(seconds=section.tick_seconds), timedelta(seconds=SHORTEST * clock.speed))
        self.people = unit.people.everyone()
        self.wishes = unit.wishes.all()
        self.snapshot = self._latest()
        self.told = told_of(unit, self.snapshot.meetings)
        self.notes = Notes(knowledge, self.snapshot)

    def is_idle(self) -> bool:
        """Whether nothing is to be put, or kept for the first time."""
        unkept = programs.latest(self.unit, self.zone) is None
        return not (unkept or self._due_changes() or self._leaving() or self._cards())

    def run(self) -> Ticked:
        """Everything that falls due, and the note that it was looked at."""
        if programs.latest(self.unit, self.zone) is None:
            programs.adopt(self.unit, self.snapshot, self.zone, self.now)
        digests = self._digests()
        ticked = Ticked(self._reminders(), digests, self._day_cards())
        if ticked.reminders < SLICE:
            self.unit.meta.set(TICKED, self.now.isoformat())
        return ticked

    def _latest(self) -> Snapshot:
        return programs.latest(self.unit, self.zone) or Snapshot.of(self.knowledge)

    def _since(self) -> datetime:
        """When this was looked at last; what began since then without a reminder is recorded as stale."""
        kept = self.unit.meta.get(TICKED)
        return min(datetime.fromisoformat(kept), self.now) if kept else self.now

    # Reminders ----------------------------------------------------------------------------------

    def _reminders(self) -> int:
        since = self._since()
        return self.unit.outbox.put_all([self._outgoing(notice, since) for notice in self._leaving()], self.now)

    def _leaving(self) -> list[Notice]:
        """The next reminders to be put, as many as one transaction takes."""
        since = self._since()
        off = {told.meeting for told in self.told if told.state == "absent"}
        world = World(self.snapshot.program, self.snapshot.meetings, self.wishes, self.people, off)
        found = planner.due(world, self.rules, since, self.now + self.ahead + self.rules.margin)
        known = self.unit.outbox.known([notice.key for notice in found])
        new = [notice for notice in found if notice.key not in known]
        placed = planner.spread(self._capped(new), self.rates, self.rules.margin)
        return sorted((n for n in placed if n.at <= self.now + self.ahead), key=lambda n: (n.at, n.key))[:SLICE]

    def _capped(self, notices: list[Notice]) -> list[Notice]:
        if not notices:
            return []
        today = datetime.combine(self.now.astimezone(self.zone).date(), time(), self.zone)
        people = {notice.recipient.person.id for notice in notices}
        given = self.unit.outbox.put_since(people, "remind:", today)
        return planner.capped(notices, given, self.rules.daily_cap)

    def _outgoing(self, notice: Notice, since: datetime) -> Outgoing:
        return Outgoing(
            notice.key,
            Lane.REMINDER,
            self.notes.reminder(notice.recipient.person, notice.subject, notice.at),
            person=notice.recipient.person.id,
            not_before=notice.at,
            useful_until=notice.subject.start,
            # Wished for when its time had passed: nothing was promised that could be kept or missed.
            promised=notice.promised if notice.promised > since else None,
        )

    # Changes ------------------------------------------------------------------------------------

    def _digests(self) -> int:
        if self._due_changes() is None:
            return 0
        stars = self.unit.agenda.stars()
        told = []
        for untold in programs.settle(self.unit, self.zone):
            people = [recipient for recipient in self.people if untold.concerns(recipient.person.id)]
            found = changes.digests(untold.changes, self.wishes, stars, people, self.now)
            told += [self._told(each, untold.number) for each in found]
        return self.unit.outbox.put_all(told, self.now)

    def _due_changes(self) -> Pending | None:
        pending = programs.pending(self.unit, self.zone)
        wait = timedelta(seconds=self.section.change_wait_seconds)
        return pending if pending is not None and changes.is_due(pending, wait, self.now) else None

    def _told(self, each: changes.Digest, number: int) -> Outgoing:
        person = each.recipient.person
        view = View.of(person, self.knowledge)
        ends = [s.end or s.start for c in each.changes for s in (c.old, c.new) if s is not None]
        return Outgoing(
            f"changes:{number}:{person.id}",
            Lane.REMINDER,
            digest(view, each.changes, self.snapshot.program, self.now),
            person=person.id,
            not_before=self.now if each.urgent else min(self._quiet(each.recipient), each.latest(self.now)),
            useful_until=max(end.astimezone(UTC) for end in ends),
        )

    def _quiet(self, recipient: Recipient) -> datetime:
        hours = recipient.preferences.quiet or self.rules.quiet
        return after_quiet(self.now, hours, zone_of(recipient.person.time_zone) or self.zone)

    # Day cards ----------------------------------------------------------------------------------

    def _day_cards(self) -> int:
        return self.unit.outbox.put_all(self._cards(), self.now)

    def _cards(self) -> list[Outgoing]:
        morning = datetime.combine(self.now.astimezone(self.zone).date(), self.section.day_card_at, self.zone)
        about = Morning(morning, self.now, self.rules.quiet)
        cards = day_cards(self.knowledge, self.snapshot.meetings, self.people, self.told, about)
        known = self.unit.outbox.known([card.key for card in cards])
        return [card for card in cards if card.key not in known]
