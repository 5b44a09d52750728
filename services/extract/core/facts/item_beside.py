"""Items that the sentence states apart from the number: in a label, in a price, before "of N km", in whose shares these
are.

coffee: 1.1 million tonnes                         → coffee
36 reais per 60-kg bag                             → 60-kg bag
an overland conveyor of 4.2 km, a 14-acre plot     → overland conveyor, plot
Aguas, a subsidiary of Norte (70%) and X (30%)     → Aguas
Of the 18 billion set aside, 70 percent goes …     → 18 billion
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.features import Surroundings
from services.extract.core.model import Quantity
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_PRICED = frozenset("price fetch trade sell exchange retail quote".split())
_SOLD = frozenset("sell buy offer purchase".split())
_SHARED = frozenset("subsidiary venture unit arm affiliate company firm consortium partnership".split())
_BETWEEN = frozenset("of between by".split())
_DIMENSIONS = frozenset(
    "length area height width depth size distance radius diameter draught total average maximum minimum range stretch "
    "footprint thickness elevation altitude reach span".split()
)


def labelled(q: Quantity, s: Sentence) -> str | None:
    """The goods of "coffee: 1.1 million tonnes"."""
    if q.first < 2 or s.words[q.first - 1] != ":":
        return None
    phrase = phrase_at(s, q.first - 2)
    if phrase is None or phrase.last != q.first - 1 or s.tags[: phrase.first].strip(":-ZDQ"):
        return None
    return s.span(phrase.first, phrase.last) if "goods" in noun_classes().get(s.lows[phrase.head], ()) else None


def sized(q: Quantity, s: Sentence) -> str | None:
    """What is so long or large: "an overland conveyor of 4.2 km", "a 14-acre plot"."""
    if q.family == "area" and s.tags[q.number + 1 : q.number + 2] == "-" and q.last < len(s.tags):
        phrase = phrase_at(s, q.last)
        if phrase is not None and s.tags[phrase.head] == "N" and "C" not in s.tags[q.last : phrase.last]:
            return s.span(max(q.last, phrase.first), phrase.last)
    if q.family != "length" or q.first < 2 or s.lows[q.first - 1] != "of":
        return None
    phrase = phrase_at(s, q.first - 2)
    if (
        phrase is None
        or phrase.last != q.first - 1
        or s.tags[phrase.head] != "N"
        or "C" in s.tags[phrase.first : phrase.last]
    ):
        return None
    first = phrase.first + (s.tags[phrase.first] == "D")
    return s.span(first, phrase.last) if s.lows[phrase.head] not in _DIMENSIONS else None


def holding(q: Quantity, s: Sentence) -> str | None:
    """Whose shares a holder has: "Aguas, a subsidiary of Norte (70%)", "The group is 60% owned by the family"."""
    if q.first < 2 or len(s.words) > LONGEST:
        return None
    if s.lows[q.last : q.last + 2] == ["owned", "by"] or (
        s.tags[q.first - 1] == "J" and s.lows[q.last : q.last + 1] == ["by"]
    ):
        p = next((p for p in reversed(predicates(s)) if p.group.first < q.first and p.subject is not None), None)
        owned = (
            "owned" in s.lows[: q.last + 1] and p is not None and p.subject is not None and p.subject.last <= q.first
        )
        if owned and p is not None and p.subject is not None and s.tags[p.subject.head] in "NP":
            return s.span(p.subject.first + (s.tags[p.subject.first] == "D"), p.subject.last)
        return None
    if s.tags[q.first - 1] != "(" or s.tags[q.last : q.last + 1] != ")":
        return None
    for i in range(q.first - 2, 2, -1):
        if s.tags[i] in "VBHM;:":
            return None
        if s.lows[i] in _SHARED and s.lows[i + 1] in _BETWEEN:
            phrase = phrase_at(s, i)
            if phrase is None or phrase.first < 2 or s.tags[phrase.first - 1] != ",":
                return None
            firm = phrase_at(s, phrase.first - 2)
            return s.span(firm.first, firm.last) if firm is not None and s.tags[firm.head] in "NP" else None
    return None


def of_sum(q: Quantity, s: Sentence) -> str | None:
    """The sum of "Of the 18.6 billion tenge that is set aside, 70 percent goes to breeders"."""
    i = 1 if s.tags[:1] == '"' else 0
    if s.lows[i : i + 2] != ["of", "the"] or s.tags[q.first - 1] != "," or s.tags[i + 2 : i + 3] not in ("C", "U"):
        return None
    last = i + 2
    while last < q.first and s.tags[last] in "CU":
        last += 1
    last += s.tags[last] in "NP"
    return s.span(i + 2, last)


def priced(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """What a price is for one of: "a kilo of robusta fetches RM 21", "sell a loaf for 4 sum", "units at $1.20 each"."""
    if q.last < len(s.lows) <= LONGEST and s.lows[q.last] in ("each", "apiece"):
        sold = (p for p in reversed(s.phrases) if p.last < q.first and s.tags[p.head] == "N")
        return next((s.words[p.head] for p in sold if s.lows[p.head].endswith("s")), None)
    k = q.last
    if k + 1 < len(s.lows) and s.lows[k] in ("a", "an", "per") and s.tags[k + 1] == "N":
        phrase = phrase_at(s, k + 1)  # "3,745 ringgit ($819) a tonne"
        return s.words[k + 1] if phrase is None or not is_time(s, phrase) else None
    if k + 2 < len(s.lows) and s.lows[k] == "per" and s.tags[k + 1] == "C":
        sized = phrase_from(s, k + 2)  # "36 reais per 60-kg bag"
        if sized is not None and sized.last - k < 7 and s.tags[k + 2 : sized.first].strip("-NU") == "":
            return s.span(k + 1, sized.last)
    hung = around.governor
    if hung.verb is None or hung.side != "object":
        return None
    if hung.verb.lemma in _SOLD and hung.preposition in ("for", "at"):
        phrase = phrase_at(s, hung.verb.last)
        if phrase is not None and phrase.last < q.first and s.tags[phrase.head] == "N":
            return s.words[phrase.head]
    phrase = phrase_at(s, around.subject_head) if around.subject_head >= 0 else None
    if phrase is None or s.tags[phrase.head] != "N":
        return None
    one = s.lows[phrase.first] in ("a", "an", "one", "each", "every") and hung.verb.lemma in ("cost", "go", "bring")
    return s.words[phrase.head] if one or hung.verb.lemma in _PRICED else None
