"""Dead streams: what was given up, with the reason, until an operator replays or drops it.

`articles.dead` and `facts.dead` hold the entry as it was, plus `dead_reason` (one word: undecodable, unknown_type,
unknown_version, invalid, rejected, failed, abandoned), `dead_error` (what happened and what to do), `dead_group`,
`dead_deliveries`, `dead_at` and `dead_id` (the original entry's id). Nothing removes them but an operator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.broker.wire import Client, Code, now
from shared.errors import Rejected
from shared.messages import MESSAGES

PREFIX = "dead_"
_LONGEST_ERROR = 2000  # characters


def dead_stream(stream: str) -> str:
    """The name of a stream's dead stream."""
    return f"{stream}.dead"


def dead_fields(
    fields: Mapping[bytes, bytes], *, entry_id: str, group: str, deliveries: int, code: Code, error: str
) -> dict[Any, Any]:
    """The entry as it was, and why it is dead."""
    return {
        **fields,
        "dead_reason": code,
        "dead_error": error[:_LONGEST_ERROR],
        "dead_group": group,
        "dead_deliveries": deliveries,
        "dead_at": now(),
        "dead_id": entry_id,
    }


@dataclass(frozen=True, slots=True)
class Dead:
    """A dead entry: its id in the dead stream, why it is there, and its original fields (undecodable bytes escaped)."""

    id: str
    stream: str
    reason: str
    error: str
    group: str
    deliveries: int
    at: str
    original_id: str
    fields: dict[str, str]


async def dead_entries(client: Client, stream: str | None = None, *, after: str = "-", limit: int = 100) -> list[Dead]:
    """Dead entries of one stream or of all, oldest first; `after` an id goes on behind it (one stream at a time)."""
    found: list[Dead] = []
    for name in [stream] if stream else [kind.STREAM for kind in MESSAGES]:
        start = after if after == "-" else f"({after}"
        found += [_dead(name, *row) for row in await client.xrange(dead_stream(name), min=start, count=limit)]
    return found


async def dead_entry(client: Client, stream: str, dead_id: str) -> Dead:
    """One dead entry; raises Rejected when there is none of that id."""
    _, fields = await _row(client, stream, dead_id)
    return _dead(stream, dead_id.encode(), fields)


async def replay(client: Client, stream: str, dead_id: str, *, data: str | None = None) -> str:
    """Put a dead entry back on its stream in one step, with mended `data` if given; its new entry id.

    Every group of the stream gets it again; those that had it recognise it by its id. Raises Rejected when there is
    no entry of that id.
    """
    _, fields = await _row(client, stream, dead_id)
    original = {name: value for name, value in fields.items() if not name.startswith(PREFIX.encode())}
    if data is not None:
        original[b"data"] = data.encode()
    if not original:
        raise Rejected(f"the dead entry {dead_id} has no fields of its own", "drop it")
    async with client.pipeline(transaction=True) as step:
        step.xadd(stream, original)
        step.xdel(dead_stream(stream), dead_id)
        entry_id, _ = await step.execute()
    return _text(entry_id)


async def drop(client: Client, stream: str, dead_id: str) -> None:
    """Remove a dead entry for good; raises Rejected when there is none of that id."""
    if not await client.xdel(dead_stream(stream), dead_id):
        raise _missing(stream, dead_id)


async def _row(client: Client, stream: str, dead_id: str) -> tuple[bytes, dict[bytes, bytes]]:
    rows = await client.xrange(dead_stream(stream), min=dead_id, max=dead_id)
    if not rows:
        raise _missing(stream, dead_id)
    row: tuple[bytes, dict[bytes, bytes]] = rows[0]
    return row


def _missing(stream: str, dead_id: str) -> Rejected:
    return Rejected(f"no entry {dead_id} in {dead_stream(stream)}", "`factwire dead list` shows what is there")


def _dead(stream: str, entry_id: bytes, fields: Mapping[bytes, bytes]) -> Dead:
    texts = {_text(name): _text(value) for name, value in fields.items()}
    return Dead(
        id=_text(entry_id),
        stream=stream,
        reason=texts.get("dead_reason", ""),
        error=texts.get("dead_error", ""),
        group=texts.get("dead_group", ""),
        deliveries=int(texts.get("dead_deliveries", "0")),
        at=texts.get("dead_at", ""),
        original_id=texts.get("dead_id", ""),
        fields={name: value for name, value in texts.items() if not name.startswith(PREFIX)},
    )


def _text(value: bytes) -> str:
    return value.decode(errors="backslashreplace")
