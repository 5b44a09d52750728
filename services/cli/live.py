"""The facts stream as it flows: tables in a terminal, JSON lines in a pipe."""

from __future__ import annotations

import json
import sys

from shared.broker import Entry, tail
from shared.messages import FactsExtracted


async def show_facts(redis_url: str, start: str = "$", *, as_json: bool = False) -> None:
    """Write the facts of every article behind `start` (0, $ or an entry id) to standard output, endlessly.

    A line of JSON is the message of the stream with its `entry` id beside it.
    """
    as_json = as_json or not sys.stdout.isatty()
    async for entry in tail(redis_url, FactsExtracted, start):
        if as_json:
            sys.stdout.write(line(entry))
            sys.stdout.flush()
        else:
            from services.cli.show import show

            show(entry.message, entry=entry.id)


def line(entry: Entry[FactsExtracted]) -> str:
    """One line of JSON."""
    return f'{{"entry":{json.dumps(entry.id)},{entry.message.model_dump_json()[1:]}\n'
