"""The log of questions asked, and what is still to be done for an announcement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the log, and the columns to the announcements."""
    op.create_table(
        "asked",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_asked_person_people"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_asked")),
        sa.UniqueConstraint("key", name=op.f("uq_asked_key")),
    )
    op.create_index(op.f("ix_asked_at"), "asked", ["at"])
    op.create_index(op.f("ix_asked_person"), "asked", ["person"])
    op.add_column("announcements", sa.Column("errand", sa.String(length=16), server_default="", nullable=False))
    op.add_column("announcements", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("announcements", sa.Column("board", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("announcements") as announcements:
        for name in ("board", "revision", "errand"):
            announcements.drop_column(name)
    op.drop_table("asked")
