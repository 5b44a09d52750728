"""Numbers behind a label and a colon, as in lists of key figures and tables: the unit stands in the label.

"Cement production, tonnes: 712,480 (698,115)" · "Treasury bill rate, per cent: 16.4" · "Exports, million tenge: 45.2"
· "Staff: 140" · "| Sales (thousand t) | 641 | 574 |" · "Rural: 1,905 / 2,060". What is labelled so is a value of that
unit, or a count of the label's plural noun.
"""

from __future__ import annotations

from decimal import Decimal

from services.extract.core.mentions import count, currencies, measure, number, unit
from services.extract.core.mentions.draft import Draft
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

LONGEST = 16  # tokens of a label
_PERCENT = (["%"], ["percent"], ["per", "cent"], ["pct"])
_GLUED = {"k": Decimal(1000), "m": Decimal(1000000), "b": Decimal(1000000000)}  # behind a currency
_FEWEST = 2  # numbers that make a row
_UNIT = 7  # tokens of a unit with its scale
_LEADS = frozenset(("in", ",", "("))
_APART = frozenset((",", ";", ")"))
_SCALED = frozenset("million millions thousand billion m bn mn euros dollars tonnes tons percent %".split())
_ROWS = 12  # lines of a list under one heading
_BULLETS = frozenset("•*-–—▪◦·|")
CELLS = frozenset("|–—")  # what parts the cells of a row


def read(s: Sentence, doc: Document, drafts: list[Draft]) -> None:
    """Give the number right behind a label's colon, and those in the cells beside it, what the label says."""
    row = s.lows[0] == "|"
    mark = "|" if row else ":"
    if not row and mark not in s.vocabulary:
        mark = s.lows[drafts[0].begin - 1]  # "Revenue | 412 | 398", "EBITDA – 149 – 121"
    draft = next((d for d in drafts if d.begin and s.lows[d.begin - 1] == mark), drafts[0])
    _labelled(s, doc, draft, mark)
    cell = draft
    for other in drafts[drafts.index(draft) + 1 :]:
        beside = s.lows[cell.last : other.begin] in (["|"], ["/"], [mark])
        if beside and draft.rule.startswith("label.") and other.unit is None and not other.dead:
            _as_beside(other, draft)
            cell = other
        elif row and other.unit is None:
            other.dead = other.dead or "a cell without a unit"
    if row and draft.unit is None:
        draft.dead = draft.dead or "a cell without a unit"


def row(s: Sentence, doc: Document, drafts: list[Draft]) -> None:
    """Give what is told apart by names behind a colon the unit before it: "Exports in EUR million (change on 2022):
    Germany 3,412 (-2.3%), Italy 2,107", "Output, thousand tonnes: Kenya 412, Uganda 310"."""
    lows, tags = s.lows, s.tags
    named = [d for d in drafts if d.unit is None and not d.dead and d.begin > 1 and tags[d.begin - 1] in "NPG"]
    if len(named) < _FEWEST:
        return
    colon = next((k for k in range(named[0].begin - 2, 1, -1) if lows[k] == ":"), -1)
    if colon < 0 or not set(tags[colon + 1 : named[0].begin]) <= set("NPAGDJ-"):
        return
    end = colon
    if lows[colon - 1] == ")":
        opening = next((k for k in range(colon - 2, 0, -1) if lows[k] == "("), -1)
        end = opening if opening > 0 and lows[opening - 1] in _SCALED else colon
    first = next((k + 1 for k in range(end - 2, max(-1, end - _UNIT), -1) if lows[k] in _LEADS), -1)
    for draft in named if first > 0 else ():
        k = draft.begin - 1
        while k > colon and tags[k] in "NPAGDJ-":
            k -= 1
        apart = k == colon or lows[k] in _APART or (tags[k] in "C%U" and lows[k + 1] == "and")
        if apart and (draft.last >= len(tags) or tags[draft.last] in ",;.(J") and _unit(s, doc, draft, first, end):
            draft.rule, draft.spelled = "label.row", False


def listed(s: Sentence, doc: Document, draft: Draft) -> None:
    """Give a line without a colon the unit of its list's heading: "Grain 2.2 (+38%)"."""
    if draft.unit is None and not draft.dead and draft.begin and s.lows[draft.last : draft.last + 1] == ["("]:
        first = 1 if s.lows[0] in _BULLETS else 0
        if set(s.tags[first : draft.begin]) <= set("NPAGJ-,") and _titled(s, doc, draft):
            draft.rule, draft.spelled = "label.table", False


