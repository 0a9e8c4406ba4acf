"""Everything kept about one person: shown, moved to another person, erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, delete, exists, func, select, update

from bot.store.tables import (
    PENDING,
    AskedRow,
    AskerRow,
    AttendanceRow,
    Base,
    ContextRow,
    FeedbackRow,
    IdentityRow,
    LinkFailureRow,
    LinkRow,
    OutboxRow,
    PersonRow,
    ReplyRow,
    StarRow,
    WishRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ScalarSelect

OWNED: dict[type[Base], tuple[str, ...]] = {
    IdentityRow: (),
    ContextRow: ("platform", "chat", "thread"),
    OutboxRow: (),
    AskedRow: (),
    FeedbackRow: ("delivery",),
    AskerRow: (),
    WishRow: ("kind", "target"),
    StarRow: ("session",),
    LinkRow: (),
    LinkFailureRow: (),
}
"""The tables with a column ``person``, and what is unique per person there."""


def export(connection: Connection, person: str) -> dict[str, Any]:
    """Return every row about a person, by table name, as JSON-able values."""
    owner = connection.execute(select(PersonRow.__table__).where(PersonRow.id == person)).mappings().all()
    told = {"people": [_plain(row) for row in owner]}
    meetings = select(AttendanceRow.__table__).where(AttendanceRow.email == _email(person))
    told["attendance"] = [_plain(row) for row in connection.execute(meetings).mappings()]
    for table in OWNED:
        columns = table.__table__.c
        query = select(table.__table__).where(columns.person == person)
        if table is OutboxRow:
            query = query.add_columns(ReplyRow.body).outerjoin(ReplyRow, ReplyRow.id == OutboxRow.reply)
        told[str(table.__tablename__)] = [_plain(row) for row in connection.execute(query).mappings()]
    return told


def merge(connection: Connection, person: str, into: str) -> None:
    """Give everything of one person to another and remove the first; where both have it, the other's stays."""
    _merge_keys(connection, person, into)
    for table, unique in OWNED.items():
        if unique:
            _drop_doubles(connection, table, unique, person, into)
        connection.execute(update(table).where(table.__table__.c.person == person).values(person=into))
    connection.execute(delete(PersonRow).where(PersonRow.id == person))


def forget(connection: Connection, person: str, now: datetime) -> None:
    """Erase a person; what reports count stays, without anything personal."""
    mine = OutboxRow.person == person
    waiting = {"state": "failed", "reason": "forgotten", "at": now}
    connection.execute(update(OutboxRow).where(mine, OutboxRow.state == "pending").values(waiting))
    bodies = set(connection.execute(select(OutboxRow.reply).where(mine)).scalars())
    blank = dict.fromkeys(("user", "chat", "thread", "target", "message", "recipient"), "")
    key = "forgotten:" + OutboxRow.id
    connection.execute(update(OutboxRow).where(mine).values(**blank, key=key, reply=None))
    drop_unused(connection, bodies)
    connection.execute(update(AskerRow).where(AskerRow.person == person).values(chat="", thread="", text=""))
    connection.execute(update(AskedRow).where(AskedRow.person == person).values(key=None, text=""))
    connection.execute(update(FeedbackRow).where(FeedbackRow.person == person).values(question=""))
    connection.execute(delete(AttendanceRow).where(AttendanceRow.email == _email(person)))
    # Identities, contexts, wishes, stars and failures go with the person; feedback, askers and links lose the name.
    connection.execute(delete(PersonRow).where(PersonRow.id == person))


def drop_unused(connection: Connection, bodies: set[str | None]) -> None:
    """Delete those of these message bodies that no message refers to any more."""
    used = exists().where(OutboxRow.reply == ReplyRow.id)
    ordered = sorted(body for body in bodies if body is not None)
    for start in range(0, len(ordered), 500):
        connection.execute(delete(ReplyRow).where(ReplyRow.id.in_(ordered[start : start + 500]), ~used))


def _drop_doubles(connection: Connection, table: type[Base], unique: tuple[str, ...], person: str, into: str) -> None:
    mine = table.__table__.c
    theirs = table.__table__.alias("theirs").c
    same = and_(theirs.person == into, *(theirs[name] == mine[name] for name in unique))
    connection.execute(delete(table).where(mine.person == person, exists().where(same)))


def _merge_keys(connection: Connection, person: str, into: str) -> None:
    """Let the keys of messages name the other person, so that nothing is said again to the one they are now.

    What waits under a key that the other has too would say it twice, and is dropped.
    """
    mine = and_(OutboxRow.person == person, OutboxRow.key.contains(person, autoescape=True))
    taken = OutboxRow.__table__.alias("taken").c
    key = func.replace(OutboxRow.key, person, into)
    doubled = exists().where(taken.key == key)
    dropped = delete(OutboxRow).where(mine, PENDING, doubled).returning(OutboxRow.reply)
    drop_unused(connection, set(connection.execute(dropped).scalars()))
    connection.execute(update(OutboxRow).where(mine, ~doubled).values(key=key))


def _email(person: str) -> ScalarSelect[str | None]:
    return select(PersonRow.email).where(PersonRow.id == person).scalar_subquery()


def _plain(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
