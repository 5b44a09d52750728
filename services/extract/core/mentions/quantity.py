"""Every number of a sentence that may be a fact's value, with its unit, bound, rate, item and equivalents.

`quantities(s, doc)` is called sentence by sentence: units left out are taken from the sentences before, whose
quantities stand in `doc.quantities`. The readings are named; `rule` tells which one made a quantity.
"""

from __future__ import annotations

from decimal import Decimal

from services.extract.core.mentions import equivalent, join, label, rate, scan
from services.extract.core.mentions.draft import Draft
from services.extract.core.model import Document, Quantity
from services.extract.core.sentences import Sentence

_SILENT = frozenset(("header", "furniture"))
_ONE = Decimal(1)
_WIDEST = Decimal(10) ** 27  # what a decimal context of 28 digits can quantize
_BACK = 2  # sentences that a unit left out is looked for in


def quantities(s: Sentence, doc: Document) -> list[Quantity]:
    """The quantities of a sentence from left to right."""
    if s.part in _SILENT:
        return []
    found = scan.drafts(s, doc)
    if not found:
        return []
    cell = s.lows[found[0].begin - 1] if found[0].begin else ""
    if ":" in s.vocabulary or s.lows[0] == "|" or (cell in label.CELLS and s.index and s.lows.count(cell) > 1):
        label.read(s, doc, found)
        if len(found) > 1 and ":" in s.vocabulary:
            label.row(s, doc, found)
    elif "(" in s.vocabulary and len(s.lows) <= label.LONGEST:
        label.listed(s, doc, found[0])
    found = join.ranges(s, found)
    join.share(s, found)
    equivalent.attach(s, doc, found)
    join.gaps(s, found, _earlier(s, doc))
    rate.spread(s, found)
    alive = [draft for draft in found if draft.dead is None and draft.unit is not None]
    if alive and (times := doc.times[s.index] if s.index < len(doc.times) else []):  # the 7 of "in 7M 2024"
        dated = [(t.first, t.last) for t in times if t.begin or t.until]
        alive = [d for d in alive if not any(a <= d.begin and d.last <= b for a, b in dated)]
    return [_quantity(s, draft) for draft in alive]


def _earlier(s: Sentence, doc: Document) -> list[Quantity]:
    """What the sentences just before state, from left to right."""
    known = doc.quantities[max(0, s.index - _BACK) : s.index]
    return [q for sentence in known for q in sentence]


def _quantity(s: Sentence, draft: Draft) -> Quantity:
    first, last = draft.begin, max(draft.end, draft.last)
    return Quantity(
        first=first,
        last=last,
        start=s.starts[first],
        end=s.ends[last - 1],
        number=draft.number,
        amount=plain(draft.amount),
        upper=plain(draft.upper) if draft.upper is not None else None,
        unit=draft.unit or "1",
        family=draft.family,
        item=draft.item,
        item_first=draft.item_first,
        item_last=draft.item_last,
        per=draft.per,
        bound="range" if draft.upper is not None else draft.bound,
        equivalents=draft.equivalents,
        rule=draft.rule,
        spelled=draft.spelled,
        gapped=draft.gapped,
        sign=draft.sign,
    )


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    if str(value).isdecimal():
        return value
    if value == value.to_integral_value():
        return value.quantize(_ONE) if value < _WIDEST else value
    return value.normalize()
