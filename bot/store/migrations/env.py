"""Run by alembic for every command: how it reaches the database and the models."""

from __future__ import annotations

from alembic import context

from bot.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,
)
# The caller holds the transaction, so a migration that fails leaves nothing half done.
context.run_migrations()
