"""Who or what a quantity's claim is about, by the fullest name that the article uses for it."""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at
from services.extract.core.facts.reference import is_bare, named, resolve
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate, is_time, predicates
from services.extract.core.sentences import Sentence


def subject(claim: Claim, doc: Document) -> Mentioned | None:
    """The subject of a claim about a quantity."""
    s = claim.sentence
    first, last = s.tokens_of(claim.start, claim.end)
    if claim.kind == "count":
        phrase = _counted(s, first, last)
        if phrase is not None:
            return _named(doc, s, phrase)
    phrase = _modified(s, first, last) or _bearer(s, first)
    if phrase is not None and not is_time(s, phrase):
        return _named(doc, s, phrase)
    predicate = _predicate(s, first, last)
    if predicate is not None and predicate.subject is not None:
        return _named(doc, s, predicate.subject)
    return None


def _named(doc: Document, s: Sentence, p: NounPhrase) -> Mentioned | None:
    if is_bare(s, p):
        found = resolve(doc, s, p)
        if found is not None:
            return found
    return named(s, p)


def _counted(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The counted noun: the phrase that the number stands in or before."""
    for p in s.phrases:
        if p.last > first and p.first < last + 1 and p.head >= first and s.tags[p.head] in "NP":
            return p
    return None


def _modified(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The noun that a quantity stands before as its modifier ("a 240-MW plant")."""
    k = last
    while k < len(s.tags) and s.tags[k] == "-":
        k += 1
    if k > last and k < len(s.tags) and s.tags[k] in "NPA":
        return phrase_at(s, k)
    return None


def _bearer(s: Sentence, first: int) -> NounPhrase | None:
    """The noun phrase that "worth", "with" or "priced at" ties the quantity to."""
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQ":
        i -= 1
    if i > 0 and s.lows[i] in ("worth", "with") and s.tags[i - 1] in "NP":
        return phrase_at(s, i - 1)
    return None


def _predicate(s: Sentence, first: int, last: int) -> Predicate | None:
    found = None
    for p in predicates(s):
        if p.group.first < last:
            found = p
        elif found is None:
            return p
    return found
