"""A small event, people in a real database, and a ticker with a clock that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.clock import ManualClock
from bot.config import RemindersSection
from bot.messages import Address, Incoming, Person, Reply, SessionCard, Text
from bot.reminders import verbs
from bot.reminders.changes import Snapshot
from bot.reminders.programs import adopt
from bot.reminders.ticker import Ticked, Ticker
from bot.store.records import Delivery, Wish, WishKind
from bot.turn import Turn, Verb
from knowledge.model import Attendee, Event, Knowledge, Meeting, Program, Session, Speaker

if TYPE_CHECKING:
    from bot.store.engine import Store

PARIS = ZoneInfo("Europe/Paris")
EVENT = Event("Space Day", PARIS)
MINUTE = timedelta(minutes=1)


def at(hour: int, minute: int = 0, day: int = 16) -> datetime:
    """An instant of the event's day."""
    return datetime(2026, 1, day, hour, minute, tzinfo=PARIS)


def session(name: str, start: datetime, minutes: int = 30, **more: object) -> Session:
    return Session(name, name.title(), start, start + minutes * MINUTE, **{"rooms": ("Hall",), **more})


KEYNOTE = session("keynote", at(14), rooms=("Auditorium",), track="Plenary", speakers=(Speaker("KAZEKI Jun"),))
PANEL = session("panel", at(14, 30), rooms=("Auditorium",), track="Plenary")
DEMO = session("demo", at(14, 15), rooms=("Lab",), track="Labs")
RECEPTION = session("reception", at(18), rooms=("Foyer",))
PROGRAM = Program((KEYNOTE, DEMO, PANEL, RECEPTION))
ANN, BOB, EVE = "ann@example.org", "bob@example.org", "eve@example.org"
ATTENDEES = (Attendee(ANN, "Ann", "Anneau"), Attendee(BOB, "Bob", "Bobine"), Attendee(EVE, "Eve"))
FIRST = Meeting("m1", at(15), at(15, 20), "7", ANN, BOB)
SECOND = Meeting("m2", at(15, 20), at(15, 40), "7", ANN, EVE)
KNOWLEDGE = Knowledge(EVENT, PROGRAM, meetings=(FIRST, SECOND), attendees=ATTENDEES)


class Stage:
    """The store, the clock, the event as it is known, and what people do."""

    def __init__(self, store: Store, knowledge: Knowledge = KNOWLEDGE, now: datetime | None = None) -> None:
        self.store, self.knowledge = store, knowledge
        self.clock = ManualClock(now or at(12))
        self.section = RemindersSection(tick_seconds=30)
        self.rates: dict[str, float] = {}
        self.verbs: dict[str, Verb] = dict(verbs(self.section, (Address("slack", "CDESK", public=True),)))
        self._count = 0

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def person(self, user: str, email: str = "", **more: str) -> Person:
        """Make somebody, linked to an attendee when an e-mail is given."""
        with self.store.begin() as unit:
            person = unit.people.remember("telegram", user, now=self.now, name=user, chat=user, **more)
            return unit.people.link(person.id, email).person if email else person

    def wish(
        self, person: Person, kind: WishKind, target: str, lead: int | None = None, *, wanted: bool = True
    ) -> None:
        with self.store.begin() as unit:
            unit.wishes.wish(Wish(person.id, kind, target, lead, wanted), self.now)

    def do(self, person: Person, verb: str, *arguments: str, language: str = "en") -> Reply:
        """Press a button."""
        self._count += 1
        incoming = Incoming(str(self._count), "telegram", person.user, Address("telegram", person.user), verb, self.now)
        local = self.now.astimezone(self.knowledge.event.zone)
        with self.store.begin() as unit:
            reply = self.verbs[verb].handle(Turn(incoming, person, language, local, self.knowledge, unit), arguments)
        assert reply is not None
        return reply

    def ticker(self) -> Ticker:
        return Ticker(self.store, self.clock, lambda: self.knowledge, self.section, rates=self.rates, wake=lambda: None)

    def tick(self) -> Ticked:
        return self.ticker().tick()

    def edit(self, *sessions: Session, meetings: tuple[Meeting, ...] | None = None) -> None:
        """Let the files be these from now on."""
        program = Program(tuple(sorted(sessions, key=lambda s: (s.start.astimezone(UTC), s.room, s.id))))
        kept = self.knowledge.meetings if meetings is None else meetings
        self.knowledge = Knowledge(self.knowledge.event, program, meetings=kept, attendees=self.knowledge.attendees)
        with self.store.begin() as unit:
            adopt(unit, Snapshot.of(self.knowledge), self.knowledge.event.zone, self.now)

    def deliveries(self, person: Person | None = None) -> list[Delivery]:
        """Everything put so far, in order."""
        with self.store.read() as unit:
            ids = unit.outbox._connection.exec_driver_sql("SELECT id FROM outbox ORDER BY due, number").scalars().all()
            found = [unit.outbox.find(each) for each in ids]
        return [d for d in found if d is not None and (person is None or d.person == person.id)]

    def keys(self, person: Person | None = None) -> list[str]:
        return [delivery.key for delivery in self.deliveries(person)]

    def texts(self, person: Person | None = None) -> list[str]:
        return [said(delivery.reply) for delivery in self.deliveries(person)]


def said(reply: Reply) -> str:
    """A reply as one text, buttons left out."""
    parts = []
    for block in reply.blocks:
        if isinstance(block, Text):
            parts.append(block.text)
        elif isinstance(block, SessionCard):
            parts += [block.title, block.when, block.where, block.who, block.note]
        elif block.type == "listing":
            parts += [block.title, *(f"{item.text} | {item.detail}" for item in block.items)]
    return "\n".join(part for part in parts if part)


def buttons(reply: Reply) -> dict[str, str]:
    """The buttons of a reply: label to action."""
    return {c.label: c.action for block in reply.blocks if block.type == "choices" for c in block.choices}
