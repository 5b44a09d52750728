"""The feed door: a list of RSS and Atom addresses, asked politely, whose items go the way of every article.

Politely: nothing that robots.txt forbids, conditional requests (ETag, Last-Modified), an agent that says its name, one
request at a time and feed, `Retry-After` and `410 Gone` obeyed, growing pauses after failures. What a feed said last is
in the books, so that a restart does not ask for everything again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import httpx

from services.ingest.arriving import arrive
from services.ingest.intake import Intake
from services.ingest.ledger import FeedState, Ledger
from services.ingest.readers.pieces import Reader
from services.ingest.robots import AGENT, Forbidden, Robots
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Misconfigured

log = logs.get(__name__)

_LONGEST_PAUSE = 86_400.0  # seconds between two tries of a feed that fails
_FULL = 1.0  # seconds between two looks whether there is room again
_TIMEOUT = httpx.Timeout(20.0)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's answer: its document where it changed, and the state to remember; `pause` overrides the interval."""

    data: bytes | None
    state: FeedState
    pause: float | None = None


def addresses(given: str) -> list[str]:
    """The addresses in FACTWIRE_FEEDS: one a line, `#` begins a comment. Raises Misconfigured for what is none."""
    lines = [line.partition(" #")[0].strip() for line in given.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    for address in found:
        if not address.startswith(("http://", "https://")):
            raise Misconfigured(f"FACTWIRE_FEEDS: {address[:100]!r} is no web address", "one https://… a line")
    return list(dict.fromkeys(found))


class Feeds:
    """Polls every feed; `run` works until cancelled."""

    def __init__(
        self, settings: IngestSettings, intake: Intake, ledger: Ledger, reader: Reader, full: Callable[[], bool]
    ) -> None:
        """`full`: whether so much waits to be extracted that feeds are read later.

        Raises Misconfigured for an address that is none.
        """
        self._full = full
        self.addresses = addresses(settings.feeds)
        self._settings = settings
        self._intake = intake
        self._ledger = ledger
        self._reader = reader

    async def run(self) -> None:
        """Poll, each feed at its own time."""
        agent = f"{AGENT}/{version('factwire')} ({self._settings.feed_contact})"
        headers = {"User-Agent": agent, "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9"}
        async with (
            httpx.AsyncClient(headers=headers, timeout=_TIMEOUT, follow_redirects=True, max_redirects=5) as client,
            asyncio.TaskGroup() as polling,
        ):
            robots = Robots(client) if self._settings.feed_robots else None
            for address in self.addresses:
                polling.create_task(self._poll(client, address, robots))

    async def _poll(self, client: httpx.AsyncClient, address: str, robots: Robots | None) -> None:
        failures = 0
        while True:
            interval = self._settings.feed_interval
            while self._full():  # noqa: ASYNC110 - asked once a second, whoever answers
                await asyncio.sleep(_FULL)
            try:
                delay = await robots.check(address) if robots else 0.0
                fetched = await self._fetch(client, address, await self._ledger.feed(address))
                if fetched is None:
                    log.warning("the feed is gone for good", feed=address)
                    return
                if fetched.data is not None:
                    await self._take(address, fetched.data)
                # Only now: a crash in between means that the feed is read again, and its items are recognised.
                await self._ledger.remember_feed(address, fetched.state)
                failures = 0
                pause = max(interval, delay, fetched.pause or 0.0)
            except Forbidden as error:
                pause = _LONGEST_PAUSE
                hint = "ask its owner, take it out of FACTWIRE_FEEDS, or set FACTWIRE_FEED_ROBOTS=no"
                log.warning("a feed is left alone", feed=address, reason=str(error), hint=hint)
            except Exception as error:  # noqa: BLE001 - the web, Redis or the disk: later
                failures += 1
                retry_after = error.pause if isinstance(error, _Refused) else 0.0
                pause = max(retry_after, min(interval * 2 ** min(failures, 20), _LONGEST_PAUSE))
                log.warning("cannot read a feed", feed=address, error=f"{type(error).__name__}: {error}", pause=pause)
            await asyncio.sleep(pause * random.uniform(1.0, 1.1))  # noqa: S311 - spreads requests, hides nothing

    async def _fetch(self, client: httpx.AsyncClient, address: str, state: FeedState) -> Fetched | None:
        """The feed's answer; None when it says that it is gone. Raises _Refused or httpx.HTTPError."""
        given = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
        async with client.stream("GET", address, headers={n: v for n, v in given.items() if v}) as response:
            if response.status_code == 304:
                return Fetched(None, state)
            if response.status_code == 410:
                return None
            if response.status_code != 200:
                raise _Refused(response.status_code, _seconds(response.headers.get("retry-after", "")))
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > self._settings.max_article_bytes:
                    raise _Refused(200, 0.0, "it is too large")
            now = state._replace(etag=response.headers.get("etag"), modified=response.headers.get("last-modified"))
            return Fetched(bytes(body), now)

    async def _take(self, address: str, data: bytes) -> None:
        arriving = await asyncio.to_thread(
            arrive, data, reader=self._reader, door="feed", name=address, media_type="application/rss+xml"
        )
        (receipt,) = await self._intake.take([arriving.arrival])
        new = len(receipt.articles) - len(receipt.known)
        log.info("feed", feed=address, items=len(arriving.parts), new=new)


class _Refused(Exception):
    def __init__(self, status: int, pause: float, why: str = "") -> None:
        super().__init__(why or f"it answered {status}")
        self.pause = min(pause, _LONGEST_PAUSE)


def _seconds(retry_after: str) -> float:
    """`Retry-After` in seconds: a number, or a date; 0 where it is neither."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
        return max(0.0, (when - when.now(when.tzinfo)).total_seconds())
    except (TypeError, ValueError):
        return 0.0
