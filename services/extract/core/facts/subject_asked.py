"""Whose a part is that a survey counts off: of those who were asked, of what "them" and "whom" stand for, of what the
part before was of.

surveyed 2,015 adults, 57% of whom had bought      → adults
A third of firms saw a rise; 17% saw no change     → firms
46% of revenue; five years ago it was 71%          → whose 46% it was
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at
from services.extract.core.facts.naming import named
from services.extract.core.facts.subject_counts import Said
from services.extract.core.facts.subject_ties import without_number
from services.extract.core.model import Mentioned
from services.extract.core.sentences import Sentence

_NO_DEEDS = frozenset("be go come stay remain account make represent belong".split())
_FIGURES = frozenset("figure number share level rate total sum proportion".split())
_GROUPS = ("s", "people", "men", "women", "children", "population", "workforce")


def some_of_them(s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "We asked employers: 22% of them intend to hire" the employers."""
    i = last if s.lows[last : last + 1] == ["of"] else last - 2
    if (of_whom := some_of_whom(s, first, last)) is not None:
        return of_whom
    if i < first or s.lows[i : i + 1] != ["of"] or s.lows[i + 1 : i + 2] not in (["them"], ["these"], ["those"]):
        return None
    for p in reversed(s.phrases):
        many = p.last < first and s.tags[p.head] == "N" and s.lows[p.head].endswith("s") and not is_time(s, p)
        if many and s.lows[p.first] != "their":
            return named(s, without_number(s, p))
    return None


def some_of_whom(s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "surveyed 2,015 adults, 57% of whom had bought something" the adults."""
    i = last if s.lows[last : last + 1] == ["of"] else last - 2
    if i < first or s.lows[i : i + 2] != ["of", "whom"]:
        return None
    comma = before_number(s, first)
    q = phrase_at(s, comma - 1) if comma > 0 and s.tags[comma] == "," else None
    return named(s, without_number(s, q)) if q is not None and s.tags[q.head] in "NP" and not is_time(s, q) else None


def as_before(s: Sentence, first: int, earlier: list[Said]) -> Mentioned | None:
    """Of "Drugs brought in 46% of revenue; five years ago it was 71%" the drugs: a part that "it" was or is."""
    i = before_number(s, first)
    g = next((g for g in s.groups if g.last == i + 1), None)
    if g is None or g.lemma not in ("be", "stand") or g.first < 1 or s.lows[g.first - 1] not in ("it", "that", "this"):
        return None
    before = earlier[-1] if earlier else None
    near = before is not None and before.kind == "share" and s.index - before.sentence < 2
    group = phrase_at(s, g.first - 2) if g.first > 1 else None
    if group is not None and s.tags[group.head] in "NP" and not is_time(s, group):
        return None  # "Among women it was 11%"
    opens = g.first < 2 or s.tags[g.first - 2] in ',;:".JSRN'
    return before.subject if before is not None and near and opens else None


def figure_of(s: Sentence, noun: NounPhrase, earlier: list[Said]) -> Mentioned | None:
    """Of "employs 2,600 foreigners, a figure that has tripled" those whose number "a figure" is."""
    if s.lows[noun.head] not in _FIGURES or s.lows[noun.first] != "a" or s.tags[noun.first - 1] != ",":
        return None
    before = earlier[-1] if earlier and earlier[-1].sentence == s.index else None
    if before is None:
        return None
    return before.item if before.kind in ("employment", "output") and before.item is not None else before.subject


def asked_again(s: Sentence, first: int, last: int, earlier: list[Said]) -> Mentioned | None:
    """Of "A third of respondents saw a rise; 17% saw no change" the respondents: a bare part that does something,
    after a part of the same group."""
    if (same := as_before(s, first, earlier)) is not None:
        return same
    i = before_number(s, first)
    opens = i < 0 or s.tags[i] in ',;:".JS' or s.lows[i] == "another" or s.words[i] == ";"
    g = next((g for g in s.groups if g.first >= last), None)
    if not opens or g is None or s.tags[last : g.first].strip("R") or "of" in s.lows[first:last]:
        return None
    if g.passive or g.lemma in _NO_DEEDS:
        return None
    near = [x for x in earlier[-3:] if x.kind in ("share", "count") and s.index - x.sentence < 2]
    return next((x.subject for x in reversed(near) if x.subject.text.split(" of ")[0].endswith(_GROUPS)), None)
