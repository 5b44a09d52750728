"""Metrics and traces: there where asked for, nothing in the way where not."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from shared import telemetry
from shared.errors import Misconfigured
from shared.settings import Settings
from tests.shared.moving import TRACE

ROOT = Path(__file__).parents[2]

# Publishes an article and reads it, as a service does, with whatever the environment asks for.
SERVICE = """
import asyncio, sys, urllib.request
from shared.broker import consume, make_broker, publish
from shared.messages import ArticleIngested
from shared.settings import Settings, load
from tests.shared.moving import TRACE, answer, article

async def main():
    settings = load(Settings)
    broker = make_broker(settings, service="test")
    done = asyncio.Event()
    async def handler(entries):
        done.set()
        return await answer(entries)
    consume(broker, ArticleIngested, handler, group="extract", settings=settings)
    await broker.start()
    await publish(broker, [article(1)], traceparent=TRACE)
    await done.wait()
    if settings.metrics_port:
        url = f"http://127.0.0.1:{settings.metrics_port}/metrics"
        print((await asyncio.to_thread(urllib.request.urlopen, url)).read().decode())
    await broker.stop()

asyncio.run(main())
"""


class Collector(BaseHTTPRequestHandler):
    """An OpenTelemetry collector that keeps what it is sent."""

    received: list[bytes]

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    received: list[bytes] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Kept", (Collector,), {"received": received}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    thread.join()
    server.server_close()


def run_service(settings: Settings, **environ: str) -> str:
    assert settings.redis_url is not None
    environ |= {"FACTWIRE_REDIS_URL": settings.redis_url.get_secret_value(), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", SERVICE], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_is_in_the_way_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    assert telemetry.middlewares(Settings.model_validate({})) == ()


@pytest.mark.parametrize("module", ["prometheus_client", "opentelemetry.sdk.trace"])
def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    settings = Settings.model_validate({"metrics_port": 9000} if module == "prometheus_client" else {})
    if not settings.metrics_port:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    with pytest.raises(Misconfigured, match=r"factwire\[telemetry\]"):
        telemetry.middlewares(settings)


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings.model_validate({"metrics_port": taken.getsockname()[1]})
        with pytest.raises(Misconfigured, match="FACTWIRE_METRICS_PORT: cannot listen"):
            telemetry.serve(settings)


@pytest.mark.system
def test_metrics_are_served(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    metrics = run_service(settings, FACTWIRE_METRICS_PORT=str(port))
    assert 'factwire_received_messages_total{app_name="factwire",broker="redis",handler="articles"} 1.0' in metrics


@pytest.mark.system
def test_traces_are_sent_and_continue_the_articles(settings: Settings, collector: tuple[str, list[bytes]]) -> None:
    url, received = collector
    run_service(settings, OTEL_EXPORTER_OTLP_ENDPOINT=url, OTEL_SERVICE_NAME="factwire-extract")
    sent = b"".join(received)
    assert b"facts publish" in sent
    assert b"factwire-extract" in sent
    assert sent.count(bytes.fromhex(TRACE[3:35])) >= 2, "publishing the article and its facts are of one trace"
