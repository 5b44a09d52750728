"""A message in, a message out: the article's facts with where they come from and what read them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence

from services.extract.extractor import facts_of, identity
from shared import logs
from shared.broker import Entry
from shared.messages import ArticleIngested, ArticleReference, Extractor, FactsExtracted

log = logs.get(__name__)


def extracted(article: ArticleIngested) -> FactsExtracted:
    """All facts of the article, also when there are none. The same article gives the same facts with the same ids."""
    name, version, lexicon = identity()
    return FactsExtracted(
        article=ArticleReference(
            id=article.article_id,
            title=article.title,
            url=article.url,
            publisher=article.publisher,
            published_on=article.published_on,
            source=article.source,
            tags=article.tags,
        ),
        extractor=Extractor(name=name, version=version, lexicon=lexicon),
        extracted_at=dt.datetime.now(dt.UTC),
        facts=facts_of(article.text, article.published_on, article.article_id),
    )


async def extract(entries: Sequence[Entry[ArticleIngested]]) -> Sequence[FactsExtracted]:
    """The handler of `articles`: reads in a thread, so that signals and the broker are served meanwhile."""
    return await asyncio.to_thread(_extract_all, entries)


def _extract_all(entries: Sequence[Entry[ArticleIngested]]) -> list[FactsExtracted]:
    results = []
    for entry in entries:
        with entry.context():
            message = extracted(entry.message)
            log.info("extracted", facts=len(message.facts))
        results.append(message)
    return results
