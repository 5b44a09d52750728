"""Rates that are said away from the number: "an annual capacity of 25 tons", "annually turns out 7,500 boilers"."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.chunks import finite
from services.extract.core.hints import hint
from services.extract.core.mentions import unit
from services.extract.core.mentions.bare import AT_PRESENT
from services.extract.core.mentions.draft import Draft
from services.extract.core.mentions.unit import ADJECTIVES, ADVERBS
from services.extract.core.sentences import Sentence

_REACH = 9  # tokens from the number back to the adjective
_RATED = frozenset(("money", "count", "mass", "length", "area", "volume", "energy", "other"))
_MEASURED = frozenset(("mass", "length", "volume", "energy", "other"))
_STORES = frozenset(("hold", "store", "keep", "contain", "house"))  # so much at once, not in a day
_MANY = 1000  # so many of a thing are made or moved, not owned
_NEAR = 4  # tokens of "and to turn out"
_LISTS = ([","], ["and"], [",", "and"], ["or"], ["plus"], ["as", "well", "as"], ["into"])
_OPENED = frozenset(("mass", "volume", "energy", "money", "count"))
_FAR = 18  # tokens from a number back to "each year"
_IS = frozenset(("is", "was", "exceeds", "exceeded"))
_RATES = hint(frozenset((*ADVERBS, "day", "week", "month", "year", "hour")))
_ADJECTIVES = hint(frozenset(ADJECTIVES))
_NO_RATE = frozenset("be have pay publish update meet".split())
_ARRIVES = frozenset(("reach", "be", "total", "hit"))
_LEVEL = frozenset("the its their today 's current present existing previous earlier original initial former".split())
_COMPARED = frozenset(("against", "than", "from", "to", "with", "of", "versus", "vs", "instead"))


@cache
def _nouns() -> frozenset[str]:
    return lexicon.words("units", "rated_nouns")


@cache
def _levels() -> frozenset[str]:
    return lexicon.words("units", "rated_levels")


def spread(s: Sentence, drafts: list[Draft]) -> None:
    """Give numbers without a rate the one of their clause, or of the level that they are compared with."""
    if drafts and s.hints & _ADJECTIVES:
        for draft in drafts:
            if draft.dead is None and draft.per is None and draft.family in _RATED:
                draft.per = _of_clause(s, draft.begin) or _of_level(s, draft)
    _backwards(s, drafts)
    if drafts and s.hints & _RATES:
        for draft in drafts:
            if draft.dead is None and draft.per is None and draft.family in _RATED:
                draft.per = _of_verb(s, draft) or _opening(s, draft) or _past_equivalent(s, draft)
    for k in range(1, len(drafts)):
        left, right = drafts[k - 1], drafts[k]
        paired = left.family == right.family == "percent" and s.lows[left.end : right.begin] == ["and"]
        lone = paired and right.sign and not left.sign and left.begin
        if lone and ("respectively" in s.lows[right.end :] or s.lows[left.begin - 1] in (",", "respectively")):
            left.sign = right.sign  # "13.3% and 10.7% more, respectively, than"
        if left.dead or right.dead or left.family not in _RATED:
            continue
        if left.unit != right.unit:
            if left.per and not right.per and (_in_turn(s, left, right) or _said_again(s, left, right)):
                right.per = left.per
            continue
        lead = s.lows[right.begin - 1] if right.begin else ""
        if right.per is None and left.per is not None:
            plain = s.lows[max(left.end, left.last) : right.begin]
            another = right.unit == "1" and not right.gapped and right.item != left.item  # "and work to 700 people"
            if (
                (lead in _COMPARED and lead != "of" and not (lead == "to" and another))
                or ["instead", "of"] in (plain[:2], plain[-2:])
                or (right.gapped and plain[:1] == ["against"])
                or (lead in _ARRIVES and right.gapped and left.family != "count")
                or plain in (["and"], ["into"], ["to", "the"])
                or plain[-2:] in (["of", "which"], ["having", "been"])
                or (lead in _LEVEL and not another and _compared(plain))
                or plain[-1:] == ["rises"]
            ):
                right.per = left.per


def _of_level(s: Sentence, draft: Draft) -> str | None:
    """The period of a level: "annual revenue of $4 million", "$25 million in annual payroll", "the number of daily
    flights from 50 to 73"."""
    i, j, lows = draft.begin, max(draft.end, draft.last), s.lows
    if draft.item is not None and (period := ADJECTIVES.get(draft.item.partition(" ")[0].lower())) is not None:
        regular = draft.item.rpartition(" ")[2].lower() in lexicon.words("units", "regular")
        return period if regular or draft.family in _MEASURED else None  # "four weekly flights"
    if lows[j : j + 1] in (["in"], ["of"]) and lows[j + 1 : j + 2] != [] and s.tags[j + 2 : j + 3] == "N":
        return ADJECTIVES.get(lows[j + 1])
    for k in range(i - 2, max(0, i - 4), -1):
        if lows[i - 1] == "of" and (period := ADJECTIVES.get(lows[k - 1])) is not None:
            return period if lows[i - 2] in _levels() else None
    if lows[j : j + 1] == ["to"]:  # "adds 1.1 million TEU to the port's annual capacity"
        for k in range(j + 1, min(j + _NEAR + 2, len(lows) - 1)):
            if (period := ADJECTIVES.get(lows[k])) is not None:
                return period if lows[k + 1] in _nouns() else None
            if s.tags[k] not in "DNPEA":
                break
    if i > 2 and lows[i - 1] in _IS and lows[i - 2] in _levels():  # "Annual revenue is in excess of"
        return ADJECTIVES.get(lows[i - 3])
    if draft.family == "count" and "number" in lows[max(0, i - 9) : i]:
        k = lows.index("number", max(0, i - 9))
        return ADJECTIVES.get(lows[k + 2]) if lows[k + 1] == "of" else None
    return None


