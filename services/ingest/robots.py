"""What sites allow: robots.txt as RFC 9309 has it, asked for once a day and site.

No such file (4xx) allows everything; a site that does not answer for it (5xx, no connection) allows nothing until it
does, which is an error like others: later.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import httpx
from protego import Protego

AGENT = "Factwire"
_KEPT = 86_400.0  # seconds; RFC 9309, 2.4: not longer
_LONGEST = 512_000  # bytes that are read; RFC 9309, 2.5: at least 500 kibibytes


class Forbidden(Exception):
    """The site does not want this address to be fetched by programs."""


class Robots:
    """The rules of every site that was asked."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._rules: dict[str, tuple[float, Protego]] = {}

    async def check(self, address: str) -> float:
        """Seconds that the site wants between two requests, 0 where it does not say.

        Raises Forbidden, or httpx.HTTPError where the site does not answer.
        """
        rules = await self._of(address)
        if not rules.can_fetch(address, AGENT):
            raise Forbidden(f"robots.txt of {urlsplit(address).netloc} forbids it")
        return float(rules.crawl_delay(AGENT) or 0)

    async def _of(self, address: str) -> Protego:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(site)
        if known is None or time.monotonic() - known[0] > _KEPT:
            known = self._rules[site] = (time.monotonic(), await self._read(f"{site}/robots.txt"))
        return known[1]

    async def _read(self, address: str) -> Protego:
        body = bytearray()
        async with self._client.stream("GET", address) as response:
            if response.status_code >= 500:
                response.raise_for_status()
            if response.status_code == 200:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _LONGEST:
                        break
        return Protego.parse(body[:_LONGEST].decode("utf-8", "replace"))
