"""All numbers and ratios of a sentence, each read with what stands around it."""

from __future__ import annotations

from decimal import Decimal

from services.extract.core.mentions import (
    around,
    count,
    currencies,
    hedge,
    measure,
    money,
    nothing,
    number,
    percent,
    ratio,
    unit,
)
from services.extract.core.mentions.draft import Draft
from services.extract.core.mentions.fraction import Ratio
from services.extract.core.mentions.number import Number
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

_ARTICLES = frozenset(("a", "an"))
# What may begin at a word, added up; most words begin nothing.
_NUMBER = 1
_ARTICLE = 2
_COMPOUND = 4
_RATIO = 8
_LETTER = 16
_LONG = 6  # letters and digits of "N4500", beyond which digits are grouped


def _begins(low: str) -> int:
    found = _RATIO if low in ratio.starters() else 0
    if low[0].isdecimal() or low in number.starters():
        found += _NUMBER
    elif low in _ARTICLES:
        found += _ARTICLE
    elif 2 < len(low) < _LONG and low[1:].isdecimal() and low[0].upper() in currencies.letters():
        found += _LETTER
    elif "-" in low:
        found += _COMPOUND
    return found


def drafts(s: Sentence, doc: Document) -> list[Draft]:
    """All numbers and ratios of a sentence from left to right, those that state nothing marked as dead."""
    found: list[Draft] = []
    scales = number.scales()
    lows, forms, n = s.lows, s.lexemes, len(s.lows)
    i = end = 0
    while i < n:
        form = forms[i]
        begins = form.begins
        if begins < 0:
            begins = form.begins = _begins(form.low)
        if not begins:
            i += 1
            continue
        made = None
        if begins & _NUMBER or (begins & _ARTICLE and i + 1 < n and lows[i + 1] in scales):
            made = _number(s, i, doc)
        elif begins & _COMPOUND:
            made = _compound_word(s, i)
        elif begins & _LETTER:
            made = _lettered(s, i, doc, found)
        if (
            begins & _RATIO
            and (made is None or (made.dead and made.last <= i + 1))
            and (r := ratio.at(s, i, end)) is not None
        ):
            made = _ratio(s, r)
            while found and found[-1].number >= made.first:
                found.pop()
        if made is None:
            i += 1
            continue
        found.append(made)
        i = end = max(made.last, i + 1)
    return found


def _ratio(s: Sentence, r: Ratio) -> Draft:
    made = Draft(r.first, r.first, r.last, r.amount, r.rule)
    made.unit, made.family, made.sign, made.spelled = r.unit, r.family, r.sign, True
    around.behind(s, made, relative=True)
    if r.item >= 0:
        around.item(s, made, r.item)
    around.hedged(s, made)
    return made


def _number(s: Sentence, i: int, doc: Document) -> Draft | None:
    if (
        i > 1
        and s.lows[i - 1] in "/:"
        and s.ends[i - 1] == s.starts[i]
        and s.words[i - 2][-1].isdecimal()
        and s.ends[i - 2] == s.starts[i - 1]
    ):
        return _unread(i, "time, date or fraction")
    prefix = money.before(s, i, doc) if i else None
    below = prefix is None and i > 1 and s.lows[i - 1] in "-−" and s.ends[i - 1] == s.starts[i]
    if below:  # "EUR -12.4 million"
        prefix = money.before(s, i - 1, doc)
    n = number.read(s, i, money=prefix is not None)
    if n is None:
        return _unread(i, "unreadable") if s.lows[i][0].isdecimal() else None
    start = i - 1 if s.lows[i] in ("quarter", "quarters") else i  # "a quarter of a million"
    made = Draft(i, prefix[0] if prefix else start, n.last, n.amount, "")
    made.lead = made.first
    made.spelled = n.form in ("words", "article")
    made.scaled = n.scale > 1
    made.article = n.form == "article"
    if made.scaled:
        made.scale = Decimal(n.scale)
    if prefix is not None:
        if (r := ratio.money_in(s, i, n.last, n.amount)) is not None:
            return _ratio(s, r)
        measure.as_money(s, made, prefix[1], "money.symbol_before")
        made.sign = "decrease" if below else made.sign
        return made
    j = n.last
    if j < len(s.lows) and s.lows[j] in ratio.hundredths() and (r := ratio.cents_in(s, j, n.amount)) is not None:
        return _ratio(s, r)
    compound = _hyphen(s, j)
    if compound and j + 1 < len(s.lows) and s.lows[j + 1] in ("plus", "odd"):
        made.bound = "at_least" if s.lows[j + 1] == "plus" else "approximate"
        j, compound = j + 2, False
        made.last = j
    elif (
        (tail := hedge.after(s, j)) is not None
        and tail[0] < len(s.lows)
        and s.tags[tail[0]] in "NAPGC"
        and s.lows[j] not in ("more",)
    ):
        j, made.bound = tail  # "20 or so companies"
        made.last = j
    if compound:
        j += 1
    if j < len(s.lows) and (percent.read(s, made, n, j, compound) or measure.read(s, made, n, j, compound, doc)):
        return made
    reason = nothing.nothing(s, n, spelled=made.spelled)
    if reason is not None:
        made.dead = reason
        return made
    r = ratio.one_in(s, i, n.last, n.amount)
    if r is not None:
        return _ratio(s, r)
    if compound:
        _compound_count(s, made, j)
        return made
    _counted(s, made, n, j)
    return made


