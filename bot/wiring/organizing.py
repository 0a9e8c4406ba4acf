"""Announcements, reports and invitations from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.announcements import preview, progress, twins, writing
from bot.announcements.acting import audited
from bot.announcements.announcer import Announcer
from bot.announcements.confirming import Confirming, checked
from bot.announcements.control import Control
from bot.announcements.moments import coming
from bot.announcements.numbers import numbers, worded
from bot.announcements.office import Office, actor_of
from bot.announcements.reporting import listed
from bot.announcements.rows import announcement_row, csv_of, delivery_rows
from bot.channels.console.render import render
from bot.i18n.catalogue import DEFAULT
from bot.messages import Address, Incoming, Person
from bot.store.engine import Store
from bot.turn import Turn
from bot.wiring.conversation import Roles
from bot.wiring.event import load_event
from bot.wiring.serving import limits, make_clock
from bot.wiring.verbs import organizer_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Config
    from bot.ports import Clock
    from bot.store.unit import Unit
    from knowledge.model import Knowledge

OPERATOR = Person("", "console", "operator", "operator", roles=frozenset({"organizer", "desk"}))
AUDITED = 100_000  # acts told, the latest
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft: what the operator sees of it, and, when nearly the same was sent just now, the question whether to."""

    id: str
    shown: str
    twin: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use code that links an account to an attendee."""

    email: str
    name: str
    code: str


class Organizing:
    """The operator at work: an organizer with the terminal for a platform."""

    def __init__(self, config: Config, store: Store, clock: Clock, knowledge: Knowledge) -> None:
        self._config, self._store, self._clock, self._knowledge = config, store, clock, knowledge
        rates = {platform: rules.rate for platform, rules in limits(config).items()}
        self._office = Office(config.announcements, organizer_places(config), rates, Roles(config))

    @classmethod
    @contextmanager
    def open(cls, config: Config) -> Iterator[Organizing]:
        """Open the database and read the event."""
        store = Store.open(config.store_url)
        try:
            yield cls(config, store, make_clock(config, store), load_event(config)[0])
        finally:
            store.close()

    def draft(
        self,
        text: str,
        audience: str,
        *,
        at: datetime | None = None,
        until: datetime | None = None,
        picture: str = "",
        unasked: bool = False,
    ) -> Drafted:
        """Draft an announcement. Times without an offset are in the event's zone; ``unasked`` leaves no time for undo.

        Raises AnnouncementError for whatever makes it unfit to be sent; then nothing is kept.
        """
        texts = writing.read(text, DEFAULT, picture=picture)
        with self._store.begin() as unit:
            turn = self._turn(unit)
            number = unit.announcements.draft(
                texts,
                audience,
                progress.SCRIPT if unasked else actor_of(turn),
                turn.now,
                default_language=next(iter(texts)),
                picture=picture,
                scheduled=at and coming(at, turn.now),
                useful_until=until and coming(until, turn.now),
            )
            audited(turn, "draft", number, text)
            return self._drafted(turn, number)

    def _drafted(self, turn: Turn, number: str) -> Drafted:
        found = turn.unit.announcements.find(number)
        assert found is not None  # noqa: S101 it was made just now
        shown = preview.show(found, checked(turn, found), self._office.rates, DEFAULT, turn.now)
        twin = twins.recent_twin(turn, found)
        asks = twins.told(twin, DEFAULT, turn.now) if twin else ""
        return Drafted(number, render(preview.without_buttons(shown)), asks)

    def give_up(self, number: str) -> None:
        """Send a draft to nobody."""
        with self._store.begin() as unit:
            turn = self._turn(unit)
            unit.announcements.advance(number, ["draft"], "cancelled", turn.now)
            audited(turn, "cancel", number)

    def send(self, number: str) -> str:
        """Confirm a draft, put its messages into the outbox unless it has a time, and tell what became of it."""
        with self._store.begin() as unit:
            reply = Confirming(self._office).send(self._turn(unit), (number, "again"))
        Announcer(self._store, self._clock, lambda: self._knowledge, self._office).work(number)
        return render(preview.without_buttons(reply)) if reply else ""

    def undo(self, number: str) -> str | None:
        """Take an announcement back: what has not left, and, where the platform can, what arrived.

        Tells what became of it; None when there is no such announcement.
        """
        with self._store.begin() as unit:
            if unit.announcements.find(number) is None:
                return None
            reply = Control(self._office).undo(self._turn(unit), (number,))
        Announcer(self._store, self._clock, lambda: self._knowledge, self._office).work(number)
        return render(preview.without_buttons(reply)) if reply else ""

    def invite(self, emails: tuple[str, ...], days: int, *, linked_too: bool, renew: bool) -> list[Invitation]:
        """Make codes for the attendees named (all when none is), those who are linked already left out.

        ``renew`` makes the codes given before invalid. Raises ValueError with the e-mails that are no attendee's.
        """
        wanted = {email.strip().lower() for email in emails}
        known = {attendee.email for attendee in self._knowledge.attendees}
        if wanted - known:
            raise ValueError(", ".join(sorted(wanted - known)))
        now, found = self._clock.now(), []
        with self._store.begin() as unit:
            for attendee in self._knowledge.attendees:
                is_linked = unit.people.by_email(attendee.email) is not None
                if (wanted and attendee.email not in wanted) or (is_linked and not linked_too):
                    continue
                if renew:
                    unit.links.revoke(attendee.email)
                code = unit.links.invite(attendee.email, now, now + timedelta(days=days))
                found.append(Invitation(attendee.email, attendee.name, code))
        return found

    def _turn(self, unit: Unit) -> Turn:
        now = self._clock.now().astimezone(self._config.zone)
        incoming = Incoming("", "console", "operator", Address("console", "operator"), "", now)
        return Turn(incoming, OPERATOR, DEFAULT, now, self._knowledge, unit)


class Reports:
    """What became of everything, read from the database."""

    def __init__(self, config: Config) -> None:
        self._zone = config.zone
        self._store = Store.open(config.store_url)

    def rows(self) -> Iterator[dict[str, object]]:
        """The contract's report rows: each announcement with its deliveries, then the questions without an answer."""
        with self._store.read() as unit:
            for announcement in listed(unit):
                yield {"announcement": announcement_row(unit, announcement, self._zone)}
                for row in delivery_rows(unit, announcement.id, self._zone):
                    yield {"delivery": row}
            for question in unit.inbox.listed():
                asked = question.asked.astimezone(self._zone).isoformat()
                told = {"id": question.id, "question": question.text, "language": question.language}
                yield {"unanswered": {**told, "asked": asked, "times": question.times}}

    def text(self) -> Iterator[str]:
        """The same for reading, with the numbers of the whole event."""
        with self._store.read() as unit:
            for announcement in listed(unit):
                counts = unit.ledger.counts(announcement.id)
                sent = f"{announcement.sent.astimezone(self._zone):%Y-%m-%d %H:%M}" if announcement.sent else "not yet"
                yield f"{announcement.id}  {announcement.state}  {sent}  {writing.excerpt(announcement, DEFAULT)}"
                yield (
                    f"  delivered {counts.delivered}, blocked {counts.blocked}, failed {counts.failed}, "
                    f"uncertain {counts.uncertain}, waiting {counts.waiting}"
                )
                if changed := ", ".join(progress.changes(unit, announcement, DEFAULT)):
                    yield f"  {changed}"
            yield from worded(numbers(unit, BEGINNING), DEFAULT)

    def audit(self) -> Iterator[dict[str, str]]:
        """Who did what to which announcement or question, oldest first; ``actor`` is ``platform:user``."""
        with self._store.read() as unit:
            for entry in unit.audit.entries(limit=AUDITED):
                at = entry.at.astimezone(self._zone).isoformat()
                told = {"actor": entry.actor, "act": entry.act, "subject": entry.subject, "detail": entry.detail}
                yield {"at": at, **told}

    def csv(self, announcement: str) -> str | None:
        """One announcement's deliveries as CSV, None when there is no such announcement."""
        with self._store.read() as unit:
            return csv_of(unit, announcement, self._zone) if unit.announcements.find(announcement) else None

    def close(self) -> None:
        """Close the database."""
        self._store.close()
