"""Ingest for tests: in this process with a real server, or as a real process with a real HTTP port."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from redis.asyncio import Redis

from services.ingest.app import running
from services.ingest.service import Ingest
from services.ingest.settings import IngestSettings
from shared.embedded import EmbeddedServer
from shared.messages import ArticleIngested

ARTICLE = " date 2021-12-28 NUR-SULTAN – Seven projects have been launched.\n\nThey will create 749 workplaces."


# How much the heavy tests do: all that is promised, or as much as every run can afford.
FULL = os.environ.get("FACTWIRE_TEST_FULL") == "yes"


async def until(condition: Callable[[], Awaitable[bool] | bool], seconds: float = 15) -> None:
    """Wait for something to become true; fail the test if it does not."""
    async with asyncio.timeout(seconds):
        while True:
            result = condition()
            if result if isinstance(result, bool) else await result:
                return
            await asyncio.sleep(0.02)


def quick(server: EmbeddedServer, tmp_path: Path, **given: object) -> IngestSettings:
    """Settings with pauses short enough for tests."""
    values: dict[str, object] = {
        "redis_url": server.url,
        "data_dir": tmp_path / "data",
        "inbox": tmp_path / "inbox",
        "inbox_settle": 0.1,
        "inbox_scan": 0.3,
    }
    return IngestSettings.model_validate(values | given)


@pytest.fixture
def ingest_settings(server: EmbeddedServer, tmp_path: Path) -> IngestSettings:
    return quick(server, tmp_path)


@pytest.fixture
async def ingest(ingest_settings: IngestSettings) -> AsyncIterator[Ingest]:
    """Ingest at work in this process."""
    async with running(ingest_settings, FastAPI()) as service:
        yield service


async def articles(redis: Redis) -> list[ArticleIngested]:
    """What stands on the stream."""
    entries: Any = await redis.xrange("articles")
    return [ArticleIngested.model_validate_json(fields["data"]) for _, fields in entries]


def factwire(settings: IngestSettings, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """The command, as an operator types it."""
    assert settings.redis_url
    env = os.environ | {
        "FACTWIRE_REDIS_URL": settings.redis_url.get_secret_value(),
        "FACTWIRE_DATA_DIR": str(settings.data_dir),
        "FACTWIRE_INBOX": str(settings.inbox_dir),
    }
    command = [str(Path(sys.executable).with_name("factwire")), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60, input=given)


@dataclass
class Process:
    """`python -m services.ingest`, up and answering at `url`."""

    settings: IngestSettings
    prefix: tuple[str, ...] = ()
    url: str = ""
    log: list[str] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        s = self.settings
        assert s.redis_url
        names = IngestSettings.model_fields.keys() & s.model_fields_set - {"redis_url", "port"}
        values = {name: getattr(s, name) for name in names}
        plain = {n: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for n, v in values.items()}
        given = {f"FACTWIRE_{name.upper()}": value for name, value in plain.items()}
        env = os.environ | given | {"FACTWIRE_REDIS_URL": s.redis_url.get_secret_value(), "FACTWIRE_PORT": str(port)}
        env["FACTWIRE_LOG_FORMAT"] = "json"
        with (s.data_dir.parent / "ingest.log").open("ab") as out:
            command = [*self.prefix, sys.executable, "-m", "services.ingest"]
            self._process = subprocess.Popen(command, env=env, stderr=out)
        for _ in range(300):
            try:
                if httpx.get(self.url + "/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                assert self._process.poll() is None, self.lines()
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"ingest does not come up: {self.lines()}")

    def lines(self) -> str:
        return (self.settings.data_dir.parent / "ingest.log").read_text()

    def signal(self, number: int) -> int:
        """Send a signal and wait for the end; the exit code."""
        assert self._process
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self._process.wait(20)

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            self.signal(signal.SIGKILL)


@pytest.fixture
def process(ingest_settings: IngestSettings) -> Iterator[Process]:
    """The real thing."""
    process = Process(ingest_settings)
    process.start()
    yield process
    process.kill()


def tree(root: Path) -> set[str]:
    """All files below a folder, with the day in `done/` as DAY."""
    found = set()
    for path in root.rglob("*"):
        if not path.is_dir() or path.is_symlink():
            parts = list(path.relative_to(root).parts)
            if parts[0] == "done":
                parts[1] = "DAY"
            found.add("/".join(parts))
    return found


def reason(root: Path, name: str) -> dict[str, str]:
    """The document beside a failed file."""
    document: dict[str, str] = json.loads((root / "failed" / f"{name}.error.json").read_text())
    return document
