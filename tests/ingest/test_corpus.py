"""The whole corpus dropped at once into a real ingest: each file ends where it has to, and the books balance."""

from __future__ import annotations

import asyncio
import os
import re
import time
from pathlib import Path

import psutil
from redis.asyncio import Redis

from services.ingest.books import balance, open_books
from shared.embedded import EmbeddedServer
from tests.ingest import corpus
from tests.ingest.conftest import Process, articles, quick, reason, tree, until


def highest(pid: int) -> int:
    """The most memory that a process ever had, in bytes (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert match
    return int(match[1]) * 1024


async def test_every_file_ends_where_it_has_to(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    process = Process(quick(server, tmp_path, inbox_settle=0.2))
    process.start()
    root = process.settings.inbox_dir
    try:
        assert process._process
        before = psutil.Process(process._process.pid).memory_info().rss
        assert len(corpus.FILES) >= 60
        begun = time.monotonic()
        for name, (data, _, _) in corpus.FILES.items():
            (root / f".{name}.part").write_bytes(data)
            (root / f".{name}.part").rename(root / name)
        (root / "later.html").write_text(corpus.page("later"))
        (root / "later.html.meta.yaml").write_text("title: From the sidecar\npublished_on: 2020-02-02\ntags: [a, b]\n")
        (root / "wrong.txt").write_text(corpus.text("wrong"))
        (root / "wrong.txt.meta.json").write_text("{broken")
        plain = {n for n, (_, _, why) in corpus.FILES.items() if n.endswith(".txt") and why is None and "page" not in n}
        await until(lambda: {f"done/DAY/{name}" for name in plain} <= tree(root), 20)
        texts_after = time.monotonic() - begun
        await until(lambda: not [p for p in root.iterdir() if p.is_file()], 120)
        peak = highest(process._process.pid)
        ends = tree(root)
        for name, (_, _, why) in corpus.FILES.items():
            if name == "deep.html":  # a library may or may not find the article in it; what counts is that it ends
                continue
            place = "failed" if why is not None else "done/DAY"
            assert f"{place}/{name}" in ends, name
            if why is not None:
                assert why in reason(root, name)["detail"], (name, reason(root, name))
        assert {"done/DAY/later.html", "done/DAY/later.html.meta.yaml"} <= ends
        assert {"failed/wrong.txt", "failed/wrong.txt.meta.json", "failed/wrong.txt.error.json"} <= ends
        assert peak - before < 64_000_000 + process.settings.max_article_bytes, f"{(peak - before) / 1e6:.0f} MB"
        assert texts_after < 10
        published = await articles(redis)
        assert len(published) == len({article.article_id for article in published})
        count = sum(count for name, (_, count, _) in corpus.FILES.items() if name != "deep.html")
        assert count + 1 <= len(published) <= count + 2
        (later,) = [article for article in published if article.source.name == "later.html"]
        assert (later.title, str(later.published_on), later.tags) == ("From the sidecar", "2020-02-02", ("a", "b"))
        assert not os.path.lexists("/tmp/out.txt")  # noqa: ASYNC240
        assert not os.path.lexists("/abs.txt")  # noqa: ASYNC240
    finally:
        process.kill()
    with open_books(process.settings.ledger_path) as books:
        report = balance(books, root)
    assert report.balances, report
    assert report.files_in == len(corpus.FILES) + 2


async def test_what_happens_while_it_is_read(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    """One byte a moment by open, append, close; the same name twice; renamed before it was taken; a 100 MB file."""
    process = Process(quick(server, tmp_path, inbox_settle=0.4))
    process.start()
    root = process.settings.inbox_dir
    try:
        with (root / "100mb.txt").open("wb") as file:
            for _ in range(100):
                file.write(b"x" * 1_000_000)
        (root / "old-name.txt").write_text(corpus.text("renamed"))
        (root / "old-name.txt").rename(root / "new-name.txt")
        (root / "twice.txt").write_text(corpus.text("first"))
        await until(lambda: "done/DAY/twice.txt" in tree(root))
        (root / "twice.txt").write_text(corpus.text("second"))
        slow = corpus.text("slow").encode()[:60]
        for byte in slow:
            with (root / "slow.txt").open("ab") as file:
                file.write(bytes([byte]))
            await asyncio.sleep(0.05)
        await until(lambda: not [p for p in root.iterdir() if p.is_file()], 30)
        assert tree(root) == {
            "done/DAY/new-name.txt",
            "done/DAY/slow.txt",
            "done/DAY/twice.txt",
            "done/DAY/twice.1.txt",
            "failed/100mb.txt",
            "failed/100mb.txt.error.json",
        }
        assert re.search("too large", reason(root, "100mb.txt")["detail"])
        assert slow.decode() in {article.text for article in await articles(redis)}
    finally:
        process.kill()
    with open_books(process.settings.ledger_path) as books:
        assert balance(books, root).balances
