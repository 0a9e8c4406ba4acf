"""Digests that wait for the end of quiet hours, or of an outage."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.reminder_stage import PROGRAM, Stage, at, said, session

from bot.store.records import QuietHours

if TYPE_CHECKING:
    from bot.messages import Person
    from knowledge.model import Session

LATE = session("late", at(15, day=17))
MOVED = replace(LATE, start=at(16, day=17), end=at(16, 30, day=17))
AGAIN = replace(MOVED, rooms=("Lab",))
PAST_THE_WAIT = timedelta(minutes=3)


@pytest.fixture
def sleeper(stage: Stage) -> Person:
    """Somebody who is not to be disturbed between eight in the evening and seven."""
    person = stage.person("1")
    with stage.store.begin() as unit:
        unit.people.set_quiet_hours(person.id, QuietHours(time(20), time(7)))
    stage.edit(*PROGRAM.sessions, LATE)
    stage.wish(person, "session", "late")
    stage.clock.instant = at(22)
    stage.tick()
    return person


def edit(stage: Stage, *sessions: Session) -> None:
    """Change the program and let the quiet period pass."""
    stage.edit(*PROGRAM.sessions, *sessions)
    stage.clock.advance(PAST_THE_WAIT)
    stage.tick()


def heard(stage: Stage, person: Person) -> list[str]:
    """Send what may leave now; return the digests that the person got so far."""
    with stage.store.begin() as unit:
        for delivery in unit.claims.claim("telegram", "me", stage.now, lambda *_: "go"):
            unit.claims.sent(delivery, "m", stage.now)
    sent = [delivery for delivery in stage.deliveries(person) if delivery.state == "sent"]
    return [said(delivery.reply) for delivery in sent if delivery.key.startswith("changes:")]


def test_several_edits_of_one_night_are_one_digest_in_the_morning(stage: Stage, sleeper: Person) -> None:
    awake = stage.person("2")
    stage.wish(awake, "session", "late")
    told = []
    for each in (MOVED, AGAIN):
        edit(stage, each)
        told.append(len(heard(stage, awake)))
    assert told == [1, 2]
    stage.clock.instant = at(7, day=17)
    (digest,) = heard(stage, sleeper)
    assert "15:00–15:30 → " in digest
    assert "16:00–16:30 · Hall → Lab" in digest


def test_edits_that_are_undone_before_the_morning_say_nothing_to_who_slept(stage: Stage, sleeper: Person) -> None:
    awake = stage.person("2")
    stage.wish(awake, "session", "late")
    for each in (MOVED, AGAIN, LATE):
        edit(stage, each)
        heard(stage, awake)
    stage.clock.instant = at(7, day=17)
    assert heard(stage, sleeper) == []
    assert len(heard(stage, awake)) == 3


def test_what_was_told_is_not_told_again_with_the_next_change(stage: Stage, sleeper: Person) -> None:
    edit(stage, MOVED)
    stage.clock.instant = at(7, day=17)
    assert len(heard(stage, sleeper)) == 1
    edit(stage, AGAIN)
    assert "15:00" not in heard(stage, sleeper)[1]


def test_a_restart_forgets_nothing_of_what_waits(stage: Stage, sleeper: Person) -> None:
    edit(stage, MOVED)
    for _ in range(3):  # each tick is a new ticker
        stage.tick()
    edit(stage, AGAIN)
    assert len([key for key in stage.keys(sleeper) if key.startswith("changes:")]) == 1


def test_a_change_of_the_early_morning_is_told_an_hour_before_it_at_the_latest(stage: Stage, sleeper: Person) -> None:
    early = session("early", at(6, 30, day=17))
    edit(stage, LATE, early)
    stage.wish(sleeper, "session", "early")
    edit(stage, LATE, replace(early, rooms=("Lab",)))
    stage.clock.instant = at(5, 29, day=17)
    assert heard(stage, sleeper) == []
    stage.clock.instant = at(5, 30, day=17)
    assert len(heard(stage, sleeper)) == 1