def _backwards(s: Sentence, drafts: list[Draft]) -> None:
    """Give the rate behind the last of several to those before it: "12,000 drums and 4,500 knuckles a year", "takes 900
    tons of corn and gives 480 tons of starch a day", "from 4 GWh to 12 GWh per year"."""
    behind = False
    for k in range(len(drafts) - 1, 0, -1):
        left, right = drafts[k - 1], drafts[k]
        behind = right.per is not None and (behind or _behind(s, max(right.end, right.last)))
        if not behind or left.per is not None or left.dead or right.dead:
            continue
        between = s.lows[max(left.end, left.last) : right.begin]
        moved = between == ["to"] and left.unit == right.unit and s.lows[left.begin - 1 : left.begin] == ["from"]
        measured = left.family in _MEASURED and right.family in _MEASURED
        mixed = between == ["and"] and left.family == "count" and right.family in _MEASURED and left.amount >= _MANY
        alike = left.family == right.family or measured or mixed
        listed = between in _LISTS and alike and left.family in _RATED and left.family != "money"
        kept = s.lows[left.begin - 1] in _STORES if left.begin else False
        listed = listed or (measured and not kept and _in_one(s, max(left.end, left.last), right.begin))
        if moved or (listed and left.item and right.item):
            left.per = right.per
        else:
            behind = False


def _compared(plain: list[str]) -> bool:
    """Whether what stands between two numbers ends by comparing: "to 90 tons a year from the current", "than its"."""
    k = len(plain)
    while k > 0 and plain[k - 1] in _LEVEL:
        k -= 1
    return k > 0 and plain[k - 1] in ("from", "against", "than", "with", "versus")


def _in_one(s: Sentence, first: int, last: int) -> bool:
    """Whether "and (to) make" joins what one plant does: a second infinitive of the same modal or "to"."""
    k = first + 1
    if last - first > _NEAR or s.lows[first : first + 1] != ["and"]:
        return False
    k += s.lows[k] == "to"
    if k >= last or s.lows[k][-1] == "s" or s.tags[k] not in ("VN" if k + 1 == last else "V"):
        return False
    return set(s.tags[k + 1 : last]) <= set("IR")


def _in_turn(s: Sentence, left: Draft, right: Draft) -> bool:
    """ "1.1 million tons of corn a year into 480 million liters of ethanol and 300,000 tons of feed"."""
    between = s.lows[max(left.end, left.last) : right.begin]
    both = left.family in _MEASURED and right.family in _MEASURED and bool(left.item) and bool(right.item)
    return both and between in (["into"], ["and"])


