"""Feeds, read from a real HTTP server on this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from services.ingest.app import running
from services.ingest.feeds import addresses
from shared.embedded import EmbeddedServer
from shared.errors import Misconfigured
from tests.ingest import corpus
from tests.ingest.conftest import articles, quick, until


@dataclass
class Paper:
    """A newspaper's server: what it serves, and what it was asked."""

    items: list[int]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def paper() -> Iterator[Paper]:
    paper = Paper([1, 2])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            etag = f'"{paper.items}"'
            status = 304 if paper.status == 200 and self.headers.get("If-None-Match") == etag else paper.status
            body = corpus.feed(paper.items) if status == 200 else b""
            paper.asked.append((status, dict(self.headers)))
            self.send_response(status)
            for name, value in {"ETag": etag, "Content-Length": str(len(body)), **paper.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    paper.url = f"http://127.0.0.1:{server.server_port}/rss"
    yield paper
    server.shutdown()
    server.server_close()


async def test_items_become_articles_once(server: EmbeddedServer, redis: Redis, tmp_path: Path, paper: Paper) -> None:
    settings = quick(server, tmp_path, feeds=f"# ours\n{paper.url}\n", feed_interval=0.1, feed_contact="me@example.org")
    async with running(settings, FastAPI()):
        await until(lambda: any(status == 304 for status, _ in paper.asked))
        found = await articles(redis)
        assert {article.title for article in found} == {"Plant 1", "Plant 2"}
        assert {article.source.door for article in found} == {"feed"}
        assert found[0].publisher == "The Steppe"
        paper.items.append(3)
        await until(lambda: sum(status == 200 for status, _ in paper.asked) >= 2)
        await until(lambda: paper.asked[-1][0] == 304)
    assert [article.title for article in await articles(redis)] == ["Plant 1", "Plant 2", "Plant 3"]
    assert "me@example.org" in paper.asked[0][1]["User-Agent"]
    count = len(paper.asked)
    async with running(settings, FastAPI()):  # a restart asks for what is new only
        await until(lambda: len(paper.asked) > count)
        assert paper.asked[count][0] == 304


async def test_refusals_are_obeyed(server: EmbeddedServer, tmp_path: Path, paper: Paper) -> None:
    settings = quick(server, tmp_path, feeds=paper.url, feed_interval=0.05)
    paper.status, paper.headers = 503, {"Retry-After": "1"}
    async with running(settings, FastAPI()):
        await until(lambda: len(paper.asked) == 1)
        paper.status, paper.headers = 200, {}
        await asyncio.sleep(0.6)
        assert len(paper.asked) == 1
        await until(lambda: len(paper.asked) == 2)
        paper.status = 410
        await until(lambda: paper.asked[-1][0] == 410)
        count = len(paper.asked)
        await asyncio.sleep(0.5)
        assert len(paper.asked) == count


def test_what_is_no_address_is_refused() -> None:
    assert addresses("https://a.example/rss # A\n\n#b\nhttps://a.example/rss\n") == ["https://a.example/rss"]
    with pytest.raises(Misconfigured, match="FACTWIRE_FEEDS"):
        addresses("file:///etc/passwd")
