"""Which answers helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.store.records import Feedback
from bot.store.statements import insert
from bot.store.tables import FeedbackRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


class Verdicts:
    """One verdict per person and answer; the last one counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give(self, verdict: Feedback) -> None:
        """Record a verdict in place of this person's earlier one on the same answer."""
        values = {
            "delivery": verdict.delivery,
            "person": verdict.person or None,
            "helpful": verdict.helpful,
            "question": verdict.question,
            "at": verdict.at,
        }
        statement = insert(self._connection, FeedbackRow).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["delivery", "person"], set_=values))

    def since(self, since: datetime) -> list[Feedback]:
        """Return the verdicts given since an instant, oldest first."""
        rows = self._connection.execute(
            select(FeedbackRow.__table__).where(FeedbackRow.at >= since).order_by(FeedbackRow.at, FeedbackRow.number)
        )
        return [Feedback(row.delivery, row.person or "", row.helpful, row.question, row.at) for row in rows]

    def purge(self, before: datetime) -> int:
        """Forget verdicts given before an instant and return how many."""
        return self._connection.execute(delete(FeedbackRow).where(FeedbackRow.at < before)).rowcount
