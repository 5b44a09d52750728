"""A consumer of the facts stream with nothing but redis-py: prints each quantity once, however often it is restarted.

    FACTWIRE_REDIS_URL=redis://localhost:6379/0 python examples/consumers/follow.py my-group

A group of its own starts at the stream's first entry and remembers what was acknowledged. What was delivered and not
acknowledged, because this program was killed in between, is asked for first (id 0), then what is new (id >).
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import redis

STREAM = "facts"
TYPE = b"factwire.facts.extracted.v1"


def main(group: str) -> None:
    """Follow until the end of the world, or Ctrl-C."""
    client: Any = redis.Redis.from_url(os.environ.get("FACTWIRE_REDIS_URL", "redis://localhost:6379/0"))
    try:
        client.xgroup_create(STREAM, group, id="0", mkstream=True)
    except redis.ResponseError as error:
        if "BUSYGROUP" not in str(error):  # it is there already
            raise
    start = "0"
    while True:
        reply = client.xreadgroup(group, "one", {STREAM: start}, count=50, block=2000)
        entries = reply[0][1] if reply else []
        for entry, fields in entries:
            if fields.get(b"type") == TYPE:  # another major version is for a reader that knows it
                for line in lines(json.loads(fields[b"data"])):
                    print(line, flush=True)
            client.xack(STREAM, group, entry)  # after the work, never before
        if not entries:
            start = ">"


def lines(message: dict[str, Any]) -> list[str]:
    """`investment  6400000000 KZT  plant  "6.4 billion tenge"` for each quantity of an article."""
    return [
        f"{fact['kind']}\t{fact['value']['amount']} {fact['value']['unit']}\t"
        f"{(fact['subject'] or {}).get('text', '')}\t{json.dumps(fact['evidence']['text'], ensure_ascii=False)}"
        for fact in message["facts"]
        if "value" in fact
    ]


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "example")
    except KeyboardInterrupt:
        sys.exit(130)
