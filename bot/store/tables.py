"""The tables. Classes here describe columns for typed statements; rows never leave ``bot.store``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from sqlalchemy import ForeignKey, Index, MetaData, String, UniqueConstraint, literal
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.columns import Instant, Words

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

HEAD = "0005"
"""The schema's version that this code speaks; the newest file of migrations/versions carries it."""

Key = Annotated[str, mapped_column(String(32), primary_key=True)]
PersonKey = Annotated[str, mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)]
PersonMaybe = Annotated[str | None, mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)]


class Base(DeclarativeBase):
    """Common to all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {datetime: Instant, str: Words}  # noqa: RUF012 - the name and form that SQLAlchemy asks for


class PersonRow(Base):
    """One human, whatever platforms they use. Empty preferences are left to us."""

    __tablename__ = "people"

    id: Mapped[Key]
    email: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    lead_minutes: Mapped[int | None]
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    muted: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime]


class IdentityRow(Base):
    """A person's account on one platform, with what its profile told. ``chat`` is the private one."""

    __tablename__ = "identities"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    chat: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    trouble: Mapped[str] = mapped_column(default="")
    trouble_since: Mapped[datetime | None]
    seen: Mapped[datetime]


class IncomingRow(Base):
    """A platform's message id that was handled."""

    __tablename__ = "incoming"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ContextRow(Base):
    """What a conversation leans on: the last turns, as the conversation wrote them down."""

    __tablename__ = "contexts"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[PersonKey] = mapped_column(index=True)
    data: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class ThreadRow(Base):
    """A public thread that the bot takes part in, so that it hears follow-ups without a mention."""

    __tablename__ = "threads"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ReplyRow(Base):
    """The body of a message, kept once however many people it goes to; ``id`` is its SHA-256."""

    __tablename__ = "replies"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str]


class OutboxRow(Base):
    """The delivery ledger.

    ``promised`` is when a reminder was to be there, for the report. ``due`` orders messages within their lane
    and never changes; ``not_before`` is the gate that a retry moves. ``holder`` is the process that claimed it.
    ``at`` is when it reached its present state.
    """

    __tablename__ = "outbox"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    lane: Mapped[int]
    act: Mapped[str] = mapped_column(String(8))
    platform: Mapped[str] = mapped_column(String(16))
    user: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    target: Mapped[str]
    public: Mapped[bool]
    person: Mapped[PersonMaybe]
    recipient: Mapped[str]
    reply: Mapped[str | None] = mapped_column(ForeignKey("replies.id"), index=True)
    announcement: Mapped[str | None]
    due: Mapped[datetime]
    not_before: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    created: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    holder: Mapped[str]
    message: Mapped[str]
    error: Mapped[str]
    at: Mapped[datetime]
    promised: Mapped[datetime | None]


# The sender looks at open rows only, so its indexes hold nothing else: however many messages were sent before,
# a claim costs the same. SQLite uses such an index only for a query with the very same constants in its text.
PENDING = OutboxRow.state == literal("pending", literal_execute=True)
CLAIMED = OutboxRow.state == literal("claimed", literal_execute=True)
UNCERTAIN = OutboxRow.state == literal("uncertain", literal_execute=True)


def _partial(name: str, where: ColumnElement[bool], *columns: InstrumentedAttribute[Any]) -> None:
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


_partial("ix_outbox_pending", PENDING, OutboxRow.platform, OutboxRow.lane, OutboxRow.due, OutboxRow.number)
_partial("ix_outbox_stale", PENDING, OutboxRow.platform, OutboxRow.useful_until)
_partial("ix_outbox_edits", PENDING, OutboxRow.platform, OutboxRow.target, OutboxRow.chat)
_partial("ix_outbox_claimed", CLAIMED, OutboxRow.holder)
_partial("ix_outbox_uncertain", UNCERTAIN, OutboxRow.platform, OutboxRow.not_before)
Index("ix_outbox_announcement", OutboxRow.announcement, OutboxRow.state)
Index("ix_outbox_message", OutboxRow.platform, OutboxRow.message)
Index("ix_outbox_at", OutboxRow.platform, OutboxRow.at)


