"""Events that a noun states: "the opening of the hotel took place", "the plant's expansion"."""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.event_fit import suits
from services.extract.core.facts.event_noun_status import noun_status, since_opening
from services.extract.core.facts.event_phrases import led_by, merged
from services.extract.core.facts.naming import fits
from services.extract.core.hints import hint
from services.extract.core.mentions.trigger import NounRule, classes, event_nouns, listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_LENGTHS = frozenset("kilometres kilometers km miles metres meters hectares".split())
_WORKS = frozenset("work works project programme program drive scheme campaign".split())
_ON = frozenset("of on at in".split())
_TIMED = frozenset("in on last this next earlier".split())
_OWN = frozenset("undergo foresee envisage".split())
_WORKED = frozenset(("expansion", "construction"))


_BUILT = frozenset(("place", "service"))
SCHEDULING = frozenset("plan schedule set slate expect target pencil pencilled".split())
_BEGUN = frozenset("begin start commence finish complete conclude".split())
_FORMAL = frozenset("official formal grand full complete planned".split())


class Found(NamedTuple):
    """An event in a sentence: where it is stated, and the phrase (maybe in an earlier sentence) that is its subject."""

    event: str
    start: int  # tokens of the evidence
    end: int
    where: Sentence
    phrase: NounPhrase
    status: str
    rule: str


_NAMED = hint(event_nouns)


def by_noun(s: Sentence, preds: list[Predicate]) -> list[Found]:
    """Nouns of event with what they are of."""
    found: list[Found] = []
    if not s.hints & _NAMED:
        return found
    for i, low in enumerate(s.lows):
        if low not in event_nouns() or s.tags[i] not in "NGAP":
            continue
        rule = event_nouns()[low]
        if low in ("ceremony", "ceremonies"):
            ceremony = _ceremony(s, i)
            if ceremony is None:
                continue
            rule = ceremony
        phrase = phrase_at(s, i) or NounPhrase(i, i + 1, i)
        if phrase.head == i + 1 and rule.event in _WORKED and s.lows[i + 1] in _WORKS:
            i += 1  # "renovation work at the hotel"
            tie = s.lows[i + 1] if i + 1 < len(s.lows) else ""
            rule = rule._replace(of=tie) if tie in _ON else rule
        if phrase.head != i:
            continue
        target = _target(s, phrase, rule) or _owner_of_object(s, preds, phrase, rule) or _own(s, preds, phrase, rule)
        target = target or _undergone(s, preds, phrase, rule)
        if target is None:
            continue
        status = noun_status(s, preds, phrase, rule)
        if status is not None:
            status = rule.status or status
            end = max(i + 1, target.last, _told_until(s, preds, phrase))
            found.append(Found(rule.event, phrase.first, end, s, target, status, f"{rule.event}.noun"))
    return found


def _ceremony(s: Sentence, i: int) -> NounRule | None:
    """ "the ground-breaking ceremony for a stadium": what stands before says of what; the stadium may have any tie."""
    of = s.lows[i + 1] if i + 1 < len(s.lows) else ""
    for event in ("construction", "opening", "agreement"):
        if s.lows[i - 1] in listed("ceremonies", event) and of in ("for", "of", "at"):
            like = next(rule for rule in event_nouns().values() if rule.event == event and not rule.status)
            return like._replace(of=of)
    return None


