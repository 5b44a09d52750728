"""Participles without their auxiliary: shared with the verb before, left out in a line of a list or between commas."""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, apposed, chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.event_phrases import objects
from services.extract.core.mentions.trigger import verb_rules
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence
from services.extract.core.tags import only_past


def shares_passive(s: Sentence, before: Predicate, p: Predicate) -> bool:
    """ "was commissioned in 1998 and mothballed in 2020": one auxiliary for both, where no object follows."""
    g = p.group
    if (
        not (before.group.passive or (s.tags[g.first - 1] == "J" and in_brief(s, before)))
        or g.passive
        or g.first != g.head
        or not (s.tags[g.first - 1] == "J" or (s.tags[g.first - 1] == "," and _goes_on(s.tags[g.last : g.last + 10])))
        or s.tags[g.head] not in "WX"
        or only_past(s.lows[g.head])
    ):
        return False  # "was privatised and went bankrupt"
    return (before.subject == p.subject or p.subject is None) and bool(verb_rules(g.lemma)) and not objects(s, g.last)


def _goes_on(behind: str) -> bool:
    """ "was bought, | modernised at a cost of $90m and sold": whether "and" follows near, or one more such verb."""
    joint = behind.find("J")
    return joint >= 0 and (joint < 5 or behind[joint + 1 : joint + 2] in ("W", "X"))


def in_brief(s: Sentence, p: Predicate) -> bool:
    """ "• New paint shop commissioned in Pune": a line without a full stop whose participle has no auxiliary; and what
    stands between commas, "the start-up, founded by two bankers, …"."""
    g = p.group
    if p.kind != "finite" or g.passive or g.first != g.head or s.tags[g.head] != "W" or p.subject is None:
        return False
    beside = next((q for q in s.phrases if q.last == g.first), None)
    if beside is not None and p.subject.last < beside.first and not objects(s, g.last):
        whole = chain_head(
            s, beside
        )  # "Norvik, a maker of jars | founded in 1999, …", "the port, a $1.5 billion project"
        a = whole.first
        closed = "," in s.tags[g.last : g.last + 8]
        if closed and s.lows[a] in ("a", "an") and s.tags[a - 1] == "," and p.subject.last == a - 1:
            return True
    if beside is not None and beside == p.subject and s.tags[max(beside.first - 2, 0) : beside.first] == "P,":
        comma = s.tags.find(",", g.last, g.last + 8)  # "Norvik Port, a $2 billion project | opened in May, handles …"
        if s.lows[beside.first] in ("a", "an") and comma > 0 and s.tags[comma + 1 : comma + 2] in tuple("VWXBHM"):
            return not objects(s, g.last)
    if beside is not None and beside != p.subject and apposed(s, beside) and not objects(s, g.last):
        return True  # "Norvik, a maker | established in Bor the same year, …"
    if s.tags[g.first - 1] == "," and p.subject.last == g.first - 1:
        dated = s.lows[g.last : g.last + 1] == ["in"] and s.tags[g.last + 1 : g.last + 2] == "C"
        late = g.last + (s.lows[g.last : g.last + 1] in (["late"], ["early"], ["only"], ["earlier"]))
        led = late + (s.lows[late : late + 1] in (["on"], ["in"], ["at"]))
        closed = "," in s.tags[led : led + 8]  # "The deal, signed late on Tuesday, is …"
        dated |= closed and any(q.first == led and is_time(s, q) for q in s.phrases)
        return dated or s.lows[g.last : g.last + 1] in (["by"], ["after"])
    if s.tags[-1] in '.:"':
        return False
    opens = p.subject.first <= (1 if s.tags[0] in ":Z" else 0) and s.tags[0] != "D"
    return opens and not objects(s, g.last) and not only_past(s.lows[g.head])


def under_bullet(s: Sentence, p: Predicate) -> bool:
    """ "The company has also: • | acquired | a start-up": a line of a list of what somebody has done."""
    g = p.group
    return p.kind == "reduced" and g.first == g.head == 1 and s.tags[0] in ":Z-" and bool(objects(s, g.last))


def under_preposition(s: Sentence, p: Predicate) -> NounPhrase | None:
    """ "Under a contract | signed last week, the yard will …": what hangs on a preposition signs nothing."""
    g = p.group
    if p.subject is not None or p.kind != "finite" or g.first != g.head or s.tags[g.head] != "W":
        return None
    q = next((r for r in s.phrases if r.last == g.first), None)
    if q is None and s.tags[g.first - 1] == ",":
        q = antecedent(s, g.first - 1)  # "Under a contract worth $2m, | awarded in March, …"
    if q is None or q.first == 0 or s.tags[q.first - 1] != "I":
        return None
    led = s.lows[g.last : g.last + 1] in (["in"], ["on"])
    return q if any(r.first == g.last + led and is_time(s, r) for r in s.phrases) else None
