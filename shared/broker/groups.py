"""Consumer groups: created at the stream's start, healed, tidied; and trimming that takes nothing anyone still needs.

Trimming removes an entry only when every group has acknowledged it and it is older than the age limit. `CONTRACT` names
the groups that exist from the first start of any service on, so that one that starts later finds everything.
"""

from __future__ import annotations

from typing import Any

from redis.exceptions import ResponseError

from shared.broker.wire import Client
from shared.errors import Misconfigured
from shared.messages import ArticleIngested, FactsExtracted

CONTRACT: dict[str, tuple[str, ...]] = {ArticleIngested.STREAM: ("extract", "store"), FactsExtracted.STREAM: ("store",)}

# In one step, since an entry delivered to a consumer between looking and removing would be lost with it.
_DROP_VANISHED = """
local dropped = 0
for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #fields, 2 do consumer[fields[i]] = fields[i + 1] end
  if consumer['pending'] == 0 and consumer['idle'] > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
    dropped = dropped + 1
  end
end
return dropped
"""


async def ensure_group(client: Client, stream: str, group: str) -> bool:
    """Create the group at the stream's start; True when it was not there.

    Raises Misconfigured where the key holds something else than a stream.
    """
    try:
        await client.execute_command("XGROUP", "CREATE", stream, group, "0", "MKSTREAM")
    except ResponseError as error:
        if "BUSYGROUP" in str(error):
            return False
        if "WRONGTYPE" in str(error):
            raise Misconfigured(
                f"the key {stream} in Redis is not a stream", "give Factwire a database of its own (redis://host/1)"
            ) from error
        raise
    return True


async def ensure_contract(client: Client) -> None:
    """Create every group that the contract names."""
    for stream, groups in CONTRACT.items():
        for group in groups:
            await ensure_group(client, stream, group)


async def drop_vanished(client: Client, stream: str, group: str, *, after: float) -> int:
    """Remove the group's consumers that hold nothing and were not heard of for `after` seconds; how many."""
    return int(await client.eval(_DROP_VANISHED, 1, stream, group, str(int(after * 1000))))


async def trim(client: Client, stream: str, *, retention: float) -> int:
    """Remove what every group has acknowledged and is older than `retention` seconds; how many entries.

    A stream that lacks a group of the contract is left alone. One that no group reads keeps to its age limit.
    """
    if not await client.exists(stream):
        return 0
    groups = await client.xinfo_groups(stream)
    if not {_text(group["name"]) for group in groups}.issuperset(CONTRACT.get(stream, ())):
        return 0
    seconds, microseconds = await client.time()
    age_limit = (max(0, int((seconds + microseconds / 1e6 - retention) * 1000)), 0)
    if await _trims_acknowledged(client):  # also behind an entry that somebody still holds
        return int(await client.xtrim(stream, minid=_id(age_limit), approximate=False, ref_policy="ACKED"))
    limit = min([age_limit, *[await _needed_from(client, stream, group) for group in groups]])
    return int(await client.xtrim(stream, minid=_id(limit), approximate=False))


async def _trims_acknowledged(client: Client) -> bool:
    """Whether the server can leave out what any group still needs: Redis from 8.2 on, no Valkey up to 9.1."""
    server = await client.info("server")
    major, minor, *_ = str(server["redis_version"]).split(".")
    return (int(major), int(minor)) >= (8, 2) and "valkey_version" not in server


async def _needed_from(client: Client, stream: str, group: dict[str, Any]) -> tuple[int, int]:
    """The lowest entry id that the group has not acknowledged."""
    milliseconds, sequence = _parts(group["last-delivered-id"])
    undelivered = (milliseconds, sequence + 1)
    if not group["pending"]:
        return undelivered
    summary = await client.xpending(stream, _text(group["name"]))
    return min(undelivered, _parts(summary["min"])) if summary["min"] else undelivered


def _parts(entry_id: bytes | str) -> tuple[int, int]:
    milliseconds, _, sequence = _text(entry_id).partition("-")
    return int(milliseconds), int(sequence or 0)


def _id(parts: tuple[int, int]) -> str:
    return f"{parts[0]}-{parts[1]}"


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
