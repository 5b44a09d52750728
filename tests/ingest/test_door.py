"""More of the HTTP door: formats, batches, status, Idempotency-Key, API keys, rates; a real process throughout."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from services.ingest.app import running
from services.ingest.keys import Keys, make
from services.ingest.settings import IngestSettings
from shared.embedded import EmbeddedServer
from shared.errors import Misconfigured
from shared.messages import article_id
from tests.ingest import corpus
from tests.ingest.conftest import ARTICLE, Process, articles, quick
from tests.ingest.test_api import check_problem


async def test_pages_and_documents(process: Process, redis: Redis) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        headers = {"content-type": "text/html; charset=utf-8"}
        query = {"url": "https://example.org/said", "tags": ["a", "b"]}
        response = await client.post("/articles", content=corpus.page(1).encode(), headers=headers, params=query)
        assert response.status_code == 202, response.text
        headers = {"content-type": "application/pdf"}
        response = await client.post("/articles", content=corpus.pdf(corpus.paragraphs(2)), headers=headers)
        assert response.status_code == 202, response.text
        response = await client.post("/articles", content=corpus.pdf([]), headers=headers)
        assert "OCR" in check_problem(response, 422, "rejected")["detail"]
        response = await client.post(
            "/articles", content=b"x", headers={"content-type": "text/html"}, params={"x": "y"}
        )
        assert "/x" in check_problem(response, 422, "invalid")["detail"]
    page, pdf = await articles(redis)
    assert (page.title, page.url, page.tags) == ("Copper wire from Almaty", "https://example.org/said", ("a", "b"))
    assert pdf.title == "Copper wire"


async def test_json_lines_are_answered_line_by_line(process: Process, redis: Redis) -> None:
    lines = [{"text": corpus.text(1)}, {"title": "no text"}, {"text": corpus.text(2)}, {"text": corpus.text(1)}]
    body = "\n".join(map(json.dumps, lines)) + "\nnonsense\n"
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        headers = {"content-type": "application/x-ndjson"}
        answer = (await client.post("/articles", content=body, headers=headers)).json()
        again = (await client.post("/articles", content=body, headers=headers)).json()
        response = await client.post("/articles", content="nonsense\n", headers=headers)
    assert [result["outcome"] for result in answer["results"]] == [
        "published",
        "failed",
        "published",
        "published",
        "failed",
    ]
    assert answer["results"][0]["article_id"] == answer["results"][3]["article_id"] == str(article_id(corpus.text(1)))
    assert "Line 5" in answer["results"][4]["detail"]
    assert (again["published"], again["duplicate"], again["failed"]) == (0, 3, 2)
    check_problem(response, 422, "rejected")
    assert await redis.xlen("articles") == 2


async def test_files_of_a_form(process: Process, redis: Redis) -> None:
    files = [
        ("file", ("a.html", corpus.page(1).encode(), "application/octet-stream")),
        ("file", ("b.zip", corpus.FILES["mixed.zip"][0], "application/zip")),
        ("file", ("../c.txt", corpus.text(3).encode(), "text/plain")),
    ]
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        answer = (await client.post("/articles", files=files)).json()
        response = await client.post("/articles", content=b"x", headers={"content-type": "multipart/form-data"})
    outcomes = {result["name"]: result["outcome"] for result in answer["results"]}
    assert outcomes == {
        "a.html": "published",
        "b.zip/good.txt": "published",
        "b.zip/bad.bin": "failed",
        "../c.txt": "published",
    }
    check_problem(response, 400, "bad-request")
    assert await redis.xlen("articles") == 3


async def test_status(process: Process, redis: Redis) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        location = (await client.post("/articles", json={"text": ARTICLE})).headers["location"]

        async def state() -> dict[str, Any]:
            response = await client.get(location)
            assert response.status_code == 200
            answer: dict[str, Any] = response.json()
            return answer

        assert (await state())["state"] == "received"
        delivered: Any = await redis.xreadgroup("extract", "c", {"articles": ">"})
        assert (await state()) | {"state": "extracting", "deliveries": 1} == await state()
        ((_, ((entry, fields),)),) = delivered
        dead: dict[Any, Any] = {"dead_reason": "failed", "dead_error": "broke", "dead_group": "extract"}
        dead |= {"dead_deliveries": 5, "dead_at": "2026-01-01T00:00:00Z", "dead_id": entry}
        await redis.xadd("articles.dead", {**fields, **dead})
        await redis.xack("articles", "extract", entry)
        assert (await state())["state"] == "dead"
        assert (await state())["reason"] == "broke"
        await redis.delete("articles.dead")
        assert (await state())["state"] == "extracted"
        assert (await state())["facts"] == location.replace("status", "facts")
        check_problem(await client.get(f"/articles/{uuid.uuid4()}/status"), 404, "not-found")
        check_problem(await client.get("/articles/nonsense/status"), 422, "invalid")


async def test_idempotency_key(process: Process, redis: Redis) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        headers = {"idempotency-key": "key-1"}
        posts = [client.post("/articles", json={"text": ARTICLE}, headers=headers) for _ in range(100)]
        responses = await asyncio.gather(*posts)
        assert {response.status_code for response in responses} == {202}
        assert len({response.text for response in responses}) == 1
        assert responses[0].json()["duplicate"] is False
        assert len({response.headers["location"] for response in responses}) == 1
        other = await client.post("/articles", json={"text": "Another."}, headers=headers)
        check_problem(other, 422, "idempotency-key-reused")
        bad = await client.post("/articles", json={"text": ARTICLE}, headers={"idempotency-key": "x" * 300})
        check_problem(bad, 400, "bad-request")
        # An error is not remembered.
        headers = {"idempotency-key": "key-2"}
        assert (await client.post("/articles", json={"text": " "}, headers=headers)).status_code == 422
        assert (await client.post("/articles", json={"text": "Now."}, headers=headers)).status_code == 202
    assert await redis.xlen("articles") == 2


@pytest.fixture
def guarded(server: EmbeddedServer, tmp_path: Path) -> Iterator[tuple[Process, str, str]]:
    writer, line = make("writer", "write")
    reader, other = make("reader", "read")
    process = Process(quick(server, tmp_path, api_keys=f"# ours\n{line}\n\n{other}  # theirs\n"))
    process.start()
    yield process, writer, reader
    process.kill()


async def test_api_keys(guarded: tuple[Process, str, str], redis: Redis) -> None:
    process, writer, reader = guarded
    body = {"text": ARTICLE}
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        given: list[Any] = [{}, {"authorization": "Bearer nonsense"}, {"x-api-key": "é".encode()}]
        for headers in given:
            response = await client.post("/articles", json=body, headers=headers)
            check_problem(response, 401, "unauthorized")
            assert "bearer" in response.headers["www-authenticate"].lower()
        check_problem(await client.post("/articles", json=body, headers={"x-api-key": reader}), 403, "forbidden")
        assert await redis.xlen("articles") == 0
        response = await client.post("/articles", json=body, headers={"authorization": f"Bearer {writer}"})
        assert response.status_code == 202
        status = response.headers["location"]
        check_problem(await client.get(status, headers={"x-api-key": writer}), 403, "forbidden")
        assert (await client.get(status, headers={"x-api-key": reader})).status_code == 200
        assert (await client.get("/livez")).status_code == 200
    assert (await articles(redis))[0].source.name == "writer"
    assert writer not in process.lines()


async def test_rate_limit(server: EmbeddedServer, tmp_path: Path) -> None:
    process = Process(quick(server, tmp_path, rate_limit=20))
    process.start()
    try:
        async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
            responses = [await client.post("/articles", json={"text": f"Article {n}."}) for n in range(40)]
            assert {response.status_code for response in responses[:20]} == {202}
            refused = [response for response in responses if response.status_code != 202]
            assert len(refused) >= 10
            check_problem(refused[-1], 429, "too-many-requests")
            await asyncio.sleep(int(refused[-1].headers["retry-after"]))
            assert (await client.post("/articles", json={"text": "One more."})).status_code == 202
    finally:
        process.kill()


@pytest.mark.parametrize("lines", ["nonsense", "name write", "name write,admin " + "0" * 64, "a b write " + "0" * 64])
def test_damaged_keys_are_refused(lines: str) -> None:
    with pytest.raises(Misconfigured, match="line 1"):
        Keys(lines)


async def test_when_too_many_wait_the_next_is_told_to_come_again(ingest_settings: IngestSettings) -> None:
    settings = ingest_settings.model_copy(update={"max_waiting": 5})
    app = FastAPI()
    from services.ingest.api import router

    app.include_router(router)
    async with running(settings, app) as service:
        held = asyncio.Event()
        real = service.ledger.known

        async def slow(ids: Any) -> set[uuid.UUID]:
            await held.wait()
            return await real(ids)

        service.ledger.known = slow  # type: ignore[method-assign, assignment]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            posts = [asyncio.create_task(client.post("/articles", json={"text": f"Article {n}."})) for n in range(20)]
            await asyncio.sleep(0.3)
            held.set()
            responses = await asyncio.gather(*posts)
        statuses = [response.status_code for response in responses]
        assert 202 in statuses
        refused = [response for response in responses if response.status_code == 503]
        assert refused
        assert all(int(response.headers["retry-after"]) > 0 for response in refused)
