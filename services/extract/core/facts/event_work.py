"""Events that work states: construction, production and operations that start, stop, or are under way somewhere.

production began at the mine → an opening, of the mine · started making tractors → an opening, of the product
work on the bypass got under way → a construction · the smelter's production was halted → a closure
"""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.event_nouns import Found
from services.extract.core.facts.event_phrases import complements, led_by
from services.extract.core.facts.event_sites import broken, time_follows, trial, worked_at
from services.extract.core.facts.event_status import status_of
from services.extract.core.facts.naming import fits
from services.extract.core.mentions.trigger import classes, event_nouns, listed
from services.extract.core.model import Document
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_MAKING = frozenset("production manufacturing output extraction mining assembly bunkering smelting refining".split())
_DIGGING = frozenset("drilling work works digging boring tunnelling tunneling".split())
_PREPARED = (["site", "preparation"], ["ground", "preparation"], ["site", "clearance"])
_IN_HAND = frozenset("underway way going hand progress swing".split())
_DOWN = {"wind": ["down"], "phase": ["out"], "shut": ["down"]}
_WORKING = frozenset(("operation", "building_work"))
_ENDS = frozenset(("complete", "finish"))
_DUG = frozenset("tunnel road bridge canal metro underpass motorway highway bypass railway line".split())
_BUILDING = frozenset("building construction civil earth site preparatory".split())
_DONE = frozenset("complete completed done finished built".split())
_BEGINS = frozenset(("start", "begin", "commence"))
_AT = frozenset("at in on".split())
_BUILT_AT = frozenset("at in on for of".split())


def by_work(doc: Document, s: Sentence, preds: list[Predicate]) -> list[Found]:
    """Work, construction and production that start or stop; the place where they do is the subject."""
    found = []
    starts, stops = listed("work", "starts"), listed("work", "stops")
    for index, p in enumerate(preds):
        lemma = p.group.lemma
        if (tried := trial(doc, s, preds, index)) is not None:
            found.append(tried)
            continue
        if lemma in ("break", "move") and (begun := broken(doc, s, preds, index)) is not None:
            found.append(begun)
            continue
        if lemma in ("be", "get") and _is_under_way(s, p):
            lemma = "start"
        elif lemma == "continue" and p.subject is not None and s.lows[p.subject.head] in ("work", "works"):
            lemma = "start"  # "work continues on a second line"
        elif lemma == "be" and p.subject is not None and _part_done(s, p.group.last):
            lemma = "start"  # "work on the berth is 60 percent complete"
        elif (lemma in ("come", "grind", "ground") and _halts(s, p.group.last)) or (
            s.lows[p.group.last : p.group.last + 1] == _DOWN.get(lemma)
        ):
            lemma = "halt"
        if lemma not in starts and lemma not in stops and lemma not in _ENDS:
            continue
        if (done := _works_on(s, p)) is not None and lemma in starts:
            status = status_of(s, preds, index, "construction")
            if status is not None:
                found.append(Found("construction", p.group.first, done.last, s, done, status, "construction.work"))
            continue
        hit = _made(s, preds, index) if lemma in starts else None
        event = "opening"
        if hit is None:
            noun = _activity(s, p) or p.subject
            prepared = noun is not None and s.lows[noun.head - 1 : noun.head + 1] in _PREPARED
            if noun is None or not (prepared or classes(s.lows[noun.head]) & _WORKING):
                continue
            if noun.head > noun.first and s.tags[noun.head - 1 : noun.head + 1] == "PP":
                continue  # "Sandvale Brewing has begun"
            if (named := event_nouns().get(s.lows[noun.head - 1])) and named.event == "expansion":
                continue  # "renovation work began": the noun's
            if s.lows[noun.head] == "works" and s.lows[p.group.last : p.group.last + 1] == ["up"]:
                continue  # "the works started up in 2016": what it makes
            named_so = noun.head > noun.first and s.lows[noun.head - 1] in _BUILDING  # "building work starts"
            building = prepared or "building_work" in classes(s.lows[noun.head]) or named_so
            built = building or s.lows[noun.head] in ("work", "works")
            ended_on = s.lows[p.group.last : p.group.last + 1] == ["on"] or s.lows[noun.last : noun.last + 1] == ["on"]
            if lemma in _ENDS and not (built and ended_on):
                continue  # "construction has been completed on the marina"
            place = _work_place(s, p, noun)
            if (
                not building
                and noun.last < len(s.lows)
                and (s.lows[noun.last] in ("of", "at") or _in_town(s, noun.last))
                and s.lows[noun.head] in _MAKING
            ):
                status = status_of(s, preds, index, "opening")
                if status is not None:
                    kind = "closure" if lemma in stops else "opening"
                    first, last = min(noun.first, p.group.first), max(p.group.last, noun.last)
                    found.append(Found(kind, first, last, s, noun, status, f"{kind}.work"))
                continue
            if s.lows[noun.head] in ("work", "works") and lemma in starts and place is not None:
                building = _is_on(s, place, noun)
            elif noun.last < len(s.lows) and s.lows[noun.last] == "on":
                building = True  # "work on a far bigger one began"
            building |= built and lemma in _ENDS
            if building and lemma in stops and not _rests(s, p, noun):
                continue
            ahead = s.lows[noun.head] in ("work", "works") and lemma in _BEGINS
            if ahead and status_of(s, preds, index, "construction") == "planned":
                building = True  # "where work is to start in May"
            event = "closure" if lemma in stops else "construction" if building else "opening"
            if place is not None and not (fits(s, place, frozenset(("place", "project", "name")))):
                place = None
            where: Sentence = s
            if place is None:
                earlier = worked_at(doc, s, noun.first)
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


