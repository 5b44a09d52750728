"""Who may come through the HTTP door: API keys, hashed at rest, with scopes and a rate.

One key a line in FACTWIRE_API_KEYS (or in the file that FACTWIRE_API_KEYS_FILE names): `name scopes sha256`, where
scopes are `write`, `read` or both with a comma between; `#` begins a comment. `factwire key NAME` makes one.
The keys are 256 random bits, so a plain hash is all the protection that a copy of the file needs.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from services.ingest.problems import FORBIDDEN, TOO_MANY, UNAUTHORIZED, Problem
from shared.errors import Misconfigured

Scope = Literal["write", "read"]
_LINE = re.compile(r"(?P<name>[\w.@-]{1,64})\s+(?P<scopes>(?:write|read)(?:,(?:write|read))?)\s+(?P<hash>[0-9a-f]{64})")
PREFIX = "fw_"


@dataclass(frozen=True, slots=True)
class Key:
    """A client: its name, what it may do, and the SHA-256 of its key."""

    name: str
    scopes: frozenset[str]
    digest: str


class Keys:
    """The known keys; none at all means that everybody may come in."""

    def __init__(self, lines: str, *, per_minute: int = 0) -> None:
        """`per_minute`: requests that a key may make, 0: any number. Raises Misconfigured for a line it cannot read."""
        self._keys: list[Key] = []
        for number, raw in enumerate(lines.splitlines(), 1):
            line = raw.partition("#")[0].strip()
            if not line:
                continue
            match = _LINE.fullmatch(line)
            if match is None:
                raise Misconfigured(
                    f"FACTWIRE_API_KEYS: line {number} is not `name scopes sha256`", "make one with `factwire key NAME`"
                )
            self._keys.append(Key(match["name"], frozenset(match["scopes"].split(",")), match["hash"]))
        self._per_minute = per_minute
        self._buckets: dict[str, tuple[float, float]] = {}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def check(self, request: Request, scope: Scope) -> str:
        """The name of who asks. Raises Problem: 401 without a known key, 403 without the scope, 429 above the rate."""
        name = request.client.host if request.client else "unknown"
        if self._keys:
            key = self._find(_given(request))
            if key is None:
                raise Problem(UNAUTHORIZED, "A known API key is needed", "send Authorization: Bearer <key>")
            if scope not in key.scopes:
                raise Problem(FORBIDDEN, f"The key {key.name} may not {scope}", "ask the operator for another scope")
            name = key.name
        self._spend(name)
        return name

    def _find(self, given: str) -> Key | None:
        digest = hashlib.sha256(given.encode()).hexdigest()
        found = None
        for key in self._keys:  # all of them, so that the time taken tells nothing
            if hmac.compare_digest(digest, key.digest):
                found = key
        return found

    def _spend(self, name: str) -> None:
        if not self._per_minute:
            return
        now = time.monotonic()
        if len(self._buckets) > 10_000:  # addresses come and go; whoever was silent for a minute has a full bucket
            self._buckets = {n: b for n, b in self._buckets.items() if now - b[1] < 60}
        left, since = self._buckets.get(name, (float(self._per_minute), now))
        left = min(float(self._per_minute), left + (now - since) * self._per_minute / 60)
        if left < 1:
            wait = (1 - left) * 60 / self._per_minute
            raise Problem(TOO_MANY, f"At most {self._per_minute} requests a minute", "slow down", retry_after=wait)
        self._buckets[name] = (left - 1, now)


def make(name: str, scopes: str) -> tuple[str, str]:
    """A new key, and its line for FACTWIRE_API_KEYS. Raises Misconfigured for a name or scopes it cannot have."""
    key = PREFIX + secrets.token_urlsafe(32)
    line = f"{name} {scopes} {hashlib.sha256(key.encode()).hexdigest()}"
    if not _LINE.fullmatch(line):
        raise Misconfigured(f"{name!r} with scopes {scopes!r} cannot be a key", "a word, and write, read or write,read")
    return key, line


def _given(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else request.headers.get("x-api-key", "")
