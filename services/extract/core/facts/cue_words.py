"""The classes of words that `cues.toml` knows, as looked up by the features: by word, and by slot and word."""

from __future__ import annotations

from functools import cache
from sys import intern

from services.extract.core import lexicon
from services.extract.core.chunks import VerbGroup, base_of
from services.extract.core.sentences import Sentence

_MOVING = frozenset(("go", "be", "come", "bring", "put", "push", "drive", "take", "move", "send"))
_PARTICLES = {"up": "rise", "down": "fall"}
_UNKNOWN = ("unknown",)
_KEPT = 2000  # words of a slot


@cache
def noun_classes() -> dict[str, tuple[str, ...]]:
    """word -> classes of nouns it belongs to."""
    return _inverted("nouns")


@cache
def verb_classes() -> dict[str, tuple[str, ...]]:
    """base form -> classes of verbs it belongs to."""
    return _inverted("verbs")


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """word -> classes of small words it belongs to."""
    return _inverted("words")


@cache
def _inverted(section: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in lexicon.table("cues")[section].items():
        for word in words.split():
            if name not in found.get(word, ()):
                found[word] = (*found.get(word, ()), name)
    return found


@cache
def _phrasal() -> dict[tuple[str, str], tuple[str, ...]]:
    """(verb, particle) -> class of what they mean together: "lay off", "turn out"."""
    lines = (line.split() for line in lexicon.table("cues")["phrasal"]["verbs"].split(","))
    return {(verb, particle): (meant,) for verb, particle, meant in lines}


@cache
def _compounds() -> dict[str, dict[str, str]]:
    """head -> word before it -> the one word that they mean together."""
    found: dict[str, dict[str, str]] = {}
    for line in lexicon.table("cues")["compounds"]["nouns"].split(","):
        modifiers, _, meant = line.partition(":")
        *before, heads = modifiers.split()
        for head in heads.split("|"):
            found.setdefault(head, {}).update(dict.fromkeys(before, meant.strip()))
    return found


def named(lows: list[str], k: int) -> str:
    """The noun at token k, or what it means with the one before ("capital expenditure": capex, "job cuts": layoffs)."""
    known = _compounds().get(lows[k])
    return lows[k] if known is None or not k else known.get(lows[k - 1], lows[k])


def classes_of(s: Sentence, verb: VerbGroup) -> tuple[str, ...]:
    """The classes of a verb, its particle heeded ("went up", "was down", "laid off")."""
    particle = s.lows[verb.last] if verb.last < len(s.lows) else ""
    if particle in _PARTICLES and verb.lemma in _MOVING:
        return (_PARTICLES[particle],)
    return _phrasal().get((verb.lemma, particle)) or verb_classes().get(verb.lemma, _UNKNOWN)


class _Prefixed(dict[str, str]):
    """class -> prefix + class, made once each."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def __missing__(self, key: str) -> str:
        made = self[key] = intern(self.prefix + key)
        return made


LEFT, RIGHT = _Prefixed("cl:"), _Prefixed("cr:")


@cache
def _slot(section: str, prefix: str, unknown: bool) -> dict[str, tuple[str, ...]]:
    """word -> the features that it gives in a slot, filled in as it is met; under "" what an unlisted word gives."""
    return {"": (intern(prefix + "unknown"),) if unknown else ()}


def in_slot(section: str, prefix: str, word: str, *, unknown: bool = True) -> tuple[str, ...]:
    """The features that a word gives in a slot, `prefix`unknown for one that no class has."""
    table = _slot(section, prefix, unknown)
    found = table.get(word)
    if found is not None:
        return found
    classes = _inverted(section).get(word)
    made = table[""] if classes is None else tuple([intern(prefix + c) for c in classes])
    if len(table) < _KEPT:
        table[word] = made
    return made


@cache
def _neighbours(slot: str) -> dict[str, tuple[str, ...]]:
    """word -> the features that it gives as a neighbour, filled in as it is met."""
    return {}


def next_to(slot: str, word: str) -> tuple[str, ...]:
    """The features that a word gives as a neighbour, as a small word and as a noun."""
    table = _neighbours(slot)
    found = table.get(word)
    if found is not None:
        return found
    small, nouns = in_slot("words", slot, word, unknown=False), in_slot("nouns", slot, word, unknown=False)
    found = small + nouns
    if len(table) < _KEPT:
        table[word] = found
    return found


def token_classes(s: Sentence) -> list[tuple[str, ...]]:
    """The classes of every token of a sentence, verbs' marked "v-"; computed once."""
    known: list[tuple[str, ...]] | None = s.memo.get("cue_classes")
    if known is None:
        nothing: tuple[str, ...] = ()
        tags = s.tags
        known = []
        for i, form in enumerate(s.lexemes):
            tag = tags[i]
            if tag in ("N", "P"):
                if form.nouns is None:
                    form.nouns = noun_classes().get(form.low, nothing)
                known.append(form.nouns)
            elif tag in "VWXG":
                if form.verbs is None:
                    form.verbs = in_slot("verbs", "v-", base_of(form), unknown=False)
                known.append(form.verbs)
            else:
                known.append(nothing)
        s.memo["cue_classes"] = known
    return known
