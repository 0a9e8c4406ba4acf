"""``rendezvous rehearse``: one day of the event in fast motion, with people and platforms that only pretend.

Attendees (or fifty made-up people where there is no list) write to the bot before the first session, follow sessions
and ask what is next during the day. Everything but the platforms is the real thing: dispatcher, planner, outbox and
sender.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.rehearsal.channel import RehearsalChannel
from bot.clock import SimulatedClock
from bot.errors import ConfigError
from bot.store.engine import Store
from bot.store.records import Wish
from bot.wiring.application import Application
from bot.wiring.scenery import Scenery
from bot.wiring.serving import limits
from bot.wiring.verbs import make_verbs
from knowledge.model import Attendee
from knowledge.queries import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Config
    from bot.messages import Lane, Platform
    from bot.store.records import Cohort, State
    from bot.wiring.event import Progress
    from knowledge.model import Knowledge, Session

EVE = timedelta(minutes=30)  # of the clock, before the first session: people arrive
FOLLOWED = 3  # sessions that each follows
MADE_UP = 50
SETTLE = 2.0  # real seconds for what is on its way when the day has ended


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of the day: messages by platform, lane and state, and how reminders kept their minute."""

    day: date
    people: int
    totals: dict[tuple[Platform, Lane, State], int]
    cohorts: Sequence[Cohort]


def rehearse(config: Config, day: date | None, speed: float, progress: Progress | None = None) -> Rehearsed:
    """Run one day (the first when None) at ``speed``. Raises ConfigError when nothing is on that day."""
    scenery = Scenery.open(config, progress)
    knowledge = scenery().knowledge
    sessions = [s for s in knowledge.program.sessions if day is None or day_of(s) == day]
    if not sessions:
        raise ConfigError([f"the program has no session on {day}" if day else "the program has no session to rehearse"])
    day = day_of(sessions[0])
    sessions = [session for session in sessions if day_of(session) == day]
    scenery.warm(sessions[0].start)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'rehearsal.db'}")
        try:
            clock = SimulatedClock(sessions[0].start - EVE, speed, datetime.now(UTC))
            people = asyncio.run(_Day(config, store, clock, scenery, sessions).run())
            with store.read() as unit:
                return Rehearsed(day, people, unit.ledger.totals(), unit.ledger.cohorts(clock.start))
        finally:
            store.close()


class _Day:
    """One day, from the arrival to the last session's end."""

    def __init__(
        self, config: Config, store: Store, clock: SimulatedClock, scenery: Scenery, sessions: Sequence[Session]
    ) -> None:
        self.config, self.store, self.clock, self.scenery, self.sessions = config, store, clock, scenery, sessions
        self.channels = (RehearsalChannel("slack", clock), RehearsalChannel("telegram", clock))
        self.people = _people(scenery().knowledge)
        self.chance = random.Random(1)  # noqa: S311 the same day each time

    async def run(self) -> int:
        """Live through the day; the number of people in it."""
        application = Application(
            self.config,
            self.store,
            self.clock,
            self.scenery,
            self.channels,
            verbs=make_verbs(self.config),
            rules=limits(self.config),
            follow_clock=True,
        )
        stop = asyncio.Event()
        running = asyncio.create_task(application.run(stop))
        await application.started.wait()
        await asyncio.gather(*(self._live(number, person) for number, person in enumerate(self.people)))
        last = max(session.end or session.start for session in self.sessions)
        await self.clock.sleep((last - self.clock.now()).total_seconds())
        await asyncio.sleep(SETTLE)
        stop.set()
        await running
        return len(self.people)

    async def _live(self, number: int, person: Attendee) -> None:
        """Arrive, follow a few sessions, and ask once what is next."""
        channel, user = self.channels[number % 2], f"person-{number}"
        await channel.say(user, "hello", name=person.name, email=person.email, language=person.language)
        await asyncio.to_thread(self._follow, channel.name, user)
        length = self.sessions[-1].start - self.clock.start
        await self.clock.sleep(self.chance.random() * length.total_seconds())
        await channel.say(user, "what is next?", name=person.name, email=person.email, language=person.language)

    def _follow(self, platform: Platform, user: str) -> None:
        chosen = self.chance.sample(self.sessions, min(FOLLOWED, len(self.sessions)))
        with self.store.begin() as unit:
            person = unit.people.remember(platform, user, now=self.clock.now())
            for session in chosen:
                unit.wishes.wish(Wish(person.id, "session", session.id), self.clock.now())


def _people(knowledge: Knowledge) -> Sequence[Attendee]:
    made_up = (Attendee("", f"Person {number}", language="en") for number in range(MADE_UP))
    return knowledge.attendees or tuple(made_up)