def _activity(s: Sentence, p: Predicate) -> NounPhrase | None:
    """ "Piling | started in October", "…, where leaching | resumed": a gerund alone before the verb, as a noun."""
    i = p.group.first - 1
    while i > 0 and s.tags[i] == "R":
        i -= 1
    if i < 0:
        return None
    of = next((k for k in range(max(i - 4, 1), i) if s.lows[k] == "of"), 0) if s.tags[i] in "NP" else 0
    if of and s.tags[of - 1] == "G" and s.lows[of - 1] in _MAKING:
        first = of - 1  # "ship-to-ship bunkering of LNG | began"
        while first and s.tags[first - 1] in "NA":
            first -= 1
        return NounPhrase(first, of, of - 1) if first == 0 or s.tags[first - 1] in ",;SJ" else None
    if s.tags[i] != "G" or not (i == 0 or s.tags[i - 1] in ",;SJ"):
        return None
    return NounPhrase(i, i + 1, i) if classes(s.lows[i]) & _WORKING else None


def _rests(s: Sentence, p: Predicate, noun: NounPhrase) -> bool:
    """ "Work on the dam | has been suspended since May": it lies still to this day."""
    still = p.group.passive and p.group.perfect and "since" in s.lows[p.group.last : p.group.last + 3]
    return still and s.lows[noun.head] in ("work", "works")


def _turns_out(s: Sentence, p: Predicate) -> bool:
    """ "began | turning out tyres"."""
    return p.group.lemma == "turn" and s.lows[p.group.last : p.group.last + 1] == ["out"]


def _in_town(s: Sentence, i: int) -> bool:
    """ "Production | in Bor | will cease"."""
    return s.lows[i] == "in" and s.tags[i + 1 : i + 2] == "P" and not time_follows(s, i)


def _is_under_way(s: Sentence, p: Predicate) -> bool:
    """ "work is under way on a plant", "piling got going"."""
    low = s.lows[p.subject.head] if p.subject is not None else ""
    working = low in ("work", "works") or "building_work" in classes(low) or (low in _MAKING and p.group.lemma == "get")
    return working and not _IN_HAND.isdisjoint(s.lows[p.group.last : p.group.last + 3])


def _part_done(s: Sentence, i: int) -> bool:
    """ "is | 60 percent complete", "is | half finished"."""
    part = s.tags[i : i + 1] == "C" or s.lows[i : i + 1] in (["half"], ["nearly"], ["almost"], ["two-thirds"])
    return part and not _DONE.isdisjoint(s.lows[i + 1 : i + 4])


