"""Endpoints of webhooks, and what is to be delivered to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("former_secret", sa.String(), nullable=True),
        sa.Column("former_until", MOMENT, nullable=True),
        sa.Column("events", JSON, nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("subjects", JSON, nullable=False),
        sa.Column("min_confidence", sa.Float(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.Column("disabled_because", sa.String(), nullable=True),
    )
    op.create_table(
        "delivery",
        sa.Column("seq", SEQ, autoincrement=True, primary_key=True),
        sa.Column("webhook_id", KEY, sa.ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("last_answer", sa.String(), nullable=True),
        sa.UniqueConstraint("webhook_id", "message_id", name="delivery_message_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "delivery_due", "delivery", ["webhook_id", "due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("delivery_state", "delivery", ["webhook_id", "state", "seq"])


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_table("webhook")
