"""Problem details (RFC 9457): what every error answer of ingest's HTTP looks like.

{"type": "urn:factwire:problem:too-large", "title": "…", "status": 413, "detail": "…", "hint": "…"}
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: its HTTP status, the last part of its type URI, and its title."""

    status: int
    name: str
    title: str


BAD_REQUEST = Kind(400, "bad-request", "The request is damaged")
UNAUTHORIZED = Kind(401, "unauthorized", "Who are you?")
FORBIDDEN = Kind(403, "forbidden", "This key may not do that")
NOT_FOUND = Kind(404, "not-found", "There is nothing here")
TIMEOUT = Kind(408, "timeout", "The body did not arrive in time")
TOO_LARGE = Kind(413, "too-large", "The body is too large")
UNSUPPORTED = Kind(415, "unsupported-media-type", "This media type is not taken")
INVALID = Kind(422, "invalid", "The fields are not as they should be")
REUSED = Kind(422, "idempotency-key-reused", "The key belongs to another request")
TOO_MANY = Kind(429, "too-many-requests", "Too many requests")
REJECTED = Kind(422, "rejected", "This cannot be taken as an article")
BROKEN = Kind(500, "internal", "Something broke on our side")
UNAVAILABLE = Kind(503, "unavailable", "The article cannot be taken now")

_BY_STATUS = {kind.status: kind for kind in (BAD_REQUEST, NOT_FOUND, TIMEOUT, TOO_LARGE, UNSUPPORTED, INVALID, BROKEN)}


@dataclass
class Problem(Exception):
    """Raised anywhere below a route; becomes the answer. `more` are further members of the document."""

    kind: Kind
    detail: str
    hint: str = ""
    retry_after: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The JSON document."""
        document: dict[str, Any] = {
            "type": f"urn:factwire:problem:{self.kind.name}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        return document | ({"hint": self.hint} if self.hint else {}) | dict(self.more)

    def response(self) -> Response:
        """The answer."""
        headers = {} if self.retry_after is None else {"Retry-After": str(math.ceil(self.retry_after))}
        if self.kind.status == UNAUTHORIZED.status:
            headers["WWW-Authenticate"] = 'Bearer realm="factwire"'
        return JSONResponse(self.document(), self.kind.status, headers, media_type=MEDIA_TYPE)


async def answer_http_exception(_: Request, error: Exception) -> Response:
    """The framework's own errors (no such path, wrong method) in the same shape."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    kind = _BY_STATUS.get(error.status_code) or Kind(error.status_code, "http", "The request cannot be answered")
    response = Problem(kind, str(error.detail)).response()
    response.headers.update(error.headers or {})
    return response


async def answer_failure(_: Request, __: Exception) -> Response:
    """Anything unforeseen: the log has the trace, the client never sees it."""
    return Problem(BROKEN, "The error is in the log of ingest", "try again; if it stays, tell the operator").response()
