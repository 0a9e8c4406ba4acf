from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from fakes.reminder_stage import buttons, said

from bot.actions import decode
from bot.clock import ManualClock
from bot.config import Config, load
from bot.messages import Address, Incoming, Person
from bot.reminders import programs, verbs
from bot.store.engine import Store
from bot.turn import Turn
from bot.wiring.event import load_event
from bot.wiring.verbs import desk_places, organizer_places
from bot.wiring.watching import Watcher
from index.errors import IndexBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.records import Delivery
    from knowledge.model import Knowledge

NOW = datetime(2026, 1, 16, 11, tzinfo=UTC)
CONFIG = """
event:
  name: Space Day
  time_zone: Europe/Paris
  program: program.yaml
  meetings: meetings.csv
  attendees: attendees.csv
  pages: pages/
organizers:
  slack: [UORG]
  channels: {slack: CORG}
"""
MEETINGS = "id,start,minutes,table,side_a,side_b\nm1,2026-01-16 15:00,20,7,a@example.org,b@example.org\n"
ATTENDEES = "email,name\na@example.org,Ann\nb@example.org,Bob\n"


def program(*titles: str, hour: int = 13) -> str:
    rows = [
        f'      - {{id: "{title}", title: "{title}", start: "{hour + n}:00", end: "{hour + n}:30", room: Hall}}'
        for n, title in enumerate(titles)
    ]
    return "\n".join(["days:", "  - date: 2026-01-16", "    sessions:", *rows, ""])


