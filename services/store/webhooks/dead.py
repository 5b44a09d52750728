"""Deliveries that were given up: look at them, and send them again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.webhooks.tables import DELIVERY
from shared.errors import Rejected

D = DELIVERY.c


class DeadDelivery(BaseModel):
    """A message that an endpoint never took."""

    id: int = Field(description="What replay takes")
    webhook: uuid.UUID
    message_id: str = Field(description="Its header webhook-id, also when it is replayed")
    type: str
    attempts: int
    answer: str | None = Field(description="What the last attempt met")
    recorded_at: AwareDatetime
    died_at: AwareDatetime


async def dead(
    connection: AsyncConnection, webhook: uuid.UUID | None, *, after: int = 0, limit: int = 100
) -> list[DeadDelivery]:
    """Of one endpoint or of all, the oldest first, behind the id `after`."""
    found = select(DELIVERY).where(D.state == "dead", D.seq > after).order_by(D.seq).limit(limit)
    if webhook is not None:
        found = found.where(D.webhook_id == str(webhook))
    return [
        DeadDelivery(
            id=row.seq,
            webhook=uuid.UUID(row.webhook_id),
            message_id=row.message_id,
            type=row.type,
            attempts=row.attempts,
            answer=row.last_answer,
            recorded_at=row.recorded_at,
            died_at=row.ended_at,
        )
        for row in await connection.execute(found)
    ]


async def replay(connection: AsyncConnection, webhook: uuid.UUID, deliveries: Sequence[int] | None) -> int:
    """Have dead deliveries of an endpoint made again, with all their attempts; None: all. Returns how many.

    Raises Rejected for an id that is no dead delivery of it.
    """
    chosen = [D.webhook_id == str(webhook), D.state == "dead"]
    if deliveries is not None:
        there = set((await connection.execute(select(D.seq).where(*chosen, D.seq.in_(deliveries)))).scalars())
        if unknown := sorted(set(deliveries) - there):
            raise Rejected(
                f"no dead delivery of this webhook: {', '.join(map(str, unknown))}",
                "`factwire webhook dead` lists them",
            )
        chosen.append(D.seq.in_(deliveries))
    again = {"state": "waiting", "attempts": 0, "due_at": dt.datetime.now(dt.UTC), "ended_at": None}
    return (await connection.execute(update(DELIVERY).where(*chosen).values(again))).rowcount
