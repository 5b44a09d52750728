"""The whole road as processes that may be killed: inbox → ingest → articles → extract → facts → store → SQLite."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from shared.embedded import EmbeddedServer
from shared.messages import article_id

ROOT = Path(__file__).parents[2]
SERVICES = ("ingest", "extract", "store")
READS = {"extract": [("articles", "extract")], "store": [("articles", "store"), ("facts", "store")], "ingest": []}

# What the table says, without what depends on the clock or on the order of arrival.
_ARTICLES = "SELECT id, title, url, publisher, published_on, door, source_name, tags, text, content_sha256 FROM article"
_FACTS = "SELECT id, article_id, kind, quote, original FROM fact WHERE superseded_at IS NULL"


def text(number: int) -> str:
    """An article of its own, with facts, for each number."""
    return (
        f"The company Kabel-{number} invested {number + 2} million tenge in a cable plant in Almaty. "
        f"The plant employs {number + 10} people and produces {number + 5} tons of cable per year.\n"
    )


def until(condition: Callable[[], Any], *, seconds: float, what: str) -> None:
    """Wait until the condition holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(RedisError):  # killed just now
            if condition():
                return
        assert time.monotonic() < deadline, f"{what} did not come about in {seconds:g} s"
        time.sleep(0.03)


class Road:
    """Server and services in a folder of their own; `random` decides when things happen and can be repeated."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.random = random.Random(seed)
        self.server = EmbeddedServer(folder / "data")
        self.server.start()
        self.redis: Any = Redis.from_url(
            self.server.url, decode_responses=True, retry=Retry(ConstantBackoff(0.1), 100), encoding_errors="replace"
        )
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._consumers: dict[str, str] = {}
        self._starts = 0
        self._ports = dict.fromkeys(SERVICES, 0)
        for name in self._ports:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self._ports[name] = free.getsockname()[1]

    def start(self, name: str) -> None:
        """Start a service; returns at once."""
        self._starts += 1
        settings = {
            "redis_url": self.server.url,
            "data_dir": self.folder / "data",
            "inbox": self.inbox,
            "inbox_settle": 0,
            "inbox_scan": 0.2,
            "port": self._ports[name],
            "consumer": f"{name}-{self._starts}",
            "batch": 10,
            "claim_after": 1.0,
            "retry_pause": 0.1,
            "log_format": "json",
        }
        environ = {name: value for name, value in os.environ.items() if not name.startswith("FACTWIRE_")}
        environ |= {f"FACTWIRE_{key.upper()}": str(value) for key, value in settings.items()}
        self._consumers[name] = str(settings["consumer"])
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", f"services.{name}"], cwd=ROOT, env=environ, stdout=log, stderr=log
            )

    def ready(self, name: str) -> bool:
        """Whether the service is at work: it reads its streams, or listens."""
        assert self._processes[name].poll() is None, (self.folder / f"{name}.log").read_text()[-2000:]
        if name == "ingest":
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._ports[name]), timeout=1):
                return True
            return False
        return all(
            self._consumers[name] in {row["name"] for row in self.redis.xinfo_consumers(stream, group)}
            for stream, group in READS[name]
        )

    def start_all(self) -> None:
        """Start every service and wait until they are at work."""
        for name in SERVICES:
            self.start(name)
        until(lambda: all(self.ready(name) for name in SERVICES), seconds=60, what="every service at work")

    def kill(self, name: str) -> None:
        """kill -9"""
        self._processes[name].kill()
        self._processes[name].wait()

    def in_hand(self, name: str) -> int:
        """Entries that the service had taken and not acknowledged."""
        consumers = [row for stream, group in READS[name] for row in self.redis.xinfo_consumers(stream, group)]
        return sum(row["pending"] for row in consumers if row["name"] == self._consumers[name])

    def drop(self, numbers: range) -> None:
        """Put articles into the inbox, each file whole at once."""
        self.inbox.mkdir(exist_ok=True)
        for number in numbers:
            being_written = self.folder / f"{number}.part"
            being_written.write_text(text(number), encoding="utf-8")
            being_written.rename(self.inbox / f"article-{number:03}.txt")

    def command(self, *arguments: str) -> str:
        """What `factwire` prints."""
        environ = {**os.environ, "FACTWIRE_REDIS_URL": self.server.url, "FACTWIRE_DATA_DIR": str(self.folder / "data")}
        command = [sys.executable, "-m", "services.cli", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True).stdout

    def settled(self, articles: int) -> bool:
        """Whether so many articles are in the table, nothing waits and nothing is pending anywhere."""
        if any(self.inbox.glob("*.txt")):
            return False
        for stream, group in (pair for reads in READS.values() for pair in reads):
            found = {row["name"]: row for row in self.redis.xinfo_groups(stream)}
            last = self.redis.xinfo_stream(stream)["last-generated-id"]
            if group not in found or found[group]["pending"] or found[group]["last-delivered-id"] != last:
                return False
        rows, _, readings = self.counts()
        return rows == readings == articles

    def wait(self, articles: int, *, seconds: float = 60) -> None:
        """Wait until it is settled."""
        until(lambda: self.settled(articles), seconds=seconds, what=f"a table of {articles} articles")

    def _query(self, statement: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.folder / "data" / "factwire.db", timeout=10)) as database:
            return database.execute(statement).fetchall()

    def counts(self) -> tuple[int, int, int]:
        """Articles with their text, facts that were replaced, articles with their facts."""
        statement = """SELECT (SELECT count(*) FROM article WHERE text IS NOT NULL),
            (SELECT count(*) FROM fact WHERE superseded_at IS NOT NULL),
            (SELECT count(DISTINCT article_id) FROM extraction WHERE current)"""
        try:
            ((articles, replaced, read),) = self._query(statement)
        except sqlite3.OperationalError:  # not there yet
            return (0, 0, 0)
        return articles, replaced, read

    def table(self) -> dict[str, set[tuple[Any, ...]]]:
        """Everything that the database says; fails where a row is there twice or a fact was replaced."""
        assert self.counts()[1] == 0, "a redelivery changed a fact"
        found = {"articles": self._query(_ARTICLES), "facts": self._query(_FACTS)}
        for rows in found.values():
            assert len(rows) == len({row[0] for row in rows})
        return {name: set(rows) for name, rows in found.items()}

    def close(self) -> None:
        """End everything."""
        for name in self._processes:
            self.kill(name)
        self.redis.close()
        self.server.stop()


@contextlib.contextmanager
def road(folder: Path, *, seed: int = 0) -> Iterator[Road]:
    """A road that is cleared away at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Road(folder, seed=seed)
    try:
        yield made
    finally:
        made.close()


def ids(numbers: range) -> set[str]:
    """The ids of those articles."""
    return {str(article_id(text(number))) for number in numbers}
