"""What numbers of a sentence take from each other: ranges, shared units, units left out, rates."""

from __future__ import annotations

from decimal import Decimal

from services.extract.core.mentions import bare, count, currencies, number, percent, unit, unit_source
from services.extract.core.mentions.draft import Draft
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_HELD = frozenset(("gap.held", "gap.people", "gap.of_them"))  # "a workforce of 740" has no rate
_WINDOW = 12  # numbers that are looked back at for a unit left out
_JOINTS = frozenset((",", "and", "or", "to", "versus", "then"))
_SPAN = 2  # "to grow by 8% to 10%": the upper end against the lower
_CROSSED = frozenset(("by", "x", "×"))
_LISTED = (["and"], ["or"], [","], ["to"], ["-"], ["–"])
_DASHES = frozenset(("-", "–", "—", "‑", "−", "--"))


def ranges(s: Sentence, drafts: list[Draft]) -> list[Draft]:
    """Neighbouring numbers that are the two ends of one value become one draft."""
    joined: list[Draft] = []
    k = 0
    while k < len(drafts):
        left = drafts[k]
        right = drafts[k + 1] if k + 1 < len(drafts) else None
        if right is not None and _ends(s, left, right):
            if left.dead or right.dead:
                left.dead, left.last = left.dead or right.dead, right.last
                joined.append(left)
            else:
                joined.append(_range(s, left, right))
            k += 2
            continue
        if right is not None and _score(s, left, right):
            left.dead = right.dead = left.dead or "score"
        joined.append(left)
        k += 1
    return joined


def _score(s: Sentence, left: Draft, right: Draft) -> bool:
    """ "3-2", "4-5-1": small bare numbers with a dash between them that are no range."""
    between = s.lows[left.last : right.first]
    if len(between) != 1 or between[0] not in _DASHES or left.unit is not None or left.scaled:
        return False
    return s.starts[left.last] == s.ends[left.last - 1]


def _ends(s: Sentence, left: Draft, right: Draft) -> bool:
    """Are the two the ends of a range?"""
    between = s.lows[left.last : right.lead]
    lead = s.lows[left.begin - 1] if left.begin else ""
    if len(between) == 1 and between[0] in _DASHES:
        pass
    elif between == ["to"]:
        if lead == "from" and not (left.begin > 1 and s.lows[left.begin - 2] in count.words("ranging")):
            return left.dead is not None and right.dead is not None
        moved = lead == "by" or (left.amount >= 20 and right.family != "percent" and lead in count.words("moving"))
        if moved and left.amount * 3 < right.amount:
            return False  # "rose by 23,000 to 452,000", "fell 3,000 to 41,000"
        span = left.family == right.family == "percent" and left.amount < right.amount <= left.amount * _SPAN
        if left.unit is not None and (lead in count.words("moving") or lead == "by" or left.sign) and not span:
            return False
    elif between == ["and"]:
        if lead != "between" and not (left.begin > 1 and s.lows[left.begin - 2] == "between"):
            return False
    elif between == ["or"]:
        if not (right.amount == left.amount + 1 and left.unit is None and left.amount < 100):
            return False
    else:
        return _limits(left, right, s.lows[left.last : right.begin])
    if left.dead or right.dead:
        return right.dead is not None and (left.dead is not None or (left.unit is None and not left.scaled))
    if left.unit is not None and left.unit != right.unit and right.unit is not None:
        return False
    if right.unit is None and left.unit is not None and left.family != "money":
        return False
    return _lower(left, right) is not None


def _limits(left: Draft, right: Draft, between: list[str]) -> bool:
    """ "no fewer than 40 and no more than 60 children"."""
    bounds = left.bound == "at_least" and right.bound == "at_most" and left.unit is None
    return bounds and between in (["and"], ["but"])


def _lower(left: Draft, right: Draft) -> Decimal | None:
    """The lower end on the upper end's scale ("180 and 220 million"), or None where that is no range."""
    low = left.amount
    if not left.scaled and right.scale != 1 and left.unit is None and low * right.scale < right.amount:
        low *= right.scale
    elif (
        not left.scaled and right.scaled and left.family == "money" and low * right.scale < right.amount
    ):  # "$42-45 million"
        low *= right.scale
    return low if low < right.amount else None


def _range(s: Sentence, left: Draft, right: Draft) -> Draft:
    lower = _lower(left, right)
    made = right
    made.upper, made.amount = right.amount, lower if lower is not None else left.amount
    if right.unit is None:
        made.unit, made.family = left.unit, left.family
    made.first, made.lead, made.begin = left.first, left.lead, left.begin
    if made.begin and s.lows[made.begin - 1] in ("between", "from"):
        made.begin -= 1
    made.number = left.number
    made.bound, made.sign = "range", left.sign or right.sign
    made.rule = f"{right.rule or left.rule}.range"
    made.per = right.per or left.per
    made.spelled = left.spelled and right.spelled
    if made.item is None and left.item is not None:
        made.item, made.item_first, made.item_last = left.item, left.item_first, left.item_last
    return made


