"""`kill -9` of ingest, or of a process beside it, amid a burst: nothing lost, nothing double, books balanced."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
import signal
from pathlib import Path

import psutil
import pytest
from redis.asyncio import Redis

from services.ingest.books import balance, open_books
from shared.embedded import EmbeddedServer
from shared.messages import article_id
from tests.ingest.conftest import FULL, Process, articles, quick, tree, until

FILES, KILLS = (60_000, 40) if FULL else (9_000, 6)


def beside(me: psutil.Process, which: str = "second") -> psutil.Process | None:
    """The process that reads (`second`) or moves (`mover`), if it runs."""
    for child in me.children():
        with contextlib.suppress(psutil.Error):
            if f"services.ingest.inbox.{which}" in child.cmdline():
                return child
    return None


def _burst_or_end(me: psutil.Process, drop: Path) -> bool:
    return beside(me) is not None or not any(drop.iterdir())


@pytest.mark.kill
@pytest.mark.system
@pytest.mark.timeout(3600)
async def test_killed_while_thousands_wait(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    luck = random.Random(20240514)
    process = Process(quick(server, tmp_path, inbox_settle=0.05))
    root = process.settings.inbox_dir
    drop = tmp_path / "drop"
    drop.mkdir()
    files = {f"f{n}.txt": f"File number {n} tells of a plant." for n in range(FILES)}
    for name, text in files.items():
        (drop / name).write_text(text)
    root.mkdir()
    drop.rename(root / "drop")
    killed = 0
    try:
        await asyncio.to_thread(process.start)
        for number in range(KILLS):
            me = next(p for p in psutil.Process().children() if p.cmdline()[-2:] == ["-m", "services.ingest"])
            await until(functools.partial(_burst_or_end, me, root / "drop"), 60)
            await asyncio.sleep(luck.uniform(0.05, 0.6))
            other = beside(me, luck.choice(("second", "mover")))
            killed += other is not None
            if other and number % 2:
                with contextlib.suppress(psutil.NoSuchProcess):
                    other.kill()
            else:
                await asyncio.to_thread(process.signal, signal.SIGKILL)
                await asyncio.to_thread(process.start)
        await until(lambda: not any((root / "drop").iterdir()), 300)
        await asyncio.sleep(0.5)
        assert await asyncio.to_thread(process.signal, signal.SIGTERM) == 0
    finally:
        process.kill()
    assert killed > 1  # or the files were too few
    published = await articles(redis)
    assert {article.article_id for article in published} == {article_id(text) for text in files.values()}
    assert tree(root) == {f"done/DAY/drop/{name}" for name in files}
    with open_books(process.settings.ledger_path) as books:
        report = balance(books, root)
        assert report.balances, report
        assert (report.files_in, report.moving, report.gone, report.waiting) == (FILES, 0, 0, 0)
        assert report.articles == FILES
        assert books.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = books.execute("SELECT count(*) FROM arrivals WHERE outcome <> 'published'").fetchone()
        assert found[0] == 0
