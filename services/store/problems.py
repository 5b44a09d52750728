"""What can be wrong with a question to store; the documents themselves are `shared.problems`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import logs
from shared import problems as documents
from shared.problems import BAD_REQUEST, BROKEN, MEDIA_TYPE, NOT_FOUND, UNAUTHORIZED, Kind

log = logs.get(__name__)

KINDS = {
    kind.status: kind
    for kind in (
        BAD_REQUEST,
        UNAUTHORIZED,
        Kind(403, "forbidden", "This is not allowed"),
        NOT_FOUND,
        Kind(406, "not-acceptable", "This format is not available"),
        Kind(422, "invalid", "A parameter is not as it should be"),
        BROKEN,
        Kind(503, "unavailable", "The database cannot be asked now"),
    )
}


class ProblemDetails(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = Field(None, description="Parameter by parameter, for 422")


class Problem(documents.Problem):
    """A problem by its status; `more` are further members of the document."""

    def __init__(self, status: int, detail: str, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(KINDS[status], detail, retry_after=2 if status == 503 else None, more=more or {})

    @property
    def status(self) -> int:
        """Of the answer."""
        return self.kind.status


class ProblemRoute(documents.ProblemRoute):
    """A route of store."""

    service = "store"

    @classmethod
    def known(cls, error: Exception, request: Request) -> documents.Problem | None:
        if isinstance(error, RequestValidationError):
            return invalid(error)
        if isinstance(error, (DBAPIError, PoolTimeout, OSError)):
            log.error("the database cannot be asked", path=request.url.path, exc_info=error)
            return Problem(503, "The database does not answer; try again")
        return super().known(error, request)


def invalid(error: RequestValidationError) -> Problem:
    """Which parameters are wrong and why; what was sent is not repeated."""
    unknown = "there is no such parameter; /docs has all of them"
    errors = [
        {
            "parameter": ".".join(str(part) for part in e["loc"][1:]),
            "problem": unknown if e["type"] == "extra_forbidden" and e["loc"][0] == "query" else e["msg"],
        }
        for e in error.errors()
    ]
    return Problem(422, "; ".join(f"{e['parameter']}: {e['problem']}" for e in errors), {"errors": errors})


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, for the OpenAPI document; inline, so that they stand in any application's."""
    content = {MEDIA_TYPE: {"schema": ProblemDetails.model_json_schema()}}
    return {status: {"description": KINDS[status].title, "content": content} for status in statuses}