def _as_beside(draft: Draft, first: Draft) -> None:
    """Another column of the same line."""
    draft.unit, draft.family, draft.per, draft.rule = first.unit, first.family, first.per, first.rule
    draft.item, draft.item_first, draft.item_last = first.item, first.item_first, first.item_last
    draft.amount *= first.scale
    draft.scale, draft.scaled = draft.scale * first.scale, draft.scaled or first.scaled


def _labelled(s: Sentence, doc: Document, draft: Draft, mark: str) -> None:
    colon = draft.begin - 1
    if draft.unit is not None or draft.dead or not 0 < colon <= LONGEST or s.lows[colon] != mark:
        return
    first = 1 if s.lows[0] in _BULLETS else 0
    if first >= colon or any(t in "VBHMOS" for t in s.tags[first:colon]):
        return
    at = next((i + 1 for i in range(colon - 1, first, -1) if s.lows[i] in (",", "(")), -1)
    if at > 0 and _unit(s, doc, draft, at, colon):
        draft.rule, draft.spelled = "label.unit", False
        return
    if at > 0 and count.plural(s.lows[at - 2]) and (scale := number.scales().get(s.lows[at])) and at + 1 == colon:
        draft.unit, draft.family, draft.rule, draft.item = "1", "count", "label.noun", s.span(first, at - 1)
        draft.amount *= scale  # "Passenger cars, thousand: 91.7"
        return
    if _titled(s, doc, draft):
        draft.rule, draft.spelled = "label.table", False
        return
    place = s.tags.find("I", first, colon)  # "Arrivals through the two airports: 147,203"
    head = (place if place > first else colon) - 1
    if s.lows[head : head + 2] == ["number", "of"]:  # "Number of beds: 240"
        first, place = head + 2, s.tags.find("I", head + 2, colon)
        head = (place if place > first else colon) - 1
    while head > first and s.tags[head] in "WXR":  # "Wells drilled: 84"
        head -= 1
    low = s.lows[head]
    noun = s.tags[head] == "N" or low in count.words("hyphen_counts") or low in count.words("people")
    counted = noun and count.plural(low) and low not in count.words("not_counted")
    whole = draft.amount == draft.amount.to_integral_value()
    if counted and whole and draft.amount > 1 and low not in unit.time_words() and unit.at(s, head) is None:
        draft.unit, draft.family, draft.rule, draft.item = "1", "count", "label.noun", s.span(first, head + 1)


def _titled(s: Sentence, doc: Document, draft: Draft) -> bool:
    """Read the unit from the heading of the list that the line is of: "Exports by product (USD million; share)"."""
    mark = s.lows[draft.begin - 1]
    for title in reversed(doc.sentences[max(0, s.index - _ROWS) : s.index]):
        if title.part == "header":
            continue  # "Item –", which looks like the place before a story
        if ":" in title.lows[:-1] or (mark in CELLS and title.lows.count(mark) > 1):
            if title.lows[0] in number.scales() or title.words[0] not in currencies.symbols():
                continue  # another line of the list
            end = next(k for k, low in enumerate(title.lows) if low in CELLS or low == ":")
            return _unit(title, doc, draft, 0, end)
        opening = next((i for i in range(len(title.lows) - 2, 0, -1) if title.lows[i] == "("), -1)
        if opening > 0 and title.words[opening - 1][0].isdecimal() and len(title.words[opening - 1]) != 4:
            continue  # "Oil products 2.6 (+7.9%)"
        if (
            opening < 0
            or title.lows[-1] not in (")", ":")
            or any(word[0].isdecimal() for word in title.words[opening:])
        ):
            comma = title.lows.index(",") if "," in title.lows else len(title.lows)  # "Average wage, euros a month (…)"
            return _unit(title, doc, draft, comma + 1, opening) if 0 < comma + 1 < opening else False
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
    if end - 1 > at and s.lows[end - 1] in _GLUED and s.span(at, end - 1) in currencies.symbols():  # "(€m)"
        factor, end = factor * _GLUED[s.lows[end - 1]], end - 1
    if at >= end:
        return False
    if s.lows[at:end] in _PERCENT:
        draft.unit, draft.family = "%", "percent"
        return True
    for slash in range(at + 1, end):
        if s.lows[slash] == "/" and end - slash == 2 and (code := currencies.symbols().get(s.span(at, slash))):
            draft.unit, draft.family, draft.item = code, "money", s.words[slash + 1]  # "(R$/t)"
            draft.item_first, draft.item_last = slash + 1, end
            return True
        if (rate := unit.rate(s, slash)) is not None and rate[0] == end:
            draft.per, end = rate[1], slash
            break
    if (found := unit.at(s, at)) is not None and found[0] == end:
        draft.unit, draft.family, draft.per = found[1].symbol, found[1].family, found[1].per or draft.per
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
