"""Items that stand elsewhere: gapped, pointed at, or said of the neighbour.

from 88 to 89 percent of the network       both are of the network
900,000 tons of ammonia, or 2,500 a day    ammonia
200 schools; 24 of them, half of them      schools
"""

from __future__ import annotations

import re
from itertools import pairwise

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.item_beside import goods
from services.extract.core.facts.item_carried import carried
from services.extract.core.facts.pointing import POINTED
from services.extract.core.model import Claim, Document, Mentioned, Quantity
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

PHYSICAL = frozenset(("mass", "volume", "energy", "length", "area", "other"))
_PLURAL = re.compile(r"[A-Z][a-z]+(?:ies|ers|ors|ons|nts|als|sts|ngs)(?= (?:in|of|at) |$)|[A-Z][a-z]+ [a-z]+s(?= |$)")
_OF_GOODS = frozenset(("output", "change"))
_SUMS = frozenset("cost costs costing investment loan price budget".split())
_MADE = frozenset(("output", "capacity"))
_RATES = frozenset("margin rate ratio inflation unemployment yield occupancy growth".split())
_REST = frozenset("remaining other another rest".split())
_MAKING_UP = frozenset("accounted accounts account made makes make took takes contributed".split())
_SHORT = 3  # words of goods that are named
_DONE = frozenset("complete completed built finished ready done".split())


def plural(noun: str) -> str:
    """The plural of a regular noun: "one household in five" counts households."""
    low = noun.lower()
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if low.endswith(("s", "x", "ch", "sh")) else "s")


def points(q: Quantity, s: Sentence) -> bool:
    """Whether the whole is only pointed at: "half of them", "a third of which", "of whom 41 percent"."""
    lows = s.lows
    i = q.last if q.last < len(lows) and lows[q.last] == "of" else q.last - 2
    if 0 < i < len(lows) - 1 and lows[i] == "of" and lows[i + 1] in POINTED:
        return True
    if q.first > 1 and lows[q.first - 2] == "of" and lows[q.first - 1] in ("which", "whom"):
        return True
    if 1 < q.first < 6 and lows[0] == "of" and lows[1] in POINTED and s.tags[2] == ",":
        return True  # "Of these, some 92% left by ship"
    for k in range(q.first - 1, max(q.first - 12, 1), -1):  # ", of which Peru accounted for 37%"
        if lows[k] in ("which", "whom"):
            done = not _MAKING_UP.isdisjoint(lows[k : q.first]) or any(
                k < g.first and g.last == q.first for g in s.groups
            )
            return lows[k - 1] == "of" and done and "," not in s.tags[k : q.first]
    return False


def _counted_before(found: list[Claim], index: int) -> Claim | None:
    """The last before a claim, in its sentence, that counts something."""
    for k in range(index - 1, -1, -1):
        other = found[k]
        if other.sentence is not found[index].sentence:
            return None
        if other.kind == "count" and other.item:
            return other
    return None


def pointed(found: list[Claim], doc: Document) -> None:
    """Gives what was only pointed at its item, once the subjects are known: a share what the claim before it counted
    or was about, a count without a noun what it counts."""
    for index, claim in enumerate(found):
        q, subject = claim.quantity, claim.subject
        if q is None or subject is None:
            continue
        s, before = claim.sentence, found[max(index - 1, 0)]
        if claim.kind == "count" and index and before.sentence is s:
            k = s.tokens_of(subject.start, subject.end)[0] - 2
            if k >= 0 and s.lows[k] == "those":  # "Stays in hotels rose to 573,400, those at camping sites to 290,600"
                near = _counted_before(found, index)
                claim.item = near.item if near is not None else claim.item
                continue
            if (
                before.kind == "share"
                and q.item is None
                and s.text[before.end : claim.start].strip(" ,(") in ("or", "")
            ):
                claim.item = before.item  # "accounted for 79% of hotel nights, or 453,000"
                continue
        if claim.kind == "count" and (q.gapped or claim.item is None or points(q, claim.sentence)):
            opens = subject.start == s.starts[0] and claim.item is None and _PLURAL.match(subject.text) is not None
            if not subject.text[:1].islower() and not opens:
                continue  # "Osh took 3.8 million of them"
            other = _counted_before(found, index)
            theirs = other.quantity if other is not None else None
            beside = s.text[subject.end : claim.start] == " "
            if other is not None and theirs is not None and theirs.item_first > theirs.number and beside:
                claim.item = other.item  # "drew 310,000 visitors, the theatre 95,000"
                continue
            counted = subject.text.rpartition("number of ")[2]
            claim.item = re.split(r" (?:in|of|at) " if opens else r" (?:in|at|on) ", counted)[0]
        elif claim.kind in _OF_GOODS and claim.item is None and q.family in PHYSICAL and q.family != "length":
            claim.item = _goods_of(subject, claim.sentence)
        elif claim.kind == "share" and claim.item is None and _done(q, claim.sentence):
            claim.item = subject.text  # "the terminal is 82 percent complete"
    for before, claim in pairwise(found):
        if claim.item is None and _again(before, claim):
            claim.item = before.item
    for before, claim in pairwise(found):
        q, goods = claim.quantity, claim.subject
        if q is None or goods is None or before.subject != goods or (before.kind, claim.kind) != ("change", "output"):
            continue
        if q.first and claim.sentence.tags[q.first - 1] == "(" and goods.text.islower() and " " not in goods.text:
            claim.item = goods.text  # "Oats gained 4.1%, rye 2.2% (61 thousand tons)"
    for before, claim in pairwise([c for c in found if c.kind != "change" or c.item is None]):
        q = claim.quantity
        if claim.kind != "share" or claim.item is not None or q is None or not points(q, claim.sentence):
            continue
        if (sum_of := _sum_of(before, claim)) is not None:
            claim.item = sum_of
            continue
        if before.kind == "share" and before.subject is not None and _of_that(q, claim.sentence, before.subject.text):
            claim.item = before.subject.text  # "Spending on research was 1.9% of GDP. Firms financed 61% of it"
            continue
        if before.sentence.paragraph == claim.sentence.paragraph:
            room = "capacity" if before.kind == "capacity" and "capacity" in before.sentence.vocabulary else None
            claim.item = _rather(before) or before.item or room or (before.subject.text if before.subject else None)
    carried(found, doc)


