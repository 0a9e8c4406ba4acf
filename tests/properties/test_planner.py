"""Whatever is wished, edited, slept through and ticked: everybody is told what is true, once, in time."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fakes.reminder_stage import MINUTE, Stage, at, said, session
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.config import RemindersSection
from bot.reminders.planner import reminder_key
from bot.reminders.subjects import key_of
from bot.store.engine import Store
from knowledge.model import Event, Knowledge, Program, Session

if TYPE_CHECKING:
    from bot.messages import Person

WAIT = timedelta(seconds=120)
STEP = timedelta(seconds=30)
NAMES = ("one", "two", "three")
PEOPLE = ("ann", "bob")
LEADS = st.sampled_from([None, 1, 5, 30, 90])


class Reminders(RuleBasedStateMachine):
    """A plain model beside the real thing: who wishes what, and when something last changed that decides."""

    def __init__(self) -> None:
        super().__init__()
        zone = ZoneInfo("Europe/Paris")
        program = Program(tuple(session(name, at(13, 20 * n), track="T") for n, name in enumerate(NAMES)))
        self.stage = Stage(Store.open("sqlite://"), Knowledge(Event("Day", zone), program))
        self.stage.section = RemindersSection(tick_seconds=60, early_margin_seconds=60)
        self.people: dict[str, Person] = {name: self.stage.person(name) for name in PEOPLE}
        self.wishes: dict[tuple[str, str], tuple[int | None, bool]] = {}
        self.changed: dict[tuple[str, str], datetime] = {}
        self.sent: dict[str, datetime] = {}
        self.ticks: list[datetime] = []
        self.told: dict[str, list[datetime]] = {name: [] for name in PEOPLE}
        self.stage.tick()

    # What people and organizers do ---------------------------------------------------------------

    @rule(person=st.sampled_from(PEOPLE), name=st.sampled_from(NAMES), lead=LEADS, wanted=st.booleans())
    def wish(self, person: str, name: str, lead: int | None, wanted: bool) -> None:
        subject = self.find(name)
        self.stage.wish(self.people[person], "session", name, lead, wanted=wanted)
        with self.stage.store.begin() as unit:
            unit.outbox.withdraw(f"remind:{key_of(subject)}:{self.people[person].id}:")
        self.wishes[person, name] = (lead, wanted)
        self.changed[person, name] = self.stage.now

    @rule(name=st.sampled_from(NAMES), by=st.sampled_from([-60, -20, 7, 20, 60]))
    def retime(self, name: str, by: int) -> None:
        old = self.find(name)
        self.edit(replace(old, start=old.start + by * MINUTE, end=old.start + (by + 30) * MINUTE))

    @rule(name=st.sampled_from(NAMES), room=st.sampled_from(["Hall", "Lab"]))
    def move(self, name: str, room: str) -> None:
        self.edit(replace(self.find(name), rooms=(room,)))

    @rule(name=st.sampled_from(NAMES), cancelled=st.booleans())
    def cancel(self, name: str, cancelled: bool) -> None:
        self.edit(replace(self.find(name), cancelled=cancelled))

    # What time does ------------------------------------------------------------------------------

    @rule(steps=st.integers(1, 20))
    def pass_time(self, steps: int) -> None:
        for _ in range(steps):
            self.stage.clock.advance(STEP)
            self.put_and_send()

    @rule(minutes=st.integers(1, 25))
    def sleep(self, minutes: int) -> None:
        self.stage.clock.advance(minutes * MINUTE)
        self.put_and_send()

    @rule()
    def tick_again(self) -> None:
        self.put_and_send()
        assert self.stage.tick().total == 0

    # What must hold ------------------------------------------------------------------------------

    @invariant()
    def at_most_one_digest_in_a_quiet_period(self) -> None:
        for times in self.told.values():
            assert all(later - earlier >= WAIT for earlier, later in itertools.pairwise(times))

    def teardown(self) -> None:
        last = max(s.start for s in self.stage.knowledge.program.sessions).astimezone(UTC)
        while self.stage.now < last + 5 * MINUTE:
            self.stage.clock.advance(2 * STEP)
            self.put_and_send()
        for (person, name), (lead, wanted) in self.wishes.items():
            subject, since = self.find(name), self.changed[person, name]
            if wanted and not subject.cancelled and subject.start > since:
                self.must_have_been_told(person, subject, lead, since)
        self.stage.store.close()

    def must_have_been_told(self, person: str, subject: Session, lead: int | None, since: datetime) -> None:
        """What the program says in the end was told; what was slept through entirely is recorded as stale."""
        key = reminder_key(subject, self.people[person].id)
        begins = max(subject.start.astimezone(UTC) - (10 if lead is None else lead) * MINUTE, since)
        # A tick at the very instant of the wish may have been before it.
        if any(begins <= tick < subject.start and tick > since for tick in self.ticks):
            assert key in self.sent
        elif key not in self.sent:
            with self.stage.store.read() as unit:
                row = unit.outbox.by_key(key)
            assert row is not None
            assert (row.state, row.reason) == ("failed", "stale")

    def put_and_send(self) -> None:
        self.stage.tick()
        self.ticks.append(self.stage.now)
        with self.stage.store.begin() as unit:
            for delivery in unit.claims.claim("telegram", "me", self.stage.now, lambda *_: "go"):
                unit.claims.sent(delivery, "m", self.stage.now)
                kind, _, rest = delivery.key.partition(":")
                person = next(name for name, p in self.people.items() if p.id == delivery.person)
                if kind == "changes":
                    self.told[person].append(self.stage.now)
                    continue
                assert delivery.key not in self.sent
                self.sent[delivery.key] = self.stage.now
                self.check(person, rest.partition(":")[0], delivery.key)
                assert self.find(self.name_of(rest)).room in said(delivery.reply)

    def check(self, person: str, key: str, whole: str) -> None:
        """A reminder is of the session as it is at this moment, wished for, not early and not late."""
        subject = next(s for s in self.stage.knowledge.program.sessions if key_of(s) == key)
        lead, wanted = self.wishes[person, subject.id]
        assert wanted
        assert not subject.cancelled
        assert whole == reminder_key(subject, self.people[person].id)
        start, margin = subject.start.astimezone(UTC), timedelta(seconds=60)
        assert start - (10 if lead is None else lead) * MINUTE - margin <= self.stage.now < start

    def name_of(self, rest: str) -> str:
        return next(n for n in NAMES if key_of(self.find(n)) == rest.partition(":")[0])

    def find(self, name: str) -> Session:
        return next(s for s in self.stage.knowledge.program.sessions if s.id == name)

    def edit(self, changed: Session) -> None:
        old = self.find(changed.id)
        if old == changed:
            return
        self.stage.edit(*(changed if s.id == changed.id else s for s in self.stage.knowledge.program.sessions))
        for person in PEOPLE:
            if (person, changed.id) in self.changed:
                self.changed[person, changed.id] = self.stage.now


Reminders.TestCase.settings = settings(
    max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestReminders = Reminders.TestCase
