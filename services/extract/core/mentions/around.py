"""What stands around a number with its unit: hedges, signs, rates, the noun of a measure, what a price is for."""

from __future__ import annotations

from services.extract.core.mentions import count, hedge, unit
from services.extract.core.mentions.draft import Draft
from services.extract.core.sentences import Sentence

_PACES = frozenset(
    "year-on-year year-over-year on-year yoy y/y annual annualised annualized month-on-month quarter-on-quarter "
    "sequential monthly quarterly real nominal overall average further sharp steep".split()
)


def price(s: Sentence, made: Draft) -> None:
    """What the money is for one of: "$1.20/lb", "a tonne", "per square metre", "each"."""
    j, n = made.last, len(s.lows)
    if j >= n or unit.rate(s, j) is not None:
        return
    low = s.lows[j]
    k = j + 1
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


def behind(s: Sentence, made: Draft, *, relative: bool) -> None:
    """Comparatives, rates and hedges behind the unit; sets `end` and may move `last`."""
    n = len(s.lows)
    if made.per is None and (found := unit.rate(s, made.last)) is not None:
        made.last, made.per = found
    made.end = made.last
    if made.per is None and s.lows[made.last : made.last + 1] in (["gross"], ["net"]):  # "€2,100 gross a month"
        found = unit.rate(s, made.last + 1)
        made.end, made.per = found if found is not None else (made.end, None)
    elif made.per is None and s.lows[made.last : made.last + 2] == ["on", "average"]:  # "4 GWh on average annually"
        found = unit.rate(s, made.last + 2)
        made.per = found[1] if found is not None else None
    at = made.last
    if relative and s.lows[at : at + 1] != [] and s.lows[at] in _PACES and s.tags[at + 1 : at + 2] in ("N", "V"):
        at += 1  # "a 21 per cent year-on-year fall"
    sign = hedge.comparative(s, at, relative=relative)
    if sign is not None:
        made.sign, made.end = made.sign or sign, at + 1
    elif (tail := hedge.after(s, made.last)) is not None:
        made.end, bound = tail
        made.bound = bound if made.bound == "exact" else made.bound
        if made.per is None and (found := unit.rate(s, made.end)) is not None:
            made.end, made.per = found
    made.end = min(made.end, n)


def measured(s: Sentence, made: Draft) -> None:
    """The noun that stands with a measure ("tons of pipes", "tons metal") and the rate behind it."""
    j, n = made.last, len(s.lows)
    if made.end > made.last:
        j = made.end
    if j >= n:
        return
    if s.lows[j] == "of":
        if s.lows[j - 1] not in ("short", "shy"):
            item(s, made, j + 1)
    elif (
        s.tags[j] == "N"
        and s.lows[j] not in ("level",)
        and not (s.lows[j - 1] == "." and s.words[j][0].isupper())
        and (j + 1 >= n or s.tags[j + 1] in ".,IJ)BVWMTNR" or s.tags[j + 1] == ",")
    ):
        end = count.phrase(s, j)
        if made.family in ("mass", "volume", "other") and end > j and not _modifies(s, made, end):
            made.item_first, made.item_last, made.item = j, end, s.span(j, end)
            made.end = max(made.end, end)
    if made.per is None:
        at = max(made.end, made.item_last)
        if (found := unit.rate(s, at)) is not None:
            made.end, made.per = found


def _modifies(s: Sentence, made: Draft, end: int) -> bool:
    """ "a 24,000 cu m storage tank": behind an article and before a singular it says how large the thing is."""
    lead = s.lows[made.first - 1] if made.first else ""
    return lead in ("a", "an") and not count.plural(s.lows[end - 1])


def item(s: Sentence, made: Draft, i: int) -> None:
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


def hedged(s: Sentence, made: Draft) -> None:
    """Words that bound the number from the left, and an adjective that makes it a rate ("a daily six")."""
    found = hedge.before(s, made.first)
    if found.bound != "exact" and made.bound in ("exact", "approximate"):
        made.bound = found.bound
    if found.sign is not None:
        made.sign = found.sign
    made.begin = found.first
    if made.bound == "exact" and s.lows[made.begin - 1 : made.begin] in (["at"], ["to"]) and made.begin > 1:
        made.bound = "at_most" if s.lows[made.begin - 2] in hedge.limiting() else "exact"  # "capped at 14.50 soles"
    if made.per is None and (period := unit.rate_before(s, made.begin)) is not None:
        made.per, made.begin = period, made.begin - 1
