"""Event triggers as data: what lexicon/events.toml says of a verb, a noun and a head noun.

verb_rules("open")      → the rules whose lemmas hold it, in the order of the file
event_nouns()["closure"] → the rule of a noun that names an event
classes("refineries")   → {"place"}
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.sentences import Sentence
from services.extract.core.tags import verb_forms

_NONE: frozenset[str] = frozenset()
_PLACE = frozenset(("place",))
# Of a phrase after a verb, what any sentence may have: its verb or another word opens the gate.
_COMMON = frozenset(
    "in on by at for from this next before of since still up to out near outside beside set year years months down "
    "over due likely possible expected scheduled planned again".split()
)
# "glassworks", "boatyards", "sawmill": the last part says what it is.
_COMPOUNDS = ("works", "yard", "yards", "mill", "mills", "refinery", "plant", "house", "houses")

# What the object of a first or last deed is called by, where a rule asks for one ("object" in the data).
ORDERS = {"first": frozenset("first maiden inaugural".split()), "last": frozenset("last final".split())}


class VerbRule(NamedTuple):
    """One [[verb]] of the data file."""

    event: str
    lemmas: frozenset[str]
    takes: str  # object | subject | both | passive | on | owner | grown
    heads: frozenset[str]
    particle: frozenset[str]
    after: tuple[tuple[str, ...], ...]
    openers: frozenset[str]  # words one of which the sentence has to have: the first of `after`, or what else is asked
    object: str  # class that the object must have
    on: frozenset[str]
    nouns: frozenset[str]  # narrows the heads to these
    nouns_not: frozenset[str]
    nouns_object: frozenset[str]
    status: str
    whole: bool  # coordinated subjects are one fact
    only: str  # claimed in this status alone
    having: frozenset[str]  # words one of which the phrase has to have
    progressive: bool
    by: frozenset[str]  # words one of which the verb's own subject has to have


class NounRule(NamedTuple):
    """One [[noun]] of the data file."""

    event: str
    heads: frozenset[str]
    of: str  # the preposition before what it is of
    having: frozenset[str]  # words one of which the phrase has to have
    status: str  # what it is whatever is said of it
    nouns_not: frozenset[str]


def _set(entry: dict[str, object], key: str) -> frozenset[str]:
    return frozenset(str(entry.get(key, "")).split())


@cache
def _verbs() -> dict[str, tuple[VerbRule, ...]]:
    found: dict[str, list[VerbRule]] = {}
    for entry in lexicon.table("events")["verb"]:
        rule = VerbRule(
            event=entry["event"],
            lemmas=_set(entry, "lemmas"),
            takes=entry["takes"],
            heads=_set(entry, "heads"),
            particle=_set(entry, "particle"),
            after=tuple(tuple(phrase.split()) for phrase in entry.get("after", ())),
            openers=frozenset(phrase.split()[0] for phrase in entry.get("after", ()))
            or ORDERS.get(entry.get("object", ""))
            or _set(entry, "by")
            or _set(entry, "with"),
            object=entry.get("object", ""),
            on=_set(entry, "on"),
            nouns=_set(entry, "nouns"),
            nouns_not=_set(entry, "nouns_not"),
            nouns_object=_set(entry, "nouns_object"),
            status=entry.get("status", ""),
            whole=entry.get("whole", False),
            only=entry.get("only", ""),
            having=_set(entry, "with"),
            progressive=entry.get("progressive", False),
            by=_set(entry, "by"),
        )
        for lemma in sorted(rule.lemmas - _set(entry, "lemmas_not")):
            found.setdefault(lemma, []).append(rule)
    return {lemma: tuple(rules) for lemma, rules in found.items()}


@cache
def event_nouns() -> dict[str, NounRule]:
    """The nouns that name an event, with their rules."""
    return {
        word: NounRule(
            entry["event"],
            _set(entry, "heads"),
            entry.get("of", "of"),
            _set(entry, "with"),
            entry.get("status", ""),
            _set(entry, "nouns_not"),
        )
        for entry in lexicon.table("events")["noun"]
        for word in entry["words"].split()
    }


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in lexicon.table("events")["heads"].items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def gate() -> frozenset[str]:
    """Every word form that can open an event; a sentence without one has none."""
    verbs = _verbs()
    # "be", "have" and their kind need another word of the phrase, which is listed instead
    light = set(
        "be have get receive expect come go take put bring stand lie remain hold raise lift see make serve carry host "
        "deliver give treat ground arrive leave land depart drive".split()
    )
    forms = {form for form, base in verb_forms().items() if base in verbs and base not in light}
    phrases: set[str] = set()
    for rule in (rule for lemma in light & verbs.keys() for rule in verbs[lemma]):
        if not rule.after and "a" not in rule.having:  # "is to get a second terminal", "its maiden flight left"
            phrases |= (rule.having | rule.by) or rule.nouns
        for words in rule.after:
            told = "first" if "first" in words else next((w for w in reversed(words) if w not in _COMMON), None)
            phrases.update((told,) if told else rule.having or rule.nouns)
    working = listed("work", "starts") | listed("work", "stops")
    works = {form for form, base in verb_forms().items() if base in working}
    return frozenset(
        forms
        | phrases
        | works
        | set(event_nouns())
        | set("up over took taken stake holding first capacity trial builders bulldozers diggers".split())
        | set(verbs) - light
    )


def verb_rules(lemma: str) -> tuple[VerbRule, ...]:
    """The rules of a verb."""
    return _verbs().get(lemma, ())


@cache
def _unopened() -> dict[str, tuple[frozenset[str], tuple[VerbRule, ...]]]:
    return {
        lemma: (_NONE.union(*(rule.openers for rule in rules)), tuple(rule for rule in rules if not rule.openers))
        for lemma, rules in _verbs().items()
    }


def rules_for(lemma: str, known: frozenset[str]) -> tuple[VerbRule, ...]:
    """The rules of a verb without those, as far as one look tells, that need a word that is not `known`."""
    found = _unopened().get(lemma)
    if found is None:
        return ()
    needed, plain = found
    return plain if not needed or known.isdisjoint(needed) else _verbs()[lemma]


_MET: dict[str, frozenset[str]] = {}  # what was asked for, and its classes
_KEPT = 20_000


def classes(low: str) -> frozenset[str]:
    """The classes of a head noun, singular or plural."""
    found = _MET.get(low)
    if found is None:
        if len(_MET) >= _KEPT:
            _MET.clear()
        found = _MET[low] = _classes_of(low)
    return found


def _classes_of(low: str) -> frozenset[str]:
    table = _classes()
    found = table.get(low)
    if found is None and low.endswith("s"):
        found = table.get(low[:-1])
        if found is None and low.endswith("ies"):
            found = table.get(low[:-3] + "y")
        elif found is None and low.endswith("es"):
            found = table.get(low[:-2])
    if found is None and "-" in low:
        found = table.get(low.rsplit("-", 1)[1])
    if found is None and low.endswith(_COMPOUNDS):
        found = _PLACE
    return found or _NONE


def may_hold_event(s: Sentence) -> bool:
    """Whether any word of the sentence can open an event."""
    for form in s.lexemes:
        if form.eventful < 0:
            form.eventful = int(form.low in gate())
        if form.eventful:
            return True
    return False


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """A list of words of the data file."""
    return frozenset(lexicon.table("events")[section][key].split())
