"""How the streams stand: for `factwire status` and the readiness probes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError, ResponseError

from shared.broker.client import FactwireBroker
from shared.broker.dead import dead_stream
from shared.broker.wire import Client
from shared.messages import MESSAGES

_COUNT_UP_TO = 10_000  # entries counted by hand where the server has lost count


@dataclass(frozen=True, slots=True)
class GroupStatus:
    """A group of a stream: entries not yet delivered (`lag`), delivered but not acknowledged (`pending`).

    `oldest_pending` is the age in seconds of the oldest unacknowledged entry, 0 where there is none.
    """

    name: str
    consumers: int
    lag: int
    pending: int
    oldest_pending: float


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """A stream: its length, how many dead entries wait for an operator, and its groups."""

    name: str
    length: int
    dead: int
    groups: tuple[GroupStatus, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a service does its work; lag and pending: sums over its groups; oldest: maximum, seconds."""

    redis: bool
    running: bool
    lag: int = 0
    pending: int = 0
    oldest_pending: float = 0.0

    @property
    def ok(self) -> bool:
        """Redis answers, and every subscriber reads and is not stuck with a batch."""
        return self.redis and self.running


async def status(client: Client) -> tuple[StreamStatus, ...]:
    """All streams of the contract with all their groups, also foreign ones."""
    return tuple([await stream_status(client, kind.STREAM) for kind in MESSAGES])


async def stream_status(client: Client, stream: str) -> StreamStatus:
    """One stream; one that does not exist yet is empty and has no groups."""
    try:
        groups = await client.xinfo_groups(stream)
    except ResponseError as error:
        if "no such key" not in str(error):
            raise
        groups = []
    return StreamStatus(
        name=stream,
        length=await client.xlen(stream),
        dead=await client.xlen(dead_stream(stream)),
        groups=tuple([await _group(client, stream, group) for group in groups]),
    )


async def health(broker: FactwireBroker) -> Health:
    """Never raises: a server that is away is an answer."""
    running = broker.running and all(subscriber.running for subscriber in broker.subscribers)
    running = running and not any(reader.stuck for reader in broker.readers.values())
    try:
        found = [
            group
            for stream, name in broker.readers
            for group in (await stream_status(broker.client, stream)).groups
            if group.name == name
        ]
        redis = bool(await broker.client.ping())
    except (RedisError, OSError):
        return Health(redis=False, running=running)
    return Health(
        redis=redis,
        running=running,
        lag=sum(group.lag for group in found),
        pending=sum(group.pending for group in found),
        oldest_pending=max((group.oldest_pending for group in found), default=0.0),
    )


async def silence(client: Client, stream: str, group: str, consumer: str) -> float | None:
    """Seconds since a consumer of that name, or that name and a process id, last asked for work; None: it never did.

    So a worker is seen from outside its process: one that hangs stops asking.
    """
    try:
        consumers = await client.xinfo_consumers(stream, group)
    except ResponseError as error:
        if "no such key" in str(error) or "NOGROUP" in str(error):
            return None
        raise
    ours = re.compile(re.escape(consumer) + r"(-\d+)?")
    idle = [each["idle"] / 1000 for each in consumers if ours.fullmatch(_text(each["name"]))]
    return min(idle, default=None)


async def _group(client: Client, stream: str, group: dict[str, Any]) -> GroupStatus:
    name = _text(group["name"])
    lag = group.get("lag")
    if lag is None:  # entries were deleted from the middle
        lag = len(await client.xrange(stream, min=f"({_text(group['last-delivered-id'])}", count=_COUNT_UP_TO))
    oldest = 0.0
    if group["pending"]:
        summary = await client.xpending(stream, name)
        if summary["min"]:
            seconds, microseconds = await client.time()
            written = int(_text(summary["min"]).split("-")[0]) / 1000
            oldest = max(0.0, seconds + microseconds / 1e6 - written)
    return GroupStatus(name, int(group["consumers"]), int(lag), int(group["pending"]), round(oldest, 3))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
