"""`factwire up` as a user has it: a process, its output, its HTTP address."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "articles"


def wait(condition: Callable[[], Any], *, seconds: float = 30.0, what: str = "it") -> Any:
    """Wait until the condition gives something true, and return that; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, f"{what} did not come about in {seconds:g} s"
        time.sleep(0.05)
    return result


class Up:
    """A running `factwire up` in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.data = folder / "data"
        number = len(list(folder.glob("out*")))  # each run writes its own
        self._out, self._err = folder / f"out{number}", folder / f"err{number}"
        environ = {name: value for name, value in os.environ.items() if not name.startswith("FACTWIRE_")}
        environ |= {"FACTWIRE_PORT": "0", "PYTHONPATH": str(ROOT), "FACTWIRE_INBOX_SETTLE": "0.2"}
        environ |= {f"FACTWIRE_{name.upper()}": value for name, value in settings.items()}
        self.environ = environ
        with self._out.open("ab") as out, self._err.open("ab") as err:
            command = [sys.executable, "-m", "services.cli", "up"]
            self.process = subprocess.Popen(command, cwd=folder, env=environ, stdout=out, stderr=err)

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        """Where its HTTP listens."""
        return str(re.findall(r"(http://\S+)/articles", self.err)[-1])

    def lines(self) -> list[dict[str, Any]]:
        """What it wrote to standard output: a message for each article."""
        return [json.loads(line) for line in self._out.read_text(encoding="utf-8").splitlines()]

    def ready(self) -> Up:
        """Wait until it takes articles."""

        def up() -> bool:
            assert self.process.poll() is None, self.err
            if not re.search(r"http://\S+/articles\s", self.err):  # the banner may be half written yet
                return False
            with contextlib.suppress(httpx.TransportError):
                return httpx.get(f"{self.url}/readyz").status_code == 200
            return False

        wait(up, what="`factwire up`")
        return self

    def post(self, text: str) -> str:
        """Post an article; its id."""
        answer = httpx.post(f"{self.url}/articles", content=text.encode(), headers={"content-type": "text/plain"})
        assert answer.status_code == 202, answer.text
        identifier: str = answer.json()["article_id"]
        return identifier

    def get(self, path: str, **query: Any) -> Any:
        answer = httpx.get(self.url + path, params=query, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def signal(self, number: int, *, seconds: float = 30) -> int:
        """Send a signal, wait for the end; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(seconds)


@pytest.fixture
def make_up(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    """Starts `factwire up`; ended with the test."""
    made: list[Up] = []

    def make(**settings: str) -> Up:
        made.append(Up(tmp_path, **settings))
        return made[-1]

    yield make
    for up in made:
        up.signal(signal.SIGKILL)


@pytest.fixture
def up(make_up: Callable[..., Up]) -> Up:
    """One that takes articles."""
    return make_up().ready()
