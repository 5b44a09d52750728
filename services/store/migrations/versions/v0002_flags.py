"""Flags that the checks put beside facts, and which extractions were checked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
UNCHECKED = sa.text("checked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("fact_id", KEY, primary_key=True),
        sa.Column("check", sa.String(), primary_key=True),
        sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
        sa.Column("whole_id", KEY, nullable=True),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("flag_article", "flag", ["article_id"])
    op.create_index("flag_month", "flag", ["month"])
    op.add_column("extraction", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "extraction_unchecked", "extraction", ["recorded_at"], sqlite_where=UNCHECKED, postgresql_where=UNCHECKED
    )


def downgrade() -> None:
    op.drop_index("extraction_unchecked", "extraction")
    op.drop_column("extraction", "checked_at")
    op.drop_table("flag")
