"""What stands around a verb and tells whether it looks ahead ("asked that | they approve", "proposed | raising", "so
that it can", "the only one to"), and which verb a number that opens a clause belongs to."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup, finite
from services.extract.core.clause import phrase_from
from services.extract.core.lexicon import words
from services.extract.core.model import Quantity
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_POLICY = frozenset(
    "base key policy benchmark reference interest repo lending deposit refinancing cash discount bank".split()
)
_LENDING = frozenset("lend channel borrow draw disburse provide extend raise".split())
_BRINGING = frozenset("bring take raise lift push boost".split())
_SUBJECT = 24  # tokens from a number to the verb that it is the subject of


def asked_for(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a bare verb is what somebody proposes or asks: "recommends that they | approve"."""
    verb, matrix = preds[index].group, preds[index - 1].group
    bare = verb.first == verb.head and s.lows[verb.head] == verb.lemma and s.lows[verb.head] not in ("be", "have")
    asks = matrix.lemma in words("status", "mulling") or matrix.lemma in ("ask", "demand", "urge", "request", "order")
    return bare and asks and "that" in s.lows[matrix.last : matrix.last + 2]


def settled(s: Sentence, matrix: VerbGroup, verb: VerbGroup) -> bool:
    """Whether a decision is itself the act: "has decided to lower the policy rate by 75 basis points"."""
    if matrix.lemma not in ("decide", "vote", "resolve") or matrix.tense not in ("past", "present") or matrix.negated:
        return False
    q = phrase_from(s, verb.last)
    return q is not None and s.lows[q.head] in ("rate", "rates") and not _POLICY.isdisjoint(s.lows[q.first : q.last])


def may_lend(s: Sentence, verb: VerbGroup) -> bool:
    """Whether "can" tells of money that may yet be lent: "signed a memorandum under which it can lend up to $5m"."""
    return (
        verb.lemma in _LENDING and s.lows[verb.last] == "up" and "under" in s.lows[max(verb.first - 12, 0) : verb.first]
    )


def brought_to(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a participle only describes what the verb before brings to a level: "will create 90 jobs, bringing the
    number of people | employed in Cork to 600"."""
    before = preds[index - 1]
    if preds[index].kind != "reduced" or before.kind != "gerund" or before.group.lemma not in _BRINGING:
        return False
    verb = preds[index].group
    tie = s.lows.index("to", verb.last) if "to" in s.lows[verb.last : verb.last + 6] else 0
    return tie > 0 and s.tags[tie + 1 : tie + 4].strip("RDQIA")[:1] in ("C", "U")


def subordinate(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a clause of time stands between: "will make 1.1 million once it is running and employ 5,200"."""
    a, b = preds[index - 1].group.last, preds[index].group.first
    return any(low in ("once", "when", "after", "while", "until") for low in s.lows[max(a, b - 4) : b])


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
