"""A consumer with FastStream: facts and what later readings change about them, kept as a table of your own.

    FACTWIRE_REDIS_URL=redis://localhost:6379/0 python examples/consumers/service.py my-group

It imports nothing of Factwire. The table here is a dictionary that is printed as it changes; in yours, each of the two
functions is one transaction. What was delivered twice changes nothing the second time: facts go by their ids.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.redis import RedisBroker, StreamSub
from redis.asyncio import Redis
from redis.exceptions import ResponseError

URL = os.environ.get("FACTWIRE_REDIS_URL", "redis://localhost:6379/0")
FACTS, REVISIONS = "factwire.facts.extracted.v1", "factwire.facts.revised.v1"

table: dict[str, dict[str, Any]] = {}


def told(word: str, fact: dict[str, Any]) -> None:
    print(f"{word}\t{fact['kind']}\t{json.dumps(fact['evidence']['text'], ensure_ascii=False)}", flush=True)


def extracted(message: dict[str, Any]) -> None:
    """All facts of an article, as one extractor reads them."""
    for fact in message["facts"]:
        if fact["id"] not in table:
            told("new", fact)
        table[fact["id"]] = fact


def revised(message: dict[str, Any]) -> None:
    """What a later reading changes: some facts are no longer stated, some are stated differently."""
    for fact in [*message["withdrawn"], *(change["before"] for change in message["changed"])]:
        if table.pop(fact["id"], None):
            told("gone", fact)
    for fact in [*message["added"], *(change["after"] for change in message["changed"])]:
        if fact["id"] not in table:
            told("new", fact)
        table[fact["id"]] = fact


async def fields(entry: Any) -> dict[str, Any]:
    """An entry as it is: flat fields, the message as JSON in `data`."""
    return {name.decode(): value.decode() for name, value in entry.raw_message["data"].items()}


def service(group: str) -> FastStream:
    """The application; a group of its own begins with each stream's first entry."""
    # Logs go to standard error, since facts go to the output; entries are taken as they are.
    broker = RedisBroker(URL, logger=logging.getLogger("consumer"), apply_types=False)
    handlers: dict[str, tuple[str, Callable[[dict[str, Any]], None]]] = {
        "facts": (FACTS, extracted),
        "revisions": (REVISIONS, revised),
    }
    for stream, (kind, work) in handlers.items():

        async def handle(kind: str = kind, work: Any = work, **entry: str) -> None:
            if entry["type"] == kind:  # another major version is for a reader that knows it
                work(json.loads(entry["data"]))

        # What comes, and what was delivered to one that was killed before it was done.
        for left in ({}, {"min_idle_time": 1000}):
            subscription = StreamSub(stream, group=group, consumer="one", **left)
            # Acknowledged after the work, never before; an error leaves the entry to be claimed again.
            broker.subscriber(stream=subscription, decoder=fields, ack_policy=AckPolicy.NACK_ON_ERROR)(handle)
    app = FastStream(broker)

    @app.on_startup
    async def make_groups() -> None:
        """At the beginning: FastStream would make them at the end."""
        client = Redis.from_url(URL)
        for stream in handlers:
            try:
                await client.xgroup_create(stream, group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):  # it is there already
                    raise
        await client.aclose()

    return app


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(service(sys.argv[1] if len(sys.argv) > 1 else "example").run())
