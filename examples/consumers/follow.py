"""A consumer with nothing but redis-py: prints each quantity, and each that a later reading withdrew or changed.

    FACTWIRE_REDIS_URL=redis://localhost:6379/0 python examples/consumers/follow.py my-group

A group of its own starts at each stream's first entry and remembers what was acknowledged: restarted, it misses
nothing and repeats at most what it was killed over. What was delivered and not acknowledged is asked for first (id 0),
then what is new (id >).
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import redis

FACTS, REVISIONS = b"factwire.facts.extracted.v1", b"factwire.facts.revised.v1"
STREAMS = ("facts", "revisions")


def main(group: str) -> None:
    """Follow until the end of the world, or Ctrl-C."""
    client: Any = redis.Redis.from_url(os.environ.get("FACTWIRE_REDIS_URL", "redis://localhost:6379/0"))
    for stream in STREAMS:
        try:
            client.xgroup_create(stream, group, id="0", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):  # it is there already
                raise
    start = "0"
    while True:
        reply = client.xreadgroup(group, "one", dict.fromkeys(STREAMS, start), count=50, block=2000)
        answered = [(stream, entry, fields) for stream, entries in reply for entry, fields in entries]
        for stream, entry, fields in answered:
            for line in lines(fields):
                print(line, flush=True)
            client.xack(stream, group, entry)  # after the work, never before
        if not answered:
            start = ">"


def lines(fields: dict[bytes, bytes]) -> list[str]:
    """`investment  6400000000 KZT  plant  "6.4 billion tenge"` for each quantity; a sign before it for a revision."""
    if fields.get(b"type") == FACTS:
        return quantities("", json.loads(fields[b"data"])["facts"])
    if fields.get(b"type") == REVISIONS:
        said = json.loads(fields[b"data"])
        gone = [*said["withdrawn"], *(change["before"] for change in said["changed"])]
        come = [*said["added"], *(change["after"] for change in said["changed"])]
        return [*quantities("- ", gone), *quantities("+ ", come)]
    return []  # another major version is for a reader that knows it


def quantities(sign: str, facts: list[dict[str, Any]]) -> list[str]:
    """A line for each fact with a value."""
    return [
        f"{sign}{fact['kind']}\t{fact['value']['amount']} {fact['value']['unit']}\t"
        f"{(fact['subject'] or {}).get('text', '')}\t{json.dumps(fact['evidence']['text'], ensure_ascii=False)}"
        for fact in facts
        if "value" in fact
    ]


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "example")
    except KeyboardInterrupt:
        sys.exit(130)
