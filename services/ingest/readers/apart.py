"""Reading in a process of its own: whatever a file does to its reader, ingest goes on.

Documents and archives of strangers are read there, within seconds and a bounded memory: a page nested ten thousand
deep, a PDF that crashes its library or an endless decompression end as one failed file. Plain text needs no such care.

The wire between the two: 4 bytes of length, a JSON object, and with a question the file's bytes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from services.ingest.article import Draft
from services.ingest.readers.formats import TEXT, format_of, parts_of
from services.ingest.readers.pieces import Budget, Part
from shared.errors import Rejected

_LENGTH = struct.Struct(">I")
_RETIRE = 300_000_000  # bytes of memory beyond which the process makes room for a fresh one


class Apart:
    """Reads files in a process that is started when it is first needed; safe to use from several threads."""

    def __init__(self, *, seconds: float, memory: int, budget: Budget) -> None:
        """At most so many seconds a file, so many bytes of memory, and so much unfolding."""
        self._seconds = seconds
        self._memory = memory
        self._budget = budget
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(self, data: bytes, name: str, media_type: str | None = None) -> list[Part]:
        """The parts of a file. Raises Rejected when reading it took too long or too much memory, or crashed."""
        if format_of(data, name, media_type) is TEXT:
            return list(parts_of(data, name, media_type, dataclasses.replace(self._budget)))
        with self._lock:
            for fresh in (False, True):
                process = self._running()
                try:
                    return self._ask(process, data, name, media_type)
                except BrokenPipeError:  # it was killed since the last question
                    self._end(process)
                    if fresh:
                        raise
            raise AssertionError("unreachable")

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._process:
                self._end(self._process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            if self._process:
                self._end(self._process)
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "services.ingest.readers.apart", str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], data: bytes, name: str, media_type: str | None) -> list[Part]:
        assert process.stdin  # noqa: S101 - it was started with pipes
        assert process.stdout  # noqa: S101
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.start()
        try:
            budget = dataclasses.asdict(self._budget)
            question = {"name": name, "media_type": media_type, "size": len(data), "budget": budget}
            _send(process.stdin, question, data)
            answer = _receive(process.stdout)
        except BrokenPipeError:
            if not late.is_set():  # it was gone before the question; else it took too long already
                raise
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self._end(process)
            if late.is_set():
                raise Rejected(
                    f"Reading it took more than {self._seconds:g} s, so it was given up",
                    "save it as plain text, or raise FACTWIRE_READ_SECONDS",
                )
            raise Rejected("Its reader crashed or ran out of memory on it", "it is damaged; save it as plain text")
        if answer["retires"]:
            self._end(process)
        return [_part(*part) for part in answer["parts"]]

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()
        self._process = None


def main(memory: int) -> None:
    """Answer questions until the other side is gone."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    questions = sys.stdin.buffer
    while (question := _receive(questions)) is not None:
        data = questions.read(question["size"])
        budget = Budget(**question["budget"])
        parts = [_plain(part) for part in parts_of(data, question["name"], question["media_type"], budget)]
        retires = _resident() > _RETIRE
        _send(answers, {"parts": parts, "retires": retires})
        if retires:
            return


def _resident() -> int:
    """Bytes of memory that this process holds."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        # Not on Linux, where ru_maxrss would not do: it survives exec, so a large parent's is its child's.
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _send(pipe: BinaryIO | Any, document: Any, data: bytes = b"") -> None:
    line = json.dumps(document).encode()
    pipe.write(_LENGTH.pack(len(line)) + line)
    pipe.write(data)
    pipe.flush()


def _receive(pipe: BinaryIO | Any) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    line = pipe.read(length)
    return json.loads(line) if len(line) == length else None


def _plain(part: Part) -> tuple[str, dict[str, Any]]:
    if isinstance(part.content, Rejected):
        return part.name, {"reason": part.content.reason, "hint": part.content.hint}
    draft = dataclasses.asdict(part.content)
    return part.name, draft | {"published_on": draft["published_on"] and draft["published_on"].isoformat()}


def _part(name: str, content: dict[str, Any]) -> Part:
    if "reason" in content:
        return Part(name, Rejected(content["reason"], content["hint"]))
    published_on = content["published_on"]
    content["published_on"] = dt.date.fromisoformat(published_on) if published_on else None
    return Part(name, Draft(**content | {"tags": tuple(content["tags"])}))


if __name__ == "__main__":
    assert isinstance(sys.stdin.buffer, io.BufferedReader)  # noqa: S101
    main(int(sys.argv[1]))
