"""The flow of extraction, from text to claims: start reading here."""

from __future__ import annotations

import datetime as dt

from services.extract.core.facts.anchor import published as published_of
from services.extract.core.facts.assertion import unclaimed
from services.extract.core.facts.attribution import attribution
from services.extract.core.facts.completion import by_list, by_period, on_completion
from services.extract.core.facts.confidence import confidence
from services.extract.core.facts.direction import direction
from services.extract.core.facts.event import events
from services.extract.core.facts.features import surroundings
from services.extract.core.facts.genre import aside, genre
from services.extract.core.facts.item import item
from services.extract.core.facts.item_gaps import inherited, pointed
from services.extract.core.facts.kind import NONE, Weights, group, kind
from services.extract.core.facts.period import period
from services.extract.core.facts.repetition import without_repetitions
from services.extract.core.facts.role import roles
from services.extract.core.facts.status import beside, status
from services.extract.core.facts.subject import subject
from services.extract.core.mentions.country import declared
from services.extract.core.mentions.date import times
from services.extract.core.mentions.name import names
from services.extract.core.mentions.quantity import quantities
from services.extract.core.model import Claim, Document
from services.extract.core.sentences import Sentence, sentences


def read(text: str, published: dt.date | None) -> Document:
    """An article with everything that stands in it: its sentences and their mentions."""
    doc = Document(text, published, sentences(text))
    if doc.published is None:
        doc.published = published_of(text, doc.sentences)
    doc.country = declared(text)
    for s in doc.sentences:
        doc.times.append(times(s, doc))
    for s in doc.sentences:
        doc.quantities.append(quantities(s, doc))
    for s in doc.sentences:
        doc.names.append(names(s, doc))
    return doc


def claims(doc: Document, weights: Weights | None = None) -> list[Claim]:
    """What the article claims, in the order of the evidence; `weights` stand in for those of the kinds' data file."""
    found: list[Claim] = []
    before: list[Claim] = []
    sort = genre(doc)
    for s in doc.sentences:
        if doc.quantities[s.index]:
            here = _measured(s, doc, weights, before, sort)
            inherited(here, before)
            found += here
            before = here or before
    happened = events(doc)
    for claim in found:
        claim.subject = subject(claim, doc)
    pointed(found, doc)
    for claim in (*found, *happened):
        _circumstances(claim, doc)
    on_completion(found, happened, doc)
    found = without_repetitions([*found, *happened, *roles(doc)])
    for claim in found:
        claim.confidence = confidence(claim)
    return sorted(found, key=lambda c: (c.start, c.end, c.kind))


def _measured(s: Sentence, doc: Document, weights: Weights | None, before: list[Claim], sort: str) -> list[Claim]:
    """The claims of a sentence's quantities; `before` are the last ones made before, `sort` the genre."""
    found: list[Claim] = []
    previous = ""
    earlier = kinds_before(s, before)
    said: dict[str, str] = {}  # group of quantities -> kind of its last one in the sentence
    for q in doc.quantities[s.index]:
        if aside(q, sort) is not None:
            continue
        around = surroundings(q, s)
        name = group(q)
        before_it, same = earlier.get(name, ""), said.get(name, "")
        chosen = kind(q, s, around, previous, doc.times[s.index], earlier=before_it, same=same, weights=weights)
        if chosen.kind == NONE or unclaimed(q, s, around) is not None:
            continue
        previous = said[name] = chosen.kind
        what, last = item(q, s, chosen.kind, around)
        claim = Claim(chosen.kind, s, q.start, max(q.end, s.ends[last - 1]), chosen.rule, quantity=q, item=what)
        claim.certainty = chosen.probability
        claim.status, why = status(q, s, around, chosen.kind)
        if found and beside(found[-1].quantity, q, s) and "comparison" not in why:
            claim.status, why = found[-1].status, "as the value beside it"
        claim.why.append(f"{claim.status}: {why}")
        if chosen.kind == "change":
            claim.direction, why = direction(q, s, around)
            claim.why.append(f"{claim.direction}: {why}")
        found.append(claim)
    return found


def kinds_before(s: Sentence, before: list[Claim]) -> dict[str, str]:
    """Group of quantities -> the kind of the last claim of that group, if the claims are of the sentence before."""
    if not before or before[0].sentence.index != s.index - 1:
        return {}
    return {group(claim.quantity): claim.kind for claim in before if claim.quantity is not None}


def _circumstances(claim: Claim, doc: Document) -> None:
    """When it holds, who says so, and what follows for its status."""
    s = claim.sentence
    when = period(s, claim.start, claim.end, doc, kind=claim.kind)
    if when is not None:
        claim.has_period, claim.begin, claim.until = True, when.begin, when.until
        claim.period_text = doc.text[when.start : when.end]
        before = claim.status
        claim.status, why = by_period(claim, when, doc)
        if claim.status != before:
            claim.why.append(f"{claim.status}: {why}")
    by_list(claim, doc)
    claim.attribution = attribution(s, claim.start, claim.end, doc)
