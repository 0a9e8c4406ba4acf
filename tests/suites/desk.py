"""Organizers at work over a real database, without platforms."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import announcements
from bot.actions import decode
from bot.announcements.announcer import Announcer
from bot.announcements.office import Office
from bot.clock import ManualClock
from bot.config import AnnouncementsSection
from bot.messages import Address, Choices, Incoming, Listing, Reply, Text
from bot.turn import Turn, Verb
from knowledge.model import Attendee, Event, Knowledge, Meeting, Program, Session, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.store.engine import Store
    from bot.store.records import Delivery
    from bot.store.unit import Unit

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 1, 16, 12, 0, tzinfo=PARIS)
ORGANIZERS = {("slack", "U_OLGA"), ("slack", "U_OMAR"), ("telegram", "1")}
ROOM = Address("slack", "C_ORG", public=True)


def session(number: str, title: str, **more: object) -> Session:
    return Session(number, title, NOON + timedelta(hours=2), **more)


KNOWLEDGE = Knowledge(
    Event("Space Day", PARIS),
    Program((
        session("k", "Keynote on launchers", rooms=("Auditorium",), speakers=(Speaker("Ann Arnaud"),), track="Launch"),
        session("p", "Panel on debris", rooms=("Room B",)),
    )),
    meetings=(Meeting("m", NOON.replace(hour=16), NOON.replace(hour=17), "7", "ann@example.org", "bo@example.org"),),
    attendees=(
        Attendee("ann@example.org", "Ann", groups=("Press", "VIP"), language="fr"),
        Attendee("bo@example.org", "Bo", groups=("Press",), language="ja"),
        Attendee("cy@example.org", "Cy", language="en"),
    ),
)  # fmt: skip


@dataclass
class Desk:
    """An office with its announcer. ``act`` lets somebody type a command or press a button."""

    store: Store
    section: AnnouncementsSection = field(default_factory=lambda: AnnouncementsSection(undo_seconds=0, summary_at=None))
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOON))
    knowledge: Knowledge = KNOWLEDGE
    organizers: set[tuple[str, str]] = field(default_factory=lambda: set(ORGANIZERS))

    def __post_init__(self) -> None:
        self.office = Office(
            self.section,
            (ROOM,),
            {"slack": 4.0, "telegram": 28.0},
            lambda platform, user: frozenset({"organizer"} if (platform, user) in self.organizers else ()),
        )
        self.verbs: Mapping[str, Verb] = announcements.verbs(self.office)
        self.announcer = Announcer(self.store, self.clock, lambda: self.knowledge, self.office)
        self.numbers = iter(range(10**6))

    def person(self, user: str, platform: str = "telegram", *, email: str = "", language: str = "en") -> str:
        """Somebody who talked with the bot; returns the person's id."""
        with self.store.begin() as unit:
            known = unit.people.remember(
                platform,
                user,
                now=self.clock.now(),
                name=f"P{user}",
                language=language,
                chat=f"D{user}",
            )
            return unit.people.link(known.id, email).person.id if email else known.id

    @contextmanager
    def turn(
        self, user: str = "U_OLGA", platform: str = "slack", *, pressed: str = "", typed: bool = False
    ) -> Iterator[Turn]:
        """A turn of somebody who pressed a button of a message, or typed."""
        with self.store.begin() as unit:
            person = unit.people.remember(platform, user, now=self.clock.now(), name=user, chat=f"D{user}")
            at = Address(platform, f"D{user}")
            kind = "action" if pressed else "text" if typed else "command"
            said = Incoming(str(next(self.numbers)), at.platform, user, at, "", self.clock.now(), kind, pressed)
            yield Turn(
                said, replace(person, language="en"), "en", self.clock.now().astimezone(PARIS), self.knowledge, unit
            )

    def act(self, verb: str, *arguments: str, user: str = "U_OLGA", pressed: str = "") -> Reply:
        with self.turn(user, pressed=pressed) as turn:
            reply = self.verbs[verb].handle(turn, arguments)
        assert isinstance(reply, Reply)
        return reply

    def press(self, reply: Reply, label: str, *, user: str = "U_OLGA") -> Reply:
        action = decode(buttons(reply)[label])
        return self.act(action.verb, *action.arguments, user=user, pressed="m1")

    def expected(self, words: str, *, user: str = "U_OLGA") -> Reply:
        """Type what was asked for last."""
        with self.turn(user, typed=True) as turn:
            waits = turn.unit.conversations.expected("slack", f"D{user}", turn.person.id, NOON - timedelta(days=1))
            turn.unit.conversations.unexpect("slack", f"D{user}", turn.person.id)
            action = decode(waits)
            reply = self.verbs[action.verb].handle(turn, (*action.arguments, words))
        assert isinstance(reply, Reply)
        return reply

    def announce(self, text: str = "Room B", audience: str = "all") -> str:
        """Draft, confirm and put an announcement; returns its id."""
        preview = self.act("announce", text)
        number = decode(buttons(preview)["Send now"]).arguments[0]
        if audience != "all":
            self.act("announce-audience", number, audience)
        self.act("announce-send", number, "again", pressed="m1")
        self.announcer.tick()
        return number

    def deliver(self, outcomes: Mapping[str, str] | None = None) -> list[Delivery]:
        """Send what may leave now; ``outcomes`` are errors by chat that make somebody unreachable."""
        found: list[Delivery] = []
        for platform in ("slack", "telegram"):
            with self.store.begin() as unit:
                claims = unit.claims
                while more := claims.claim(platform, "test", self.clock.now(), lambda *_: "go", limit=500):
                    for delivery in more:
                        why = (outcomes or {}).get(delivery.address.chat, "")
                        if why:
                            claims.unreachable(delivery, why, self.clock.now())
                        else:
                            claims.sent(delivery, f"m{delivery.id}", self.clock.now())
                            found.append(delivery)
        self.announcer.tick()
        return found

    def read(self, ask: Callable[[Unit], object]) -> object:
        with self.store.read() as unit:
            return ask(unit)


def texts(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def buttons(reply: Reply) -> dict[str, str]:
    found = {c.label: c.action for block in reply.blocks if isinstance(block, Choices) for c in block.choices}
    return found | {i.text: i.action for block in reply.blocks if isinstance(block, Listing) for i in block.items}
