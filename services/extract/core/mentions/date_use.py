"""What a time stands for in its sentence: a period, the base of a comparison, or the day of a statement."""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_reader import Reader, Term
from services.extract.core.mentions.tense import group_index
from services.extract.core.sentences import Sentence

_EXTREMES = frozenset("steepest largest biggest highest lowest strongest weakest fastest slowest sharpest".split())
_ADDRESSED = frozenset("NPDAOCEJIQT")  # what stands between a verb of saying and its day: "told journalists on Friday"


_SHARES = frozenset("% percent cent pct pc pp points times".split())
_MANY = frozenset("times twice double triple half third quarter than % percent cent".split())
_TRADED = frozenset("close closed closing end ended finish finished open opened start started trade traded".split())
_AGES = frozenset("recently early late soon back long far".split())  # "as recently as 2021"
_RHYTHMS = frozenset(("year", "month", "quarter", "week", "day"))
# Terms that are told by their distance from another one, and so name a base more often than a stretch.
_SHIFTED = frozenset(("distance", "year-ago", "pointed.moved"))


def is_base(s: Sentence, first: int, term: Term) -> bool:
    """Whether a time is what something is compared with: "than in 2022", "compared with the first half of 2018", "up 9%
    from 2023". Where a number stands between, the time is that number's own."""
    lows, tags = s.lows, s.tags
    levels = cal.words("levels")
    k = term.last + (term.last < len(lows) and tags[term.last] == "E")
    if k < len(lows) and lows[k] in cal.words("marks") and first:  # "twice the 2022 volume", "below last year's mark"
        j = first - (2 if lows[first - 1] == "the" and first > 1 else 1)
        part = lows[j] == "of" and j > 0 and lows[j - 1] in ("%", "percent", "cent", "pct")  # "85% of the 2019 level"
        short = lows[j] == "of" and j > 0 and lows[j - 1] in ("short", "ahead", "shy")  # "6% short of the 2019 record"
        return part or short or lows[j] in cal.words("multiples")
    i = first - 1
    steps = 0
    while i >= 0 and steps < 9:
        low = lows[i]
        if low in cal.words("compared"):
            return True
        if low in ("with", "to") and i and lows[i - 1] in cal.words("comparing"):
            return True
        if low in ("%", "percent", "cent") and lows[i + 1] == "of" and term.pointer:
            return True  # "107.5% of the volume of the same period of last year"
        if low == "times" and lows[i + 1] in ("of", "those", "that", "the", "as") and term.pointer:
            return True  # "one and a half times those of the same period last year"
        if low == "as" and i and tags[i - 1] in "AQR" and lows[i + 1] != "of" and lows[i - 1] not in _AGES:
            return True  # "1.4 times as many as in 2021"
        if low in ("twice", "double", "triple", "thrice") and steps > 1:
            return True  # "twice the amount of 2022"
        if low in cal.words("bases"):
            if low == "on" and lows[i + 1] == "average":
                i -= 1  # "a rate of 6.5% on average in 2025"
                continue
            if low == "on" and lows[i + 1 + (lows[i + 1] in ("a", "the"))] in _RHYTHMS and i + 3 <= first:
                return False  # "rose 5% year on year in July", "on the month in July": the base has been named
            if is_old_level(s, i):  # "9.8%, against 14% over the whole of last year"
                return False
            if low == "on" and term.grain in ("day", "week", "end"):
                i -= 1
                continue
            if low in ("above", "below") and lows[i + 1] in ("that", "those") and "C" in tags[max(i - 3, 0) : i]:
                return True  # "was 5 cents above that of 2023"
            if low == "over" and not (term.grain == "year" or term.rule in _SHIFTED):
                return term.grain == "month" and lows[i - 1] in ("gain", "increase", "rise", "improvement", "advance")
            return _moves_before(s, i, low, term)
        if tags[i] in "VWX" and i > 2 and "what" in lows[i - 3 : i] and not _MANY.isdisjoint(lows[i - 5 : i]):
            return True  # "three times what it earned in the same quarter of 2023"
        if low in ("did", "was", "were", "had") and lows[max(i - 5, 0) : i].count("as") > 1:
            return True  # "costs twice as much as it did last October"
        if tags[i] == "C" or tags[i] in ".:;(" or tags[i] in "VWXBHM":
            return False
        if low not in levels and tags[i] not in "DIATNE":
            return False
        if tags[i] == "N" and low not in levels:
            return False
        i -= 1
        steps += 1
    return False


