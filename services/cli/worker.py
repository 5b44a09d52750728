"""A service in a process of its own: started again when it ends, and gone when we are, however we end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable

from shared import logs
from shared.errors import Misconfigured

log = logs.get(__name__)

GRACE = 15  # seconds to drain after SIGTERM; then it is killed, and what it had in hand is delivered again
PAUSES = (0.5, 30.0)  # first and longest pause before another start, in seconds
_SETTLED = 60.0  # seconds of life after which an end counts as a first one

# In words: become the service; a child of it waits for the end of our pipe, then asks the service to stop, and kills
# it after GRACE. Also a service that is stuck inside a regular expression, where no signal handler runs, so ends.
_LEASH = """
exec 3<&0
(
  trap '' TERM
  cat <&3
  kill -TERM $$
  n=0
  while [ $n -lt "$0" ] && kill -0 $$; do sleep 0.2; n=$((n + 1)); done
  kill -KILL $$
) >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null
"""


class Worker:
    """`python -P -m MODULE`, kept running while the block lasts; drained when it ends.

    -P: the module that is installed with us, not one that lies in the current folder. Where it ends with code 2, a
    wrong setting, another start is useless: `hopeless` says so, `when_hopeless` is called.
    """

    def __init__(self, module: str, environ: dict[str, str], *, when_hopeless: Callable[[], None]) -> None:
        self.module = module
        self.environ = environ
        self.when_hopeless = when_hopeless
        self.hopeless: Misconfigured | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def __aenter__(self) -> Worker:
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, kind: object, error: object, at: object) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._process is not None and self.pid is not None:
            if self._process.stdin is not None:
                self._process.stdin.close()  # the end of the pipe is the order to stop
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE + 5):
                    await self._process.wait()

    async def _keep(self) -> None:
        pause = PAUSES[0]
        while True:
            begun = time.monotonic()
            self._process = await asyncio.create_subprocess_exec(
                *("/bin/sh", "-c", _LEASH, str(GRACE * 5), sys.executable, "-P", "-m", self.module),
                env={**os.environ, **self.environ},
                stdin=asyncio.subprocess.PIPE,
                stdout=sys.stderr,  # our standard output carries facts
                start_new_session=True,  # Ctrl-C in the terminal reaches us, and we drain in order
            )
            code = await self._process.wait()
            if code == 2:
                self.hopeless = Misconfigured(f"{self.module} does not start", "its own message stands above")
                self.when_hopeless()
                return
            if time.monotonic() - begun > _SETTLED:
                pause = PAUSES[0]
            log.warning("a service ended and is started again", module=self.module, code=code, pause=pause)
            await asyncio.sleep(pause)
            pause = min(PAUSES[1], pause * 2)
