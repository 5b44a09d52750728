"""Differences and parts said right after a level, between commas or in brackets: they are about the same.

501 tons of beef, an increase of 5%          → beef
16.9 million sheep (+2.7%)                   → sheep
Orders were $7.9bn, or 96% of the target     → orders
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import phrase_from
from services.extract.core.facts.naming import named
from services.extract.core.facts.subject_asked import some_of_them
from services.extract.core.facts.subject_counts import Said, same_as_them, taken_by
from services.extract.core.facts.subject_ties import listed_words
from services.extract.core.facts.subject_trailing import from_whom
from services.extract.core.model import Claim, Mentioned
from services.extract.core.sentences import Sentence

_BESIDE = frozenset("up down".split())
_COMPARING = frozenset("more less fewer above below higher lower larger smaller better worse".split())
_MOVABLE = frozenset("indicator share output count employment capacity investment".split())
_THINGS = frozenset(("count", "employment", "output"))
_LEVELS = frozenset("indicator share output count employment capacity".split())


def tied_to(s: Sentence, first: int, last: int, claim: Claim, earlier: list[Said]) -> Mentioned | None:
    """What the level right before a difference, a share or the level that a change ends at is of; None where it is not
    tied to one."""
    if not earlier:
        return None
    before = earlier[-1]
    if claim.kind == "employment" and s.lows[last : last + 3] in (["of", "them", "at"], ["of", "whom", "at"]):
        site = phrase_from(s, last + 3)  # "400 jobs, 150 of them at its plant in Pori"
        return named(s, site) if site is not None and not is_time(s, site) else None
    if claim.kind == "employment" and s.lows[last : last + 1] == ["at"] and "another" in s.lows[first - 1 : first + 1]:
        site = phrase_from(s, last + 1)  # "240 workers and another 500 at suppliers"
        return named(s, site) if site is not None and site.first == last + 1 and not is_time(s, site) else None
    if (
        claim.kind == "share"
        and s.index - before.sentence < 2
        and ["of", "them"] in (s.lows[last - 2 : last], s.lows[last : last + 2])
    ):
        if (same := same_as_them(s, last)) is not None:
            return same
        people = (x.item for x in reversed(earlier[-4:]) if s.index - x.sentence < 2 and x.kind in _THINGS and x.item)
        many = before.item or (next(people, None) if some_of_them(s, first, last) is None else None)
        if many is not None and not taken_by(s, first):
            return many  # "24 young people … Half of them will leave"
    if before.sentence != s.index:
        return None
    if claim.kind == "share" and before.kind in _THINGS and s.lows[first - 2 : first] == ["of", "which"]:
        g = next((g for g in s.groups if g.first >= last), None)
        if (
            g is not None
            and g.first - last < 2
            and (g.passive or (g.lemma == "be" and s.tags[g.last : g.last + 1] == "A"))
        ):
            return before.item or before.subject  # "registered 4,120 break-ins, of which 31% were solved"
    worth = claim.kind == "indicator" and s.lows[first - 2 : first] == [",", "worth"]
    if worth and before.kind in ("output", "count") and (before.item is not None or before.kind == "count"):
        return before.item or before.subject  # "imports of 310,000 tons of rice in May, worth $172 million"
    led = s.lows[before.last : first] in (["to"], [",", "to"])
    if claim.kind in ("indicator", "share") and s.starts[0] <= before.subject.end:
        led = led or s.text[before.subject.end : s.starts[first]].strip() == "to"  # "a 17% rise in profit to 31m"
    if before.kind == "change" and claim.kind in _MOVABLE and led:
        levels = claim.kind in ("indicator", "share", "investment") or not _verb_after(s, before)
        bare = claim.kind == "capacity" and before.subject.text.rpartition(" ")[2] == "capacity"
        return before.subject if levels and not bare else None  # "total sales 2.8% to 3.4bn"
    if before.kind == claim.kind and "(" in s.tags[before.last : first] and s.words[first - 1] == ":":
        apart = {")", ",", "V", "W", "B"} & set(s.tags[before.last : first])  # but "in 2023 (2022: EUR 468 million)"
        return None if apart else before.subject  # "3.1 percent (April: 3.2 percent)"
    adjoined = before.last < first and s.tags[before.last : first].strip("RDQ") == "("
    if adjoined and before.kind == claim.kind:
        return before.subject  # "4,310 tonnes (3,870)"
    if adjoined and before.kind == "change" and claim.kind in ("output", "count", "indicator", "size"):
        return before.subject  # "rye 2.2% (61 thousand tons)"
    if claim.kind not in ("change", "share") or (claim.kind == "change" and from_whom(s, before)):
        return None
    if claim.kind == "share" and (restated := _or(s, first, earlier)) is not None:
        return restated
    if adjoined and claim.kind == "share":
        return before.subject  # "96.2m kWh the year after (9% of all power)"
    gap = s.tags[before.last : first]
    if (
        gap[:1] in ("I", "A", "D")
        and gap.rstrip("DRQ")[-1:] == ","
        and before.kind in _LEVELS
        and _compares(s, first, last)
    ):
        inside = [p for p in s.phrases if p.first >= before.last and p.last <= first]
        if inside and all(is_time(s, p) for p in inside) and gap.strip("IADNPCQR") in (",", ""):
            return before.subject  # "revenue of $48.3 million in the first six months, 5.1 percent less than …"
    verb = any(first <= g.head < last for g in s.groups)  # "The line, which cost 5m, doubles the capacity"
    times = claim.quantity is not None and claim.quantity.unit == "x" and gap.strip("DR") == "," and not verb
    if before.last > first or before.kind in ("change", "employment"):
        return None
    if before.kind in ("share", "investment") and not times and not _COMPARING & set(s.lows[first : last + 2]):
        return None
    bracket = gap.strip("RIQU") == "(" and claim.kind == "change"
    beside = (
        gap[:1] == ","
        and (gap.strip(",DRIAQ") == "" or (gap == ",DNI" and s.lows[first - 2] in listed_words("movements")))
        and (
            s.lows[first] in _BESIDE
            or (first and s.lows[first - 1] in _BESIDE)
            or gap == ",DNI"
            or _compares(s, first, last)
        )
    )
    relative = gap.endswith((",SB", ",SBR")) and _compares(s, first, last)  # ", which is 3% above the figure …"
    if not (bracket or beside or relative or times):
        return None
    return before.item if before.kind in ("output", "capacity") and before.item is not None else before.subject


def _or(s: Sentence, first: int, earlier: list[Said]) -> Mentioned | None:
    """What "…, or 96% of its target" says again in another way: the level before it, no count on the way."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    equal = s.lows[i] == "to" and s.lows[i - 1] in ("equivalent", "equal", "corresponding")
    if not (s.lows[i] == "or" or equal) or s.tags[i - 1 - equal] != ",":
        return None
    near = [said for said in earlier[-4:] if said.sentence == s.index]
    here = [said for said in near if said.kind in _LEVELS] or [said for said in near if said.kind == "investment"]
    levels = [said for said in here if said.kind != "count"] or here
    return levels[-1].subject if levels else None


def _verb_after(s: Sentence, said: Said) -> bool:
    """Whether a quantity has its verb beside its subject: none where it is gapped ("and milk by 24.7%")."""
    if any(said.subject.end <= s.starts[g.first] and g.last <= said.first for g in s.groups):
        return True
    at = s.token_at(said.subject.start) if s.starts[0] <= said.subject.start < s.starts[said.first] else 0
    while at > 0 and s.tags[at - 1] == "D":
        at -= 1
    return at > 0 and s.tags[at - 1] not in ",J"


def _compares(s: Sentence, first: int, last: int) -> bool:
    """ "an increase of 5%", "9 percent more than in May"."""
    words = s.lows[first : last + 3]
    return not _COMPARING.isdisjoint(words) or not listed_words("movements").isdisjoint(words)
