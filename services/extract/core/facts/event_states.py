"""Events that no verb and no noun of event state, only what stands beside a noun: "a mill under construction", "the
second line, due on stream in May"."""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, chain_head
from services.extract.core.clause import phrase_at
from services.extract.core.facts.event_nouns import Found
from services.extract.core.facts.naming import fits
from services.extract.core.facts.reference import last_place
from services.extract.core.mentions.trigger import event_nouns
from services.extract.core.model import Document
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_STARTS = (
    "on stream|onstream|online|on line|in service|in operation|into service|to open|to reopen|to start up|to go live|"
    "to come on stream|to come online|to enter service|to be launched|to be opened|to be commissioned|to go into"
)
_SET = frozenset("due scheduled expected set slated planned".split())
_IS = frozenset(("'s", "’s"))
_AGAIN = frozenset("reopen reopened restart restarted relit recommissioned".split())
_TIMED = (["in"], ["by"], ["this"], ["next"], ["on"], ["before"], ["at"], ["later"])
_DUE_IN = frozenset("in by for this next before at on".split())
_STILL = frozenset("idle mothballed dormant shuttered disused derelict bankrupt closed shut offline".split())
_PICKED = frozenset("picked chosen chose selected hired tapped commissioned".split())
_PAPERS = frozenset("contract order deal".split())
_MAKING = frozenset("production manufacturing output mining".split())
_AHEAD = {
    "opening": [way.split() for way in _STARTS.split("|")],
    "construction": [way.split() for way in "for completion|to be completed|to be finished|to be built".split("|")],
    "closure": [way.split() for way in "to close|to shut|to be closed|for closure".split("|")],
}


def by_state(doc: Document, s: Sentence) -> list[Found]:
    """ "a mill under construction at Hamriyah will …": what no verb says."""
    lows, known, found = s.lows, s.vocabulary, []
    for i in range(1, len(lows) - 1) if "construction" in known and "under" in known else ():
        if lows[i] != "under" or lows[i + 1] != "construction" or s.tags[i - 1] not in "NPR,)":
            continue
        if any(t in "BVWX" for t in s.tags[max(0, i - 3) : i]):
            continue  # "is under construction": the verb's rule
        q = antecedent(s, i - 2 if s.tags[i - 1] == "R" else i - 1)
        q = chain_head(s, q) if q is not None and s.tags[q.first] == "C" else q  # "an elevator for 35,000 tons, now …"
        if q is not None and fits(s, q, frozenset(("place", "project"))) and s.lows[q.first] != "no":
            found.append(Found("construction", q.first, i + 2, s, q, "actual", "construction.state"))
    if "since" in known and "," in s.tags:
        found += _idle(s)
    if "underway" in known or "way" in known:
        found += _going_on(doc, s)
    if "to" in known and "," in s.tags:
        found += _to_come(s)
    if "due" in known or not (known.isdisjoint(_IS) or known.isdisjoint(_SET)):
        found += _due(s)
    if not (known.isdisjoint(_PAPERS) or known.isdisjoint(_PICKED)):
        found += _picked(s)
    if "not" in known and not known.isdisjoint(_AGAIN):
        found += _never_again(s)
    if "with" in known and not known.isdisjoint(_SET):
        found += _works_due(doc, s)
    return found


def _picked(s: Sentence) -> list[Found]:
    """ "has picked Ferrol to supply the hulls, | a contract worth $90 million": signed with whom was picked."""
    for q in s.phrases:
        if s.lows[q.head] not in _PAPERS or s.lows[q.first] not in ("a", "an") or q.first < 5:
            continue
        if (s.tags[q.first - 1] != "," and s.lows[q.first - 1] not in ("in", "under")) or s.lows[
            q.last : q.last + 1
        ] not in (["worth"], ["valued"]):
            continue
        for g in s.groups:
            told = s.lows[g.head] in _PICKED and not g.negated and g.tense in ("past", "present")
            if told and g.last < q.first and "T" in s.tags[g.last : q.first]:
                return [Found("agreement", q.first, q.last, s, q, "actual", "agreement.picked")]
    return []


def _never_again(s: Sentence) -> list[Found]:
    """ "The smaller mill will not reopen": it is closed for good."""
    found = []
    for p in predicates(s):
        g = p.group
        if g.lemma not in _AGAIN or not g.negated or g.tense != "future" or p.subject is None or p.kind != "finite":
            continue
        if fits(s, p.subject, frozenset(("place",))) and s.tags[g.last : g.last + 1] in ("", ".", ",", "J"):
            found.append(Found("closure", p.subject.first, g.last, s, p.subject, "actual", "closure.state"))
    return found