def _moves_before(s: Sentence, i: int, low: str, term: Term) -> bool:
    """Whether an increase or decrease, or a percentage, stands not far before the preposition at i."""
    if low == "over" and term.rule in ("unit.year", "unit.pointer") and term.grain == "year":
        return False
    if low == "from" and term.pointer:
        return True  # "0.8% on the quarter and 2.1% from a year earlier"
    if low == "from" and s.lows[i - 1] in ("changed", "unchanged"):
        return True  # "little changed from May"
    again = low == "from" and s.lows[i - 1] in _SHARES and "J" in s.tags[max(i - 5, 0) : i]
    if again and s.lows[max(i - 16, 0) : i].count("from") and not cal.words("moves").isdisjoint(s.lows[:i]):
        return True  # "rose 0.7% from January and 3.1% from February 2023"
    moves = cal.words("moves")
    for j in range(i - 1, max(i - 9, -1), -1):
        if s.tags[j] in ";:S" or s.lows[j] in ("while", "and"):
            return False
        if low == "from" and s.lows[j] == "from" and s.tags[j + 1] in "CU":
            return False  # "will rise from 17.9 to 21.3 from July 1"
        if s.lows[j] in moves:
            # "grew from 2019": a stretch, unless a number says by how much
            number = any(t == "C" for t in s.tags[max(j - 3, 0) : i])
            return low != "from" or number or s.tags[j] in "RIAN"
        if s.lows[j] in _SHARES and low in ("on", "over", "above", "below"):
            return low != "over" or term.pointer or term.rule.startswith("deictic")
    return False


def is_old_level(s: Sentence, first: int) -> bool:
    """Whether a time belongs to the level that a move starts from: "to 8.9% in November from 9.3% *in October*"."""
    i = first - 1
    while i >= 0 and s.tags[i] in "CUN" and first - i < 7:
        i -= 1
    return i >= 0 and s.lows[i] in ("from", "against", "after", "versus") and s.tags[i + 1] in "CU"


def _enacted(s: Sentence, first: int, last: int) -> bool:
    """Whether a time dates a law: "the 2019 law", "under a decree of 5 May"."""
    lows = s.lows
    if last < len(lows) and lows[last] in cal.words("enactments") and lows[first] in ("the", "a", "its"):
        return True
    if lows[first] != "of" or not first or lows[first - 1] not in cal.words("enactments"):
        return False
    return "by" not in lows[max(first - 4, 0) : first]  # "By a decree of 2 May they established …": that is the day


