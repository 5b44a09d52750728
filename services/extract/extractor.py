"""From an article's text to the contract's facts: runs the core and gives each claim its identity."""

from __future__ import annotations

import datetime as dt
import gc
import uuid
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

from pydantic import BaseModel

from services.extract.core import lexicon, pipeline
from services.extract.core.facts.negative import minus
from services.extract.core.model import Claim, Mentioned
from services.extract.core.sentences import Sentence as Read
from shared.facts import (
    FACT_NAMESPACE,
    EventFact,
    Fact,
    Frozen,
    Money,
    Period,
    QuantityFact,
    RoleFact,
    Sentence,
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
LANGUAGE = "en"
F = TypeVar("F", bound=Frozen)
_NEW = object.__new__
_NAMES: dict[type[Frozen], set[str]] = {}
_ARTICLES_WORTH = 20_000  # objects with references of several articles
_FIRST_READING = (  # has everything that has tables of its own
    "Dana Serikova, director of the Saryarka mill, said on May 6 that the mill in Almaty had opened a line worth"
    " 48 billion tenge and employs 240 people, 5 percent more than a year earlier."
)


@cache
def identity() -> tuple[str, str, str]:
    """Name, version and lexicon hash of this extractor."""
    return NAME, version("factwire"), lexicon.fingerprint()


def ready() -> None:
    """For a process that goes on to read many articles: load the words now, so that broken data stops the start and not
    an article; and spare the garbage collector what it finds nothing in. The tables stay as long as the process, and an
    article's objects know each other in no circle: at the usual threshold they alone set it off several times an
    article, and now and then it looked through all that is kept for the next (a tenth of the compiled core's time)."""
    facts_of(_FIRST_READING, None, FACT_NAMESPACE)
    gc.collect()
    spared()


def spared() -> None:
    """Keep the garbage collector from all that is loaded by now, and on for what comes."""
    gc.freeze()
    gc.set_threshold(_ARTICLES_WORTH)
    gc.enable()


def extracted(article: ArticleIngested) -> FactsExtracted:
    """All facts of the article, also when there are none. The same article gives the same facts with the same ids."""
    name, version, lexicon = identity()
    skipped = unread(article)
    return FactsExtracted(
        article=ArticleReference.of(article),
        extractor=Extractor(name=name, version=version, lexicon=lexicon),
        extracted_at=dt.datetime.now(dt.UTC),
        facts=() if skipped else facts_of(article.text, article.published_on, article.article_id),
        skipped=skipped,
    )


def unread(article: ArticleIngested) -> str | None:
    """Why an article is not read, if it is not: its text is certainly in another language, and nobody said otherwise.

    What a page or sender declares is often that of its template, so that alone is no reason.
    """
    declared = (article.language or "").partition("-")[0].lower()
    if article.detected_language in (None, LANGUAGE) or declared == LANGUAGE:
        return None
    return f"It is written in another language ({article.detected_language}); only English is read"


def facts_of(text: str, published_on: dt.date | None, article_id: uuid.UUID) -> tuple[Fact, ...]:
    """All facts of an article, in the order of their evidence; offsets count code points of `text` as given."""
    document = pipeline.read(text, published_on)
    known = str(article_id)
    facts = tuple([fact(claim, text, known) for claim in pipeline.claims(document)])
    document.memo.clear()  # its memories know it: freed now, and nothing is left for the garbage collector
    return facts


def _setter(name: str) -> Any:
    """What sets a slot of the models, which are frozen; in half the time of setting it by name."""
    return BaseModel.__dict__[name].__set__


_SET_FIELDS = _setter("__dict__")
_SET_NAMES = _setter("__pydantic_fields_set__")
_SET_EXTRA = _setter("__pydantic_extra__")
_SET_PRIVATE = _setter("__pydantic_private__")


def _made(shape: type[F], fields: dict[str, Any]) -> F:
    """What `shape.model_validate` makes of these fields, given all and in the order of the class: values of the core
    are valid by construction, and a second look at each took as long as finding it. tests/extract/test_extractor.py
    holds every fact of the specs against full validation."""
    made = _NEW(shape)
    names = _NAMES.get(shape)
    if names is None:
        names = _NAMES[shape] = set(fields)
    _SET_FIELDS(made, fields)
    _SET_NAMES(made, names)  # one for all: a frozen model's is never added to, and a copy has its own
    _SET_EXTRA(made, None)
    _SET_PRIVATE(made, None)
    return made


def _span(text: str, start: int, end: int) -> Span:
    return _made(Span, {"start": start, "end": end, "text": text[start:end]})


def _spanned(text: str, mentioned: Mentioned | None) -> Span | None:
    """A span; its characters are the article's, also where the name was composed of several places."""
    return None if mentioned is None or mentioned.start < 0 else _span(text, mentioned.start, mentioned.end)


def _sentence(read: Read) -> Sentence:
    """One for all facts of a sentence: it is frozen."""
    made: Sentence | None = read.memo.get("fact")
    if made is None:
        made = read.memo["fact"] = _made(Sentence, {"start": read.start, "end": read.end})
    return made


def fact(claim: Claim, text: str, article_id: uuid.UUID | str) -> Fact:
    """A claim of the core as the contract's fact; the article's id may be given as text."""
    dated = claim.has_period and (claim.begin or claim.until)
    when = {"start": claim.begin, "end": claim.until, "text": claim.period_text}
    common: dict[str, Any] = {
        "id": None,
        "period": _made(Period, when) if dated else None,
        "status": claim.status,
        "place": _spanned(text, claim.place),
        "attribution": _spanned(text, claim.attribution),
        "evidence": _span(text, claim.start, claim.end),
        "sentence": _sentence(claim.sentence),
        "confidence": claim.confidence,
        "rule": claim.rule,
        "kind": claim.kind,
    }
    if claim.kind == "role":
        common["person"], common["title"] = person, title = claim.person or "", claim.title or ""
        common["organization"] = _spanned(text, claim.organization)
        common["id"] = fact_id(article_id, "role", claim.start, claim.end, role_claim(person, title))
        return _made(RoleFact, common)
    about = _spanned(text, claim.subject)
    if claim.kind == "event":
        common["event"] = event = claim.event or ""
        common["subject"] = about
        common["id"] = fact_id(article_id, "event", claim.start, claim.end, event_claim(event, about))
        return _made(EventFact, common)
    q = claim.quantity
    if q is None:
        raise TypeError(f"a claim of {claim.kind} without its quantity")
    below = claim.kind != "change" and q.sign == "decrease" and minus(q, claim.sentence)
    amount, upper = canonical(-q.amount if below else q.amount), canonical(q.upper) if q.upper is not None else None
    equivalents = tuple(_made(Money, {"amount": canonical(amount), "unit": unit}) for amount, unit in q.equivalents)
    measured = {"amount": amount, "upper": upper, "unit": q.unit, "item": claim.item, "per": q.per, "bound": q.bound}
    value = _made(Value, {**measured, "equivalents": equivalents})
    common["subject"], common["value"], common["direction"] = about, value, claim.direction
    common["id"] = fact_id(article_id, claim.kind, claim.start, claim.end, quantity_claim(value, about))
    return _made(QuantityFact, common)
