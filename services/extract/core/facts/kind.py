"""Which kind of fact a quantity is, or none: a linear model over named grammatical cues.

The cues (features.py) are grammar and word classes; what each cue is worth was learnt from labelled sentences
(bench/train_kinds.py, docs/accuracy.md) and stands in `lexicon/kinds.toml` in hundredths, so that adding up is exact
and the same on every machine. Rules alone were tried first: see docs/decisions. The rule's name is the family, the kind
and the cue that weighed most; `explain` shows all that weighed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from sys import intern

from services.extract.core import lexicon
from services.extract.core.clause import Governor
from services.extract.core.facts.cue_weights import BITS, OF_AN_INDEX, WORTH_IT, Cue, certain_change, unpacked
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.features import Surroundings, features
from services.extract.core.facts.kind_settled import settled
from services.extract.core.facts.negative import below_zero
from services.extract.core.hints import hint
from services.extract.core.model import Quantity, Time
from services.extract.core.sentences import Sentence

NONE = "none"
# Below this probability the likeliest kind is right less than half the time (cross-validated): better a gap.
_TOO_UNSURE = 1 / 0.38
_SMALL = 5000  # units of money
_GRADES = frozenset(("g/t", "ppm", "mg/l"))  # what is in so much of something is a share of it
_NO_POINTS = frozenset(("capacity", "output", "size", "count", "share"))
_BARRED = 1000
_OFF = frozenset("wipe shave knock take cut slash trim chop lop strip".split())
_CAPITAL = hint(frozenset(("capex", "capital")))
_SPENT = (["capital", "expenditure"], ["capital", "spending"], ["capital", "outlay"], ["capital", "outlays"])
_SUMS = frozenset(("money", "other"))  # and the points of an index
_DEARER = frozenset("higher lower firmer weaker stronger dearer cheaper".split())
_MOVES = frozenset(
    "increase rise cut discount hike jump surge decrease decline fall drop reduction slump slide".split()
)
_COMPARED = frozenset("more less fewer higher lower above below up down under over".split())
_PERCENT = frozenset(("%", "percent", "cent"))
_PAIR = 9  # tokens from "or" to the comparative that two figures of a difference share
_UP_DOWN = frozenset(("up", "down"))
_PLANS = frozenset("budget target plan quota estimate estimates expectations guidance forecast forecasts".split())
_BEFORE_UP = frozenset((",", "(", "–", "—", "was", "were", "is", "are"))
_LACKING = frozenset(("short", "shy", "ahead"))  # "600 tons short of its quota"
_VALUES = frozenset(("value", "worth", "cap", "capitalisation", "capitalization", "valuation"))
_PHYSICAL = ("capacity", "output", "size", "change", "count", "share", "indicator", NONE)
ALLOWED: dict[str, tuple[str, ...]] = {
    "money": ("investment", "indicator", "change", NONE),
    "percent": ("change", "share", NONE),
    "points": ("change", "share", NONE),
    "times": ("change", "share", NONE),
    "count": ("employment", "capacity", "output", "change", "count", "indicator", "size", NONE),
    "physical": _PHYSICAL,
}
GROUP = {"money": "money", "percent": "percent", "points": "points", "times": "times", "count": "count"}


class Choice:
    """The kind chosen, the rule that stands for it, its probability, and the cues that weighed, strongest first."""

    __slots__ = ("cues", "kind", "probability", "rule")

    def __init__(self, kind: str, rule: str, probability: float, cues: tuple[tuple[str, int], ...]) -> None:
        self.kind, self.rule, self.probability, self.cues = kind, rule, probability, cues


def group(q: Quantity) -> str:
    """The group of weights that a quantity's family belongs to."""
    return GROUP.get(q.family, "physical")


def cues(
    q: Quantity,
    s: Sentence,
    around: Surroundings,
    previous: str,
    times: Sequence[Time],
    earlier: str = "",
    same: str = "",
) -> list[str]:
    """The features of a quantity; a physical one knows its dimension too."""
    found = features(q, s, around, previous, times, earlier, same)
    if group(q) == "physical":
        found.append("dimension:" + q.family)
        if q.unit in ("km", "m2", "ha", "MW", "kWh", "TEU", "bbl", "t", "points", "kV"):
            found.append("unit:" + q.unit)
    return found


Weights = dict[str, dict[str, Cue]]  # group -> cue -> what it is worth for each kind that is ALLOWED


@cache
def _weights() -> Weights:
    return parsed(lexicon.table("kinds")["weights"])


