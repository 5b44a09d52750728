"""What is there already, whatever the verb of its clause looks ahead to: bases of comparison, what is added to, what is
spoken of as known."""

from __future__ import annotations

from functools import cache

from services.extract.core.facts.features import Surroundings
from services.extract.core.lexicon import table, words
from services.extract.core.model import Quantity
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_DIMENSIONS = frozenset("long wide high deep tall size area length diameter".split())
_TAKING = frozenset("get buy acquire sell take purchase receive inherit obtain".split())


@cache
def _bases() -> tuple[dict[str, int], frozenset[str]]:
    """What leads to a base of comparison, with its place in the list, and the last words of all."""
    listed: list[str] = table("status")["bases"]
    return {phrase: place for place, phrase in enumerate(listed)}, frozenset(phrase.split()[-1] for phrase in listed)


def there_already(q: Quantity, s: Sentence, around: Surroundings, predicate: Predicate) -> bool:
    """Whether what is counted exists whatever the verb says of it: "the seven districts will receive", "of its 4,300
    employees", "will take over a mill with 340 staff"."""
    i = q.first - 1
    while i > 0 and (s.tags[i] in "RA" or s.lows[i] in ("approximately", "some", "about", "around", "roughly")):
        i -= 1
    definite = i >= 0 and (s.lows[i] in ("the", "these", "those", "their", "its") or s.tags[i] == "E")
    definite |= i >= 0 and s.lows[i] == "all" and predicate.group.lemma in ("keep", "retain")  # "retain all 63"
    if definite and "first" in s.lows[i : q.first]:
        return False  # "The first 15 of the 60 trams will arrive in May"
    if definite and not any(t in "T" for t in s.tags[q.last : q.last + 1]):
        return not any(low in words("status", "planning_adjectives") for low in s.lows[i : q.last])
    if s.tags[q.first - 1 : q.first] == "(" and s.tags[q.last : q.last + 1] == ")":
        taken = words("status", "taking_over")  # "decide on the acquisition of a chain (26 shops)"
        return not taken.isdisjoint(s.lows[max(q.first - 12, 0) : q.first])
    if around.governor.preposition == "with" and around.governor.side == "subject" and _people(q, s):
        return predicate.group.lemma in words("status", "befalling")  # "Five villages with 3,400 people must be moved"
    if around.governor.preposition in ("with", "of") and predicate.group.lemma in _TAKING:
        return "with" in s.lows[predicate.group.last : q.first]
    return False


def _people(q: Quantity, s: Sentence) -> bool:
    return q.item_last > 0 and s.lows[q.item_last - 1] in words("status", "people")


def reworked(q: Quantity, s: Sentence, kind: str) -> str | None:
    """The words that work on what stands already: "will widen the 14-kilometre road", "the repair of the 41-km canal",
    "The line, 34 kilometres long, will be electrified"."""
    if kind not in ("size", "capacity"):
        return None
    verbs = words("status", "presupposing")
    i = q.first - 1
    compound = i > 0 and s.lows[i] in ("the", "its", "their") and s.tags[q.last : q.last + 1] in ("-", "N", "A", "P")
    if compound and s.lows[i - 1] == "of" and s.lows[i - 2] in words("status", "reworking"):
        return f"“{s.lows[i - 2]} of”: there already (base of comparison)"
    if compound:
        verb = next((g for g in reversed(s.groups) if g.last == i), None)
        return f"“{verb.lemma}”: there already (base of comparison)" if verb and verb.lemma in verbs else None
    measured = not _DIMENSIONS.isdisjoint(s.lows[q.last - 1 : q.last + 2])
    if not measured or s.tags[i : i + 1] != "," or s.tags[i - 1] not in "NP":
        return None
    near = [g for g in s.groups if g.last <= i][-1:] + [g for g in s.groups if g.first > q.last][:1]
    said = next((g.lemma for g in near if g.lemma in verbs), None)
    if said is None and not any(g.last <= i for g in s.groups):  # "The repair of the road, 96 km long, will"
        works = words("status", "reworking")
        said = next((s.lows[k] for k in range(i) if s.lows[k] in works and s.lows[k + 1] == "of"), None)
    return f"“{said}”: there already (base of comparison)" if said is not None else None


