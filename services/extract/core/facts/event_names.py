"""What the phrase that an event is told of belongs to: a name beside it, a number behind it."""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_from
from services.extract.core.facts.naming import is_person, is_place
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.sentences import Sentence

_MANNERS = frozenset(
    "deal transaction move bid auction swap tender ceremony push effort attempt offer sale cost price total project "
    "operation drive programme program exchange agreement contract scheme".split()
)
_AREAS = frozenset("area territory plot site".split())
_BARE = frozenset(("N.", "N,", "NJ", "NI"))
_SCALES = frozenset("m mn bn b k tn mln mio".split())


def explained(doc: Document, s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "Motavia, a company set up in 2022": the name that an indefinite noun explains."""
    if s.lows[q.first] not in ("a", "an") or q.first < 2:
        return q
    if s.words[q.first - 1] == ":" and s.phrases[0].first == 0 and s.tags[s.phrases[0].head] == "P" and q.first < 9:
        return s.phrases[0]  # "Norvik in brief: a family-owned company, founded in 1977"
    if s.tags[q.first - 2 : q.first] != "P," or "deal" in classes(s.lows[q.head]):
        return q  # "will supply the Baltic, a contract worth …"
    name = next((r for r in s.phrases if r.last == q.first - 1), None)
    if name is None or name.first == 1 or is_time(s, name) or is_person(doc, s, name):
        return q
    at = s.lows[name.first - 1] == "at" and bool(classes(s.lows[q.head]))  # "at Pampa Clara, a solar scheme that …"
    if is_place(doc, s, name) and not at:
        return q
    return name


def owner_of(s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "Motavia, | the payments platform for shops, | … since it was founded": whose description a definite noun is."""
    if s.lows[q.first] != "the" or q.first < 2 or s.tags[q.first - 2 : q.first] != "P,":
        return q
    name = next((r for r in s.phrases if r.last == q.first - 1), None)
    closed = "," in s.tags[q.last : q.last + 8]
    return q if name is None or not closed or is_time(s, name) else name


def manner(s: Sentence, q: NounPhrase) -> int:
    """Where "in a cash deal", "at an auction" begins behind a phrase: how it is done, and no part of the name."""
    for i in range(q.last, min(q.last + 6, len(s.lows) - 2)):
        if s.tags[i] in ".,;VW":
            break
        if s.lows[i] in ("in", "at", "under", "through") and s.tags[i + 1] in "DA":
            r = phrase_from(s, i + 1)
            if r is not None and r.first <= i + 2 and s.lows[r.head] in _MANNERS:
                return i
        priced = "U" in s.tags[i + 1 : i + 3] or (s.tags[i + 1 : i + 3] == "PC" and len(s.words[i + 1]) < 4)
        if s.lows[i] == "for" and (priced or s.lows[i + 3 : i + 4] == ["sum"]):
            return i  # "for P2.1 billion", "for an undisclosed sum"
        if s.lows[i] == "on" and (s.tags[i + 1 : i + 3] in _BARE or (s.tags[i + 1] == "D" and s.lows[i + 2] in _AREAS)):
            return i  # "on care and maintenance", "on schedule", "on an area of 12 hectares"
    return len(s.lows)


def unpriced(s: Sentence, subject: Mentioned) -> Mentioned:
    """ "R$14.8 billion | mill": what it costs is no part of a name."""
    i = k = bisect_left(s.starts, subject.start)
    while k < len(s.tags) and (s.tags[k] in "UC-" or s.lows[k] in _SCALES):
        k += 1
    if "U" not in s.tags[i:k] or s.tags[k : k + 1] not in ("N", "A", "P", "G") or s.starts[k] >= subject.end:
        return subject
    return Mentioned(s.text[s.starts[k] : subject.end], s.starts[k], subject.end)


def numbered(s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "Terminal | 2 was rebuilt": the number is part of the name."""
    i = q.last
    number = s.lows[i] if i + 1 < len(s.lows) and s.tags[q.head] in "PN" else ""
    if number.isdigit() and s.lows[i - 1] in ("no", "no.", "nos.", "number"):
        return NounPhrase(q.first, i + 1, q.head)  # "blast furnace No. | 2"
    number = number if s.tags[q.head] == "P" else ""
    if number.isdigit() and len(number) < 3 and classes(s.lows[q.head]) and s.tags[i + 1] in "VWBMHI,.J":
        return NounPhrase(q.first, i + 1, q.head)
    return q
