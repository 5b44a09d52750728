"""What stands around a verb and tells whether it looks ahead ("asked that | they approve", "proposed | raising", "so
that it can", "the only one to"), and which verb a number that opens a clause belongs to."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup, finite
from services.extract.core.lexicon import words
from services.extract.core.model import Quantity
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_SUBJECT = 24  # tokens from a number to the verb that it is the subject of


def asked_for(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a bare verb is what somebody proposes or asks: "recommends that they | approve"."""
    verb, matrix = preds[index].group, preds[index - 1].group
    bare = verb.first == verb.head and s.lows[verb.head] == verb.lemma and s.lows[verb.head] not in ("be", "have")
    asks = matrix.lemma in words("status", "mulling") or matrix.lemma in ("ask", "demand", "urge", "request", "order")
    return bare and asks and "that" in s.lows[matrix.last : matrix.last + 2]


def could_then(s: Sentence, preds: list[Predicate], index: int, kind: str) -> bool:
    """Whether "could" tells of what was so: "could not make up for it", "could handle 60,000 tonnes but took 9,300"."""
    if preds[index].group.negated:
        return True
    contrast = kind == "capacity" and index + 1 < len(preds) and preds[index + 1].group.tense == "past"
    return contrast and "but" in s.lows[preds[index].group.last : preds[index + 1].group.first]


def within(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a gerund tells of the place that something is in: "in parks | covering", "from areas | spanning"."""
    verb, i = preds[index].group, preds[index].group.first - 1
    while i > 0 and s.tags[i] in "NAPDWX":
        i -= 1
    return verb.lemma in ("cover", "span", "measure", "total") and s.lows[i] in ("in", "from", "across", "within")


def put_forward(matrix: VerbGroup, verb: VerbGroup) -> bool:
    """Whether a gerund is what somebody proposes or considers: "has proposed raising the tariff by 9%"."""
    return matrix.lemma in words("status", "mulling") and matrix.last == verb.first


def so_that(s: Sentence, i: int) -> bool:
    """Whether "so that" opens the clause of the verb at token i."""
    return any(s.lows[k : k + 2] == ["so", "that"] for k in range(max(i - 6, 0), i))


def only_one(s: Sentence, a: int, b: int) -> bool:
    """Whether tokens [a, b] are "the only one of …", "the first region": an infinitive behind tells what it did."""
    return s.lows[a] == "the" and s.lows[a + 1 : a + 2] in (["only"], ["first"], ["last"], ["latest"]) and a < b


def clause_verb(q: Quantity, s: Sentence, preds: list[Predicate], i: int) -> Predicate | None:
    """The verb of the clause that a number opens, i the token before it, whatever stands between: "and 1,100 of the
    6,400 jobs at headquarters | will disappear", "three ferries, each seating 150, | will sail"."""
    tags = s.tags
    opens = i < 0 or s.words[i] in ";:" or tags[i] == "S" or s.lows[i] == "that" or tags[max(i - 1, 0) : i + 1] == ",J"
    if not opens and (tags[i] != "," or any(finite(g) and g.last <= i for g in s.groups)):
        return None
    p = next((p for p in preds if p.group.first >= q.last and p.kind != "reduced" and finite(p.group)), None)
    if p is None or p.group.first - q.last > _SUBJECT or tags[p.group.first - 1] == "J":
        return None
    if p.kind != "finite" and not (p.kind == "relative" and i >= 0 and s.lows[i] == "that"):
        return None
    between = tags[q.last : p.group.first]
    if ":" in between or "S" in between or "(" in between or between.count(",") % 2:
        return None
    return p
