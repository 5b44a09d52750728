"""A quantity in the making: one number of a sentence with what stands right before and right behind it."""

from __future__ import annotations

from decimal import Decimal

from services.extract.core.mentions import count, hedge, money, nothing, number, ratio, unit
from services.extract.core.mentions.number import Number
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

_PERCENT = frozenset(("%", "percent", "pct", "pc", "percents", "p.c."))
_POINTS = frozenset(("pp", "p.p.", "p.p", "ppt", "ppts", "pps"))
_ARTICLES = frozenset(("a", "an"))
_NEAR = 24  # tokens either side of a number that tell whether points are an index's or a rate's
_RACES = frozenset(
    "race races run swim relay marathon sprint hurdles freestyle butterfly backstroke breaststroke dash walk".split()
)
_INDICES = frozenset(
    "index indexes indices s&p dow nasdaq ftse dax cac nikkei sensex nifty kospi topix ibex stoxx pmi composite benchmark csi kase".split()
)
_BASIS = frozenset(("bp", "bps", "bips", "bp.", "bps."))


class Draft:
    """Tokens [first, last) and their reading so far; `unit` None while open, `dead` once it states nothing."""

    __slots__ = (
        "amount", "article", "begin", "bound", "dead", "end", "equivalents", "family", "first", "gapped", "item", "item_first",
        "item_last", "last", "lead", "number", "per", "rule", "scale", "scaled", "sign", "spelled", "unit", "upper",
    )  # fmt: skip

    def __init__(self, number: int, first: int, last: int, amount: Decimal, rule: str) -> None:
        self.number, self.first, self.last, self.amount, self.rule = number, first, last, amount, rule
        self.begin, self.end = first, last  # with hedges; first and last are the number with its unit
        self.lead = first  # the number with its currency symbol, before hedges
        self.unit: str | None = None
        self.family = "other"
        self.upper: Decimal | None = None
        self.item: str | None = None
        self.item_first = self.item_last = -1
        self.per: str | None = None
        self.bound = "exact"
        self.sign: str | None = None
        self.dead: str | None = None
        self.spelled = self.gapped = self.article = False
        self.scale, self.scaled = Decimal(1), False  # what the unit multiplies by; scale words applied
        self.equivalents: tuple[tuple[Decimal, str], ...] = ()


def drafts(s: Sentence, doc: Document) -> list[Draft]:
    """All numbers and ratios of a sentence from left to right, those that state nothing marked as dead."""
    found: list[Draft] = []
    starters, ratios, scales = number.starters(), ratio.starters(), number.scales()
    lows, n = s.lows, len(s.lows)
    i = end = 0
    while i < n:
        low = lows[i]
        made = None
        if low[0].isdecimal() or low in starters or (low in _ARTICLES and i + 1 < n and lows[i + 1] in scales):
            made = _number(s, i, doc)
        elif "-" in low:
            made = _compound_word(s, i)
        if low in ratios and (made is None or (made.dead and made.last <= i + 1)):
            if (r := ratio.at(s, i, end)) is not None:
                made = _ratio(s, r)
                while found and found[-1].number >= made.first:
                    found.pop()
        if made is None:
            i += 1
            continue
        found.append(made)
        i = end = max(made.last, i + 1)
    return found


def _ratio(s: Sentence, r: ratio.Ratio) -> Draft:
    made = Draft(r.first, r.first, r.last, r.amount, r.rule)
    made.unit, made.family, made.sign, made.spelled = r.unit, r.family, r.sign, True
    _behind(s, made, relative=True)
    if r.item >= 0:
        _item(s, made, r.item)
    _hedged(s, made)
    return made


def _number(s: Sentence, i: int, doc: Document) -> Draft | None:
    if (
        i > 1
        and s.lows[i - 1] in "/:"
        and s.ends[i - 1] == s.starts[i]
        and s.words[i - 2][-1].isdecimal()
        and s.ends[i - 2] == s.starts[i - 1]
    ):
        made = Draft(i, i, i + 1, Decimal(0), "number.glued")
        made.dead = "time, date or fraction"
        return made
    prefix = money.before(s, i, doc) if i else None
    n = number.read(s, i, money=prefix is not None)
    if n is None:
        if s.lows[i][0].isdecimal():
            made = Draft(i, i, i + 1, Decimal(0), "number.unreadable")
            made.dead = "unreadable"
            return made
        return None
    made = Draft(i, prefix[0] if prefix else i, n.last, n.amount, "")
    made.lead = made.first
    made.spelled = n.form in ("words", "article")
    made.scaled = n.scale > 1
    made.article = n.form == "article"
    made.scale = Decimal(n.scale)
    if prefix is not None:
        _as_money(s, made, prefix[1], "money.symbol_before")
        return made
    j = n.last
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
    if j < len(s.lows) and _united(s, made, n, j, compound, doc):
        return made
    reason = nothing.nothing(s, n, made.first, spelled=made.spelled)
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