def base_of_comparison(q: Quantity, s: Sentence, a: int) -> str | None:
    """ "instead of 25 million", "from 62% to 80%", "on top of the 260": what is or was, not what will be."""
    lows = s.lows
    if lows[q.last : q.last + 1] == ["as"] and lows[q.last + 1 : q.last + 2] in (["today"], ["now"], ["currently"]):
        return f"“as {lows[q.last + 1]}”: a base of comparison"  # "at a margin of 8%, not 4% as today"
    i = q.first - 1
    while i > a and s.tags[i] in "RDQAE" and lows[i] not in ("than",):
        i -= 1
    places, lasts = _bases()
    if i >= a and i >= 0 and lows[i] in lasts:
        before = lows[max(a, i - 2) : i + 1]
        ends = [phrase for k in range(len(before)) if (phrase := " ".join(before[k:])) in places]
        if ends:
            return f"“{min(ends, key=lambda phrase: places[phrase])}”: a base of comparison"
    bracket = q.first > 2 and s.tags[q.first - 1] == "(" and s.tags[q.last : q.last + 1] == ")"
    if bracket and s.tags[q.first - 2] in "CUN" and s.tags[q.first : q.last].strip("C") == "":
        return "alone in a bracket: the level before (base of comparison)"  # "proposes EUR 1.10 per share (1.05)"
    if i > 1 and s.tags[i] == "J" and _beside_base(s, i, a):
        return "beside a base of comparison"
    if i >= 0 and lows[i] == "from" and "to" in lows[q.last : q.last + 8]:
        return "“from … to”: the level before (base of comparison)"
    if i > 1 and lows[i] == "from" and s.tags[i - 1] in "CUNP":
        for j in range(i - 2, max(i - 14, a), -1):
            if s.tags[j] in "VWXBHMS,;:":
                break
            if lows[j] == "to" and s.tags[j + 1] in "CU":
                return "“to … from”: the level before (base of comparison)"
    if i > 0 and lows[i] == "from" and not {"now", "today", "currently"}.isdisjoint(lows[q.last : q.last + 2]):
        return "“from … now”: a base of comparison"
    moved = q.first > 1 and lows[q.first] in ("up", "down") and s.tags[q.first - 1] == ","
    if moved and "," in s.tags[q.last : q.last + 6] and not any(g.first < q.first for g in s.groups):
        return f"“{lows[q.first]}”: so far (base of comparison)"  # "Prices, up 8% since May, are forecast to fall"
    if i > 0 and lows[i] == "after" and s.tags[i - 1] in ",NCU" and i >= q.first - 2:
        return "“after”: a base of comparison"
    j = q.first - 1
    while j > a and (s.tags[j] in "CRDQA" or lows[j] == "at") and lows[j] not in words("status", "existing"):
        j -= 1
    aside = lows[j + 1] if s.tags[j] == "," else ""  # "the subsidy, now 40 lari a hectare"
    if aside in words("period", "present"):
        return f"“{aside}”: a base of comparison"
    if lows[j] in words("status", "existing"):
        return f"“{lows[j]}”: a base of comparison"
    return None


def _beside_base(s: Sentence, joint: int, a: int) -> bool:
    """Whether "and" at a token joins a number to a base of comparison: "up from 1.1 last year and 0.4 in 2023"."""
    i, numbers = joint - 1, 0
    while i > max(a, joint - 10) and s.tags[i] in "CUNADRPI":
        numbers += s.tags[i] == "C"
        if s.tags[i] == "I" and s.lows[i] in ("from", "against", "versus"):
            return numbers > 0 and (s.lows[i] != "from" or s.lows[i - 1] in ("up", "down"))
        i -= 1
    return False


def is_land(s: Sentence, a: int, b: int) -> bool:
    """Whether tokens [a, b) name land, which is there before what is built on it; a floor area is none."""
    standing = words("status", "standing")
    for i in range(a, min(b, len(s.lows))):
        if s.lows[i] in standing and not (s.lows[i] == "area" and i and s.lows[i - 1] in words("status", "floors")):
            return True
    return False


def added_to(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """ "will add 31 million a year to a wage bill of 980 million": what is there before the addition."""
    verb = around.governor.verb
    if verb is None or verb.lemma != "add" or around.governor.side != "object":
        return None
    for i in range(verb.last, min(q.first, verb.last + 20)):
        if s.lows[i] == "to" and (verb.passive or "C" in s.tags[verb.last : i]) and ",J" not in s.tags[i : q.first]:
            return "“add … to”: a base of comparison"
    return None


def respondents(q: Quantity, s: Sentence, preds: list[Predicate], a: int) -> str | None:
    """Who expects or plans, and of how many: "of 52 economists polled, 46 expect a pause", "17% intend to hire"."""
    if q.family not in ("count", "percent"):
        return None
    p = next((p for p in preds if q.last <= p.group.first <= q.last + 2), None)
    if p is not None and not p.group.passive and p.group.tense in ("present", "past") and p.kind == "finite":
        named = all(t in "INPOR" for t in s.tags[q.last : p.group.first])
        if named and p.group.lemma in words("status", "planning_verbs"):
            return f"who says “{s.span(p.group.first, p.group.last)}”"
    i = q.first - 1
    while i > a and s.tags[i] in "RD":
        i -= 1
    opens = i >= 0 and s.lows[i] == "of" and (i == 0 or s.tags[i - 1] in ',;:."')
    if opens and q.family == "count" and "C" in s.tags[q.last + 1 : q.last + 12]:
        ahead = words("status", "planning_adjectives")
        coming = "to" in s.lows[q.last : q.last + 3] or any(low in ahead for low in s.lows[q.first : q.last + 3])
        return None if coming else "a whole of which parts are told"
    return None
