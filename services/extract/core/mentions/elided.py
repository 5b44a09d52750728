"""What a bare number leaves out: the noun of "the number of shops … 61", the verb of "and the works in Bari 310"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.extract.core.mentions import count, unit
from services.extract.core.sentences import Sentence

if TYPE_CHECKING:
    from services.extract.core.mentions.draft import Draft

_MULTIPLIED = frozenset("doubled tripled trebled quadrupled halved".split())
_STANDS = frozenset("came come comes stood stands rose rises fell grew dropped climbed declined amounted".split())
_ENDS = frozenset("end ends ended ending finish finishes finished finishing close closes closed closing".split())
_FAR = 14  # tokens from the value whose verb is shared to the number that leaves it out
_NEAR = 9  # tokens before the value that it is told apart by
_PLACING = frozenset(("in", "to", "from", "by"))
_POINTS = frozenset(("this", "last", "next"))
_ALIKE = frozenset(("for", "with", "by"))
_MOVES = frozenset((("from", "to"), ("to", "from"), ("at", "from"), ("of", "from")))
_FROM = frozenset(("from", "against", "versus", "after", "than"))
_BEHIND = frozenset((".", ",", ";", ")", "a", "in", "last", "the"))
_NOW = frozenset("now today currently then".split())
_IT_IS = (["it", "is"], ["it", "'s"], ["it", "was"], ["that", "is"])
_PLACED = frozenset(("in", "at", "of", "near"))


def numbered(s: Sentence, i: int, previous: str, following: str, tag: str) -> bool:
    """ "The number of licensed stores will reach 61", "brings to 452 the number of", "Deaths fell by 320 to 4,110"."""
    lows, tags = s.lows, s.tags
    if previous == "to" and following == "the" and lows[i + 2 : i + 4] == ["number", "of"]:
        return True
    if previous in ("numbers", "numbered", "number") and i > 1 and tag in ".,IJ)R":
        if tags[i - 1] == "V" and not {"they", "these", "which"}.isdisjoint(lows[max(0, i - 4) : i - 1]):
            return True  # "they now number 140"
        if lows[i - 2] in count.words("holders"):
            return True  # "the fleet numbers 84"
        if previous != "numbers" and any(tags[k] == "N" and count.plural(lows[k]) for k in range(max(0, i - 9), i - 1)):
            return True  # "contracts signed last year numbered 77"
    verb = -1
    if previous in ("to", "at", "by", "from"):
        near = range(i - 2, max(-1, i - 12), -1)
        verb = next(
            (
                k
                for k in near
                if lows[k] in _STANDS
                or lows[k] in _MULTIPLIED
                or (lows[k] in count.words("moving") and lows[k] != "by")
            ),
            -1,
        )
        if verb >= 0 and any(between in "VWJS.;:" for between in tags[verb + 1 : i]):
            return False
    elif previous in count.words("reaching") and tag in ".,IJR)":
        verb = i - 1
    if verb < 1:
        return False
    number = previous in ("to", "from") and "number" in lows[verb:i] and tag in ".,J)T"
    while verb > 1 and tags[verb - 1] in "MBHRLT":
        verb -= 1
    subject = lows[max(0, verb - 14) : verb]
    return "number" in subject or number or _tallied(s, verb)  # "has doubled the number of berths to four"


def _tallied(s: Sentence, verb: int) -> bool:
    """Is a noun of cases the head of the subject that ends at the verb: "Deaths on the roads", "new registrations"?"""
    k = verb - 1
    while k >= 0 and s.tags[k] in "IDANPRCG" and s.lows[k] not in count.words("tallied"):
        k -= 1
    if k < 0 or s.lows[k] not in count.words("tallied"):
        return False
    behind = s.tags[k + 1 : k + 2]
    return behind in ("I", "R") or k + 1 == verb


def opens_with_of(s: Sentence, i: int) -> bool:
    """Does the clause before the comma at i - 1 begin with "of", at the sentence's start or behind a semicolon?"""
    k = i - 2
    while k > 0 and s.words[k - 1] not in ";:" and i - k < 16:
        k -= 1
    return s.lows[k] == "of" or s.lows[k : k + 2] == ["out", "of"]


def at_the_end(s: Sentence, i: int) -> bool:
    """ "ending the year with 148": what there is at the end of a time is that many of what was counted before."""
    return not unit.time_words().isdisjoint(s.lows[max(0, i - 4) : i - 1]) and not _ENDS.isdisjoint(
        s.lows[max(0, i - 6) : i - 2]
    )