def _halts(s: Sentence, i: int) -> bool:
    """ "Production came | to a standstill"."""
    return s.lows[i : i + 2] == ["to", "a"] and s.lows[i + 2 : i + 3] in (["halt"], ["standstill"], ["stop"])


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
    which = s.lows[noun.last + 1 : noun.last + 2] == ["which"] and s.lows[noun.last] in ("of", "on", "at")
    if noun.first and which and s.tags[noun.first - 1] == ",":
        q = antecedent(s, noun.first - 1)  # "the stadium, construction of which began in 2021"
        beside = phrase_at(s, noun.first - 2)  # "permits for the pipeline, construction of which …"
        apt = q is not None and fits(s, q, frozenset(("place", "project", "name")))
        return q if apt or beside is None else beside
    if noun.last < p.group.first and s.lows[noun.last] in ("of", "on", "at", "for"):
        q = led_by(s, noun.last + 1)
        if q is not None and q.last <= p.group.first and not is_time(s, q):
            return q
    if noun.first > 2 and s.lows[noun.first - 1] == "which" and s.lows[noun.first - 2] in ("on", "at", "in"):
        return antecedent(s, noun.first - 3)
    if p.gap is not None:
        return p.gap if s.tags[p.gap.head] != "P" else chain_head(s, p.gap)  # "its complex at Bor, where piling began"
    wanted = frozenset(("on",)) if s.lows[noun.head] in ("work", "works") else _AT
    if "building_work" in classes(s.lows[noun.head]):
        wanted = _BUILT_AT
    for q in complements(s, p.group.last, wanted):
        return q
    return None


def _made(s: Sentence, preds: list[Predicate], index: int) -> tuple[Sentence, NounPhrase, NounPhrase] | None:
    """ "started producing tractors": the product; "started production of tractors": production and all."""
    p = preds[index]
    if p.group.passive or p.kind == "reduced":
        return None
    i = p.group.last + (s.lows[p.group.last : p.group.last + 1] == ["off"])  # "kicked off production"
    if p.group.lemma == "kick" and i == p.group.last:
        return None
    nxt, out = preds[index + 1] if index + 1 < len(preds) else None, False
    if (
        nxt is not None
        and nxt.kind in ("gerund", "infinitive")
        and nxt.group.first == i
        and (nxt.group.lemma in listed("work", "makes") or (out := _turns_out(s, nxt)))
    ):
        q = led_by(s, nxt.group.last + out)
        if q is not None and not is_time(s, q):
            return s, q, q
        at = led_by(s, nxt.group.last + 1) if s.lows[nxt.group.last : nxt.group.last + 1] == ["at"] else None
        if at is not None and fits(s, at, frozenset(("place",))):
            return s, at, at  # "has begun crushing at its new mill"
        if p.subject is not None and fits(s, p.subject, frozenset(("place", "project"))):
            return s, p.subject, p.subject  # "the brewery started brewing in March"
        return None
    q = phrase_from(s, i)
    if q is None or q.first > i + 1 or "operation" not in classes(s.lows[q.head]):
        return None
    at = led_by(s, q.last + 1) if s.lows[q.last : q.last + 1] == ["at"] else None
    if at is not None and fits(s, at, frozenset(("place",))):
        return s, at, q  # "has begun production at a compressor plant"
    if s.lows[q.head] in _MAKING and s.lows[q.last : q.last + 1] in (["of"], ["at"]) and not time_follows(s, q.last):
        return s, q, q
    place = led_by(s, q.last + 1) if s.lows[q.last : q.last + 1] in (["of"], ["at"]) else None
    if place is not None and fits(s, place, frozenset(("place", "project"))):
        return s, place, q  # "it had started commercial operation of a smelter"
    if p.subject is not None and fits(s, p.subject, frozenset(("place", "project", "organisation", "name"))):
        idle = s.lows[q.head] in ("work", "works") and not fits(s, p.subject, frozenset(("place", "project")))
        return None if idle else (s, p.subject, q)  # "The investor resumed work"
    return None
