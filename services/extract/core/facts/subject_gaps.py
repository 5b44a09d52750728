"""What a number without a verb of its own is about: the noun right before it.

GDP added seven percent, industry 7.6 percent                          → industry
in Leinster the figure was 5.2%, in Connacht 7.4%                      → Connacht
owns 34% and the Ports Authority the remaining 15%                     → Ports Authority
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.naming import named
from services.extract.core.facts.pointing import ORDINALS
from services.extract.core.facts.subject_counts import sector
from services.extract.core.facts.subject_levels import FAR_OFF
from services.extract.core.facts.subject_ties import can_bear, predicate_of, without_number
from services.extract.core.hints import hint
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_ROW = 10  # words of a line of a table
_TO_LEVEL = frozenset("to at by".split())
_PAIRING = frozenset(
    "follow rise fall grow gain lose drop climb decline increase decrease add reach come account take slip jump".split()
)
_AMONG = frozenset("in for among at".split())
_RECKONED = frozenset(
    "terms volume value prices price total comparison dollars euros rubles roubles lira yen currency weight basis "
    "reply response addition contrast turn case cases cash".split()
)
_BESIDE_NUMBERS = frozenset("percent per cent higher lower more less fewer".split())
_MAKING_UP = hint(frozenset("accounting accounts accounted account".split()))
_REST = frozenset("remaining other rest remainder".split())


def gapped(s: Sentence, first: int) -> NounPhrase | None:
    """ "GDP added seven percent, industry 7.6 percent, …": a noun of its own right before a later quantity."""
    i = first - 1
    makes = s.hints & _MAKING_UP != 0
    if s.lows[i] in _REST and s.lows[i - 1] == "the":
        i -= 2  # "owns 34% and the Ports Authority the remaining 15%"
    if (part := sector(s, first)) is not None:
        return part
    if i > 2 and s.lows[i] in FAR_OFF and s.tags[i - 1] in ",JI" and "C" in s.tags[:i]:
        return NounPhrase(i, i + 1, i)  # "fell 5%, those from elsewhere 3%"
    while i > 0 and (
        s.tags[i] in "RDQ"
        or (s.tags[i] == "A" and s.tags[i - 1] == "D" and first - i < 3)  # "and solar for a mere 5%"
        or ((s.lows[i] in _TO_LEVEL or (makes and s.lows[i] == "for")) and i > 1 and s.tags[i - 1] in "NP")
    ):
        i -= 1
    if i > 2 and s.lows[i] in ("with", "at", "on") and s.lows[i - 1] in ORDINALS:
        i -= 2  # "Egypt came second with 15%, Britain third with 9%"
    if s.tags[i] == ")" and "(" in s.tags[max(0, i - 4) : i]:
        i = s.tags.rindex("(", 0, i) - 1  # "capital adequacy (k2) 18.4%"
    i -= 2 * (i > 3 and s.tags[i] == "C" and s.lows[i - 1] in ("under", "over", "aged"))  # "children under 15 14%"
    i -= i > 2 and s.tags[i] == "E"  # "Life insurers' assets were 38%, pension funds' 29%"
    i -= i > 4 and s.lows[i] in _TO_LEVEL and s.tags[i - 1] == ","
    aside = phrase_at(s, i - 1) if i > 4 and s.tags[i] == "," and s.lows[first - 1] in _TO_LEVEL else None
    if aside is not None and aside.last == i and s.lows[aside.first] in ("the", "its", "a"):
        i = aside.first - 2 if s.tags[aside.first - 1] == "," else i  # "and services, the largest sector, by 3%"
    dash = i > 4 and s.lows[i] in _TO_LEVEL and s.tags[i - 1] == "-" and s.ends[i - 2] < s.starts[i - 1]
    if dash and (p := phrase_at(s, i - 2)) is not None and p.last == i - 1 and can_bear(s, p):
        return p  # "growth was seen in metal products – by 18%, and beverages – by 12%"
    if s.lows[i] == "ones" and i > 2 and s.tags[i - 2 : i] in ("JA", ",A") and "C" in s.tags[:i]:
        return NounPhrase(i, i + 1, i)  # "Foreign orders were down 15% and domestic ones 4%"
    i -= 2 * (i > 4 and s.lows[i] in ("them", "it") and s.tags[i - 1] in "IT")  # "and imports from them 3.1 billion"
    if i < 2 or s.tags[i] not in "NP":
        return None
    p = phrase_at(s, i)
    if p is not None and p.last == i + 1 and s.tags[p.first - 1] in "IT":
        top = p  # "and the coverage of imports by exports to 95.3%"
        while (
            (q := phrase_at(s, top.first - 2)) is not None and s.tags[top.first - 1] in "IT" and q.last == top.first - 1
        ):
            top = q
        again = s.lows[top.first] == "the" or s.lows[top.head] in s.lows[: top.first - 1]  # "and prices of milk 3.9%"
        again |= s.tags[p.first - 1] == "T"  # "and milk deliveries to processors by 24.7%"
        if top is not p and s.tags[top.first - 1] in ",J" and again and top.first > 3:
            whole = NounPhrase(top.first + (s.tags[top.first] == "D"), p.last, top.head)
            return whole if "C" in s.tags[: top.first] and not is_time(s, top) and can_bear(s, top) else None
        if top is not p and s.tags[top.first - 1] in "IT" and s.tags[top.first - 2] in ",J":
            p = NounPhrase(top.first, p.last, top.head)  # "in Dublin they went up 9% and in the rest of the country 8%"
    edge = p.first if p is not None else 0
    if p is not None and s.lows[p.first] in ("its", "their", "the") and s.words[first][0].isdigit():
        p = without_number(s, p)  # "and its two neighbours 33 per cent apiece"
    if p is None or p.last != i + 1 or p.first < 2 or is_time(s, p) or not can_bear(s, p):
        return None
    if s.lows[p.head] in ("terms", "total") or (
        s.lows[p.head] == "prices" and s.tags[p.first : p.head].strip("DA") == ""
    ):
        return None  # "and in real terms 3.1 percent", but "egg prices by 21%"
    if s.tags[edge - 1] in ",J" and "C" in s.tags[: p.first]:
        return p
    twin = False
    if s.tags[edge - 1] in "IT" and s.lows[p.head] not in _RECKONED:  # "Exports to China rose 5% and to Japan 3%"
        k = s.lows.index(s.lows[edge - 1])
        twin = (k == 0 or s.tags[k - 1] in "NP") and s.tags[p.head] in "NP" and "C" in s.tags[k : edge - 1]
    placed = s.lows[edge - 1] in ("in", "among", "for") and "P" in s.tags[p.first : p.last]
    if (placed or twin) and s.tags[edge - 2] in ",J" and s.lows[edge - 2] != "or" and "C" in s.tags[: edge - 2]:
        return p  # "in Leinster the figure was 5.2%, in Connacht 7.4%"
    told = (s.lows[edge - 2] in ("that", "those") and s.tags[edge - 1] in "IT") or s.lows[edge - 1] in (
        "including",
        "excluding",
    )
    if told and s.tags[edge - 2 - (s.lows[edge - 2] in ("that", "those"))] in ",J" and "C" in s.tags[: p.first]:
        return p  # ", that of cement 3%", ", including mining by 1.2%"
    return None


def spread(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """Of "fell by 11% in energy and by 2% in mining" the energy: places or groups that parts of a row are told apart
    by, with one preposition."""
    tie = s.lows[last] if last < len(s.lows) else ""
    q = phrase_from(s, last + 1) if tie in _AMONG else None
    if q is None or not _apart(s, q, last):
        return None
    k = q.last
    while k < len(s.tags) and s.tags[k] in ",JIRDQ":
        k += 1
    beyond = s.tags[q.last : k] != "" and s.tags[q.last] in ",J" and s.tags[k : k + 1] in ("C", "U")
    while beyond and k < len(s.tags) and (s.tags[k] in "CU" or s.lows[k] in _BESIDE_NUMBERS):
        k += 1  # "were 4% higher in banking and 6% higher in retail"
    twin = phrase_from(s, k + 1) if beyond and s.lows[k : k + 1] == [tie] else None
    if twin is not None and _apart(s, twin, k):
        return q
    i = len(s.tags[:first].rstrip("IRDQ")) - 1
    while i > 0 and s.tags[i] in ",J":
        i -= 1
    before = phrase_at(s, i) if i > 3 and s.tags[i + 1 : i + 2] in (",", "J") else None
    if (
        before is None
        or before.last != i + 1
        or s.lows[before.first - 1] != tie
        or not _apart(s, before, before.first - 1)
    ):
        return None
    k = before.first - 2  # "44% of pupils in rural schools and 71% in cities"
    while k > 2 and s.tags[k] in "NAD" and s.lows[k] not in ("percent", "cent"):
        k -= 1
    k -= s.lows[k] == "of"
    return q if s.tags[k] in "CU" or s.lows[k] in ("percent", "cent") else None


def _apart(s: Sentence, p: NounPhrase, tie: int) -> bool:
    """Whether a phrase right behind its preposition names a group or place: no time, no base of reckoning."""
    own = p.first == tie + 1 and s.tags[p.head] in "NP" and "C" not in s.tags[p.first : p.last]
    return own and s.lows[p.head] not in _RECKONED and not is_time(s, p)


def row_of(doc: Document, s: Sentence, first: int) -> Mentioned | None:
    """The head of a line without a verb: "Grain 2.2 (+38%)", "• Oil products 2.6"."""
    k = s.tags[:1] in (":", "-", "Z")
    head = s.phrases[0] if s.phrases else None
    if (
        head is None
        or head.first != k
        or s.groups
        or len(s.words) > _ROW
        or (s.start and doc.text[s.start - 1] != "\n")
    ):
        return None
    edge = next((i for i in range(head.first, first + 1) if s.tags[i] in "CU"), first)
    whole = head.last == edge and s.tags[edge:first].strip("CU(") == ""
    return named(s, NounPhrase(head.first, edge, edge - 1)) if whole and not is_time(s, head) else None


def respective(doc: Document, s: Sentence, first: int) -> NounPhrase | None:
    """Of "lentils, peas and chickpeas reached 812, 96 and 514 tons respectively" the one whose turn it is."""
    if "respectively" not in s.vocabulary:
        return _paired_off(s, first)
    p = predicate_of(s, first, first + 1)
    if p is None or p.group.first > first or s.index >= len(doc.quantities):
        return None
    turns = [q.first for q in doc.quantities[s.index] if q.first >= p.group.last]
    listed: list[NounPhrase] = []
    for q in reversed([q for q in s.phrases if q.last <= p.group.first]):
        if listed and s.tags[q.last : listed[-1].first].strip("D") not in (",", "J", ",J"):
            break
        listed.append(q)
    listed.reverse()
    if len(listed) == len(turns) + 1 and s.lows[listed[0].head].endswith("s"):
        del listed[0]  # "Its two largest markets, Poland and Czechia, delivered 48% and 21% respectively"
    at = sum(1 for t in turns if t <= first) - 1
    if len(listed) < 2 or not turns or len(turns) % len(listed) or at < 0:
        return None
    if len(turns) == 2 * len(listed) and "(" in s.tags[turns[len(listed) - 1] : turns[len(listed)]]:
        return listed[at % len(listed)]  # "rose 9% and 7% respectively (8.1% and 5.5%)"
    return listed[at // (len(turns) // len(listed))]


def _paired_off(s: Sentence, first: int) -> NounPhrase | None:
    """Of "Germans and Spaniards followed with 11.3% and 10.1%", "Wheat and barley rose 5% and 3%" each its own."""
    i = len(s.tags[:first].rstrip("RDQ")) - 1
    p = predicate_of(s, first, first + 1)
    if p is None or p.group.passive or p.group.last > first or p.group.lemma not in _PAIRING:
        return None
    tied = {p.group.last, p.group.last + 1}
    two = s.tags[i] == "J" and s.tags[i - 1] in "CUN" and s.lows[i] == "and"
    twin = first
    if two:  # the second of the numbers: where does the first begin?
        twin = i
        while twin > 0 and (s.tags[twin - 1] in "CU" or s.lows[twin - 1] in ("percent", "per", "cent")):
            twin -= 1
        if twin not in tied:
            return None
    else:
        end = first
        while end < len(s.tags) and (s.tags[end] in "CU" or s.lows[end] in ("percent", "per", "cent")):
            end += 1
        if first not in tied or s.lows[end : end + 1] != ["and"] or s.tags[end + 1 : end + 2] not in ("C", "U"):
            return None
    right = next((q for q in s.phrases if q.last == p.group.first), None)
    left = phrase_at(s, right.first - 2) if right is not None and right.first > 1 else None
    if right is None or left is None or s.lows[right.first - 1] != "and" or left.last != right.first - 1:
        return None
    if left.first or not (can_bear(s, left) and can_bear(s, right)):
        return None
    return right if two else left


def first_subject(s: Sentence, first: int) -> Mentioned | None:
    """What the sentence begins with, be it but a measure ("Output came in at 41,000 tonnes"): better than nothing."""
    main = next((p.subject for p in predicates(s) if p.kind == "finite" and p.subject is not None), None)
    return named(s, main) if main is not None and s.tags[main.head] == "N" and main.last <= first else None


def composed(s: Sentence, last: int) -> Mentioned | None:
    """Whose a length is: "Of the 5,000 km which belong to the network", "2,900 km is made up of local roads"."""
    g = next((g for g in s.groups if g.first >= last), None)
    if g is None or g.first - last > 1 or (g.first > last and s.lows[last] not in ("which", "that")):
        return None
    if g.lemma == "belong" and s.lows[g.last : g.last + 1] == ["to"]:
        tie = g.last
    elif g.lemma == "make" and g.passive and s.lows[g.last : g.last + 2] == ["up", "of"]:
        tie = g.last + 1
    else:
        return None
    q = phrase_from(s, tie + 1)
    return named(s, q) if q is not None and q.first == tie + 1 and s.tags[q.head] in "NP" else None
