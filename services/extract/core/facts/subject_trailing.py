"""A difference or a part said behind the level that it is about, across a comma and what places or dates the level;
parts of a sum or volume.

welcomed 12.7m visitors between January and September, an increase of 43%   → visitors
net revenue of $2bn for the first quarter, 4% less than a year before       → net revenue
had delivered 218,000 tons to the gins, which is 72% of the target          → what was delivered
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.measured import goes_on
from services.extract.core.facts.naming import named
from services.extract.core.facts.reference import resolve
from services.extract.core.facts.subject_beside import part_at
from services.extract.core.facts.subject_counts import Said
from services.extract.core.facts.subject_gaps import spread
from services.extract.core.facts.subject_ties import OF_THINGS, listed_words, predicate_of
from services.extract.core.mentions.count import plural
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_LEVELS = frozenset("indicator output count employment capacity investment size share".split())
_FROM_WHOM = frozenset(("from", "by"))
_MORE = frozenset("more less fewer higher lower above below better worse up down larger smaller short ahead".split())
_PARTS = frozenset("which it this that these them".split())
_TAKES = frozenset(
    "account share receive get take contribute supply deliver provide produce buy handle carry export process".split()
)
_SUMS = frozenset("sum total amount budget figure money volume investment loan number quantity".split())
_SPENT = frozenset("go spend earmark reserve intend set mean allot allocate budget plan be".split())
_SPENT_ON = {"on": _SPENT - {"be"}, "for": _SPENT, "to": frozenset("correspond relate go allot allocate".split())}
_AIMS = frozenset("target plan goal forecast budget norm quota level figure total".split())


def trailing(s: Sentence, first: int, last: int, kind: str, earlier: list[Said]) -> Mentioned | None:
    """What a trailing difference ("…, an increase of 43%") or part ("…, which is 72% of the target") is about."""
    if not earlier or earlier[-1].sentence != s.index or kind not in ("change", "share"):
        return None
    i = _opened(s, first)
    more = not _MORE.isdisjoint(s.lows[first : last + 2])
    moved = not listed_words("movements").isdisjoint(s.lows[i + 1 : last + 2])
    after = s.lows[first : last + 3]
    of_aim = "of" in after and not _AIMS.isdisjoint(after[after.index("of") + 1 : after.index("of") + 4])
    if kind == "change" and (paired := _paired(s, first, i, earlier)) is not None:
        return paired
    if not ((kind == "change" and (more or moved)) or (kind == "share" and of_aim)):
        return None
    before = earlier[-1]
    if (
        s.lows[i] in ("and", "but", "though", "yet")
        and before.kind in ("share", "change")
        and 0 <= i - before.last < 5
        and more
        and spread(s, first, last) is None
    ):
        return before.subject if not any(before.last <= g.first < i for g in s.groups) else None
    relative = i > 1 and s.tags[i] == "B" and s.lows[i - 1] in ("which", "that")
    comma = i - 2 if relative else i
    if comma < 1 or s.tags[comma] != ",":
        return None
    level = next((said for said in reversed(earlier[-3:]) if said.kind in _LEVELS and said.last <= comma), None)
    if level is None or level.sentence != s.index:
        return None
    if from_whom(s, level):
        sold = next((said for said in reversed(earlier[-4:]) if said.kind in ("output", "indicator")), None)
        level = sold if sold is not None and sold.sentence == s.index and sold.last < level.first else level
    if not (relative and of_aim and level.last == comma) and not _placed(s, level, comma):
        return None
    if level.kind == "investment" and "of" in s.lows[level.first : level.last + 1]:
        k = s.lows.index("of", level.first)
        inflow = phrase_from(s, k + 1)  # "$612 million of foreign direct investment flowed in, 1.8 times more"
        return named(s, inflow) if inflow is not None and inflow.first == k + 1 else level.subject
    goods = level.item if level.kind in ("output", "capacity") and "short" not in s.lows[first : last + 2] else None
    timed = goods is not None and (p := phrase_at(s, s.token_at(goods.start))) is not None and is_time(s, p)
    return level.subject if goods is None or timed else goods


def from_whom(s: Sentence, said: Said) -> bool:
    """Whether a count only tells who gave or got what is measured: "collected 91m kg from its 870 farmers"."""
    return said.kind == "count" and not _FROM_WHOM.isdisjoint(s.lows[max(said.first - 2, 0) : said.first])


def _paired(s: Sentence, first: int, i: int, earlier: list[Said]) -> Mentioned | None:
    """Of "30 million guests and 77 million stays, 13% and 11% more" each change by its level."""
    levels = [said for said in earlier[-4:] if said.sentence == s.index and said.kind in _LEVELS]
    changes = [said for said in earlier[-4:] if said.sentence == s.index and said.kind == "change"]
    if len(levels) < 2 or s.tags[levels[-2].last : levels[-1].first].strip("RDQTIN") != "J":
        return None
    if (
        not changes
        and (s.tags[i] == "," or "respectively" in s.lows[first : first + 9])
        and "and" in s.lows[first + 1 : first + 4]
        and "C" in s.tags[first + 2 : first + 6]
    ):
        return levels[-2].subject
    second = len(changes) == 1 and s.lows[i] == "and" and changes[0].last == i
    return levels[-1].subject if second and changes[0].subject == levels[-2].subject else None


def foretold(doc: Document, s: Sentence, kind: str) -> Mentioned | None:
    """Of "Revenue rose to $518m. Analysts had pencilled in $530m" the revenue."""
    said: list[Said] = doc.memo.get("subjects", [])[-1:]
    near = bool(said) and s.index - said[0].sentence <= 1 and said[0].kind == kind
    return said[0].subject if near else None


def _opened(s: Sentence, first: int) -> int:
    """The token that opens a difference: the comma of ", an increase of some 43%", the "is" of "which is"."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQA":
        i -= 1
    if i > 1 and s.lows[i] in ("of", "by") and s.lows[i - 1] in listed_words("movements"):
        i -= 2
        while i > 0 and s.tags[i] in "DRA":
            i -= 1
    return i


