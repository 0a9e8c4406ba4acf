from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fakes.reminder_stage import ANN, EVE, FIRST, KNOWLEDGE, PROGRAM, SECOND, Stage, at, said

from bot.messages import Address
from bot.reminders import holding
from bot.reminders.changes import Snapshot
from bot.reminders.holding import Loss
from knowledge.model import Meeting, Program

THIRD = Meeting("m3", at(16), at(16, 20), "8", ANN, EVE)
OLD = Snapshot(PROGRAM, (FIRST, SECOND, THIRD))


def test_what_only_gets_other_ids_or_times_is_not_lost() -> None:
    quarter = timedelta(minutes=15)
    sessions = Program(tuple(replace(s, id=f"column {s.id}") for s in PROGRAM.sessions))
    later = (replace(FIRST, id="made of a start", start=FIRST.start + quarter, end=FIRST.end + quarter), SECOND, THIRD)
    loss = holding.lost(OLD, Snapshot(sessions, later))
    assert loss == Loss(0, 4, 0, 3)
    assert not loss.is_suspicious


def test_organizers_are_asked_about_what_is_gone(stage: Stage) -> None:
    desk = (Address("slack", "C1", public=True),)
    cases = (
        Snapshot(PROGRAM, (FIRST,)),
        Snapshot(Program(PROGRAM.sessions[:1]), (FIRST,)),
        Snapshot(Program(()), OLD.meetings),
    )
    for number, new in enumerate(cases):
        loss = holding.lost(OLD, new)
        assert loss.is_suspicious
        with stage.store.begin() as unit:
            assert holding.ask(unit, desk, str(number), loss, stage.now) == 1
    begin = "The new program has lost "
    assert [said(delivery.reply).removeprefix(begin).partition(".")[0] for delivery in stage.deliveries()] == [
        "2 of 3 meetings",
        "3 of 4 sessions and 2 of 3 meetings",
        "4 of 4 sessions",
    ]


def test_one_in_three_may_go() -> None:
    assert not holding.lost(OLD, Snapshot(PROGRAM, (FIRST, SECOND))).is_suspicious
    assert not holding.lost(Snapshot.of(KNOWLEDGE), Snapshot.of(KNOWLEDGE)).is_suspicious
