"""Numbers without unit or noun: in which surroundings they still state a value, to be completed from a neighbour."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.extract.core.mentions import count, elided, number, unit
from services.extract.core.sentences import Sentence

if TYPE_CHECKING:
    from services.extract.core.mentions.draft import Draft
    from services.extract.core.model import Quantity

_COMPARES = frozenset(("from", "against", "than", "of", "to", "versus", "vs", "vs.", "with", "after"))
_OF_WHAT = frozenset("them which whom the these those its their our his her all".split())
_OWNERS = frozenset("the its their our his her".split())
_SLEEPS = frozenset(("sleep", "sleeps", "sleeping", "seat", "seats", "seating"))  # "the hut sleeps 24"
_WHEN = frozenset(("next", "this", "last"))
_PARTED = frozenset(("area", "length", "mass", "volume", "energy", "power", "count"))
_BEING = frozenset(("are", "were", "is", "was", "been", "be"))
_REACHES = frozenset(("reach", "reached", "total", "hit"))
_FACTORS = frozenset(("points", "times"))
_REST = frozenset(("other", "remaining"))
_GIVING = frozenset(("work", "employment", "jobs"))
_MORE = frozenset(("further", "another", "additional", "extra"))
_SOME = 5
_STANDING = frozenset(("current", "present", "previous", "original"))
_SUBJECTS = frozenset(("", ",", "which", "and", "but", ":", ";", "whom"))
_OPENING = frozenset((",", ";", "and", "while", "but", "–", "—", '"', "“"))
_ASIDE = frozenset(("(", "–", "-", "—", ":", ","))
DEEP = frozenset("wide long deep high tall thick across".split())
_PARTICLES = frozenset(("over", "out", "off"))
_EMPLOYED = frozenset("employees workers staff employed jobs personnel".split())
AT_PRESENT = frozenset(("now", "currently", "today"))
_PAYING = frozenset("pay pays paid charge charges charged offer offers offered cost costs".split())


def accepted(s: Sentence, draft: Draft, sources: list[Draft], earlier: list[Quantity]) -> str | None:
    """The rule by which a bare number counts, or None."""
    lows, tags, n = s.lows, s.tags, len(s.lows)
    i, j = draft.begin, draft.last
    previous = lows[i - 1] if i else ""
    following = lows[j] if j < n else "."
    tag = tags[j] if j < n else "."
    known = [source for source in sources if source.family not in _FACTORS]
    counted = any(source.family == "count" for source in known) or any(q.family == "count" for q in earlier)
    measured = [source for source in known if source.family != "percent"]
    if draft.amount == 0 or (draft.amount == 1 and not draft.upper):
        return None
    if lows[j : j + 2] == ["of", "anything"]:
        return None  # "promised us 6,215 of anything"
    if previous == "of" and lows[i - 2 : i - 1] == ["factor"]:
        return "gap.factor"
    if (
        sources
        and following == ")"
        and previous == "("
        and sources[-1].end == i - 1
        and _comparable(draft, sources[-1])
    ):
        return "gap.year_before"
    if following == ")" and sources and lows[i - 1 : i] == [":"] and lows[i - 3 : i - 2] == ["("]:
        return "gap.year_before"  # "212 shops (2022: 198)"
    if (percent := elided.percentage(s, draft, sources, previous, following)) is not None:
        return percent
    if lows[j : j + 1] == ["on"] and not {"payroll", "staff", "books"}.isdisjoint(lows[j + 1 : j + 4]):
        return "gap.people"
    if previous in count.words("employs") and (tag in ".,IJS()" or following in count.words("at_present")):
        return "gap.people"
    if previous in ("are", "were") and lows[i - 2 : i - 1] in (["we"], ["they"]) and tag in ".,)":
        return "gap.people"
    grouped = draft.scaled or draft.amount >= 1000
    if draft.article and draft.bound == "exact" and following != "of":
        return None
    if grouped and following == "of" and lows[j + 1 : j + 2] in (["them"], ["whom"]) and (counted or not measured):
        return "gap.of_them"
    at = i + 1 if lows[i] in count.words("reaching") else i  # "visits to exceed 1.6 million": the verb bounds as well
    if grouped and lows[at - 1] in count.words("reaching") and elided.numbered(s, at, lows[at - 1], following, tag):
        return "gap.number"
    if grouped and draft.amount == draft.amount.to_integral_value():
        return "gap.large"
    if sources and sources[-1].family not in _FACTORS and elided.parallel(s, draft, sources[-1]):
        return "gap.parallel" if sources[-1].family != "percent" or draft.amount < 100 else None
    if draft.per is not None:
        return "gap.rate"
    if measured and _priced(s, draft, measured[-1]):
        return "gap.like"
    if draft.amount != draft.amount.to_integral_value():
        ok = bool(measured) and (
            previous in _COMPARES
            or previous in ("and", ",")
            or (previous == "which" and lows[i - 2] == "of")
            or following == "of"
        )
        return "gap.decimal" if ok or (measured and previous == "which") else None
    if following == "of" and j + 1 < n and lows[j + 1] in _OF_WHAT:
        if previous in ("last", "final", "first", "next", "'", "’", "‘"):
            return None  # "the last eight of the cup", "a song from '87"
        if draft.spelled and draft.amount <= 12 and count.told(s, i, j):
            return None  # "I met nine of them"
        return "gap.of_them"
    if (draft.first > 1 and lows[draft.first - 1] == "of") or (previous == "of"):
        holder = lows[i - 2] if i > 1 else ""
        if holder in count.words("holders") and s.words[i - 2].islower():
            return "gap.held"
    if previous == "to" and i > 1 and lows[i - 2] in _GIVING and tag in ".,;)J" and not draft.spelled:
        return "gap.people"  # "gives work to 55"
    if (
        previous == "for"
        and i > 1
        and (lows[i - 2] in count.words("holders") or (counted and lows[i - 2] in count.words("fit")))
        and (tag in ".,;)JI" or following == "that")
    ):
        return "gap.held"
    if following == "more" and (counted or measured) and (j + 1 >= n or tags[j + 1] in ".,IJ)" or lows[j + 1] in _WHEN):
        return "gap.further"
    if lows[i - 2 : i] == ["of", "which"] and measured and measured[-1].family in _PARTED and tag in "BHMVWGIR":
        return "gap.like" if draft.amount < measured[-1].amount else None  # "70 hectares, of which 22 lie fallow"
    if following == "more" and counted and tags[j + 1] in "BHM" and (not i or tags[i - 1] in ',J:;"'):
        return "gap.further"  # "Two more are being built"
    if counted and lows[j : j + 2] == ["out", "of"] and tags[j + 2 : j + 3] == "C" and not draft.spelled:
        return "gap.of_them"  # "in Sindh it was 180 out of 244"
    if following == "of" and j + 1 < n and lows[j + 1][0].isdecimal() and len(lows[j + 1]) < 4 and not draft.spelled:
        of_time = not unit.time_words().isdisjoint(lows[j + 2 : j + 4])
        return None if of_time else "gap.of_them"
    if any(low in _MORE for low in lows[i : draft.number]) or lows[i : i + 1] in (["another"],):
        return "gap.further" if counted or measured or (earlier and earlier[-1].family in _PARTED) else None
    if following in ("ones", "others") or (tag in "AWXGVN" and lows[j + 1 : j + 2] == ["ones"]):
        named = any(tags[k] == "N" and count.plural(lows[k]) for k in range(max(0, i - 14), i))
        return "gap.ones" if counted or (named and not draft.spelled) else None
    if previous in _SLEEPS and (tag in ".,IJ)" or following == "in") and tags[i - 2 : i - 1] not in ("", ",", "I", "J"):
        return "gap.sleeps"  # but "in carriage 402, seats 61 and 63"
    if draft.sign and following in ("fewer", "more") and lows[j + 1 : j + 2] == ["than"] and counted:
        return "gap.fewer"
    if elided.numbered(s, i, previous, following, tag):
        return "gap.number"
    people = count.words("at_work")
    if previous in AT_PRESENT and tag in ".,;)" and lows[i - 2 : i - 1] == [","] and "number" in s.vocabulary:
        near = lows[max(0, i - 9) : i]
        if "number" in near:  # "the number of people employed there, currently 650, …"
            return "gap.number" if _EMPLOYED.isdisjoint(near) else "gap.people"
    if not i or previous in _OPENING:
        if tag in "MBH" and not count.words("let_go").isdisjoint(lows[j + 1 : j + 6]) and draft.amount >= _SOME:
            return "gap.people"  # "Some 90 will be laid off"
        if lows[j + 1 : j + 3] == ["their", "jobs"] and draft.amount >= _SOME:
            return "gap.people"  # "Some 90 lost their jobs"
    if (
        previous in ("reach", "from", "to", "about", "currently", "now")
        and not people.isdisjoint(lows[max(0, i - 7) : i])
        and draft.amount >= 20
    ):
        return "gap.people"  # "headcount is due to reach 810"
    if not known and earlier and elided.copula(s, i, previous, tag):
        return "gap.copula"
    if not known and not counted:
        return _hundreds(draft)
    if previous == "than" and i > 1 and lows[i - 2] == "rather":
        return "gap.compared"
    if previous == "of" and i > 1 and lows[i - 2] == "instead":
        return "gap.compared"
    if previous in _STANDING and i > 2 and lows[i - 2] == "the" and lows[i - 3] in _COMPARES and tag in ".,)":
        return "gap.compared"  # "20 hulls a year instead of the current 15"
    ago = (following == "a" or following in number.small()) and not unit.time_words().isdisjoint(lows[j + 1 : j + 2])
    if measured and previous in ("from", "against", "than", "versus") and (tag in ".,IJ)RS" or ago):
        return "gap.compared"
    if previous == "with" and i > 1 and lows[i - 2] == "compared" and measured:
        return "gap.compared"
    if measured and previous == "to" and tag in ".,IJ)" and (draft.amount >= 10 or draft.upper):
        return "gap.to"
    same = any(source.family == "count" for source in sources)
    if same and tag == "A" and previous in _ASIDE and tags[j + 1 : j + 2] in (",", ")", ".") and following not in _WHEN:
        return "gap.object" if draft.amount < sources[-1].amount else None  # "412 cars (390 new)"
    if measured and following in DEEP and measured[-1].family == "length" and previous in (",", "and"):
        return "gap.like"  # "40 metres high, 12 wide and 3 deep"
    if measured and previous in _REACHES and tag in ".,;IJ)" and any(_like(draft, other) for other in measured):
        return "gap.like"  # "lanes measure 48 km and are to reach 120"
    if (
        same
        and previous in ("and", ",", "while", "plus", "but", "including", "includes")
        and (tag in "IAR" or following in ("the", "next", "once", "when"))
        and following not in ("than", "to", "o'clock")
    ):
        return "gap.coordinated"
    lead = i
    while lead and tags[lead - 1] in "RL":
        lead -= 1
    if counted and tag in "BHM" and lead < i and tags[lead - 1 : lead] in ("", ",", "S", ":"):
        return "gap.subject"  # "; so far 740 have been taken on"
    if counted and tag in "VW" and previous == "," and "of" in lows[:i] and elided.opens_with_of(s, i):
        return "gap.subject"  # "Of the 34 divisions, 19 recorded a fall"
    if counted and tag in "BHM" and (previous in _SUBJECTS or tags[i - 1] in 'S:;"'):
        return "gap.subject"
    if counted and previous in _REST and lows[i - 2] == "the" and tag in "BHMVW":
        return "gap.subject"  # "12 have arrived and the other 24 are at sea"
    if same and (lows[i - 2 : i] == ["out", "of"]) and tag in ".,;)" and sources[-1].amount < draft.amount:
        return "gap.of_them"  # "approved 13 projects out of 41"
    if counted and previous == ";" and following in count.words("did") and draft.amount >= 2:
        return "gap.subject"  # "ordered 30 jets; five arrived last week"
    if counted and tag in "VW" and previous in ("which", "and", "whom") and following not in ("to",):
        return "gap.subject"
    if same and previous in ("and", ",") and _verb_before(s, i):
        return "gap.object"
    if measured and same and tags[i - 1 : i] == "W" and tag in ".,JI)":
        return "gap.object"
    doing = tags[i - 1 : i] in ("V", "W", "G") or (previous.endswith("ing") and tags[i - 2 : i - 1] in ("I", "S"))
    doing = doing or (previous in _PARTICLES and tags[i - 2 : i - 1] in ("V", "W", "G"))  # "and handed over 57"
    now = following in count.words("at_present")
    if same and previous in ("have", "has", "had") and (now or tag in ".,)I"):
        return "gap.object"  # "had 14 shops in 1990 and has 96 now", "has 12 on order"
    now = now or (following in _WHEN and lows[j + 1 : j + 2] != [] and lows[j + 1] in unit.time_words())
    if same and doing and (now or tag in ".,IJ)" or following in ("that", "which", "who")):
        return "gap.object"
    if same and previous == "with" and (tag in "WX" or (tag in ".,J" and elided.at_the_end(s, i))):
        return "gap.object"
    if same and previous == "of" and i > 1 and tags[i - 2] in "VW" and tag in ".,)":
        return "gap.object"
    if measured and tags[i - 1 : i] in ("V", "W") and (now or tag in ".,)I") and _like(draft, measured[-1]):
        return "gap.like"  # "sold 300 tons and hopes to sell 500 this year"
    if previous == "the" and (tag == "O" or following == "who") and counted:
        return "gap.pointed"
    at = i - (tags[i - 1 : i] == "R")
    there = at > 1 and lows[at - 1] in _BEING and "there" in lows[max(0, at - 4) : at - 1]
    if there and tag in ".,IJR" and counted:
        return "gap.there_are"
    if draft.upper is not None and measured and (tag in "SI,." or following in ("that", "which")):
        return "gap.range"
    if (
        previous == "at"
        and following in (".", ",")
        and counted
        and tags[i - 2] in "NA"
        and "total" in lows[max(0, i - 20) : i]
    ):
        return "gap.total"
    if measured and sources[-1] is measured[-1] and tag in ".,J)" and elided.verb(s, draft, sources[-1]):
        return "gap.verb" if sources[-1].family == "count" else "gap.parallel"
    if following == "to" and lows[j : j + 3] == ["to", "be", "exact"]:
        return "gap.exact"
    return _hundreds(draft)


def whole(s: Sentence, draft: Draft, following: list[Draft]) -> str | None:
    """The counted noun of "1,100 of the 6,400 jobs", "430 of its 3,100 employees", "two of the smaller plants"."""
    j = draft.last + (s.lows[draft.last : draft.last + 2] == ["more", "of"])
    if s.lows[j : j + 1] != ["of"] or draft.amount < 2 or draft.amount != draft.amount.to_integral_value():
        return None
    for other in following:
        if other.unit == "1" and other.item and j < other.begin <= j + 5 and draft.amount < other.amount:
            return other.item if all(tag in "DPENA" for tag in s.tags[j + 1 : other.begin]) else None
    if s.tags[j + 1 : j + 2] != "D" or s.lows[j + 1] not in _OWNERS:
        return None
    found = count.noun(s, j + 2)
    if found is None or s.lows[found[1] - 1] in count.words("not_counted") | unit.time_words():
        return None
    return s.span(j + 2, found[1])


def _comparable(draft: Draft, main: Draft) -> bool:
    """Whether a number in a bracket can be the year before's of the one that the bracket follows, by its size."""
    if main.family == "percent" and draft.amount != draft.amount.to_integral_value():
        return draft.amount < 100  # "1.3% (-2.8)"
    ratio = draft.amount * main.scale / main.amount if main.amount else 0
    return ratio <= 20 if main.family == "money" else Decimal("0.5") <= ratio <= 2  # no footnote