def _hyphen(s: Sentence, j: int) -> bool:
    """Is token j a hyphen glued between the number and a word?"""
    return (
        j + 1 < len(s.lows)
        and s.lows[j] in ("-", "‑")
        and s.starts[j] == s.ends[j - 1]
        and s.starts[j + 1] == s.ends[j]
        and s.words[j + 1][0].isalpha()
    )


def _united(s: Sentence, made: Draft, n: Number, j: int, compound: bool, doc: Document) -> bool:
    """Percent, points, times, money, a physical unit or a time word behind the number; False where none stands."""
    low = s.lows[j]
    lows, count_ = s.lows, len(s.lows)
    after = lows[j + 1] if j + 1 < count_ else ""
    if low == "per" and after in ("cent", "cents"):
        low, j, after = "percent", j + 1, lows[j + 2] if j + 2 < count_ else ""
    if low == "percent" and after == "-" and j + 2 < count_ and lows[j + 2] == "point":
        after, j = "point", j + 1
    if low in _PERCENT or low == "percentage":
        if after in ("point", "points"):
            return _set(s, made, "pp", "points", j + 2, "percent.points")
        if low == "percentage":
            return False
        return _set(s, made, "%", "percent", j + 1, "percent.sign" if low == "%" else "percent.word")
    if low in _POINTS:
        return _set(s, made, "pp", "points", j + 1, "percent.points")
    if low in _BASIS or (low == "basis" and after in ("points", "point")):
        made.amount /= 100
        return _set(s, made, "pp", "points", j + (1 if low in _BASIS else 2), "percent.basis_points")
    if low in ("point", "points") and not compound and not made.spelled:
        near = lows[max(0, j - _NEAR) : j + _NEAR]
        if not _INDICES.isdisjoint(near):
            return _set(s, made, "points", "other", j + 1, "unit.index_points")
        leading = after in ("behind", "ahead", "clear", "adrift") and "%" not in near and "percent" not in near
        if n.amount < 50 and not leading and ratio.points_context(s, j):
            return _set(s, made, "pp", "points", j + 1, "percent.bare_points")
    if low == "fold" and compound:
        return _set(s, made, "x", "times", j + 1, "times.fold")
    if low in ("x", "×") and s.starts[j] == s.ends[j - 1] and not (after[:1].isdecimal()):
        return _set(s, made, "x", "times", j + 1, "times.x")
    if low in ("times", "time") and (low == "times" or compound):
        return _times(s, made, n, j, compound)
    if low in unit.no_quantities() and not (
        low in ("'", '"', "n") and (not s.words[i_of(j)].isdecimal() or low == "n")
    ):
        made.dead, made.last = "degrees", j + 1
        return True
    currency = money.after(s, j, doc, n.scale > 1 or n.amount >= 1000)
    if currency is not None and made.spelled and n.amount == 1 and not compound:
        made.dead, made.last = "rhetorical", currency[0]  # "one dollar costs"
        return True
    if currency is not None:
        made.last = currency[0]
        _as_money(s, made, currency[1], "money.name_behind")
        return True
    found = unit.at(s, j, compound)
    if found is None and compound:
        found = unit.joined(low)
        if found is not None:  # "7.2-million-tonne-a-year"
            found = (j + 1, found[1])
    if found is not None and found[1].symbol == "ft" and n.amount < 8 and after[:1].isdecimal():
        made.dead, made.last = "a person's height", j + 1
        return True
    if found is not None:
        end, u = found
        if low == "mt" and s.starts[j] == s.ends[j - 1] and n.scale == 1 and n.amount < 1000:
            u = u._replace(factor=Decimal(1_000_000))  # "7.5mt", but "48,000 mt"
        if u.family == "length" and not _RACES.isdisjoint(lows[end : end + 2]):
            made.dead, made.last = "a race", end
            return True
        made.amount *= u.factor
        made.scale *= u.factor
        made.per = u.per
        made.unit, made.family, made.last, made.rule = u.symbol, u.family, end, f"unit.{u.family}"
        if u.symbol in ("kW", "kWh") and lows[end : end + 2] == ["/", "h"]:  # a slip for kWh
            made.unit, made.family, made.last = "kWh", "energy", end + 2
        elif (
            lows[end : end + 1] == ["."]
            and s.starts[end] == s.ends[end - 1]
            and end + 1 < count_
            and len(lows[end - 1]) < 4
        ):
            made.last = end + 1  # "30,000 sq. ft. of retail space"
        elif lows[end : end + 1] == ["/"] and end + 1 < count_ and s.starts[end] == s.ends[end - 1]:
            if (period := unit.periods().get(lows[end + 1])) is not None:
                made.per, made.last = period, end + 2
        _behind(s, made, relative=False)
        if not compound or made.family == "length":
            _measured(s, made)
        _hedged(s, made)
        return True
    if low in unit.time_words() and not (low in ("second", "seconds") and False):
        made.dead, made.last = "duration or time", j + 1
        return True
    if compound and low.partition("-")[0] in unit.time_words():
        made.dead, made.last = "age or duration", j + 1
        return True
    if s.tags[j] in "AR" and after in unit.time_words() and not compound:  # "three straight years"
        made.dead, made.last = "duration", j + 2
        return True
    return False


