"""Links between articles: later versions, near-duplicates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
LINKS = ("supersedes", "superseded_by", "near_duplicate_of")


def upgrade() -> None:
    for name in LINKS:
        op.add_column("article", sa.Column(name, KEY, nullable=True))
    for name in LINKS[:2]:
        linked = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"article_{name}", "article", [name], sqlite_where=linked, postgresql_where=linked)


def downgrade() -> None:
    for name in LINKS[:2]:
        op.drop_index(f"article_{name}", "article")
    for name in LINKS:
        op.drop_column("article", name)
