"""Is every stored fact still what its article says? Nothing is changed; every disagreement is reported.

Checked for each article that has its text: its id recomputes from the text; every span of every fact covers its words;
every fact's id recomputes from what it claims; the typed columns recompute from the fact as it came; and, where the
installed extractor is the one that read it, reading the text again gives the same facts.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select

from services.store.columns import Number
from services.store.database import Database
from services.store.rows import fact_row
from services.store.tables import ARTICLE, EXTRACTION, FACT
from shared.facts import FACTS, Fact, Span, claim_of, fact_id
from shared.messages import ArticleIngested, Extractor, FactsExtracted, Source, article_id

Reader = Callable[[ArticleIngested], FactsExtracted]
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What is wrong with an article or one of its facts."""

    check: str
    article: str
    fact: str | None
    detail: str


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found; `without_text` articles could not be checked."""

    articles: int = 0
    facts: int = 0
    without_text: int = 0
    read_again: int = 0
    found: Counter[str] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        """Whether nothing disagreed."""
        return not self.found


async def verify(
    database: Database, report: Report, *, read: Reader | None = None, by: Extractor | None = None
) -> AsyncIterator[Disagreement]:
    """Go through the whole store and count into `report`; `read` reads articles again that `by` had read."""
    after = 0
    while True:
        async with database.read() as connection:
            statement = select(ARTICLE).where(ARTICLE.c.seq > after).order_by(ARTICLE.c.seq).limit(CHUNK)
            articles = (await connection.execute(statement)).all()
            if not articles:
                return
            ids = [article.id for article in articles]
            rows: dict[str, list[Row[Any]]] = {}
            held = select(FACT).where(FACT.c.article_id.in_(ids), FACT.c.superseded_at.is_(None)).order_by(FACT.c.seq)
            for row in await connection.execute(held):
                rows.setdefault(row.article_id, []).append(row)
            current = select(EXTRACTION).where(EXTRACTION.c.article_id.in_(ids), EXTRACTION.c.current)
            readings = {row.article_id: row for row in await connection.execute(current)}
        after = articles[-1].seq
        for article in articles:
            report.articles += 1
            report.facts += len(rows.get(article.id, []))
            for found in _article(article, rows.get(article.id, []), readings.get(article.id), report, read, by):
                report.found[found.check] += 1
                yield found


def _article(
    article: Row[Any],
    rows: list[Row[Any]],
    reading: Row[Any] | None,
    report: Report,
    read: Reader | None,
    by: Extractor | None,
) -> Iterator[Disagreement]:
    facts = FACTS.validate_json(f"[{','.join(row.original for row in rows)}]")
    for row, fact in zip(rows, facts, strict=True):
        yield from _identity(fact, row)
        yield from _columns(fact, row)
    if reading is not None and reading.facts != len(rows):
        yield Disagreement("count", article.id, None, f"{len(rows)} facts stand where {reading.facts} were read")
    if article.text is None:
        report.without_text += 1
        return
    if "\ufffd" not in article.text and str(article_id(article.text)) != article.id:
        yield Disagreement("article id", article.id, None, "the id does not recompute from the text")
    for fact in facts:
        yield from _spans(fact, article)
    if read and reading and by == Extractor(name=reading.extractor, version=reading.version, lexicon=reading.lexicon):
        report.read_again += 1
        yield from _again(article, facts, read)


def _identity(fact: Fact, row: Row[Any]) -> Iterator[Disagreement]:
    where = fact.evidence
    expected = fact_id(uuid.UUID(row.article_id), fact.kind, where.start, where.end, claim_of(fact))
    if str(expected) != row.id or fact.id != expected:
        yield Disagreement("fact id", row.article_id, row.id, f"the claim has the id {expected}")


def _columns(fact: Fact, row: Row[Any]) -> Iterator[Disagreement]:
    for name, value in fact_row(fact, "", {}).items():
        stored = row._mapping[name]
        if name == "original" or stored == value:
            continue
        number = isinstance(FACT.c[name].type, Number) and stored is not None and value is not None
        if number and float(stored) == float(Decimal(value)):
            continue
        yield Disagreement("column", row.article_id, row.id, f"{name} is {stored!r}, the fact says {value!r}")


def _spans(fact: Fact, article: Row[Any]) -> Iterator[Disagreement]:
    for name in ("evidence", "subject", "place", "attribution", "organization"):
        span = getattr(fact, name, None)
        if isinstance(span, Span) and article.text[span.start : span.end] != span.text:
            stands = article.text[span.start : span.end]
            yield Disagreement("span", article.id, str(fact.id), f"{name} is {span.text!r}, the text has {stands!r}")
    if not 0 <= fact.sentence.start <= fact.sentence.end <= len(article.text):
        yield Disagreement("span", article.id, str(fact.id), "its sentence lies outside the text")


def _again(article: Row[Any], facts: tuple[Fact, ...], read: Reader) -> Iterator[Disagreement]:
    source = Source(door="command", name="verify", received_at=article.received_at)
    message = ArticleIngested(
        article_id=uuid.UUID(article.id),
        text=article.text,
        title=article.title,
        url=article.url,
        publisher=article.publisher,
        published_on=article.published_on,
        dateline=article.dateline,
        language=article.language,
        source=source,
        content_sha256=article.content_sha256,
    )
    stored = {fact.id: fact for fact in facts}
    now = {fact.id: fact for fact in read(message).facts}
    for identity in stored.keys() | now.keys():
        if stored.get(identity) != now.get(identity):
            how = "only stored" if identity not in now else "not stored" if identity not in stored else "differs"
            yield Disagreement("reading", article.id, str(identity), f"read again: {how}")
