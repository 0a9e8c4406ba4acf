"""No daily cap of their own for people: nobody could set one, and the event's holds for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Take the column away. Not by a copy of the table: with the old one everything that refers to people would go."""
    op.drop_column("people", "daily_cap")


def downgrade() -> None:
    """Put it back."""
    op.add_column("people", sa.Column("daily_cap", sa.Integer(), nullable=True))