def i_of(j: int) -> int:
    """The token before j."""
    return j - 1


def _set(s: Sentence, made: Draft, symbol: str, family: str, last: int, rule: str) -> bool:
    made.unit, made.family, made.last, made.rule = symbol, family, last, rule
    _behind(s, made, relative=True)
    if family == "percent" and made.last < len(s.lows) and s.lows[made.last] == "of":
        _item(s, made, made.last + 1)
    _hedged(s, made)
    return True


def _times(s: Sentence, made: Draft, n: Number, j: int, compound: bool) -> bool:
    """ "grew 4.4 times", "3.6 times more"; "told me a hundred times" counts occasions."""
    after = s.lows[j + 1] if j + 1 < len(s.lows) else "."
    lead = hedge.before(s, made.first).first
    verb = s.lows[lead - 1] if lead else ""
    if after in ratio.words("compares") or n.form == "decimal" or verb in count.words("moving") or verb in ("by", "up"):
        if after == "the" and j + 2 < len(s.lows) and s.lows[j + 2] in unit.time_words():
            pass
        elif n.form != "article" or verb == "by":
            return _set(s, made, "x", "times", j + 1, "times.word")
    made.dead, made.last = "occasions", j + 1
    return True


def _as_money(s: Sentence, made: Draft, currency: money.Currency, rule: str) -> None:
    made.amount *= currency.factor
    made.scale *= currency.factor
    made.unit, made.family = currency.code, "money"
    made.rule = rule + (".assumed" if currency.assumed else ".minor" if currency.factor != 1 else "")
    j, n = made.last, len(s.lows)
    if j < n and s.lows[j] == "+" and s.starts[j] == s.ends[j - 1]:
        made.bound, made.last = "at_least", j + 1
        j += 1
    price(s, made)
    _behind(s, made, relative=False)
    _hedged(s, made)


def price(s: Sentence, made: Draft) -> None:
    """What the money is for one of: "$1.20/lb", "a tonne", "per square metre", "each"."""
    j, n = made.last, len(s.lows)
    if j >= n or (found := unit.rate(s, j)) is not None:
        return
    low = s.lows[j]
    k = j + 1
    if low == "each":
        return
    if low not in ("a", "an", "per", "/", "the") or k >= n:
        return
    if low == "/" and s.starts[j] != s.ends[j - 1]:
        return
    head = s.lows[k]
    end = k + 1
    measure = unit.at(s, k)
    if measure is not None and (low != "the"):
        end = measure[0]
    elif head in unit.price_nouns() and low != "the":
        pass
    elif low == "per" and s.tags[k] in "NPA":
        end = max(count.phrase(s, k), k + 1)
    elif low == "/" and s.words[k].isalpha():
        pass
    else:
        return
    if head in ("cent",):
        return
    made.item_first, made.item_last, made.item, made.last = k, end, s.span(k, end), end


