"""Who did what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.store.records import AuditEntry
from bot.store.tables import AuditRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


class Audit:
    """Organizers' acts, in the transaction that carries them out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, entry: AuditEntry) -> None:
        """Write an entry down."""
        values = {
            "at": entry.at,
            "actor": entry.actor,
            "act": entry.act,
            "subject": entry.subject,
            "detail": entry.detail,
        }
        self._connection.execute(insert(AuditRow).values(values))

    def entries(self, *, subject: str | None = None, limit: int = 1000) -> list[AuditEntry]:
        """Return the latest entries, oldest first; optionally those about one subject."""
        query = select(AuditRow.at, AuditRow.actor, AuditRow.act, AuditRow.subject, AuditRow.detail)
        if subject is not None:
            query = query.where(AuditRow.subject == subject)
        rows = self._connection.execute(query.order_by(AuditRow.number.desc()).limit(limit)).all()
        return [AuditEntry(row.at, row.actor, row.act, row.subject, row.detail) for row in reversed(rows)]

    def purge(self, before: datetime) -> int:
        """Forget entries older than an instant and return how many."""
        return self._connection.execute(delete(AuditRow).where(AuditRow.at < before)).rowcount
