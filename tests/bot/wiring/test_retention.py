from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.reminder_stage import ANN, KNOWLEDGE, RECEPTION, Stage, at

from bot.messages import Address, Lane, Reply, Text
from bot.reminders import programs
from bot.reminders.changes import Snapshot
from bot.store.engine import Store
from bot.store.records import Outgoing
from bot.wiring.retention import Retention
from knowledge.model import Event, Knowledge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKER = "marzipan"
DAYS = 30
DUE = at(19) + timedelta(days=DAYS)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    store = Store.open(f"sqlite:///{tmp_path}/kept.db")
    yield Stage(store)
    store.close()


def lived(stage: Stage) -> None:
    """Somebody wrote, was written to, and asked the organizers; the program with the meetings is kept."""
    person = stage.person(f"user-{MARKER}", ANN)
    stage.wish(person, "session", RECEPTION.id)
    said = Reply((Text(f"Hello {MARKER}"),))
    with stage.store.begin() as unit:
        programs.adopt(unit, Snapshot.of(KNOWLEDGE), KNOWLEDGE.event.zone, stage.now)
        unit.conversations.keep("telegram", MARKER, "", person.id, f'{{"said": "{MARKER}"}}', now=stage.now)
        unit.outbox.put(Outgoing("k", Lane.ANSWER, said, Address("telegram", MARKER), person.id), stage.now)


def retention(stage: Stage, knowledge: Knowledge = KNOWLEDGE, days: int = DAYS) -> Retention:
    return Retention(stage.store, stage.clock, lambda: knowledge, days)


def held(stage: Stage) -> str:
    """All that is in all tables, as text."""
    with stage.store.read() as unit:
        connection = unit.outbox._connection
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return repr([connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in names])  # noqa: S608


def advance(stage: Stage, to: datetime) -> None:
    stage.clock.advance(to - stage.now)


def test_until_the_day_everything_is_kept(stage: Stage) -> None:
    lived(stage)
    advance(stage, DUE - timedelta(hours=1))
    assert retention(stage).look() == {}
    assert MARKER in held(stage)


def test_then_everything_is_gone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    lived(stage)
    advance(stage, DUE)
    with caplog.at_level(logging.INFO):
        assert retention(stage).look()["people"] == 1
    assert "erased, 30 days after the event: 1 people" in caplog.text
    stage.clock.advance(timedelta(hours=2))
    retention(stage).look()
    left = held(stage)
    assert MARKER not in left
    assert ANN not in left
    with stage.store.read() as unit:
        kept = programs.latest(unit, KNOWLEDGE.event.zone)
    assert kept is not None
    assert kept.program.sessions
    assert stage.tick().total == 0


def test_who_writes_afterwards_is_forgotten_after_an_hour(stage: Stage) -> None:
    lived(stage)
    advance(stage, DUE + timedelta(days=3))
    retention(stage).look()
    stage.person("late")
    assert retention(stage).look()["people"] == 0
    stage.clock.advance(timedelta(hours=2))
    assert retention(stage).look()["people"] == 1


def test_without_a_program_nothing_is_ever_due(stage: Stage) -> None:
    lived(stage)
    advance(stage, DUE)
    assert retention(stage, Knowledge(Event("Bare", KNOWLEDGE.event.zone))).look() == {}


async def test_what_fell_due_while_nothing_ran_is_made_up_for_at_the_start(stage: Stage) -> None:
    lived(stage)
    advance(stage, DUE + timedelta(days=100))
    stop = asyncio.Event()
    running = asyncio.create_task(retention(stage).run(stop))
    async with asyncio.timeout(20):
        while stage.clock.next_wake() is None:  # noqa: ASYNC110 - the work is done in a thread
            await asyncio.sleep(0.01)
        assert ANN not in held(stage)
        stop.set()
        await running
