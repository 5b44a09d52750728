"""Request bodies: how much of them is taken, how long that may take, and what they are."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import AsyncIterator
from email.message import Message as Headers
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from services.ingest.pressure import Share
from services.ingest.problems import BAD_REQUEST, INVALID, TIMEOUT, TOO_LARGE, Problem
from services.ingest.settings import IngestSettings


def _day(value: object) -> object:
    """A day in full, and nothing that pydantic would take for one: 0 is no first of January 1970."""
    if isinstance(value, dt.date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "It should be a day, YYYY-MM-DD")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class Known(BaseModel):
    """What a sender may say about an article beside its text; it wins over what the text says."""

    # Unknown fields are refused: a misspelt one would be lost.
    model_config = ConfigDict(extra="forbid", strict=True)

    title: Line | None = Field(None, description="Headline; else taken from the text's first line")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    publisher: Line | None = None
    published_on: Annotated[dt.date, Field(strict=False), BeforeValidator(_day)] | None = Field(
        None, description="Day of publication, YYYY-MM-DD; else taken from the text's date line"
    )
    dateline: Line | None = Field(None, description="The place that the report comes from")
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None = Field(
        None, description="BCP 47, for example en or kk-Cyrl"
    )
    tags: tuple[Line, ...] = Field((), max_length=50, strict=False, description="Words of your own")


class ArticlePost(Known):
    """An article with what the sender knows about it."""

    text: str = Field(
        min_length=1,
        description="The article's text, whole, as plain Unicode text",
        json_schema_extra={"pattern": r"\S"},
    )


class File(NamedTuple):
    """A file of a form: its name as the sender calls it, its media type if that says anything, its bytes."""

    name: str
    media_type: str | None
    data: bytes


async def body_of(request: Request, settings: IngestSettings, limit: int, share: Share) -> bytes:
    """The request's body, never more of it in memory than `limit` bytes, and than there is room for in all."""
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
                share.add(len(chunk))
                body += chunk
                if len(body) > limit:
                    raise too_large
    except TimeoutError:
        raise Problem(TIMEOUT, f"It took more than {settings.body_timeout:g} s") from None
    return bytes(body)


async def files_of(request: Request, body: bytes) -> list[File]:
    """The files of a form (multipart/form-data)."""

    async def stream() -> AsyncIterator[bytes]:
        yield body

    try:
        form = await MultiPartParser(request.headers, stream(), max_files=1000, max_fields=100).parse()  # type: ignore[arg-type]
    except (MultiPartException, KeyError) as error:
        detail = getattr(error, "message", "no boundary is declared")
        raise Problem(BAD_REQUEST, f"The form is damaged: {detail}", "send files: curl -F file=@a.html") from None
    async with asyncio.timeout(None):
        files = []
        for _, value in form.multi_items():
            if isinstance(value, UploadFile):
                kind = value.content_type
                files.append(
                    File(
                        value.filename or "file",
                        None if kind in (None, "", "application/octet-stream") else media_type_of(kind or "")[0],
                        await value.read(),
                    )
                )
        await form.close()
    if not files:
        raise Problem(INVALID, "The form holds no file", "send files: curl -F file=@a.html")
    return files


@lru_cache(256)  # few are ever sent
def media_type_of(content_type: str) -> tuple[str, str | None]:
    """The media type, empty where none is given, and the charset declared with it."""
    if not content_type:
        return "", None
    headers = Headers()
    headers["content-type"] = content_type
    charset = headers.get_param("charset")
    return headers.get_content_type(), charset if isinstance(charset, str) else None


def known_of(request: Request) -> dict[str, Any]:
    """What the query says about the article: `?title=…&url=…&tags=a&tags=b`."""
    if not request.scope["query_string"]:
        return {}
    query: dict[str, Any] = dict(request.query_params)
    if tags := request.query_params.getlist("tags"):
        query["tags"] = tags
    try:
        return Known.model_validate(query).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise invalid(error) from None


def post_of(body: bytes) -> ArticlePost:
    """The article in a JSON body."""
    if not body:
        raise Problem(BAD_REQUEST, "The body is empty", 'send {"text": "…"}')
    try:
        return ArticlePost.model_validate_json(body)
    except ValidationError as error:
        raise invalid(error) from None


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object in a body whose fields have names of the sender's own."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(BAD_REQUEST, f"The body is not JSON: {str(error)[:200]}", "send an object in UTF-8") from None
    if not isinstance(given, dict):
        raise Problem(INVALID, "An article is to be a JSON object", "several go as application/x-ndjson, one a line")
    return given


def invalid(error: ValidationError) -> Problem:
    """The answer to fields that are not as they should be."""
    errors = [
        {"pointer": "/" + "/".join(map(str, e["loc"])), "detail": e["msg"]}
        for e in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    if any(e["type"] == "json_invalid" for e in error.errors(include_input=False)):
        return Problem(BAD_REQUEST, f"The body is not JSON: {errors[0]['detail']}", 'send {"text": "…"} in UTF-8')
    detail = "; ".join(f"{e['pointer']}: {e['detail']}" for e in errors[:5])
    return Problem(INVALID, detail, "see /docs for the fields", more={"errors": errors[:50]})
