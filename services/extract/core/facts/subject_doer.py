"""Whose a quantity is by the subject of its verb: what has, costs, makes or employs it."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.naming import fits, is_person, named
from services.extract.core.facts.owner import owner_of
from services.extract.core.facts.pointing import ORDINALS
from services.extract.core.facts.reference import last_place, resolve
from services.extract.core.facts.subject_beside import (
    is_plain,
    is_unowned,
    said_of,
)
from services.extract.core.facts.subject_staff import at_place
from services.extract.core.facts.subject_ties import (
    BUILT,
    FACILITIES,
    RATIOS,
    listed_words,
    name_of,
    points,
)
from services.extract.core.facts.topic import topic_before
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_BODIES = frozenset(("organisation", "name"))
_HANDS = frozenset("workers employees people men women hands farmers tonnes tons percent".split())
_TRADING = frozenset("sell export ship deliver supply import buy order".split())
_EVERYWHERE = frozenset("companywide groupwide worldwide globally nationwide overall".split())
_HIRING = frozenset("take hire recruit lay dismiss axe shed fire".split())
_KEEPING = frozenset("farm own employ run rent cultivate grow keep have".split())
_STAFF = frozenset("headcount workforce payroll staff".split())
_POSTS = frozenset("jobs posts positions workers employees people staff".split())
_WORK = frozenset(
    "overhaul expansion extension upgrade revamp modernisation modernization refit rebuild refurbishment".split()
)
_ENLARGING = frozenset("raise lift double triple increase expand boost bring take push reach".split())
_MONEY = frozenset("proceeds money funds sum cash".split())
_LOSSES = frozenset("redundancies layoffs lay-offs dismissals vacancies hires".split())
_STEPS = frozenset("step move decision measure plan cut cuts fire restructuring shift change".split())
_TOTALLING = frozenset(("total", "weigh"))
_PUTTING = frozenset("put estimate peg reckon set".split())
_OUTLAYS = frozenset("outlay cost costs bill investment price expense expenditure".split())
_COMPARED = frozenset(
    "larger smaller bigger largest smallest biggest dearer cheaper dearest cheapest first second third fourth other "
    "longer shorter".split()
)
_VALUING = frozenset("value price cost estimate insure sell buy order".split())


def of_doer(
    claim: Claim, doc: Document, s: Sentence, first: int, last: int, p: Predicate, noun: NounPhrase
) -> Mentioned | None:
    """The subject of a verb as what a quantity is of, resolved; None where it is but a measure, a time, a step."""
    measures = listed_words("measures")
    if claim.kind == "investment" and (cost := _put_at(doc, s, p, first)) is not None:
        return cost
    if s.lows[noun.last : noun.last + 1] in (["included"], ["excluded"]) and s.tags[noun.first - 1 : noun.first] == ",":
        noun = phrase_at(s, noun.first - 2) or noun  # "The workforce, contractors included, stood at 1,070"
    after = p.group.first < first
    low = s.lows[noun.head]
    if (
        claim.kind == "size"
        and low in ("reserves", "resources")
        and set(s.tags[noun.first : noun.head]) & {"N", "A", "P"}
    ):
        return named(s, noun) if "E" not in s.tags[noun.first : noun.head] else None
    bare = claim.kind == "employment" and s.tags[noun.first : noun.head].strip("D") == ""
    if after and low in _WORK and (bare or (claim.kind == "capacity" and p.group.lemma in _ENLARGING)):
        plant = last_place(doc, s, noun.first)  # "an overhaul that doubled capacity to 60,000 tonnes": of the plant
        if plant is not None:
            return named(*plant)
    owner = owner_of(doc, s, noun, measures)
    if owner is not None and claim.kind == "employment" and "there" in s.lows[noun.last : first]:
        return None  # "The number of people employed there, now 650, …"
    if owner is not None:
        return owner
    if low in RATIOS or (claim.kind == "employment" and low in _POSTS and "C" in s.tags[noun.first : noun.head]):
        return None  # "a fifth of it EU money, and have 280 staff", "140 posts will go, leaving 310"
    if (
        low in measures
        and not is_unowned(s, p, noun)
        and any(t in "ANP" for t in s.tags[noun.first : noun.head])
        and (
            (claim.kind in ("investment", "output") and not is_plain(s, noun))
            or (low in _STAFF and s.tags[noun.first] not in "DO")
            or (low in listed_words("levels") and s.tags[noun.first] not in "DO")
        )
    ):
        return named(s, noun)  # "installed capacity reached 3 GW"
    if claim.kind == "output" and (low in listed_words("trade") or low in ("yield", "yields")):
        return named(s, noun)
    if claim.kind == "employment" and low in _LOSSES and s.lows[noun.last : noun.last + 1] == ["at"]:
        site = phrase_at(s, noun.last + 1)  # "Redundancies at Tarmo Paper will total 95"
        return name_of(doc, s, site, FACILITIES) if site is not None else None
    if claim.kind == "employment" and low in ("works", "construction") and s.tags[noun.first] == "D":
        return named(s, noun)  # "The works will employ 450 people"
    if low in measures and s.lows[noun.first] == "our" and s.tags[noun.first + 1 : noun.head].strip("D"):
        return named(s, noun)  # "our installed capacity", where nobody says who speaks
    if points(s, noun) and describes(s, noun) and (meant := resolve(doc, s, noun)) is not None:
        return meant  # "The target has 340 employees"
    if claim.kind == "investment" and p.group.lemma == "contribute":
        return None  # "The state will contribute Rs 90 crore": to what was spoken of
    if low in ("job", "task") and claim.kind == "investment" and s.lows[noun.first] == "the":
        spot = last_place(doc, s, noun.first)  # "The bridge will be rebuilt, and the job will cost $5m"
        return named(*spot) if spot is not None else None
    if claim.kind == "investment" and s.lows[noun.last : noun.last + 1] == ["of"] and low.endswith("ing"):
        whole = phrase_from(s, noun.last + 1)  # "Drilling of the 7.2-km tunnel has cost 3.1 billion soms"
        if whole is not None and s.tags[noun.last : whole.first] == "IDC-" and classes(s.lows[whole.head]) & BUILT:
            return name_of(doc, s, whole)
    if low == "order" and (claim.kind == "employment" or p.group.lemma in _VALUING | {"be"}):
        return resolve(doc, s, noun) or named(s, noun)
    if low in measures or points(s, noun) or is_time(s, noun):
        return None
    if claim.kind == "capacity" and s.tags[noun.first] == "C" and low.endswith("s") and low not in _HANDS and after:
        return named(s, noun.begun_at(noun.first + 1))  # "Ten stacker cranes move up to 420 pallets an hour"
    if "C" in s.tags[noun.first : noun.head] and not classes(low) & BUILT:
        valued = p.group.lemma in (_VALUING if claim.kind == "investment" else _TOTALLING)
        return name_of(doc, s, noun) if valued and low.endswith("s") else None  # else another quantity
    if p.kind == "relative" and p.gap is None and p.group.lemma in _KEEPING and is_person(doc, s, noun):
        return named(s, noun)  # "Vera Kolesnik, who farms 1,900 hectares"
    if is_person(doc, s, noun) or low in ("we", "i"):
        return at_place(doc, s, p, last) or (name_of(doc, s, noun) if low in ("we", "i") else None)
    if (
        claim.kind != "investment"
        and p.group.passive
        and (by := at_place(doc, s, p, last)) is not None
        and not fits(s, noun, FACILITIES)
    ):
        return by
    if low in ("it", "they") and (said := said_of(doc, s, noun)) is not None:
        return said
    if claim.kind == "output" and low in ("it", "they") and p.group.lemma in _TRADING:
        return name_of(doc, s, noun, _BODIES) or name_of(doc, s, noun, FACILITIES)
    everywhere = not _EVERYWHERE.isdisjoint(s.lows[:2])
    if claim.kind == "employment" and low in ("it", "they") and (p.group.lemma in _HIRING or everywhere):
        return name_of(doc, s, noun, _BODIES) or name_of(doc, s, noun, FACILITIES)
    if claim.kind in ("investment", "size", "capacity") and low in ("it", "they"):
        acts = claim.kind == "investment" and p.group.lemma in listed_words("acts")
        if acts and (body := name_of(doc, s, noun, _BODIES)) is not None:
            return body
        return name_of(doc, s, noun, BUILT) or name_of(doc, s, noun, FACILITIES)
    if claim.kind == "employment" and low in _MONEY:
        place = topic_before(doc, s, noun.first, _BODIES)
        return named(*place) if place is not None else None  # "The proceeds will be used to hire 60 engineers"
    if claim.kind == "employment" and low in _STEPS:
        return None  # "a step that could cost 2,400 workers their jobs": of what was spoken of
    return name_of(doc, s, noun, FACILITIES)


def _put_at(doc: Document, s: Sentence, p: Predicate, first: int) -> Mentioned | None:
    """What costs a sum at which somebody "puts the total outlay": what the outlay is of, else what was spoken of."""
    right = objects(s, p.group.last) if p.group.lemma in _PUTTING and not p.group.passive else []
    if not right or right[0].last > first or s.lows[right[0].head] not in _OUTLAYS:
        return None
    if s.tags[right[0].last : first].strip("RDQI") or s.lows[right[0].first] not in ("the", "its", "their"):
        return None
    spot = last_place(doc, s, p.group.first)
    return owner_of(doc, s, right[0], listed_words("measures")) or (named(*spot) if spot is not None else None)


def elliptic(s: Sentence, p: Predicate) -> Mentioned | None:
    """Of "Two kilns are planned. The larger, at Rufisque, will cost $90m" the larger."""
    i = 0
    for k in range(p.group.first - 1, 0, -1):
        if s.words[k] == ";" or (s.tags[k] in ":J" and s.lows[k + 1] == "the"):
            i = k + 1
            break
    if s.lows[i : i + 1] != ["the"] or s.lows[i + 1] not in _COMPARED or i + 2 >= len(s.tags):
        return None
    aside = s.tags[i + 2 : i + 4] == ",I" and s.tags[i + 2 : p.group.first].count(",") == 2
    bare = p.group.first == i + 2 and s.lows[i + 1] not in ORDINALS
    return named(s, NounPhrase(i + 1, i + 2, i + 1)) if aside or bare else None