class Scenery:
    """What questions are answered from, without an index."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.trouble: Exception | None = None

    def __call__(self) -> SimpleNamespace:
        return SimpleNamespace(knowledge=self.knowledge)

    def replace(self, knowledge: Knowledge) -> None:
        if self.trouble:
            raise self.trouble
        self.knowledge = knowledge


@dataclass
class Event:
    """A folder of files, a store, and a watcher between them."""

    folder: Path
    config: Config
    store: Store
    clock: ManualClock
    scenery: Scenery
    watcher: Watcher

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        self.clock.advance(timedelta(seconds=1))
        stamp = self.clock.now().timestamp()
        os.utime(path, (stamp, stamp))

    def restart(self) -> None:
        knowledge, _ = load_event(self.config)
        self.scenery = Scenery(knowledge)
        self.watcher = Watcher(self.config, self.store, self.clock, self.scenery, organizer_places(self.config))

    def sessions(self) -> list[str]:
        """What reminders go by."""
        with self.store.read() as unit:
            kept = programs.latest(unit, self.config.zone)
        assert kept is not None
        return [session.id for session in kept.program.sessions]

    def shown(self) -> list[str]:
        """What questions are answered from."""
        return [session.id for session in self.scenery.knowledge.program.sessions]

    def told(self) -> list[Delivery]:
        with self.store.read() as unit:
            ids = unit.outbox._connection.exec_driver_sql("SELECT id FROM outbox ORDER BY number").scalars().all()
            return [d for each in ids if (d := unit.outbox.find(each))]

    def press(self, label: str, role: str = "organizer") -> str:
        action = decode(buttons(self.told()[-1].reply)[label])
        person = Person("p", "slack", "UORG", roles=frozenset({role}))
        incoming = Incoming("1", "slack", "UORG", Address("slack", "CORG"), "", NOW, "action")
        verb = verbs(self.config.reminders)[action.verb]
        assert verb.role == "organizer"
        with self.store.begin() as unit:
            knowledge = self.scenery.knowledge
            reply = verb.handle(Turn(incoming, person, "en", NOW, knowledge, unit), action.arguments)
        assert reply is not None
        return said(reply)


@pytest.fixture
def event(tmp_path: Path) -> Iterator[Event]:
    (tmp_path / "config.yaml").write_text(CONFIG)
    store = Store.open("sqlite://")
    config = load(tmp_path / "config.yaml")
    made = Event(tmp_path, config, store, ManualClock(NOW), None, None)
    for name, text in (("program.yaml", program(*"ABCDEF")), ("meetings.csv", MEETINGS), ("attendees.csv", ATTENDEES)):
        made.write(name, text)
    made.restart()
    yield made
    store.close()


def test_what_did_not_change_is_not_read_again(event: Event) -> None:
    assert event.watcher.look() == "good"
    assert event.watcher.look() is None
    assert event.sessions() == list("ABCDEF")


def test_a_new_program_reaches_reminders_and_questions(event: Event) -> None:
    event.watcher.look()
    event.write("program.yaml", program(*"ABCDEFG"))
    assert event.watcher.look() == "good"
    assert event.sessions() == event.shown() == list("ABCDEFG")
    assert event.told() == []


def test_a_page_that_comes_reaches_questions_alone(event: Event) -> None:
    event.watcher.look()
    event.write("pages/wifi.md", "# Wi-Fi\n\nThe network is called Space.\n")
    assert event.watcher.look() == "good"
    assert [document.title for document in event.scenery.knowledge.documents] == ["Wi-Fi"]


def test_a_file_at_fault_keeps_the_last_good_program_and_is_told_once(event: Event) -> None:
    event.watcher.look()
    event.write("program.yaml", "days: [")
    assert event.watcher.look() == "doubtful"  # it may be caught half-written
    assert event.told() == []
    assert event.watcher.look() == "broken"
    assert event.watcher.look() is None
    assert event.sessions() == event.shown() == list("ABCDEF")
    (told,) = event.told()
    assert told.address == Address("slack", "CORG", public=True)
    assert "the rest stays as it last was" in said(told.reply)
    assert "program.yaml" in said(told.reply)
    event.restart()
    for _ in range(3):
        event.watcher.look()
    assert len(event.told()) == 1
    assert event.sessions() == event.shown() == list("ABCDEF")
    event.write("program.yaml", program(*"ABCDEF", hour=14))
    assert event.watcher.look() == "good"
    event.write("program.yaml", "days: [")
    assert [event.watcher.look(), event.watcher.look()] == ["doubtful", "broken"]
    assert len(event.told()) == 2


def test_one_row_at_fault_does_not_cancel_its_session(event: Event) -> None:
    event.watcher.look()
    event.write("program.yaml", program(*"ABCDEF").replace('start: "14:00"', 'start: "quarter past"'))
    assert [event.watcher.look(), event.watcher.look()] == ["doubtful", "broken"]
    assert event.sessions() == list("ABCDEF")


def test_beside_a_row_at_fault_all_else_is_taken_over(event: Event) -> None:
    event.watcher.look()
    changed = program(*"ABCDEFG").replace('start: "14:00"', 'start: "quarter past"').replace("Hall", "Annex")
    event.write("program.yaml", changed)
    assert [event.watcher.look(), event.watcher.look()] == ["doubtful", "broken"]
    assert event.sessions() == event.shown() == list("ABCDEFG")
    assert [session.rooms for session in event.scenery.knowledge.program.sessions][:3] == [
        ("Annex",),
        ("Hall",),
        ("Annex",),
    ]
    event.write("program.yaml", changed.replace('"C", title', '"C", kind: talk, title'))
    assert event.watcher.look() == "good"  # the fault is known by now, and what it takes still stays
    assert event.sessions() == list("ABCDEFG")
    event.write("program.yaml", program(*"ACDEFG"))
    assert event.watcher.look() == "good"
    assert event.sessions() == list("ACDEFG")


def test_beside_a_fault_what_is_taken_out_goes(event: Event) -> None:
    event.watcher.look()
    event.write("program.yaml", program(*"ABCDE").replace('start: "14:00"', 'start: "quarter past"'))
    assert [event.watcher.look(), event.watcher.look()] == ["doubtful", "broken"]
    assert event.sessions() == list("ABCDE")  # B's row is at fault, F is gone


def test_a_walk_in_without_an_address_costs_nobody_else_anything(event: Event) -> None:
    event.watcher.look()
    event.write("attendees.csv", ATTENDEES + ",Walk-in\nc@example.org,Cy\n")
    event.write("program.yaml", program(*"ABCDEF").replace("Hall", "Annex"))
    assert [event.watcher.look(), event.watcher.look()] == ["doubtful", "broken"]
    assert {session.rooms for session in event.scenery.knowledge.program.sessions} == {("Annex",)}
    assert [each.name for each in event.scenery.knowledge.attendees] == ["Ann", "Bob", "Cy"]
    assert "attendees.csv:4" in said(event.told()[-1].reply)


def test_after_a_restart_with_a_broken_program_the_abstracts_are_there(event: Event) -> None:
    event.write("program.yaml", program(*"ABCDEF").replace("room: Hall", "room: Hall, abstract: Ice on the Moon."))
    event.watcher.look()
    event.write("program.yaml", "days: [")
    event.restart()
    event.watcher.look()
    event.watcher.look()
    assert {session.abstract for session in event.scenery.knowledge.program.sessions} == {"Ice on the Moon."}


def test_a_file_that_is_away_for_a_moment_bothers_nobody(event: Event) -> None:
    event.watcher.look()
    (event.folder / "program.yaml").rename(event.folder / "elsewhere")
    assert event.watcher.look() == "doubtful"
    (event.folder / "elsewhere").rename(event.folder / "program.yaml")
    assert event.watcher.look() is None
    assert event.told() == []


def test_a_program_that_lost_more_than_a_third_waits_for_an_organizer(event: Event) -> None:
    event.watcher.look()
    event.write("program.yaml", program(*"ABCD"))
    assert event.watcher.look() == "good"  # a third, and no more
    event.write("program.yaml", program(*"AB"))
    assert [event.watcher.look(), event.watcher.look(), event.watcher.look()] == ["doubtful", "held", None]
    assert event.sessions() == event.shown() == list("ABCD")
    assert "has lost 2 of 4 sessions" in said(event.told()[-1].reply)
    assert "taken over" in event.press("Take the new program")
    assert event.watcher.look() == "good"
    assert event.sessions() == event.shown() == list("AB")
    assert "decided already" in event.press("Keep the old one")


def test_an_organizer_keeps_the_old_one_until_the_files_change_again(event: Event) -> None:
    event.watcher.look()
    event.write("program.yaml", program(*"AB"))
    event.watcher.look()
    event.watcher.look()
    assert "stays, until the files change" in event.press("Keep the old one")
    assert event.watcher.look() is None
    event.restart()
    assert [event.watcher.look(), event.watcher.look(), event.watcher.look()] == ["doubtful", "held", None]
    assert event.sessions() == list("ABCDEF")
    assert len(event.told()) == 1
    event.write("program.yaml", program(*"ABCDEFGH"))
    assert event.watcher.look() == "good"


def test_meetings_that_vanish_are_held_as_well(event: Event) -> None:
    event.watcher.look()
    event.write("meetings.csv", MEETINGS.splitlines()[0] + "\n")
    assert [event.watcher.look(), event.watcher.look()][1] in {"held", "broken"}
    assert len(event.scenery.knowledge.meetings) == 1


def test_meetings_of_unknown_people_and_at_one_table_are_taken_with_a_warning(event: Event) -> None:
    event.watcher.look()
    rows = "m2,2026-01-16 15:00,20,7,nobody@example.org,a@example.org\n"
    event.write("meetings.csv", MEETINGS + rows)
    assert event.watcher.look() == "good"
    assert len(event.scenery.knowledge.meetings) == 2


@pytest.mark.parametrize("trouble", [IndexBusyError("another process builds the index"), ZeroDivisionError("by zero")])
async def test_an_index_that_cannot_be_made_is_tried_again_and_reminders_do_not_wait(
    event: Event, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    event.watcher.look()
    event.write("program.yaml", program(*"ABCDEFG"))
    event.scenery.trouble = trouble
    stop = asyncio.Event()
    running = asyncio.create_task(event.watcher.run(stop))
    async with asyncio.timeout(20):
        while event.clock.next_wake() is None:  # noqa: ASYNC110 - the work is done in a thread
            await asyncio.sleep(0.01)
        assert event.sessions() == list("ABCDEFG")
        assert event.shown() == list("ABCDEF")
        assert str(trouble) in caplog.text
        event.scenery.trouble = None
        event.clock.advance(timedelta(seconds=30))
        while event.shown() != list("ABCDEFG"):  # noqa: ASYNC110 - the work is done in a thread
            await asyncio.sleep(0.01)
        stop.set()
        await running


async def test_what_was_just_read_is_looked_at_after_a_while(event: Event) -> None:
    watcher = Watcher(event.config, event.store, event.clock, event.scenery, at_once=False)
    event.write("program.yaml", program(*"ABCDEFG"))
    stop = asyncio.Event()
    running = asyncio.create_task(watcher.run(stop))
    async with asyncio.timeout(20):
        while event.clock.next_wake() is None:  # noqa: ASYNC110 - the work is done in a thread
            await asyncio.sleep(0)
        assert event.shown() == list("ABCDEF")
        event.clock.advance(timedelta(seconds=30))
        while event.shown() != list("ABCDEFG"):  # noqa: ASYNC110 - the work is done in a thread
            await asyncio.sleep(0.01)
        stop.set()
        await running


def test_the_places_of_organizers_and_of_the_desk(event: Event) -> None:
    assert organizer_places(event.config) == desk_places(event.config) == (Address("slack", "CORG", public=True),)
    settings = event.config.model_dump()
    settings["organizers"] = {"slack": ["U1"], "telegram": [42], "desk": {"telegram": [7]}}
    config = Config.model_validate(settings)
    assert organizer_places(config) == (Address("slack", "U1"), Address("telegram", "42"))
    assert desk_places(config) == (Address("telegram", "7"),)