def parsed(lines: str) -> Weights:
    """The weights out of their data file's lines: group, cue, kind=hundredths …"""
    weights: Weights = {name: {} for name in ALLOWED}
    for line in lines.splitlines():
        if line:
            name, _, rest = line.partition(" ")
            cue, _, worth = rest.partition(" ")
            weights[name][intern(cue)] = Cue(worth, ALLOWED[name], BITS.get(cue, 0))
    for table in weights.values():
        for cue, bit in BITS.items():
            table.setdefault(cue, Cue("", (), bit))
    return weights


def _twofold(q: Quantity, s: Sentence, previous: str) -> bool:
    """Whether a quantity is one of two figures of the same difference: "95 euros or 7.2% more than", "a rise of 5% or
    3,900", "the largest gain, of 4,200 or 6.1%"."""
    lows, k = s.lows, q.first - 1
    if k > 1 and lows[k] == "(" and previous == "change":
        by = lows[k - 1] in _PERCENT and "by" in lows[max(0, k - 5) : k - 1]
        return by and lows[q.last : q.last + 1] == [")"]  # "rose by 0.8% (39.7 thousand)"
    if k > 1 and lows[k] == "or":
        return previous == "change"
    if k > 1 and lows[k] == "of" and lows[k - 1] == "," and lows[k - 2] in _MOVES | {"gain"}:
        return True
    apart = lows[q.last : q.last + 1] == [","]
    k = q.last + apart
    if lows[k : k + 1] != ["or"]:
        return False
    stop = min(len(lows), k + _PAIR)
    i = next((i for i in range(k + 1, stop) if lows[i] in _COMPARED), stop)
    if (
        i >= stop
        or not set(s.tags[k + 1 : i]) <= set("CUNP%,RI")
        or not {"%", "percent", "cent"} & set(lows[q.last - 1 : i])
    ):
        return False
    if apart and lows[i - 1] != ",":
        return False  # "14.7 billion, or 6.3% more than in 2023": a level and its change
    return lows[i + 1 : i + 2] in (["than"], ["the"], ["that"], ["a"], ["its"], ["last"], ["at"])


def _away(q: Quantity, s: Sentence, around: Surroundings) -> bool:
    """Whether a sum is how far something moved or is away: "closed 17p higher", "R120/t below its level of June",
    "wiped $3 billion off its value"."""
    behind, k = s.lows[q.last] if q.last < len(s.lows) else "", q.last + 1
    lead = s.lows[q.first - 1] if q.first else ""
    if behind == "off":
        verb = around.governor.verb
        return verb is not None and verb.lemma in _OFF
    if lead in ("to", "at", "of"):
        return False
    if behind in _DEARER:
        return True
    if behind in ("under", "over") or (behind in ("below", "above") and s.tags[k : k + 1] != "D"):
        return not _PLANS.isdisjoint(s.lows[k : k + 2])  # "£6 million under budget", "over its budget"
    return behind in ("below", "above")


def _apart(q: Quantity, s: Sentence) -> bool:
    """Whether "up" or "down" stands between a comma, a bracket or "was" and the number: ", down Rs 42 billion"."""
    if not q.first or s.lows[q.first] not in _UP_DOWN:
        return False
    return s.lows[q.first - 1] in _BEFORE_UP or (q.family == "percent" and s.tags[q.first - 1] in "NPG")


def _moved(q: Quantity, s: Sentence) -> bool:
    """Whether a quantity says how much fewer there were, or by how much to which level: "1,240 fewer (-11.6 %)", "by
    15 billion yen to 30 billion"."""
    behind = s.lows[q.last] if q.last < len(s.lows) else ""
    if behind == "to":
        return (
            q.first > 0
            and s.lows[q.first - 1] == "by"
            and q.unit != "points"
            and s.tags[q.last + 1 : q.last + 2] in ("C", "U")
        )
    return behind in ("fewer", "less") and q.family != "percent"


def _capital(q: Quantity, s: Sentence, a: int) -> bool:
    """Whether the last noun of money before a sum is capital expenditure: "capex, $30 million so far, rises to $50
    million"."""
    if not s.hints & _CAPITAL:
        return False
    known = noun_classes()
    for i in range(q.first - 1, a - 1, -1):
        if s.lows[i] == "capex" or s.lows[i - 1 : i + 1] in _SPENT:
            return True
        if "indicator" in known.get(s.lows[i], ()):
            return False
    return False