def _of_that(q: Quantity, s: Sentence, subject: str) -> bool:
    """Whether "of it", "of them" agrees in number with what a share before is of."""
    i = q.last if s.lows[q.last : q.last + 1] == ["of"] else q.last - 2
    if i < 0 or s.lows[i : i + 1] != ["of"] or s.lows[i + 1 : i + 2] not in (["it"], ["this"], ["that"], ["them"]):
        return False
    head = re.split(r" (?:in|of|at|on|for) ", subject)[0]
    return head.endswith("s") == (s.lows[i + 1] == "them")


def _sum_of(before: Claim, claim: Claim) -> str | None:
    """Of "is costing the port 7.4 billion tenge, 70 percent of which …" the cost; of an investment the investment."""
    s = claim.sentence
    if before.sentence is not s or before.quantity is None or before.quantity.family != "money":
        return None
    words = s.words[: s.token_at(before.start)]
    named = next((word.lower() for word in reversed(words) if word.lower() in _SUMS), None)
    return "cost" if named in ("costs", "costing") else named


def _again(before: Claim, claim: Claim) -> bool:
    """Whether a bare volume goes on with the goods of the one before it: "could handle 60,000 tonnes of fish a year but
    processed 9,300 tonnes"."""
    q, other = claim.quantity, before.quantity
    if q is None or other is None or before.sentence is not claim.sentence or before.item is None:
        return False
    made = before.kind in _MADE and claim.kind in _MADE
    return made and before.subject == claim.subject and q.unit == other.unit and q.family in PHYSICAL


def _antecedent(q: Quantity, s: Sentence) -> str | None:
    """Of "Iberal, 35% of which is Sahra's", "We asked employers: 22% of them …" what is pointed at in the sentence."""
    i = q.last if s.lows[q.last : q.last + 1] == ["of"] else q.last - 2
    if i < 0 or s.lows[i] != "of" or i + 1 >= len(s.lows):
        return None
    if s.lows[i + 1] in ("which", "whom") and q.first > 1 and s.tags[q.first - 1] == ",":
        phrase = antecedent(s, q.first - 2)
        return s.span(phrase.first + (s.tags[phrase.first] == "D"), phrase.last) if phrase is not None else None
    if s.lows[i + 1] not in ("them", "these", "those"):
        return None
    taker = next((g.first for g in reversed(s.groups) if g.last <= q.first), -1)
    for phrase in reversed(s.phrases):
        if phrase.last == taker:
            continue  # "Large houses accounted for 64% of these"
        many = phrase.last < q.first and s.tags[phrase.head] == "N" and s.lows[phrase.head].endswith("s")
        if many and s.lows[phrase.first] != "their" and not is_time(s, phrase):
            return s.span(phrase.first + (s.tags[phrase.first] in "DC"), phrase.last)
    return None


def _goods_of(subject: Mentioned, s: Sentence) -> str | None:
    """The goods of what a quantity is about, where its sentence names them: "Cement production", "CO2 emissions"."""
    if not s.starts[0] <= subject.start < s.ends[-1]:
        known = subject.text.islower() and "goods" in noun_classes().get(subject.text.split()[-1], ())
        return subject.text if known and subject.text.count(" ") < _SHORT else None  # "1.15 million tons of it"
    return goods(s, *s.tokens_of(subject.start, subject.end))


def _done(q: Quantity, s: Sentence) -> bool:
    return not _DONE.isdisjoint(s.lows[q.last - 1 : q.last + 1])


def _rather(before: Claim) -> str | None:
    """Of "textiles were shipped to 71 countries. … 36 percent of them" the textiles."""
    s, q = before.sentence, before.quantity
    if before.kind != "count" or q is None or not q.first or s.lows[q.first - 1] not in ("to", "in", "at"):
        return None
    main = next((p.subject for p in predicates(s) if p.kind == "finite" and p.subject is not None), None)
    if main is None or s.tags[main.head] != "N" or not s.lows[main.head].endswith("s"):
        return None
    return s.span(main.first, main.last)


