"""When a reminder was promised for, so that a report can tell how early or late it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the instant to the messages."""
    op.add_column("outbox", sa.Column("promised", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("promised")
