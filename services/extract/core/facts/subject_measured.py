"""The name of what a change, a share or a level measures: resolved where it only points, whole where two share a verb.

those of mineral fuels jumped                    → mineral fuels
by next year their share is to reach 32 percent  → whose it is
food and non-alcoholic beverages were dearer     → both
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase, finite
from services.extract.core.clause import full_phrase, phrase_at, phrase_from
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.naming import named
from services.extract.core.facts.pointing import is_bare
from services.extract.core.facts.reference import resolve
from services.extract.core.facts.subject_ties import by_name, can_bear, without_number
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_LONGEST_ROW = 5  # things
WEIGHTS = frozenset("weight share proportion stake contribution portion".split())
_PER_CENT = frozenset(("cent", "percent"))
_UNITS = frozenset(
    "tons tonnes ton tonne barrels litres liters cubic metres meters kilometres kilometers km units".split()
)


def _row(s: Sentence, p: NounPhrase) -> NounPhrase | None:
    """The whole row of things that a verb is said of: "Yams, tomatoes and smoked herring were 5% cheaper"."""
    if p.first and s.tags[p.first - 1] not in ',:"S':
        return None
    q, last = p, p.last
    for _ in range(_LONGEST_ROW):
        following = phrase_at(s, last + 1)
        if (
            following is None
            or following.first != last + 1
            or not can_bear(s, following)
            or s.tags[following.first] == "D"
        ):
            return None
        joined = s.tags[last] == "J"
        q, last = following, following.last
        if joined:
            verb = any(g.first in (last, last + 1) and g.tense in ("past", "present") for g in s.groups)
            told = verb or s.lows[last : last + 2] == [",", "which"]
            return NounPhrase(p.first, last, q.head) if told else None
        if s.tags[last : last + 1] not in (",", "J"):
            return None
    return None


def measured(doc: Document, s: Sentence, p: NounPhrase) -> Mentioned | None:
    if s.lows[p.head] == "bill" and s.lows[p.first] == "that" and p.head == p.first + 1:
        return named(s, p.begun_at(p.head))  # "must buy a permit for each tonne. That bill came to 5 billion"
    if s.lows[p.head] in _PER_CENT and s.lows[p.first] != "the":
        return None  # but "the bottom 30 percent of households"
    p = by_name(s, p)
    if s.lows[p.first - 1] == "per" and (q := phrase_at(s, p.first - 2)) is not None and q.last == p.first - 1:
        p = NounPhrase(q.first, p.last, q.head)  # "corresponding to earnings per share of SEK 1.42"
    if s.lows[p.head] == "ones" and p.first and s.tags[p.first - 1] in "ANP":
        return named(s, p.begun_at(p.first - 1))  # "Electric ones made up 2%"
    if s.lows[p.head] in ("that", "those") and s.lows[p.last : p.last + 1] in (["of"], ["in"], ["at"], ["from"]):
        p = phrase_at(s, p.last + 1) or p  # "those of mineral fuels jumped by a quarter"
    if s.lows[p.head] in ("total", "number") and s.lows[p.last : p.last + 1] == ["of"]:
        counted = phrase_from(s, p.last + 1)  # "A total of 6,900 enterprises …, but the largest account for half"
        if (
            counted is not None
            and counted.first == p.last + 1
            and s.tags[counted.first] == "C"
            and s.lows[p.first] == "a"
        ):
            p = without_number(s, counted)
    if s.lows[p.last : p.last + 2] in (["'s", "per"], ["’s", "per"]) and (q := phrase_at(s, p.last + 2)) is not None:
        p = NounPhrase(p.first, q.last, q.head)  # "the state's per capita income"
    if s.lows[p.first] in ("its", "their") and s.lows[p.head] in WEIGHTS:
        owner = resolve(doc, s, NounPhrase(p.first, p.first + 1, p.first))
        if owner is None and s.lows[p.head] == "stake":
            main = next((q.subject for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
            owner = named(s, main) if main is not None and main.last <= p.first and s.tags[main.head] != "O" else None
        if owner is not None:
            return owner  # "by next year their share is to reach 32 percent"
    if s.lows[p.first] in ("its", "their") and p.head > p.first:
        return named(s, p.begun_at(p.first + 1))  # "doubled its output": no other output
    if is_bare(s, p) or describes(s, p):
        found = resolve(doc, s, p)
        if found is not None or s.tags[p.head] == "O":
            return found
    if s.lows[p.last : p.last + 1] in (["abroad"], ["overseas"]) and s.lows[p.last + 1 : p.last + 2] in (
        ["of"],
        ["from"],
    ):
        source = phrase_from(s, p.last + 2)  # "Shipments abroad from the region"
        if source is not None and source.first == p.last + 2 and not is_time(s, source):
            return named(s, NounPhrase(p.first, source.last, p.head))
    if s.tags[p.last : p.last + 1] == "," and (row := _row(s, p)) is not None:
        return named(s, row)
    q = phrase_at(s, p.last + 1) if s.lows[p.last : p.last + 1] == ["and"] else None
    alike = q is not None and q.first == p.last + 1 and s.tags[q.head] == "N"
    twins = alike and (s.tags[p.head] == "N" or p.first == 0) and can_bear(s, p)
    said = q is not None and (s.lows[q.last : q.last + 2] == [",", "which"] or any(g.first == q.last for g in s.groups))
    if q is not None and twins and said:
        p = NounPhrase(p.first, q.last, q.head)  # "food and non-alcoholic beverages were the main driver"
    if "C" in s.tags[p.first : p.head]:
        if s.lows[p.head] in _UNITS and p.last < len(s.lows) and s.lows[p.last] == "of":
            p = next((q for q in s.phrases if q.first > p.last), p)
        p = without_number(s, p)
    if p.first == 1 and s.tags[:2] == "GD":  # "Running the ferry costs 4 million euros"
        p = p.begun_at(0)
    if s.lows[p.last : p.last + 1] == ["per"] and s.tags[p.last + 1 : p.last + 2] == "N":
        each = phrase_at(s, p.last + 1)  # "spending per guest rose 6%"
        p = NounPhrase(p.first, each.last, p.head) if each is not None and not is_time(s, each) else p
    if s.lows[p.head] == "number" and s.tags[p.last : p.last + 2] == "IA" and phrase_at(s, p.last + 1) is None:
        p = NounPhrase(p.first, p.last + 2, p.head)  # "The number of jobless"
    if s.tags[p.last : p.last + 1] in ("I", "T"):  # "Loans to firms rose", "Trade with China grew"
        last = full_phrase(s, p, numbers=False)[1] if "latter" not in s.vocabulary else p.last
        if last > p.last and any(g.first == last and finite(g) for g in s.groups):
            p = NounPhrase(p.first, last, p.head)
    return named(s, p)
