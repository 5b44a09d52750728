"""The HTTP door: `POST /articles`.

The answer 202 means that the article is in Redis with the configured durability. Every error is a problem document,
whichever application the router is put into: its routes turn them into answers themselves.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from email.message import Message as Headers
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import ClientDisconnect

from services.ingest.article import Draft, make_article
from services.ingest.inbox.watch import Inbox
from services.ingest.intake import Busy, Intake
from services.ingest.ledger import Arrival, Ledger, Receipt
from services.ingest.problems import (
    BAD_REQUEST,
    BROKEN,
    INVALID,
    MEDIA_TYPE,
    REJECTED,
    TIMEOUT,
    TOO_LARGE,
    UNAVAILABLE,
    UNSUPPORTED,
    Problem,
)
from services.ingest.readers.text import decode
from services.ingest.settings import IngestSettings
from shared import logs
from shared.broker import FactwireBroker
from shared.errors import Rejected
from shared.messages import ArticleIngested, Source

log = logs.get(__name__)

_SMALL = 32_768  # bytes that are read and normalised faster than a thread is woken (well below a millisecond)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_PATIENCE = 5  # seconds that a refused client should wait


@dataclass(frozen=True, slots=True)
class Ingest:
    """The running service, as `app.state.ingest` holds it."""

    settings: IngestSettings
    broker: FactwireBroker
    ledger: Ledger
    intake: Intake
    inbox: Inbox
    watching: asyncio.Task[None]


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class ArticlePost(BaseModel):
    """An article with what the sender knows about it. Unknown fields are refused: a misspelt one would be lost."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(min_length=1, description="The article's text, whole, as plain Unicode text")
    title: Line | None = Field(None, description="Headline; else taken from the text's first line")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    publisher: Line | None = None
    published_on: Annotated[dt.date, Field(strict=False)] | None = Field(
        None, description="Day of publication, YYYY-MM-DD; else taken from the text's date line"
    )
    dateline: Line | None = Field(None, description="The place that the report comes from")
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None = Field(
        None, description="BCP 47, for example en or kk-Cyrl"
    )
    tags: tuple[Line, ...] = Field(
        (), max_length=50, strict=False, description="Your own words; they travel with the facts"
    )


class Accepted(BaseModel):
    """The article is in the queue; the status of its facts is behind `Location`."""

    article_id: uuid.UUID = Field(description="The same for the same text, whoever sends it and how often")
    duplicate: bool = Field(description="It was published before; nothing new will happen")
    outcome: Literal["published", "duplicate"]
    arrival: int = Field(description="The number of this request in ingest's books")


class ProblemDetails(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    errors: list[dict[str, Any]] | None = Field(None, description="Field by field, for 422")


class _Route(APIRoute):
    """Turns what goes wrong into problem documents, without a word about the inside."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return problem.response()
            except Rejected as rejected:
                return Problem(REJECTED, rejected.reason, rejected.hint).response()
            except ClientDisconnect:
                return Problem(BAD_REQUEST, "The client went away").response()  # nobody reads it
            except Exception:
                log.exception("a request failed", path=request.url.path)
                return Problem(BROKEN, "The error is in the log of ingest", "try again later").response()

        return answer


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {s: {"model": ProblemDetails, "content": {MEDIA_TYPE: {}}} for s in statuses}


router = APIRouter(route_class=_Route, tags=["articles"])


@router.post(
    "/articles",
    status_code=202,
    summary="Hand in an article",
    response_model=Accepted,
    responses=_problems(400, 408, 413, 415, 422, 500, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": ArticlePost.model_json_schema()},
                "text/plain": {"schema": {"type": "string", "description": "The text alone; charset as declared"}},
            },
        }
    },
)
async def post_article(request: Request) -> Response:
    """Take one article; `202` comes once it is safely in the queue. The same text again gets the same id."""
    ingest: Ingest = request.app.state.ingest
    media_type, charset = _content_type(request)
    if media_type not in ("application/json", "text/plain"):
        raise Problem(
            UNSUPPORTED,
            f"Content-Type is {media_type or 'missing'}",
            "send application/json or text/plain; charset=utf-8",
        )
    body = await _body(request, ingest.settings)
    received_at = dt.datetime.now(dt.UTC)
    source = Source(door="http", name=_client(request), received_at=received_at)
    work = (body, media_type, charset, source)
    article = _article(*work) if len(body) <= _SMALL else await asyncio.to_thread(_article, *work)
    traceparent = request.headers.get("traceparent", "")
    arrival = Arrival(
        "http",
        source.name,
        received_at,
        len(body),
        article.content_sha256,
        (article,),
        traceparent=traceparent if _TRACEPARENT.fullmatch(traceparent) else None,
    )
    receipt = await _take(ingest, arrival)
    answer = {
        "article_id": str(article.article_id),
        "duplicate": receipt.outcome == "duplicate",
        "outcome": receipt.outcome,
        "arrival": receipt.number,
    }
    return JSONResponse(answer, 202, {"Location": f"/articles/{article.article_id}"})


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


async def _body(request: Request, settings: IngestSettings) -> bytes:
    """The request's body, never more of it in memory than is allowed."""
    limit = settings.max_article_bytes
    declared = request.headers.get("content-length", "")
    too_large = Problem(
        TOO_LARGE, f"At most {limit:,} bytes are taken", "send the article alone", more={"max_bytes": limit}
    )
    if declared.isdecimal() and int(declared) > limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(settings.body_timeout):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_large
    except TimeoutError:
        raise Problem(TIMEOUT, f"It took more than {settings.body_timeout:g} s") from None
    return bytes(body)


def _article(body: bytes, media_type: str, charset: str | None, source: Source) -> ArticleIngested:
    digest = hashlib.sha256(body).hexdigest()
    if media_type == "text/plain":
        return make_article(Draft(decode(body, charset)), source, digest)
    if not body:
        raise Problem(BAD_REQUEST, "The body is empty", 'send {"text": "…"}')
    try:
        post = ArticlePost.model_validate_json(body)
    except ValidationError as error:
        raise _invalid(error) from None
    return make_article(Draft(**dict(post)), source, digest)


def _invalid(error: ValidationError) -> Problem:
    errors = [
        {"pointer": "/" + "/".join(map(str, e["loc"])), "detail": e["msg"]}
        for e in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    if any(e["type"] == "json_invalid" for e in error.errors(include_input=False)):
        return Problem(BAD_REQUEST, f"The body is not JSON: {errors[0]['detail']}", 'send {"text": "…"} in UTF-8')
    detail = "; ".join(f"{e['pointer']}: {e['detail']}" for e in errors[:5])
    return Problem(INVALID, detail, "see /docs for the fields", more={"errors": errors[:50]})


def _content_type(request: Request) -> tuple[str, str | None]:
    headers = Headers()
    headers["content-type"] = request.headers.get("content-type", "")
    charset = headers.get_param("charset")
    media_type = headers.get_content_type() if headers["content-type"] else ""
    return media_type, charset if isinstance(charset, str) else None


def _client(request: Request) -> str:
    return request.client.host if request.client else "unknown"
