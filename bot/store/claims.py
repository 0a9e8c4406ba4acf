"""The sender's side of the outbox: claimed, then sent, failed, uncertain or pending again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, exists, func, or_, select, update

from bot.messages import Lane
from bot.store.columns import EPOCH, NEVER
from bot.store.leases import Leases
from bot.store.outbox import LANES, deliveries, delivery
from bot.store.people import PREFERRED
from bot.store.tables import CLAIMED, PENDING, UNCERTAIN, AnnouncementRow, IdentityRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Exists

    from bot.messages import Platform
    from bot.store.records import Delivery, Reason, Verdict
    from bot.store.statements import AnyRow

PAGE = 100
PAGES = 20


class Claims:
    """A message is claimed before it is sent, so that a crash in between leaves it claimed, not pending.

    What became of it is recorded only while it is open and was claimed by nobody else since.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self,
        platform: Platform,
        holder: str,
        now: datetime,
        may_leave: Callable[[str, bool, Lane], Verdict],
        *,
        limit: int = 50,
    ) -> list[Delivery]:
        """Claim what may leave now, answers first, then reminders, then announcements, each in order.

        ``may_leave`` is asked about each message in this order, with chat (``user:<id>`` while the chat is not
        known), whether it is public, and lane; about a chat that has to wait it is not asked again. What is
        past its use is recorded as failed and stale. Two processes never get the same message.
        """
        self._expire(platform, now)
        chosen: list[int] = []
        waiting: set[str] = set()
        for _ in range(PAGES):
            page = self._due(platform, now, chosen, waiting)
            if self._choose(page, chosen, waiting, may_leave, limit) or len(page) < PAGE:
                break
        mark = {"state": "claimed", "holder": holder, "at": now}
        self._connection.execute(update(OutboxRow).where(OutboxRow.number.in_(chosen)).values(mark))
        return self._read(chosen, now)

    def sent(self, delivery: Delivery, message: str, now: datetime) -> None:
        """Record that the platform confirmed it, with its id there."""
        self._finish(delivery, state="sent", reason="", message=message, error="", at=now)

    def failed(self, delivery: Delivery, error: str, now: datetime, reason: Reason = "refused") -> None:
        """Record that it will never arrive."""
        self._finish(delivery, state="failed", reason=reason, error=error, at=now)

    def uncertain(self, delivery: Delivery, error: str, now: datetime, look: datetime | None) -> None:
        """Record that it may have arrived; it is looked up at ``look``, or never by us."""
        self._finish(delivery, state="uncertain", error=error, at=now, not_before=look or NEVER)

    def retry(
        self, delivery: Delivery, not_before: datetime, error: str, now: datetime, *, counted: bool = True
    ) -> None:
        """Put it back until an instant; not ``counted`` when the platform was at fault, not the message.

        What was taken back while it was being sent goes no second time, nor does an edit after a later one.
        """
        attempts = OutboxRow.attempts + int(counted)
        self._finish(delivery, state="pending", error=error, at=now, not_before=not_before, attempts=attempts)
        mine = update(OutboxRow).where(PENDING, OutboxRow.id == delivery.id)
        if delivery.announcement:
            given_up = select(AnnouncementRow.id).where(AnnouncementRow.state == "cancelled")
            cancelled = mine.where(OutboxRow.announcement.in_(given_up))
            self._connection.execute(cancelled.values(state="failed", reason="cancelled", at=now))
        if delivery.address.message:
            replaced = mine.where(_is_followed())
            self._connection.execute(replaced.values(state="failed", reason="replaced", at=now))

    def unreachable(self, delivery: Delivery, error: str, now: datetime) -> None:
        """Record that its person cannot be written to, for this message and for the person.

        A reminder goes to the person's other account instead, when there is one that can be written to.
        """
        if delivery.person:
            here = (IdentityRow.person == delivery.person, IdentityRow.platform == delivery.address.platform)
            # A group that the bot was thrown out of says nothing about the person who asked there.
            account = or_(IdentityRow.user == delivery.user, IdentityRow.chat == delivery.address.chat)
            trouble = {"trouble": error or "unreachable", "trouble_since": now}
            self._connection.execute(update(IdentityRow).where(*here, account).values(trouble))
        if not self._goes_elsewhere(delivery, now):
            self.failed(delivery, error, now, "unreachable")

    def _goes_elsewhere(self, delivery: Delivery, now: datetime) -> bool:
        if delivery.lane is not Lane.REMINDER or not delivery.person or delivery.address.public:
            return False
        usable = (IdentityRow.person == delivery.person, IdentityRow.trouble == "")
        other = self._connection.execute(select(IdentityRow.__table__).where(*usable).order_by(*PREFERRED)).first()
        if other is None:
            return False
        home = {"platform": other.platform, "user": other.user, "chat": other.chat, "thread": ""}
        self._finish(delivery, state="pending", error="", at=now, not_before=EPOCH, **home)
        return True

    def moved(self, delivery: Delivery, chat: str, now: datetime) -> None:
        """Follow a chat to its new id: this message, whatever else waits for it, and its person."""
        self.retry(delivery, EPOCH, f"moved to {chat}", now)
        address = delivery.address
        # What was answered there does not exist in the new chat, so nothing can be a reply to it any more.
        waiting = update(OutboxRow).where(PENDING, OutboxRow.platform == address.platform)
        self._connection.execute(waiting.where(OutboxRow.chat == address.chat).values(chat=chat, thread=""))
        people = update(IdentityRow).where(IdentityRow.platform == address.platform)
        self._connection.execute(people.where(IdentityRow.chat == address.chat).values(chat=chat))

    def opened(self, delivery: Delivery, chat: str) -> None:
        """Note which chat was opened for it."""
        self._connection.execute(update(OutboxRow).where(OutboxRow.id == delivery.id).values(chat=chat))

    def recover(self, now: datetime, look: datetime) -> int:
        """Make uncertain what a dead process had claimed, since it may have left; it is looked up at ``look``.

        Edits and deletions, which do no harm when repeated, wait again instead. Returns how many became uncertain.
        """
        holders = set(self._connection.execute(select(OutboxRow.holder).where(CLAIMED).distinct()).scalars())
        dead = holders - Leases(self._connection).living(now) if holders else holders
        if not dead:
            return 0
        theirs = update(OutboxRow).where(CLAIMED, OutboxRow.holder.in_(dead))
        harmless = or_(OutboxRow.act == "delete", OutboxRow.target != "")
        self._connection.execute(theirs.where(harmless).values(state="pending", at=now))
        lost = {"state": "uncertain", "error": "the process ended while sending", "at": now, "not_before": look}
        return self._connection.execute(theirs.values(lost)).rowcount

    def unsettled(self, platform: Platform, now: datetime, limit: int = 10) -> list[Delivery]:
        """Return uncertain messages that are to be looked up by now."""
        look = (OutboxRow.platform == platform, UNCERTAIN, OutboxRow.not_before <= now, OutboxRow.chat != "")
        query = select(OutboxRow.number).where(*look).order_by(OutboxRow.not_before).limit(limit)
        return self._read(self._connection.execute(query).scalars().all(), now)

    def hasten(self, platform: Platform, now: datetime) -> None:
        """Let what waits to be tried or looked up again do so now: the clock was set back, and they would wait on."""
        here = (OutboxRow.platform == platform, OutboxRow.not_before > now, OutboxRow.not_before < NEVER)
        self._connection.execute(update(OutboxRow).where(PENDING, *here).values(not_before=OutboxRow.due))
        self._connection.execute(update(OutboxRow).where(UNCERTAIN, *here).values(not_before=now))

    def next_due(self, platform: Platform, now: datetime) -> datetime | None:
        """Return the next instant at which something will fall due to be sent or looked up, None when nothing will.

        What is due already and did not leave (paused, too many) is not told: it is found at the next claim.
        """
        gate = case((OutboxRow.not_before > OutboxRow.due, OutboxRow.not_before), else_=OutboxRow.due)
        waiting = select(func.min(gate)).where(PENDING, OutboxRow.platform == platform, gate > now)
        look = (UNCERTAIN, OutboxRow.platform == platform, OutboxRow.not_before > now, OutboxRow.not_before < NEVER)
        times = [
            self._connection.execute(waiting).scalar(),
            self._connection.execute(select(func.min(OutboxRow.not_before)).where(*look)).scalar(),
        ]
        return min((time for time in times if time is not None), default=None)

    def recent(self, platform: Platform, since: datetime) -> list[tuple[str, bool, datetime]]:
        """Return chat, publicness and instant of what left since, oldest first: what limits must remember."""
        left = (OutboxRow.platform == platform, OutboxRow.at >= since, OutboxRow.state.in_(("sent", "uncertain")))
        query = select(OutboxRow.chat, OutboxRow.public, OutboxRow.at).where(*left).order_by(OutboxRow.at)
        return [(row.chat, row.public, row.at) for row in self._connection.execute(query)]

    def _expire(self, platform: Platform, now: datetime) -> None:
        late = update(OutboxRow).where(PENDING, OutboxRow.platform == platform, OutboxRow.useful_until <= now)
        self._connection.execute(late.values(state="failed", reason="stale", error="no longer useful", at=now))

    def _due(self, platform: Platform, now: datetime, chosen: list[int], waiting: set[str]) -> Sequence[AnyRow]:
        paused = select(AnnouncementRow.id).where(AnnouncementRow.state == "paused")
        query = (
            select(OutboxRow.number, OutboxRow.lane, OutboxRow.chat, OutboxRow.user, OutboxRow.public)
            .where(PENDING, OutboxRow.platform == platform, OutboxRow.due <= now, OutboxRow.not_before <= now)
            .where(or_(OutboxRow.announcement.is_(None), OutboxRow.announcement.not_in(paused)))
            .where(OutboxRow.chat.not_in(waiting), OutboxRow.number.not_in(chosen))
            .order_by(OutboxRow.lane, OutboxRow.due, OutboxRow.number)
            .limit(PAGE)
            .with_for_update(skip_locked=True)
        )
        return self._connection.execute(query).all()

    @staticmethod
    def _choose(
        page: Sequence[AnyRow],
        chosen: list[int],
        waiting: set[str],
        may_leave: Callable[[str, bool, Lane], Verdict],
        limit: int,
    ) -> bool:
        """Choose from a page; True when there is nothing more to choose."""
        for row in page:
            chat = row.chat or f"user:{row.user}"
            if chat in waiting:
                continue
            verdict = may_leave(chat, row.public, LANES[row.lane])
            if verdict == "chat":
                waiting.add(chat)
            if verdict == "go":
                chosen.append(row.number)
            if verdict == "stop" or len(chosen) >= limit:
                return True
        return False

    def _read(self, numbers: Sequence[int], now: datetime) -> list[Delivery]:
        query = deliveries().where(OutboxRow.number.in_(numbers))
        query = query.order_by(OutboxRow.lane, OutboxRow.due, OutboxRow.number)
        found = []
        for row in self._connection.execute(query).all():
            try:
                found.append(delivery(row))
            except ValueError as error:  # written by another version; the others must not wait for it
                broken = {"state": "failed", "reason": "refused", "at": now}
                told = f"the text kept for it cannot be read: {error}"[:200]
                here = update(OutboxRow).where(OutboxRow.number == row.number)
                self._connection.execute(here.values(**broken, error=told))
        return found

    def _finish(self, delivery: Delivery, **values: object) -> None:
        # Whoever was so slow that another process took the message over has nothing more to say about it.
        mine = (OutboxRow.id == delivery.id, OutboxRow.holder == delivery.holder)
        is_open = OutboxRow.state.in_(("claimed", "uncertain"))
        self._connection.execute(update(OutboxRow).where(*mine, is_open).values(values))


def _is_followed() -> Exists:
    """Whether the same message is edited or deleted by something that was put later."""
    later = OutboxRow.__table__.alias("later").c
    same = (getattr(later, name) == getattr(OutboxRow, name) for name in ("platform", "chat", "target"))
    return exists().where(later.number > OutboxRow.number, *same)
