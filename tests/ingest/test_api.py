"""The HTTP door of a real process on a real port, with a real server behind it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from redis.asyncio import Redis

from shared.embedded import EmbeddedServer
from shared.messages import article_id
from tests.ingest.conftest import ARTICLE, Process, articles, quick, tree, until


def check_problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["type"] == f"urn:factwire:problem:{kind}"
    assert document["title"]
    assert document["detail"]
    assert "Traceback" not in response.text
    return document


async def test_json(process: Process, redis: Redis) -> None:
    given = {"text": ARTICLE, "title": "Zone", "url": "https://example.org/a", "publisher": "The Times",
             "published_on": "2022-01-02", "language": "en", "tags": ["economy", "Almaty"]}  # fmt: skip
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    async with httpx.AsyncClient(base_url=process.url) as client:
        response = await client.post("/articles", json=given, headers={"traceparent": trace})
    assert response.status_code == 202
    answer = response.json()
    assert answer["article_id"] == str(article_id(ARTICLE))
    assert answer["duplicate"] is False
    assert response.headers["location"] == f"/articles/{answer['article_id']}/status"
    (article,) = await articles(redis)
    assert article.model_dump(mode="json", include=set(given)) == given
    assert article.dateline == "NUR-SULTAN"
    assert article.source.door == "http"
    entries: Any = await redis.xrange("articles")
    ((_, fields),) = entries
    assert fields["traceparent"] == trace
    assert fields["subject"] == answer["article_id"]


async def test_plain_text_in_its_charset_and_duplicates(process: Process, redis: Redis) -> None:
    text = "Алматы – построен завод."
    async with httpx.AsyncClient(base_url=process.url) as client:
        answers = []
        for charset in ("utf-8", "windows-1251", "utf-16"):
            headers = {"content-type": f"text/plain; charset={charset}"}
            response = await client.post("/articles", content=text.encode(charset), headers=headers)
            assert response.status_code == 202, response.text
            answers.append(response.json())
    assert [answer["duplicate"] for answer in answers] == [False, True, True]
    assert {answer["article_id"] for answer in answers} == {str(article_id(text))}
    assert [article.text for article in await articles(redis)] == [text]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "kind", "says"),
    [
        (b'{"text": "unclosed', "application/json", 400, "bad-request", "not JSON"),
        (b"", "application/json", 400, "bad-request", "empty"),
        (b"\xff\xfe\x00", "application/json", 400, "bad-request", "not JSON"),
        (b"[" * 100_000, "application/json", 400, "bad-request", "not JSON"),
        (b"[]", "application/json", 422, "invalid", "object"),
        (b"{}", "application/json", 422, "invalid", "/text"),
        (b'{"text": 5}', "application/json", 422, "invalid", "/text"),
        (b'{"text": ""}', "application/json", 422, "invalid", "/text"),
        (b'{"text": "  \\n "}', "application/json", 422, "rejected", "no text"),
        (b'{"text": "a\\u0000b"}', "application/json", 422, "rejected", "NUL"),
        (b'{"text": "a", "titel": "b"}', "application/json", 422, "invalid", "/titel"),
        (b'{"text": "a", "published_on": "yesterday"}', "application/json", 422, "invalid", "/published_on"),
        (b'{"text": "a", "published_on": 0}', "application/json", 422, "invalid", "YYYY-MM-DD"),
        (b'{"text": "a", "url": "javascript:alert(1)"}', "application/json", 422, "invalid", "/url"),
        (b"", "text/plain", 422, "rejected", "empty"),
        (b" \n", "text/plain", 422, "rejected", "white space"),
        (bytes(range(256)) * 20, "text/plain", 422, "rejected", "not a text"),
        (b"text", "text/plain; charset=klingon", 422, "rejected", "charset"),
        (b"<p>", "image/png", 415, "unsupported-media-type", "image/png"),
        (b"text", "", 415, "unsupported-media-type", "missing"),
    ],
)
def test_bad_input_is_a_problem_document(
    shared_process: Process, body: bytes, content_type: str, status: int, kind: str, says: str
) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = httpx.post(shared_process.url + "/articles", content=body, headers=headers)
    assert says in check_problem(response, status, kind)["detail"]


@pytest.fixture(scope="module")
def shared_process(_server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One for all the requests that must leave nothing behind."""
    _server.start()
    process = Process(quick(_server, tmp_path_factory.mktemp("bad")))
    process.start()
    yield process
    process.kill()
    with sqlite3.connect(process.settings.ledger_path) as books:
        assert books.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_the_frameworks_own_errors(shared_process: Process) -> None:
    check_problem(httpx.get(shared_process.url + "/nothing"), 404, "not-found")
    check_problem(httpx.put(shared_process.url + "/articles", content=b""), 405, "http")


def test_a_declared_30_mb_body_is_refused_before_it_is_sent(shared_process: Process) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(shared_process.url).port or 0), 5) as wire:
        wire.sendall(
            b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
            b"Content-Length: 30000000\r\nExpect: 100-continue\r\n\r\n"
        )
        assert wire.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_30_mb_body_without_a_length_is_cut_off_while_it_streams(shared_process: Process) -> None:
    assert shared_process._process
    memory = psutil.Process(shared_process._process.pid).memory_info
    before = memory().rss

    def chunks() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 1_000_000

    try:
        response = httpx.post(
            shared_process.url + "/articles", content=chunks(), headers={"content-type": "text/plain"}
        )
        assert check_problem(response, 413, "too-large")["max_bytes"] == 10_000_000
    except (httpx.WriteError, httpx.ReadError):
        pass  # it may hang up on a sender who does not listen
    assert memory().rss - before < 40_000_000
    assert httpx.get(shared_process.url + "/livez").status_code == 200


