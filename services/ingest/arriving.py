"""Bytes → arrival: the one way that files, request bodies and feed items become articles or a reason why not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from services.ingest.article import make_article
from services.ingest.ledger import Arrival
from services.ingest.outgoing import Outgoing
from services.ingest.readers.pieces import Part, Reader
from shared.errors import Rejected
from shared.messages import ArticleIngested, Door, Source


class Taken(NamedTuple):
    """A part of what arrived: its name within, and its article or the reason why it is none."""

    name: str
    content: ArticleIngested | Rejected


class Arriving(NamedTuple):
    """An arrival with all of its parts, for those who answer part by part."""

    arrival: Arrival
    parts: list[Taken]


def arrive(
    data: bytes,
    *,
    reader: Reader,
    door: Door,
    name: str,
    media_type: str | None = None,
    known: Mapping[str, Any] | None = None,
    mark: bytes | None = None,
    file_name: str | None = None,
) -> Arriving:
    """Read some bytes as what they are. `known`: fields of `Draft` that win over what the bytes say.

    Never raises Rejected: what cannot be taken is the arrival's problem.
    """
    received_at = dt.datetime.now(dt.UTC)
    digest = hashlib.sha256(data).hexdigest()
    try:
        parts = reader.read(data, file_name or name, media_type)
    except Rejected as problem:
        parts = [Part("", problem)]
    taken = [_take(part, door, name, received_at, digest, known or {}) for part in parts]
    articles = tuple(Outgoing.of(part.content) for part in taken if isinstance(part.content, ArticleIngested))
    arrival = Arrival(door, name, received_at, len(data), digest, articles, _problem(taken), mark)
    return Arriving(arrival, taken)


def _take(part: Part, door: Door, name: str, received_at: dt.datetime, digest: str, known: Mapping[str, Any]) -> Taken:
    if isinstance(part.content, Rejected):
        return Taken(part.name, part.content)
    inner = part.name if part.name.startswith("#") or not part.name else f"/{part.name}"
    source = Source(door=door, name=f"{name}{inner}", received_at=received_at)
    draft = dataclasses.replace(part.content, **known) if known else part.content
    try:
        return Taken(part.name, make_article(draft, source, digest))
    except Rejected as problem:
        return Taken(part.name, problem)


def _problem(taken: Sequence[Taken]) -> Rejected | None:
    problems = [(part.name, part.content) for part in taken if isinstance(part.content, Rejected)]
    if not taken:
        return Rejected("There is no article in it", "it is empty, or holds nothing that is read")
    if not problems:
        return None
    name, first = problems[0]
    if len(taken) == 1:
        return Rejected(f"{name}: {first.reason}" if name else first.reason, first.hint)
    some = "; ".join(f"{name or 'it'}: {problem.reason}" for name, problem in problems[:10])
    rest = f"; and {len(problems) - 10} more" if len(problems) > 10 else ""
    hint = "the others were taken; mend these and put it back, what is known already is recognised"
    return Rejected(
        f"{len(problems)} of its {len(taken)} articles could not be taken: {some}{rest}",
        hint if len(problems) < len(taken) else first.hint,
    )
