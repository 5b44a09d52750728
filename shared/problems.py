"""Problem details (RFC 9457): what every error answer over HTTP looks like, and the routes that give them.

{"type": "urn:factwire:problem:too-large", "title": "…", "status": 413, "detail": "…", "hint": "…"}
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match

from shared import logs

log = logs.get(__name__)
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: its HTTP status, the last part of its type URI, and its title."""

    status: int
    name: str
    title: str


BAD_REQUEST = Kind(400, "bad-request", "The request is damaged")
UNAUTHORIZED = Kind(401, "unauthorized", "Who are you?")
NOT_FOUND = Kind(404, "not-found", "There is nothing here")
BROKEN = Kind(500, "internal", "Something broke on our side")
_BY_STATUS = {kind.status: kind for kind in (BAD_REQUEST, UNAUTHORIZED, NOT_FOUND, BROKEN)}


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


class ProblemRoute(APIRoute):
    """Turns what goes wrong into problem documents, without a word about the inside.

    A service says which of its errors are which problems, whose log has the others, and may count what was refused.
    """

    service: ClassVar[str]

    @classmethod
    def known(cls, error: Exception, request: Request) -> Problem | None:
        """The problem that an error is; None where it is nobody's fault but ours."""
        return error if isinstance(error, Problem) else None

    @classmethod
    def refused(cls, problem: Problem, request: Request) -> None:
        """Called with every problem that is answered."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return self.answering(super().get_route_handler())

    def answering(
        self, handle: Callable[[Request], Coroutine[Any, Any, Response]]
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors as answers."""

        async def answer(request: Request) -> Response:
            problem: Problem | None
            try:
                return await handle(request)
            except HTTPException as error:
                if error.status_code != BAD_REQUEST.status:
                    raise
                problem = Problem(BAD_REQUEST, str(error.detail))
            except Exception as error:
                problem = self.known(error, request)
                if problem is None:
                    log.exception("a request failed", path=request.url.path)
                    problem = _broken(self.service)
            self.refused(problem, request)
            return problem.response()

        return answer


def _broken(service: str) -> Problem:
    return Problem(BROKEN, f"The error is in the log of {service}", "try again; if it stays, tell the operator")


async def answer_http_exception(request: Request, error: Exception) -> Response:
    """The framework's own errors (no such path, wrong method) in the same shape."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    kind = _BY_STATUS.get(error.status_code) or Kind(error.status_code, "http", "The request cannot be answered")
    response = Problem(kind, str(error.detail)).response()
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(_allowed(request))
    return response


def _allowed(request: Request) -> list[str]:
    """The methods of every route of this path; the framework names those of the first one (RFC 9110, 15.5.6)."""
    found: set[str] = set()
    for route in request.app.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found)


async def answer_failure(_: Request, __: Exception) -> Response:
    """Anything unforeseen outside of such routes: the server logs the trace, the client never sees it."""
    return _broken("this service").response()


def add_answers(app: FastAPI) -> None:
    """Give an application these answers for what happens outside of its routes."""
    app.add_exception_handler(HTTPException, answer_http_exception)
    app.add_exception_handler(Exception, answer_failure)


def add_probes(app: FastAPI, ready: Callable[[], Awaitable[tuple[bool, Mapping[str, Any]]]], summary: str) -> None:
    """`/livez`: the process runs; `/readyz`: it can work now, or 503 and what is wrong."""

    @app.get("/livez", tags=["health"], summary="The process runs")
    async def livez() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"], summary=summary, responses={503: {"description": "Not now"}})
    async def readyz() -> Response:
        ok, report = await ready()
        return JSONResponse(report, 200 if ok else 503)
