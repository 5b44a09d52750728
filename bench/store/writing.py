"""Writing: rows a second, ours and bare; filling a table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench.store.articles import FACTS_EACH, messages
from bench.store.bare import Bare
from services.store.database import Database
from services.store.repository import Repository

BATCH = 50


def chunked(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for n in range(0, len(items), size):
        yield items[n : n + size]


async def writing(database: Database, articles: int) -> None:
    """Rows a second, both ways, and their ratio."""
    repository, bare = Repository(database), Bare(database)
    await bare.open()
    took: dict[str, list[float]] = {"store": [], "bare": []}
    for n, batch in enumerate(chunked(list(messages(2 * articles, 1)), BATCH)):
        if n % 2 == 0:
            began = time.perf_counter()
            await repository.save_facts(batch)
            took["store"].append(time.perf_counter() - began)
        else:
            statements = bare.prepare(batch)
            began = time.perf_counter()
            await bare.write(statements)
            took["bare"].append(time.perf_counter() - began)
    await bare.close()
    each = BATCH * (FACTS_EACH + 2)
    # Medians of batches: a fsync that hangs on a shared disk would decide a mean.
    rate = {name: each / statistics.median(times) for name, times in took.items()}
    whole = {name: each * len(times) / sum(times) for name, times in took.items()}
    for name, figure in rate.items():
        print(f"  write, {name:5}  {figure:9,.0f} rows/s (median batch)  {whole[name]:9,.0f} rows/s (whole run)")
    ratio = rate["store"] / rate["bare"], whole["store"] / whole["bare"]
    print(f"  write, ratio  {ratio[0]:.2f} (median batch)  {ratio[1]:.2f} (whole run)")


async def fill(database: Database, facts: int) -> None:
    """Bring the table to that many facts, with the bare driver."""
    bare = Bare(database)
    await bare.open()
    began = time.perf_counter()
    written, seed = 0, 100
    if bare.lite:
        await bare.lite.execute("PRAGMA synchronous=OFF")
    while written < facts:
        seed += 1
        batch = list(messages(500, seed))
        await bare.write(bare.prepare(batch))
        written += len(batch) * FACTS_EACH
    await bare.close()
    print(f"  filled with {written:,} facts in {time.perf_counter() - began:.0f} s")
