"""What became of the messages: numbers and receipts for reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from bot.store.columns import NEVER
from bot.store.outbox import LANES
from bot.store.records import Cohort, Counts, Receipt
from bot.store.tables import CLAIMED, PENDING, UNCERTAIN, IdentityRow, OutboxRow, PersonRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.messages import Lane, Platform
    from bot.store.records import State

# Corrections and deletions are messages too, but not another recipient.
FIRST = (OutboxRow.act == "send", OutboxRow.target == "")


class Ledger:
    """Reads the outbox; changes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self, announcement: str) -> Counts:
        """Return how many of an announcement's messages are in which state."""
        query = select(OutboxRow.state, OutboxRow.reason, func.count().label("number"))
        query = query.where(OutboxRow.announcement == announcement, *FIRST).group_by(OutboxRow.state, OutboxRow.reason)
        rows = self._connection.execute(query).all()

        def number(*states: State, reason: str = "") -> int:
            return sum(r.number for r in rows if r.state in states and reason in {"", r.reason})

        blocked = number("failed", reason="unreachable") + number("failed", reason="muted")
        return Counts(
            delivered=number("sent"),
            blocked=blocked,
            failed=number("failed") - blocked,
            uncertain=number("uncertain"),
            waiting=number("pending", "claimed"),
            stale=number("failed", reason="stale"),
            cancelled=number("failed", reason="cancelled"),
        )

    def is_open(self, announcement: str) -> bool:
        """Tell whether any of an announcement's messages may still turn out to have arrived, or arrive."""
        looked_up = and_(UNCERTAIN, OutboxRow.not_before < NEVER)
        mine = (OutboxRow.announcement == announcement, *FIRST, or_(PENDING, CLAIMED, looked_up))
        return self._connection.execute(select(OutboxRow.number).where(*mine).limit(1)).first() is not None

    def changes(self, prefix: str) -> Counts:
        """Return how many of the edits or deletions whose keys begin like this are in which state."""
        like = func.substr(OutboxRow.key, 1, len(prefix)) == prefix
        query = select(OutboxRow.state, func.count().label("number")).where(like).group_by(OutboxRow.state)
        numbers = {row.state: row.number for row in self._connection.execute(query)}
        waiting = numbers.get("pending", 0) + numbers.get("claimed", 0)
        return Counts(
            delivered=numbers.get("sent", 0),
            failed=numbers.get("failed", 0),
            uncertain=numbers.get("uncertain", 0),
            waiting=waiting,
        )

    def receipts(self, announcement: str) -> list[Receipt]:
        """Return what became of each person's message of an announcement, in the order they were put."""
        account = and_(
            IdentityRow.person == OutboxRow.person,
            IdentityRow.platform == OutboxRow.platform,
            (IdentityRow.user == OutboxRow.user) | (IdentityRow.chat == OutboxRow.chat),
        )
        query = (
            select(OutboxRow.__table__, PersonRow.email, IdentityRow.name)
            .outerjoin(PersonRow, PersonRow.id == OutboxRow.person)
            .outerjoin(IdentityRow, account)
            .where(OutboxRow.announcement == announcement, *FIRST)
            .order_by(OutboxRow.number)
        )
        rows = {row.number: row for row in self._connection.execute(query)}
        return [
            Receipt(
                person=row.person or "",
                name=row.name or row.recipient,
                email=row.email or "",
                platform=row.platform,
                state=row.state,
                reason=row.reason,
                at=row.at,
                error=row.error,
            )
            for row in rows.values()
        ]

    def cohorts(self, since: datetime) -> list[Cohort]:
        """Return how the reminders promised since an instant kept their minute, by minute and platform."""
        sent = OutboxRow.state == "sent"
        left = case((sent, OutboxRow.at))
        numbers = (
            func.sum(case((sent, 1), else_=0)).label("sent"),
            func.sum(case((OutboxRow.state == "failed", 1), else_=0)).label("failed"),
            func.count().label("all"),
        )
        query = select(OutboxRow.platform, OutboxRow.promised, *numbers, func.min(left), func.max(left))
        query = query.where(OutboxRow.promised >= since).group_by(OutboxRow.platform, OutboxRow.promised)
        rows = self._connection.execute(query.order_by(OutboxRow.promised, OutboxRow.platform)).all()
        return [Cohort(r[0], r[1], r.sent, r.all - r.sent - r.failed, r.failed, r[5], r[6]) for r in rows]

    def totals(self) -> dict[tuple[Platform, Lane, State], int]:
        """Return how many messages are in which state, by platform, lane and state (for metrics)."""
        columns = (OutboxRow.platform, OutboxRow.lane, OutboxRow.state)
        rows = self._connection.execute(select(*columns, func.count().label("number")).group_by(*columns))
        return {(row.platform, LANES[row.lane], row.state): row.number for row in rows}