def _no_investment(q: Quantity, s: Sentence, around: Surroundings) -> bool:
    """What no one puts into anything: a price of less than 5,000, in whatever money ("a ride costs 80 tenge"; of a
    thousand labelled sums one is so small), and what a market values a company at ("a market value of $9 billion")."""
    verb, noun = around.governor.verb, around.governor.noun
    if q.amount < _SMALL:
        return True
    if verb is not None and verb.lemma == "value" and not verb.passive and s.lows[verb.last : verb.last + 1] != ["at"]:
        head = around.subject_head  # but "the tunnel, valued at 90 million", "the deal values it at"
        return head < 0 or "deal" not in noun_classes().get(s.lows[head], ())
    return any(k > 0 and s.lows[k] in _VALUES and s.lows[k - 1] == "market" for k in (noun, around.subject_head))


def _employer(hung: Governor) -> bool:
    """Who employs is not employed: "Some 300 factories employ 350,000"."""
    verb = hung.verb
    return hung.side == "subject" and verb is not None and verb.lemma in ("employ", "hire") and not verb.passive


def kind(
    q: Quantity,
    s: Sentence,
    around: Surroundings,
    previous: str,
    times: Sequence[Time] = (),
    *,
    earlier: str = "",
    same: str = "",
    reasons: bool = False,
    weights: Weights | None = None,
) -> Choice:
    """The likeliest kind of a quantity; `previous` is the kind of the one before it in the sentence, `same` that of
    the last of its group there, `earlier` that of the last of its group in the sentence before;
    `weights` stand in for the data file's, `reasons` keeps all."""
    name = group(q)
    if (sure := settled(q, s, around)) is not None:
        return Choice(sure[0], f"{sure[0]}.{name}.{sure[1]}", 0.97, ((sure[1], 0),))
    kinds = ALLOWED[name]
    table = (weights or _weights())[name]
    listed = cues(q, s, around, previous, times, earlier, same)
    if q.sign and ((q.unit == "points" and not below_zero(q, s)) or s.lows[q.last - 1] in _LACKING):
        listed.append("sign+than")
    hung = around.governor
    if hung.preposition == "of" and s.lows[hung.noun] in _MOVES:
        listed.append("sign+than")
    if (q.sign and _apart(q, s)) or ("change" in kinds and _moved(q, s)):
        listed.append("sign+than")
    if "change" in kinds and (_twofold(q, s, previous) or (q.family in _SUMS and _away(q, s, around))):
        listed.append("twofold")
    found = one = two = three = 0
    weighed: list[str] = []
    worths: list[tuple[int, ...]] = []
    for cue in listed:
        known = table.get(cue)
        if known is not None:
            found |= known.bit
            worth = known.worth
            if worth is None:
                worth = known.read()
            if worth:
                one, two, three = one + known.one, two + known.two, three + known.three
                weighed.append(cue)
                worths.append(worth)
    if found and "change" in kinds and (certain := certain_change(found)):
        return Choice("change", f"change.{name}.{certain}", 0.97, ((certain, 0),))
    scores = unpacked(one, two, three, len(kinds))
    if name == "money" and _no_investment(q, s, around):
        scores[0] -= 500
    elif name == "money" and _capital(q, s, around.clause[0]):
        scores[0] += 150
    elif name == "money" and q.rule == "label.table":
        scores[kinds.index("indicator")] += 80  # rows of a table of money are levels
    elif name == "count" and q.item and _employer(hung):
        scores[0] -= 400
    elif q.rule == "gap.there_are":
        scores[-1] -= 200  # who says "in May there were 20" counts something
    if found & WORTH_IT == WORTH_IT:
        scores[0] += 80  # "It is worth 48 billion": what was spoken of has its worth
    if q.unit == "points":  # of an index: a level or a move, whatever the index is called
        scores = [score - _BARRED * (kind in _NO_POINTS) for kind, score in zip(kinds, scores, strict=True)]
        scores[kinds.index("indicator")] += 120 * (found & OF_AN_INDEX != 0)
    elif q.unit in _GRADES:
        scores[kinds.index("share")] += _BARRED
    best = scores.index(max(scores))
    # The same on every Python and C library: the last bits of a sum and of exp differ between them.
    top = scores[best]
    odds = round(math.fsum([math.exp((score - top) / 100) for score in scores]), 9)
    if odds > _TOO_UNSURE:
        return Choice(NONE, f"none.{name}.unsure", 1 / odds, ())
    strongest, most = "default", 0
    shown = []
    for i, worth in enumerate(worths):
        hundredths, cue = worth[best], weighed[i]
        if hundredths and cue != "bias":
            if hundredths > most:
                strongest, most = cue, hundredths
            if reasons:
                shown.append((cue, hundredths))
    shown.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    return Choice(kinds[best], f"{kinds[best]}.{name}.{strongest}", 1 / odds, tuple(shown))
