"""`Idempotency-Key`: the same key with the same request gets the same answer; with another request, an error.

Only answers that accepted something are remembered: after an error, the sender may come again with the same key.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
import time
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response

from services.ingest.ledger import Ledger
from services.ingest.problems import BAD_REQUEST, REUSED, Problem

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT = 7 * 86400.0  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request with a key was answered; `request` is the SHA-256 of what was asked."""

    request: str
    status: int
    location: str | None
    body: bytes


class Idempotency:
    """Remembers answers in the ledger; requests with the same key at the same time wait for the first."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def once(
        self, request: Request, client: str, body: bytes, work: Callable[[], Awaitable[Response]]
    ) -> Response:
        """The answer of `work`, or what the same request got before. Raises Problem for a key used otherwise."""
        given = request.headers.get("idempotency-key")
        if given is None:
            return await work()
        if not _KEY.fullmatch(given):
            raise Problem(BAD_REQUEST, "Idempotency-Key is to be 1 to 255 printable ASCII characters", "a UUID is best")
        key = f"{client}|{given}"
        what = f"{request.method} {request.url.path}?{request.url.query} {request.headers.get('content-type')}\n"
        digest = hashlib.sha256(what.encode() + body).hexdigest()
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            known = await self._ledger.within(lambda db: _recall(db, key))
            if known is None:
                response = await work()
                if response.status_code < 400:
                    location = response.headers.get("location")
                    answer = Answer(digest, response.status_code, location, bytes(response.body))
                    await self._ledger.within(lambda db: _remember(db, key, answer))
                return response
        if known.request != digest:
            raise Problem(REUSED, "This Idempotency-Key came with another request before", "use a new key for each")
        headers = {"Location": known.location} if known.location else {}
        return Response(known.body, known.status, headers, media_type="application/json")


def _recall(db: sqlite3.Connection, key: str) -> Answer | None:
    row = db.execute("SELECT request, status, location, body FROM answers WHERE key = ?", (key,)).fetchone()
    return None if row is None else Answer(*row)


def _remember(db: sqlite3.Connection, key: str, answer: Answer) -> None:
    now = time.time()
    db.execute("DELETE FROM answers WHERE answered_at < ?", (now - _KEPT,))
    values = (key, answer.request, answer.status, answer.location, answer.body, now)
    db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", values)
