"""Alembic's way in: the connection comes from ``archive.store.schema``, which holds the transaction too."""

from __future__ import annotations

from alembic import context

from archive.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Open the catalogue with Backfile: it migrates by itself.")

context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,  # SQLite changes a column by making the table anew
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
