"""Numbers behind a label and a colon, as in lists of key figures and tables: the unit stands in the label.

"Cement production, tonnes: 712,480 (698,115)" · "Treasury bill rate, per cent: 16.4" · "Exports, million tenge: 45.2"
· "Staff: 140". What is labelled so is a value of that unit, or a count of the label's plural noun.
"""

from __future__ import annotations

from decimal import Decimal

from services.extract.core.mentions import count, currencies, measure, number, unit
from services.extract.core.mentions.draft import Draft
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

_LONGEST = 16  # tokens of a label
_PERCENT = (["%"], ["percent"], ["per", "cent"], ["pct"])
_ROWS = 12  # lines of a list under one heading
_BULLETS = frozenset("•*-–—▪◦·")


def read(s: Sentence, doc: Document, drafts: list[Draft]) -> None:
    """Give the number right behind a label's colon the unit or the noun of the label."""
    draft = next((d for d in drafts if d.begin and s.lows[d.begin - 1] == ":"), drafts[0])
    colon = draft.begin - 1
    if draft.unit is not None or draft.dead or not 0 < colon <= _LONGEST or s.lows[colon] != ":":
        return
    first = 1 if s.lows[0] in _BULLETS else 0
    if first >= colon or any(t in "VBHMOS" for t in s.tags[first:colon]):
        return
    at = next((i + 1 for i in range(colon - 1, first, -1) if s.lows[i] in (",", "(")), -1)
    if at > 0 and _unit(s, doc, draft, at, colon):
        draft.rule, draft.spelled = "label.unit", False
        return
    if _titled(s, doc, draft):
        draft.rule, draft.spelled = "label.table", False
        return
    place = s.tags.find("I", first, colon)  # "Arrivals through the two airports: 147,203"
    head = (place if place > first else colon) - 1
    if s.lows[head : head + 2] == ["number", "of"]:  # "Number of beds: 240"
        first, place = head + 2, s.tags.find("I", head + 2, colon)
        head = (place if place > first else colon) - 1
    low = s.lows[head]
    noun = s.tags[head] == "N" or low in count.words("hyphen_counts") or low in count.words("people")
    counted = noun and count.plural(low) and low not in count.words("not_counted")
    whole = draft.amount == draft.amount.to_integral_value()
    if counted and whole and draft.amount > 1 and low not in unit.time_words() and unit.at(s, head) is None:
        draft.unit, draft.family, draft.rule, draft.item = "1", "count", "label.noun", s.span(first, head + 1)


def _titled(s: Sentence, doc: Document, draft: Draft) -> bool:
    """Read the unit from the heading of the list that the line is of: "Exports by product (USD million; share)"."""
    for title in reversed(doc.sentences[max(0, s.index - _ROWS) : s.index]):
        if ":" in title.lows[:-1]:
            continue  # another line of the list
        opening = next((i for i in range(len(title.lows) - 2, 0, -1) if title.lows[i] == "("), -1)
        if (
            opening < 0
            or title.lows[-1] not in (")", ":")
            or any(word[0].isdecimal() for word in title.words[opening:])
        ):
            return False
        closing = next(i for i in range(opening, len(title.lows)) if title.lows[i] in (")", ";", ",", ":"))
        return _unit(title, doc, draft, opening + 1, closing)
    return False


def _unit(s: Sentence, doc: Document, draft: Draft, at: int, colon: int) -> bool:
    """Read tokens [at, colon) as a unit with the scale words before it: "million kWh", "per cent"."""
    end = colon - 1 if s.lows[colon - 1] == ")" else colon
    factor = Decimal(1)
    while at < end and (scale := number.scales().get(s.lows[at])) is not None:
        factor, at = factor * scale, at + 1
    while end - 1 > at and (scale := number.scales().get(s.lows[end - 1])) is not None:  # "USD million"
        factor, end = factor * scale, end - 1
    if at >= end:
        return False
    if s.lows[at:end] in _PERCENT:
        draft.unit, draft.family = "%", "percent"
        return True
    if (found := unit.at(s, at)) is not None and found[0] == end:
        draft.unit, draft.family, draft.per = found[1].symbol, found[1].family, found[1].per
        factor *= found[1].factor
    elif (code := currencies.symbols().get(s.span(at, end))) is not None:
        draft.unit, draft.family = code, "money"
    elif (owner := measure.currency_at(s, at, doc)) is not None and owner[0] == end:
        draft.unit, draft.family = owner[1].code, "money"
    else:
        return False
    draft.amount *= factor
    draft.scale, draft.scaled = draft.scale * factor, draft.scaled or factor > 1
    return True