def _behind(s: Sentence, made: Draft, *, relative: bool) -> None:
    """Comparatives, rates and hedges behind the unit; sets `end` and may move `last`."""
    n = len(s.lows)
    if made.per is None and (found := unit.rate(s, made.last)) is not None:
        made.last, made.per = found
    made.end = made.last
    sign = hedge.comparative(s, made.last, relative=relative)
    if sign is not None:
        made.sign, made.end = made.sign or sign, made.last + 1
    elif (tail := hedge.after(s, made.last)) is not None:
        made.end, bound = tail
        made.bound = bound if made.bound == "exact" else made.bound
        if made.per is None and (found := unit.rate(s, made.end)) is not None:
            made.end, made.per = found
    if made.end > n:
        made.end = n


def _measured(s: Sentence, made: Draft) -> None:
    """The noun that stands with a measure ("tons of pipes", "tons metal") and the rate behind it."""
    j, n = made.last, len(s.lows)
    if made.end > made.last:
        j = made.end
    if j >= n:
        return
    if s.lows[j] == "of":
        _item(s, made, j + 1)
    elif (
        s.tags[j] == "N"
        and s.lows[j] not in ("level",)
        and (j + 1 >= n or s.tags[j + 1] in ".,IJ)BVWMTNR" or s.tags[j + 1] == ",")
    ):
        end = count.phrase(s, j)
        if made.family in ("mass", "volume", "other") and end > j:
            made.item_first, made.item_last, made.item = j, end, s.span(j, end)
            made.end = max(made.end, end)
    if made.per is None:
        at = max(made.end, made.item_last)
        if (found := unit.rate(s, at)) is not None:
            made.end, made.per = found


def _item(s: Sentence, made: Draft, i: int) -> None:
    """The noun phrase at token i as the item, without determiners."""
    tags, lows = s.tags, s.lows
    end = count.phrase(s, i)
    if end <= i:
        if i < len(lows) and tags[i] == "O":
            made.end = max(made.end, i + 1)
        return
    first = i
    while first < end - 1 and (tags[first] in "DQ" or lows[first] in ("the", "all", "both", "new")):
        first += 1
    if first < end and lows[first] in unit.time_words() and made.family == "percent":
        return
    made.item_first, made.item_last, made.item = first, end, s.span(first, end)
    made.end = max(made.end, end)


def _hedged(s: Sentence, made: Draft) -> None:
    """Words that bound the number from the left, and an adjective that makes it a rate ("a daily ten")."""
    found = hedge.before(s, made.first)
    if found.bound != "exact" and made.bound in ("exact", "approximate"):
        made.bound = found.bound
    if found.sign is not None:
        made.sign = found.sign
    made.begin = found.first
    if made.per is None and (period := unit.rate_before(s, made.begin)) is not None:
        made.per, made.begin = period, made.begin - 1


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
    _hedged(s, made)


def _counted(s: Sentence, made: Draft, n: Number, j: int) -> None:
    """A number before a plural noun counts it; without one it stays open for its neighbours to give it a unit."""
    found = count.noun(s, j) if j < len(s.lows) else None
    if found is not None and found[0] >= j:
        first, last = found
        head = last - 1
        if s.lows[head] in unit.time_words() and made.per is None:
            made.dead, made.last = "duration", last
            return
        if not count.counts(s, n.first, head, n.amount, made.spelled):
            made.dead, made.last = "rhetorical", j
            return
        if (
            n.form == "article"
            and hedge.before(s, n.first).bound == "exact"
            and s.lows[head] not in ("people", "jobs", "workers", "employees", "dairies")
            and n.scale != 12
        ):
            made.dead = "rhetorical"
            return
        made.unit, made.family, made.rule = "1", "count", "count.noun"
        end = count.extended(s, last)
        made.item_first, made.item_last, made.item = first, end, s.span(first, end)
        made.last = end
        nested = next((k for k in range(j, end) if s.words[k][0].isdecimal() and s.tags[k - 1] != "P"), -1)
        if nested >= 0:  # "two 50-MW units": the scan goes on inside
            made.last = made.end = n.last
            _hedged(s, made)
            return
        if (rate := unit.rate(s, end)) is not None:
            made.last, made.per = rate
        _behind(s, made, relative=False)
    else:
        made.rule = "number.bare"
        _behind(s, made, relative=False)
        if (period := made.per) is not None:
            made.per = period
    _hedged(s, made)


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
    if found is None or found.family == "mass" and tail == "t":
        return None
    made = Draft(i, i, i + 1, Decimal(value) * found.factor, "unit.compound")
    made.unit, made.family, made.spelled, made.end = found.symbol, found.family, True, i + 1
    return made
