"""Reading a stream as one consumer of a group: what was left over, what was left behind, and what is new.

In this order: at the start the entries that a worker of the same name left over; every little while those that any
worker has not acknowledged for `claim_after` (killed, or put back for another try); otherwise new ones. A lost group is
made again at the stream's start. While the server is away or refuses, reading pauses and says so once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, TypeAlias

from faststream.redis.message import bDATA_KEY
from faststream.redis.parser import BinaryMessageFormatV1
from redis.exceptions import RedisError

from shared import logs
from shared.broker.groups import ensure_group
from shared.broker.pauses import pause_after, rest
from shared.broker.settling import Taken
from shared.broker.wire import Client
from shared.errors import Misconfigured
from shared.settings import Settings

log = logs.get(__name__)

Rows: TypeAlias = list[tuple[bytes, Mapping[bytes, bytes]]]


class Reading:
    """The reads of one consumer; not for use by two tasks at once."""

    def __init__(self, stream: str, group: str, settings: Settings) -> None:
        self.draining = asyncio.Event()
        self._stream, self._group = stream, group
        self._consumer, self._count = settings.consumer, settings.batch
        self._claim_after = settings.claim_after
        self._claim_every = max(0.02, min(1.0, settings.claim_after / 4, settings.retry_pause))
        self._claim_at = 0.0
        self._cursor: bytes | str = "0-0"
        self._left_over: bytes | str | None = "0"  # where to go on among our own pending entries; None: seen them all
        self._deliveries: dict[bytes, int] = {}  # of the last read, where it is not the first delivery
        self._reading = asyncio.Lock()
        self._failures = 0

    async def read(self, client: Client, block: float) -> list[tuple[bytes, Rows]]:
        """The next entries, waiting `block` seconds for new ones at most; empty when there are none."""
        if self.draining.is_set():
            await asyncio.sleep(0.05)
            return []
        async with self._reading:
            try:
                rows = await self._next(client, block)
            except (RedisError, OSError) as error:
                if "NOGROUP" in str(error) or str(error).startswith("UNBLOCKED"):
                    return await self._heal(client)
                return await self._away(error)
            if self._failures:
                self._failures = 0
                log.info("reading again", stream=self._stream)
            return [(self._stream.encode(), rows)] if rows else []

    async def drain(self) -> None:
        """Read no more; returns when the last read is over."""
        self.draining.set()
        async with self._reading:
            pass

    def begin(self) -> None:
        """Read from the start of what was left over."""
        self.draining.clear()
        self._left_over = "0"

    def taken(self, raw: Mapping[str, Any]) -> list[Taken]:
        """The batch that FastStream hands over, with how often each entry was given out."""
        return [
            Taken(entry_id.decode(), _plain(fields), self._deliveries.get(entry_id, 1))
            for entry_id, fields in zip(raw["message_ids"] or [b"0-0"] * len(raw["data"]), raw["data"], strict=True)
        ]

    async def _next(self, client: Client, block: float) -> Rows:
        if self._left_over is not None:
            if rows := await self._read(client, self._left_over):
                self._left_over = rows[-1][0]
                await self._count_deliveries(client, rows)
                return rows
            self._left_over = None
        if (wait := self._claim_at - time.monotonic()) <= 0:
            if rows := await self._claim(client):
                log.info("took over entries", stream=self._stream, entries=len(rows))
                return rows  # and claims again before reading new ones
            wait = self._claim_every
            self._claim_at = time.monotonic() + wait
        self._deliveries = {}
        return await self._read(client, ">", block=max(1, int(min(block, wait) * 1000)))

    async def _read(self, client: Client, after: bytes | str, **options: Any) -> Rows:
        reply = await client.read_fresh(
            groupname=self._group,
            consumername=self._consumer,
            streams={self._stream: after},
            count=self._count,
            **options,
        )
        return reply[0][1] if reply else []

    async def _claim(self, client: Client) -> Rows:
        idle = int(self._claim_after * 1000)
        while True:
            self._cursor, rows, *_ = await client.xautoclaim(
                self._stream, self._group, self._consumer, min_idle_time=idle, start_id=self._cursor, count=self._count
            )
            if rows:
                await self._count_deliveries(client, rows)
                return list(rows)
            if self._cursor in (b"0-0", "0-0"):
                return []

    async def _count_deliveries(self, client: Client, rows: Rows) -> None:
        async with client.pipeline(transaction=False) as questions:
            for entry_id, _ in rows:
                questions.xpending_range(self._stream, self._group, entry_id, entry_id, 1)
            answers = await questions.execute()
        self._deliveries = {row["message_id"]: row["times_delivered"] for answer in answers for row in answer}

    async def _heal(self, client: Client) -> list[Any]:
        try:
            if await ensure_group(client, self._stream, self._group):
                log.warning("group was gone, made again at the start", stream=self._stream, group=self._group)
        except (RedisError, OSError, Misconfigured) as error:
            return await self._away(error)
        return []

    async def _away(self, error: Exception) -> list[Any]:
        self._failures += 1
        if self._failures == 1:
            log.warning("cannot read, trying until it works", stream=self._stream, error=str(error))
        await rest(pause_after(self._failures), unless=self.draining)
        return []


def _plain(fields: Mapping[bytes, bytes] | None) -> Mapping[bytes, bytes] | None:
    """The entry's fields; out of FastStream's own envelope where the test broker wrapped them."""
    if fields and (envelope := fields.get(bDATA_KEY)):
        body, headers = BinaryMessageFormatV1.parse(envelope)
        return {**{str(name).encode(): str(value).encode() for name, value in headers.items()}, b"data": body}
    return fields or None
