"""Whether a claim is stated as so (`actual`) or intended, expected, possible or scheduled (`planned`)."""

from __future__ import annotations

from services.extract.core.chunks import finite
from services.extract.core.facts.awaited import awaited
from services.extract.core.facts.baseline import (
    added_to,
    base_of_comparison,
    is_land,
    respondents,
    reworked,
    there_already,
)
from services.extract.core.facts.completion import unfinished
from services.extract.core.facts.features import Surroundings
from services.extract.core.facts.properties import held
from services.extract.core.facts.to_come import to_come
from services.extract.core.facts.verb_setting import clause_verb
from services.extract.core.facts.verb_status import Decision, said_by
from services.extract.core.facts.vicinity import is_participle
from services.extract.core.hints import hint
from services.extract.core.lexicon import words
from services.extract.core.model import Quantity
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_SKIPPED = frozenset("at to be around about than as more over of from up some nearly almost the a an its".split())
_ESTIMATES = frozenset(("estimate", "estimates"))
_NOT_MODIFIED = frozenset(",;:.(")
# Nouns whose old level was a plan as well: "cut its target to 260 from 310".
_REVISED = frozenset(
    "plan plans forecast forecasts guidance target targets outlook projection projections estimate goal".split()
)


_OF_PLANS = hint(("status", "planning_nouns"), _ESTIMATES, _REVISED)


