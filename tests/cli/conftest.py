"""The command as its users run it: a process of its own, with what it writes and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.embedded import EmbeddedServer


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Factwire = Callable[..., Ended]


@pytest.fixture
def factwire(tmp_path: Path) -> Factwire:
    """Run the command in an empty folder, with nothing set but what is given."""

    def run(*arguments: str | Path, given: str | bytes = b"", **settings: str) -> Ended:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("FACTWIRE_")}
        environ |= {f"FACTWIRE_{name.upper()}": value for name, value in settings.items()} | {"COLUMNS": "160"}
        environ["PYTHONPATH"] = str(Path(__file__).parents[2])
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "services.cli", *map(str, arguments)],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            env=environ,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def online(factwire: Factwire, server: EmbeddedServer) -> Factwire:
    """The same with a Redis set."""

    def run(*arguments: str | Path, **settings: str) -> Ended:
        return factwire(*arguments, redis_url=server.url, **settings)

    return run
