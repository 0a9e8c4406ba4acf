"""Each asker's own words, so that nobody is answered with somebody else's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add them to the askers; empty for those who asked before."""
    op.add_column("askers", sa.Column("text", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("askers", "text")
