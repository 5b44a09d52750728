"""`factwire add | retry | ledger | why` as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import FastAPI
from redis.asyncio import Redis

from services.ingest.app import running
from services.ingest.settings import IngestSettings
from shared.messages import article_id
from tests.ingest import corpus
from tests.ingest.conftest import ARTICLE, articles, factwire, tree, until


async def test_add(ingest_settings: IngestSettings, redis: Redis, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(corpus.text(1))
    (folder / "deep" / "b.jsonl").write_bytes(corpus.FILES["lines.jsonl"][0])
    (folder / "bad.pdf").write_bytes(corpus.pdf([]))
    done = factwire(ingest_settings, "add", str(folder))
    assert (done.returncode, done.stdout) == (1, "4 published, 0 known before, 1 failed\n")
    assert "OCR" in done.stderr
    again = factwire(ingest_settings, "add", str(folder / "a.txt"), str(folder / "deep"))
    assert (again.returncode, again.stdout) == (0, "0 published, 4 known before, 0 failed\n")
    piped = factwire(ingest_settings, "add", "-", given=ARTICLE)
    assert (piped.returncode, piped.stdout) == (0, "1 published, 0 known before, 0 failed\n")
    wrong = factwire(ingest_settings, "add", "nowhere")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert {article.source.door for article in await articles(redis)} == {"command"}
    assert await redis.xlen("articles") == 5


async def test_retry_ledger_and_why(ingest_settings: IngestSettings, redis: Redis) -> None:
    root = ingest_settings.inbox_dir
    async with running(ingest_settings, FastAPI()):
        (root / "good.txt").write_text(ARTICLE)
        (root / "bad.txt").write_bytes(b"An article\0with NUL.")
        await until(lambda: tree(root) == {"done/DAY/good.txt", "failed/bad.txt", "failed/bad.txt.error.json"})
        done = factwire(ingest_settings, "ledger")
        assert (done.returncode, "the books balance" in done.stdout) == (0, True)
        assert factwire(ingest_settings, "retry", "other.txt").returncode == 2
        (root / "failed" / "bad.txt").write_text("An article without NUL.")
        done = factwire(ingest_settings, "retry", "bad.txt")
        assert (done.returncode, done.stderr) == (0, "")
        await until(lambda: tree(root) == {"done/DAY/good.txt", "done/DAY/bad.txt"})
        assert "nothing is in" in factwire(ingest_settings, "retry", "--all").stdout
    story = json.loads(factwire(ingest_settings, "why", "bad.txt").stdout)
    assert [arrival["outcome"] for arrival in story] == ["failed", "published"]
    assert "not a text" in story[0]["reason"]
    assert story[1]["articles"][0]["article_id"] == str(article_id("An article without NUL."))
    by_id = json.loads(factwire(ingest_settings, "why", str(article_id(ARTICLE))).stdout)
    assert (by_id[0]["name"], by_id[0]["place"].endswith("/good.txt")) == ("good.txt", True)
    report = json.loads(factwire(ingest_settings, "ledger", "--json").stdout)
    assert report["balances"] is True
    assert (report["files_in"], report["articles"]) == (3, 2)
    next((root / "done").rglob("good.txt")).unlink()
    done = factwire(ingest_settings, "ledger")
    assert done.returncode == 1
    assert "good.txt" in done.stdout
    assert factwire(ingest_settings, "why", "never.txt").returncode == 2
