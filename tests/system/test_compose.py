"""compose.yaml as it is: every service a container, with Redis and PostgreSQL; two extract workers share the load."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.containers import images, need_engine
from tests.system.conftest import EXAMPLES, ROOT, wait

pytestmark = [pytest.mark.system, pytest.mark.containers, pytest.mark.timeout(600)]


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


class Compose:
    """The project, up under a name of its own."""

    def __init__(self) -> None:
        self.project = f"factwire-test-{os.getpid()}"
        self.ports = {"INGEST_PORT": free_port(), "STORE_PORT": free_port()}
        self.environ = os.environ | images() | self.ports
        self.ingest = f"http://127.0.0.1:{self.ports['INGEST_PORT']}"
        self.store = f"http://127.0.0.1:{self.ports['STORE_PORT']}"

    def __call__(self, *arguments: str) -> str:
        command = ["docker", "compose", "--project-name", self.project, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def containers(self, service: str) -> list[str]:
        return self("ps", "--quiet", service).split()

    def post(self, text: str) -> str:
        answer = httpx.post(f"{self.ingest}/articles", content=text.encode(), headers={"content-type": "text/plain"})
        assert answer.status_code == 202, answer.text
        identifier: str = answer.json()["article_id"]
        return identifier

    def facts(self, article: str) -> list[dict[str, Any]]:
        answer = httpx.get(f"{self.store}/facts", params={"article": article})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


@pytest.fixture(scope="module")
def compose() -> Iterator[Compose]:
    need_engine()
    made = Compose()
    try:
        made("up", "--build", "--wait", "--scale", "extract=2")
        yield made
    finally:
        made("down", "--volumes", "--timeout", "20")


def test_a_posted_article_is_read_from_postgresql(compose: Compose) -> None:
    text = (EXAMPLES / "cable-plant.txt").read_text(encoding="utf-8")
    article = compose.post(text)
    facts = wait(lambda: compose.facts(article), what="facts through the store container")
    assert {"investment", "employment"} <= {fact["kind"] for fact in facts}
    query = f"SELECT count(*) FROM fact WHERE article_id = '{article}'"
    psql = ("psql", "--username=factwire", "--tuples-only", "--no-align", f"--command={query}")
    assert int(compose("exec", "-T", "postgres", *psql)) == len(facts)


def test_a_file_copied_into_the_inbox_volume_is_taken(compose: Compose) -> None:
    text = "The Irtysh plant employs 345 people."
    write = f"import pathlib; pathlib.Path('/inbox/dropped.txt').write_text({text!r})"
    compose("exec", "-T", "ingest", "python", "-c", write)

    def taken() -> bool:
        found = httpx.get(f"{compose.store}/articles").json()["items"]
        return any(article["source_name"] == "dropped.txt" for article in found)

    wait(taken, what="the dropped article")


def test_two_workers_share_the_load(compose: Compose) -> None:
    articles = [compose.post(f"Plant number {n} employs {n + 100} people.") for n in range(60)]
    for article in articles:
        wait(lambda article=article: compose.facts(article), what=article)  # type: ignore[misc]
    workers = compose.containers("extract")
    assert len(workers) == 2
    done = [compose_log(worker).count('"event": "extracted"') for worker in workers]
    assert min(done) >= 6, f"articles each: {done}"


def test_containers_are_confined(compose: Compose) -> None:
    for service in ("ingest", "extract", "store"):
        container = compose.containers(service)[0]
        answer = subprocess.run(["docker", "inspect", container], capture_output=True, check=True, env=compose.environ)
        (found,) = json.loads(answer.stdout)
        assert found["HostConfig"]["ReadonlyRootfs"]
        assert found["HostConfig"]["CapDrop"] == ["ALL"]
        assert found["Config"]["User"] == "10001:10001"
        assert found["State"]["Health"]["Status"] == "healthy"


def test_images_hold_only_what_their_service_needs(compose: Compose) -> None:
    def has(service: str, module: str) -> bool:
        code = f"import importlib.util; print(importlib.util.find_spec({module!r}) is not None)"
        return compose("exec", "-T", service, "python", "-c", code).strip() == "True"

    assert not has("extract", "fastapi")
    assert not has("extract", "sqlalchemy")
    assert not has("ingest", "sqlalchemy")
    assert not has("store", "watchfiles")
    assert has("store", "sqlalchemy")
    assert has("ingest", "watchfiles")


def test_everything_stops_cleanly_and_comes_back_with_its_data(compose: Compose) -> None:
    article = compose.post("The last plant employs 999 people.")
    wait(lambda: compose.facts(article), what="facts")
    compose("stop", "ingest", "extract", "store", "redis")
    for service in ("ingest", "extract", "store"):
        for container in compose("ps", "--all", "--quiet", service).split():
            inspect = ["docker", "inspect", "--format", "{{.State.ExitCode}}", container]
            code = subprocess.run(inspect, capture_output=True, text=True, check=True, env=compose.environ).stdout
            assert code.strip() == "0", service
    compose("up", "--wait", "--scale", "extract=2")
    assert compose.facts(article)
    assert compose.facts(compose.post("The last plant employs 999 people.")), "the same article again"


def compose_log(container: str) -> str:
    done = subprocess.run(["docker", "logs", container], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
