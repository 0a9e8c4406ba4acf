"""Changes of the schema, run by alembic: one file per step in versions/, written by hand."""
