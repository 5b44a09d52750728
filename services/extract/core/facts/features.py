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

from services.extract.core import lexicon
from services.extract.core.chunks import VerbGroup
from services.extract.core.clause import Governor, clause, governor
from services.extract.core.model import Quantity, Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma


class Surroundings:
    """The grammar around a quantity, found once and used by the stages that follow."""

    __slots__ = ("clause", "governor", "predicate", "subject_head")

    def __init__(self, governor: Governor, clause: tuple[int, int]) -> None:
        self.governor, self.clause = governor, clause
        self.subject_head = -1  # token, -1 where none
        self.predicate = -1  # index into the sentence's predicates of the verb that governs, -1 where none


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


@cache
def _inverted(section: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in lexicon.table("cues")[section].items():
        for word in words.split():
            if name not in found.get(word, ()):
                found[word] = (*found.get(word, ()), name)
    return found


def surroundings(q: Quantity, s: Sentence) -> Surroundings:
    """The grammar around a quantity."""
    a, b = clause(s, q.first, q.last)
    hung = governor(s, q.first, q.last, a, b)
    around = Surroundings(hung, (a, b))
    found = predicates(s)
    index, side = -1, ""
    for i, p in enumerate(found):
        if p.group.first <= q.first < p.group.last or p.group.first <= q.number < p.group.last:
            index, side = i, "self"  # "exports doubled": the verb is the quantity
            break
        opens = p.start <= q.first or (
            q.first < p.start < q.last and p.subject is not None
        )  # "two-thirds of our tills"
        ahead = opens and q.last <= p.group.first and p.group.tense not in ("gerund", "infinitive")
        start = max(p.start, a) if a and s.words[a - 1] in ";:" else p.start
        ahead = ahead and not (p.kind == "reduced" and index >= 0)  # "expects 16 diesels, fit for shunting"
        if ahead and not any(start <= o.group.first < q.first for o in found[:i]) and not _absolute(s, found, i):
            index, side = i, "subject"  # else a second verb of the subject
            break
        if q.last <= p.group.first <= q.last + 1 and _carries(s, q, p):
            index, side = i, "subject"
            break
        if a <= p.group.head < q.first:
            index, side = i, "object"
    if index >= 0:
        hung.verb, hung.side, around.predicate = found[index].group, side, index
        phrase = found[index].subject
        if phrase is not None and not phrase.first <= q.first < phrase.last:
            around.subject_head = phrase.head
    return around


def _carries(s: Sentence, q: Quantity, p: Predicate) -> bool:
    """Whether a number is all there is of a verb's subject: "; another 150 will be hired", "of which 217 are due"."""
    before = s.tags[q.first - 1] if q.first else ","
    between = s.tags[q.last : p.group.first]
    return before in ",JS" and between in ("", "R") and s.tags[p.group.first] in "MBH" and p.group.tense != "gerund"


def _absolute(s: Sentence, found: list[Predicate], i: int) -> bool:
    """A lone participle with a noun of its own behind the verb: "expects revenue of $5m, the acquisition included"."""
    g, subject = found[i].group, found[i].subject
    if not i or s.tags[g.head] != "W" or set(s.tags[g.first : g.head]) - {"L"} or subject is None:
        return False
    before = found[i - 1].group
    return "L" in s.tags[g.first : g.head] and before.tense in ("present", "past", "future") and before.last <= g.first


def features(q: Quantity, s: Sentence, around: Surroundings, previous: str, times: Sequence[Time]) -> list[str]:
    """The features of a quantity; `previous` is the kind of the quantity before it in the sentence, or ""."""
    found = ["bias"]
    _own(q, found)
    if previous:
        found.append("previous:" + previous)
    if q.first and s.tags[q.first - 1] == "(":
        found.append("bracketed")
    if s.part != "body":
        found.append("part:" + s.part)
    a, b = around.clause
    _hung(q, s, around, found)
    _governed(q, s, around, found)
    _beside(q, s, found)
    if any(t.use == "period" and a <= t.first < b for t in times):
        found.append("dated")
    if around.governor.preposition == "for" and any(lemma(s.lows[i]) in _BUYING for i in range(a, q.first)):
        found.append("bought")
    classes = _token_classes(s)
    left = {c for i in range(a, min(q.first, b)) for c in classes[i]}
    right = {c for i in range(max(q.last, a), b) for c in classes[i]}
    found += [_LEFT[c] for c in sorted(left)]
    found += [_RIGHT[c] for c in sorted(right)]
    return found


class _Prefixed(dict[str, str]):
    """class -> prefix + class, made once each."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def __missing__(self, key: str) -> str:
        made = self[key] = self.prefix + key
        return made


_LEFT, _RIGHT = _Prefixed("cl:"), _Prefixed("cr:")


@cache
def _slot(section: str, prefix: str, unknown: bool) -> dict[str, tuple[str, ...]]:
    """word -> the features that it gives in a slot; under "" what an unlisted word gives."""
    table = {word: tuple(prefix + c for c in classes) for word, classes in _inverted(section).items()}
    table[""] = (prefix + "unknown",) if unknown else ()
    return table


def _in(section: str, prefix: str, word: str, *, unknown: bool = True) -> tuple[str, ...]:
    table = _slot(section, prefix, unknown)
    found = table.get(word)
    return table[""] if found is None else found


def _token_classes(s: Sentence) -> list[tuple[str, ...]]:
    """The classes of every token of a sentence, verbs' marked "v-"; computed once."""
    known: list[tuple[str, ...]] | None = s.memo.get("cue_classes")
    if known is None:
        nouns, verbs = noun_classes(), _slot("verbs", "v-", unknown=False)
        known = [
            nouns.get(low, ()) if tag in "NP" else verbs.get(lemma(low), ()) if tag in "VWXG" else ()
            for low, tag in zip(s.lows, s.tags, strict=True)
        ]
        s.memo["cue_classes"] = known
    return known


def _own(q: Quantity, found: list[str]) -> None:
    """What the quantity itself shows."""
    if q.per:
        found.append("per")
    if q.family == "money":
        found.append("price" if q.item else f"magnitude:{min(q.amount.adjusted(), 12) // 2}")
    if q.sign:
        found.append("sign")
    if q.spelled:
        found.append("spelled")
    if q.gapped:
        found.append("gapped")
    if q.upper is not None:
        found.append("range")
    if q.equivalents:
        found.append("equivalents")
    if q.item:
        words = q.item.lower().split()
        found += _in("nouns", "item:", words[-1])
        for word in words[:-1]:
            found += _in("nouns", "item-part:", word, unknown=False)
    elif q.family == "count":
        found.append("item:none")


def _hung(q: Quantity, s: Sentence, around: Surroundings, found: list[str]) -> None:
    """The nouns that it hangs on, modifies and is followed by."""
    hung, subject = around.governor, around.subject_head
    b = around.clause[1]
    lows, tags = s.lows, s.tags
    preposition = hung.preposition
    if preposition:
        found.append("p:" + preposition)
    if hung.noun >= 0:
        found += _in("nouns", "of:" if preposition in ("of", "for", "at", "with") else "on:", lows[hung.noun])
        found += _in("nouns", preposition + ":", lows[hung.noun])
    if hung.modified >= q.last:
        found += _in("nouns", "mod:", lows[hung.modified])
    if subject >= 0:
        found += _in("nouns", "s:", lows[subject])
    k = q.last
    if k + 1 < len(tags) and tags[k] in "IT":
        j = k + 1
        while j < b and tags[j] in "DQACPR":
            j += 1
        if j < b and tags[j] in "NPG":
            while j + 1 < b and tags[j + 1] in "NP":
                j += 1
            found += _in("nouns", f"post-{lows[k]}:", lows[j])
        found.append("post:" + lows[k])


def _governed(q: Quantity, s: Sentence, around: Surroundings, found: list[str]) -> None:
    """The verb that governs it, with preposition, tense and ability."""
    hung = around.governor
    verb = hung.verb
    if verb is None:
        found.append("v:none")
        return
    side = "vs:" if hung.side == "subject" else "v:"
    classes = _classes(s, verb)
    found += [side + c for c in classes]
    if hung.preposition and hung.side == "object" and hung.noun < verb.head:
        found += [f"{side}{c}:{hung.preposition}" for c in classes]
    found.append(f"tense:{verb.tense}-passive" if verb.passive else "tense:" + verb.tense)
    if any(s.lows[i] in _ABLE for i in range(verb.first, verb.head)):
        found.append("can")
    when = "past" if verb.tense == "past" or verb.perfect else "future" if verb.tense in _AHEAD else "present"
    listed = verb_classes().get(verb.lemma, ())
    if "make" in listed:
        found.append("make:" + when)
    if q.per:
        found.append("per:" + when)
    if "employ" in listed and q.item and "people" in noun_classes().get(q.item.split()[-1].lower(), ()):
        found.append("item:people-employ")
    if not hung.preposition and hung.side == "object" and q.first - verb.last <= 2:
        found.append("object")


@cache
def _next_to(slot: str) -> dict[str, tuple[str, ...]]:
    """word -> the features that it gives as a neighbour, as a small word and as a noun."""
    small, nouns = _slot("words", slot + ":", unknown=False), _slot("nouns", slot + ":", unknown=False)
    return {word: small.get(word, ()) + nouns.get(word, ()) for word in small.keys() | nouns.keys()}


def _beside(q: Quantity, s: Sentence, found: list[str]) -> None:
    """The words directly left and right."""
    lows, tags = s.lows, s.tags
    for i, slot in ((q.first - 1, "l"), (q.last, "r"), (q.last + 1, "rr")):
        if 0 <= i < len(lows):
            found += _next_to(slot).get(lows[i], ())
            if tags[i] in "VWXG" and slot != "rr":
                found += _in("verbs", slot + "v:", lemma(lows[i]), unknown=False)
    if (q.last < len(lows) and lows[q.last] in ("more", "another")) or (
        q.first and lows[q.first] in ("another", "extra")
    ):
        found.append("more-added")
