"""Webhooks over HTTP: for whoever holds FACTWIRE_ADMIN_KEY; `factwire webhook` does the same without a key."""

from __future__ import annotations

import contextlib
import secrets
import uuid
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.store.api.answering import store_of
from services.store.problems import Problem, ProblemRoute, problems
from services.store.webhooks import endpoints
from services.store.webhooks.dead import DeadDelivery, dead, replay
from services.store.webhooks.endpoints import Endpoint, NewEndpoint, Wanted
from services.store.webhooks.sending import Outcome
from services.store.webhooks.trying import try_out
from shared.errors import Rejected

LONGEST = 9_223_372_036_854_775_807


def administrator(request: Request) -> None:
    """Let in who has the key. Raises Problem: 401 without it, 403 where there is none to have."""
    key = store_of(request).settings.admin_key
    if key is None:
        raise Problem(403, "Webhooks are managed by `factwire webhook`; over HTTP once FACTWIRE_ADMIN_KEY is set")
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), key.get_secret_value().encode()):
        raise Problem(401, "Send Authorization: Bearer with the key of FACTWIRE_ADMIN_KEY")


router = APIRouter(
    route_class=ProblemRoute,
    prefix="/webhooks",
    tags=["webhooks"],
    dependencies=[Depends(administrator)],
    responses=problems(400, 401, 403, 422, 503),
)
_MISSING = problems(404)


@contextlib.asynccontextmanager
async def _found() -> AsyncIterator[None]:
    """What is not there becomes a 404."""
    try:
        yield
    except Rejected as error:
        raise Problem(404, error.reason) from None


class Endpoints(BaseModel):
    """All endpoints, the oldest first."""

    items: list[Endpoint]


class DeadPage(BaseModel):
    """Some dead deliveries, the oldest first, and how to get the next ones."""

    items: list[DeadDelivery]
    next: int | None = Field(description="Pass as `after` for the next page; null on the last")


class Tried(BaseModel):
    """How the endpoint answered."""

    ok: bool
    status: int | None = Field(description="Of its answer; null: there was none")
    answer: str

    @classmethod
    def of(cls, outcome: Outcome) -> Tried:
        return cls(ok=outcome.ok, status=outcome.status, answer=outcome.told)


class Again(BaseModel):
    """Which dead deliveries to make again."""

    model_config = ConfigDict(extra="forbid")

    deliveries: list[Annotated[int, Field(ge=1, le=LONGEST)]] | None = Field(
        None, min_length=1, max_length=1000, description="Their ids; null: all of them"
    )


class Replayed(BaseModel):
    """How many deliveries wait again."""

    replayed: int


@router.get("", response_model=Endpoints, summary="Every endpoint, with how much waits and how much is dead")
async def listing(request: Request) -> Endpoints:
    async with store_of(request).database.read() as connection:
        return Endpoints(items=await endpoints.listed(connection))


@router.post("", response_model=NewEndpoint, status_code=201, summary="Register an endpoint; tells its secret, once")
async def register(request: Request, wanted: Wanted) -> NewEndpoint:
    store = store_of(request)
    try:
        async with store.database.write() as connection:
            return await endpoints.add(connection, wanted, internal=store.settings.webhook_internal)
    except Rejected as error:
        raise Problem(422, str(error), {"errors": [{"parameter": "url", "problem": error.reason}]}) from None


@router.delete("/{webhook_id}", status_code=204, responses=_MISSING, summary="Forget an endpoint and what it waits for")
async def remove(request: Request, webhook_id: uuid.UUID) -> Response:
    async with _found(), store_of(request).database.write() as connection:
        await endpoints.remove(connection, webhook_id)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/test", response_model=Tried, responses=_MISSING, summary="Send it a test message now, and wait"
)
async def test(request: Request, webhook_id: uuid.UUID) -> Tried:
    store = store_of(request)
    async with _found():
        return Tried.of(await try_out(store.database, store.settings, webhook_id))


@router.post(
    "/{webhook_id}/rotate",
    response_model=NewEndpoint,
    responses=_MISSING,
    summary="A new secret; the one before signs beside it for a day",
)
async def rotate(request: Request, webhook_id: uuid.UUID) -> NewEndpoint:
    async with _found(), store_of(request).database.write() as connection:
        return await endpoints.rotate(connection, webhook_id)


@router.post(
    "/{webhook_id}/enable",
    response_model=Endpoint,
    responses=_MISSING,
    summary="Send to it again after it was disabled",
)
async def enable(request: Request, webhook_id: uuid.UUID) -> Endpoint:
    async with _found(), store_of(request).database.write() as connection:
        return await endpoints.enable(connection, webhook_id)


@router.get("/{webhook_id}/dead", response_model=DeadPage, responses=_MISSING, summary="What it never took")
async def dead_deliveries(
    request: Request,
    webhook_id: uuid.UUID,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Annotated[int, Query(ge=0, le=LONGEST, description="`next` of the page before")] = 0,
) -> DeadPage:
    async with _found(), store_of(request).database.read() as connection:
        await endpoints.one(connection, webhook_id)
        items = await dead(connection, webhook_id, after=after, limit=limit + 1)
    return DeadPage(items=items[:limit], next=items[limit - 1].id if len(items) > limit else None)


@router.post("/{webhook_id}/replay", response_model=Replayed, responses=_MISSING, summary="Make dead deliveries again")
async def replay_dead(request: Request, webhook_id: uuid.UUID, again: Again) -> Replayed:
    async with _found(), store_of(request).database.write() as connection:
        await endpoints.one(connection, webhook_id)
        return Replayed(replayed=await replay(connection, webhook_id, again.deliveries))
