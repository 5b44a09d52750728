"""Problem details (RFC 9457): every error answer of store's HTTP, whichever application its router is put into."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from shared import logs

log = logs.get(__name__)
MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: ("bad-request", "The request is damaged"),
    401: ("unauthorized", "Who are you?"),
    403: ("forbidden", "This is not allowed"),
    404: ("not-found", "There is nothing here"),
    406: ("not-acceptable", "This format is not available"),
    422: ("invalid", "A parameter is not as it should be"),
    500: ("internal", "Something broke on our side"),
    503: ("unavailable", "The database cannot be asked now"),
}


class ProblemDetails(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = Field(None, description="Parameter by parameter, for 422")


@dataclass
class Problem(Exception):
    """Raised anywhere below a route; becomes the answer."""

    status: int
    detail: str
    more: dict[str, Any] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer."""
        name, title = TITLES.get(self.status, ("http", "The request cannot be answered"))
        head = {"type": f"urn:factwire:problem:{name}", "title": title, "status": self.status, "detail": self.detail}
        headers = {"Retry-After": "2"} if self.status == 503 else {}
        if self.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="factwire"'
        return JSONResponse(head | self.more, self.status, headers, media_type=MEDIA_TYPE)


class ProblemRoute(APIRoute):
    """Turns what goes wrong into problem documents, without a word about the inside."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return problem.response()
            except RequestValidationError as error:
                return invalid(error).response()
            except (DBAPIError, PoolTimeout, OSError):
                log.exception("the database cannot be asked", path=request.url.path)
                return Problem(503, "The database does not answer; try again").response()
            except HTTPException:
                raise
            except Exception:
                log.exception("a request failed", path=request.url.path)
                return Problem(500, "The error is in the log of store").response()

        return answer


def invalid(error: RequestValidationError) -> Problem:
    """Which parameters are wrong and why; what was sent is not repeated."""
    errors = [{"parameter": ".".join(str(part) for part in e["loc"][1:]), "problem": e["msg"]} for e in error.errors()]
    return Problem(422, "; ".join(f"{e['parameter']}: {e['problem']}" for e in errors), {"errors": errors})


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, for the OpenAPI document; inline, so that they stand in any application's."""
    content = {MEDIA_TYPE: {"schema": ProblemDetails.model_json_schema()}}
    return {status: {"description": TITLES[status][1], "content": content} for status in statuses}


async def answer_http_exception(_: Request, error: Exception) -> Response:
    """The framework's own errors (no such path, wrong method) in the same shape."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    response = Problem(error.status_code, str(error.detail)).response()
    response.headers.update(error.headers or {})
    return response
