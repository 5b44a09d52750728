"""Asking a full table: latency of questions, speed of the export."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from typing import Any

import httpx
import psutil
from fastapi import FastAPI

from bench.store.articles import TOWNS, WORDS
from services.store.api import Store, router
from services.store.database import Database
from services.store.settings import StoreSettings
from shared.broker import make_broker


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
