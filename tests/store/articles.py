"""Articles and facts for the tests: written for them, with spans that are located in the text, not counted."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from shared.facts import (
    EventFact,
    Fact,
    Money,
    Period,
    QuantityFact,
    RoleFact,
    Sentence,
    Span,
    Value,
    claim_of,
    fact_id,
)
from shared.messages import ArticleIngested, ArticleReference, Extractor, FactsExtracted, Source, article_id

NOON = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC)
TEXT = (
    "The Saryarka wagon plant opened in Petropavl in February. It is worth 5.5 billion tenge ($13 million), said "
    "director Askar Omarov. The plant can build up to 1,200 wagons a year and created more than 300 jobs."
)


def article(text: str = TEXT, *, at: dt.datetime = NOON, **more: Any) -> ArticleIngested:
    """An article as ingest sends it."""
    fields: dict[str, Any] = {
        "article_id": article_id(text),
        "text": text,
        "title": "Wagon plant opens",
        "url": "https://news.invalid/wagons",
        "publisher": "News",
        "published_on": dt.date(2021, 3, 1),
        "language": "en",
        "source": Source(door="inbox", name="wagons.txt", received_at=at),
        "tags": ("industry",),
        "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return ArticleIngested(**fields | more)


def span(text: str, words: str) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def _finished(article: ArticleIngested, kind: type[Any], evidence: str, fields: dict[str, Any]) -> Any:
    where = span(article.text, evidence)
    fact = kind(
        **{
            "id": uuid.UUID(int=0), "evidence": where, "sentence": Sentence(start=where.start, end=where.end),
            "confidence": 0.9, "rule": "tests.rule", **fields,
        }
    )  # fmt: skip
    identity = fact_id(article.article_id, fact.kind, where.start, where.end, claim_of(fact))
    return fact.model_copy(update={"id": identity})


def quantity(article: ArticleIngested, kind: str, evidence: str, value: Value, **fields: Any) -> Fact:
    """A fact with a value."""
    found: Fact = _finished(article, QuantityFact, evidence, {"kind": kind, "value": value, **fields})
    return found


def four_facts(article: ArticleIngested) -> tuple[Fact, ...]:
    """An opening, an investment, a role and jobs, as an extractor would find them in TEXT."""
    plant = span(article.text, "Saryarka wagon plant")
    return (
        _finished(article, EventFact, "opened", {
            "event": "opening", "subject": plant, "place": span(article.text, "Petropavl"),
            "period": Period(start=dt.date(2021, 2, 1), end=dt.date(2021, 2, 28), text="in February"),
        }),
        quantity(
            article, "investment", "5.5 billion tenge ($13 million)",
            Value(amount="5500000000", unit="KZT", equivalents=(Money(amount="13000000", unit="USD"),)),
            subject=plant, attribution=span(article.text, "Askar Omarov"),
        ),
        _finished(article, RoleFact, "director Askar Omarov", {"person": "Askar Omarov", "title": "director"}),
        quantity(
            article, "employment", "more than 300 jobs", Value(amount="300", unit="1", item="jobs", bound="at_least"),
            subject=plant,
        ),
    )  # fmt: skip


def extracted(
    article: ArticleIngested,
    facts: tuple[Fact, ...] | None = None,
    *,
    version: str = "0.1.0",
    at: dt.datetime = NOON + dt.timedelta(seconds=1),
) -> FactsExtracted:
    """What extract says about the article."""
    return FactsExtracted(
        article=ArticleReference.of(article),
        extractor=Extractor(name="factwire", version=version, lexicon="0" * 12),
        extracted_at=at,
        facts=four_facts(article) if facts is None else facts,
    )
