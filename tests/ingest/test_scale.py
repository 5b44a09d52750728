"""Many at once: files dropped, strangers at the door, clients that dawdle.

`FACTWIRE_TEST_FULL=yes` runs the numbers that are promised; without it, as many as every run can afford.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import httpx
import psutil
import pytest
from redis.asyncio import Redis

from services.ingest.books import balance, open_books
from services.ingest.keys import make
from shared.embedded import EmbeddedServer
from shared.messages import ArticleIngested
from tests.ingest.conftest import FULL, Process, quick

FILES = 100_000 if FULL else 3_000
STRANGERS = 10_000 if FULL else 1_000
SLOW = 500 if FULL else 300
GROWTH = 160_000_000  # bytes of memory that a drop may cost ingest and its second reader, however many files it has


def memory(process: psutil.Process) -> int:
    """Bytes that a process and those it started hold."""
    held = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            held += one.memory_full_info().uss
        except psutil.NoSuchProcess:
            continue
    return held


@pytest.mark.system
@pytest.mark.timeout(3600)
async def test_as_many_files_as_there_are_at_once(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    process = Process(quick(server, tmp_path, inbox_scan=5.0))
    await asyncio.to_thread(process.start)
    root = process.settings.inbox_dir
    try:
        (me,) = (p for p in psutil.Process().children() if "services.ingest" in p.cmdline())
        before = peak = memory(me)
        folder = tmp_path / "drop"
        folder.mkdir()
        for number in range(FILES):
            path = folder / f"{number}.txt"
            path.write_text(f"The mill number {number} employs {number % 900} people. It opened in May. {number}")
            os.utime(path, ns=(0, (FILES - number) * 1_000_000))  # the last one is the oldest
        begun = time.monotonic()
        folder.rename(root / "drop")  # all of them in one instant
        while await redis.xlen("articles") < FILES or any((root / "drop").iterdir()):
            assert time.monotonic() - begun < 3000, f"{await redis.xlen('articles')} taken"
            peak = max(peak, memory(me))
            await asyncio.sleep(0.2)
        taken = time.monotonic() - begun
        await asyncio.sleep(1)  # the last places are written
        print(f"{FILES:,} files in {taken:.0f} s; memory {before / 1e6:.0f} MB, at most {peak / 1e6:.0f} MB")
        assert peak - before < GROWTH
    finally:
        process.signal(15)
    names: list[int] = []
    last = "-"
    while entries := cast("list[tuple[str, dict[str, str]]]", await redis.xrange("articles", last, "+", count=5_000)):
        read = [ArticleIngested.model_validate_json(fields["data"]) for _, fields in entries]
        names += [int(article.source.name.removeprefix("drop/").removesuffix(".txt")) for article in read]
        last = f"({entries[-1][0]}"
    assert sorted(names) == list(range(FILES))
    assert names == sorted(names, reverse=True), "not the oldest first"
    assert sum(1 for _ in (root / "done").rglob("*.txt")) == FILES
    with open_books(process.settings.ledger_path) as books:
        report = balance(books, root)
    assert report.balances, report
    assert (report.files_in, report.articles, report.moving, report.waiting) == (FILES, FILES, 0, 0)


@pytest.fixture
def guarded(server: EmbeddedServer, tmp_path: Path) -> Iterator[Process]:
    process = Process(quick(server, tmp_path, api_keys=make("writer", "write")[1]))
    process.start()
    yield process
    process.kill()


@pytest.mark.timeout(900)
async def test_strangers_leave_nothing(guarded: Process, redis: Redis) -> None:
    statuses: Counter[int] = Counter()
    limits = httpx.Limits(max_connections=20)
    begun = time.monotonic()
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60, limits=limits) as client:
        for _ in range(STRANGERS // 100):
            responses = await asyncio.gather(*(client.post("/articles", content=b"x" * 1000) for _ in range(100)))
            statuses.update(response.status_code for response in responses)
    print(f"{STRANGERS:,} unauthorised posts in {time.monotonic() - begun:.0f} s")
    assert statuses == {401: STRANGERS}
    assert await redis.xlen("articles") == 0
    await asyncio.sleep(1.5)  # they are counted once a second
    with open_books(guarded.settings.ledger_path) as books:
        assert [tuple(row) for row in books.execute("SELECT kind, requests FROM refusals")] == [
            ("unauthorized", STRANGERS)
        ]


@pytest.mark.timeout(900)
async def test_slow_clients_do_not_hold_up_the_others(server: EmbeddedServer, tmp_path: Path) -> None:
    process = Process(quick(server, tmp_path, body_timeout=20))
    await asyncio.to_thread(process.start)
    port = httpx.URL(process.url).port
    head = b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nslow"
    slow: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    try:
        for _ in range(SLOW):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head)
            slow.append((reader, writer))
        begun = time.monotonic()
        times = []
        async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
            for n in range(200):
                sent = time.monotonic()
                assert (await client.post("/articles", json={"text": f"Article {n}."})).status_code == 202
                times.append(time.monotonic() - sent)
                for _, writer in slow[n % 10 :: 10]:
                    writer.write(b".")  # one byte now and then
        p99 = sorted(times)[197]
        print(f"beside {SLOW} slow clients: p50 {sorted(times)[100] * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
        assert p99 < 1.0
        closed = await asyncio.wait_for(asyncio.gather(*(reader.readline() for reader, _ in slow)), 60)
        assert {line.split()[1] for line in closed} == {b"408"}
        assert time.monotonic() - begun > 15
    finally:
        for _, writer in slow:
            writer.close()
        process.kill()
