"""The HTTP interface keeps what its OpenAPI document promises, whatever it is asked: Schemathesis on a process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.store.database import open_database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.settings import StoreSettings
from shared.embedded import EmbeddedServer
from tests.store.articles import TEXT, article, extracted
from tests.store.test_app import free_port, process

KEY = "a key of some length"
# Cursors are opaque, a review needs to say who decides and a webhook's host must be public: a request may fit its
# schema and still be refused, which this check takes for a fault.
NOT_CHECKED = "positive_data_acceptance"


@pytest.fixture
def store(server: EmbeddedServer, tmp_path: Path) -> Iterator[str]:
    """The address of a store with some articles."""
    settings = StoreSettings.model_validate(
        {"database_url": f"sqlite:///{tmp_path}/facts.db", "redis_url": server.url, "data_dir": tmp_path}
    )

    async def fill() -> None:
        async with open_database(settings) as database:
            await migrate(database)
            articles = [article(f"{TEXT} {n}") for n in range(20)]
            await Repository(database).save_articles(articles)
            await Repository(database).save_facts([extracted(one) for one in articles])

    asyncio.run(fill())
    port = free_port()
    with process(settings, port, {"FACTWIRE_ADMIN_KEY": KEY}):
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{url}/livez").raise_for_status()
                break
            time.sleep(0.1)
        yield url


@pytest.mark.system
@pytest.mark.timeout(900)
def test_it_answers_as_its_document_says(store: str, tmp_path: Path) -> None:
    """FACTWIRE_TEST_EXAMPLES says how many requests each operation gets beside those that cover its parameters."""
    command: list[str | Path] = [
        Path(sys.executable).parent / "schemathesis", "run", f"{store}/openapi.json",
        "--header", f"Authorization: Bearer {KEY}",
        "--exclude-path", "/facts/stream",  # has no end
        "--phases", "examples,coverage,fuzzing",
        "--exclude-checks", NOT_CHECKED,
        "--max-examples", os.environ.get("FACTWIRE_TEST_EXAMPLES", "3"),
        "--seed", "1", "--generation-database", "none", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=800)
    assert done.returncode == 0, done.stdout[-20_000:]
