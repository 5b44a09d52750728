"""CPU per message of moving messages safely, beside a bare redis-py loop that does the same in batches.

python -m bench.pipeline [--messages 4000] [--rounds 10]

Both read `articles` in batches of a group, validate every message, publish a message for each on `facts` and
acknowledge the batch, in one MULTI. What they do in between is nothing: this is the cost of the road, not of reading
articles. Short rounds alternate; each side's best counts, since a busy machine only ever adds. Exits with 1 where ours
costs more than 1.5 times the bare loop.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from shared.broker import Entry, consume, make_broker
from shared.broker.wire import fields_of
from shared.embedded import EmbeddedServer
from shared.facts import QuantityFact, Sentence, Span, Value, fact_id
from shared.messages import (
    ArticleIngested,
    ArticleReference,
    Extractor,
    FactsExtracted,
    Message,
    Source,
    article_id,
)
from shared.settings import Settings

LIMIT = 1.5
BATCH = 50
EXTRACTOR = Extractor(name="bench", version="1", lexicon="none")
THEN = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def article(number: int) -> ArticleIngested:
    """An article of about 3 kB."""
    text = f"Plant {number} opened. " + "It produces cable and wire for the whole region. " * 60
    return ArticleIngested(
        article_id=article_id(text),
        text=text,
        title=f"Plant {number} opened",
        published_on=dt.date(2024, 5, 1),
        source=Source(door="inbox", name=f"{number}.txt", received_at=THEN),
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def answer(message: ArticleIngested) -> FactsExtracted:
    """A message with one fact about the article."""
    fact = QuantityFact(
        id=fact_id(message.article_id, "count", 0, 5, "1"),
        kind="count",
        value=Value(amount="1", unit="plant"),
        evidence=Span(start=0, end=5, text="Plant"),
        sentence=Sentence(start=0, end=20),
        confidence=0.9,
        rule="bench",
    )
    reference = ArticleReference(id=message.article_id, title=message.title, source=message.source)
    return FactsExtracted(article=reference, extractor=EXTRACTOR, extracted_at=THEN, facts=(fact,))


async def fill(client: Any, messages: int) -> None:
    """Put that many articles on an empty server."""
    await client.flushall()
    entries = [fields_of(article(number)) for number in range(200)]
    for start in range(0, messages, 1000):
        async with client.pipeline(transaction=False) as batch:
            for number in range(start, min(start + 1000, messages)):
                batch.xadd("articles", entries[number % 200])
            await batch.execute()


async def bare(client: Any, messages: int) -> float:
    """The loop that anyone would write; CPU seconds."""
    await client.xgroup_create("articles", "extract", id="0")
    begun, done = time.process_time(), 0
    while done < messages:
        ((_, rows),) = await client.xreadgroup("extract", "bare", {"articles": ">"}, count=BATCH, block=1000)
        async with client.pipeline(transaction=True) as step:
            for _, fields in rows:
                message = answer(ArticleIngested.model_validate_json(fields[b"data"]))
                step.xadd(
                    "facts",
                    {
                        "specversion": "1.0",
                        "id": str(message.message_id),
                        "source": message.SOURCE,
                        "type": message.TYPE,
                        "subject": str(message.subject),
                        "time": "2024-05-01T00:00:00Z",
                        "datacontenttype": "application/json",
                        "data": message.model_dump_json(),
                    },
                )
            step.xack("articles", "extract", *(entry_id for entry_id, _ in rows))
            await step.execute()
        done += len(rows)
    return time.process_time() - begun


async def ours(settings: Settings, messages: int) -> float:
    """The same through the broker; CPU seconds."""
    done, finished = 0, asyncio.Event()

    async def handler(entries: Sequence[Entry[ArticleIngested]]) -> Sequence[Message]:
        nonlocal done
        done += len(entries)
        if done >= messages:
            finished.set()
        return [answer(entry.message) for entry in entries]

    broker = make_broker(settings, service="bench")
    consume(broker, ArticleIngested, handler, group="extract", settings=settings)
    begun = time.process_time()
    await broker.start()
    await finished.wait()
    await broker.stop()  # settles the last batch
    return time.process_time() - begun


async def compare(url: str, messages: int, rounds: int) -> float:
    """Print both and the ratio; the ratio."""
    settings = Settings.model_validate({"redis_url": url, "batch": BATCH})
    client: Any = Redis.from_url(url)
    costs: dict[str, list[float]] = {"bare redis-py": [], "factwire": []}
    for _ in range(rounds):
        await fill(client, messages)
        costs["bare redis-py"].append(await bare(client, messages) / messages * 1e6)
        assert await client.xlen("facts") == messages
        await fill(client, messages)
        costs["factwire"].append(await ours(settings, messages) / messages * 1e6)
        assert await client.xlen("facts") == messages
        assert (await client.xpending("articles", "extract"))["pending"] == 0
    await client.aclose()
    for name, values in costs.items():
        print(f"{name:14} {min(values):6.1f} µs CPU a message (median {statistics.median(values):.1f})")
    ratio = min(costs["factwire"]) / min(costs["bare redis-py"])
    print(f"{'ratio':14} {ratio:6.2f} (at most {LIMIT})")
    return ratio


def main() -> int:
    """Run it; 0 where the ratio holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder)) as server:
        return int(asyncio.run(compare(server.url, given.messages, given.rounds)) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
