"""Events that a noun states: "the opening of the hotel took place", "the plant's expansion", "production began"."""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.event_phrases import complements, led_by
from services.extract.core.facts.event_status import outer_status, status_of, under_negation
from services.extract.core.facts.reference import fits, last_place
from services.extract.core.mentions.trigger import NounRule, classes, event_nouns, listed
from services.extract.core.model import Document
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_AHEAD = frozenset(
    "plan schedule expect delay postpone propose discuss consider prepare approve finance fund invest announce".split()
)
_MAKING = frozenset("production manufacturing output extraction mining assembly".split())
_DIGGING = frozenset("drilling work works digging boring tunnelling tunneling".split())
_DUG = frozenset("tunnel road bridge canal metro underpass motorway highway bypass railway line".split())
_AFTERWARDS = frozenset(("opening", "closure", "acquisition"))
_AT = frozenset("at in on".split())


class Found(NamedTuple):
    """An event in a sentence: where it is stated, and the phrase (maybe in an earlier sentence) that is its subject."""

    event: str
    start: int  # tokens of the evidence
    end: int
    where: Sentence
    phrase: NounPhrase
    status: str
    rule: str


def by_noun(s: Sentence, preds: list[Predicate]) -> list[Found]:
    """Nouns of event with what they are of."""
    found: list[Found] = []
    if event_nouns().keys().isdisjoint(s.lows):
        return found
    for i, low in enumerate(s.lows):
        if low not in event_nouns() or s.tags[i] not in "NGAP":
            continue
        rule = event_nouns()[low]
        phrase = phrase_at(s, i) or NounPhrase(i, i + 1, i)
        if phrase.head != i:
            continue
        target = _target(s, phrase, rule) or _owner_of_object(s, preds, phrase, rule) or _own(s, preds, phrase, rule)
        if target is None:
            continue
        status = _status(s, preds, phrase, rule)
        if status is not None:
            status = rule.status or status
            end = max(i + 1, target.last)
            found.append(Found(rule.event, phrase.first, end, s, target, status, f"{rule.event}.noun"))
    return found