def share(s: Sentence, drafts: list[Draft]) -> None:
    """Units that stand only with the last of several: "25 and 50 tons", "from 11.4 to 12.9 percent"."""
    for k in range(len(drafts) - 2, -1, -1):
        left, right = drafts[k], drafts[k + 1]
        if left.unit is not None or left.dead or right.dead or right.unit is None:
            continue
        between = s.lows[left.end : right.begin]
        crossed = len(between) == 1 and between[0] in _CROSSED and right.family == "length" and not left.scaled
        described = len(between) == 2 and s.tags[left.end] in "ANVP" and between[1] in ("and", "or", ",")
        if crossed or (right.family == "count" and described):
            pass  # "40 by 60 metres", "500 direct and 1,500 indirect jobs"
        elif not between or len(between) > 2 or not _JOINTS.issuperset(between):
            continue
        if between == [","] and not (
            k + 2 < len(drafts) and not drafts[k + 2].dead and drafts[k + 2].unit == right.unit
        ):
            continue
        if between == [",", "or"] and right.family == "percent":
            continue  # "rose by 200, or 24 percent": an absolute and its percentage
        if "," in between and "and" in between and not (k and _listed(s, drafts[k - 1], left)):
            continue
        if right.family == "times" or right.first < right.number or (right.family == "percent" and left.scaled):
            continue
        left.unit, left.family, left.per, left.gapped = right.unit, right.family, right.per, True
        if not left.scaled and right.scale != 1:
            factor = right.scale
            shared = left.amount * factor
            if shared <= (right.upper or right.amount) * 100:
                left.amount = shared
            elif right.family not in ("count", "money"):
                left.amount *= factor
        if right.item is not None and right.family == "count":
            left.item, left.item_first, left.item_last = right.item, right.item_first, right.item_last
        left.rule = "gap.from_right"


def _listed(s: Sentence, left: Draft, right: Draft) -> bool:
    """Does a comma alone part the two, as in a list?"""
    return s.lows[left.end : right.begin] == [","]


def gaps(s: Sentence, drafts: list[Draft], earlier: list[Quantity]) -> None:
    """Numbers without a unit take it from one before them, here or in the sentence before; or they are dropped."""
    earlier = earlier[-_WINDOW:]
    for k, draft in enumerate(drafts):
        if draft.unit is not None or draft.dead:
            continue
        sources = [other for other in drafts[max(0, k - _WINDOW) : k] if not other.dead and other.unit is not None]
        if (whole := bare.whole(s, draft, drafts[k + 1 : k + 2])) is not None:
            draft.unit, draft.family, draft.item, draft.rule = "1", "count", whole, "gap.part_of"
            continue
        if not percent.indices().isdisjoint(s.vocabulary) and percent.index_level(s, draft):
            draft.unit, draft.family, draft.rule = "points", "other", "gap.index"
            continue
        if k and drafts[k - 1].dead == "label" and s.lows[drafts[k - 1].last : draft.first] in _LISTED:
            draft.dead = "label"  # "sections 12 and 19 of the Act"
            continue
        reason = bare.accepted(s, draft, sources, earlier)
        if reason is None:
            draft.dead = "bare number"
            continue
        draft.rule = reason
        if (thing := _part_of(s, draft)) is not None:
            draft.unit, draft.family, draft.item = "1", "count", thing
            continue
        if reason == "gap.year_before":
            draft.repeat(sources[-1])
            scale = number.scales().get(s.lows[draft.last + 1]) if draft.last + 1 < len(s.lows) else None
            if scale is not None and not sources[-1].scaled and s.lows[draft.last] == ")":
                for one in (sources[-1], draft):  # "EUR 41.2 (38.9) million"
                    one.amount, one.scale, one.scaled = one.amount * scale, Decimal(scale), True
            continue
        if reason == "gap.factor":
            draft.unit, draft.family = "x", "times"
            continue
        source = unit_source.source(s, draft, sources, drafts[k + 1 : k + 4], earlier, reason)
        if source is None:
            if draft.scaled and s.lows[draft.begin - 1] in count.words("priced") | unit_source.PAID:
                draft.dead = "money without a currency"
                continue
            draft.unit, draft.family = "1", "count"
            continue
        draft.unit, draft.family, draft.gapped = source.unit, source.family, True
        own = reason in _HELD or _own_verb(s, draft)
        if draft.per is None and not own and any(source is other for other in sources):
            draft.per = source.per
        if draft.unit == "1" and source.item is not None:
            draft.item = source.item
        if isinstance(source, Draft) and not draft.scaled:
            draft.scale_as(source)


def _own_verb(s: Sentence, draft: Draft) -> bool:
    """ "can handle 900,000 TEU a year but moved only 612,000": the object of another verb has not the other's rate."""
    k = draft.begin - 1
    while k > 0 and s.tags[k] == "R":
        k -= 1
    if k > 1 and s.tags[k] == "W" and s.tags[k - 1] == "O":
        return True  # "handled 40 million tons a year; last year it handled 11 million"
    return k > 0 and s.tags[k] in "VW" and (s.tags[k - 1] in "JRSC" or s.lows[k - 1] in unit.time_words())


def _part_of(s: Sentence, draft: Draft) -> str | None:
    """The plural noun that "of which" points to: "$100 million for smart meters, of which 420 thousand are in"."""
    i = draft.begin
    if i < 4 or s.lows[i - 3 : i - 1] != [",", "of"] or s.lows[i - 1] not in ("which", "whom") or s.tags[i - 4] != "N":
        return None
    low = s.lows[i - 4]
    measure = low in unit.time_words() or low in currencies.nouns()
    k = i - 5
    while k > 0 and s.tags[k] in "AN":
        k -= 1
    return s.words[i - 4] if count.plural(low) and not measure and s.tags[k] in "IDVWG" else None
