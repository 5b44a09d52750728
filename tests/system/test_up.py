"""`factwire up`: the whole road on one command, and what happens when parts of it are killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable

import httpx
import psutil
import pytest

from shared.embedded import running_url
from tests.system.conftest import EXAMPLES, Up, wait

pytestmark = pytest.mark.system


def stored(up: Up, article: str) -> list[dict[str, object]]:
    """The facts of an article in the database."""
    found: list[dict[str, object]] = up.get("/facts", article=article)["items"]
    return found


def child(up: Up, module: str) -> psutil.Process:
    """Its child process that runs this module."""

    def found() -> psutil.Process | None:
        for process in psutil.Process(up.process.pid).children(recursive=True):
            try:
                line = process.cmdline()
            except psutil.Error:
                continue
            if any(module in part for part in line) and not line[0].endswith("/sh"):
                return process
        return None

    process: psutil.Process = wait(found, what=module)
    return process


def test_dropped_and_posted_articles_become_facts_everywhere(up: Up) -> None:
    for name in ("cable-plant.txt", "grain-harvest.txt"):
        shutil.copy(EXAMPLES / name, up.inbox)
    posted = up.post((EXAMPLES / "wind-farm.txt").read_text(encoding="utf-8"))

    lines = wait(lambda: len(up.lines()) == 3 and up.lines(), what="three articles on standard output")
    assert {line["article"]["source"]["door"] for line in lines} == {"inbox", "http"}
    assert all(line["facts"] for line in lines)
    facts = wait(lambda: stored(up, posted), what="rows")
    by_id = {line["article"]["id"]: line for line in lines}
    assert {fact["id"] for fact in facts} == {fact["id"] for fact in by_id[posted]["facts"]}
    assert {path.name for path in (up.inbox / "done").rglob("*.txt")} == {"cable-plant.txt", "grain-harvest.txt"}
    assert len(up.get("/articles")["items"]) == 3

    environ = up.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "services.cli"]
    tail = subprocess.Popen(
        [*command, "tail", "--json", "--from", "0"], cwd=up.folder, env=environ, stdout=subprocess.PIPE, text=True
    )
    assert tail.stdout
    assert {tail.stdout.readline().split('"entry":"')[1].split('"')[0] for _ in range(3)} == {
        line["entry"] for line in lines
    }
    tail.terminate()
    tail.communicate()
    status = subprocess.run(
        [*command, "status"], cwd=up.folder, env=environ, capture_output=True, text=True, check=True
    )
    assert "3 articles" in status.stdout
    assert up.signal(signal.SIGINT) == 0
    assert "Traceback" not in up.err


def test_a_second_one_on_the_same_data_is_told(up: Up, make_up: Callable[..., Up]) -> None:
    second = make_up()
    assert second.process.wait(30) == 2
    assert f"(process {up.process.pid}) uses the data directory {up.data}" in second.err
    assert len(second.err.splitlines()) == 1
    assert up.get("/livez")


def test_a_taken_port_is_told(up: Up, make_up: Callable[..., Up]) -> None:
    port = up.url.rsplit(":", 1)[1]
    second = make_up(port=port, data_dir=str(up.folder / "other"))
    assert second.process.wait(30) == 2
    assert f"cannot listen on 127.0.0.1:{port}" in second.err


def test_nothing_outlives_a_killed_parent_and_nothing_is_lost(up: Up, make_up: Callable[..., Up]) -> None:
    article = up.post("The plant employs 240 people.")
    children = psutil.Process(up.process.pid).children(recursive=True)
    assert children
    up.signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=25)
    assert not alive
    assert running_url(up.data) is None
    again = make_up().ready()
    assert wait(lambda: stored(again, article), what="rows")


def test_a_killed_worker_and_a_killed_server_come_back(up: Up) -> None:
    child(up, "services.extract").kill()
    first = up.post("The first plant employs 240 people.")
    assert wait(lambda: stored(up, first), what="rows after the worker was killed")
    child(up, "valkey-server").kill()
    wait(lambda: up.get("/livez") and httpx.get(f"{up.url}/readyz").status_code == 200, what="the server")
    second = up.post("The second plant employs 300 people.")
    assert wait(lambda: stored(up, second), what="rows after the server was killed")


def test_a_stalled_extraction_stalls_no_answer_and_no_end(up: Up) -> None:
    worker = child(up, "services.extract")
    wait(lambda: httpx.get(f"{up.url}/readyz").status_code == 200)
    worker.suspend()
    article = up.post("The plant employs 240 people.")
    for _ in range(20):
        assert httpx.get(f"{up.url}/facts", timeout=2).status_code == 200
    assert stored(up, article) == []
    worker.resume()
    assert wait(lambda: stored(up, article), what="rows")


def test_sigterm_drains(up: Up, make_up: Callable[..., Up]) -> None:
    articles = [up.post(f"Plant number {n} employs {n + 100} people.") for n in range(30)]
    assert up.signal(signal.SIGTERM) == 0
    assert running_url(up.data) is None
    again = make_up().ready()
    for article in articles:
        assert wait(lambda article=article: stored(again, article), what=article)  # type: ignore[misc]


def test_given_servers_are_used(make_up: Callable[..., Up], server: object) -> None:
    url = str(server.url)  # type: ignore[attr-defined]
    up = make_up(redis_url=url, database_url="sqlite:///elsewhere.db").ready()
    article = up.post("The plant employs 240 people.")
    assert wait(lambda: stored(up, article), what="rows")
    assert (up.folder / "elsewhere.db").exists()
    assert not (up.data / "redis").exists()
    assert not (up.data / "factwire.db").exists()