def _target(s: Sentence, phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """What a noun of event is of: "the opening of X", or "X's opening"."""
    i = phrase.head
    k = _past_agent(s, _past_time(s, i + 1))
    of = rule.of
    if of == "up" and s.lows[k : k + 1] == ["up"]:
        k, of = k + 1, "of"  # "the setting up | of a plant"
    if k < len(s.lows) and s.lows[k] == of:
        q = led_by(s, _past_part(s, k + 1))
        if q is not None:
            q = merged(s, q)  # "an operations and maintenance base"
            if s.tags[q.last : q.last + 1] == "E":
                q = phrase_from(s, q.last + 1) or q  # "the sale of the state's | 51% holding in X"
            q = _of_share(s, q)
            if s.lows[q.head] in _LENGTHS and s.lows[q.last : q.last + 1] == ["of"]:
                q = led_by(s, q.last + 1) or q  # "the repair of 128 kilometres of railway"
            named = not rule.having or not rule.having.isdisjoint(s.lows[k + 1 : q.head])
            return q if named and suits(s, q, rule) else None
    if rule.of != "of":
        return None
    if s.lows[phrase.first] == "whose" or (phrase.first and s.lows[phrase.first - 1] == "whose"):
        return _whose(s, phrase.first - 1, rule)
    owner = s.tags.rfind("E", phrase.first, i)
    if owner > phrase.first:
        q = NounPhrase(phrase.first, owner, owner - 1)
        return q if suits(s, q, rule) else None
    return None


def _whose(s: Sentence, i: int, rule: NounRule) -> NounPhrase | None:
    """ "a mill with a capacity of 2 million tonnes a year | whose construction is complete": the mill."""
    for q in [q for q in reversed(s.phrases) if q.last <= i + 1][:5]:
        if any(t in "VWXBHM;" for t in s.tags[q.last : i]):
            return None
        if fits(s, q, rule.heads):
            return q
    return None


def _past_time(s: Sentence, k: int) -> int:
    """The token behind a time right after a noun: "the liquidation in May of the board", "the sale last year of it"."""
    if k + 2 >= len(s.lows) or s.lows[k] not in _TIMED:
        return k
    q = phrase_from(s, k + (s.tags[k] == "I"))
    year = s.tags[k] == "I" and s.tags[k + 1] == "C" and len(s.lows[k + 1]) == 4
    end = k + 2 if year else q.last if q is not None and q.first <= k + 1 and is_time(s, q) else k
    return end if end < len(s.lows) and s.lows[end] == "of" else k


def _past_part(s: Sentence, k: int) -> int:
    """The token behind "100% of", "the remaining 49 percent of" in "the acquisition of | 100% of the shares in X"."""
    i = k
    while i < len(s.tags) and s.tags[i] in "DRQA" and i - k < 3:
        i += 1
    if s.tags[i : i + 2] != "CU":
        return k
    i += 2 + (s.lows[i + 2 : i + 3] == ["cent"])
    return i + 1 if s.lows[i : i + 1] == ["of"] else k


def _past_agent(s: Sentence, k: int) -> int:
    """The token behind "by Ardex" in "the purchase | by Ardex | of Polbud"; the same token where there is no such."""
    if k + 2 >= len(s.lows) or s.lows[k] != "by":
        return k
    q = phrase_from(s, k + 1)
    return q.last if q is not None and q.first <= k + 2 and s.lows[q.last : q.last + 1] == ["of"] else k


def _of_share(s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "a 51% stake in X" → X."""
    if "stake" in classes(s.lows[q.head]) and q.last < len(s.lows) and s.lows[q.last] in ("in", "of"):
        nxt = phrase_from(s, q.last + 1)
        return nxt if nxt is not None and nxt.first <= q.last + 3 else q
    return q


def _owner_of_object(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """ "Modernization boosted the plant's capacity": what gained by it is its subject."""
    if rule.event != "expansion":
        return None
    for p in preds:
        if p.subject == phrase and p.group.lemma in listed("occurrence", "boosts"):
            q = phrase_from(s, p.group.last)
            owner = s.tags.rfind("E", q.first, q.head) if q is not None else -1
            if q is not None and owner > q.first:
                return NounPhrase(q.first, owner, owner - 1)
    return None


def _own(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """ "The clinic celebrated its opening": whose "its" is, where the verb before has a subject of the class."""
    if since_opening(s, phrase):
        main = next((p for p in reversed(preds) if p.kind == "finite" and p.group.last <= phrase.first), None)
        return main.subject if main is not None and main.subject is not None and fits(s, main.subject, _BUILT) else None
    if (dated := _spoken_of(s, preds, phrase, rule)) is not None:
        return dated
    if s.lows[phrase.first] not in ("its", "their") or rule.event not in ("opening", "closure", "expansion"):
        return None
    before = next((p for p in reversed(preds) if p.kind == "finite" and p.group.last == phrase.first), None)
    if before is None or before.subject is None or not fits(s, before.subject, rule.heads):
        return None
    return before.subject


def _spoken_of(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """ "Its opening is planned for May", "The renovation began in March": of the facility that was spoken of last."""
    first = phrase.first
    lemmas = _BEGUN if rule.event == "expansion" else SCHEDULING if rule.event in ("opening", "closure") else None
    short = phrase.last - first <= 2 + (s.lows[first + 1 : first + 2] != [] and s.lows[first + 1] in _FORMAL)
    if lemmas is None or s.lows[first] not in ("its", "the") or not short:
        return None
    verb = next((p.group for p in preds if p.kind == "finite" and p.subject == phrase), None)
    if verb is None or verb.first != phrase.last:
        return None
    due = verb.lemma == "be" and s.lows[verb.last : verb.last + 1] == ["due"]
    return NounPhrase(first, first + 1, first) if verb.lemma in lemmas or (due and lemmas is SCHEDULING) else None


def _told_until(s: Sentence, preds: list[Predicate], phrase: NounPhrase) -> int:
    """Where the verb ends that has a noun of event as its subject: its time is the event's; -1 where it has none."""
    stage = chain_head(s, phrase)
    verb = next((p.group for p in preds if p.kind == "finite" and p.subject in (phrase, stage)), None)
    return verb.last if verb is not None and verb.first >= phrase.last else -1


def _undergone(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> NounPhrase | None:
    """ "The mill underwent a complete refurbishment", "phase two foresees an expansion to 9 million": whose it is."""
    before = next((p for p in reversed(preds) if p.group.last <= phrase.first), None)
    if before is None or before.subject is None or before.group.lemma not in _OWN or rule.event != "expansion":
        return None
    near = all(t in "DARN" for t in s.tags[before.group.last : phrase.first])
    return before.subject if near and fits(s, before.subject, rule.heads | {"project"}) else None
