"""A receiver of webhooks: a real HTTP server on loopback that checks every signature with the published library."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

Answer = tuple[int, dict[str, str]]


class Receiver:
    """Keeps what came. `answer` decides what is said to a request, by its number from 0."""

    def __init__(self, answer: Callable[[int], Answer] = lambda _: (204, {}), port: int = 0) -> None:
        self.secret = ""
        self.requests: list[tuple[str, dict[str, Any]]] = []  # webhook-id and payload, of every attempt
        self.headers: list[dict[str, str]] = []
        self.effects: dict[str, dict[str, Any]] = {}  # what a receiver that knows the ids makes of them
        self.forged = 0
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, more = receiver.take(headers, body, answer)
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("content-length", "2")
                with contextlib.suppress(ConnectionError):  # the sender was killed
                    self.end_headers()
                    self.wfile.write(b"no" if status >= 300 else b"ok")

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def take(self, headers: dict[str, str], body: bytes, answer: Callable[[int], Answer]) -> Answer:
        with self._lock:
            try:
                payload = Webhook(self.secret).verify(body, headers) if self.secret else json.loads(body)
            except WebhookVerificationError:
                self.forged += 1
                return 401, {}
            said = answer(len(self.requests))
            self.requests.append((headers["webhook-id"], payload))
            self.headers.append(headers)
            if said[0] < 300:
                self.effects[headers["webhook-id"]] = payload
            return said

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
