"""The log of questions: what was asked, and how it was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.store.records import AskedQuestion
from bot.store.statements import insert
from bot.store.tables import AskedRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.statements import AnyRow


class Asked:
    """One row per answer; a question that was edited takes the place of what it was."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, question: AskedQuestion) -> None:
        """Keep a question under the key of its answer."""
        values = {
            "key": question.key,
            "person": question.person or None,
            "platform": question.platform,
            "text": question.text,
            "language": question.language,
            "kind": question.kind,
            "answered": question.answered,
            "ms": question.ms,
            "at": question.at,
        }
        statement = insert(self._connection, AskedRow).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))

    def find(self, key: str) -> AskedQuestion | None:
        """Return the question that the answer under a key was given to, or None."""
        row = self._connection.execute(select(AskedRow.__table__).where(AskedRow.key == key)).first()
        return None if row is None else _question(row)

    def since(self, since: datetime) -> list[AskedQuestion]:
        """Return the questions asked since an instant, oldest first."""
        query = select(AskedRow.__table__).where(AskedRow.at >= since).order_by(AskedRow.at, AskedRow.number)
        return [_question(row) for row in self._connection.execute(query)]

    def purge(self, before: datetime) -> int:
        """Forget questions asked before an instant and return how many."""
        return self._connection.execute(delete(AskedRow).where(AskedRow.at < before)).rowcount


def _question(row: AnyRow) -> AskedQuestion:
    return AskedQuestion(
        row.key or "", row.person or "", row.platform, row.text, row.language, row.kind, row.answered, row.ms, row.at
    )
