"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Instant = sa.DateTime(timezone=True)

PENDING: dict[str, Any] = {
    "sqlite_where": sa.text("state = 'pending'"),
    "postgresql_where": sa.text("state = 'pending'"),
}
CLAIMED: dict[str, Any] = {
    "sqlite_where": sa.text("state = 'claimed'"),
    "postgresql_where": sa.text("state = 'claimed'"),
}
UNCERTAIN: dict[str, Any] = {
    "sqlite_where": sa.text("state = 'uncertain'"),
    "postgresql_where": sa.text("state = 'uncertain'"),
}

TABLES = (
    "announcements", "attendance", "audit", "incoming", "leases", "meta", "people",
    "questions", "replies", "threads", "askers", "confirmations", "contexts", "feedback",
    "identities", "link_failures", "links", "outbox", "stars", "wishes",
)  # fmt: skip
"""Those referred to first."""


def upgrade() -> None:
    """Make all tables."""
    _announcements()
    _attendance()
    _audit()
    _incoming()
    _leases()
    _meta()
    _people()
    _questions()
    _replies()
    _threads()
    _askers()
    _confirmations()
    _contexts()
    _feedback()
    _identities()
    _link_failures()
    _links()
    _outbox()
    _stars()
    _wishes()


def downgrade() -> None:
    """Remove all tables."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", Instant, nullable=False),
        sa.Column("default_language", sa.String(length=16), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("scheduled", Instant, nullable=True),
        sa.Column("useful_until", Instant, nullable=True),
        sa.Column("sent", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_index("ix_announcements_state", "announcements", ["state"])


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("meeting", "email", name="pk_attendance"),
    )
    op.create_index("ix_attendance_email", "attendance", ["email"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def _incoming() -> None:
    op.create_table(
        "incoming",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("platform", "id", name="pk_incoming"),
    )
    op.create_index("ix_incoming_at", "incoming", ["at"])


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("beat", Instant, nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.String(length=5), nullable=True),
        sa.Column("quiet_until", sa.String(length=5), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=True),
        sa.Column("created", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", Instant, nullable=False),
        sa.Column("assignee", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_state", "questions", ["state"])


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
    )


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "thread", name="pk_threads"),
    )
    op.create_index("ix_threads_at", "threads", ["at"])


def _askers() -> None:
    op.create_table(
        "askers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("told", Instant, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_askers_person_people", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["question"], ["questions.id"], name="fk_askers_question_questions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_askers"),
    )
    op.create_index("ix_askers_person", "askers", ["person"])
    op.create_index("ix_askers_question", "askers", ["question"])


def _confirmations() -> None:
    op.create_table(
        "confirmations",
        sa.Column("announcement", sa.String(length=32), nullable=False),
        sa.Column("organizer", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement"],
            ["announcements.id"],
            name="fk_confirmations_announcement_announcements",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement", "organizer", name="pk_confirmations"),
    )


def _contexts() -> None:
    op.create_table(
        "contexts",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_contexts_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "chat", "thread", "person", name="pk_contexts"),
    )
    op.create_index("ix_contexts_at", "contexts", ["at"])
    op.create_index("ix_contexts_person", "contexts", ["person"])


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_feedback_person_people", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
        sa.UniqueConstraint("delivery", "person", name="uq_feedback_delivery"),
    )
    op.create_index("ix_feedback_person", "feedback", ["person"])


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("trouble_since", Instant, nullable=True),
        sa.Column("seen", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_identities_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "user", name="pk_identities"),
    )
    op.create_index("ix_identities_person", "identities", ["person"])


def _link_failures() -> None:
    op.create_table(
        "link_failures",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_link_failures_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name="pk_link_failures"),
    )
    op.create_index("ix_link_failures_person", "link_failures", ["person"])


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created", Instant, nullable=False),
        sa.Column("expires", Instant, nullable=False),
        sa.Column("used", Instant, nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_links_person_people", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("digest", name="pk_links"),
    )
    op.create_index("ix_links_email", "links", ["email"])
    op.create_index("ix_links_person", "links", ["person"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("reply", sa.String(length=64), nullable=True),
        sa.Column("announcement", sa.Text(), nullable=True),
        sa.Column("due", Instant, nullable=False),
        sa.Column("not_before", Instant, nullable=False),
        sa.Column("useful_until", Instant, nullable=True),
        sa.Column("created", Instant, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_outbox_person_people", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["reply"], ["replies.id"], name="fk_outbox_reply_replies"),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_announcement", "outbox", ["announcement", "state"])
    op.create_index("ix_outbox_at", "outbox", ["platform", "at"])
    op.create_index("ix_outbox_claimed", "outbox", ["holder"], **CLAIMED)
    op.create_index("ix_outbox_edits", "outbox", ["platform", "target", "chat"], **PENDING)
    op.create_index("ix_outbox_message", "outbox", ["platform", "message"])
    op.create_index("ix_outbox_pending", "outbox", ["platform", "lane", "due", "number"], **PENDING)
    op.create_index("ix_outbox_person", "outbox", ["person"])
    op.create_index("ix_outbox_reply", "outbox", ["reply"])
    op.create_index("ix_outbox_stale", "outbox", ["platform", "useful_until"], **PENDING)
    op.create_index("ix_outbox_uncertain", "outbox", ["platform", "not_before"], **UNCERTAIN)


def _stars() -> None:
    op.create_table(
        "stars",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_stars_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "session", name="pk_stars"),
    )
    op.create_index("ix_stars_session", "stars", ["session"])


def _wishes() -> None:
    op.create_table(
        "wishes",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_wishes_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "kind", "target", name="pk_wishes"),
    )