def _priced(s: Sentence, draft: Draft, other: Draft) -> bool:
    """ "We pay 4.6 soms for it and sell it at 1.37": what is paid or asked, like the price before it."""
    i, j = draft.begin, draft.last
    reach = 9 if s.lows[i - 1 : i] in (["at"], ["for"]) else 1
    verb = next((k for k in range(i - 1, max(-1, i - 1 - reach), -1) if s.tags[k] in "VW"), -1)
    if verb < 0:  # "sell at 6.10 and pay the growers 1.40"
        verb = next((k for k in range(i - 1, max(-1, i - 4), -1) if s.tags[k] not in "DANPO"), -1)
        verb = verb if verb >= 0 and s.lows[verb] in _PAYING else -1
    asked = verb >= 0 and s.lows[verb] in count.words("priced")
    closed = j >= len(s.tags) or s.tags[j] in ".,)"
    return asked and closed and other.family == "money" and not other.scaled and _like(draft, other)


def _like(draft: Draft, other: Draft) -> bool:
    """Of the same order as the other value ("paid 210 tenge in spring, and now they want 290")."""
    return other.amount / 5 <= draft.amount <= other.amount * 5


def _hundreds(draft: Draft) -> str | None:
    """ "more than 300 in all": large enough to count people or things by itself, if bounded."""
    if not draft.spelled and draft.amount >= 100 and draft.bound != "exact" and draft.upper is None:
        return "gap.hundreds"
    return None


def _verb_before(s: Sentence, i: int) -> bool:
    return i > 1 and s.tags[i - 2] in "VW"