def status(q: Quantity, s: Sentence, around: Surroundings, kind: str) -> Decision:
    """The status of a quantity's claim, and the words that decide it."""
    lows, tags = s.lows, s.tags
    a, _ = around.clause
    preds = predicates(s)
    predicate = preds[around.predicate] if around.predicate >= 0 else None
    lone = next((p for p in preds if p.kind == "finite" and q.last <= p.group.first <= q.last + 1), None)
    if lone is not None and lone.subject is None and tags[q.last : lone.group.first] in ("", "Q"):
        predicate = lone  # "and 150 more may be added"
    i = q.first - 1
    while i >= a and (tags[i] in "RDQ" or lows[i] in _SKIPPED):
        i -= 1
    if lone is None and (heads := clause_verb(q, s, preds, i)) is not None:
        predicate = heads
    if i >= 0 and lows[i] in words("status", "valuations") and kind in ("investment", "indicator"):
        if predicate is not None and lows[i - 1] == "be" and predicate.group.tense in ("future", "modal"):
            return "planned", f"“{s.span(predicate.group.first, predicate.group.last)}”"
        return "actual", f"standing valuation: “{lows[i]}”"
    if (
        kind == "investment"
        and i > 1
        and lows[i] in words("status", "outlays")
        and tags[i - 1] in "DA"
        and "," in tags[i - 3 : i]
    ):
        return "actual", f"standing valuation: “{lows[i]}”"  # "The furnace, an investment of 48 million euros, will"
    if kind == "investment" and i > 2 and lows[i] == "budget" and tags[i - 1] in "DA":
        aside = [k for k in (i - 3, i - 4) if lows[k + 1] == "with" and tags[k] == ","]
        if aside and "," in tags[q.last : q.last + 12]:
            return "actual", "standing valuation: “budget”"  # "Works, with a budget of 780 million, are to be finished"
    described = kind == "investment" and tags[q.last : q.last + 1] in ("N", "A", "P")  # "a $5 million scheme that …"
    beside = described and q.first > 1 and lows[q.first - 1] in ("a", "an") and tags[q.first - 2] == ","
    if beside and tags[q.last : q.last + 1] == "N" and lows[q.last] in words("status", "outlays"):
        return "actual", "standing valuation: a described thing"  # "at Pampa Clara, a $520m scheme that …"
    owned = described and around.governor.side == "subject" and lows[a] in ("the", "its", "their")
    if owned and not any(a <= g.first < q.first for g in s.groups):
        return "actual", "standing valuation: a described thing"  # "The $5 million facility will start …"
    if not described and (later := _relative(q, s, preds)) is not None:
        return later
    if lows[q.last : q.last + 1] and lows[q.last] in words("status", "foretold") and is_participle(s, q.last):
        return "planned", f"“{lows[q.last]}”"  # "up from the 166 million tonnes forecast in April"
    if tags[q.last : q.last + 1] == "O" and preds:  # "down from the 30.2 million it forecast in May"
        foretold = next((p.group for p in preds if q.last < p.group.first <= q.last + 2), None)
        if foretold is not None and foretold.lemma in words("status", "expecting"):
            return "planned", f"“{s.span(foretold.first, foretold.last)}”"
    if "range" in s.vocabulary and "range" in lows[max(q.first - 3, 0) : q.first]:
        sees = words("status", "planning_objects")  # "sees 2.1 billion, compared with a previous range of"
        if any(g.lemma in sees and g.tense == "present" and g.last < q.first for g in s.groups):
            return "planned", "the old range of a plan"
    if (base := base_of_comparison(q, s, a) or added_to(q, s, around)) is not None:
        under = 5 if lows[0] == "under" else 0  # "Under the five-year plan, it will cut leakage to 15% from 27%"
        revised = any(
            lows[i] in _REVISED
            and lows[i + 1] != "price"
            and tags[i] != "W"  # not "is forecast at 2.9 million, compared with 2.7 million in 2023"
            and not (lows[i + 1] in ("of", "to") and tags[i + 2] in "GVHB")  # "the aim of raising it from 14% to 35%"
            for i in range(under, q.first)
        )
        moved = lows[q.first - 2 : q.first - 1] in (["up"], ["down"])
        return ("planned", "the old level of a plan") if revised and not moved else ("actual", base)
    if s.lows[q.last : q.last + 1] and s.lows[q.last] in words("status", "recorded") and tags[q.last] in "WX":
        return "actual", f"“{lows[q.last]}”: a base of comparison"  # "than the 12% seen in 2023"
    if kind == "size" and (is_land(s, q.last, q.last + 3) or is_land(s, max(q.first - 2, 0), q.first)):
        return "actual", "land"
    if kind == "size" and "all" in lows[q.first - 1 : q.first + 1] and "it" in lows[q.last - 1 : q.last + 2]:
        return "actual", "all there is of it"  # "must clear the orchard, all 14 hectares of it"
    if (known := respondents(q, s, preds, a)) is not None:
        return "actual", known
    if (there := reworked(q, s, kind)) is not None:
        return "actual", there
    if (follows := to_come(q, s)) is not None:
        return "planned", follows
    verb = around.governor.verb
    if verb is not None and around.governor.preposition == "to" and "being" in lows[verb.first : verb.head]:
        return "planned", f"“{s.span(verb.first, verb.last)}”: under way"
    if (building := unfinished(q, s, around, kind)) is not None:
        return "planned", f"{building}: not finished"
    noun = _planning_noun(q, s, around, a) if around.governor.preposition != "by" else None
    if noun is not None and not _carried_out(q, s, around, noun):
        return "planned", f"“{noun}”"
    for j in range(
        max(a, q.first - 4), q.first if q.family == "percent" else q.last
    ):  # "108% of its target" is reached
        adjective = lows[j] in words("status", "planning_adjectives") and tags[j] in "AWN"
        if adjective and tags[j + 1 : j + 2] not in ("T", ""):
            if any(t in _NOT_MODIFIED or t in "VBHM" for t in tags[j : q.first]) or not _modified(s, preds, j, q.first):
                continue
            return "planned", f"“{lows[j]}”"
    if described and predicate is not None and predicate.kind == "relative" and tags[q.last + 1 : q.last + 2] == "S":
        predicate = next((p for p in reversed(preds) if p.kind == "finite" and p.group.last <= q.first), predicate)
    if predicate is not None and predicate.group.first >= q.last and lows[predicate.group.head] == "compared":
        before = [p for p in preds if p.group.last <= q.first]
        predicate = before[-1] if before else predicate  # "forecasts a profit of 66 billion, compared with 60 billion"
    word = lows[predicate.group.first - 1] if predicate is not None and predicate is not preds[0] else ""
    if predicate is not None and (word == "than" or (word == "that" and predicate.group.lemma == "say")):
        predicate = preds[preds.index(predicate) - 1]  # "later than planned, at a cost of", "that is to say, a half"
    colon = lows.index(":") if ":" in s.vocabulary else q.first
    if 0 < colon < q.first:
        ahead = not _REVISED.isdisjoint(lows[:colon]) or (
            colon <= 6 and not words("status", "planning_adjectives").isdisjoint(lows[:colon])
        )  # "• Proposed dividend: SEK 3.25"
        if ahead and not any(colon < g.first and finite(g) for g in s.groups):
            return "planned", "figures of a plan"  # "left the guidance for the year as it is: growth of 3-5%"
    if predicate is not None and predicate.kind == "reduced":  # "The fee of 4 euros, long resisted, is to be levied"
        own = (p for p in preds if p.kind == "finite" and p.subject is not None and q.last <= p.group.first)
        predicate = next((p for p in own if p.subject and p.subject.first <= q.first < p.subject.last), predicate)
    if predicate is not None and predicate.kind == "gerund" and predicate.group.first == 0:
        # "Restructuring charges of 280 million are to be booked": a noun, for all its ending
        own = (p for p in preds if p.kind == "finite" and p.subject is not None and q.last <= p.group.first)
        predicate = next((p for p in own if p.subject and p.subject.first == 0), predicate)
    behind = lows[q.last : predicate.group.first] if predicate is not None and predicate.kind == "relative" else []
    if predicate is not None and (
        "whose" in behind or behind[:3] == [",", "of", "which"] or (described and "which" in behind)
    ):
        # "will pay 2.1 billion for Bakeriet, whose bakeries had sales of 1.6 billion"
        predicate = next((p for p in reversed(preds) if p.kind == "finite" and p.group.last <= q.first), predicate)
    if predicate is None:  # "the foundry is to close; 165 of its 190 people have been offered …": of the clause first
        said = [p for p in preds if p.kind == "finite"]
        here = [p for p in said if around.clause[0] <= p.group.first < around.clause[1]]
        predicate = next((p for p in here if p.group.lemma not in words("period", "reporting")), None)
        predicate = predicate or next(iter(said), None)
        if predicate is None:
            return "actual", "no verb"
    if kind == "count" and lows[max(q.first - 2, 0) : q.first] == ["population", "of"]:
        return "actual", "a population"
    ordered = kind == "investment" and around.governor.preposition == "for" and predicate.kind == "infinitive"
    if ordered and lows[predicate.group.first - 1] in words("status", "orders"):
        return (
            "actual",
            f"worth of the {lows[predicate.group.first - 1]}",
        )  # "an order to build three tugs for 41 million"
    orders = kind == "output" and around.governor.preposition == "for" and around.governor.noun >= 0
    if orders and lows[around.governor.noun] in words("status", "orders"):
        return "planned", f"“{lows[around.governor.noun]} for”"  # "has bagged an order for 2,900 wagons"
    sought = around.governor.noun if kind in ("count", "output", "investment") else -1
    if sought >= 0 and around.governor.preposition == "for" and lows[sought] in words("status", "tendering"):
        return "planned", f"“{lows[sought]} for”"  # "invited bids for 45 locomotives"
    found = said_by(s, preds, preds.index(predicate), kind)
    if found[0] == "actual" and (waits := awaited(s, q.first)) is not None:
        return "planned", waits
    if found[0] == "planned" and around.governor.side == "subject" and found[1].endswith(" for"):
        return "actual", found[1]  # "Fifteen investors have applied for plots"
    if found[0] == "planned" and _stands(q, s, predicate, kind):
        return "actual", "there already (base of comparison)"
    if found[0] == "planned" and kind in ("count", "employment") and there_already(q, s, around, predicate):
        return "actual", "definite: there already (base of comparison)"
    return found