def _said_again(s: Sentence, left: Draft, right: Draft) -> bool:
    """ "220 tonnes of glass a day, or 700,000 bottles", "… a day, roughly 700,000 bottles": the same in other units."""
    between = s.lows[max(left.end, left.last) : right.begin]
    told = between in ([",", "or"], ["or"], [","]) and (between != [","] or right.bound == "approximate")
    closed = s.tags[max(right.end, right.last) : max(right.end, right.last) + 1] in (".", ",", ";", ")", "")
    return told and closed and left.family in _MEASURED and (right.family == "count" or right.family in _MEASURED)


def _behind(s: Sentence, end: int) -> bool:
    """Whether a rate is said right before token `end`: "a year", "annually"."""
    return any(k > 0 and (found := unit.rate(s, k)) is not None and found[0] == end for k in (end - 1, end - 2))


def _opening(s: Sentence, draft: Draft) -> str | None:
    """The rate that a clause opens with: "Each year the works can turn 900 tonnes of milk into cheese"."""
    if draft.family not in _OPENED or ("each" not in s.vocabulary and "every" not in s.vocabulary):
        return None
    for k in range(draft.begin - 2, max(-1, draft.begin - _FAR), -1):
        if s.lows[k] in ("each", "every"):
            opens = k == 0 or s.tags[k - 1] in ",;:J"
            return unit.periods().get(s.lows[k + 1]) if opens else None
        if s.tags[k] in ";:" or (s.tags[k] == "," and s.lows[k - 2 : k - 1] not in (["each"], ["every"])):
            return None
    return None


def _past_equivalent(s: Sentence, draft: Draft) -> str | None:
    """The rate behind a restatement: "Rp 3.18 million (US$203) a month"."""
    found = unit.rate(s, draft.end) if draft.equivalents else None
    return found[1] if found is not None else None


def _of_verb(s: Sentence, draft: Draft) -> str | None:
    """The rate behind the verb whose subject a number is: "9,500 vehicles cross the bridge daily"."""
    start = max(draft.end, draft.last)
    if draft.family == "money" and s.lows[draft.begin - 1 : draft.begin] != ["worth"]:
        return None
    if s.lows[start : start + 1] == ["worth"]:  # "9,000 orders worth $2 million are filled a day"
        start = next((k for k in range(start, min(len(s.tags), start + 8)) if s.tags[k] in "BHMV"), start)
    if s.lows[start : start + 1] in (["fewer"], ["more"], ["less"]):  # "26,000 fewer lorry journeys a year"
        after = next((k for k in range(start + 1, len(s.tags)) if s.tags[k] not in "NPA"), start)
        return found[1] if (found := unit.rate(s, after)) is not None else None
    group = next((g for g in s.groups if g.first >= start), None)
    if group is None or group.first > start + 6 or group.lemma in _NO_RATE:
        return None
    if not finite(group) and not (group.tense == "infinitive" and group.passive):  # "40 grants to be awarded each year"
        return None
    if set(s.tags[start : group.first]) & set(",;:()SJCUVWBHM"):
        return None
    for k in range(group.last, min(group.last + 4, len(s.lows))):
        if (found := unit.rate(s, k)) is not None:
            return found[1]
        if s.tags[k] not in "DANPR":
            return None
    return None


def _of_clause(s: Sentence, begin: int) -> str | None:
    """The period of an adjective with a noun of habit, or of an adverb with its verb, left of token `begin`."""
    habit = False
    for j in range(begin - 1, max(-1, begin - 1 - _REACH), -1):
        low = s.lows[j]
        if low in _nouns():
            habit = True
        if (period := ADJECTIVES.get(low)) is not None:
            if s.lows[j + 1] in _nouns() or habit:
                return period
            return period if low in ADVERBS and s.tags[j + 1] in "VW" and begin - j <= 4 else None
        if low in (",", ";", ":", "(") and j < begin - 1 and s.lows[j + 1] not in AT_PRESENT:
            return None
    return None
