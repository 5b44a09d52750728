"""Where the parties of an event's verb stand: its object, its subject, its complements, with what is coordinated."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase, phrase_from
from services.extract.core.mentions.trigger import VerbRule, classes
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

PLACE_TIES = frozenset("of for in at on near".split())
_PARTICLES = frozenset("up down off out".split())
_NAMING = frozenset("calls called says said describes described bills claims as be".split())
_REST = frozenset(("remaining", "other", "rest", "outstanding"))
_SPANS = frozenset(("year", "month", "week", "day"))
_WORKING = frozenset(("operation", "asset"))
_POWERS = frozenset("MW GW kW MWp kWp MVA kV MWh GWh".split())
_GLUE = frozenset("- – ‑ /".split())
ORDINALS = frozenset("first second third fourth fifth sixth last latest newest biggest largest".split())
_TAKING = frozenset("take takes took taken taking".split())
_SHARE_HEADS = frozenset(
    "capital cent percent stake stakes shares share interest half third quarter fifth sixth tenth two-thirds "
    "three-quarters control majority part".split()
)


def particle(s: Sentence, i: int, words: frozenset[str]) -> int:
    """Where the particle stands: right after the verb, or after a short object ("put it up")."""
    for k in range(i, min(i + 5, len(s.lows))):
        if s.lows[k] in words:
            return k if k == i or all(s.tags[j] in "DANPO" for j in range(i, k)) else -1
        if s.tags[k] in ".,VBM":
            return -1
    return -1


def phrase_after(s: Sentence, i: int, phrases: tuple[tuple[str, ...], ...], firsts: frozenset[str]) -> int:
    """Where one of the phrases stands in the rest of the clause; a single word has to stand next to the verb."""
    if s.vocabulary.isdisjoint(firsts):
        return -1
    for k in range(i, min(len(s.lows), i + 26)):
        if (s.tags[k] == "." or s.words[k] == ";") or (k > i and s.tags[k] in "VBM"):
            return -1
        for phrase in phrases if s.lows[k] in firsts else ():
            if s.lows[k] == phrase[0] and (len(phrase) == 1 or tuple(s.lows[k : k + len(phrase)]) == phrase):
                if len(phrase) == 1 and k > i and not all(s.tags[j] in "RDA" for j in range(i, k)):
                    continue
                if len(phrase) == 1 and s.lows[k - 1] in ("a", "an"):
                    continue  # "helped them to start a business"
                return k
    return -1


def past_idiom(s: Sentence, i: int, rule: VerbRule) -> int:
    """ "has put | up for sale | its holding in X": behind the words that may stand before the object as well."""
    if rule.takes in ("object", "both"):
        for phrase in rule.after:
            end = i + len(phrase)
            if s.lows[i : i + 1] == [phrase[0]] and tuple(s.lows[i:end]) == phrase and s.tags[end : end + 1] == "D":
                return end
    return i


def objects(s: Sentence, i: int) -> list[NounPhrase]:
    """The object right of a verb, with what is coordinated to it; of "49% of the port" the port."""
    phrases = s.phrases
    if i < len(s.lows) and (s.lows[i] in _PARTICLES or (s.lows[i] == "over" and s.lows[i - 1] in _TAKING)):
        i += 1
    i = _past_aside(s, i)
    k = 0
    while k < len(phrases) and (
        phrases[k].first < i or (is_time(s, phrases[k]) and "I" not in s.tags[i : phrases[k].first])
    ):
        k += 1
    if k == len(phrases):
        return []
    p = phrases[k]
    between = s.tags[i : p.first]
    if "(" in between and (beyond := _past_bracket(s, i, p)) is not None:
        return [beyond]
    if len(between) > 1:  # "its 40-year-old shop", "its older, smaller mill"
        between = between.replace("-N-", "-").replace("A,", "A")
    if p.first > 1 and s.tags[p.first - 2 : p.first] == "C-":
        p = led_by(s, p.first) or p  # "a 45,000-square-foot | facility"
    if p.first and s.lows[p.first - 1] in ("what", "whatever"):
        called = _called(s, p)  # "opened what it calls the largest dairy"
        return [called] if called is not None else []
    if between in ("DAI", "DAAI", "DAIC", "DACI", "DACID") and "of" in s.lows[i : p.first]:
        return [NounPhrase(i, p.last, p.head)]  # "the older of its two pits"
    rest = s.tags[p.last : p.last + 3] == "CUI" and s.lows[p.last + 2] == "of"
    if rest and s.lows[p.head] in _REST and (whole := phrase_from(s, p.last + 3)) is not None:
        p, between = whole, ""  # "took over the remaining 49% of | the shares in X"
    if between and any(t not in "RDQCAU-" for t in between):
        # "15% of Khangor": the share is no noun; what it is of is the object
        share, shares = s.lows[p.first - 1] == "of" or s.tags[p.first - 1] in "DA", False
        if share and ("U" in between or "C" in between) and between.count("I") == 1:
            k = i + between.index("I")
            shares = s.lows[p.head] in _SHARE_HEADS and s.lows[p.last : p.last + 1] == ["in"]
            if s.lows[k] == "of" and all(t in "RDQCAUI" for t in between) and not shares:
                return [p]
        per = s.tags[i : p.last]
        if not shares and (s.lows[p.first] != "cent" or any(t not in "RDQCAUIN" for t in per)):
            return []
    if s.lows[p.head] in _SHARE_HEADS and p.last < len(s.lows) and s.lows[p.last] in ("of", "in"):
        nxt = next((q for q in phrases if q.first > p.last), None)
        if nxt is not None and all(t in "RDQCAU" for t in s.tags[p.last + 1 : nxt.first]):
            return [nxt]
    if p.last < len(s.tags) and s.tags[p.last] == "E":
        return []  # "Lukoil's half"
    p = merged(s, p)
    return [p, *after(s, p, verb=False)]


def _past_aside(s: Sentence, i: int) -> int:
    """ "has acquired | , for an undisclosed sum, | the maker": the token behind what stands between two commas."""
    if s.words[i : i + 1] != [","] or s.tags[i + 1 : i + 2] not in ("I", "R", "T"):
        return i
    closed = s.tags.find(",", i + 1, i + 14)
    if (
        closed < 0
        or any(t in "VWXBHMSJ;:" for t in s.tags[i + 1 : closed])
        or s.tags[closed + 1 : closed + 2] not in "DPQC"
    ):
        return i
    q = phrase_from(s, closed + 1)  # "opened, in 1998, the old town had lost its shops": no object
    return closed + 1 if q is None or s.tags[q.last : q.last + 1] not in ("V", "W", "X", "B", "H", "M") else i


def _past_bracket(s: Sentence, i: int, p: NounPhrase) -> NounPhrase | None:
    """ "a KES 19.5 billion (USD 151 million) | agreement": the noun behind a sum restated in brackets."""
    opened = s.tags.find("(", i, p.first)
    closed = s.tags.find(")", opened, opened + 8)
    inside = s.tags[opened + 1 : closed]
    own = set("RDQCAUN") if "U" in inside and "C" in s.tags[i:opened] else set("RDQCAU")  # "3.4 billion lira ($119m)"
    sums = set(s.tags[i:opened]) <= own and set(inside) <= set("RQCAUNP")
    if closed < 0 or not sums:
        return None
    q = phrase_from(s, closed + 1)
    return q if q is not None and q.first == closed + 1 else None


def _called(s: Sentence, p: NounPhrase) -> NounPhrase | None:
    """ "what it | calls | the largest dairy in the country": the name that somebody gives it."""
    k = p.last
    while k < len(s.tags) and k - p.last < 4 and (s.lows[k] in _NAMING or s.tags[k] in "BMRT"):
        k += 1
    q = phrase_from(s, k) if k > p.last else None
    return q if q is not None and q.first <= k + 1 else None


def merged(s: Sentence, p: NounPhrase) -> NounPhrase:
    """ "the trade" of "the trade and logistics centre": the whole, where only the second noun is of a class."""
    if s.tags[p.head : p.last + 1] == "P-" and s.starts[p.last] == s.ends[p.head]:
        nxt = next((q for q in s.phrases if q.first == p.last + 1), None)
        if nxt is not None and s.tags[nxt.first] == "P":
            return NounPhrase(p.first, nxt.last, nxt.head)  # "the 214 km Bor–Tal | railway"
    if s.tags[p.last : p.last + 3] == "(P)":  # "a lithium iron phosphate (LFP) battery plant"
        nxt = next((q for q in s.phrases if q.first == p.last + 3), None)
        if nxt is not None and s.tags[nxt.first] in "NAP" and classes(s.lows[nxt.head]):
            return NounPhrase(p.first, nxt.last, nxt.head)
    if s.tags[p.last : p.last + 1] == "(" and "C" in s.tags[p.first : p.head]:
        beyond = _past_bracket(s, p.first, NounPhrase(p.last + 1, p.last + 1, p.last))
        if beyond is not None:
            return beyond  # "a 1.38 trillion-won (US$962 million) | order"
    if s.lows[p.head] in ORDINALS and s.lows[p.last : p.last + 2] == ["half", "of"]:
        nxt = phrase_from(s, p.last + 2)  # "the second | half of its park"
        return NounPhrase(p.first, nxt.last, nxt.head) if nxt is not None and nxt.first <= p.last + 3 else p
    if s.words[p.head] in _POWERS and s.tags[p.last : p.last + 2] == "AJ":
        nxt = phrase_from(s, p.last + 2)  # "the 36 MW | solar and battery station"
        return NounPhrase(p.first, nxt.last, nxt.head) if nxt is not None and nxt.first == p.last + 2 else p
    if s.lows[p.head] in ORDINALS and s.tags[p.last : p.last + 2] == "C-":  # "the second | 660-MW unit"
        nxt = phrase_from(s, p.last + 2)
        return NounPhrase(p.first, nxt.last, nxt.head) if nxt is not None and nxt.first == p.last + 2 else p
    if s.tags[p.first - 1 : p.last + 1] == "-N(" and (close := s.tags.find(")", p.last, p.last + 6)) > 0:
        nxt = next((q for q in s.phrases if q.first == close + 1), None)
        if nxt is not None and s.tags[nxt.first] in "NA":
            return nxt  # "a 14.5-kilometre (9-mile) | rail spur"
    if (
        p.last + 1 < len(s.tags)
        and s.tags[p.last] == "J"
        and not classes(s.lows[p.head]) - _WORKING
        and s.tags[p.head] in "NPA"
    ):
        nxt = next((q for q in s.phrases if q.first == p.last + 1), None)
        if nxt is not None and s.tags[nxt.first] not in "DQO" and nxt.head > nxt.first and classes(s.lows[nxt.head]):
            return NounPhrase(p.first, nxt.last, nxt.head)
    if s.tags[p.head : p.head + 3] == "PCN":
        nxt = next((q for q in s.phrases if q.first == p.last), None)
        nxt = nxt or next((q for q in s.phrases if q.first == p.last + 1), None)
        if nxt is not None and classes(s.lows[nxt.head]):
            return NounPhrase(p.first, nxt.last, nxt.head)  # "the Hornsea 2 wind farm"
    return p


def after(s: Sentence, p: NounPhrase, *, verb: bool, ties: frozenset[str] = PLACE_TIES) -> list[NounPhrase]:
    """What is coordinated to a phrase on its right; `verb`: the last one may be followed by the verb."""
    out: list[NounPhrase] = []
    joined = 0  # as far as "and" vouches for it: what only follows a comma explains ("in Danville, Virginia")
    end = full_phrase(s, p, ties=ties)[1] if s.tags[p.head] != "O" else p.last
    while end < len(s.tags):
        j = end
        if s.tags[j] == "(":
            while j < len(s.tags) and s.tags[j] != ")":
                j += 1
            j += 1
        k = j
        while k < len(s.tags) and s.tags[k] in ",J":
            k += 1
        if k == j or k >= len(s.tags):
            break
        begin = k
        while k < len(s.tags) and s.tags[k] in "DCQ" and not any(q.first == k for q in s.phrases):
            k += 1
        hyphened = k > begin and k < len(s.tags) and s.tags[k] == "-"
        nxt = led_by(s, begin) if hyphened else phrase_from(s, k)  # "and a 5,000-seat arena"
        if nxt is None or (nxt.first != k and not hyphened) or s.tags[nxt.head] == "O":
            break
        if s.tags[nxt.head] == "P" and s.tags[nxt.last : nxt.last + 2] in ("C,", "C.", "CJ"):
            break  # "it opened 41 stores and Norvik 12"
        tied, end = end > p.last, full_phrase(s, nxt, ties=ties)[1]
        if tied and s.tags[j - 1 : nxt.last] == "P," + "P" * (nxt.last - nxt.first) and not classes(s.lows[nxt.head]):
            continue  # the place of a place: "in Danville, Virginia, and a mill"
        if not verb and end < len(s.tags) and s.tags[end] in "VWXBHM":
            break
        out.append(nxt)
        if "J" in s.tags[j:begin]:
            joined = len(out)
    return out[:joined]


def complements(s: Sentence, i: int, prepositions: frozenset[str]) -> list[NounPhrase]:
    """What stands under one of the prepositions after a verb ("broke ground on a plant")."""
    for k in range(i, min(len(s.lows), i + 16)):
        aside = s.tags[k] == "," and s.lows[k + 1 : k + 2] == ["with"]  # "in May, with a ceremony at the town hall"
        if s.tags[k] == "." or s.words[k] == ";" or (k > i and s.tags[k] in "VBM") or aside:
            return []
        if s.lows[k] in prepositions and s.lows[k - 1] != "presence":
            some = s.tags[k + 1 : k + 2] == "C" and s.lows[k + 2 : k + 3] == ["of"]  # "at three of the sites"
            q = led_by(s, k + 3 if some else k + 1)
            if s.lows[k + 1 : k + 2] == ["what"] and (it := phrase_from(s, k + 2)) is not None:
                q = _called(s, it)
            if q is not None and not is_time(s, q):
                q = merged(s, q)  # "on a stamping and welding plant"
                return [q, *after(s, q, verb=False)]
    return []


def owners(s: Sentence, p: Predicate, measure: NounPhrase) -> list[NounPhrase]:
    """Whose a measured object is: "the mill's capacity", "capacity of the mill", else the subject of the verb."""
    mark = s.tags.rfind("E", measure.first, measure.head)
    if mark > measure.first:
        return [NounPhrase(measure.first, mark, mark - 1)]
    if measure.last < len(s.lows) and s.lows[measure.last] in ("of", "at"):
        q = phrase_from(s, measure.last + 1)
        if q is not None and all(t in "DQA" for t in s.tags[measure.last + 1 : q.first]):
            return [q]
    return [p.subject] if p.subject is not None else []


def led_by(s: Sentence, a: int) -> NounPhrase | None:
    """The phrase that a determiner or number at token a leads to: "a 35,000-ton-a-year line", "the 118-km railway"."""
    q = phrase_from(s, a)
    while q is not None and q.last < len(s.tags) and s.words[q.last] in _GLUE:
        if s.starts[q.last] != s.ends[q.last - 1]:
            break
        slash = s.words[q.last] == "/"
        q = phrase_from(s, q.last)
        if slash and q is not None and q.head > q.first:
            q = NounPhrase(q.first + 1, q.last, q.head)  # "a 10,000 t/y | plant"
    if q is not None and "(" in s.tags[a : q.first]:
        return _past_bracket(s, a, q)  # "on a Sh1.3 billion ($10 million) packhouse"
    if q is not None and s.tags[a : q.first].strip("DUC") == "" and s.tags[q.last : q.last + 1] == "(":
        beyond = _past_bracket(s, a, NounPhrase(q.last + 1, q.last + 1, q.last)) if "C" in s.tags[a : q.last] else None
        if beyond is not None:
            return beyond  # "at a 3.4 billion lira ($119 million) plant"
    if q is not None and q.first and s.tags[q.first - 1] == "-" and s.lows[q.head] in _SPANS:
        nxt = phrase_from(s, q.last)
        q = nxt if nxt is not None and nxt.first == q.last else q  # "a 15-year | LNG contract"
    if q is None or q.first > a + 12:
        return None
    for i in range(a, q.first):
        unit = s.tags[i] in "NP:" and ("-" in s.tags[i - 1 : i + 2] or "/" in s.words[i - 1 : i + 2])  # "10,000 t/y"
        unit |= s.tags[i - 1 : i + 1] == "CN"  # "the 214 km Bor–Tal railway"
        if s.tags[i] not in "DQCARU-" and not unit and s.lows[i : i + 2] != ["per", "cent"]:
            return None
    return q


def members(s: Sentence, i: int) -> list[NounPhrase]:
    """What "among them a mill and a factory" or "including …" names after token i."""
    for k in range(i, len(s.lows) - 1):
        if s.lows[k] == "including" or (s.lows[k] == "among" and s.lows[k + 1] in ("them", "these")):
            start = k + (1 if s.lows[k] == "including" else 2)
            q = led_by(s, start)
            if q is not None:
                return [q, *after(s, q, verb=False, ties=PLACE_TIES | {"with", "on", "between"})]
    return []
