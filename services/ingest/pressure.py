"""When more has to wait: extraction lags too far behind, or too many bytes of posts are held in memory already.

Files stay in the inbox meanwhile, and feeds are read later; whoever posts holds a connection, and has to be told.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from services.ingest.downstream import too_many, unread
from services.ingest.problems import UNAVAILABLE, Problem
from shared import logs
from shared.broker.status import stream_status
from shared.broker.wire import Client
from shared.messages import ArticleIngested

log = logs.get(__name__)

_EVERY = 1.0  # seconds between two looks at the backlog: it is thousands long, and may be a second old
_LATER = 30.0  # seconds that a refused client should wait until some of the backlog is done
_SOON = 2.0  # … until other posts have let go of their memory


class Backlog:
    """Articles that extract has not been given yet; `watch` keeps it current."""

    def __init__(self, limit: int) -> None:
        """`limit`: entries from which on posts are refused; 0 for none."""
        self.unread = 0
        self._limit = limit

    async def watch(self, client: Client) -> None:
        """Look until cancelled."""
        while self._limit:
            # Without Redis posts are refused anyway, and say so.
            with contextlib.suppress(Exception):
                await self.look(client)
            await asyncio.sleep(_EVERY)

    async def look(self, client: Client) -> None:
        """Ask Redis now. Raises RedisError or OSError."""
        found = unread(await stream_status(client, ArticleIngested.STREAM))
        before, self.unread = self.full(), found
        if self.full() != before:
            refused = "posts are refused, files and feeds wait until extract has caught up"
            said = "posts, files and feeds are taken again" if before else refused
            log.warning(said, unread=found, limit=self._limit)

    @property
    def reason(self) -> str | None:
        """Why nothing is taken; None while it is."""
        return too_many(self.unread, self._limit)

    def full(self) -> bool:
        """Whether the backlog is too long."""
        return self.reason is not None

    def check(self) -> None:
        """Raises Problem where the backlog is too long."""
        if reason := self.reason:
            raise Problem(
                UNAVAILABLE,
                reason,
                "send it again later; the operator can start more extract workers",
                retry_after=_LATER,
            )


class Held:
    """Bytes of request bodies in memory, over all requests."""

    def __init__(self, limit: int) -> None:
        self.bytes = 0
        self._limit = limit

    @contextlib.contextmanager
    def share(self) -> Iterator[Share]:
        """One request's share, given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            self.bytes -= share.taken

    def take(self, size: int) -> None:
        """Raises Problem where there is no room."""
        if self.bytes + size > self._limit:
            detail = f"Posts of {self._limit:,} bytes in all are in hand already"
            raise Problem(UNAVAILABLE, detail, "send it again in a moment", retry_after=_SOON)
        self.bytes += size


class Share:
    """What one request holds."""

    def __init__(self, held: Held) -> None:
        self.taken = 0
        self._held = held

    def add(self, size: int) -> None:
        """So many more bytes. Raises Problem where there is no room for them."""
        self._held.take(size)
        self.taken += size
