"""Questions that wait for a human, and who waits for their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from bot.messages import Address
from bot.store.ids import new_id
from bot.store.records import Asker, InboxQuestion
from bot.store.tables import AskerRow, QuestionRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.records import QuestionReason, QuestionState
    from bot.store.statements import AnyRow, AnySelect


class Inbox:
    """Like questions are one question with several askers; what is alike is the caller's judgement."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(
        self, text: str, language: str, reason: QuestionReason, address: Address, person: str, *, now: datetime
    ) -> str:
        """Add a question with its first asker and return its id."""
        question = new_id()
        values = {"id": question, "text": text, "language": language, "reason": reason, "state": "open", "asked": now}
        self._connection.execute(insert(QuestionRow).values(values))
        self.join(question, text, address, person, now)
        return question

    def join(self, question: str, text: str, address: Address, person: str, now: datetime) -> None:
        """Add an asker, with their own words, to a question.

        Somebody who waits for it already, in the same place, is not added twice.
        """
        here = (AskerRow.platform == address.platform, AskerRow.chat == address.chat, AskerRow.thread == address.thread)
        waits = (AskerRow.question == question, AskerRow.person == person, AskerRow.told.is_(None))
        if self._connection.execute(select(AskerRow.id).where(*waits, *here)).first():
            return
        values = {
            "question": question,
            "person": person or None,
            "platform": address.platform,
            "chat": address.chat,
            "thread": address.thread,
            "public": address.public,
            "at": now,
            "text": text,
        }
        self._connection.execute(insert(AskerRow).values(values))

    def find(self, question: str) -> InboxQuestion | None:
        """Return a question by its id, or None."""
        row = self._connection.execute(_questions().where(QuestionRow.id == question)).first()
        return None if row is None else _question(row)

    def listed(self, states: Collection[QuestionState] = ("open", "assigned")) -> list[InboxQuestion]:
        """Return the questions in these states, the most asked first, then the oldest."""
        query = _questions().where(QuestionRow.state.in_(states))
        rows = self._connection.execute(query.order_by(func.count(AskerRow.id).desc(), QuestionRow.asked))
        return [_question(row) for row in rows]

    def published(self) -> list[InboxQuestion]:
        """Return the answered questions that became part of the knowledge, oldest answer first."""
        rows = self._connection.execute(_questions().where(QuestionRow.published).order_by(QuestionRow.answered_at))
        return [_question(row) for row in rows]

    def answer(self, question: str, text: str, by: str, now: datetime) -> list[Asker]:
        """Record an organizer's answer and return who waits for it: after another answer, all who asked."""
        other = select(QuestionRow.id).where(QuestionRow.id == question, QuestionRow.answer.not_in(("", text)))
        self._connection.execute(update(AskerRow).where(AskerRow.question.in_(other)).values(told=None))
        self._set(question, state="answered", answer=text, answered_by=by, answered_at=now)
        return self.waiting(question)

    def waiting(self, question: str) -> list[Asker]:
        """Return who asked a question, can still be told, and was not told the answer yet."""
        waits = (AskerRow.question == question, AskerRow.told.is_(None), AskerRow.chat != "")
        rows = self._connection.execute(select(AskerRow.__table__).where(*waits).order_by(AskerRow.id))
        return [_asker(row) for row in rows]

    def told(self, asker: int, now: datetime) -> None:
        """Note that the answer for an asker is in the outbox."""
        self._connection.execute(update(AskerRow).where(AskerRow.id == asker).values(told=now))

    def escalate(self, question: str, reason: QuestionReason) -> None:
        """Change why a question waits: somebody asked for a human, say."""
        self._set(question, reason=reason)

    def assign(self, question: str, organizer: str) -> None:
        """Give a question to an organizer."""
        self._set(question, state="assigned", assignee=organizer)

    def close(self, question: str) -> None:
        """Put a question aside without an answer."""
        self._set(question, state="closed")

    def reopen(self, question: str) -> None:
        """Take a question up again; its answer is no longer part of the knowledge."""
        self._set(question, state="open", assignee="", published=False)

    def publish(self, question: str, instead: str = "") -> None:
        """Make an answer part of the knowledge; ``instead`` are other words for the question than its asker's."""
        self._set(question, published=True, **({"text": instead} if instead else {}))

    def purge(self, before: datetime) -> int:
        """Forget the questions asked before an instant, with their askers, and return how many."""
        return self._connection.execute(delete(QuestionRow).where(QuestionRow.asked < before)).rowcount

    def _set(self, question: str, **values: object) -> None:
        self._connection.execute(update(QuestionRow).where(QuestionRow.id == question).values(values))


def _questions() -> AnySelect:
    times = func.count(AskerRow.id).label("times")
    query = select(QuestionRow.__table__, times).outerjoin(AskerRow, AskerRow.question == QuestionRow.id)
    return query.group_by(QuestionRow.id)


def _question(row: AnyRow) -> InboxQuestion:
    return InboxQuestion(
        id=row.id,
        text=row.text,
        language=row.language,
        reason=row.reason,
        state=row.state,
        times=row.times,
        asked=row.asked,
        assignee=row.assignee,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        published=row.published,
    )


def _asker(row: AnyRow) -> Asker:
    address = Address(row.platform, row.chat, row.thread, public=row.public)
    return Asker(row.id, row.person or "", row.text, address, row.at, row.told)