def verb(s: Sentence, draft: Draft, other: Draft) -> bool:
    """Gapping: "will lose 620 posts and headquarters in Bonn 530", whose verb is said once, with the value before."""
    start, stop = max(other.end, other.last), draft.begin
    between = "".join("N" if s.lows[k] == "one" else s.tags[k] for k in range(start, stop))  # "the one in Bari 310"
    if draft.spelled or not 1 < stop - start <= _FAR or not set(between) <= set("NPGADIJ,;:E"):
        return False
    if not other.amount / 30 <= draft.amount <= other.amount * 30 or between[-1] not in "NPG":
        return False
    joint = max(s.words.index(w, start, stop) if w in s.words[start:stop] else -1 for w in (",", ";", "and"))
    first = joint + 1
    if joint < start or first >= stop or s.tags[start] not in "J,;:":
        return False
    if s.tags[first] in "NA" and set(s.tags[first:stop]) <= {"N", "A"} and s.tags[joint] == ",":
        # "Inflow averaged 340 cubic metres, outflow 410"
        return draft.last >= len(s.tags) or s.tags[draft.last] in ".,;"
    placed = any(low in _PLACED for low in s.lows[first + 1 : stop - 1])
    return placed if s.tags[stop - 1] == "P" else s.tags[first] == "D"


def parallel(s: Sentence, draft: Draft, other: Draft) -> bool:
    """A second value of the same, told apart by the same preposition: "4.1 percent in May and 3.8 in June", "61 km to
    the lake, 48 to the border", "in Osh 430 homes had none and in Uzgen 210"."""
    lows, tags, i, j = s.lows, s.tags, draft.begin, draft.last
    start = max(other.end, other.last)
    if draft.spelled or i - start > _FAR or i <= start or j >= len(tags):
        return False
    if tags[i - 1] in "J,;" and tags[j] in "IT" and tags[start : start + 1] in ("I", "T"):
        between = set(tags[start : i - 1]) <= set("NPGADICU-E,;JT")
        return between and lows[start] == lows[j] and tags[j + 1 : j + 2] != "" and tags[j + 1] in "NPADGC"
    if tags[j] not in ".,;J":
        return False
    k = i - 1
    while k > start and tags[k] in "NPGAD-":
        k -= 1
    if tags[k] in ",;" and lows[k + 1] in _POINTS and lows[i - 1] in unit.time_words():
        return True  # "Last year the school had 300 pupils, this year 340"
    if k <= start or k == i - 1 or tags[k] != "I" or tags[k - 1] not in "J,;":
        return False
    return lows[k] in lows[max(0, other.begin - _NEAR) : other.begin]


def copula(s: Sentence, i: int, previous: str, tag: str) -> bool:
    """What "it" was, is or will be: "In 2010 60% of the tea went to Egypt. Now it is closer to 35."."""
    lows = s.lows
    if previous == "be":
        return tag in ".,S" and lows[i - 3 : i - 1] in (["it", "will"], ["it", "would"], ["it", "to"])
    if tag not in ".,)" or i < 2 or _NOW.isdisjoint(s.vocabulary):
        return False
    return lows[i - 2 : i] in _IT_IS or (previous in _NOW and lows[i - 3 : i - 1] in _IT_IS)


def percentage(s: Sentence, draft: Draft, sources: list[Draft], previous: str, following: str) -> str | None:
    """ "X (50 percent), Y (25)", "holds 51% of it, the family 30 and the staff the remaining 19"."""
    if not any(source.family == "percent" for source in sources) or draft.amount >= 100 or draft.scaled:
        return None
    if draft.first > 0 and s.lows[draft.first - 1] == "(" and following == ")":
        last = sources[-1]
        if last.family == "percent" and last.first > 0 and s.lows[last.first - 1] == "(":
            return "gap.percent"
        return None
    if sources[-1].family != "percent" and previous != "remaining":
        return None
    lead = s.tags[draft.first - 1] if draft.first else "."
    if following == "." and lead in "VW" and draft.amount != draft.amount.to_integral_value():
        return "gap.percent"  # "the union wants 8%, the employers offer 3.5"
    if following in (",", "and", ".", ";") and (lead in "NP" or previous in ("remaining", "other")):
        return "gap.percent"
    placed = lead == "," and following in _PLACING and s.tags[draft.last + 1 : draft.last + 2] == "P"
    if placed and s.tags[draft.last + 2 : draft.last + 3] in (".", ",", "J", ";") and sources[-1].sign is None:
        return "gap.percent"  # "61 percent of it at home, 22 in Germany"
    part = draft.amount != draft.amount.to_integral_value()
    if part and previous in _FROM and following in _BEHIND:
        return "gap.percent"  # "Bad loans were 2.1 percent, from 2.6 a year ago"
    if part and previous == "to" and s.lows[draft.begin - 2] in count.words("moving") and following in (".", ",", ";"):
        return "gap.percent"  # "a duty of 10.58 percent, later cut to 3.75"
    pair = s.lows[sources[-1].begin - 1] if sources[-1].begin else ""
    if previous == pair and pair in _ALIKE and s.tags[draft.begin - 2] in "NP" and following in (",", "and", ".", ";"):
        return "gap.percent"  # "farms account for 61%, households for 30", "Turkey leads with 33%, Iran with 21"
    if (previous == "against" or (pair, previous) in _MOVES) and following in (",", ".", "and", "in", ";", "to"):
        return "gap.percent"
    return None
