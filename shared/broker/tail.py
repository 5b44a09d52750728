"""Following a stream without a group: for the terminal, for live views; resumable by entry id."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared import logs
from shared.broker.client import SOCKET_TIMEOUT
from shared.broker.pauses import pause_after
from shared.broker.wire import BadEntry, Client, Entry, M, read_entry

log = logs.get(__name__)

_COUNT = 100
_BLOCK = 2000  # milliseconds


async def entries_after(
    client: Client, stream: str, after: str, *, count: int = _COUNT, block: float = 0
) -> list[tuple[str, Mapping[bytes, bytes]]]:
    """Up to `count` entries behind an entry's id as they stand there, waiting `block` seconds for the first.

    Raises RedisError or OSError while the server is away.
    """
    reply = await client.xread({stream: after}, count=count, block=int(block * 1000) or None)
    return [(entry.decode(), fields) for entry, fields in reply[0][1]] if reply else []


async def entry_data(client: Client, stream: str, entry: str) -> bytes | None:
    """The message of one entry as JSON; None where it was trimmed. Raises as `entries_after`."""
    rows = await client.xrange(stream, min=entry, max=entry)
    return rows[0][1].get(b"data") if rows else None


async def tail(url: str, message: type[M], start: str = "$") -> AsyncIterator[Entry[M]]:
    """The stream's entries behind `start`, endlessly: `0` from the beginning, `$` from now on, or an entry's id.

    Rides out a server that is away, going on behind the last entry. Entries that cannot be read are skipped with a
    warning; their consumers put them on the dead stream.
    """
    client: Any = Redis.from_url(url, socket_timeout=SOCKET_TIMEOUT)
    after, failures = start, 0
    try:
        while True:
            try:
                if after == "$":  # pinned down once, or what comes between two reads would be missed
                    newest = await client.xrevrange(message.STREAM, count=1)
                    after = newest[0][0].decode() if newest else "0"
                reply = await client.xread({message.STREAM: after}, count=_COUNT, block=_BLOCK)
            except (RedisError, OSError) as error:
                failures += 1
                if failures == 1:
                    log.warning("cannot read, trying until it works", stream=message.STREAM, error=str(error))
                await asyncio.sleep(pause_after(failures))
                continue
            failures = 0
            for entry_id, fields in reply[0][1] if reply else ():
                after = entry_id.decode()
                try:
                    yield read_entry(message, after, fields, 1)
                except BadEntry as error:
                    log.warning("skipped an unreadable entry", stream=message.STREAM, entry=after, error=str(error))
    finally:
        await client.aclose()
