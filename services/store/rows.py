"""Messages to rows: pure, one function a table."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any, TypeAlias

from services.store import units
from services.store.naming import key
from services.store.tables import FACT
from shared.facts import EventFact, Fact, QuantityFact, RoleFact
from shared.messages import ArticleIngested, ArticleReference, FactsExtracted

Row: TypeAlias = dict[str, Any]

EXTRACTION_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://factwire.invalid/extraction")
NUL = "\x00"


def storable(text: str | None) -> str | None:
    """PostgreSQL keeps no NUL; the replacement character has the same length, so offsets still hold."""
    return text.replace(NUL, "\ufffd") if text and NUL in text else text


def without_nul(document: str) -> str:
    """The same for a JSON document."""
    return json.dumps(_clean(json.loads(document)), ensure_ascii=False) if "\\u0000" in document else document


def _clean(node: Any) -> Any:
    if isinstance(node, str):
        return storable(node)
    if isinstance(node, list):
        return [_clean(n) for n in node]
    return {k: _clean(v) for k, v in node.items()} if isinstance(node, dict) else node


def article_row(message: ArticleIngested, now: dt.datetime) -> Row:
    """The row of an ingested article, with its text."""
    return reference_row(message.article_id, message, now) | {
        "text": storable(message.text),
        "dateline": storable(message.dateline),
        "language": storable(message.language),
        "content_sha256": message.content_sha256,
        "text_received_at": message.source.received_at,
    }


def reference_row(article_id: uuid.UUID, article: ArticleIngested | ArticleReference, now: dt.datetime) -> Row:
    """What a fact's message knows of its article: everything but the text."""
    return {
        "id": str(article_id),
        "title": storable(article.title),
        "url": storable(article.url),
        "publisher": storable(article.publisher),
        "published_on": article.published_on,
        "door": article.source.door,
        "source_name": storable(article.source.name),
        "received_at": article.source.received_at,
        "tags": json.dumps([storable(tag) for tag in article.tags], ensure_ascii=False),
        "supersedes": article.supersedes and str(article.supersedes),
        "superseded_by": article.superseded_by and str(article.superseded_by),
        "near_duplicate_of": article.near_duplicate_of and str(article.near_duplicate_of),
        "recorded_at": now,
    }


def extraction_row(message: FactsExtracted, documents: Sequence[str], now: dt.datetime) -> Row:
    """The reading itself; `documents` are its facts as JSON.

    Its id is the same for the same facts by the same extractor, however often they come.
    """
    extractor, facts = message.extractor, hashlib.sha256("\n".join(documents).encode()).hexdigest()
    name = f"{message.article.id}|{extractor.name}|{extractor.version}|{extractor.lexicon}|{facts}"
    return {
        "id": str(uuid.uuid5(EXTRACTION_NAMESPACE, name)),
        "article_id": str(message.article.id),
        "extractor": storable(extractor.name),
        "version": storable(extractor.version),
        "lexicon": storable(extractor.lexicon),
        "received_at": message.article.source.received_at,
        "extracted_at": message.extracted_at,
        "facts": len(message.facts),
        "current": False,
        "recorded_at": now,
    }


# Every row of a batch has every column, so that one statement takes them all.
_BLANK: Row = {column.name: None for column in FACT.columns if column.nullable}


def fact_rows(
    message: FactsExtracted,
    documents: Sequence[str],
    extraction: str,
    now: dt.datetime,
    *,
    superseded_at: dt.datetime | None = None,
) -> list[Row]:
    """The rows of an article's facts in their order; a fact that stands there twice is one row."""
    common = _BLANK | {
        "article_id": str(message.article.id),
        "extraction_id": extraction,
        "extractor_version": storable(message.extractor.version),
        "published_on": message.article.published_on,
        "recorded_at": now,
        "superseded_at": superseded_at,
    }
    facts = {fact.id: (fact, document) for fact, document in zip(message.facts, documents, strict=True)}
    return [fact_row(fact, document, common) for fact, document in facts.values()]


def fact_row(fact: Fact, document: str, common: Row) -> Row:
    """One row: what it shares with its article's others, and what the fact itself says."""
    evidence, sentence = fact.evidence, fact.sentence
    row = common | {
        "id": str(fact.id),
        "kind": fact.kind,
        "status": fact.status,
        "quote": evidence.text,
        "evidence_start": evidence.start,
        "evidence_end": evidence.end,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "confidence": fact.confidence,
        "rule": fact.rule,
        "original": document,
    }
    if fact.period:
        row |= {
            "period_start": fact.period.start,
            "period_end": fact.period.end,
            "period_text": fact.period.text,
        }
    if fact.place:
        row["place"] = fact.place.text
        row["place_key"] = key(fact.place.text)
    if fact.attribution:
        row["attribution"] = fact.attribution.text
    if isinstance(fact, RoleFact):
        row |= {"person": fact.person, "title": fact.title}
        row["organization"] = fact.organization.text if fact.organization else None
        row |= {"subject": fact.person, "subject_key": key(fact.person)}
    else:
        if fact.subject:
            row |= {"subject": fact.subject.text, "subject_key": key(fact.subject.text)}
        if isinstance(fact, EventFact):
            row["event"] = fact.event
        else:
            row |= _value(fact)
    if "\\u0000" not in row["original"]:
        return row
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()} | {
        "original": without_nul(row["original"])
    }


def _value(fact: QuantityFact) -> Row:
    value = fact.value
    base, base_unit = units.to_base(value.amount, value.unit)
    upper = units.to_base(value.upper, value.unit)[0] if value.upper is not None else None
    usd = value.amount if value.unit == "USD" else next((e.amount for e in value.equivalents if e.unit == "USD"), None)
    return {
        "amount": value.amount,
        "amount_number": value.amount,
        "upper": value.upper,
        "upper_number": value.upper,
        "unit": value.unit,
        "currency": units.currency(value.unit),
        "base_unit": base_unit,
        "base_amount": base,
        "base_upper": upper,
        "usd_amount": usd,
        "item": value.item,
        "per": value.per,
        "bound": value.bound,
        "direction": fact.direction,
    }
