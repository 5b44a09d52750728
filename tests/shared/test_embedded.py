"""The embedded server: durable, alone on its data, and never without its parent."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from shared import embedded
from shared.embedded import EmbeddedServer, running_url, server_binary
from shared.errors import Misconfigured

PARENT = """
import sys, time
from pathlib import Path
from shared.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
server.start()
print(server.pid, server.url, flush=True)
time.sleep(60)
"""


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def gone(pid: int) -> bool:
    """Whether the process ended (a zombie that nobody waited for has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def value(server: EmbeddedServer, key: str) -> bytes | None:
    with Redis.from_url(server.url) as client:
        found: bytes | None = client.get(key)
        return found


def put(server: EmbeddedServer, key: str, text: str) -> None:
    with Redis.from_url(server.url) as client:
        client.set(key, text)


def test_it_answers_and_is_durable(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path) as server, Redis.from_url(server.url) as client:
        assert client.ping()
        assert client.config_get("appendonly", "appendfsync", "bind", "maxmemory-policy") == {
            "appendonly": "yes",
            "appendfsync": "always",
            "bind": "127.0.0.1",
            "maxmemory-policy": "noeviction",
        }
        assert running_url(tmp_path) == server.url
    assert server.pid is None
    assert running_url(tmp_path) is None


def test_what_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    with server:
        put(server, "key", "kept")
        url, pid = server.url, server.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda: server.pid is None)
        server.start()
        assert (server.url, value(server, "key")) == (url, b"kept")
        assert server.pid != pid
    with EmbeddedServer(tmp_path) as another:
        assert value(another, "key") == b"kept"


def test_a_second_one_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path):
        begun = time.monotonic()
        with pytest.raises(Misconfigured, match=rf"{tmp_path} is in use by process {os.getpid()}"):
            EmbeddedServer(tmp_path).start()
        assert time.monotonic() - begun < 1
    with EmbeddedServer(tmp_path) as server:
        assert server.pid


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
@pytest.mark.system
def test_it_dies_with_its_parent_and_leaves_the_data_usable(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as parent:
        assert parent.stdout is not None
        words = parent.stdout.readline().split()
        pid = int(words[0])
        assert running_url(tmp_path) == words[1]
        with pytest.raises(Misconfigured, match=f"in use by process {parent.pid}"):
            EmbeddedServer(tmp_path).start()
        parent.kill()
        parent.wait()
        with EmbeddedServer(tmp_path) as server:  # waits for the orphan's end
            assert server.pid
            until(lambda: gone(pid))


def test_without_any_server_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    old = tmp_path / "redis-server"
    old.write_text("#!/bin/sh\necho 'Redis server v=6.0.16 sha=00000000'\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match=r"redis-server is older than 7.*factwire\[embedded\]"):
        server_binary()
    old.write_text("#!/bin/sh\necho 'Redis server v=7.2.4 sha=00000000'\n")
    assert server_binary() == old
    monkeypatch.undo()
    assert server_binary().name == "valkey-server"


def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(embedded, "server_binary", lambda: broken)
    with pytest.raises(Misconfigured, match="did not start"):
        EmbeddedServer(tmp_path / "data").start()
    monkeypatch.undo()
    with EmbeddedServer(tmp_path / "data"):
        pass
