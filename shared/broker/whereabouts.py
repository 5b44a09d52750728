"""Where one entry is on its way through a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from redis.exceptions import ResponseError

from shared.broker.dead import Dead, dead_entries
from shared.broker.wire import Client

_PAGE, _PAGES = 500, 20  # dead entries looked through


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """waiting: not delivered yet; in_hand: delivered, not acknowledged; done; dead, with its dead entry."""

    state: Literal["waiting", "in_hand", "done", "dead"]
    deliveries: int = 0
    dead: Dead | None = None


async def whereabouts(client: Client, stream: str, group: str, entry: str) -> Whereabouts:
    """Where the entry is for that group. Raises RedisError or OSError when the server cannot say."""
    try:
        groups: list[dict[str, Any]] = await client.xinfo_groups(stream)
    except ResponseError as error:
        if "no such key" not in str(error):
            raise
        groups = []
    ours = next((each for each in groups if _text(each["name"]) == group), None)
    if ours is None or _key(entry) > _key(_text(ours["last-delivered-id"])):
        return Whereabouts("waiting")
    pending: Any = await client.xpending_range(stream, group, min=entry, max=entry, count=1)
    if pending:
        return Whereabouts("in_hand", int(pending[0]["times_delivered"]))
    after = f"{_key(entry)[0]}-0"  # it died after it was written
    for _ in range(_PAGES):
        page = await dead_entries(client, stream, after=after, limit=_PAGE)
        for dead in page:
            if dead.original_id == entry and dead.group == group:
                return Whereabouts("dead", dead.deliveries, dead)
        if len(page) < _PAGE:
            break
        after = page[-1].id
    return Whereabouts("done")


def _key(entry: str) -> tuple[int, int]:
    time, _, number = entry.partition("-")
    return int(time), int(number or 0)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
