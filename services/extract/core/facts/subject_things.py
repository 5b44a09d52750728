"""What money, jobs, capacity, output and size belong to: a plant, a project, a company."""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.owner import owner_of
from services.extract.core.facts.reference import fits, is_person, last_place, named
from services.extract.core.facts.subject_ties import (
    BUILT,
    FACILITIES,
    NO_BEARERS,
    antecedent_of,
    bearer_of,
    can_bear,
    carrier_of,
    described,
    in_brackets,
    listed_words,
    modified,
    moved_by,
    name_of,
    points,
    predicate_of,
)
from services.extract.core.mentions.trigger import classes, verb_rules
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_MAKING = frozenset(("opening", "construction", "expansion", "closure"))
_FORMS = frozenset("one ones debt equity cash stock shares taxes tax round bonds instalments tranches kind".split())
_ROOM = frozenset("room space seating parking capacity".split())
_GENERIC = frozenset("facility scheme project venture complex development plant site building centre center".split())
_DEALT = frozenset(("place", "project", "organisation", "name", "stake", "asset", "service"))


def of_thing(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    measures = listed_words("measures")
    phrase = modified(s, first, last)
    if phrase is not None and (
        classes(s.lows[phrase.head]) - NO_BEARERS or s.tags[phrase.head] == "P" or claim.kind == "size"
    ):
        return name_of(doc, s, _explained(s, phrase))
    owner_mark = _possessor(s, first)
    if owner_mark is not None:
        return name_of(doc, s, owner_mark, FACILITIES)
    inner = described(s, first, last) if claim.kind in ("size", "investment") else None
    if inner is not None:
        return name_of(doc, s, inner)
    if s.lows[last : last + 1] == ["there"] and (place := last_place(doc, s, first)) is not None:
        return named(*place)
    p = predicate_of(s, first, last)
    dealt = _dealt(s, p, first) if p is not None and claim.kind == "investment" else None
    if dealt is not None:
        return name_of(doc, s, dealt, BUILT) or name_of(doc, s, dealt)
    bracketed = in_brackets(s, first)
    bearer = chain_head(s, bracketed) if bracketed is not None else bearer_of(s, first)
    if (
        bearer is not None
        and s.lows[bearer.head] in _ROOM
        and "there" in s.lows[max(0, bearer.first - 4) : bearer.first]
    ):
        return None  # "There is room for 320 stalls"
    if bearer is not None:
        owner = owner_of(doc, s, bearer, measures)
        if owner is not None:
            return owner
        if s.lows[bearer.head] in listed_words("funds") and p is not None:
            target = _target(s, last, p)
            if target is not None:
                return name_of(doc, s, target)
        if s.lows[bearer.head] == "valuation" and p is not None:
            main = next((q.subject for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
            if main is not None and fits(s, main, FACILITIES):
                return name_of(doc, s, main, FACILITIES)
        if s.lows[bearer.head] in measures or points(s, bearer):
            bearer = carrier_of(s, bearer)
        if bearer is not None and s.lows[bearer.head] not in measures and can_bear(s, bearer):
            return name_of(doc, s, bearer, FACILITIES)
    if p is None:
        return None
    after = p.group.first < first
    if claim.kind == "investment":
        target = _given(s, first, p) or _spent_on(s, p)
        if target is None and (p.group.lemma in listed_words("gives") or s.lows[last : last + 1] == ["for"]):
            target = _target(s, last, p)
        if target is None and p.group.lemma in listed_words("goes") and (p.group.first >= last or not after):
            target = _target(s, p.group.last, p)
        if target is not None:
            return name_of(doc, s, target, BUILT) or name_of(doc, s, target)
    moved = moved_by(s, p, first) if after else None
    if moved is not None and s.lows[moved.head] in measures:
        owner = owner_of(doc, s, moved, measures)
        if owner is not None:
            return owner
    own = p.subject is not None and (fits(s, p.subject, FACILITIES) or s.lows[p.subject.head] in ("it", "they"))
    if p.gap is not None and not (after and own and p.kind != "relative"):
        return name_of(doc, s, p.gap)
    made = _made(s, p, first)
    if made is not None:
        return name_of(doc, s, made, BUILT)
    noun = antecedent_of(s, p) or p.subject
    if noun is not None and p.kind == "reduced" and noun.first >= last:
        return name_of(doc, s, noun)
    if noun is not None and noun.first < last and noun.last > first and claim.kind == "investment":
        target = _target(s, p.group.last, p)
        if target is not None:
            return name_of(doc, s, target, FACILITIES)
    if noun is not None and p.group.lemma == "be" and not fits(s, noun, FACILITIES):
        named_after = phrase_at(s, p.group.last)
        if named_after is not None and named_after.last <= first and s.tags[named_after.head] == "P":
            return name_of(doc, s, named_after)
    if noun is None or noun.last > first or s.lows[noun.head] == "there":
        return _at(doc, s, p, last) or _shipped(claim, s, p)
    owner = owner_of(doc, s, noun, measures)
    if owner is not None:
        return owner
    low = s.lows[noun.head]
    if (
        low in measures
        and any(t in "ANP" for t in s.tags[noun.first : noun.head])
        and (
            (claim.kind in ("investment", "output") and not _is_plain(s, noun))
            or (low in listed_words("levels") and s.tags[noun.first] not in "DO")
        )
    ):
        return named(s, noun)  # "installed capacity reached 3 GW"
    if claim.kind == "output" and low in listed_words("trade"):
        return named(s, noun)
    if low in measures or points(s, noun) or is_time(s, noun):
        return None
    if "C" in s.tags[noun.first : noun.head] and not classes(low) & BUILT:
        return None  # another quantity
    if is_person(doc, s, noun) or low in ("we", "i"):
        return _at(doc, s, p, last) or (name_of(doc, s, noun) if low in ("we", "i") else None)
    if p.group.passive and (by := _at(doc, s, p, last)) is not None and not fits(s, noun, FACILITIES):
        return by
    if low in ("it", "they") and (said := said_of(doc, s, noun)) is not None:
        return said
    if claim.kind in ("investment", "size", "capacity") and low in ("it", "they"):
        return name_of(doc, s, noun, BUILT) or name_of(doc, s, noun, FACILITIES)
    return name_of(doc, s, noun, FACILITIES)


def _shipped(claim: Claim, s: Sentence, p: Predicate) -> Mentioned | None:
    """Of "1.2 million tonnes of wheat were shipped abroad", which names no maker, the wheat."""
    q = claim.quantity
    if (
        claim.kind != "output"
        or q is None
        or not p.group.passive
        or not 0 <= q.item_first < q.item_last <= len(s.words)
    ):
        return None
    start, end = s.starts[q.item_first], s.ends[q.item_last - 1]
    return Mentioned(s.text[start:end], start, end)


def said_of(doc: Document, s: Sentence, noun: NounPhrase) -> Mentioned | None:
    """What the sentence has already said of the same pronoun ("It will cost $5m and employ 80")."""
    for said in reversed(doc.memo.get("subjects", [])[-3:]):
        if said.sentence == s.index and said.first > noun.first and said.kind in ("investment", "size", "capacity"):
            found: Mentioned = said.subject
            return found
    return None


def _possessor(s: Sentence, first: int) -> NounPhrase | None:
    """ "the plant's 420 workers" → the plant."""
    if first < 2 or s.tags[first - 1] != "E":
        return None
    q = phrase_at(s, first - 2)
    return NounPhrase(q.first, first - 1, first - 2) if q is not None else None


def _dealt(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """What is bought, sold or built "for $38 million" or "at a cost of $38 million"."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    cost = s.lows[i] == "of" and s.lows[i - 1] in ("cost", "price", "expense")
    if not (s.lows[i] == "for" or cost) or p.group.last > i or p.group.lemma in listed_words("gives"):
        return None
    if p.group.passive or p.kind == "reduced":
        return p.subject
    right = objects(s, p.group.last)
    if right and (fits(s, right[0], _DEALT) or s.tags[right[0].head] == "O"):
        return right[0]
    return None


def _made(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """What is opened, built or closed "with 160 workers"."""
    if p.group.passive or p.kind == "reduced" or not any(r.event in _MAKING for r in verb_rules(p.group.lemma)):
        return None
    right = objects(s, p.group.last)
    return right[0] if right and right[0].last <= first and classes(s.lows[right[0].head]) & BUILT else None


def _at(doc: Document, s: Sentence, p: Predicate, last: int) -> Mentioned | None:
    """Where "300 people will be employed at X" says: the place or company under at or by, or before "where"."""
    for i in range(max(p.group.last, last), min(len(s.lows), max(p.group.last, last) + 8)):
        if s.lows[i] in ("at", "by", "from"):
            q = phrase_from(s, i + 1)
            if q is not None and fits(s, q, FACILITIES):
                return name_of(doc, s, q)
        if s.tags[i] in ",;.":
            break
    return name_of(doc, s, p.gap) if p.gap is not None else None


def _explained(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "its second hub for batteries, a $92m facility" the hub: what a general noun with a number only explains."""
    if s.lows[p.head] not in _GENERIC:
        return p
    i = p.first if s.tags[p.first] == "D" else p.first - 1
    while i > 1 and s.tags[i] in "CUQR()-NP" and s.tags[i] != ",":
        i -= 1
    if i < 2 or s.lows[i] not in ("a", "an") or s.tags[i - 1] != ",":
        return p
    q = phrase_at(s, i - 2)
    if q is None or q.last != i - 1 or is_time(s, q):
        return p
    top = chain_head(s, q)
    if s.tags[q.head] == "P" and top == q:
        return q
    return top if classes(s.lows[top.head]) & BUILT else q if s.tags[q.head] == "P" else p


def _is_plain(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase like "the price tag", "the sales volume" only names a measure."""
    return s.lows[p.first] == "the" and s.tags[p.first + 1 : p.head].strip("N") == ""


def _spent_on(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "the Crown, a house in Batumi, on which its owners are spending $40m" the house."""
    if p.kind != "relative" or p.gap is not None:
        return None
    for i in range(p.group.first - 1, max(1, p.group.first - 8), -1):
        if s.lows[i] == "which":
            return antecedent(s, i - 2) if s.lows[i - 1] in listed_words("into") else None
    return None


def _given(s: Sentence, first: int, p: Predicate) -> NounPhrase | None:
    """Who gets it: "will lend the greenhouse complex 2bn"."""
    if p.group.lemma not in listed_words("hands") or p.group.passive or p.group.last > first:
        return None
    q = phrase_from(s, p.group.last)
    if q is None or q.last > first or q.first > p.group.last + 1 or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    return q if "C" not in s.tags[q.first : q.last] else None


def _target(s: Sentence, last: int, p: Predicate) -> NounPhrase | None:
    """What money goes into: the phrase under in, into, for, on … after the quantity, or what it is to build."""
    for i in range(last, min(len(s.lows), last + 10)):
        if s.tags[i] in ".S" or s.words[i] == ";":
            return None
        if s.lows[i] not in listed_words("into"):
            continue
        start = i + 2 if i + 1 < len(s.tags) and s.tags[i + 1] in "VG" else i + 1
        q = phrase_from(s, start)
        if (
            q is None
            or is_time(s, q)
            or s.lows[q.head] in _FORMS
            or "C" in s.tags[q.first : q.head]
            or s.lows[q.head] in listed_words("movements")
        ):
            continue
        if all(t in "DQCARUI" for t in s.tags[start : q.first]):
            return q
    return None
