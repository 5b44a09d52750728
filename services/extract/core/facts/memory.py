"""What the article has spoken of so far: resolves "the plant", "the company", "it" to the fullest name before.

    a plant for the production of cable … the plant      → plant for the production of cable
    Silkway Transit, a private carrier … the company      → Silkway Transit
    an industrial zone … it                               → the subject of the clause before
Everything is searched backwards from the place of the question, so that articles pay only for what they ask.
"""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import is_time, predicates
from services.extract.core.sentences import Sentence

# Definite nouns that may stand for any facility, or for any organisation, spoken of before.
_ANY_PLACE = frozenset(
    "facility facilities complex enterprise site venture works project development scheme unit object building".split()
)
_ANY_BODY = frozenset(
    "company firm group enterprise business developer carrier airline bank utility operator producer maker manufacturer "
    "corporation giant retailer lender agency organisation organization holding conglomerate insurer miner builder "
    "startup start-up brewer refiner automaker carmaker supplier subsidiary agency investor chain".split()
)
_DEFINITE = frozenset("the this that these those its their his her our".split())
_PLACE_TIES = frozenset("of for in at on near".split())
PRONOUNS = frozenset("it they he she them its their this that these those which who we".split())
_FAR = 12  # sentences that a definite noun reaches back


def named(s: Sentence, p: NounPhrase, *, ties: frozenset[str] = _PLACE_TIES, stop: int = 10**9) -> Mentioned:
    """A noun phrase with its prepositional parts, without its article, as a stretch of the text."""
    first, last = full_phrase(s, p, stop=stop, ties=ties)
    if first < p.head and s.lows[first] in ("own",):
        first += 1
    return Mentioned(s.text[s.starts[first] : s.ends[last - 1]], s.starts[first], s.ends[last - 1])


def is_bare(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase only points back: a pronoun, or "the/this/its plant" without anything that names it."""
    if s.tags[p.head] == "O" or s.lows[p.head] in PRONOUNS:
        return True
    if s.lows[p.first] not in _DEFINITE and s.tags[p.first] != "D":
        return False
    if s.lows[p.first] in ("a", "an", "no", "every", "each", "another"):
        return False
    inner = s.tags[p.first + 1 : p.head]
    if "P" in inner or "E" in inner or s.tags[p.head] == "P":
        return False
    if s.lows[p.first] in ("this", "that", "these", "those"):
        return True
    if p.head - p.first > 1 and not (
        p.head - p.first == 2 and s.lows[p.first + 1] in ("new", "existing", "same", "whole")
    ):
        return False
    # "the plant in Almaty" names it itself
    follows = s.lows[p.last] if p.last < len(s.lows) else ""
    return follows not in _PLACE_TIES


def resolve(doc: Document, s: Sentence, p: NounPhrase) -> Mentioned | None:
    """The fullest name of what a phrase that points back stands for, or None where the text does not show it."""
    low = s.lows[p.head]
    if s.tags[p.head] == "O" or low in PRONOUNS:
        return _topic(doc, s, p, plural=low in ("they", "them", "their", "these", "those"))
    kinds = classes(low)
    fitting = low if not low.endswith("s") else low
    best: Mentioned | None = None
    for sentence, phrase in _backwards(doc, s, p.first):
        other = sentence.lows[phrase.head]
        if is_time(sentence, phrase) or is_bare(sentence, phrase):
            continue
        name = sentence.tags[phrase.head] == "P"
        if other == fitting and (phrase.last - phrase.first > 1 or name):
            return named(sentence, phrase)
        if best is None:
            if low in _ANY_BODY and (name and not _is_place_name(sentence, phrase) and _is_subject(sentence, phrase)):
                best = named(sentence, phrase, ties=frozenset())
                if low not in _ANY_PLACE:
                    return best
            elif low in _ANY_PLACE and "place" in classes(other):
                best = named(sentence, phrase)
    return best if kinds or low in _ANY_BODY or low in _ANY_PLACE else None


def _is_place_name(s: Sentence, p: NounPhrase) -> bool:
    return p.first > 0 and s.lows[p.first - 1] in ("in", "at", "near", "from", "to")


def _is_subject(s: Sentence, p: NounPhrase) -> bool:
    """Whether a name stands where a topic stands: as a subject, or first of all."""
    return p.first == 0 or any(q.subject == p for q in predicates(s)) or s.tags[p.first - 1] in ",("


def _backwards(doc: Document, s: Sentence, stop: int):  # type: ignore[no-untyped-def]
    for q in reversed(s.phrases):
        if q.last <= stop:
            yield s, q
    for i in range(s.index - 1, max(-1, s.index - _FAR), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header"):
            continue
        for q in reversed(earlier.phrases):
            yield earlier, q


def _topic(doc: Document, s: Sentence, p: NounPhrase, *, plural: bool) -> Mentioned | None:
    """What a pronoun stands for: the subject of the clause before it, else of the sentence before."""
    for i in range(s.index, max(-1, s.index - 4), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header"):
            continue
        for q in predicates(earlier):
            subject = q.subject
            if subject is None or (earlier is s and subject.first >= p.first):
                continue
            if earlier.tags[subject.head] == "O" or is_time(earlier, subject):
                continue
            if is_bare(earlier, subject):
                found = resolve(doc, earlier, subject)
                if found is not None:
                    return found
                continue
            return named(earlier, subject)
    return None
