"""Money, physical units and time words behind a number."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from services.extract.core import lexicon
from services.extract.core.mentions import around, count, currencies, money, number, unit
from services.extract.core.mentions.draft import Draft
from services.extract.core.mentions.number import Number
from services.extract.core.mentions.unit import Unit
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

_YARDS = frozenset("of long wide deep high from away out off behind short further apart".split())
_DEICTIC = frozenset(("last", "this", "next", "each", "every"))  # "numbered 2.09 million last year"
_OVER = frozenset(("to", "per", "against", "for"))  # "129.40 to the dollar"
_CAPABLE = frozenset(("capacity", "output", "production", "throughput", "crop", "harvest"))
_RAN = frozenset("won win wins ran run runs swam swims swim".split())
_DEVICES = 100
_FITTED = frozenset("smart metering fitted installed replaced readings utility tamper-proof prepaid".split())
# What is done to pounds of something.
_PROCESSED = frozenset(
    "processed processes produced produces harvested caught milled packed roasted mined smelted".split()
)
_EQUALS = frozenset(("-", "–", "—", "=", "≈"))
_MEGATONNE = Decimal(1_000_000)


def read(s: Sentence, made: Draft, n: Number, j: int, compound: bool, doc: Document) -> bool:
    """Read a unit at token j, right behind the number; False where none stands. Durations and degrees are dead."""
    low, after = s.lows[j], s.lows[j + 1] if j + 1 < len(s.lows) else ""
    if low in unit.no_quantities() and (low not in ("'", '"') or s.words[j - 1].isdecimal()):
        return _dead(made, "degrees", j + 1)
    if "-" in low and (scale := number.scales().get(low.partition("-")[0])) is not None:
        return _scaled(s, made, n, j, scale, doc)
    if low == "pounds" and _weighed(s, n, j, doc):
        return _physical(s, made, n, j, compound, j + 1, unit.named("lb"))
    currency = money.after(s, j, doc, n.scale > 1 or n.amount >= 1000)
    if currency is not None:
        if made.spelled and n.amount == 1 and not compound:
            return _dead(made, "rhetorical", currency[0])  # "one dollar costs"
        made.last = currency[0]
        as_money(s, made, currency[1], "money.name_behind")
        return True
    if low in _OVER and not compound and (rate := money.to_another(s, n.first, j, doc)) is not None:
        made.last = j
        as_money(s, made, rate[1], "money.exchange_rate")
        made.item_first, made.item_last, made.item = rate[0] - 1, rate[0], s.words[rate[0] - 1]
        made.last = made.end = rate[0]
        return True
    found = unit.at(s, j, compound)
    if found is None and "-" in low:
        found = unit.joined(s, j)
        if found is None and compound and (area := unit.single(low.replace("-", " "))) is not None:
            found = j + 1, area  # "1.1-million-square-foot"
    if found is None and low in unit.adjectives() and after and s.lows[j + 1] not in ("than",):
        found = unit.at(s, j + 1) if s.words[j + 1][0].isalpha() and len(after) > 1 else None
    if found is not None:
        return _physical(s, made, n, j, compound, *found)
    if low in unit.time_words() and not (low == "nights" and n.amount >= 1000):
        return _dead(made, "duration or time", j + 1)
    if compound and low.partition("-")[0] in unit.time_words():
        return _dead(made, "age or duration", j + 1)
    if s.tags[j] in "AR" and low not in _DEICTIC and after in unit.time_words() and not compound:
        return _dead(made, "duration", j + 2)  # "three straight years"
    return False


def currency_at(s: Sentence, i: int, doc: Document) -> tuple[int, currencies.Currency] | None:
    """(end, currency) of the currency that is named at token i."""
    return money.after(s, i, doc, amount_words=True)


def _scaled(s: Sentence, made: Draft, n: Number, j: int, scale: int, doc: Document) -> bool:
    """Scale and unit in one token: "a 22 billion-real project", "a 40 million-tonne mill"."""
    tail = s.lows[j].partition("-")[2].replace("-", " ")
    currency, measure = money.joined(s, j, doc), unit.single(tail)
    counted = tail in count.words("hyphen_counts")
    if n.scale > 1 or made.spelled or (currency is None and measure is None and not counted):
        return False
    made.amount *= scale
    made.scale, made.scaled, made.last = Decimal(scale), True, j + 1
    if currency is not None:
        as_money(s, made, currency, "money.name_behind")
        return True
    if measure is not None:
        return _physical(s, made, n, j, True, j + 1, measure)
    made.unit, made.family, made.rule, made.end = "1", "count", "count.compound", j + 1
    made.item_first, made.item_last, made.item = j, j + 1, tail
    around.hedged(s, made)
    return True


def _weighed(s: Sentence, n: Number, j: int, doc: Document) -> bool:
    """Whether pounds are a weight: of something that is no money, or what a works can make a year where no sterling is
    spoken of ("a capacity of 90 million pounds per year")."""
    behind = s.lows[j + 1 : j + 3]
    if behind[:1] == ["of"] and len(behind) > 1:
        return behind[1] not in lexicon.words("currencies", "money_of")
    made = n.first > 1 and s.lows[n.first - 1] == "of" and s.lows[n.first - 2] in _CAPABLE
    made = (made and unit.rate(s, j + 1) is not None) or (n.first > 0 and s.lows[n.first - 1] in _PROCESSED)
    return made and "GBP" not in currencies.named(doc.text)


def _dead(made: Draft, why: str, last: int) -> bool:
    made.dead, made.last = why, last
    return True


def as_money(s: Sentence, made: Draft, currency: currencies.Currency, rule: str) -> None:
    """The number is money of that currency; `last` stands behind whatever names it."""
    made.amount *= currency.factor
    made.scale *= currency.factor
    made.unit, made.family = currency.code, "money"
    made.rule = rule + (".assumed" if currency.assumed else ".minor" if currency.factor < 1 else "")
    j = made.last
    if s.lows[j : j + 1] == ["+"] and s.starts[j] == s.ends[j - 1]:
        made.bound, made.last = "at_least", j + 1
    around.price(s, made)
    around.behind(s, made, relative=False)
    around.hedged(s, made)
    j = made.last
    if made.amount == 1 and j + 1 < len(s.lows) and s.lows[j] in _EQUALS and s.words[j + 1][0].isdecimal():
        made.dead = "an exchange rate"  # "($1 = 402.58 drams)"


@lru_cache(maxsize=8)
def _british(text: str) -> bool:
    """Does the article spell lengths "metres"?"""
    return "metres" in text


def _devices(s: Sentence, made: Draft, end: int) -> bool:
    """Whether meters measure what is used: where lengths are spelt "metres", or where they are fitted and read."""
    if made.amount < _DEVICES or s.lows[end : end + 1] in (["of"], ["long"], ["deep"], ["above"], ["below"]):
        return False
    return _british(s.text) or not s.vocabulary.isdisjoint(_FITTED)


def _physical(s: Sentence, made: Draft, n: Number, j: int, compound: bool, end: int, u: Unit) -> bool:
    lows = s.lows
    if u.symbol == "ft" and n.amount < 8 and end < len(lows) and s.words[end][0].isdecimal():
        return _dead(made, "a person's height", end)
    if u.family == "length" and not count.words("races").isdisjoint(lows[end : end + 2]):
        return _dead(made, "a race", end)
    led = lows[max(0, n.first - 4) : n.first]
    if u.symbol == "m" and led[-1:] == ["the"] and not _RAN.isdisjoint(led):
        return _dead(made, "a race", end)  # "won the 400 metres"
    if lows[j] == "meters" and end == j + 1 and _devices(s, made, end):
        return False  # "1.6 million meters, of which 1.1 million are smart"
    if lows[j] == "yards" and made.spelled and _YARDS.isdisjoint(lows[end : end + 2]):
        return False  # "operates two yards with seven docks"
    if lows[j] == "mt" and s.starts[j] == s.ends[j - 1] and n.scale == 1 and n.amount < 1000:
        u = u._replace(factor=_MEGATONNE)  # "7.5mt", but "48,000 mt"
    made.amount *= u.factor
    made.scale *= u.factor
    made.per = u.per
    made.unit, made.family, made.last, made.rule = u.symbol, u.family, end, f"unit.{u.family}"
    behind = lows[end] if end + 1 < len(lows) and s.starts[end] == s.ends[end - 1] else ""
    if behind == "/" and u.symbol in ("kW", "kWh") and lows[end + 1] == "h":  # a slip for kWh
        made.unit, made.family, made.last = "kWh", "energy", end + 2
    elif behind == "." and len(lows[end - 1]) < 4:
        made.last = end + 1  # "30,000 sq. ft. of retail space"
    elif behind == "/" and (period := unit.periods().get(lows[end + 1])) is not None:
        made.per, made.last = period, end + 2
    around.behind(s, made, relative=False)
    if not compound or made.family == "length":
        around.measured(s, made)
    around.hedged(s, made)
    return True
