"""Events that a noun states: "the opening of the hotel took place", "the plant's expansion"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.event_fit import suits
from services.extract.core.facts.event_phrases import led_by
from services.extract.core.facts.event_status import outer_status, under_negation
from services.extract.core.facts.naming import fits
from services.extract.core.mentions.trigger import NounRule, classes, event_nouns, listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_AHEAD = frozenset(
    "plan schedule expect delay postpone propose discuss consider prepare approve finance fund invest announce back "
    "set slate slip slide agree envisage foresee involve entail".split()
)
_STAGES = frozenset("stage phase part work works programme program process project completion".split())
_LENGTHS = frozenset("kilometres kilometers km miles metres meters hectares".split())
_UNDER = frozenset(("on", "in", "for", "with", "after", "following", "off"))
_WORKS = frozenset("work works project programme program drive scheme campaign".split())
_ON = frozenset("of on at in".split())
_FUNDING = frozenset("sign award allocate lend provide approve raise secure grant give earmark receive borrow".split())
_TIMED = frozenset("in on last this next earlier".split())
_MOVED = frozenset("put push move bring".split())
_OWN = frozenset("undergo foresee envisage".split())
_STARTS = frozenset("start beginning commencement completion resumption".split())
_TOLD_OF = frozenset("announce mark celebrate see hail attend report confirm witness".split())
_LATER = (["back"], ["forward"], ["to"], ["until"])  # "has been put back to October"
_UPON = ("after", "following")
_LETS = frozenset("give get receive win obtain grant secure".split())
_LET = frozenset("light go-ahead nod approval permission consent clearance".split())
_WORKED = frozenset(("expansion", "construction"))
_AFTERWARDS = frozenset(("opening", "closure", "acquisition", "agreement"))


class Found(NamedTuple):
    """An event in a sentence: where it is stated, and the phrase (maybe in an earlier sentence) that is its subject."""

    event: str
    start: int  # tokens of the evidence
    end: int
    where: Sentence
    phrase: NounPhrase
    status: str
    rule: str


@cache
def _words() -> frozenset[str]:
    return frozenset(event_nouns())


def by_noun(s: Sentence, preds: list[Predicate]) -> list[Found]:
    """Nouns of event with what they are of."""
    found: list[Found] = []
    if s.vocabulary.isdisjoint(_words()):
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
        status = _status(s, preds, phrase, rule)
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
    k = _past_time(s, i + 1)
    if k < len(s.lows) and s.lows[k] == rule.of:
        q = led_by(s, k + 1)
        if q is not None:
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
    if s.lows[phrase.first] not in ("its", "their") or rule.event not in ("opening", "closure", "expansion"):
        return None
    before = next((p for p in reversed(preds) if p.kind == "finite" and p.group.last == phrase.first), None)
    if before is None or before.subject is None or not fits(s, before.subject, rule.heads):
        return None
    return before.subject


def _status(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> str | None:
    """Whether and how the verb around a noun of event says that it happens."""
    if under_negation(s, phrase.first) or s.lows[phrase.first] == "no":
        return None
    happens, done = listed("occurrence", "happens"), listed("occurrence", "done")
    stage = chain_head(s, phrase)
    if s.lows[stage.head] not in _STAGES:
        stage = phrase  # "the second stage of the refinery's modernisation is complete"
    for p in preds:
        if p.subject in (phrase, stage) and (
            p.group.lemma in listed("modality", "dropped") or s.lows[p.group.last : p.group.last + 2] == ["yet", "to"]
        ):
            return None  # "Its purchase of X, announced last year, was blocked", "has yet to start"
    for p in preds:
        told = p.group.tense == "past" and p.kind == "finite" and p.group.lemma not in listed("modality", "fallen")
        moved = p.group.passive and p.group.lemma in _MOVED and s.lows[p.group.last : p.group.last + 1] in _LATER
        known = moved or p.group.lemma in happens or p.group.lemma in done or p.group.lemma == "be"
        said_of = p.subject in (phrase, stage) or (p.kind == "finite" and _right_before(s, phrase, p))
        if not said_of and phrase.first > 1 and s.tags[phrase.first - 1] == "J" and p.subject is not None:
            said_of = p.subject.last == phrase.first - 1  # "Repair and reconstruction of the road was completed"
        whose = s.lows[phrase.first] == "whose" and p.group.first == phrase.last
        if ((said_of and p.kind != "relative") or whose) and (known or (told and not rule.status)):
            if p.group.negated or "yet" in s.lows[p.group.first : p.group.last + 2]:
                return None  # "has yet to start"
            follow = set(s.lows[p.group.last : p.group.last + 4])
            if (
                p.group.tense in ("future", "modal")
                or p.group.lemma in _AHEAD
                or moved
                or follow & {"due", "planned", "scheduled", "slated", "set"}
            ):
                return "planned"
            if p.group.lemma == "be" and not follow & {"under", "complete", "completed"}:
                return None
            return "actual"
    governor = -1
    for index, p in enumerate(preds):
        if p.group.last <= phrase.first:
            governor = index
    led = s.lows[phrase.first - 1] if phrase.first else ""
    led = s.lows[phrase.first - 2] if led in ("the", "its", "a") and phrase.first > 1 else led
    if (
        phrase.first
        and led in listed("occurrence", "since")
        and (rule.event in _AFTERWARDS or (led == "with" and rule.event == "expansion"))
    ):
        return _after(s, preds, phrase)
    if governor >= 0 and not _LET.isdisjoint(s.lows[preds[governor].group.last : phrase.first]):
        # "gave the green light to the building of a road"
        return "planned" if preds[governor].group.lemma in _LETS and outer_status(s, preds, governor) else None
    if governor < 0:
        return None
    p = preds[governor]
    attends = p.group.lemma == "take" and "part" in s.lows[p.group.last : p.group.last + 2]
    funds = p.group.lemma in _FUNDING and s.lows[phrase.first - 1 : phrase.first] == ["for"]
    if phrase.first and s.lows[phrase.first - 1] == "the":
        funds |= p.group.lemma in _FUNDING and s.lows[phrase.first - 2] == "for"
    if p.group.lemma not in done and not attends and not funds and not _gives(p, rule):
        return None
    between = s.tags[p.group.last : phrase.first]
    if any(t in between for t in "S:;") or ("(" in between and "U" not in between):
        return None
    if p.group.lemma == "include" and p.group.tense == "present" and _plans(s, p):
        return "planned"  # "The project includes the construction of a road"
    before = s.tags[phrase.first - 1] if phrase.first else "."
    if s.lows[phrase.first - 1] == "of" and s.lows[phrase.first - 2] in _STARTS and p.group.lemma in _TOLD_OF:
        return outer_status(s, preds, governor)  # "announced the start of construction of its plant"
    if before in "IT" and s.lows[phrase.first - 1] not in _UNDER:
        return None
    status = outer_status(s, preds, governor)
    bare = rule.event == "acquisition" and p.group.lemma == "agree"
    if bare or (rule.event in ("acquisition", "agreement") and p.group.lemma == "announce"):
        return status  # "announced the acquisition of X": how it is made known
    funded = s.lows[phrase.first - 1] == "for" and p.group.lemma in _FUNDING  # "signed a loan for the repair of a road"
    return "planned" if status is not None and (funded or p.group.lemma in _AHEAD) else status


def _right_before(s: Sentence, phrase: NounPhrase, p: Predicate) -> bool:
    """ "In Pune, India, the expansion of X will be completed": a phrase behind a comma, with no verb between."""
    if phrase.first == 0 or s.tags[phrase.first - 1] != "," or s.tags[phrase.first] != "D":
        return False
    between = s.tags[phrase.last : p.group.first]
    return p.group.first > phrase.last and not any(t in ",;:SJVWXGBMH" for t in between)


def _plans(s: Sentence, p: Predicate) -> bool:
    return p.subject is not None and s.lows[p.subject.head] in listed("occurrence", "schemes")


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


def _gives(p: Predicate, rule: NounRule) -> bool:
    """ "gave the go-ahead for", "has drawn up plans for": of a plan nearly every verb says that there is one."""
    denied = p.group.lemma in listed("modality", "denied") or p.group.lemma in listed("modality", "dropped")
    return bool(rule.status) and not denied and not p.group.negated


def _after(s: Sentence, preds: list[Predicate], phrase: NounPhrase) -> str | None:
    """ "after the closure of X, jobs went": it has happened if what follows it has."""
    main = next((p for p in preds if p.kind == "finite" and p.group.first > phrase.last), None)
    main = main or next((p for p in reversed(preds) if p.kind == "finite" and p.group.last < phrase.first), None)
    if main is not None and main.group.tense == "future" and s.lows[phrase.first - 1] == "with":
        return "planned"  # "will add 63 MW with the refurbishment of Olkaria I"
    if main is None or main.group.negated or main.group.tense not in ("past", "present"):
        return None
    now = "now" in s.lows[main.start : main.group.last]  # "With the launch of its hub, Axion now serves …"
    stands = (main.group.lemma in ("have", "be") or main.group.lemma not in listed("modality", "planned")) and s.lows[
        phrase.first - 1
    ] in _UPON
    return "actual" if main.group.tense == "past" or main.group.perfect or now or stands else None