def is_statement(s: Sentence, first: int, last: int, grain: str) -> bool:
    """Whether a time dates what is said: "said on Dec. 9", "told him on Friday", "the May 3 press conference"."""
    lows, tags, n = s.lows, s.tags, len(s.lows)
    saying, publishing, occasions = cal.words("saying"), cal.words("publishing"), cal.words("occasions")
    daily = grain in ("day", "week", "none")
    for k in range(last, min(last + 3, n)):
        if lows[k] in occasions and grain == "day" and tags[k] in "NPV":
            if lows[first] == "at" and (act := next((g for g in s.groups if g.first >= last), None)) is not None:
                return act.lemma in saying or act.lemma in publishing  # "At today's ceremony, they signed a deal"
            # "closed Thursday's session 2.3 per cent higher" tells of the day itself
            return not (lows[k] == "session" and any(low in _TRADED for low in lows[max(first - 4, 0) : first]))
        if tags[k] not in "NPAE":
            break
    if grain in ("day", "month", "year") and _enacted(s, first, last):
        return True
    dashed = grain == "day" and first <= 10 and s.words[last : last + 1] in (["–"], ["—"], ["--"])
    if dashed and all(t in "P,(-)NC" for t in tags[:first]):
        return True  # "GALWAY, Ireland--(Wire)--September 10, 2024--Corrib", "18 June 2024 – Cormallen today …"
    i = group_index(s, first)
    if first <= 1 and (daily or grain == "month") and i < len(s.groups):
        tells = s.groups[i]  # "In June the minister said 300 schools would be repaired"
        told = tells.lemma in saying and tells.tense == "past" and not tells.passive and tells.first - last <= 8
        if told and tells.last < n and tells.first > last and all(t in "DNPAE" for t in tags[last : tells.first]):
            return tags[tells.last] in "SDNPCO" and any(h.first > tells.last for h in s.groups[i + 1 : i + 3])
    following = next((g for g in s.groups[i : i + 3] if g.first >= last or g.head >= last), None)
    opened = i == 0 and daily and lows[0] in ("in", "at", "during") and any(low in occasions for low in lows[1:first])
    if opened and following is not None and following.lemma in saying:
        return True  # "In a disclosure to the exchange on Wednesday, the company said"
    if (
        following is not None
        and (following.first == last or following.first <= first < following.head)
        and daily
        and (following.lemma in saying or following.lemma in publishing)
        and following.tense in ("past", "present")
    ):
        return True
    g = s.groups[i - 1] if i else None
    if g is not None and g.first == 0 and daily and g.tense == "gerund" and g.lemma in saying:
        return all(t in _ADDRESSED for t in tags[g.last : first])  # "Speaking on Monday, the minister …"
    if g is None or g.first == 0 or first - g.last > 30:  # "Asked in June what …, households gave …"
        return False
    if last < n and tags[last] in "BWHMV" and tags[first - 1] == "J":
        return False  # "He spoke of a bottom, and in June sales were up 3%"
    between = tags[g.last : first]
    if g.lemma in saying and tags[g.head] not in "X":
        plain = not any(t in ";:S(" or t == "C" for t in between) and all(t in _ADDRESSED or t in ',"' for t in between)
        if plain and g.tense not in ("infinitive", "modal", "future"):
            return not ("," in between and g.tense == "present") and (daily or grain in ("month", "end", "beginning"))
    if g.lemma in publishing and daily and not any(t in ";:SC" for t in between):
        at_occasion = any(low in occasions for low in lows[g.last : first])
        if not between or (at_occasion and all(t in "IDNPAE" for t in between)):
            return True
        if lows[g.head] in ("published", "released", "issued", "presented", "updated"):
            return True
    nouns = lows[max(g.last, first - 4) : first]
    if (
        daily
        and any(low in occasions for low in nouns)
        and (g.lemma in saying or g.lemma in publishing or "at" in nouns or "in" in nouns)
    ):
        return True
    return daily and "according" in lows[max(first - 14, 0) : first] and g.lemma in publishing


def flows(s: Sentence, i: int) -> bool:
    """Whether what a year is closed with was made over the year: "closed 2024 with revenue of 214 million"."""
    while i < len(s.tags) and s.tags[i] in "DANEUC":
        if s.lows[i] in cal.words("flows"):
            return True
        i += 1
    return False


def owned(r: Reader, last: int) -> bool:
    """Whether the level that a term names follows it: "July's 5%", "the September reading of 49.8"."""
    return r.tags[last : last + 1] == "E" or (r.tags[last : last + 1] in ("N", "G") and r.low(last + 1) == "of")


def superlative(r: Reader, first: int) -> bool:
    """Whether "since" says how long nothing went beyond: "its lowest level since 2008", "the first rise since May"."""
    for k in range(first - 1, max(first - 7, -1), -1):
        if (
            r.low(k) in _EXTREMES
            or r.low(k) in ("first", "record", "most", "least", "worst", "best")
            or (r.low(k).endswith("est") and (r.tags[k] == "A" or "-" in r.low(k)))
        ):
            return True
        if r.tags[k] not in "NPAIC-":
            return False
    return False
