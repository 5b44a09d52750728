"""Reviews: what people decided about facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.Numeric().with_variant(sa.Float(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("seq", SEQ, autoincrement=True, primary_key=True),
        sa.Column("fact_id", KEY, nullable=False),
        sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount_number", NUMBER, nullable=True),
        sa.Column("upper_number", NUMBER, nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("unit", "per", "bound")),
        sa.Column("extractor_version", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("review_now", "review", ["fact_id"], unique=True, sqlite_where=NOW, postgresql_where=NOW)
    op.create_index("review_history", "review", ["fact_id", "seq"])
    op.create_index("review_article", "review", ["article_id", "seq"])


def downgrade() -> None:
    op.drop_table("review")
