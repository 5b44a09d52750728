"""What bounds a number: "more than", "some", "up to" before it, "or so", "-plus", "at least" behind it; its sign."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions.phrases import Phrases
from services.extract.core.sentences import Sentence

_TAKEN = frozenset(("take", "takes", "took", "taken", "taking"))
_NOT = frozenset(("not", "n't", "never"))
_LASTS = frozenset("past last next coming course same year quarter month week decade day".split())
_OBJECTS = frozenset(("this", "that", "it", "them", "these", "those"))
_TOPPING = frozenset(("tops", "nears", "exceeds", "surpasses"))
_WHERE = frozenset(("over", "under", "across", "above", "below", "beyond", "within"))


class Hedge:
    """How far the evidence reaches and what the words around the number say of it."""

    __slots__ = ("bound", "first", "sign")

    def __init__(self, first: int, bound: str, sign: str | None) -> None:
        self.first, self.bound, self.sign = first, bound, sign


@cache
def _before() -> Phrases[str]:
    hedges = lexicon.table("hedges")
    kinds = ("approximate", "at_least", "at_most", "exact")
    return Phrases(((line, kind) for kind in kinds for line in hedges[kind].strip().splitlines()), backwards=True)


@cache
def _after() -> Phrases[str]:
    hedges = lexicon.table("hedges")
    kinds = ("approximate", "at_least", "at_most")
    return Phrases((line, kind) for kind in kinds for line in hedges[f"after_{kind}"].strip().splitlines())


@cache
def _words(key: str) -> frozenset[str]:
    return lexicon.words("hedges", key)


def before(s: Sentence, first: int) -> Hedge:
    """The hedges and the sign that stand before token `first`."""
    bound, sign = "exact", None
    for _ in range(4):
        found = _before().before(s, first)
        if found is None:
            break
        start, kind = found
        last_word = s.lows[first - 1]
        if last_word in _WHERE and start == first - 1 and start > 0 and s.lows[start - 1] in _words("spatial_verbs"):
            break
        if last_word in _words("bounding_verbs") and s.tags[first - 1] not in "VWX" and not _heads(s, first):
            break
        if last_word == "to" and start > 0 and s.lows[start] == "up":
            at = start - 1 - (start > 1 and s.lows[start - 1] in _OBJECTS)  # "bring this up to 80 percent"
            if s.lows[at] in _words("going_up"):
                break
        if last_word == "over" and start > 0 and s.lows[start - 1] in _TAKEN:
            break  # "took over two casinos"
        lacking = last_word == "of" and start > 1 and s.lows[first - 2] == "short"
        if lacking and "B" in s.tags[start - 2 : start] and s.tags[start - 1] in "BR":
            break  # "is short of some 400 teachers": what it lacks, not what it comes near to
        if last_word in _words("bounding_verbs") and start > 0 and s.lows[start - 1] in _NOT:
            kind = "at_most"  # "did not exceed 1.5%"
        if kind != "exact" and (bound == "exact" or (bound == "approximate" and kind != "exact")):
            bound = kind
        first = start
    if first > 0:
        low = s.lows[first - 1]
        if low in _words("up") and not (first > 1 and s.lows[first - 2] in _words("phrasal_verbs")):
            sign, first = "increase", first - 1
        elif low == "off" and first > 1 and s.lows[first - 2] in _words("phrasal_verbs"):
            pass
        elif low in _words("down") or low == "minus":
            sign, first = "decrease", first - 1
        elif (
            low in "+-−–"
            and s.ends[first - 1] == s.starts[first]
            and (first == 1 or s.ends[first - 2] != s.starts[first - 1] or s.words[first - 2] in "([")
        ):
            sign, first = ("increase" if low == "+" else "decrease"), first - 1
    return Hedge(first, bound, sign)


def _heads(s: Sentence, first: int) -> bool:
    """Whether what looks like a plural is a headline's verb: "Annual profit tops Sh20bn"."""
    return s.lows[first - 1] in _TOPPING and first > 1 and s.tags[first - 2] in "NPG" and s.tags[first] in "CU"


@cache
def comparing() -> frozenset[str]:
    """Comparatives that stand behind a difference."""
    return _words("more") | _words("less")


def limiting() -> frozenset[str]:
    """Participles that cap what stands behind their "at" or "to"."""
    return _words("limiting")


def after(s: Sentence, i: int) -> tuple[int, str] | None:
    """(end, bound) of a hedge that begins at token i, after a comma as well ("6,000 tonnes, give or take")."""
    n = len(s.lows)
    if i >= n:
        return None
    if s.lows[i] in ("-", ",") and i + 1 < n:
        if s.lows[i] == "," and s.lows[i + 1] not in ("give", "more", "at"):
            return None
        if s.lows[i] == "-" and s.lows[i + 1] not in ("plus", "odd"):
            return None
        found = _after().at(s, i + 1)
        if (
            found is not None
            and s.lows[i] == ","
            and s.lows[i + 1] == "at"
            and s.words[found[0] : found[0] + 1] not in ([","], ["."])
        ):
            return None
        return found
    found = _after().at(s, i)
    if found is not None and s.lows[found[0] - 1] == "up" and s.lows[found[0] : found[0] + 1] == ["to"]:
        return None  # "60 firms and up to 9,000 jobs"
    if found is not None and s.lows[found[0] - 1] == "more" and s.lows[found[0] : found[0] + 1] == ["than"]:
        return None  # "560 permanent staff and more than 1,000 casuals"
    if found is not None and s.lows[i] == "+" and s.starts[i] != s.ends[i - 1]:
        return None
    if (
        found is not None
        and s.lows[i] in ("plus", "approximately", "minimum", "maximum", "tops", "upwards")
        and found[0] < n
        and s.tags[found[0]] not in ".,)("
    ):
        return None
    return found


def _lasting(s: Sentence, i: int) -> bool:
    """Whether "over" is followed by a stretch of time, in which something moved: "over the past 12 months"."""
    return not _LASTS.isdisjoint(s.lows[i : i + 2]) and s.lows[i : i + 1] != ["that"]


def comparative(s: Sentence, i: int, *, relative: bool) -> str | None:
    """The sign that a comparative at token i gives to the number before it; absolute amounts need "more than"."""
    if i >= len(s.lows):
        return None
    low = s.lows[i]
    following = s.lows[i + 1] if i + 1 < len(s.lows) else "."
    if following == "of" and (low in _words("short_of") or (relative and low == "ahead")):
        return "increase" if low == "ahead" else "decrease"  # "600 tons short of its quota"
    up = low in _words("more")
    if not up and low not in _words("less"):
        return None
    if not relative and following not in ("than", "compared"):
        return None
    if (
        low in ("over", "under", "off", "up", "down")
        and low in ("over", "under")
        and (following not in ("the", "last", "that", "a", "its") or _lasting(s, i + 1))
    ):
        return None
    return "increase" if up else "decrease"
