"""People change their minds between the plan and the send: what has not left follows."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from fakes.reminder_stage import ANN, Stage, at

from bot.conversation.handlers import settings
from bot.messages import Address, Incoming, Person
from bot.turn import Turn
from knowledge.identity import short


def command(stage: Stage, person: Person, verb: str, *arguments: str) -> None:
    """Say a command of the settings."""
    incoming = Incoming("c", "telegram", person.user, Address("telegram", person.user), verb, stage.now)
    local = stage.now.astimezone(stage.knowledge.event.zone)
    with stage.store.begin() as unit:
        settings.verbs()[verb].handle(Turn(incoming, person, "en", local, stage.knowledge, unit), arguments)


def planned(stage: Stage) -> list[str]:
    """The keys of the reminders that leave within the next minutes."""
    stage.tick()
    with stage.store.begin() as unit:
        left = unit.claims.claim("telegram", "me", stage.now + timedelta(minutes=3), lambda *_: "go")
    return [d.key for d in left if d.key.startswith("remind:")]


def test_another_lead_holds_for_what_was_planned_already(stage: Stage) -> None:
    person = stage.person("1")
    stage.wish(person, "session", "keynote")
    stage.clock.instant = at(13, 49)
    assert stage.tick().reminders == 1
    stage.do(person, "lead", "5")
    assert planned(stage) == []
    stage.clock.instant = at(13, 54)
    assert len(planned(stage)) == 1


def test_who_follows_no_longer_is_reminded_of_what_else_they_wish_only(stage: Stage) -> None:
    person, other = stage.person("1"), stage.person("2")
    for each in (person, other):
        stage.wish(each, "track", "plenary")
    stage.clock.instant = at(13, 49)
    assert stage.tick().reminders == 2
    stage.do(person, "unfollow", "track", short("keynote"))
    assert [key.split(":")[2] for key in planned(stage)] == [other.id]


def test_quiet_hours_hold_for_what_was_planned_already(stage: Stage) -> None:
    person = stage.person("1")
    stage.wish(person, "track", "plenary")
    stage.clock.instant = at(13, 49)
    assert stage.tick().reminders == 1
    command(stage, person, "quiet", "13:00-15:00")
    assert planned(stage) == []


@pytest.mark.parametrize("late", [False, True])
def test_silence_holds_for_everything_that_waits(stage: Stage, late: bool) -> None:
    person = stage.person("1", ANN)
    stage.wish(person, "session", "keynote")
    stage.clock.instant = at(13, 49)
    assert stage.tick().total == 2
    command(stage, person, "mute")
    assert stage.keys(person) == []
    stage.clock.instant = at(14, 5) if late else at(13, 55)
    stage.tick()
    assert stage.keys(person) == []
    command(stage, person, "unmute")
    assert len(planned(stage)) == (0 if late else 1)


def test_two_accounts_that_become_one_person_are_reminded_once(stage: Stage) -> None:
    ann = stage.person("1", ANN)
    with stage.store.begin() as unit:
        also = unit.people.remember("slack", "U1", now=stage.now, chat="D1")
    for person in (ann, also):
        stage.wish(person, "session", "keynote")
    stage.wish(also, "session", "demo")
    stage.clock.instant = at(13, 49)
    stage.tick()
    with stage.store.begin() as unit:
        unit.people.link(also.id, ANN)
    for minute in range(50, 60):
        stage.clock.instant = at(13, minute)
        stage.tick()
    stage.clock.instant = at(14, 6)
    stage.tick()
    reminders = [key for key in stage.keys(ann) if key.startswith("remind:")]
    assert [key.split(":")[1:3] for key in reminders] == [[short("keynote"), ann.id], [short("demo"), ann.id]]


def test_what_one_account_was_reminded_of_the_other_is_not_told_again(stage: Stage) -> None:
    ann = stage.person("1", ANN)
    with stage.store.begin() as unit:
        also = unit.people.remember("slack", "U1", now=stage.now, chat="D1")
    stage.wish(also, "session", "keynote")
    stage.clock.instant = at(13, 50)
    stage.tick()
    with stage.store.begin() as unit:
        (sent,) = unit.claims.claim("slack", "me", stage.now, lambda *_: "go")
        unit.claims.sent(sent, "m", stage.now)
        unit.people.link(also.id, ANN)
    stage.clock.instant = at(13, 52)
    stage.tick()
    assert len([key for key in stage.keys(ann) if key.startswith("remind:")]) == 1


def test_a_day_card_waits_for_the_end_of_the_quiet_hours(stage: Stage) -> None:
    person = stage.person("1", ANN)
    assert time(8) == stage.section.day_card_at
    command(stage, person, "quiet", "22:00-09:30")
    stage.clock.instant = at(8, 5)
    stage.tick()
    assert stage.keys(person) == []
    stage.clock.instant = at(9, 30)
    assert stage.tick().day_cards == 1


def test_a_day_card_is_there_an_hour_before_the_first_meeting_all_the_same(stage: Stage) -> None:
    person = stage.person("1", ANN)
    command(stage, person, "quiet", "22:00-14:30")
    stage.clock.instant = at(13, 55)
    assert stage.tick().day_cards == 0
    stage.clock.instant = at(14)
    assert stage.tick().day_cards == 1
