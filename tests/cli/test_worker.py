"""A service in a process of its own: back when it ends, gone when we are."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from services.cli import worker
from services.cli.worker import Worker
from tests.shared.moving import until

# Services of their own: one that drains, one that cannot be asked, one whose settings are wrong.
OBEDIENT = """
import pathlib, signal, sys, time
def end(*_):
    pathlib.Path("drained").touch()
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
with open("starts", "a") as f: f.write("x")
time.sleep(60)
"""
STUCK = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('starts', 'w').write('x'); time.sleep(60)"
)
HOPELESS = "import sys; sys.exit(2)"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Worker]:
    """A worker that runs this source in an empty folder, with short pauses."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worker, "PAUSES", (0.05, 0.2))

    def written(source: str) -> Worker:
        (tmp_path / "service.py").write_text(source, encoding="utf-8")
        return Worker("service", {"PYTHONPATH": str(tmp_path)}, when_hopeless=lambda: None)

    return written


def pids(folder: Path) -> list[int]:
    """Processes that run in this folder, watchers included."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(folder) and process.pid != os.getpid():
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


async def started(folder: Path, times: int = 1) -> None:
    async def often() -> bool:
        return (folder / "starts").exists() and len((folder / "starts").read_text()) >= times

    await until(often)


async def gone(folder: Path, seconds: float = 10) -> None:
    async def none() -> bool:
        return not pids(folder)

    await until(none, seconds=seconds)


async def test_it_drains_at_the_end(make: Callable[[str], Worker], tmp_path: Path) -> None:
    async with make(OBEDIENT):
        await started(tmp_path)
    assert (tmp_path / "drained").exists()
    await gone(tmp_path)


async def test_it_is_started_again_when_it_is_killed(make: Callable[[str], Worker], tmp_path: Path) -> None:
    async with make(OBEDIENT) as running:
        for times in (1, 2, 3):
            await started(tmp_path, times)
            assert running.pid
            os.kill(running.pid, signal.SIGKILL)
        await started(tmp_path, 4)
    await gone(tmp_path)


async def test_one_that_does_not_listen_is_killed(
    make: Callable[[str], Worker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 1)
    async with make(STUCK) as running:
        await started(tmp_path)
    assert running.pid is None
    await gone(tmp_path)


async def test_one_that_cannot_start_is_not_started_again(make: Callable[[str], Worker]) -> None:
    said: list[str] = []
    running = make(HOPELESS)
    running.when_hopeless = lambda: said.append("hopeless")
    async with running:

        async def given_up() -> bool:
            return bool(said)

        await until(given_up)
    assert said == ["hopeless"]
    assert "service does not start" in str(running.hopeless)


@pytest.mark.parametrize("source", [OBEDIENT, STUCK], ids=["obedient", "stuck"])
async def test_it_does_not_outlive_a_killed_parent(make: Callable[[str], Worker], tmp_path: Path, source: str) -> None:
    make(source)
    parent = (
        "import asyncio; from services.cli import worker; worker.GRACE = 1\n"
        "async def main():\n"
        "    async with worker.Worker('service', {'PYTHONPATH': '.'}, when_hopeless=print): await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", parent, env=environ)
    await started(tmp_path)
    process.kill()
    await process.wait()
    await gone(tmp_path)
