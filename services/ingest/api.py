"""The HTTP door: `POST /articles`.

The answer 202 means that the article is in Redis with the configured durability. Every error is a problem document,
whichever application the router is put into: its routes turn them into answers themselves.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import hashlib
import inspect
import re
import uuid
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from services.ingest.answers import FORM, MANY, TAKEN, Accepted, Batch, Progress, bodies, problems
from services.ingest.arriving import Arriving, Taken, arrive
from services.ingest.article import Draft, make_article
from services.ingest.bodies import body_of, files_of, known_of, media_type_of, object_of, post_of
from services.ingest.intake import Busy
from services.ingest.ledger import Arrival, Receipt
from services.ingest.outgoing import Outgoing
from services.ingest.problems import (
    BAD_REQUEST,
    INVALID,
    NOT_FOUND,
    REJECTED,
    UNAVAILABLE,
    UNSUPPORTED,
    Problem,
)
from services.ingest.progress import progress
from services.ingest.readers.fields import draft_of
from services.ingest.readers.text import decode
from services.ingest.service import Ingest
from shared import logs
from shared.errors import Rejected
from shared.messages import ArticleIngested, Source
from shared.problems import ProblemRoute

__all__ = ["Ingest", "router"]

log = logs.get(__name__)

_SMALL = 32_768  # bytes that are read and normalised faster than a thread is woken (well below a millisecond)
_LINKS = {"status": {"operationId": "get_article_status", "parameters": {"article_id": "$response.body#/article_id"}}}
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_PATIENCE = 5  # seconds that a refused client should wait


class _Route(ProblemRoute):
    service = "ingest"

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        if [*inspect.signature(self.endpoint).parameters] == ["request"]:
            # It reads the request and answers itself: the framework has nothing to solve, which takes it 60 µs.
            return self.answering(self.endpoint)
        return super().get_route_handler()

    @classmethod
    def known(cls, error: Exception, request: Request) -> Problem | None:
        if isinstance(error, Rejected):
            return Problem(REJECTED, error.reason, error.hint)
        if isinstance(error, ClientDisconnect):
            return Problem(BAD_REQUEST, "The client went away")  # nobody reads it
        return super().known(error, request)

    @classmethod
    def refused(cls, problem: Problem, request: Request) -> None:
        if request.method == "POST":
            size = request.headers.get("content-length", "")
            ingest: Ingest = request.app.state.ingest
            ingest.refusals.count(problem, int(size) if size.isdecimal() else 0)


router = APIRouter(route_class=_Route, tags=["articles"])


@router.post(
    "/articles",
    status_code=202,
    summary="Hand in an article, or many",
    response_model=Accepted | Batch,
    responses=problems(400, 401, 403, 408, 413, 415, 422, 429, 500, 503) | {202: {"links": _LINKS}},
    openapi_extra={"requestBody": {"required": True, "content": bodies()}},
)
async def post_article(request: Request) -> Response:
    """Take an article as JSON, text or document, or many as files, JSON Lines or archive.

    `202` comes once it is safely in the queue. The same text again gets the same id. What is known beside the bytes can
    stand in the query: `?title=…&url=…&published_on=…&tags=…`.
    """
    ingest: Ingest = request.app.state.ingest
    client = ingest.keys.check(request, "write")
    ingest.backlog.check()
    settings = ingest.settings
    media_type, charset = media_type_of(request.headers.get("content-type", ""))
    if media_type not in TAKEN:
        raise Problem(
            UNSUPPORTED,
            f"Content-Type is {media_type or 'missing'}",
            f"send application/json or text/plain; also taken: {', '.join(sorted(TAKEN))}",
        )
    known = known_of(request)
    many = media_type in MANY
    limit = settings.max_archive_bytes if many else settings.max_article_bytes
    with ingest.held.share() as share:
        body = await body_of(request, settings, limit, share)

        async def work() -> Response:
            return await _answer(ingest, request, body, media_type, charset, client, known)

        return await ingest.idempotency.once(request, client, body, work)


@router.get(
    "/articles/{article_id}/status",
    operation_id="get_article_status",
    summary="Where an article is",
    response_model=Progress,
    responses=problems(401, 403, 404, 422, 429, 500, 503),
)
async def get_status(
    request: Request, article_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]
) -> Response:
    """Whether the article waits, is being read, was read, its facts are stored, or one of these failed, and why."""
    ingest: Ingest = request.app.state.ingest
    ingest.keys.check(request, "read")
    try:
        article = uuid.UUID(article_id)
    except ValueError:
        raise Problem(INVALID, "The article id is to be a UUID", "take it from the answer to POST /articles") from None
    try:
        async with asyncio.timeout(ingest.settings.publish_timeout):
            found = await progress(ingest.broker.client, ingest.ledger, article)
    except Exception as error:  # noqa: BLE001 - Redis is away, whichever way it says so
        log.warning("cannot look up an article", error=f"{type(error).__name__}: {error}")
        raise Problem(UNAVAILABLE, "The queue does not answer", "ask again later", retry_after=_PATIENCE) from None
    if found is None:
        raise Problem(NOT_FOUND, "No such article came in here", "post it")
    return JSONResponse(found.model_dump(mode="json", exclude_none=True))


async def _answer(
    ingest: Ingest,
    request: Request,
    body: bytes,
    media_type: str,
    charset: str | None,
    client: str,
    known: Mapping[str, Any],
) -> Response:
    many = media_type in MANY
    if media_type == FORM:
        files = await files_of(request, body)
        arriving = [
            await asyncio.to_thread(
                arrive, file.data, reader=ingest.reader, door="http", name=f"{client}/{file.name}", file_name=file.name,
                media_type=file.media_type, known=known,
            )
            for file in files
        ]  # fmt: skip
        return await _answer_many(ingest, request, arriving, [file.name for file in files])
    if media_type in ("application/json", "text/plain"):
        work = (body, media_type, charset, client, known, ingest.names)
        article = _article(*work) if len(body) <= _SMALL else await asyncio.to_thread(_article, *work)
        return await _answer_one(ingest, request, article, len(body))
    one = await asyncio.to_thread(
        arrive, body, reader=ingest.reader, door="http", name=client, file_name="", media_type=media_type, known=known
    )
    if many or len(one.parts) != 1:
        return await _answer_many(ingest, request, [one], [""])
    if isinstance(one.parts[0].content, Rejected):
        raise one.parts[0].content
    return await _answer_one(ingest, request, one.parts[0].content, len(body))


async def _answer_one(ingest: Ingest, request: Request, article: ArticleIngested, size: int) -> Response:
    source = article.source
    arrival = Arrival("http", source.name, source.received_at, size, article.content_sha256, (Outgoing.of(article),))
    receipt = await _take(ingest, arrival._replace(traceparent=_trace(request)))
    known = "true" if receipt.outcome == "duplicate" else "false"
    # By hand: the answer that is given most, and none of its values needs an escape.
    answer = (
        f'{{"article_id":"{article.article_id}","duplicate":{known},'
        f'"outcome":"{receipt.outcome}","arrival":{receipt.number}}}'
    )
    location = {"Location": f"/articles/{article.article_id}/status"}
    return Response(answer.encode(), 202, location, "application/json")


async def _answer_many(
    ingest: Ingest, request: Request, arriving: Sequence[Arriving], names: Sequence[str]
) -> Response:
    results: list[Mapping[str, Any]] = []
    for one, name in zip(arriving, names, strict=True):
        receipt = None
        if one.arrival.articles:
            receipt = await _take(ingest, one.arrival._replace(traceparent=_trace(request)))
        results.extend(_result(part, name, receipt) for part in one.parts)
    counts = {o: sum(result["outcome"] == o for result in results) for o in ("published", "duplicate", "failed")}
    if counts["failed"] == len(results):
        detail = results[0]["detail"] if len(results) == 1 else f"None of {len(results)} articles could be taken"
        raise Problem(REJECTED, detail, "see the results", more={"results": results[:1000]})
    return JSONResponse(counts | {"results": results}, 202)


def _result(part: Taken, name: str, receipt: Receipt | None) -> Mapping[str, Any]:
    whole = "/".join(filter(None, (name, part.name))).replace("/#", "#")
    if isinstance(part.content, Rejected):
        return {"name": whole, "outcome": "failed", "detail": part.content.reason, "hint": part.content.hint}
    article = part.content.article_id
    known = receipt is not None and article.bytes in receipt.known
    return {"name": whole, "outcome": "duplicate" if known else "published", "article_id": str(article)}


async def _take(ingest: Ingest, arrival: Arrival) -> Receipt:
    try:
        async with asyncio.timeout(ingest.settings.publish_timeout):
            return await ingest.intake.offer(arrival)
    except Busy:
        detail = "Too many articles wait already"
    except TimeoutError:
        detail = "The queue did not take it in time"
    except Exception as error:  # noqa: BLE001 - whatever Redis or the disk says, the sender has to come again
        log.error("cannot take articles", error=f"{type(error).__name__}: {error}")
        detail = "The queue or the disk of ingest is out of order"
    raise Problem(UNAVAILABLE, detail, "send it again later; sending twice does no harm", retry_after=_PATIENCE)


def _article(
    body: bytes, media_type: str, charset: str | None, client: str, known: Mapping[str, Any], names: Mapping[str, str]
) -> ArticleIngested:
    source = Source(door="http", name=client, received_at=dt.datetime.now(dt.UTC))
    digest = hashlib.sha256(body).hexdigest()
    if media_type == "text/plain":
        return make_article(dataclasses.replace(Draft(decode(body, charset)), **known), source, digest)
    draft = draft_of(object_of(body), names) if names else Draft(**post_of(body).__dict__)
    return make_article(dataclasses.replace(draft, **known), source, digest)


def _trace(request: Request) -> str | None:
    trace = request.headers.get("traceparent", "")
    return trace if _TRACEPARENT.fullmatch(trace) else None
