"""Feeds, read from a real HTTP server on this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from services.ingest.app import ready, running
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
    robots: tuple[int, str] = (404, "")
    bodies: list[bytes] = field(default_factory=list)  # one after the other, instead of items
    url: str = ""


@pytest.fixture
def paper() -> Iterator[Paper]:
    paper = Paper([1, 2])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                status, text = paper.robots
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode())
                return
            etag = f'"{paper.items}"'
            status = 304 if paper.status == 200 and self.headers.get("If-None-Match") == etag else paper.status
            body = corpus.feed(paper.items) if status == 200 else b""
            if paper.bodies:
                etag, status, body = "", 200, paper.bodies[min(len(paper.asked), len(paper.bodies) - 1)]
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


async def test_feeds_wait_until_extract_has_caught_up(
    server: EmbeddedServer, redis: Redis, tmp_path: Path, paper: Paper
) -> None:
    settings = quick(server, tmp_path, feeds=paper.url, feed_interval=0.05, max_backlog=1)
    async with running(settings, FastAPI()) as ingest:
        await until(lambda: ingest.backlog.unread == 2)  # the items of its first answer
        await asyncio.sleep(1.2)  # a look may have been on its way
        count = len(paper.asked)
        paper.items.append(3)
        await asyncio.sleep(0.5)
        assert len(paper.asked) == count
        assert await redis.xlen("articles") == 2
        _, report = await ready(ingest)
        why = "2 articles wait to be extracted, and at most 1 may"
        assert report["feeds"] == {"followed": 1, "paused": why}
        await redis.xreadgroup("extract", "worker", {"articles": ">"})

        async def goes_on() -> bool:
            return await redis.xlen("articles") == 3

        await until(goes_on)
        assert (await ready(ingest))[1]["feeds"] == {"followed": 1, "paused": None}


def test_what_is_no_address_is_refused() -> None:
    assert addresses("https://a.example/rss # A\n\n#b\nhttps://a.example/rss\n") == ["https://a.example/rss"]
    with pytest.raises(Misconfigured, match="FACTWIRE_FEEDS"):
        addresses("file:///etc/passwd")


async def test_what_robots_txt_forbids_is_left_alone(
    server: EmbeddedServer, redis: Redis, tmp_path: Path, paper: Paper, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    settings = quick(server, tmp_path, feeds=paper.url, feed_interval=0.05)
    paper.robots = (200, "User-agent: Other\nDisallow:\n\nUser-agent: factwire\nDisallow: /rss\n")
    async with running(settings, FastAPI()):
        await until(lambda: any(line["event"] == "a feed is left alone" for line in logged()))
        await asyncio.sleep(0.3)
    assert paper.asked == []
    assert await redis.xlen("articles") == 0
    async with running(settings.model_copy(update={"feed_robots": False}), FastAPI()):
        await until(lambda: len(paper.asked) > 0)


async def test_a_site_that_cannot_say_is_asked_later(server: EmbeddedServer, tmp_path: Path, paper: Paper) -> None:
    settings = quick(server, tmp_path, feeds=paper.url, feed_interval=0.05)
    paper.robots = (503, "")
    async with running(settings, FastAPI()):
        await asyncio.sleep(0.4)
        assert paper.asked == []
        paper.robots = (200, "User-agent: *\nAllow: /\n")
        await until(lambda: len(paper.asked) > 0)


async def test_an_entry_whose_text_changes_is_a_later_version(
    server: EmbeddedServer, redis: Redis, tmp_path: Path, paper: Paper
) -> None:
    settings = quick(server, tmp_path, feeds=paper.url, feed_interval=0.05)
    entry = "<rss version='2.0'><channel><title>T</title><item><guid>a-1</guid><title>Mill</title>"
    entry += "<description>{}</description></item></channel></rss>"
    paper.bodies = [entry.format(text).encode() for text in ("It employs 240 people.", "It employs 250 people.")]
    async with running(settings, FastAPI()):

        async def both() -> bool:
            return await redis.xlen("articles") == 2

        await until(both)
    first, second = await articles(redis)
    assert (second.supersedes, second.source.name) == (first.article_id, f"{paper.url}#id:a-1")