def _placed(s: Sentence, level: Said, comma: int) -> bool:
    """Whether only places and times stand between a level and a comma, or the verb whose subject the level is."""
    if s.tags[comma - 3 : comma - 1] in (",N", ",P") and s.lows[comma - 1] in ("included", "excluded", "inclusive"):
        comma -= 3  # ", VAT included,"
        if comma <= level.last:
            return True
    gap = s.tags[level.last : comma]
    if not gap or {"S", ":", "(", ",", "M"} & set(gap) or ";" in s.words[level.last : comma]:
        return False
    inside = [g for g in s.groups if level.last <= g.first < comma]
    if not inside:
        return gap[0] in "ITRDA" and "L" not in gap
    said = next((p for p in predicates(s) if p.group is inside[0]), None)
    borne = said is not None and said.subject is not None and said.subject.first < level.last <= said.group.first
    return borne and len(inside) == 1 and said is not None and said.kind in ("finite", "reduced")


def part_of(s: Sentence, first: int, last: int, kind: str, earlier: list[Said]) -> Mentioned | None:
    """A part of a sum or volume named before: "of which 2bn comes from the fund", "400m of it", "Of this budget, …"."""
    if kind not in ("investment", "output", "capacity") or not earlier or s.index - earlier[-1].sentence > 1:
        return None
    before = earlier[-1]
    if before.kind != kind:
        return None
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    inside = (
        (s.lows[last : last + 1] == ["of"] and last + 1 < len(s.lows) and s.lows[last + 1] in _PARTS)
        or (last > 1 and s.lows[last - 2] == "of" and s.lows[last - 1] in _PARTS)
        or (i > 0 and s.lows[i - 1] == "of" and s.lows[i] in _PARTS)
        or (s.lows[0] == "of" and len(s.lows) > 2 and s.lows[1] in _PARTS and s.lows[2] in _SUMS)
    )
    if s.lows[0] == "of" and before.sentence == s.index and before.first < 4 and s.tags[i] == ",":
        return before.item or before.subject  # "Of the 980 million tonnes of freight moved, 416 million went by rail"
    if not inside:
        return None
    taker = predicate_of(s, first, last)
    if taker is not None and taker.group.last <= first and taker.group.lemma in _TAKES and taker.subject is not None:
        return named(s, taker.subject) if s.tags[taker.subject.head] in "NP" else before.subject
    target = (_meant_for(s, last) or _goes_into(s, last)) if kind == "investment" else part_at(s, last)
    return named(s, target) if target is not None else before.subject


def _meant_for(s: Sentence, last: int) -> NounPhrase | None:
    """Of "R850 million of it for a depot", "of which $5m for the pit", what it is for."""
    k = last + 2 if s.lows[last : last + 1] == ["of"] else last
    q = phrase_from(s, k + 1) if s.lows[k : k + 1] == ["for"] else None
    return q if q is not None and q.first == k + 1 and s.tags[q.head] in "NP" and not is_time(s, q) else None


def _goes_into(s: Sentence, last: int) -> NounPhrase | None:
    """What a verb puts the part into: "of which 640 million goes into the shaft"."""
    for i in range(last, min(last + 8, len(s.lows))):
        ties = _SPENT_ON.get(s.lows[i])
        spent = ties is not None and any(g.last == i and g.lemma in ties for g in s.groups)
        if s.lows[i] in ("into", "towards", "toward") or spent:
            q = phrase_from(s, i + 1)
            return q if q is not None and s.tags[q.head] in "NP" else None
    return None


def pointed(doc: Document, s: Sentence, earlier: list[Said]) -> Mentioned | None:
    """What "it also grew", "the outcome was" go on about: the last thing measured nearby, of a sentence before rather
    what it was about ("The stock ended 4% up, giving Ulm a market value of $2bn. It has gained …")."""
    near = [said for said in reversed(earlier[-4:]) if s.index - said.sentence <= 1 and said.kind not in OF_THINGS]
    own = next((p.subject for p in predicates(s) if p.kind == "finite" and p.subject is not None), None)
    if not near:
        back = own is not None and (s.lows[own.head] in ("it", "they") or goes_on(s, own))
        return resolve(doc, s, own) if own is not None and back else None
    if near[0].sentence == s.index:
        return near[0].subject
    before = doc.sentences[near[0].sentence]
    main = next((p.subject for p in predicates(before) if p.kind == "finite" and p.subject is not None), None)
    if main is not None and own is not None and s.lows[own.head] in ("it", "they"):
        a, b = before.starts[main.first], before.ends[main.last - 1]
        same = next((said.subject for said in near if a <= said.subject.start < b), None)
        many = s.lows[own.head] == "it" and plural(near[0].subject.text.split()[-1].lower())
        return same or (resolve(doc, s, own) if many else None) or near[0].subject
    return near[0].subject
