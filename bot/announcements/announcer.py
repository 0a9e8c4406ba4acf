"""What is to be done for an announcement with many messages: put, corrected, deleted in slices, and reported.

Nothing is in memory that matters: an errand stays noted in the store until its last slice is in the outbox, and every
message has a key that can be put once only. So after a crash, or in two processes at once, each person gets one.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from bot.announcements import lateness, progress, showing
from bot.announcements.faults import AnnouncementError
from bot.announcements.places import tell_organizers
from bot.announcements.selection import select
from bot.announcements.summary import tell_summary
from bot.announcements.writing import compose, excerpt
from bot.errors import StoreError
from bot.i18n.catalogue import DEFAULT, say
from bot.messages import Address, Lane, Reply, Text
from bot.store.records import AuditEntry, Counts, Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from bot.announcements.candidates import Candidate
    from bot.announcements.office import Office
    from bot.ports import Clock
    from bot.store.engine import Store
    from bot.store.records import Announcement, AnnouncementState, Delivery
    from bot.store.unit import Unit
    from knowledge.model import Knowledge

log = logging.getLogger(__name__)

T = TypeVar("T")

SLICE = 300  # messages in one transaction: a tenth of a second, during which nobody else can write
PAUSE = 0.5  # real seconds between two looks
REPEAT = timedelta(seconds=5)  # until what was in flight at the first pass of an errand is looked for again
EDITS = timedelta(seconds=4)  # between two edits of one progress message: both platforms allow 15 a minute
WATCHED = timedelta(hours=1)  # after the beginning, while a progress message is kept up to date at least
LINGERS = timedelta(minutes=5)  # while it still is when all is done: corrections are on their way
ACTIVE: tuple[AnnouncementState, ...] = ("scheduled", "sending", "paused")


class Announcer:
    """Works through what organizers confirmed.

    ``knowledge`` gives the event as known now, ``wake`` wakes the sender. ``size`` is how many messages one
    transaction holds, ``pause`` the real seconds between two looks.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        office: Office,
        wake: Callable[[], None] = lambda: None,
        *,
        size: int = SLICE,
        pause: float = PAUSE,
    ) -> None:
        self._store, self._clock, self._knowledge, self._office, self._wake = store, clock, knowledge, office, wake
        self._size, self._pause = size, pause
        self._shown: dict[tuple[str, Address], tuple[datetime, object]] = {}
        self._next_pass: dict[str, datetime] = {}
        self._active: dict[str, datetime] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Look at the store again and again until ``stop`` is set."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.tick)
            except StoreError as error:
                log.warning("announcements wait for the database: %s", error)
            except Exception:  # a fault of ours must not end the loop
                log.exception("announcements stumbled")
            try:
                async with asyncio.timeout(self._pause):
                    await stop.wait()
            except TimeoutError:
                pass

    def tick(self) -> None:
        """Do everything that there is to do now."""
        now = self._clock.now()
        with self._store.read() as unit:
            due = unit.announcements.due(now)
            charged = unit.announcements.charged()
        for announcement in [*due, *charged]:
            try:
                if announcement.state == "scheduled":
                    self._begin(announcement, now)
                self.work(announcement.id)
            except StoreError:
                raise
            except Exception:  # a fault in one announcement must not keep the others back
                log.exception("announcement %s stumbled", announcement.id)
        self._finish(now)
        self._report(now)
        if tell_summary(self._store, self._office, self._local(now), self._knowledge()):
            self._wake()

    def work(self, announcement: str) -> None:
        """Do what is still to be done for one announcement."""
        with self._store.read() as unit:
            found = unit.announcements.find(announcement)
        now = self._clock.now()
        self._active[announcement] = now
        if found is None or now < self._next_pass.get(announcement, now):
            return
        if found.errand == "send" and found.state in {"sending", "paused"}:
            self._send(found)
        elif found.errand in {"correct", "delete"}:
            self._follow_up(found)

    def _begin(self, announcement: Announcement, now: datetime) -> None:
        with self._store.begin() as unit:
            late = lateness.is_late(announcement, now)
            if late and lateness.ask(unit, announcement, self._office, self._knowledge(), self._local(now)):
                return
            if unit.announcements.advance(announcement.id, ["scheduled"], "sending", now):
                unit.announcements.charge(announcement.id, "send")

    def _local(self, now: datetime) -> datetime:
        return now.astimezone(self._knowledge().event.zone)

    # Sending --------------------------------------------------------------------------------------

    def _send(self, announcement: Announcement) -> None:
        knowledge, now = self._knowledge(), self._clock.now()
        try:
            with self._store.read() as unit:
                selection = select(announcement.audience, unit, knowledge, self._local(now))
        except AnnouncementError as fault:  # the session or group that it was for went with a change of the program
            self._give_up(announcement, fault.told(DEFAULT), now)
            return
        people = [*((one, "") for one in selection.reached), *selection.missed]
        if not people and not self._is_begun(announcement.id):
            self._give_up(announcement, AnnouncementError("nobody").told(DEFAULT), now)
            return
        for part in _slices(people, self._size):
            if not self._put(announcement.id, part):
                return
        with self._store.begin() as unit:
            self._all_put(unit, announcement.id)

    def _put(self, number: str, people: list[tuple[Candidate, str]]) -> bool:
        """Put one slice; False when somebody took the announcement back."""
        now = self._clock.now()
        with self._store.begin() as unit:
            found = unit.announcements.find(number)
            if found is None or found.state not in {"sending", "paused"} or found.errand != "send":
                return False
            unit.outbox.put_all(self._outgoings(found, people), now)
        self._wake()
        return True

    def _outgoings(self, announcement: Announcement, people: list[tuple[Candidate, str]]) -> Iterator[Outgoing]:
        """One for everybody it is for; who cannot get it is recorded with the reason."""
        replies = {language: compose(announcement, language) for language in {one.language for one, _ in people}}
        leaves = progress.leaves_at(announcement, self._office.section.undo_seconds)
        for one, why in people:
            yield Outgoing(
                f"announce:{announcement.id}:{one.person or one.email or one.name}",
                Lane.ANNOUNCEMENT,
                replies[one.language],
                Address(one.platform, "") if one.platform else None,
                one.person,
                not_before=leaves,
                useful_until=announcement.useful_until,
                announcement=announcement.id,
                recipient="" if one.person else one.email or one.name,
                muted=why == "muted",
            )

    def _is_begun(self, announcement: str) -> bool:
        with self._store.read() as unit:
            return unit.ledger.counts(announcement) != Counts()

    def _give_up(self, announcement: Announcement, why: str, now: datetime) -> None:
        log.error("announcement %s cannot be sent: %s", announcement.id, why)
        begun = self._is_begun(announcement.id)  # and a restart came between
        words = "announce.given_up_midway" if begun else "announce.given_up"
        told = say(DEFAULT, words, why=why, text=excerpt(announcement, DEFAULT))
        with self._store.begin() as unit:
            if not self._all_put(unit, announcement.id):
                return
            if not begun:
                unit.announcements.advance(announcement.id, ("sending", "paused"), "cancelled", now)
            unit.audit.note(AuditEntry(now, "rendezvous", "announcement.give_up", announcement.id, why))
            key = f"given-up:{announcement.id}"
            tell_organizers(unit, self._office.places, key, Reply((Text(told),), language=DEFAULT), now)
        self._wake()

    @staticmethod
    def _all_put(unit: Unit, number: str) -> bool:
        """Note that nothing more is to be put; False when somebody took the announcement back meanwhile."""
        found = unit.announcements.find(number)
        if found is None or found.errand != "send":
            return False
        unit.announcements.charge(number, "correct" if found.revision else "")
        return True

    # Correcting and deleting ----------------------------------------------------------------------

    def _follow_up(self, announcement: Announcement) -> None:
        """Edit or delete what arrived; repeated until nothing more can turn out to have arrived."""
        with self._store.read() as unit:
            sent = unit.outbox.sent_for(announcement.id)
            waits = unit.ledger.is_open(announcement.id)
        for part in _slices(self._changes(announcement, sent), self._size):
            with self._store.begin() as unit:
                unit.outbox.put_all(part, self._clock.now())
            self._wake()
        if waits:
            self._next_pass[announcement.id] = self._clock.now() + REPEAT
            return
        with self._store.begin() as unit:
            found = unit.announcements.find(announcement.id)
            if found and (found.errand, found.revision) == (announcement.errand, announcement.revision):
                unit.announcements.charge(announcement.id, "")

    @staticmethod
    def _changes(announcement: Announcement, sent: list[Delivery]) -> Iterator[Outgoing]:
        deletes = announcement.errand == "delete"
        for delivery in sent:
            new = compose(announcement, delivery.reply.language)
            at = delivery.address
            if not deletes and new == delivery.reply:
                continue
            yield Outgoing(
                f"{progress.change_keys(announcement, deletes=deletes)}{delivery.id}",
                Lane.ANNOUNCEMENT,
                new,
                Address(at.platform, at.chat, at.thread, delivery.message, public=at.public),
                delivery.person,
                act="delete" if deletes else "send",
            )

    # Reporting ------------------------------------------------------------------------------------

    def _finish(self, now: datetime) -> None:
        with self._store.read() as unit:
            sending = [a for a in unit.announcements.listed(["sending"]) if not a.errand]
            done = [a.id for a in sending if not unit.ledger.counts(a.id).waiting]
        self._active |= dict.fromkeys(done, now)
        if done:
            with self._store.begin() as unit:
                for number in done:
                    unit.announcements.advance(number, ["sending"], "sent", now)

    def _report(self, now: datetime) -> None:
        """Keep progress messages up to date, each at most every few seconds."""
        edits = [edit for one in self._watched(now) for edit in self._edits(one, now)]
        if edits:
            with self._store.begin() as unit:
                unit.outbox.put_all(edits, now)
            self._wake()

    def _watched(self, now: datetime) -> list[Announcement]:
        """The announcements with which something goes on, went on just now, or that were begun within the last hour."""
        with self._store.read() as unit:
            active = [*unit.announcements.listed(ACTIVE), *unit.announcements.charged()]
            self._active |= dict.fromkeys((announcement.id for announcement in active), now)
            self._active = {number: at for number, at in self._active.items() if now - at < LINGERS * self._clock.speed}
            lingering = (unit.announcements.find(number) for number in self._active)
            recent = unit.announcements.sent_since(now - WATCHED)
            return list({one.id: one for one in (*recent, *active, *lingering) if one}.values())

    def _edits(self, announcement: Announcement, now: datetime) -> Iterator[Outgoing]:
        for at, language in showing.places(announcement):
            shown = (announcement.id, at)
            last, before = self._shown.get(shown, (None, None))
            if last is not None and now - last < EDITS * self._clock.speed:
                continue
            with self._store.read() as unit:
                undo = self._office.section.undo_seconds
                reply = progress.show(unit, announcement, undo, language, self._local(now))
            self._shown[shown] = (now, reply)
            if reply != before:
                key = f"board:{announcement.id}:{at.platform}:{at.chat}:{at.message}:{now.isoformat()}"
                yield Outgoing(key, Lane.ANSWER, reply, at)


def _slices(items: Iterable[T], size: int) -> Iterator[list[T]]:
    each = iter(items)
    while part := list(islice(each, size)):
        yield part