def inherited(found: list[Claim], earlier: list[Claim]) -> None:
    """A share or a bare measure without an item of its own has its neighbour's: "rose from 88 to 89 percent of the
    network", "8% of sales, compared with 6%", "Chevron (50 percent), Exxon (25)"."""
    for i, claim in enumerate(found):
        q = claim.quantity
        if q is None:
            continue
        if q.family == "money":
            if i and q.item is None:
                _price(claim, q, found[i - 1])
            level = found[i + 1] if i + 1 < len(found) and claim.kind == "change" and claim.item is None else None
            alike = level is not None and level.quantity is not None and level.quantity.unit == q.unit
            if level is not None and alike and claim.sentence.text[claim.end : level.start].strip() == "to":
                claim.item = level.item  # "raised by $1 to $5.75 per million units"
            continue
        if claim.item is not None:
            continue
        if claim.kind == "change" and q.family not in PHYSICAL:
            continue
        if claim.kind == "share" and i == 0 and (near := _antecedent(q, claim.sentence)) is not None:
            claim.item = near
            continue
        bare = claim.kind != "share" and not q.gapped and claim.kind != "change"
        bare = bare and claim.sentence.lows[max(0, q.first - 1)] != "including"  # "…, including 498,000 tons to Osh"
        following = found[i + 1] if i + 1 < len(found) else None
        sides = [found[i - 1] if i else None, following]
        if following is not None and following.kind == claim.kind and following.start - claim.end < 6:
            sides.reverse()  # "from 61 percent to 64 percent of the fleet"
        if i == 0 and earlier and not (bare and q.family != "count"):
            sides.append(earlier[-1])
            if claim.kind == "share" and not _REST.isdisjoint(claim.sentence.lows[max(0, q.first - 2) : q.last]):
                sides.append(next((c for c in reversed(earlier) if c.kind == "share" and c.item), None))
        if claim.kind == "change":  # "delivered 218,640 tons of cotton, 72% of the target and 9,100 tons more than …"
            sides += [c for c in reversed(found[max(0, i - 3) : i]) if c.item is not None]
        if (
            claim.kind == "share"
            and i
            and earlier
            and not _MAKING_UP.isdisjoint(claim.sentence.lows[q.first - 3 : q.first])
        ):
            shares = [c for c in reversed(earlier) if c.kind == "share"]
            sides += shares[:1]  # "… of GDP. Trade made up 21.3 percent"
        for other in sides:
            if other is not None and other.item is not None and _lends(other, claim, q, bare):
                claim.item = other.item
                break


def _lends(other: Claim, claim: Claim, q: Quantity, bare: bool) -> bool:
    """Whether a neighbour's item is the claim's too."""
    theirs = other.quantity
    if theirs is None or (other.start > claim.start and points(q, claim.sentence)):
        return False  # "6,200 hectares, 95 percent of which is irrigated, and 48 combines"
    s = claim.sentence
    if claim.kind == "share" and other.end < claim.start:
        near = theirs.last if other.sentence is s else 0
        for k in range(max(near, q.first - 8), q.first):  # "40% of sales. The net margin was 12%"
            if s.lows[k] in _RATES and s.lows[k - 1] != "the" and any(g.first == k + 1 for g in s.groups):
                return False
    if other.kind == claim.kind == "share" and points(q, claim.sentence):
        return False  # "was 1.9% of GDP. Firms financed 61% of it"
    if claim.kind == "share" and other.kind in ("count", "employment"):
        beside = other.sentence is claim.sentence or points(q, claim.sentence)
        between = claim.sentence.text[min(claim.end, other.end) : max(claim.start, other.start)] if beside else ""
        return beside and ";" not in between and not q.upper  # "9,400 jobs, half of them in quarries"
    alike = claim.kind in (other.kind, "change") or {claim.kind, other.kind} <= {"capacity", "output"}
    if not alike or theirs.unit != q.unit:
        return False
    return not bare or q.family == "count" or not _verb_between(other, claim)


def _verb_between(other: Claim, claim: Claim) -> bool:
    """Whether a verb of its own parts two claims of a sentence."""
    if other.sentence is not claim.sentence or len(claim.sentence.words) > LONGEST:
        return True
    a, b = (other, claim) if other.start < claim.start else (claim, other)
    return any(
        a.end <= claim.sentence.starts[g.first] < b.start and g.lemma != "compare" for g in claim.sentence.groups
    )


def _price(claim: Claim, q: Quantity, before: Claim) -> None:
    """ "$97 per kilowatt-hour instead of $131", "RM 21 in Johor, Bt168 in Chumphon"."""
    price = before.quantity
    if price is None or before.item is None or price.family != "money":
        return
    if (price.item and price.unit == q.unit and q.amount < 100 * price.amount) or (
        claim.item is None
        and not price.item
        and claim.kind == before.kind == "indicator"
        and not _verb_between(before, claim)
    ):
        claim.item = before.item