class LeaseRow(Base):
    """Who may send for a platform, and until when unless renewed. ``beat`` is the last renewal."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    beat: Mapped[datetime]
    until: Mapped[datetime]


class FeedbackRow(Base):
    """Helpful or not: one voice per person and answer."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("delivery", "person"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    delivery: Mapped[str]
    person: Mapped[PersonMaybe]
    helpful: Mapped[bool]
    question: Mapped[str]
    at: Mapped[datetime]


class AskedRow(Base):
    """A question that the bot was asked, and how it was answered; ``key`` is the outbox key of the answer.

    ``key``, ``person`` and ``text`` are gone once the asker is forgotten.
    """

    __tablename__ = "asked"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    person: Mapped[PersonMaybe]
    platform: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    answered: Mapped[bool]
    ms: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class QuestionRow(Base):
    """A question that waits for a human."""

    __tablename__ = "questions"

    id: Mapped[Key]
    text: Mapped[str]
    language: Mapped[str]
    reason: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    asked: Mapped[datetime]
    assignee: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    published: Mapped[bool] = mapped_column(default=False)


class AskerRow(Base):
    """Who asked it, in which words, and where to answer them.

    The row stays, without the person and their words, once they are forgotten.
    """

    __tablename__ = "askers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    person: Mapped[PersonMaybe]
    platform: Mapped[str] = mapped_column(String(16))
    chat: Mapped[str]
    thread: Mapped[str]
    public: Mapped[bool]
    at: Mapped[datetime]
    told: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(server_default="")


class WishRow(Base):
    """To be reminded of something, or not to be."""

    __tablename__ = "wishes"

    person: Mapped[PersonKey]
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    lead_minutes: Mapped[int | None]
    wanted: Mapped[bool]
    at: Mapped[datetime]


class StarRow(Base):
    """A session on a person's own agenda."""

    __tablename__ = "stars"

    person: Mapped[PersonKey]
    session: Mapped[str] = mapped_column(primary_key=True, index=True)
    at: Mapped[datetime]


class AttendanceRow(Base):
    """What one side of a meeting told: late by so many minutes, or not coming."""

    __tablename__ = "attendance"

    meeting: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int]
    at: Mapped[datetime]


class LinkRow(Base):
    """An invitation: the SHA-256 of a single-use code that links a chat account to an attendee; who used it."""

    __tablename__ = "links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
    person: Mapped[PersonMaybe]


class LinkFailureRow(Base):
    """A wrong code that somebody tried."""

    __tablename__ = "link_failures"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class AnnouncementRow(Base):
    """What organizers want to tell. ``texts`` is a JSON object by language.

    ``errand`` is what is still to be put into the outbox for it, ``revision`` counts its corrections, ``board`` is
    where its progress is shown.
    """

    __tablename__ = "announcements"

    id: Mapped[Key]
    texts: Mapped[str]
    audience: Mapped[str]
    state: Mapped[str] = mapped_column(String(16), index=True)
    author: Mapped[str]
    created: Mapped[datetime]
    default_language: Mapped[str] = mapped_column(String(16))
    picture: Mapped[str]
    scheduled: Mapped[datetime | None]
    useful_until: Mapped[datetime | None]
    sent: Mapped[datetime | None]
    errand: Mapped[str] = mapped_column(String(16), server_default="")
    revision: Mapped[int] = mapped_column(server_default="0")
    board: Mapped[str] = mapped_column(server_default="")


class ConfirmationRow(Base):
    """An organizer's yes to an announcement."""

    __tablename__ = "confirmations"

    announcement: Mapped[str] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True)
    organizer: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class AuditRow(Base):
    """Who did what; never changed, never deleted but by retention."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]


class MetaRow(Base):
    """Facts about the whole: the simulated clock's origin, the program last told."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
