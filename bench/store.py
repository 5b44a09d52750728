"""Store's figures: writing against a bare executemany, and asking a full table.

    python -m bench.store [--facts 1000000] [--articles 1500] [--database URL]

Both writers put the same rows into the same schema with the same driver, fifty articles a transaction; they take turns,
so that a noisy machine disturbs both alike. The bare one has its rows ready as tuples: what store adds is turning
messages into rows, looking up what it knows of the articles, and SQLAlchemy. Without --database: SQLite in a
temporary folder, and PostgreSQL where it is installed.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiosqlite
import asyncpg
import httpx
import psutil
from fastapi import FastAPI

from services.store import rows
from services.store.api import Store, router
from services.store.database import Database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.settings import StoreSettings
from services.store.tables import ARTICLE, EXTRACTION, FACT
from shared.broker import make_broker
from shared.facts import EventFact, Fact, Period, QuantityFact, Sentence, Span, Value
from shared.messages import ArticleReference, Extractor, FactsExtracted, Source
from tests.store import postgres

FACTS_EACH = 20
BATCH = 50
WORDS = (
    "steel plant wagon power station grain terminal copper mine refinery hotel school bridge railway port airport "
    "solar wind farm dairy cement glass textile battery cable pipe tractor fertiliser uranium oil gas field"
).split()
FIRST, LAST = ("Kara", "Sary", "Ak", "Kyzyl", "Temir", "Zhana"), ("tau", "gan", "kol", "orda", "tobe")
TOWNS = [first + last for first in FIRST for last in LAST]
UNITS = [
    ("KZT", "investment"), ("USD", "investment"), ("%", "share"), ("t", "output"), ("1", "count"), ("MW", "capacity"),
]  # fmt: skip
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def messages(count: int, seed: int, each: int = FACTS_EACH) -> Iterator[FactsExtracted]:
    """Articles spread over five years, with `each` facts."""
    chance = random.Random(seed)
    for _ in range(count):
        at = START + dt.timedelta(seconds=chance.randrange(5 * 365 * 86400))
        identity = uuid.UUID(int=chance.getrandbits(128), version=4)
        yield FactsExtracted(
            article=ArticleReference(
                id=identity,
                title=f"{chance.choice(WORDS)} in {chance.choice(TOWNS)}", publisher=f"Paper {chance.randrange(40)}",
                published_on=at.date(), source=Source(door="inbox", name="a.txt", received_at=at), tags=("bench",),
            ),
            extractor=Extractor(name="factwire", version="1.0", lexicon="0" * 12),
            extracted_at=at + dt.timedelta(seconds=1),
            facts=tuple(_fact(chance, n, at.date()) for n in range(each)),
        )  # fmt: skip


def _fact(chance: random.Random, n: int, day: dt.date) -> Fact:
    name = f"{chance.choice(TOWNS)} {chance.choice(WORDS)} {chance.choice(WORDS)}"
    start = n * 120
    common: dict[str, Any] = {
        "id": uuid.UUID(int=chance.getrandbits(128), version=4),
        "subject": Span(start=start, end=start + len(name), text=name),
        "sentence": Sentence(start=start, end=start + 110),
        "confidence": round(chance.uniform(0.5, 1), 3),
        "rule": "bench",
        "place": Span(start=start, end=start + 7, text=name[:7]) if chance.random() < 0.3 else None,
        "period": Period(start=day, end=day, text="today") if chance.random() < 0.4 else None,
    }
    if chance.random() < 0.15:
        return EventFact(event="opening", evidence=Span(start=start + 60, end=start + 66, text="opened"), **common)
    unit, kind = chance.choice(UNITS)
    amount = str(int(10 ** chance.uniform(0, 12)))
    quote = f"more than {amount} {unit} of {chance.choice(WORDS)}"
    return QuantityFact(
        kind=kind,  # type: ignore[arg-type]
        value=Value(amount=amount, unit=unit, item=chance.choice(WORDS), bound="at_least"),
        evidence=Span(start=start + 60, end=start + 60 + len(quote), text=quote),
        **common,
    )


def chunked(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for n in range(0, len(items), size):
        yield items[n : n + size]


class Bare:
    """The same rows with the bare driver: nothing but BEGIN, executemany, COMMIT."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lite: aiosqlite.Connection | None = None
        self.postgres: Any = None

    async def open(self) -> None:
        if self.database.dialect == "sqlite":
            self.lite = await aiosqlite.connect(str(self.database.url.database), isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
                await self.lite.execute(f"PRAGMA {pragma}")
        else:
            url = self.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.postgres = await asyncpg.connect(url)

    def prepare(self, batch: Sequence[FactsExtracted]) -> list[tuple[str, list[tuple[Any, ...]]]]:
        """SQL and tuples of a batch."""
        now = dt.datetime.now(dt.UTC)
        articles, extractions, facts = [], [], []
        for message in batch:
            documents = [fact.model_dump_json() for fact in message.facts]
            extraction = rows.extraction_row(message, documents, now) | {"current": True}
            articles.append(rows.reference_row(message.article.id, message.article, now))
            extractions.append(extraction)
            facts += rows.fact_rows(message, documents, extraction["id"], now)
        return [
            self._statement(t, found) for t, found in ((ARTICLE, articles), (EXTRACTION, extractions), (FACT, facts))
        ]

    def _statement(self, table: Any, found: list[dict[str, Any]]) -> tuple[str, list[tuple[Any, ...]]]:
        names = list(found[0])
        lite = self.database.dialect == "sqlite"
        marks = ", ".join("?" if lite else f"${n + 1}" for n in range(len(names)))
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
        return sql, [tuple(self._value(table, n, row[n]) for n in names) for row in found]

    def _value(self, table: Any, name: str, value: Any) -> Any:
        number = table.c[name].type.python_type is Decimal and value is not None
        if self.database.dialect == "sqlite":
            if isinstance(value, dt.datetime):
                return value.strftime("%Y-%m-%d %H:%M:%S.%f")
            if isinstance(value, dt.date):
                return value.isoformat()
            return float(value) if number else value
        return Decimal(value) if number else value

    async def write(self, statements: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
        if self.lite:
            await self.lite.execute("BEGIN IMMEDIATE")
            for sql, tuples in statements:
                await self.lite.executemany(sql, tuples)
            await self.lite.execute("COMMIT")
        else:
            async with self.postgres.transaction():
                for sql, tuples in statements:
                    await self.postgres.executemany(sql, tuples)

    async def close(self) -> None:
        await (self.lite or self.postgres).close()


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


def questions(chance: random.Random) -> dict[str, list[str]]:
    """Filters as an analyst sets them; words from rare to very common."""
    year = chance.randrange(2020, 2025)
    return {
        "filter + first page": [
            "/facts?limit=50",
            f"/facts?kind=investment&currency=KZT&min_amount=1000000000&published_from={year}-01-01&published_to={year}-12-31",
            f"/facts?kind=capacity&unit=MW&min_amount={chance.randrange(100, 1000)}&sort=-amount",
            f"/facts?subject={chance.choice(TOWNS)}+{chance.choice(WORDS)}*",
            f"/facts?place={chance.choice(TOWNS)}",
            f"/facts?event=opening&published_from={year}-03-01&published_to={year}-03-31&sort=-published",
            f"/facts?publisher=Paper+{chance.randrange(40)}&kind=output",
            f"/facts?min_usd={10 ** chance.randrange(6, 11)}",
            "/facts?kind=share&min_confidence=0.9&sort=-confidence",
        ],
        "full text": [
            f"/facts?q={chance.choice(WORDS)}",
            f"/facts?q={chance.choice(WORDS)}+{chance.choice(TOWNS)}",
            f'/facts?q="{chance.choice(WORDS)}+{chance.choice(WORDS)}"+-{chance.choice(TOWNS)}',
            f"/facts?q={chance.choice(WORDS)}&kind=investment&currency=KZT",
            "/facts?q=more",
        ],
    }


async def asking(database: Database, settings: StoreSettings, rounds: int) -> None:
    """Latency of the API and speed of the export, through the application."""
    app = FastAPI()
    app.include_router(router)
    app.state.store = Store(settings, database, make_broker(settings, service="bench"))
    chance = random.Random(5)
    took: dict[str, list[float]] = {}
    slowest: dict[str, tuple[float, str]] = {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://store", timeout=600) as client:
        await client.get("/facts")
        for _ in range(rounds):
            for name, paths in questions(chance).items():
                for path in paths:
                    began = time.perf_counter()
                    answer = await client.get(path)
                    seconds = time.perf_counter() - began
                    assert answer.status_code == 200, answer.text
                    took.setdefault(name, []).append(seconds)
                    slowest[name] = max(slowest.get(name, (0.0, "")), (seconds, path))
    for name, times in took.items():
        cut = statistics.quantiles(times, n=20)
        at = slowest[name]
        print(f"  {name}: p50 {statistics.median(times) * 1e3:.1f} ms, p95 {cut[18] * 1e3:.1f} ms of {len(times)}; "
              f"slowest {at[0] * 1e3:.0f} ms: {at[1]}")  # fmt: skip
    await exporting(app)


async def exporting(app: FastAPI) -> None:
    """The whole table as CSV, read piece by piece."""
    process, lines, peak = psutil.Process(), 0, 0
    before = process.memory_info().rss
    request = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "path": "/facts.csv", "raw_path": b"/facts.csv",
        "query_string": b"", "headers": [], "scheme": "http", "server": ("store", 80), "root_path": "", "app": app,
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {}

    async def send(message: Any) -> None:
        nonlocal lines, peak
        lines += message.get("body", b"").count(b"\r\n")
        peak = max(peak, process.memory_info().rss)

    began = time.perf_counter()
    await app(request, receive, send)
    seconds = time.perf_counter() - began
    print(
        f"  CSV export: {lines - 1:,} rows, {(lines - 1) / seconds:,.0f} rows/s, RSS + {(peak - before) / 2**20:.0f} MB"
    )


async def bench(url: str, arguments: argparse.Namespace, folder: Path) -> None:
    settings = StoreSettings.model_validate(
        {"database_url": url, "redis_url": "redis://127.0.0.1:1", "data_dir": folder, "log_level": "error"}
    )
    database = Database(settings.database)
    print(database.dialect, sqlite3.sqlite_version if database.dialect == "sqlite" else "")
    try:
        await migrate(database)
        await writing(database, arguments.articles)
        if arguments.facts:
            await fill(database, arguments.facts)
            await asking(database, settings, arguments.rounds)
    finally:
        await database.close()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=1_000_000, help="in the table when it is asked; 0: only write")
    parser.add_argument("--articles", type=int, default=1500, help="written each way")
    parser.add_argument("--rounds", type=int, default=10, help="of every question")
    parser.add_argument("--database", help="URL of an empty database; default: both kinds, temporary")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.database:
            await bench(arguments.database, arguments, folder)
            return
        if arguments.only != "postgresql":
            await bench(f"sqlite:///{folder}/bench.db", arguments, folder)
        if arguments.only != "sqlite":
            with postgres.server() as server:
                if server is None:
                    print("postgresql: not installed")
                else:
                    await bench(await postgres.new_database(server), arguments, folder)


if __name__ == "__main__":
    asyncio.run(main())
