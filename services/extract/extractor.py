"""From an article's text to the contract's facts: runs the core and gives each claim its identity."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cache
from importlib.metadata import version
from typing import Any

from services.extract.core import lexicon, pipeline
from services.extract.core.model import Claim, Mentioned
from shared.facts import (
    EventFact,
    Fact,
    Money,
    QuantityFact,
    RoleFact,
    Span,
    Value,
    canonical,
    event_claim,
    fact_id,
    quantity_claim,
    role_claim,
)
from shared.messages import ArticleIngested, ArticleReference, Extractor, FactsExtracted

NAME = "factwire"


@cache
def identity() -> tuple[str, str, str]:
    """Name, version and lexicon hash of this extractor."""
    return NAME, version("factwire"), lexicon.fingerprint()


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
            supersedes=article.supersedes,
            superseded_by=article.superseded_by,
            near_duplicate_of=article.near_duplicate_of,
        ),
        extractor=Extractor(name=name, version=version, lexicon=lexicon),
        extracted_at=dt.datetime.now(dt.UTC),
        facts=facts_of(article.text, article.published_on, article.article_id),
    )


def facts_of(text: str, published_on: dt.date | None, article_id: uuid.UUID) -> tuple[Fact, ...]:
    """All facts of an article, in the order of their evidence; offsets count code points of `text` as given."""
    document = pipeline.read(text, published_on)
    return tuple(fact(claim, text, article_id) for claim in pipeline.claims(document))


def _spanned(text: str, mentioned: Mentioned | None) -> dict[str, Any] | None:
    """A span's fields; its characters are the article's, also where the name was composed of several places."""
    if mentioned is None or mentioned.start < 0:
        return None
    return {"start": mentioned.start, "end": mentioned.end, "text": text[mentioned.start : mentioned.end]}


def fact(claim: Claim, text: str, article_id: uuid.UUID) -> Fact:
    """A claim of the core as the contract's fact."""
    dated = claim.has_period and (claim.begin or claim.until)
    common: dict[str, Any] = {  # plain dicts inside: one validation of the whole is cheapest
        "period": {"start": claim.begin, "end": claim.until, "text": claim.period_text} if dated else None,
        "status": claim.status,
        "place": _spanned(text, claim.place),
        "attribution": _spanned(text, claim.attribution),
        "evidence": {"start": claim.start, "end": claim.end, "text": text[claim.start : claim.end]},
        "sentence": {"start": claim.sentence.start, "end": claim.sentence.end},
        "confidence": claim.confidence,
        "rule": claim.rule,
        "kind": claim.kind,
    }

    def identified(what: str) -> uuid.UUID:
        return fact_id(article_id, claim.kind, claim.start, claim.end, what)

    if claim.kind == "role":
        person, title = claim.person or "", claim.title or ""
        held = _spanned(text, claim.organization)
        claimed = identified(role_claim(person, title))
        return RoleFact.model_validate(
            {**common, "id": claimed, "person": person, "title": title, "organization": held}
        )
    spanned = _spanned(text, claim.subject)
    about = None if spanned is None else Span.model_validate(spanned)
    if claim.kind == "event":
        event = claim.event or ""
        return EventFact.model_validate(
            {**common, "id": identified(event_claim(event, about)), "event": event, "subject": about}
        )
    q = claim.quantity
    if q is None:
        raise TypeError(f"a claim of {claim.kind} without its quantity")
    value = Value(
        amount=canonical(q.amount),
        upper=canonical(q.upper) if q.upper is not None else None,
        unit=q.unit,
        item=claim.item,
        per=q.per,  # type: ignore[arg-type]  # the grammar yields only these
        bound=q.bound,  # type: ignore[arg-type]
        equivalents=tuple(Money(amount=canonical(amount), unit=unit) for amount, unit in q.equivalents),
    )
    claimed = identified(quantity_claim(value, about))
    return QuantityFact.model_validate(
        {**common, "id": claimed, "subject": about, "value": value, "direction": claim.direction}
    )
