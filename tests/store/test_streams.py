"""The AsyncAPI document where it is served, and whether it says what store really does."""

from __future__ import annotations

import httpx
import pytest

from services.store.app import make_app, running
from services.store.settings import StoreSettings
from shared import asyncapi
from shared.embedded import EmbeddedServer


async def test_it_is_served_and_shown(api: httpx.AsyncClient) -> None:
    answer = await api.get("/asyncapi.json")
    assert answer.json() == asyncapi.document()
    again = await api.get("/asyncapi.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    page = await api.get("/asyncapi")
    assert page.headers["content-type"].startswith("text/html")
    for word in ("articles.dead", "factwire.facts.revised.v1", "extracted_at", "date-time"):
        assert word in page.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_store_reads_and_writes_what_it_says(database_url: str, server: EmbeddedServer, tmp_path: object) -> None:
    settings = StoreSettings.model_validate(
        {"database_url": database_url, "redis_url": server.url, "data_dir": tmp_path}
    )
    async with running(settings, make_app(settings)) as store:
        read = {(stream, group) for stream, group in store.broker.readers}
        written = {kind.STREAM for kind in store.broker.produces}
    assert read == {(kind.STREAM, group) for group, kind in asyncapi.READERS if group == "store"}
    assert written == {asyncapi.WRITERS["store"].STREAM}
