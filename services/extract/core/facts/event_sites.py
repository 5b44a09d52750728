"""Where work goes on that names no place: the facility spoken of last.

Ground was broken in May · Builders moved in · Trial runs began last week · Construction is to begin in spring
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_from
from services.extract.core.facts.event_nouns import SCHEDULING, Found
from services.extract.core.facts.event_status import status_of
from services.extract.core.facts.naming import fits
from services.extract.core.facts.reference import last_place, referent
from services.extract.core.mentions.trigger import classes, listed
from services.extract.core.model import Document
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_CREWS = frozenset("builders diggers bulldozers".split())
_TRIALS = frozenset("commissioning runs operation operations start-up".split())
_TRYING = frozenset("trial test full hot cold commercial pilot regular".split())
_SITES = frozenset("zone park estate site base area port cluster".split())
_HEARD = frozenset("reporters journalists told said speaking briefing".split())


def worked_at(doc: Document, s: Sentence, token: int) -> tuple[Sentence, NounPhrase] | None:
    """The facility spoken of last, but neither several nor where another one stands: "It lies in the industrial zone of
    Bor and cost $2m. Construction began in May"."""
    found = _worked_on(doc, s, token)
    if found is None:
        before = doc.sentences[s.index - 1] if s.index else s
        near = before.phrases if before.paragraph == s.paragraph and before is not s else ()
        alone = next((q for q in reversed(near) if "place" in classes(before.lows[q.head])), None)
        return (before, alone) if alone is not None and before.tags[alone.head] == "N" else None
    where, q = found
    opening = where.phrases[0] if where.phrases else q
    if where.index == s.index - 1 and where.lows[opening.first] == "it" and opening.first == 0:
        it = referent(doc, where, opening, frozenset(("place",)))  # what that sentence is about
        if it is not None and fits(*it, frozenset(("place",))):
            return it
    low = where.lows[q.head]
    several = where.tags[q.head] == "N" and low[-1] == "s" and not low.endswith(("ss", "works"))
    site = low in _SITES and q.first > 0 and where.lows[q.first - 1] in ("in", "at")
    if not several and not site:
        return found
    return _worked_on(doc, where, q.first)


def _worked_on(doc: Document, s: Sentence, token: int) -> tuple[Sentence, NounPhrase] | None:
    """The facility spoken of last that is not only where somebody spoke: "told reporters at the depot"."""
    found = last_place(doc, s, token)
    if found is not None and not _HEARD.isdisjoint(found[0].lows[max(found[1].first - 4, 0) : found[1].first]):
        return last_place(doc, found[0], found[1].first)
    return found


def broken(doc: Document, s: Sentence, preds: list[Predicate], index: int) -> Found | None:
    """ "Ground was broken in May", "when we broke ground", "Builders moved in": at the facility spoken of last."""
    p, i = preds[index], preds[index].group.last
    if p.subject is None:
        return None
    ground = s.lows[p.subject.head] == "ground" and p.group.passive
    own = s.lows[i : i + 1] == ["ground"] and s.tags[p.subject.head] == "O" and s.lows[i + 1 : i + 2] != ["on"]
    came = p.group.lemma == "move" and s.lows[p.subject.head] in _CREWS and s.lows[i : i + 1] == ["in"]
    if not (ground or own or came) or (
        came and s.tags[i + 1 : i + 2] not in ("", "I", ".", ",", "R") and not time_follows(s, i)
    ):
        return None
    if not {"on", "for", "at"}.isdisjoint(s.lows[p.group.last : p.group.last + 1]) and (
        "for" in s.lows[p.group.last : p.group.last + 6] or not time_follows(s, p.group.last)
    ):
        return None  # "ground was broken on Saturday for the plant": the verb's
    place = worked_at(doc, s, p.subject.first)
    status = status_of(s, preds, index, "construction")
    if place is None or status is None:
        return None
    return Found("construction", p.subject.first, p.group.last, *place, status, "construction.work")


def trial(doc: Document, s: Sentence, preds: list[Predicate], index: int) -> Found | None:
    """ "Commissioning is scheduled for May", "Trial runs began last week": at the facility spoken of last."""
    p = preds[index]
    stop = p.group.first
    if p.kind != "finite" or stop == 0 or s.lows[stop - 1] not in _TRIALS:
        return None
    first = stop - 1
    while first and s.lows[first - 1] in _TRYING:
        first -= 1
    if s.lows[stop - 1] in ("runs", "operation", "operations") and first == stop - 1:
        return None
    opens = first == 0 or s.tags[first - 1] in ",;JD"
    ahead = p.group.lemma in SCHEDULING or (
        p.group.lemma == "be" and s.lows[p.group.last : p.group.last + 1] == ["due"]
    )
    starts = p.group.lemma in listed("work", "starts")
    status = "planned" if ahead else status_of(s, preds, index, "opening") if starts else None
    place = worked_at(doc, s, first) if opens and status is not None and not p.group.negated else None
    if place is None or status is None:
        return None
    return Found("opening", first, p.group.last, *place, status, "opening.work")


def time_follows(s: Sentence, i: int) -> bool:
    q = phrase_from(s, i + 1)
    return q is not None and q.first == i + 1 and is_time(s, q)
