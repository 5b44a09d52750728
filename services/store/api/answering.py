"""What every route of the API shares: the running store, and JSON with an ETag."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from pydantic import StringConstraints

from services.store.database import Database
from services.store.paging import BadCursor
from services.store.problems import Problem
from services.store.settings import StoreSettings
from shared.broker import FactwireBroker

Cursor = Annotated[str, StringConstraints(max_length=1200)]


@dataclass(frozen=True)
class Store:
    """What the routes need: `app.state.store`."""

    settings: StoreSettings
    database: Database
    broker: FactwireBroker


def store_of(request: Request) -> Store:
    """The running store."""
    store: Store = request.app.state.store
    return store


def json_answer(request: Request, document: str, following: str | None = None) -> Response:
    """JSON with an ETag; 304 where the client has it already. `following`, the next page's cursor, becomes a link."""
    body = document.encode()
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if following is not None:  # RFC 8288; relative, so that it holds behind a proxy
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
        headers["Link"] = f'<{quote(request.url.path)}?{urlencode([*query, ("after", following)])}>; rel="next"'
    known = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    if any(secrets.compare_digest(tag, t) for t in known if t.isascii()) or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def bad_cursor(error: BadCursor) -> Problem:
    """The answer to a cursor that is none."""
    return Problem(422, f"after: {error}", {"errors": [{"parameter": "after", "problem": str(error)}]})


def read_place(cursor: str | None) -> str | None:
    """The name behind which a listing by names goes on. Raises Problem."""
    if cursor is None:
        return None
    try:
        place = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except ValueError:
        place = "\x00"
    if "\x00" in place:
        raise bad_cursor(BadCursor("the cursor does not belong to this listing"))
    return place


def write_place(name: str | None) -> str | None:
    """The cursor for it."""
    return None if name is None else base64.urlsafe_b64encode(name.encode()).decode()