def _modified(s: Sentence, preds: list[Predicate], i: int, number: int) -> bool:
    """Whether what is "planned" at token i is the number's own thing, and not yet done: not "the scheduled work cost 9
    million", "exceeded the target by 4%", "completed its planned purchase of 30%"."""
    if any(low in ("by", "after", "against", "than") for low in s.lows[i + 1 : number]):
        return False
    for p in preds:
        if i < p.group.head < number and p.kind == "finite":
            return False
        done = p.group.lemma in words("status", "attaining") and (p.group.tense == "past" or p.group.perfect)
        done = done and not p.group.negated
        if done and p.group.last <= i <= p.group.last + 2 and p.group.lemma not in ("exceed", "beat"):
            return False
    return True


def _stands(q: Quantity, s: Sentence, predicate: Predicate, kind: str) -> bool:
    """Whether a number describes what a plan is to change: "The factory, with a workforce of 480, is to close", "the
    21-MW wind farm is to double in size"."""
    verb = predicate.group
    turned = kind == "size" and verb.lemma in ("turn", "become", "convert", "transform")
    if kind == "share" and verb.lemma in words("status", "presupposing") and held(s, q.first, q.last):
        return True  # "will sell its 25% stake in the bank"
    if kind not in ("capacity", "employment", "size") or not (turned or verb.lemma in words("status", "presupposing")):
        return False
    if verb.first < q.last:
        return False
    if (
        kind == "size"
        and s.tags[q.first - 1 : q.first] == ","
        and s.lows[q.last : q.last + 2] in (["in", "size"], ["in", "area"])
    ):
        return True  # "The building, 14,000 square metres in size, is to be turned into a store"
    compound = s.tags[q.last : q.last + 1] in ("-", "N") or s.lows[q.first : q.first + 2][-1:] == ["-"]
    i = q.first - 1
    definite = i >= 0 and (s.lows[i] in ("the", "its", "their") or s.tags[i] == "E")
    aside = s.tags[q.last : q.last + 1] == "," and "with" in s.lows[max(q.first - 8, 0) : q.first]
    return (compound and definite) or aside


