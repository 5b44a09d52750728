"""What money, jobs, capacity, output and size belong to: a plant, a project, a company."""

from __future__ import annotations

from services.extract.core.antecedents import chain_head
from services.extract.core.clause import phrase_at
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.naming import fits, is_person, is_place, is_works, named
from services.extract.core.facts.owner import behind, owned, owner_of
from services.extract.core.facts.reference import last_place
from services.extract.core.facts.subject_beside import (
    aside,
    counts,
    described,
    explained,
    fronted,
    held,
    in_town,
    is_told,
    made_of,
    named_by,
    possessor,
    shipped,
    sized,
    within,
    work_there,
)
from services.extract.core.facts.subject_doer import elliptic, of_doer
from services.extract.core.facts.subject_funds import enlarged, funded, worked_on
from services.extract.core.facts.subject_levels import in_brackets, truly_borne
from services.extract.core.facts.subject_money import (
    aim,
    carried_by,
    dealt,
    fronted_aim,
    inflow,
    issue_of,
    raised_by_sale,
    said_of_relative,
    sent_to,
    studied,
    target_of,
)
from services.extract.core.facts.subject_relative import (
    antecedent_of,
    each_of,
    parted,
    place_where,
    power_of,
    whole_raised,
)
from services.extract.core.facts.subject_staff import STAFF, at_place, employing, staff_of
from services.extract.core.facts.subject_ties import (
    BUILT,
    FACILITIES,
    NO_BEARERS,
    bearer_of,
    by_name,
    can_bear,
    carrier_of,
    listed_words,
    modified,
    moved_by,
    name_of,
    points,
    predicate_of,
    without_number,
)
from services.extract.core.facts.topic import spoken_of
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_ROOM = frozenset("room space seating parking capacity berths beds seats places".split())
_PURPOSES = frozenset("purpose job task cause place undertaking effort".split())
_BEARING_COSTS = frozenset("cover bear meet share pay finance fund split shoulder foot".split())
_COSTS = frozenset("cost costs bill price expense outlay".split())
_ANYONE = frozenset("people workers employees staff jobs persons".split())
_BODIES = frozenset(("organisation", "name"))
_OFFERING = frozenset("have offer provide boast".split())
_CREWS = frozenset("crew team staff workforce".split())
_POSTS = frozenset("jobs work employment workplaces positions posts livelihoods".split())


