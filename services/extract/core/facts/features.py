"""What can be seen of a quantity in its sentence, as features for the choice of its kind.

A feature is a short string `slot:class`: the slot says where a cue stands by grammar (the noun before "of", the verb
that governs, the noun that is modified, …), the class is a list of `cues.toml` that the word belongs to. The strings
are what `explain` shows and what the weights of `kinds.toml` are given to.

    family   money percent points times count power energy mass length area volume other
    of:C at:C to:C …   the noun that the quantity hangs on by that preposition ("capacity of 5 MW" → of:capacity)
    mod:C    the noun that the quantity modifies ("a $4.2 billion agreement" → mod:deal)
    in:C for:C        the noun after the quantity ("$2.5 billion in investments" → post-in:invest)
    v:C v:C:to        the governing verb, and with the preposition between ("rose to 5%" → v:rise:to)
    s:C      the head of the verb's subject
    item:C   the noun that stands with the number
    l:C r:C  words directly left and right · cl:C cr:C  elsewhere in the clause
    dated  a period stands in the clause · make:past per:past …  with the tense of the verb
    magnitude:N  half the order of magnitude of a sum of money (a price is small, a project large) · price  per unit
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.chunks import VerbGroup
from services.extract.core.clause import Governor, clause, governor
from services.extract.core.model import Quantity, Time
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma


class Surroundings(NamedTuple):
    """The grammar around a quantity, found once and used by the stages that follow."""

    governor: Governor
    clause: tuple[int, int]
    subject_head: int  # token, -1 where none
    predicate: int  # index into the sentence's predicates of the verb that governs, -1 where none


_AHEAD = frozenset(("future", "modal", "infinitive"))
_ABLE = frozenset(("can", "could", "able"))
_MOVING = frozenset(("go", "be", "come", "bring", "put", "push", "drive", "take", "move", "send"))
_PARTICLES = {"up": "rise", "down": "fall"}
_BUYING = frozenset(("buy", "acquire", "purchase", "sell", "take", "obtain", "divest", "snap"))


def _classes(s: Sentence, verb: VerbGroup) -> tuple[str, ...]:
    """The classes of a verb, its particle heeded ("went up", "was down")."""
    particle = s.lows[verb.last] if verb.last < len(s.lows) else ""
    if particle in _PARTICLES and verb.lemma in _MOVING:
        return (_PARTICLES[particle],)
    return verb_classes().get(verb.lemma, ("unknown",))


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


def _inverted(section: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in lexicon.table("cues")[section].items():
        for word in words.split():
            if name not in found.get(word, ()):
                found[word] = (*found.get(word, ()), name)
    return found


def surroundings(q: Quantity, s: Sentence) -> Surroundings:
    """The grammar around a quantity."""
    hung = governor(s, q.first, q.last)
    a, b = clause(s, q.first, q.last)
    found = predicates(s)
    index, side = -1, ""
    for i, p in enumerate(found):
        if p.group.first <= q.first < p.group.last or p.group.first <= q.number < p.group.last:
            index, side = i, "self"  # "exports doubled": the verb is the quantity
            break
        if p.start <= q.first and q.last <= p.group.first and p.group.tense not in ("gerund", "infinitive"):
            if not any(p.start <= o.group.first < q.first for o in found[:i]):  # else a second verb of the same subject
                index, side = i, "subject"
                break
        if a <= p.group.head < q.first:
            index, side = i, "object"
    if index < 0:
        return Surroundings(hung._replace(verb=None, side=""), (a, b), -1, -1)
    phrase = found[index].subject
    inside = phrase is not None and phrase.first <= q.first < phrase.last
    hung = hung._replace(verb=found[index].group, side=side)
    return Surroundings(hung, (a, b), phrase.head if phrase is not None and not inside else -1, index)


def features(q: Quantity, s: Sentence, around: Surroundings, previous: str, times: Sequence[Time]) -> list[str]:
    """The features of a quantity; `previous` is the kind of the quantity before it in the sentence, or ""."""
    lows, tags = s.lows, s.tags
    nouns, verbs, small = noun_classes(), verb_classes(), word_classes()
    hung, (a, b), subject, _ = around
    found = ["bias"]
    add = found.append
    if q.per:
        add("per")
    size = q.amount.adjusted()
    if q.family == "money":
        add("price" if q.item else f"magnitude:{min(size, 12) // 2}")
    if q.sign:
        add("sign")
    if q.spelled:
        add("spelled")
    if q.gapped:
        add("gapped")
    if q.upper is not None:
        add("range")
    if q.equivalents:
        add("equivalents")
    if previous:
        add("previous:" + previous)
    if q.first and tags[q.first - 1] == "(":
        add("bracketed")
    if s.part != "body":
        add("part:" + s.part)
    if q.item:
        words = q.item.lower().split()
        for cls in nouns.get(words[-1], ("unknown",)):
            add("item:" + cls)
        for word in words[:-1]:
            for cls in nouns.get(word, ()):
                add("item-part:" + cls)
    elif q.family == "count":
        add("item:none")
    preposition = hung.preposition
    if preposition:
        add("p:" + preposition)
    if hung.noun >= 0:
        for cls in nouns.get(lows[hung.noun], ("unknown",)):
            add(f"of:{cls}" if preposition in ("of", "for", "at", "with") else f"on:{cls}")
            add(f"{preposition}:{cls}")
    if hung.modified >= 0 and hung.modified >= q.last:
        for cls in nouns.get(lows[hung.modified], ("unknown",)):
            add("mod:" + cls)
    k = q.last
    if k + 1 < len(tags) and tags[k] in "IT":
        j = k + 1
        while j < b and tags[j] in "DQACPR":
            j += 1
        if j < b and tags[j] in "NPG":
            while j + 1 < b and tags[j + 1] in "NP":
                j += 1
            for cls in nouns.get(lows[j], ("unknown",)):
                add(f"post-{lows[k]}:{cls}")
        add("post:" + lows[k])
    verb = hung.verb
    if verb is not None:
        side = "vs" if hung.side == "subject" else "v"
        for cls in _classes(s, verb):
            add(f"{side}:{cls}")
            if preposition and hung.side == "object" and hung.noun < verb.head:
                add(f"{side}:{cls}:{preposition}")
        add(f"tense:{verb.tense}{'-passive' if verb.passive else ''}")
        if any(lows[i] in _ABLE for i in range(verb.first, verb.head)):
            add("can")
        when = "past" if verb.tense == "past" or verb.perfect else "future" if verb.tense in _AHEAD else "present"
        if "make" in verbs.get(verb.lemma, ()):
            add("make:" + when)
        if q.per:
            add("per:" + when)
        if "employ" in verbs.get(verb.lemma, ()) and q.item and "people" in nouns.get(q.item.split()[-1].lower(), ()):
            add("item:people-employ")
        if not preposition and hung.side == "object" and q.first - verb.last <= 2:
            add("object")
    else:
        add("v:none")
    if subject >= 0:
        for cls in nouns.get(lows[subject], ("unknown",)):
            add("s:" + cls)
    for i, slot in ((q.first - 1, "l"), (q.last, "r"), (q.last + 1, "rr")):
        if 0 <= i < len(lows):
            for cls in small.get(lows[i], ()):
                add(f"{slot}:{cls}")
            for cls in nouns.get(lows[i], ()):
                add(f"{slot}:{cls}")
            if tags[i] in "VWXG" and slot != "rr":
                for cls in verbs.get(lemma(lows[i]), ()):
                    add(f"{slot}v:{cls}")
    if any(t.use == "period" and a <= t.first < b for t in times):
        add("dated")
    if (q.last < len(lows) and lows[q.last] in ("more", "another")) or (
        q.first and lows[q.first] in ("another", "extra")
    ):
        add("more-added")
    if preposition == "for" and any(i < q.first and lemma(lows[i]) in _BUYING for i in range(a, q.first)):
        add("bought")
    near: set[str] = set()
    for i in range(a, b):
        if q.first <= i < q.last:
            continue
        side = "cl:" if i < q.first else "cr:"
        tag = tags[i]
        if tag in "NP":
            for cls in nouns.get(lows[i], ()):
                near.add(side + cls)
        elif tag in "VWXG":
            for cls in verbs.get(lemma(lows[i]), ()):
                near.add(side + "v-" + cls)
    found.extend(sorted(near))
    return found