def _relative(q: Quantity, s: Sentence, preds: list[Predicate]) -> Decision | None:
    """A relative clause right behind the quantity says of it what holds ("the 190,000 t that its furnaces yield")."""
    for p in preds:
        related = p.kind == "relative" or (s.tags[q.last : q.last + 1] == "S" and p.kind != "reduced")
        if (
            related
            and q.last < p.group.first <= q.last + (8 if s.tags[q.last : q.last + 1] == "S" else 5)
            and "C" not in s.tags[q.last : p.group.first]
        ):
            opening = s.lows[q.last + (q.family == "percent" and s.tags[q.last] == "N") : p.group.first]
            opening = opening[1:] if opening[:2] == ["of", "which"] else opening  # "85% of which will be covered"
            if opening and (opening[0] in ("that", "which", "who") or (s.tags[q.last] in "OD" and p.gap is not None)):
                return said_by(s, preds, preds.index(p), "")
    return None


def _planning_noun(q: Quantity, s: Sentence, around: Surroundings, a: int) -> str | None:
    """A plan, target or forecast that the quantity is said of: "a goal of 3%", "the forecast is 84 thousand"."""
    if not s.hints & _OF_PLANS:
        return None
    nouns = words("status", "planning_nouns")
    hung = around.governor
    candidates = [hung.noun, around.subject_head]
    if hung.preposition in ("to", "from", "at", "of", "with") and hung.verb is not None and hung.side == "object":
        candidates += [i for i in range(max(a, hung.verb.last), q.first) if s.tags[i] == "N"][:6]
    i = q.first - 1
    while i >= a and (s.tags[i] in "RDQ" or s.lows[i] in _SKIPPED):
        i -= 1
    candidates.append(i)
    candidates += [k - 1 for k in range(max(i - 2, a + 1), i) if s.lows[k] == "of" and s.lows[q.first] == "between"]
    if q.first and s.tags[q.first - 1] == "J":  # "its guidance of 2 million tonnes in sales and 5 billion in spending"
        last = next((k for k in range(q.first - 2, a, -1) if s.tags[k] in "VWXBHM;:"), a)
        candidates += [k for k in range(last, q.first) if s.tags[k] == "N" and s.lows[k + 1] in ("of", "for")]
    for i in candidates:
        if i >= 0 and (s.lows[i] in nouns or (s.lows[i] in _ESTIMATES and hung.preposition in ("to", "from"))):
            return s.lows[i]  # "trimmed its growth estimate for the year to 2.1%"
        named = i > 0 and s.lows[i - 1] in _REVISED and s.tags[i - 1 : i + 1] != "VN"  # not "Experts estimate losses"
        if named and s.tags[i] == "N" and s.lows[i] != "price":
            return s.lows[i - 1]  # "target price", "guidance range"
    return None


def _carried_out(q: Quantity, s: Sentence, around: Surroundings, noun: str) -> bool:
    """Whether a plan brought the number about, or was met: "the plan has created 3,400 jobs", "met its goal of 200"."""
    verb = around.governor.verb
    if verb is None or verb.passive or verb.negated or verb.tense not in ("past", "present"):
        return False
    if verb.lemma in words("status", "attaining") and noun in s.lows[verb.last : q.first]:
        return verb.tense == "past" or verb.perfect
    creates = (
        verb.perfect
        and verb.lemma != "be"
        and around.governor.side == "object"
        and verb.lemma not in words("status", "planning_verbs")
    )
    return creates and noun in s.lows[: verb.first] and around.governor.preposition == ""


def beside(before: Quantity | None, q: Quantity, s: Sentence) -> bool:
    """Whether a quantity goes on with the one before: "39 million tons a year, or 850,000 barrels"."""
    if before is None or not 0 <= q.first - before.last <= 3:
        return False
    between = s.lows[before.last : q.first]
    if s.lows[q.last : q.last + 2] in (["of", "which"], ["to", "be"]):
        return False  # "is 1.14 billion, 85% of which will be covered"
    own = words("status", "planning_predicates")
    stated = any(s.tags[k] in "HMVWXT" or s.lows[k] in own for k in range(q.last, min(q.last + 5, len(s.tags))))
    if between == [",", "of", "which"] and not stated:
        return True  # "is forecast at 750 million, of which 410 million is for …"
    if s.tags[q.last : q.last + 1] in ("M", "B", "H"):
        return False  # "14.5 million, and another 9 million will come"
    return bool(between) and all(low in (",", "(", "or", "and", ")") for low in between)
