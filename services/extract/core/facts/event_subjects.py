"""The subject of an event's verb, with what is coordinated to it: "the school, the centre, and the hall opened", "one
of the works was shut", "five mills, one of which is under construction", "Also signed was a memorandum"."""

from __future__ import annotations

from collections.abc import Callable

from services.extract.core.antecedents import antecedent
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase, phrase_from
from services.extract.core.facts.event_phrases import PLACE_TIES, after, led_by, merged
from services.extract.core.facts.naming import fits as suits
from services.extract.core.mentions.count import plural
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_ORDINALS = frozenset(
    "first second third fourth fifth sixth last latest newest biggest largest older newer larger smaller bigger oldest "
    "smallest".split()
)
_STAYS = frozenset("remains remained stays stayed stands stood lies lay".split())
_COPULAS = (["was"], ["were"], ["is"], ["are"])
_WHAT = 20  # tokens of what "what will be" is said of
_SOME = frozenset("one two three some part most all half".split()) | _ORDINALS


def subjects(s: Sentence, p: Predicate) -> list[NounPhrase]:
    """The subject of a predicate with what is coordinated to it ("the school, the centre, and the hall opened")."""
    if p.subject is None:
        one = _one_of(s, p.group.first) if p.kind in ("finite", "infinitive") else None
        return [one] if one is not None else []
    if p.kind == "infinitive" and s.lows[p.group.first - 2 : p.group.first] == [",", "due"]:
        q = antecedent(s, p.group.first - 3)
        return [q] if q is not None else []  # "is building a hall, due | to open in May"
    if p.kind == "relative" and "whose" in s.lows[p.start : p.group.first]:
        own = next((q for q in s.phrases if q.last <= p.group.first and s.lows[q.first] == "whose"), None)
        if own is not None and own.last == p.group.first and own.head > own.first:
            return [NounPhrase(own.first + 1, own.last, own.head)]  # "the group, whose Wuhan factory opened in 2006"
    if s.lows[p.group.first - 1] in _STAYS:
        own = next((q for q in s.phrases if q.last == p.group.first - 1), None)
        if own is not None and s.lows[own.first] == "whose" and own.head > own.first:
            return [NounPhrase(own.first + 1, own.last, own.head)]  # "Araucária, whose Bor mill remains | closed"
    first = merged(s, _behind_place(s, p.subject, p.group.first))
    if p.kind not in ("finite", "infinitive") or first.first > p.group.first:
        return [first]
    stop = p.group.first
    rest = [q for q in after(s, first, verb=True) if q.last <= stop]
    while rest:  # an apposition may stand between ("Kuryk, the second port, …")
        end = full_phrase(s, rest[-1], ties=PLACE_TIES)[1]
        joint = rest[-1].first - 1
        while joint > first.last and s.tags[joint] in "DCQ-":
            joint -= 1
        if s.tags[joint] == "J" and (end >= stop or s.tags[end] in "RB,(IMVWHT"):
            break
        rest.pop()
    return [first, *rest]


def _behind_place(s: Sentence, q: NounPhrase, stop: int) -> NounPhrase:
    """ "in Geismar, Louisiana, a plant has been …": the phrase behind the place of a place."""
    if s.tags[q.first - 1 : q.first] != "," or s.tags[q.last : q.last + 1] != "," or s.tags[q.head] != "P":
        return q
    r = phrase_from(s, q.last + 1)
    led = r is not None and r.first == q.last + 1 and s.tags[r.first] == "D" and s.tags[q.first - 2] == "P"
    return r if r is not None and led and r.last <= stop and "," not in s.tags[r.last : stop] else q


def _one_of(s: Sentence, stop: int) -> NounPhrase | None:
    """ "The first of four buildings, …, will open": a subject that an ordinal stands for, or "what will be" of it."""
    if s.lows[0] == "what" and stop < _WHAT:  # "What will be the largest dairy in Estonia | is taking shape"
        return next((q for q in s.phrases if q.first > 1 and q.last <= stop), None)
    for i in range(max(stop - 30, 0), stop - 2):
        if s.lows[i] == "one" and s.lows[i + 1] == "of" and (i == 0 or s.tags[i - 1] in ",;J"):
            q = phrase_from(s, i + 2)  # "One of those works | was shut down"
            if q is not None and q.first <= i + 4 and q.last <= stop and s.tags[q.head] == "N":
                return NounPhrase(i, q.last, q.head)
        if i and s.lows[i] in _ORDINALS and s.lows[i + 1] == "of" and s.tags[i - 1] == "D":
            q = phrase_from(s, i + 2)
            if q is not None and q.first <= i + 3 and q.last <= stop:
                return NounPhrase(i - 1, q.last, q.head)
    return None


def of_which(s: Sentence, p: Predicate, fits: Callable[[NounPhrase], bool]) -> NounPhrase | None:
    """ "five mills by 2027, one of which, in Bor, | is under construction": the mills."""
    if p.subject is not None:
        return None
    for i in range(p.group.first - 1, max(p.group.first - 9, 2), -1):
        if s.lows[i] == "which" and s.lows[i - 1] == "of" and s.lows[i - 2] in _SOME:
            comma = s.tags.rfind(",", 0, i)
            for q in reversed([r for r in s.phrases if r.last <= comma][-4:]):
                if s.tags[q.head] == "N" and plural(s.lows[q.head]) and fits(q):
                    return NounPhrase(q.first + (s.tags[q.first] == "C" and q.head > q.first), q.last, q.head)
            return None
        if s.tags[i] in "VWXBMH;":
            return None
    return None


def behind(s: Sentence, p: Predicate) -> list[NounPhrase]:
    """ "Also | signed | was a memorandum": a participle that opens the sentence, with its subject behind the verb."""
    g = p.group
    i = g.last
    opens = all(t in "RZ" for t in s.tags[: g.head]) and g.head < 4
    among = s.lows[0] == "among" and g.head < 9 and p.subject is None
    while i < g.last + 6 and s.tags[i : i + 1] in ("I", "D", "N", "P") and not among:
        i += 1  # "Signed | at the fair | were contracts"
    if not (opens or among) or s.tags[g.head] not in "WX" or s.lows[i : i + 1] not in _COPULAS:
        return []
    q = led_by(s, i + 1)
    return [q, *after(s, q, verb=False)] if q is not None and s.tags[q.head] in "NP" else []


def told_of(s: Sentence, p: Predicate, q: NounPhrase, heads: frozenset[str]) -> NounPhrase:
    """ "sold its foundry to an investor, who closed it", "reopened its mill after it shut": what "it" is there."""
    for r in reversed(s.phrases):
        if r.last < p.group.first and r != p.subject and s.tags[r.head] == "N" and suits(s, r, heads - {"name"}):
            return r
    return q
