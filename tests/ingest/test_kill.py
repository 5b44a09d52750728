"""`kill -9` of ingest at random moments while files and posts come in: nothing lost, nothing double, books balanced."""

from __future__ import annotations

import asyncio
import random
import signal
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from services.ingest.books import balance, open_books
from shared.embedded import EmbeddedServer
from shared.messages import article_id
from tests.ingest.conftest import FULL, Process, articles, quick, tree, until

FILES, POSTS, KILLS = (1_000, 1_000, 100) if FULL else (600, 300, 20)


@pytest.mark.kill
@pytest.mark.system
@pytest.mark.timeout(3600)
async def test_killed_at_random_moments(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    luck = random.Random(20240416)
    process = Process(quick(server, tmp_path, inbox_settle=0.05))
    root = process.settings.inbox_dir
    files = {f"f{n}.txt": f"File number {n} tells of a plant." for n in range(FILES)}
    posts = [f"Post number {n} tells of a plant." for n in range(POSTS)]
    accepted: set[str] = set()

    killed = 0

    async def turn(share: float) -> None:
        """Wait for it, so that there is something to do between any two kills."""
        while share > (killed + 1) / KILLS:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def drop() -> None:
        for number, (name, text) in enumerate(files.items()):
            await turn(number / FILES)
            (root / f".{name}.tmp").write_text(text)
            (root / f".{name}.tmp").rename(root / name)
            await asyncio.sleep(0.012)

    async def post() -> None:
        async with httpx.AsyncClient(timeout=5) as client:
            for number, text in enumerate(posts):
                await turn(number / POSTS)
                while text not in accepted:  # a sender who has no 202 sends again
                    try:
                        response = await client.post(f"{process.url}/articles", json={"text": text})
                        if response.status_code == 202:
                            accepted.add(text)
                    except httpx.TransportError:
                        await asyncio.sleep(0.02)

    root.mkdir()
    await asyncio.to_thread(process.start)
    senders = asyncio.gather(drop(), post())
    try:
        for _ in range(KILLS):
            await asyncio.sleep(luck.uniform(0.01, 0.35))
            killed += 1
            await asyncio.to_thread(process.signal, signal.SIGKILL)
            await asyncio.to_thread(process.start)
        await senders
        await until(lambda: not list(root.glob("*.txt")), 60)
        await asyncio.sleep(0.5)
        assert await asyncio.to_thread(process.signal, signal.SIGTERM) == 0
    finally:
        senders.cancel()
        process.kill()
    published = await articles(redis)
    wanted = {article_id(text) for text in [*files.values(), *posts]}
    assert {article.article_id for article in published} == wanted
    assert tree(root) == {f"done/DAY/{name}" for name in files}
    entries = [str(article.article_id) for article in published]
    print(f"{len(entries) - len(set(entries))} of {len(entries)} entries came twice on the wire, with the same id")
    with open_books(process.settings.ledger_path) as books:
        report = balance(books, root)
        assert report.balances, report
        assert (report.files_in, report.moving, report.gone, report.waiting) == (FILES, 0, 0, 0)
        assert report.articles == FILES + POSTS
        assert books.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = books.execute(
            "SELECT count(*) FROM arrivals WHERE door = 'inbox' AND outcome <> 'published'"
        ).fetchone()
        assert found[0] == 0