def _idle(s: Sentence) -> list[Found]:
    """ "The mill, | idle since 2019, | will be restarted": it was closed then."""
    found = []
    for i in range(2, len(s.lows) - 2):
        if s.lows[i] not in _STILL or s.lows[i + 1] != "since" or s.tags[i - 1] != ",":
            continue
        q = antecedent(s, i - 2)
        if q is not None and fits(s, q, frozenset(("place",))):
            found.append(Found("closure", q.first, i + 3, s, q, "actual", "closure.state"))
    return found


def _going_on(doc: Document, s: Sentence) -> list[Found]:
    """ "The reconstruction, under way since April, …": of the facility that was spoken of last."""
    found = []
    for i in range(1, len(s.lows) - 2):
        rule = event_nouns().get(s.lows[i])
        if rule is None or rule.event != "expansion" or s.lows[i - 1] != "the" or s.tags[i + 1] not in ",B":
            continue
        k = i + 2
        if s.lows[k : k + 2] != ["under", "way"] and s.lows[k] != "underway":
            continue
        place = last_place(doc, s, i - 1)
        if place is not None and fits(*place, rule.heads):
            found.append(Found("expansion", i, k + 1, *place, "actual", "expansion.state"))
    return found


def _works_due(doc: Document, s: Sentence) -> list[Found]:
    """ ", with mass production scheduled to begin in 2026", "with commissioning due in May": of what the clause is
    about, or what was spoken of last."""
    found = []
    for i in range(1, len(s.lows) - 3):
        if s.lows[i] not in _SET:
            continue
        begins = s.lows[i + 1] == "to" and s.lows[i + 2] in ("begin", "start")
        low = s.lows[i - 1]
        if begins:
            q = phrase_at(s, i - 1)
            first = q.first if q is not None and s.lows[q.head] in _MAKING else 0
        else:
            rule = event_nouns().get(low)
            first = i - 1 if rule is not None and rule.event == "opening" and s.lows[i + 1] in _DUE_IN else 0
        if first < 1 or s.lows[first - 1] not in ("with", "and"):
            continue
        main = next((q for q in s.phrases if q.first > i and q.first and s.tags[q.first - 1] == ","), None)
        if first == 1 and main is not None and fits(s, main, frozenset(("place",))):
            found.append(Found("opening", first, i + 1, s, main, "planned", "opening.due"))
            continue
        place = last_place(doc, s, first)
        if place is not None:
            found.append(Found("opening", first, i + 1 + 2 * begins, *place, "planned", "opening.due"))
    return found


def _to_come(s: Sentence) -> list[Found]:
    """ "a training centre at the college, to open this fall": ahead, where a time follows."""
    found = []
    for i in range(1, len(s.lows) - 3):
        if s.lows[i] != "to" or s.tags[i - 1] != "," or s.tags[i - 2] not in "NP)":
            continue
        follows = s.lows[i : i + 4]
        event, way = next(((e, w) for e, ways in _AHEAD.items() for w in ways if follows[: len(w)] == w), ("", []))
        if not event or way[0] != "to" or s.lows[i + len(way) : i + len(way) + 1][:1] not in _TIMED:
            continue
        q = antecedent(s, i - 2)
        if q is not None and fits(s, q, frozenset(("place", "project", "service"))):
            found.append(Found(event, q.first, i + len(way), s, q, "planned", f"{event}.due"))
    return found


def _due(s: Sentence) -> list[Found]:
    """ "the first phase, due on stream by March 2026", "a hall that's due to open": ahead, and no verb says it of its
    noun."""
    found = []
    for i in range(1, len(s.lows) - 2):
        if s.lows[i] not in _SET:
            continue
        short = s.lows[i - 1] in _IS and s.lows[max(i - 2, 0)] in ("that", "which")
        told = s.tags[i - 1] not in "NP,)" or any(t in "BM" for t in s.tags[max(0, i - 3) : i])
        if not short and (s.lows[i] != "due" or told):
            continue
        follows = s.lows[i + 1 : i + 5]
        event = next((e for e, ways in _AHEAD.items() if any(follows[: len(w)] == w for w in ways)), "")
        q = antecedent(s, i - 3 if short else i - 1) if event and i > 2 * short else None
        if q is not None and (fits(s, q, frozenset(("place", "project", "service"))) or s.lows[q.head] == "enterprise"):
            found.append(Found(event, q.first, i + 2, s, q, "planned", f"{event}.due"))
    return found