def _target(s: Sentence, phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """What a noun of event is of: "the opening of X", or "X's opening"."""
    i = phrase.head
    if i + 1 < len(s.lows) and s.lows[i + 1] == rule.of:
        q = led_by(s, i + 2)
        if q is not None:
            q = _of_share(s, q)
            named = not rule.having or not rule.having.isdisjoint(s.lows[i + 2 : q.head])
            return q if named and fits(s, q, rule.heads) else None
    if rule.of != "of":
        return None
    owner = s.tags.rfind("E", phrase.first, i)
    if owner > phrase.first:
        q = NounPhrase(phrase.first, owner, owner - 1)
        return q if fits(s, q, rule.heads) else None
    return None


def _of_share(s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "a 51% stake in X" → X."""
    if "stake" in classes(s.lows[q.head]) and q.last < len(s.lows) and s.lows[q.last] in ("in", "of"):
        nxt = phrase_from(s, q.last + 1)
        return nxt if nxt is not None and nxt.first <= q.last + 3 else q
    return q


def _owner_of_object(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """ "Modernization boosted the plant's capacity": what gained by it is its subject."""
    if rule.event != "expansion":
        return None
    for p in preds:
        if p.subject == phrase and p.group.lemma in listed("occurrence", "boosts"):
            q = phrase_from(s, p.group.last)
            owner = s.tags.rfind("E", q.first, q.head) if q is not None else -1
            if q is not None and owner > q.first:
                return NounPhrase(q.first, owner, owner - 1)
    return None


def _own(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """ "The clinic celebrated its opening": whose "its" is, where the verb before has a subject of the class."""
    if s.lows[phrase.first] not in ("its", "their") or rule.event not in ("opening", "closure", "expansion"):
        return None
    before = next((p for p in reversed(preds) if p.kind == "finite" and p.group.last == phrase.first), None)
    if before is None or before.subject is None or not fits(s, before.subject, rule.heads):
        return None
    return before.subject


def _status(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> str | None:
    """Whether and how the verb around a noun of event says that it happens."""
    if under_negation(s, phrase.first) or s.lows[phrase.first] == "no":
        return None
    happens, done = listed("occurrence", "happens"), listed("occurrence", "done")
    for p in preds:
        told = p.group.tense == "past" and p.kind == "finite" and p.group.lemma not in listed("modality", "fallen")
        known = p.group.lemma in happens or p.group.lemma in done or p.group.lemma == "be"
        if p.subject == phrase and p.kind != "relative" and (known or (told and not rule.status)):
            if p.group.negated:
                return None
            follow = set(s.lows[p.group.last : p.group.last + 4])
            if (
                p.group.tense in ("future", "modal")
                or p.group.lemma in _AHEAD
                or follow & {"due", "planned", "scheduled"}
            ):
                return "planned"
            if p.group.lemma == "be" and not follow & {"under", "complete", "completed"}:
                return None
            return "actual"
    governor = -1
    for index, p in enumerate(preds):
        if p.group.last <= phrase.first:
            governor = index
    if phrase.first and s.lows[phrase.first - 1] in listed("occurrence", "since") and rule.event in _AFTERWARDS:
        return _after(s, preds, phrase)
    if governor < 0 or (preds[governor].group.lemma not in done and not _gives(preds[governor], rule)):
        return None
    p = preds[governor]
    between = s.tags[p.group.last : phrase.first]
    if any(t in between for t in "S:;("):
        return None
    before = s.tags[phrase.first - 1] if phrase.first else "."
    if before in "IT" and s.lows[phrase.first - 1] not in ("in", "for", "with", "after", "following", "off"):
        return None
    status = outer_status(s, preds, governor)
    return "planned" if status is not None and p.group.lemma in _AHEAD else status


def _gives(p: Predicate, rule: NounRule) -> bool:
    """ "gave the go-ahead for", "has drawn up plans for": of a plan nearly every verb says that there is one."""
    denied = p.group.lemma in listed("modality", "denied") or p.group.lemma in listed("modality", "dropped")
    return bool(rule.status) and not denied and not p.group.negated


def _after(s: Sentence, preds: list[Predicate], phrase: NounPhrase) -> str | None:
    """ "after the closure of X, jobs went": it has happened if what follows it has."""
    main = next((p for p in preds if p.kind == "finite" and p.group.first > phrase.last), None)
    main = main or next((p for p in reversed(preds) if p.kind == "finite" and p.group.last < phrase.first), None)
    if main is None or main.group.negated or main.group.tense not in ("past", "present"):
        return None
    return "actual" if main.group.tense == "past" or main.group.perfect else None


def by_work(doc: Document, s: Sentence, preds: list[Predicate]) -> list[Found]:
    """Work, construction and production that start or stop; the place where they do is the subject."""
    found = []
    starts, stops = listed("work", "starts"), listed("work", "stops")
    for index, p in enumerate(preds):
        lemma = p.group.lemma
        if lemma == "be" and _is_under_way(s, p):
            lemma = "start"
        if lemma not in starts and lemma not in stops:
            continue
        if (done := _works_on(s, p)) is not None and lemma in starts:
            status = status_of(s, preds, index, "construction")
            if status is not None:
                found.append(Found("construction", p.group.first, done.last, s, done, status, "construction.work"))
            continue
        hit = _made(s, preds, index) if lemma in starts else None
        event = "opening"
        if hit is None:
            noun = p.subject
            if noun is None or p.subject is None or not classes(s.lows[noun.head]) & {"operation", "building_work"}:
                continue
            building = "building_work" in classes(s.lows[noun.head])
            place = _work_place(s, p, noun)
            if (
                not building
                and noun.last < len(s.lows)
                and s.lows[noun.last] in ("of", "at")
                and s.lows[noun.head] in _MAKING
            ):
                status = status_of(s, preds, index, "opening")
                if status is not None:
                    kind = "closure" if lemma in stops else "opening"
                    found.append(Found(kind, noun.first, p.group.last, s, noun, status, f"{kind}.work"))
                continue
            if s.lows[noun.head] in ("work", "works") and lemma in ("start", "begin", "commence") and place is not None:
                building = _is_on(s, place, noun)
            elif noun.last < len(s.lows) and s.lows[noun.last] == "on":
                building = True  # "work on a far bigger one began"
            if building and lemma in stops:
                continue
            event = "construction" if building else "closure" if lemma in stops else "opening"
            if place is not None and not (fits(s, place, frozenset(("place", "project", "name")))):
                place = None
            where: Sentence = s
            if place is None:
                earlier = last_place(doc, s, noun.first)
                if earlier is None:
                    continue
                where, place = earlier
                if event == "opening" and s.lows[noun.head] in _DIGGING and where.lows[place.head] in _DUG:
                    event = "construction"  # "the tunnel … drilling starts in spring"
            hit = where, place, noun
        status = status_of(s, preds, index, event)
        if status is None:
            continue
        where, place, noun = hit
        first = min(noun.first, p.group.first)
        found.append(Found(event, first, max(p.group.last, noun.last), where, place, status, f"{event}.work"))
    return found


def _is_under_way(s: Sentence, p: Predicate) -> bool:
    """ "work is under way on a plant"."""
    working = p.subject is not None and s.lows[p.subject.head] in ("work", "works")
    return working and not {"underway", "way"}.isdisjoint(s.lows[p.group.last : p.group.last + 3])


def _works_on(s: Sentence, p: Predicate) -> NounPhrase | None:
    """ "builders started work on the arena"."""
    q = phrase_from(s, p.group.last)
    if q is None or p.group.passive or q.first > p.group.last + 1 or s.lows[q.head] not in ("work", "works"):
        return None
    if q.last >= len(s.lows) or s.lows[q.last] != "on":
        return None
    place = led_by(s, q.last + 1)
    return place if place is not None and fits(s, place, frozenset(("place", "project"))) else None


def _is_on(s: Sentence, place: NounPhrase, noun: NounPhrase) -> bool:
    """Whether work is "on" a place, so that it builds it: "work on the 71-km road", "a road on which work began"."""
    if s.lows[max(0, noun.first - 2) : noun.first] == ["on", "which"]:
        return True
    for i in range(place.first - 1, max(-1, place.first - 10), -1):
        if s.lows[i] in ("on", "of"):
            return True
        if s.tags[i] not in "DCQARU-N":
            return False
    return False


def _work_place(s: Sentence, p: Predicate, noun: NounPhrase) -> NounPhrase | None:
    """Where work starts: "of/on/at X" after the noun, the antecedent of "where", or "at X" after the verb."""
    if noun.last < p.group.first and s.lows[noun.last] in ("of", "on", "at", "for"):
        q = led_by(s, noun.last + 1)
        if q is not None and q.last <= p.group.first and not is_time(s, q):
            return q
    if noun.first > 2 and s.lows[noun.first - 1] == "which" and s.lows[noun.first - 2] in ("on", "at", "in"):
        return antecedent(s, noun.first - 3)
    if p.gap is not None:
        return p.gap
    wanted = frozenset(("on",)) if s.lows[noun.head] in ("work", "works") else _AT
    for q in complements(s, p.group.last, wanted):
        return q
    return None


def _made(s: Sentence, preds: list[Predicate], index: int) -> tuple[Sentence, NounPhrase, NounPhrase] | None:
    """ "started producing tractors": the product; "started production of tractors": production and all."""
    p = preds[index]
    if p.group.passive or p.kind == "reduced":
        return None
    i = p.group.last
    nxt = preds[index + 1] if index + 1 < len(preds) else None
    if (
        nxt is not None
        and nxt.kind in ("gerund", "infinitive")
        and nxt.group.first == i
        and nxt.group.lemma in listed("work", "makes")
    ):
        q = led_by(s, nxt.group.last)
        if q is not None and not is_time(s, q):
            return s, q, q
        if p.subject is not None and fits(s, p.subject, frozenset(("place", "project"))):
            return s, p.subject, p.subject  # "the brewery started brewing in March"
        return None
    q = phrase_from(s, i)
    if q is None or q.first > i + 1 or "operation" not in classes(s.lows[q.head]):
        return None
    if s.lows[q.head] in _MAKING and q.last < len(s.lows) and s.lows[q.last] in ("of", "at"):
        return s, q, q
    if p.subject is not None and fits(s, p.subject, frozenset(("place", "project", "organisation", "name"))):
        return s, p.subject, q
    return None
