"""Levels that stand for what was measured before: aims and forecasts, prices that people pay, cuts of a rate, what a
move that is told in parts ends at.

Sales will be $7.9bn; until now it aimed for $8.5bn       → sales
The policy rate is 29%; most expect a cut of 100 points   → policy rate
Prices fell by 85% from a peak of 2022 to $8,300          → prices
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at
from services.extract.core.facts.naming import named
from services.extract.core.facts.subject_counts import Said
from services.extract.core.facts.subject_shares import whole_of
from services.extract.core.facts.subject_ties import listed_words
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

FORESEEING = frozenset("pencil project expect forecast predict estimate reckon target budget".split())
_AIMING = frozenset("aim target guide forecast predict project foresee see reckon anticipate expect budget".split())
_PAYING = frozenset("pay want ask charge demand".split())
_FORMER = frozenset("previous earlier former prior original initial".split())
_RANGES = frozenset("range guidance forecast estimate target outlook goal projection".split())
_SPANS = frozenset("average total range rate level rise growth".split())
_WATCHING = frozenset("bank ministry government bureau office agency economists analysts institute fund".split())
_RATES = frozenset(
    "policy base key benchmark interest repo lending refinancing discount deposit overnight cash".split()
)
_LEVELS = frozenset(("indicator", "share", "output", "change", "count"))
_BACK = 3  # sentences that a rate is named before
_AMID = frozenset("in out under on at of off".split())


def awaited(claim: Claim, doc: Document, s: Sentence, p: Predicate, first: int, last: int) -> Mentioned | None:
    """What an aim, a forecast or a price without a noun is of: what was told last of the same kind."""
    g = p.group
    if g.passive or g.last > first or (g.lemma not in _AIMING and g.lemma not in _PAYING):
        return None
    said: list[Said] = doc.memo.get("subjects", [])
    before = said[-1] if said else None
    if before is None or claim.kind not in _LEVELS or s.index - before.sentence > 1:
        return None
    between = "".join(s.tags[i] for i in range(g.last, first) if s.lows[i] not in _SPANS)
    if between.strip("RDQAI"):
        return None
    if g.lemma in _PAYING:
        alike = before.kind == claim.kind == "indicator" and s.lows[last : last + 1] not in (["for"], ["on"], ["in"])
        return before.subject if alike and s.tags[g.last : first].strip("RDQ") == "" else None
    close = [x for x in said[-6:] if s.index - x.sentence <= 2 and x.kind in _alike(claim.kind)]
    here = [x for x in close if x.sentence == s.index]
    if here:
        return here[-1].subject
    told = [x for x in close if doc.sentences[x.sentence].paragraph == s.paragraph]
    if told and p.subject is not None and s.lows[p.subject.head] in _WATCHING:
        return told[0].subject  # "Prices rose 4.6%. Housing was 3.9% dearer. The bank expects 4.9%": of prices
    return close[-1].subject if close and s.index - close[-1].sentence <= 1 else None


def _alike(kind: str) -> tuple[str, ...]:
    return ("share", "change") if kind in ("share", "change") else (kind,)


def formerly(doc: Document, s: Sentence, bearer: NounPhrase) -> Mentioned | None:
    """Of "up from a previous range of 1.3bn to 1.4bn" what the range before was of."""
    said: list[Said] = doc.memo.get("subjects", [])
    if s.lows[bearer.head] not in _RANGES or _FORMER.isdisjoint(s.lows[bearer.first : bearer.head]):
        return None
    return said[-1].subject if said and said[-1].sentence == s.index else None


def rate_cut(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "expect a cut of 100 basis points" the rate that was named before."""
    if claim.quantity is None or claim.quantity.family != "points" or "basis" not in s.lows[first : last + 1]:
        return None
    for i in range(s.index, max(-1, s.index - _BACK - 1), -1):
        earlier = doc.sentences[i]
        for p in reversed(earlier.phrases):
            policy = earlier.lows[p.head] == "rate" and not _RATES.isdisjoint(earlier.lows[p.first : p.head])
            if policy and (earlier is not s or p.last <= first):
                return named(earlier, p)
    return None


def ended(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """Of "prices have fallen by 85% from a peak reached in 2022 to $8,300" the prices: a participle inside moves
    nothing."""
    if p.kind != "reduced" or s.lows[before_number(s, first)] != "to":
        return None
    base = phrase_at(s, p.group.first - 1) if p.group.first else None
    if base is None or s.lows[base.first - 1] != "from":
        return None
    moves = (q for q in reversed(predicates(s)) if q.group.last <= p.group.first and q.kind == "finite")
    main = next(moves, None)
    moved = main is not None and main.group.lemma in listed_words("moves") and not main.group.passive
    return main.subject if main is not None and moved else None


def beside_with(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """Of "with 80% of the panels in place", "with 2.9 percent of the loans in default" the panels, the loans."""
    i = before_number(s, first)
    paired = s.lows[i] == "and" and "with" in s.lows[max(i - 7, 0) : i]  # "with 8% of men and 9% of women out of work"
    if s.lows[i] != "with" and not paired:
        return None
    q = whole_of(s, first, last)
    if q is not None and s.lows[q.last : q.last + 1] == ["and"] and s.tags[q.last + 1 : q.last + 2] in ("C", "U"):
        return q if s.tags[q.head] == "N" and not is_time(s, q) else None
    if q is None or s.tags[q.head] != "N" or is_time(s, q) or not s.lows[q.head].endswith("s"):
        return None
    return q if s.lows[q.last : q.last + 1] != [] and s.lows[q.last] in _AMID and s.lows[q.last] != "of" else None


def moved_already(doc: Document, s: Sentence, first: int) -> Mentioned | None:
    """Of "orders had shrunk by 1.9%, whereas analysts had forecast a decline of 0.1%" what has moved."""
    said = doc.memo.get("subjects", [])[-1:]
    if not said or said[0].sentence != s.index or said[0].kind != "change":
        return None
    found: Mentioned = said[0].subject
    return found if any(said[0].last <= g.first < first and g.lemma in FORESEEING for g in s.groups) else None
