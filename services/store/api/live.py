"""Facts as they are extracted, over HTTP: server-sent events from the facts stream, for people without Redis.

An event's id is the id of its stream entry: a client that comes back says the last one it had (`Last-Event-ID`, which
browsers send by themselves) and goes on behind it, as far back as the stream is kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import StringConstraints

from services.store.api.answering import store_of
from services.store.problems import Problem, ProblemRoute, problems
from shared.broker import tail
from shared.messages import FactsExtracted

EntryId = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,19}(-[0-9]{1,19})?|\$)$")]
LISTENERS = 200  # each holds a connection to Redis

router = APIRouter(route_class=ProblemRoute, tags=["facts"])


class _Places:
    """How many listen now."""

    taken = 0

    async def __call__(self) -> AsyncIterator[None]:
        if self.taken >= LISTENERS:
            raise Problem(503, f"{LISTENERS} listeners are connected already; try again")
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1


@router.get(
    "/facts/stream",
    response_class=EventSourceResponse,
    responses=problems(422, 503),
    dependencies=[Depends(_Places())],
    summary="Server-sent events: the message of every article as its facts are extracted",
)
async def stream(
    request: Request,
    last_event_id: Annotated[EntryId | None, Header(description="Go on behind this event")] = None,
    start: Annotated[EntryId, Query(description="Where to begin without Last-Event-ID: 0, $ or an event's id")] = "$",
) -> AsyncIterator[ServerSentEvent]:
    url = store_of(request).settings.redis_url
    assert url is not None  # noqa: S101 - the broker would not have started
    async for entry in tail(url.get_secret_value(), FactsExtracted, last_event_id or start):
        yield ServerSentEvent(raw_data=entry.message.model_dump_json(), event="facts", id=entry.id)
