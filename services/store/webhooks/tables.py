"""The tables of webhooks: who is told, and what still has to be told."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from services.store.columns import JSON_TEXT, KEY, SEQ, Moment


def _moment(name: str, *, nullable: bool = False) -> Column[dt.datetime]:
    return Column(name, Moment, nullable=nullable)


class WebhookRow(SQLModel, table=True):
    """An endpoint. `failing_since` is the first failure after its last success; while `disabled_at` nothing is sent."""

    __tablename__: ClassVar[Any] = "webhook"

    id: str = Field(sa_column=Column("id", KEY, primary_key=True))
    url: str
    secret: str
    former_secret: str | None = None
    former_until: dt.datetime | None = Field(default=None, sa_column=_moment("former_until", nullable=True))
    events: str = Field(sa_column=Column("events", JSON_TEXT, nullable=False))
    kinds: str = Field(sa_column=Column("kinds", JSON_TEXT, nullable=False))
    subjects: str = Field(sa_column=Column("subjects", JSON_TEXT, nullable=False))
    min_confidence: float
    created_at: dt.datetime = Field(sa_column=_moment("created_at"))
    failing_since: dt.datetime | None = Field(default=None, sa_column=_moment("failing_since", nullable=True))
    disabled_at: dt.datetime | None = Field(default=None, sa_column=_moment("disabled_at", nullable=True))
    disabled_because: str | None = None


class DeliveryRow(SQLModel, table=True):
    """One message for one endpoint: `waiting` until `delivered` or `dead`. `message_id` is the header webhook-id."""

    __tablename__: ClassVar[Any] = "delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "message_id", name="delivery_message_key"),
        Index(
            "delivery_due",
            "webhook_id",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("delivery_state", "webhook_id", "state", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, sa_column=Column("seq", SEQ, primary_key=True, autoincrement=True))
    webhook_id: str = Field(
        sa_column=Column("webhook_id", KEY, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False)
    )
    message_id: str
    type: str
    body: str
    state: str
    attempts: int
    due_at: dt.datetime = Field(sa_column=_moment("due_at"))
    recorded_at: dt.datetime = Field(sa_column=_moment("recorded_at"))
    ended_at: dt.datetime | None = Field(default=None, sa_column=_moment("ended_at", nullable=True))
    last_answer: str | None = None


WEBHOOK: Table = SQLModel.metadata.tables["webhook"]
DELIVERY: Table = SQLModel.metadata.tables["delivery"]
