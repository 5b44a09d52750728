"""Facts of a kind and unit, and events of a sort, in the order in which they were recorded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NOW = "superseded_at IS NULL"
INDEXES = {
    "fact_kind_unit": (["kind", "unit", "seq", "amount_number", "published_on"], NOW),
    "fact_event": (["event", "seq", "published_on"], f"{NOW} AND event IS NOT NULL"),
}


def upgrade() -> None:
    for name, (columns, where) in INDEXES.items():
        op.create_index(name, "fact", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "fact")
