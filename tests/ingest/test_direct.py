"""Posts go past the framework and are answered as they would be with it."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from services.ingest.api import router
from services.ingest.app import make_app, running
from services.ingest.direct import Direct
from services.ingest.keys import make
from shared.embedded import EmbeddedServer
from tests.ingest.conftest import ARTICLE, quick

KEY, LINE = make("tester", "write,read")
JSON = {"content-type": "application/json"}
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/articles", {"json": {"text": ARTICLE}}),
    ("POST", "/articles", {"json": {"text": ARTICLE}, "headers": {"idempotency-key": "k"}}),
    ("POST", "/articles", {"content": ARTICLE.encode(), "headers": {"content-type": "text/plain"}}),
    ("POST", "/articles?published_on=2024-13-01", {"json": {"text": ARTICLE}}),
    ("POST", "/articles", {"content": b"{", "headers": JSON}),
    ("POST", "/articles", {"json": {"text": ARTICLE, "headline": "no such field"}}),
    ("POST", "/articles", {"content": b"x", "headers": {"content-type": "image/png"}}),
    ("POST", "/articles", {"files": {"file": ("a.txt", ARTICLE.encode())}}),
    ("POST", "/articles", {"content": b"x" * 3_000, "headers": JSON}),
    ("POST", "/articles", {"json": {"text": ARTICLE}, "headers": {"authorization": "Bearer nobody's"}}),
    ("POST", "/articles/", {"json": {"text": ARTICLE}}),
    ("GET", "/articles", {}),
    ("GET", "/articles/x/status", {}),
    ("GET", "/nowhere", {}),
]


@pytest.mark.parametrize(("method", "path", "given"), REQUESTS)
async def test_it_makes_no_difference(
    server: EmbeddedServer, tmp_path: Path, method: str, path: str, given: dict[str, Any]
) -> None:
    settings = quick(server, tmp_path, api_keys=LINE, max_article_bytes=2_000)
    app = make_app(settings)
    answers = []
    async with running(settings, app):
        for one in (app, Direct(app)):
            headers = {"authorization": f"Bearer {KEY}"} | given.get("headers", {})
            transport = httpx.ASGITransport(one)
            async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
                await client.post("/articles", json={"text": ARTICLE}, headers={"authorization": f"Bearer {KEY}"})
                answers.append(await client.request(method, path, **(given | {"headers": headers})))
    plain, direct = answers
    assert (direct.status_code, direct.headers) == (plain.status_code, plain.headers)
    shown = [answer.json() if answer.content else None for answer in answers]
    for document in shown:
        if isinstance(document, dict):
            document.pop("arrival", None)  # counted on
    assert shown[0] == shown[1]


@pytest.mark.parametrize("measured", [False, True])
async def test_the_framework_has_it_where_it_is_measured(
    server: EmbeddedServer, tmp_path: Path, *, measured: bool
) -> None:
    app = FastAPI()
    app.include_router(router)
    seen: list[str] = []

    @app.middleware("http")
    async def see(request: Request, following: RequestResponseEndpoint) -> Response:
        seen.append(request.url.path)
        return await following(request)

    settings = quick(server, tmp_path, metrics_port=free_port() if measured else None)
    async with running(settings, app):
        transport = httpx.ASGITransport(Direct(app))
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
            assert (await client.post("/articles", json={"text": ARTICLE})).status_code == 202
    assert seen == (["/articles"] if measured else [])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
