"""A message in, a message out: the article's facts with where they come from and what read them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from services.extract.extractor import extracted
from shared import logs
from shared.broker import Entry
from shared.messages import ArticleIngested, FactsExtracted

log = logs.get(__name__)


async def extract(entries: Sequence[Entry[ArticleIngested]]) -> Sequence[FactsExtracted]:
    """The handler of `articles`: reads in a thread, so that signals and the broker are served meanwhile."""
    return await asyncio.to_thread(_extract_all, entries)


def _extract_all(entries: Sequence[Entry[ArticleIngested]]) -> list[FactsExtracted]:
    results = []
    for entry in entries:
        with entry.context():
            message = extracted(entry.message)
            if message.skipped:
                log.info("not read", reason=message.skipped)
            else:
                log.info("extracted", facts=len(message.facts))
        results.append(message)
    return results
