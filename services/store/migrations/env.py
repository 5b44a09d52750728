"""Alembic's entry point: the connection comes from `services.store.migrate`, already inside a locked transaction."""

from __future__ import annotations

from alembic import context

from services.store.migrations.compared import ours
from services.store.tables import METADATA
from services.store.webhooks import tables as _webhooks  # noqa: F401 - its tables are part of the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=ours,
    transactional_ddl=True,
    # SQLite cannot alter a table in place; Alembic copies it.
    render_as_batch=True,
)
context.run_migrations()