def of_thing(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    measures = listed_words("measures")
    if claim.kind == "employment" and (whose := owned(doc, s, first)) is not None:
        return whose
    if claim.kind == "investment" and (flow := inflow(s, last)) is not None:
        return named(s, flow)
    if claim.kind == "investment" and (receiver := funded(s, first, last)) is not None:
        return behind(doc, s, receiver, measures) or name_of(doc, s, receiver, BUILT) or name_of(doc, s, receiver)
    if claim.kind == "employment" and (site := place_where(s, first)) is not None and fits(s, site, FACILITIES):
        return name_of(doc, s, site, FACILITIES)
    phrase = modified(s, first, last)
    if phrase is not None and (
        classes(s.lows[phrase.head]) - NO_BEARERS
        or s.tags[phrase.head] == "P"
        or claim.kind == "size"
        or (claim.kind == "capacity" and "-" in s.tags[first:last] and s.lows[phrase.head] not in measures)
        or (
            claim.kind == "investment"
            and "D" in (s.tags[phrase.first], s.tags[first - 1])
            and s.lows[phrase.head] not in measures | listed_words("movements")
        )
        or named_by(s, claim, phrase, last)
    ):
        return name_of(doc, s, explained(s, phrase))
    if "each" in s.vocabulary and (one_of := each_of(doc, s, first)) is not None:
        return named(one_of[0], without_number(*one_of))
    if claim.kind == "capacity" and (larger := enlarged(s, first)) is not None:
        return name_of(doc, s, larger, BUILT)
    if claim.kind == "capacity" and (made_up := power_of(claim, s, last)) is not None:
        return named(s, made_up)
    if claim.kind == "employment" and (whose := staff_of(claim, doc, s, first, last)) is not None:
        return whose
    beside = held(s, last) or aside(s, first, last)
    if beside is not None and (
        fits(s, beside, FACILITIES) or s.tags[beside.head] == "O" or s.lows[beside.head] in STAFF
    ):
        return name_of(doc, s, beside, FACILITIES)
    owner_mark = possessor(s, first)
    if owner_mark is not None:
        return name_of(doc, s, owner_mark, FACILITIES)
    inner = described(s, first, last) if claim.kind != "employment" and not counts(claim) else None
    ahead = inner is not None and (claim.quantity is None or inner.first > claim.quantity.number)
    if inner is not None and not (ahead and claim.kind == "capacity"):  # but "100 km of cable"
        return name_of(doc, s, inner)
    there = s.lows[last : last + 1] == ["there"] or s.lows[last : last + 3] == ["who", "work", "there"]
    if there and claim.kind == "employment" and (boss := employing(doc, s, predicate_of(s, first, last))) is not None:
        return named(s, boss)
    staffed = claim.kind == "employment" and (there or work_there(s, last))
    spot = last_place(doc, s, first) if there or (staffed and s.tags[:1] == "S") else None
    if staffed and (spot is None or spot[0] is not s or s.tags[:1] != "S"):
        spot = spoken_of(doc, s, first, "size")  # but "When Hansa took over the creamery, 60 people worked there"
    if spot is not None and spot[0].part != "headline":
        return named(*spot)
    once = claim.quantity is not None and claim.quantity.per is None  # but "9,000 km of cable a year"
    family = claim.quantity.family if claim.quantity is not None and once else ""
    long = claim.kind in ("size", "output") and family == "length"
    long = long or (family == "area" and ["of", "the"] in (s.lows[last - 2 : last], s.lows[last : last + 2]))
    if long and (span := parted(s, last)) and (family == "length" or "P" not in s.tags[span.first : span.last]):
        return name_of(doc, s, span)
    if claim.kind == "size" and (whole := sized(s, first, last)) is not None:
        return name_of(doc, s, whole)
    if claim.kind == "investment" and (target := sent_to(s, first, last)) is not None:
        return name_of(doc, s, target, BUILT) or name_of(doc, s, target, FACILITIES) or name_of(doc, s, target)
    p = predicate_of(s, first, last)
    if p is not None and p.gap is not None and is_told(s, p):
        p = Predicate(p.group, "finite", p.subject, None, p.governor, p.start)
    spent = p if claim.kind == "investment" else None
    bought = dealt(s, spent, first) if spent is not None else None
    if spent is not None and (issued := issue_of(s, spent) or raised_by_sale(s, first, last)) is not None:
        return named(s, issued)
    if bought is not None and p is not None and s.lows[bought.head] in measures and p.governor >= 0:
        added = objects(s, predicates(s)[p.governor].group.last)  # "will add a train, doubling capacity at a cost of …"
        bought = added[0] if added and s.tags[added[0].head] == "N" else bought
    if bought is not None and s.lows[bought.head] == "it" and (sold := said_of_relative(s, bought)) is not None:
        return named(s, sold)
    if bought is not None:  # "will raise the capacity of its Bundi unit to 120,000 pumps at an outlay of 88 crore"
        bodily = p is not None and p.group.passive and p.group.lemma in ("acquire", "purchase", "buy", "take", "snap")
        meant = behind(doc, s, bought, measures) or name_of(doc, s, bought, _BODIES if bodily else BUILT)
        return meant or name_of(doc, s, bought)
    bracketed = in_brackets(s, first)
    bearer = chain_head(s, bracketed) if bracketed is not None else bearer_of(s, first)
    if (
        bearer is not None
        and s.lows[bearer.head] in _ROOM
        and "there" in s.lows[max(0, bearer.first - 4) : bearer.first]
    ):
        return None  # "There is room for 320 stalls"
    if bearer is not None and s.lows[bearer.head] in _CREWS and s.lows[bearer.first - 1] == "by" and p is not None:
        return name_of(doc, s, p.subject, FACILITIES) if p.subject is not None else None  # "is run by a crew of 68"
    aimed = fronted_aim(s, first, spent) if spent is not None and s.lows[first - 1] == "for" else None
    if aimed is not None or (bearer is not None and s.lows[bearer.first : bearer.last] == ["go"]):
        bearer = None  # "For a fire station, it asked the ministry for $3 million", "let go of 320 workers"
    bearer = truly_borne(doc, s, bearer, p, first) if bearer is not None else None
    if bearer is not None and claim.kind == "employment" and s.lows[bearer.head] in _POSTS:
        if p is None and bearer.head > bearer.first:
            return named(s, bearer)  # "• Direct employment for 900 persons"
        bearer = None  # "provides jobs for 2,000 people"
    if bearer is not None and s.lows[bearer.head] in _ROOM and s.lows[bearer.first - 1] == "with":
        bearer = carrier_of(s, bearer) or bearer  # "a cold store with room for 9,000 bales"
    if bearer is not None and not (s.lows[bearer.head] in _ROOM and p is not None and p.group.lemma in _OFFERING):
        # but "The park has room for 40 firms"
        owner = owner_of(doc, s, bearer, measures)
        if owner is not None and claim.kind == "employment" and owner.text in _ANYONE:
            spot = spoken_of(doc, s, bearer.first, "size") if "there" in s.lows[bearer.last : first] else None
            owner = named(*spot) if spot is not None else owner  # "The number of people employed there, now 650, …"
        if owner is not None:
            return owner
        if s.lows[bearer.head] in listed_words("funds") and p is not None:
            target = target_of(s, last)
            if target is not None:
                return name_of(doc, s, target)
        if s.lows[bearer.head] == "valuation" and p is not None:
            main = next((q.subject for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
            if main is not None and fits(s, main, FACILITIES):
                return name_of(doc, s, main, FACILITIES)
        if p is not None and p.group.lemma in _BEARING_COSTS and s.lows[bearer.head] in _COSTS:
            spot = last_place(doc, s, p.subject.first) if p.subject is not None and not p.group.passive else None
            if spot is not None:
                return named(*spot)  # "The state covers half of the cost of $52m"
        foretold = p is not None and p.group.lemma in ("forecast", "predict", "foresee", "project")
        if foretold and s.lows[bearer.head] in measures and s.lows[bearer.first] in ("a", "an"):
            return named(s, bearer)  # "The ministry forecasts a deficit of 3.9 billion kWh"
        alone = bearer.head > bearer.first or s.lows[bearer.head] in ("headcount", "workforce", "payroll")
        if p is None and alone and s.lows[bearer.head] in measures and carrier_of(s, bearer) is None:
            return named(s, bearer)  # "• Zinc concentrate production of 118 kt in the quarter"
        if (s.lows[bearer.head] in measures and not is_works(s, bearer)) or points(s, bearer):
            apart = s.lows[bearer.last : first] == ["of"] and "," in s.tags[max(bearer.first - 2, 0) : bearer.first]
            doer = p.subject if apart and claim.kind == "employment" and p is not None and p.kind == "finite" else None
            if doer is not None and fits(s, doer, FACILITIES):
                return name_of(doc, s, doer, FACILITIES)  # "makes pumps for mills, with a workforce of 740"
            bearer = carrier_of(s, bearer)
            if bearer is not None and p is not None and is_place(doc, s, bearer) and p.subject is not None:
                bearer = p.subject  # "operates plants in Oman and Bahrain with a workforce of 740"
        farms = claim.kind == "investment" and bearer is not None and classes(s.lows[bearer.head]) & BUILT
        counted = bearer is not None and "C" in s.tags[bearer.first : bearer.head]
        if bearer is not None and counted and not farms and claim.kind == "investment":
            if "deal" in classes(s.lows[bearer.head]):
                return named(s, without_number(s, bearer))  # "Eleven agreements with a total value of $420m"
            bearer = None  # "Together they will add 2,140 rooms at a cost of …"
        firms = claim.kind == "employment" and bearer is not None and "organisation" in classes(s.lows[bearer.head])
        if bearer is not None and counted and (farms or firms or claim.kind in ("size", "capacity")):
            return name_of(doc, s, bearer)  # "three tunnels with a length of 9 km"
        if bearer is not None and p is not None and in_town(doc, s, bearer, p):
            bearer = p.subject  # "A workshop opened in Kokand with 60 jobs"
        plain = bearer is None or (s.lows[bearer.head] in measures and not is_works(s, bearer))
        if bearer is not None and not plain and can_bear(s, bearer):
            return name_of(doc, s, bearer, FACILITIES)
    if p is None:
        return None
    after = p.group.first < first
    target = aim(s, first, last, p) if claim.kind == "investment" else None
    if target is not None and s.lows[target.head] in _PURPOSES and s.lows[target.first] in ("the", "this", "that"):
        spot = last_place(doc, s, first)  # "has released N4.7bn for the job": of what was spoken of
        return named(*spot) if spot is not None else None
    if target is not None and s.lows[target.head] == "it" and target.first == p.group.last:  # "is lending it $12m"
        return name_of(doc, s, target, _BODIES) or name_of(doc, s, target, FACILITIES)
    if target is not None:
        meant = behind(doc, s, target, measures) or name_of(doc, s, target, BUILT)
        return meant or name_of(doc, s, target, FACILITIES) or name_of(doc, s, target)
    moved = moved_by(s, p, first) if after else None
    if moved is not None and claim.kind == "investment" and p.group.lemma == "value":
        return name_of(doc, s, moved)  # "The bid values the chain at $96m"
    if moved is not None and claim.kind == "size" and s.lows[moved.head] not in measures:
        return name_of(doc, s, moved)  # "Dredging has deepened the channel to 15.5 metres"
    if moved is not None and p.kind == "gerund" and (larger := whole_raised(s, p, moved)) is not None:
        return name_of(doc, s, larger, FACILITIES)
    if moved is not None and s.lows[moved.head] in measures:
        owner = owner_of(doc, s, moved, measures)
        if owner is not None:
            return owner
        kinds = listed_words("trade") | listed_words("levels")
        plain = claim.kind == "capacity" and s.tags[moved.first : moved.head].strip("DQ") == ""
        if s.lows[moved.head] in kinds and claim.kind in ("output", "capacity") and not plain:
            raising = p.subject is not None and s.lows[p.subject.head] in measures and p.subject.last <= p.group.first
            spot = last_place(doc, s, p.group.first) if raising else None  # "The investment will raise annual capacity"
            return named(*spot) if spot is not None else named(s, moved)  # "puts shipments at 300 tonnes"
    own = p.subject is not None and (fits(s, p.subject, FACILITIES) or s.lows[p.subject.head] in ("it", "they"))
    if p.gap is not None and not (after and own and p.kind != "relative"):
        return name_of(doc, s, p.gap)
    made = made_of(s, p, first)
    if made is None and p.kind == "gerund" and p.governor >= 0:
        made = made_of(s, predicates(s)[p.governor], first)  # "wound down a plant in Toluca, laying off 210"
    if made is not None or (made := worked_on(s, p, first)) is not None:
        return name_of(doc, s, made, BUILT)
    noun = antecedent_of(s, p) or p.subject
    noun = by_name(s, noun) if noun is not None and (points(s, noun) or is_person(doc, s, noun)) else noun
    if p.group.passive and p.group.first == last and claim.kind == "investment" and s.words[first - 1] in ":,":
        noun = noun if noun is not None and noun.last > first else None  # "…, Marikop said: R3.8bn had been spent"
    if (
        p.kind == "relative"
        and claim.kind == "investment"
        and noun is not None
        and "by" in s.lows[max(noun.first - 3, 0) : noun.first]
    ):
        noun = carried_by(s, p) or noun
    noun = studied(s, noun) if noun is not None and claim.kind == "investment" else noun
    if noun is not None and p.kind in ("reduced", "gerund") and noun.first >= last:
        built = claim.kind in ("size", "capacity") and s.lows[noun.head] in ("it", "they")
        return (name_of(doc, s, noun, BUILT) if built else None) or name_of(doc, s, noun)
    if noun is not None and noun.first < last and noun.last > first and claim.kind == "investment":
        target = target_of(s, p.group.last)
        if target is not None:
            return name_of(doc, s, target, FACILITIES)
    if noun is not None and p.group.lemma == "be" and not fits(s, noun, FACILITIES):
        named_after = phrase_at(s, p.group.last)
        if named_after is not None and named_after.last <= first and s.tags[named_after.head] == "P":
            return name_of(doc, s, named_after)
    if noun is None or noun.last > first or s.lows[noun.head] == "there":
        if claim.kind == "employment" and (where := within(s, p, last)) is not None:
            return named(s, where)
        opened = fronted(s, p, first, last)
        there_or_sent = at_place(doc, s, p, last) or shipped(claim, s, p)
        return there_or_sent or (name_of(doc, s, opened, FACILITIES) if opened else elliptic(s, p))
    return of_doer(claim, doc, s, first, last, p, noun)