async def test_while_redis_is_away_the_answer_is_503_and_nothing_is_lost(
    process: Process, server: EmbeddedServer, redis: Redis
) -> None:
    server.stop()
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        response = await client.post("/articles", json={"text": ARTICLE})
        check_problem(response, 503, "unavailable")
        assert int(response.headers["retry-after"]) > 0
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/livez")).status_code == 200
        server.start()

        async def accepted() -> bool:
            return (await client.post("/articles", json={"text": ARTICLE})).status_code == 202

        await until(accepted)
        assert (await client.get("/readyz")).status_code == 200
    assert {article.text for article in await articles(redis)} == {ARTICLE}


async def test_many_posts_at_once(process: Process, redis: Redis) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        posts = [client.post("/articles", json={"text": f"Article {n % 150}."}) for n in range(300)]
        responses = await asyncio.gather(*posts)
    assert {response.status_code for response in responses} == {202}
    assert sum(response.json()["duplicate"] for response in responses) == 150
    assert await redis.xlen("articles") == 150


async def test_sigterm_finishes_what_was_begun(process: Process, redis: Redis) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        posts = asyncio.gather(
            *(client.post("/articles", json={"text": f"Article {n}."}) for n in range(200)), return_exceptions=True
        )
        for n in range(200):
            (process.settings.inbox_dir / f"{n}.txt").write_text(f"File {n}.")
        await asyncio.sleep(0.4)
        assert await asyncio.to_thread(process.signal, signal.SIGTERM) == 0
        answered = [response for response in await posts if isinstance(response, httpx.Response)]
    texts = [article.text for article in await articles(redis)]
    assert len(texts) == len(set(texts))
    accepted = {uuid.UUID(response.json()["article_id"]) for response in answered if response.status_code == 202}
    assert accepted <= {article_id(text) for text in texts}
    done = {path for path in tree(process.settings.inbox_dir) if path.startswith("done/")}
    assert len(done) == sum(text.startswith("File") for text in texts)


def test_openapi_describes_the_door(shared_process: Process) -> None:
    document = httpx.get(shared_process.url + "/openapi.json").json()
    post = document["paths"]["/articles"]["post"]
    assert {"application/json", "text/plain", "text/html", "multipart/form-data"} <= set(post["requestBody"]["content"])
    assert {"202", "400", "413", "415", "422", "503"} <= set(post["responses"])
    assert "application/problem+json" in post["responses"]["413"]["content"]
    page = httpx.get(shared_process.url + "/docs").text
    parts = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(parts) >= 3
    for part in parts:  # all of it comes from here
        assert httpx.get(shared_process.url + part).status_code == 200


def test_a_wrong_setting_ends_in_one_clear_line(server: EmbeddedServer, tmp_path: Path) -> None:
    def run(**env: str) -> tuple[int, str]:
        given = {"FACTWIRE_REDIS_URL": server.url, "FACTWIRE_DATA_DIR": str(tmp_path), "FACTWIRE_PORT": "0", **env}
        done = subprocess.run(
            [sys.executable, "-m", "services.ingest"],
            env=os.environ | given,
            capture_output=True,
            check=False,
            text=True,
            timeout=30,
        )
        return done.returncode, done.stderr

    code, said = run(FACTWIRE_PORT="many")
    assert (code, said.count("\n")) == (2, 1)
    assert "FACTWIRE_PORT" in said
    (tmp_path / "file").touch()
    code, said = run(FACTWIRE_INBOX=str(tmp_path / "file" / "inbox"))
    assert (code, "FACTWIRE_INBOX" in said, "Traceback" in said) == (2, True, False)
    code, said = run(FACTWIRE_DATA_DIR=str(tmp_path / "file" / "data"), FACTWIRE_INBOX=str(tmp_path / "inbox"))
    assert (code, "FACTWIRE_DATA_DIR" in said, "Traceback" in said) == (2, True, False)


async def test_an_unreadable_file_fails_with_its_reason(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    """Root may read everything; where the tests run as root, the service does without that right."""
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("running as root, and there is no setpriv to give up the right to read everything")
        prefix = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    settings = quick(server, tmp_path)
    root = settings.inbox_dir
    (root / "closed").mkdir(parents=True)
    (root / "secret.txt").write_text("Not for everybody.")
    (root / "secret.txt").chmod(0)
    (root / "closed").chmod(0)
    process = Process(settings, prefix)
    process.start()
    try:
        (root / "good.txt").write_text(ARTICLE)
        (root / "good.txt").chmod(0o644)
        await until((root / "failed" / "secret.txt.error.json").exists)
        document = json.loads((root / "failed" / "secret.txt.error.json").read_text())
        assert "permission" in document["detail"]
        await until(lambda: any((root / "done").rglob("good.txt")))
        report = (await asyncio.to_thread(httpx.get, process.url + "/readyz")).json()
        assert report["inbox"]["unreadable"] == {"closed": "Permission denied"}
    finally:
        (root / "closed").chmod(0o700)
        process.kill()
    assert [article.text for article in await articles(redis)] == [ARTICLE]


async def test_a_slow_sender_is_cut_off(server: EmbeddedServer, tmp_path: Path) -> None:
    process = Process(quick(server, tmp_path, body_timeout=0.5))
    process.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(process.url).port)
        writer.write(
            b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nslow"
        )
        begun = time.monotonic()
        assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - begun < 3
        writer.close()
    finally:
        process.kill()
