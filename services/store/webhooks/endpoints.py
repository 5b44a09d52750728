"""Registering endpoints: what each wants to be told, its secret, and whether it still listens."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.filters import Kind, Word
from services.store.webhooks.addresses import LONGEST, checked_url
from services.store.webhooks.sending import new_secret
from services.store.webhooks.tables import DELIVERY, WEBHOOK
from shared.errors import Rejected

Event = Literal["facts", "revisions"]
EVENTS: tuple[Event, ...] = ("facts", "revisions")
FORMER_HOLDS = dt.timedelta(hours=24)  # how long a secret signs on beside the one that replaced it
W = WEBHOOK.c


class Wanted(BaseModel):
    """What an endpoint wants to be told; empty lists: everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, StringConstraints(max_length=LONGEST)] = Field(description="https://host/path")
    events: list[Event] = Field(
        list(EVENTS),
        min_length=1,
        max_length=2,
        description="facts: those of an article read for the first time; revisions: what later readings change",
    )
    kinds: list[Kind] = Field([], max_length=20)
    subjects: list[Word] = Field([], max_length=50, description="Names without regard to case; * at the end: begins so")
    min_confidence: float = Field(0.0, ge=0, le=1, allow_inf_nan=False)


class Endpoint(Wanted):
    """An endpoint as it stands; its secret is told once, when it is made."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: uuid.UUID
    created_at: AwareDatetime
    failing_since: AwareDatetime | None = Field(description="The first failure since its last success")
    disabled_at: AwareDatetime | None = Field(description="Since when nothing is sent to it")
    disabled_because: str | None
    waiting: int = Field(0, description="Deliveries that are still to be made")
    dead: int = Field(0, description="Deliveries that were given up")


class NewEndpoint(Endpoint):
    """An endpoint and its secret, which is not told again."""

    secret: str = Field(description="whsec_…: what signatures are checked with")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def endpoint_of(row: Row[Any], counts: Mapping[str, int] | None = None) -> Endpoint:
    """The endpoint of a row."""
    return Endpoint.model_validate(_fields(row) | dict(counts or {}))


def _fields(row: Row[Any]) -> dict[str, Any]:
    lists = {name: json.loads(row._mapping[name]) for name in ("events", "kinds", "subjects")}
    return dict(row._mapping) | lists


async def add(connection: AsyncConnection, wanted: Wanted, *, internal: bool) -> NewEndpoint:
    """Register it under a new id, with a new secret. Raises Rejected for a URL that cannot be told anything."""
    checked_url(wanted.url, internal=internal)
    identity, secret = str(uuid.uuid4()), new_secret()
    row: dict[str, Any] = {
        "id": identity,
        "url": wanted.url,
        "secret": secret,
        "events": json.dumps(sorted(set(wanted.events))),
        "kinds": json.dumps(wanted.kinds),
        "subjects": json.dumps(wanted.subjects, ensure_ascii=False),
        "min_confidence": wanted.min_confidence,
        "created_at": _now(),
    }
    await connection.execute(WEBHOOK.insert(), [row])
    return NewEndpoint.model_validate(_fields(await _row(connection, identity)))


async def listed(connection: AsyncConnection) -> list[Endpoint]:
    """All of them, the oldest first, with how much waits and how much is dead."""
    counted = await connection.execute(
        select(DELIVERY.c.webhook_id, DELIVERY.c.state, func.count())
        .where(DELIVERY.c.state.in_(("waiting", "dead")))
        .group_by(DELIVERY.c.webhook_id, DELIVERY.c.state)
    )
    counts: dict[str, dict[str, int]] = {}
    for webhook, state, count in counted:
        counts.setdefault(webhook, {})[state] = count
    rows = await connection.execute(select(WEBHOOK).order_by(W.created_at, W.id))
    return [endpoint_of(row, counts.get(row.id)) for row in rows]


async def one(connection: AsyncConnection, identity: uuid.UUID) -> Endpoint:
    """One of them. Raises Rejected where there is none."""
    await _row(connection, str(identity))
    return next(endpoint for endpoint in await listed(connection) if endpoint.id == identity)


async def remove(connection: AsyncConnection, identity: uuid.UUID) -> None:
    """Forget it and all that was to be delivered to it. Raises Rejected where there is none."""
    await _row(connection, str(identity))
    await connection.execute(delete(DELIVERY).where(DELIVERY.c.webhook_id == str(identity)))
    await connection.execute(delete(WEBHOOK).where(W.id == str(identity)))


async def rotate(connection: AsyncConnection, identity: uuid.UUID) -> NewEndpoint:
    """A new secret; the one before signs beside it for a day. Raises Rejected where there is no such endpoint."""
    row = await _row(connection, str(identity))
    secret = new_secret()
    changes = {"secret": secret, "former_secret": row.secret, "former_until": _now() + FORMER_HOLDS}
    await connection.execute(update(WEBHOOK).where(W.id == str(identity)).values(changes))
    return NewEndpoint.model_validate(_fields(await _row(connection, str(identity))))


async def enable(connection: AsyncConnection, identity: uuid.UUID) -> Endpoint:
    """Send to it again. What was given up meanwhile is dead, and may be replayed. Raises Rejected."""
    await _row(connection, str(identity))
    changes = {"disabled_at": None, "disabled_because": None, "failing_since": None}
    await connection.execute(update(WEBHOOK).where(W.id == str(identity)).values(changes))
    return await one(connection, identity)


async def keys(connection: AsyncConnection, identity: uuid.UUID) -> tuple[str, list[str]]:
    """Its URL, and the secrets that sign now. Raises Rejected where there is no such endpoint."""
    row = await _row(connection, str(identity))
    return row.url, keys_of(row)


def keys_of(row: Row[Any]) -> list[str]:
    """The secrets that sign now, the newest first."""
    former = row.former_secret is not None and row.former_until is not None and row.former_until > _now()
    return [row.secret, *([row.former_secret] if former else [])]


async def _row(connection: AsyncConnection, identity: str) -> Row[Any]:
    row: Row[Any] | None = (await connection.execute(select(WEBHOOK).where(W.id == identity))).one_or_none()
    if row is None:
        raise Rejected(f"No webhook has the id {identity}", "`factwire webhook list` shows what there is")
    return row
