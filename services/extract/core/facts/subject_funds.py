"""Whom a loan, a purchase or a need is for, where the money only has the name of its giving.

a €45m loan to the city of Varna             → the city of Varna
The railway was granted a loan of €45m       → the railway
X's $1.2bn takeover of Castor Tools          → Castor Tools
It will take $2bn to clean up the delta      → the delta
Of the $800m, $500m is for the pit           → the pit
"""

from __future__ import annotations

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at, phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.naming import fits
from services.extract.core.facts.subject_ties import bearer_of, listed_words, modified, predicate_of
from services.extract.core.mentions.trigger import event_nouns
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_BODIES = frozenset(("organisation", "name", "place", "project"))
_GETTING = frozenset("receive secure obtain get win land clinch attract".split())
_FINANCING = frozenset("finance fund cover support back pay help".split())
_NEEDING = frozenset("take cost require need".split())
_OWING = frozenset("borrow raise receive owe".split())
_ENLARGING = frozenset("expansion extension upgrade enlargement modernisation modernization increase".split())
_WORK = frozenset("construction building work works".split())
_ROUNDS = frozenset("round funding financing injection investment".split())


def funded(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """What money with a name of its own is for: the receiver of a loan, what is taken over, what needs it."""
    if (needing := needed_for(s, last)) is not None:
        return needing
    tuned = predicate_of(s, first, last) if s.lows[max(first - 3, 0) : first] == ["the", "tune", "of"] else None
    if tuned is not None:  # "will finance the repairs to the tune of $90 million"
        right = objects(s, tuned.group.last)
        return tuned.subject if tuned.group.passive or not right or right[0].last > first else right[0]
    thing = modified(s, first, last)
    if thing is not None and s.lows[thing.last : thing.last + 1] == ["of"] and _bought(s, thing):
        return _target(s, thing.last)
    p = predicate_of(s, first, last)
    if thing is None and (bearer := bearer_of(s, first)) is not None and s.lows[first - 1] != "for":
        thing = bearer if bearer.last < first and (bearer.first > 0 or s.tags[0] == "D") else None
    if thing is not None and s.lows[thing.head] in listed_words("funds") | _ROUNDS:
        tie = s.lows[thing.last] if thing.head >= last and thing.last < len(s.lows) else ""
        if thing.last < first and s.lows[thing.last] == "of" and s.lows[last : last + 1] in (["to"], ["for"], ["in"]):
            tie, thing = s.lows[last], NounPhrase(thing.first, last, thing.head)
        if (
            tie in ("to", "for")
            or (thing.last == last and tie)
            or (tie == "in" and s.tags[thing.last + 1 : thing.last + 2] == "P")
        ):
            return _target(s, thing.last)
        if (
            p is not None
            and p.group.lemma in _FINANCING
            and s.lows[p.group.last : p.group.last + 1] in (["by"], ["with"])
        ):
            return p.subject if p.group.last <= first else None  # "The extension, financed by a €70m loan"
        if p is not None and not p.group.passive and s.lows[thing.first - 1 : thing.first + 1] == ["with", "a"]:
            up = s.lows[p.group.last : p.group.last + 1] == ["up"]
            right = objects(s, p.group.last + up)  # "will repair 90 km of pipes with a €30 million loan"
            if right and s.tags[right[0].head] == "N" and (up or p.group.lemma not in listed_words("gives")):
                return right[0] if "C" not in s.tags[right[0].first : right[0].head] else p.subject
        if p is not None and p.group.passive and p.group.last <= first and p.subject is not None:
            k = p.group.last + (s.lows[p.group.last] in ("for", "up"))  # "was paid for with a loan"
            with_it = s.lows[k : k + 1] == ["with"] and k >= first - 4
            if with_it and (fits(s, p.subject, _BODIES) or s.lows[p.subject.head] in _WORK):
                return p.subject  # "The mill is to be restarted with a $35 million loan"
        return _getter(s, p, thing) if p is not None else None
    if p is not None and p.group.lemma in _NEEDING and p.group.last <= first:
        return _needed(s, p, last)
    g = next((g for g in s.groups if g.first == last + (s.tags[last : last + 1] == ",")), None)
    if g is not None and g.lemma == "be" and s.lows[g.last : g.last + 1] == ["for"]:
        return _target(s, g.last)
    return None


def needed_for(s: Sentence, last: int) -> NounPhrase | None:
    """Of "70% of the $230 million that the toll road is expected to cost" the toll road."""
    i = last + 1 if s.lows[last : last + 1] in (["that"], ["which"]) else last
    q = phrase_from(s, i)
    if q is None or q.first != i or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    g = next((g for g in s.groups if g.first == q.last), None)
    then = next((h for h in s.groups if g is not None and h.first == g.last), None)
    needs = any(h is not None and h.lemma in _NEEDING | _OWING and not h.passive for h in (g, then))
    return q if needs else None


def aim_of(s: Sentence, q: NounPhrase) -> NounPhrase:
    """Of "by the launch of a tannery" the tannery: what a noun that names an event is of."""
    if s.lows[q.head] in event_nouns() and s.lows[q.last : q.last + 1] == ["of"]:
        return _target(s, q.last) or q
    return q


def enlarged(s: Sentence, first: int) -> NounPhrase | None:
    """Of "the expansion of the drill plant to 14 million drills a year" the plant."""
    i = before_number(s, first)
    if i < 3 or s.lows[i] != "to" or s.tags[i - 1] not in "NP":
        return None
    q = phrase_at(s, i - 1)
    top = chain_head(s, q) if q is not None else None
    if top is None or s.lows[top.head] not in _ENLARGING:
        return None
    thing = aim_of(s, top)
    return thing if thing != top and thing.last <= i else None


def worked_on(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """Of "approved the expansion of the float line from 650 to 1,000 tonnes" the line."""
    right = objects(s, p.group.last) if not p.group.passive and p.group.last <= first else []
    if not right or right[0].last > first or s.lows[right[0].head] not in event_nouns():
        return None
    thing = aim_of(s, right[0])
    return thing if thing != right[0] and thing.last <= first and fits(s, thing, _BODIES) else None


def _target(s: Sentence, tie: int) -> NounPhrase | None:
    """The noun phrase right after a preposition, where it is a thing."""
    q = phrase_from(s, tie + 1)
    if q is None or q.first != tie + 1 or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    return q if "C" not in s.tags[q.first : q.last] else None


def _bought(s: Sentence, p: NounPhrase) -> bool:
    rule = event_nouns().get(s.lows[p.head])
    return rule is not None and rule.event == "acquisition"


def _getter(s: Sentence, p: Predicate, thing: NounPhrase) -> NounPhrase | None:
    """Who was granted, or secured, the loan."""
    g = p.group
    given = g.lemma in listed_words("hands") if g.passive else g.lemma in _GETTING
    if not given or p.subject is None or g.last > thing.first or "," in s.tags[g.last : thing.first]:
        return None
    return p.subject if fits(s, p.subject, _BODIES) or s.tags[p.subject.head] == "O" else None


def _needed(s: Sentence, p: Predicate, last: int) -> NounPhrase | None:
    """Of "It will take $2bn to clean up the delta" the delta."""
    if p.subject is None or s.lows[p.subject.head] != "it":
        return None
    g = next((g for g in s.groups if last <= g.first < last + 5 and g.tense == "infinitive"), None)
    right = objects(s, g.last) if g is not None and s.tags[last : g.first].strip("JCNT") == "" else []
    return right[0] if right and s.tags[right[0].head] in "NP" else None
