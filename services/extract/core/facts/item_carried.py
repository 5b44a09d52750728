"""Items that what was told just before has: the whole of parts that are counted off, goods of a volume without a noun,
what a forecast or a peak counts, what a price is for one of.

Exports rose to $6bn. Copper accounted for 38 percent    → exports
We asked 640 firms. A third expect to hire, 12% to fire  → firms
Share of household spending: ¶ - food: 24.1%             → household spending
Copper was $9,870 a tonne, zinc $2,890                   → tonne
Steel output rose to 2.3m tonnes, exports to 310,000     → steel
The visitors came to 16m; the goal is 18m                → visitors
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import before_number, full_phrase, phrase_at, phrase_from
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.naming import measures
from services.extract.core.model import Claim, Document, Quantity
from services.extract.core.sentences import Sentence

_MAKING_UP = frozenset(
    "accounted accounting accounts account made makes make making contributed contributing contributes represented "
    "representing represents took takes take taking came comes bought absorbed financed finance finances funded fund "
    "constituted constitutes constitute formed form forms comprised comprises supplied supplies supply swallowed "
    "generated generates generate delivered delivers deliver provided provides provide yielded yields brought brings "
    "covered covers cover consumed consumes consume buys buy supplying absorbs absorbing bringing covering".split()
)
_TIES = frozenset("up for at with in".split())
_FOREMOST = frozenset(
    "largest biggest main leading top important principal major second third fourth fifth next first highest".split()
)
_HEADING = 20  # tokens of the line over a list
_RANKED = frozenset("buyer market supplier partner destination source customer origin exporter importer taker".split())
_PART = frozenset("share weight portion proportion".split())
_LEVELS = frozenset(
    "forecast peak goal target aim figure total number guidance plan record estimate government tally average rest "
    "high low maximum minimum ministry".split()
)
_CHARGES = frozenset("fee fees royalty royalties levy levies tax taxes duty duties tariff commission surcharge".split())
_ADDING = frozenset("contribute add bring".split())
_TOTALS = frozenset(("total", "whole", "value", "volume"))
_FORTUNE = 1_000_000  # more than a share costs
_SHARES = frozenset("share shares weight percentage percent proportion structure breakdown composition".split())
_RANGE = 8  # how many times dearer one thing of a sort may be than the next
_MADE = frozenset(("output", "capacity", "change"))
_PHYSICAL = frozenset(("mass", "volume", "energy"))
_HOLDING = frozenset("hold own keep retain have control".split())
_REST = frozenset(("remaining", "rest", "other"))
_OF_THINGS = frozenset(("investment", "employment", "capacity", "output", "size"))
_BACK = 4  # claims


def carried(found: list[Claim], doc: Document) -> None:
    """Gives claims without an item the one that what was told before shows, once the subjects are known."""
    line, headed = -2, ""  # the last line of a list that was read, and the whole that its heading names
    for i, claim in enumerate(found):
        q, s = claim.quantity, claim.sentence
        if q is None:
            continue
        if not s.groups and s.index != line:
            headed = headed if s.index == line + 1 else _headed(doc, s)
            line = s.index
        if claim.kind == "share" and claim.item in _TOTALS and claim.item not in s.vocabulary:
            claim.item = _measured_before(claim, found[max(0, i - 2 * _BACK) : i]) or claim.item
        if claim.item is not None and (claim.kind != "count" or claim.item.lower() not in _LEVELS):
            continue
        near = [c for c in found[max(0, i - _BACK) : i] if s.index - c.sentence.index <= 1 + (not s.groups)]
        near.reverse()
        if claim.kind == "share" and claim.item is None:
            listed = headed if s.index == line else ""
            claim.item = (
                listed or _added_to(q, s) or _charged_on(claim) or _whole(claim, q, near) or _held(claim, q, near)
            )
        elif claim.kind == "indicator" and q.family == "money" and claim.item is None:
            claim.item = _stock(claim) or _one(q, near)
        elif claim.kind == "count" and claim.item is not None:
            claim.item = next((c.item for c in near if c.kind == "count" and c.item), None)
        elif claim.item is None and claim.kind in _MADE and q.family in _PHYSICAL:
            claim.item = _goods(claim, q, near)


def _measured_before(claim: Claim, before: list[Claim]) -> str | None:
    """What "total" stands for, where parts go on: "Copper was 38% of the total. Second was Peru with 22%"."""
    for other in reversed(before):
        if claim.sentence.index - other.sentence.index > 2:
            return None
        if other.kind in ("indicator", "change") and other.subject is not None and _measures(other.subject.text):
            return other.subject.text
        if other.kind in ("count", "output") and other.item is not None and other.item not in _TOTALS:
            return other.item
    return None


def _headed(doc: Document, s: Sentence) -> str:
    """The whole that the line over a list names: "Share of household spending, 2023:", "tons; share in exports"."""
    above = doc.sentences[s.index - 1] if s.index else s
    if above.part == "furniture" or len(above.words) > _HEADING or (above.words[-1:] != [":"] and above.groups):
        return ""
    for i, low in enumerate(above.lows[:-2]):
        if low in _SHARES and above.lows[i + 1] in ("of", "in"):
            whole = phrase_from(above, i + 2)
            if (
                whole is not None
                and whole.first <= i + 3
                and above.tags[whole.head] in "NP"
                and not is_time(above, whole)
            ):
                return above.span(*full_phrase(above, whole, ties=frozenset(("of",))))
    return ""


def _stock(claim: Claim) -> str | None:
    """Of "Shares in Olen rose 3% to 78.40 crowns" the share."""
    many = claim.quantity is not None and claim.quantity.amount >= _FORTUNE  # "sold shares worth 412 billion won"
    words = claim.subject.text.lower().split() if claim.subject is not None and not many else []
    return "share" if words and ("shares" in (words[0], words[-1]) or words[0] == "stock") else None


def _added_to(q: Quantity, s: Sentence) -> str | None:
    """Of "contributed 71,000 tons, or 9%, to group output" the output."""
    k = before_number(s, q.first) + 1
    if s.lows[q.last : q.last + 1] == ["to"] and any(g.last == k and g.lemma in _ADDING for g in s.groups):
        to = phrase_at(s, q.last + 1)  # "contributes 54 per cent to the topline"
    else:
        beside = s.lows[q.last : q.last + 2] == [",", "to"] and "or" in s.lows[max(q.first - 2, 0) : q.number]
        to = phrase_at(s, q.last + 2) if beside else None
    if to is None or is_time(s, to) or "C" in s.tags[to.first : to.last]:
        return None
    return s.span(to.first + (s.tags[to.first] == "D"), to.last)


def _charged_on(claim: Claim) -> str | None:
    """What a rate is charged on: "the fee on gross revenues", "a royalty on copper exports"."""
    charge, on, base = claim.subject.text.partition(" on ") if claim.subject is not None else ("", "", "")
    return base if on and not _CHARGES.isdisjoint(charge.lower().split()) else None


def _one(q: Quantity, near: list[Claim]) -> str | None:
    """What the price before is for one of, where a price goes on: "was $9,870 a tonne. Aluminium fetched $2,510"."""
    for before in near:
        price = before.quantity
        if before.kind != "indicator" or price is None or price.family != "money":
            continue
        alike = price.unit == q.unit and price.amount < _RANGE * q.amount and q.amount < _RANGE * price.amount
        return before.item if alike else None
    return None


def _whole(claim: Claim, q: Quantity, near: list[Claim]) -> str | None:
    s = claim.sentence
    listed = not s.groups
    beside = next((c for c in near if c.kind != "change"), None)
    if not listed and beside is not None and beside.sentence is s and beside.kind == "share":
        apart = s.tags[s.token_at(beside.end - 1) + 1 : q.first]
        if beside.item is not None and not set("VWXBHM;:") & set(apart) and ("J" in apart or "," in apart):
            return beside.item  # "Fuel made up 27% and food 14%"
    asked = _asked(q, s)
    if not (listed or asked or _is_part(q, s)):
        return None
    if asked:
        near = [c for c in near if c.kind in ("share", "count", "output")]
        return next((c.item for c in near if c.item is not None), None)
    for before in near:
        if before.kind == "share":
            if before.item is not None:
                return before.item
            continue
        if listed and before.sentence is not s:
            return None
        if listed or before.subject is None:
            continue
        if before.kind in ("indicator", "output", "change") and (
            _measures(before.subject.text) or _kin(claim, before.subject.text)
        ):
            return before.subject.text
        if before.kind == "count" or (before.kind == "output" and before.item is not None):
            return before.item
    return None


def _asked(q: Quantity, s: Sentence) -> bool:
    """Whether a bare part is itself who does something: "Another 21% foresee a fall", "17% saw no change"."""
    i = before_number(s, q.first)
    opens = i < 0 or s.tags[i] in ',;:".JS' or s.lows[i] == "another"
    return opens and any(q.last <= g.first <= q.last + 1 for g in s.groups)


def _held(claim: Claim, q: Quantity, near: list[Claim]) -> str | None:
    """What is owned of "The yard employs 900. Ulm Fund holds 51 percent": the yard."""
    s = claim.sentence
    i = before_number(s, q.first) + 1
    owned = any(g.last == i and g.lemma in _HOLDING and not g.passive for g in s.groups)
    rest = s.lows[q.first] in _REST or (q.first > 0 and s.lows[q.first - 1] in _REST)
    if not owned and not (rest and near and near[0].kind == "share"):
        return None
    for before in near:
        if before.kind == "share" and before.item is not None and before.sentence is s:
            return before.item
        if before.kind in _OF_THINGS and before.subject is not None:
            return before.subject.text if claim.subject is None or before.subject.text != claim.subject.text else None
    return None


def _is_part(q: Quantity, s: Sentence) -> bool:
    """Whether a percentage is what somebody makes up of something: "copper accounted for 38 percent", "Peru (21%)"."""
    i = before_number(s, q.first)
    if i < 1:
        return False
    if s.lows[i] in _MAKING_UP or (s.lows[i] in _TIES and s.lows[i - 1] in _MAKING_UP):
        return True
    if not _PART.isdisjoint(s.lows[max(0, i - 3) : i + 1]):
        return True
    if not (s.lows[i] in ("with", "for", "at", "on") or s.tags[i] == "("):
        return False
    ranked = phrase_at(s, i - 1)
    foremost = ranked is not None and not _FOREMOST.isdisjoint(s.lows[max(ranked.first - 1, 0) : ranked.last])
    return (
        foremost or s.tags[i - 1] == "P" or s.lows[i - 1] in _RANKED or "goods" in noun_classes().get(s.lows[i - 1], ())
    )


def _measures(subject: str) -> bool:
    """Whether a subject measures what has parts: "exports", "copper output", but no rate."""
    return not measures().isdisjoint(subject.lower().split())


def _kin(claim: Claim, subject: str) -> bool:
    """Whether a part is named by the noun of the whole: "Births fell. Births outside marriage made up 45.6%"."""
    if claim.subject is None:
        return False
    part, whole = claim.subject.text.lower().split(), subject.lower().split()
    return whole[-1] in part and whole[-1].endswith("s") and len(part) > len(whole)


def _goods(claim: Claim, q: Quantity, near: list[Claim]) -> str | None:
    s = claim.sentence
    tie = next((i for i in range(q.number, min(q.last, len(s.lows) - 1)) if s.lows[i] == "of"), -1)
    if tie > 0 and s.tags[tie + 1] == "N" and tie + 2 >= q.last:
        return s.words[tie + 1]  # "48,000 barrels of oil a day"
    for before in near:
        theirs = before.quantity
        if theirs is None or theirs.family not in _PHYSICAL or before.kind not in _MADE:
            continue
        if theirs.unit == q.unit and before.item is not None:
            return before.item
        break
    return None