def _lettered(s: Sentence, i: int, doc: Document, found: list[Draft]) -> Draft | None:
    """ "from N200 to N600": a letter with plain digits is money where the article shows that currency beside, and where
    no noun before makes a road or a model of it."""
    word = s.words[i]
    code = currencies.symbols().get(word[0])
    if code is None:
        return None
    led = s.tags[i - 1 : i] in tuple("ITVWXGBQ(") or (i > 0 and s.lows[i - 1] in count.words("priced"))
    led = led or (i > 0 and s.tags[i - 1] in "J," and any(other.unit == code and other.item is None for other in found))
    if not led or code not in currencies.named(doc.text):
        return None
    made = Draft(i, i, i + 1, Decimal(word[1:]), "")
    measure.as_money(s, made, currencies.Currency(code), "money.symbol_before")
    return made


def _unread(i: int, why: str) -> Draft:
    made = Draft(i, i, i + 1, Decimal(0), "number.unread")
    made.dead = why
    return made


def _hyphen(s: Sentence, j: int) -> bool:
    """Is token j a hyphen glued between the number and a word?"""
    return (
        j + 1 < len(s.lows)
        and s.lows[j] in ("-", "‑")
        and s.starts[j] == s.ends[j - 1]
        and s.starts[j + 1] == s.ends[j]
        and s.words[j + 1][0].isalpha()
    )


def _compound_count(s: Sentence, made: Draft, j: int) -> None:
    """ "a 340-bed hospital": counted if the noun is one that facilities are measured by."""
    low = s.lows[j]
    if low not in count.words("hyphen_counts") or made.amount < 2:
        made.dead, made.last = "compound", j + 1
        return
    made.unit, made.family, made.rule, made.last = "1", "count", "count.compound", j + 1
    if low in ("strong", "capacity"):
        made.item_first = -1
    else:
        made.item_first, made.item_last, made.item = j, j + 1, s.words[j]
    made.end = made.last
    around.hedged(s, made)


def _counted(s: Sentence, made: Draft, n: Number, j: int) -> None:
    """A number before a plural noun counts it; without one it stays open for its neighbours to give it a unit."""
    if s.lows[j : j + 1] == ["strong"] and n.amount > 1:  # "the fleet, 374 strong"
        made.unit, made.family, made.rule, made.last = "1", "count", "count.compound", j + 1
        made.end, made.item_first = made.last, -1
        around.hedged(s, made)
        return
    found = count.noun(s, j) if j < len(s.lows) else None
    if found is not None and s.lows[j] in number.small() and s.lows[found[1] - 1] in unit.time_words():
        found = None  # "from 245 million | six months earlier"
    if found is not None and found[0] >= j:
        first, last = found
        head = last - 1
        stays = s.lows[head] == "nights" and n.amount >= 1000  # of tourists, as their statistics count them
        if s.lows[head] in unit.time_words() and made.per is None and not stays:
            made.dead, made.last = "duration", last
            return
        if not count.counts(s, n.first, head, n.amount, made.spelled):
            made.dead, made.last = "rhetorical", j
            return
        if (
            n.form == "article"
            and hedge.before(s, n.first).bound == "exact"
            and s.lows[head] not in count.words("people")
            and n.scale != 12
        ):
            made.dead = "rhetorical"
            return
        made.unit, made.family, made.rule = "1", "count", "count.noun"
        end = count.extended(s, last)
        made.item_first, made.item_last, made.item = first, end, s.span(first, end)
        made.last = end
        nested = next((k for k in range(j, end) if s.words[k][0].isdecimal() and s.tags[k - 1] != "P"), -1)
        nested = -1 if s.words[nested + 1 : nested + 2] and s.words[nested + 1] in count.MARKS else nested  # "5G masts"
        if nested >= 0:  # "two 50-MW units": the scan goes on inside
            made.last = made.end = n.last
            around.hedged(s, made)
            return
        if (rate := unit.rate(s, end)) is not None:
            made.last, made.per = rate
        around.behind(s, made, relative=False)
    else:
        made.rule = "number.bare"
        around.behind(s, made, relative=False)
    around.hedged(s, made)


def _compound_word(s: Sentence, i: int) -> Draft | None:
    """ "a two-hectare plot", "four-megawatt": number and unit in one word."""
    head, _, tail = s.lows[i].partition("-")
    value = number.small().get(head)
    if value is None or value == 0:
        return None
    if tail in ("odd", "plus"):  # "forty-odd buses"
        made = Draft(i, i, i + 1, Decimal(value), "")
        made.spelled, made.bound = True, "approximate" if tail == "odd" else "at_least"
        _counted(s, made, number.Number(i, i + 1, made.amount, "words", 1, made.amount), i + 1)
        return made
    found = unit.single(tail)
    if found is None or tail == "t":
        return None
    made = Draft(i, i, i + 1, Decimal(value) * found.factor, "unit.compound")
    made.unit, made.family, made.spelled, made.end = found.symbol, found.family, True, i + 1
    return made
