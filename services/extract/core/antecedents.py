"""Which noun phrase a verb or a relative pronoun can be said of: the first that hangs on no preposition, the head of a
chain of prepositional parts, and which phrases are but times."""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.chunks import NounPhrase
from services.extract.core.hints import hint
from services.extract.core.sentences import Sentence

RELATIVES = frozenset(("which", "who", "that", "whom"))
_ASIDES = frozenset("hand example instance turn fact contrast particular".split())
_PLACES = frozenset(("where", "whose", "when"))
_RELATIVE = hint(RELATIVES, _PLACES)
_CHAIN_TIES = frozenset("of in at for on near over across".split())
_IDIOMS = frozenset("ground work use part".split())
_EMPHATIC = frozenset("itself themselves himself herself".split())
_TIME_PREPOSITIONS = frozenset("since after before until as".split())
_TIME_HEADS = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. "
    "jul. aug. sep. sept. oct. nov. dec. year years month months quarter half week weeks day days period monday "
    "tuesday wednesday thursday friday saturday sunday decade decades today yesterday tomorrow end beginning morning "
    "evening night afternoon summer winter spring autumn season time moment eve".split()
)
_HEDGES = frozenset("about around over under above below".split())  # "and about 15 percent of them went"
_BASES = frozenset(("before", "after"))  # "after first-half profit before tax came in"
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)
_REMINDERS = frozenset("recall remember note reminder".split())
_ORDINALS = frozenset("first second third fourth".split())
_TIME_STARTS = frozenset("last this next the earlier later that previous following same every each of a".split())


def is_time(s: Sentence, p: NounPhrase) -> bool:
    """Whether a noun phrase names a time ("last year", "Thursday")."""
    low = s.lows[p.head]
    if low.isdigit() and len(low) == 4:
        return True
    if low not in _TIME_HEADS:
        if low == "s" and s.tags[p.head - 1] == "C":
            return True  # "the 1980s"
        if low in _ORDINALS and s.lows[p.last : p.last + 1] in (["quarter"], ["half"]):
            return True  # "in the second | quarter"
        if low == "fall" and p.last - p.first == 2 and s.lows[p.first] in ("last", "next", "this"):
            return True
        return "-" in low and low.split("-", 1)[0] in _MONTHS  # "January-June"
    if low == "time" and p.head > p.first and s.tags[p.head - 1] in "NP":
        return False  # "travel time"
    if low == "may" and not s.words[p.head][0].isupper():
        return False
    if low in _MONTHS and p.head > p.first and s.tags[p.head - 1] == "P" and s.lows[p.head - 1] not in _TIME_HEADS:
        return s.words[p.head - 1][0].isdigit()  # "Austral Mar"
    return p.last - p.first <= 2 or s.tags[p.first] in "C" or s.lows[p.first] in _TIME_STARTS


def chain_head(s: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "X" of "the mines of X in Y": the phrase at the left end of a chain of prepositional parts; "aluminum" of "rods
    of copper and aluminum" too."""
    phrases = s.phrases
    k = bisect_left(s.phrase_starts, phrase.first)
    while k > 0 and phrases[k - 1].last == phrases[k].first - 1 and not is_time(s, phrases[k - 1]):
        if s.tags[phrases[k - 1].head] == "O":
            break  # "much of it in a centre at Bor that …"
        if s.lows[phrases[k - 1].head] in _IDIOMS and phrases[k - 1].last - phrases[k - 1].first == 1:
            break  # "broke ground on a factory that …"
        tie = s.lows[phrases[k].first - 1]
        if tie in _CHAIN_TIES or (
            tie == "and"
            and k > 1
            and s.tags[phrases[k].first] != "D"
            and phrases[k - 2].last == phrases[k - 1].first - 1
            and s.lows[phrases[k - 1].first - 1] in _CHAIN_TIES
        ):
            k -= 1
        else:
            break
    return phrases[k]


_SET_IN = frozenset(("in", "at", "near"))


def antecedent(s: Sentence, i: int) -> NounPhrase | None:
    """The noun phrase that ends at or before token i, at the head of its chain of prepositional parts."""
    while i >= 0 and s.tags[i] in ",I)":
        if s.tags[i] == ")":
            while i >= 0 and s.tags[i] != "(":
                i -= 1
        i -= 1
        if i > 1 and s.lows[i] in _ASIDES and "," in s.tags[max(0, i - 4) : i]:
            i = s.tags.rindex(",", 0, i)  # "Wine exports, on the other hand, which doubled"
    found = None
    for p in s.phrases:
        if p.first > i:
            break
        plural = p.last == i + 1 and s.tags[p.head] == "N" and s.lows[p.head][-1] == "s" and s.tags[p.last] in "SD"
        if found is None or s.tags[p.first] == "D" or "C" not in s.tags[p.first : p.head] or plural:
            found = p  # not "100 MW" of "a plant, likewise of 100 MW, which …"
    sized = (
        found is not None and i > found.last and s.tags[found.last : i + 1] in ("ICN", "ICU")
    )  # "boats under 12 metres"
    if found is None or (found.last <= i and not sized and s.tags[found.last : i + 1].strip("CUIRQA")):
        return None
    if found.first > 1 and s.tags[found.first - 2 : found.head + 1] == "P," + "P" * (found.head + 1 - found.first):
        # "the plant in Targoviste, Romania, which …": the country hangs on the town
        town = next((p for p in s.phrases if p.last == found.first - 1), None)
        if town is not None and not free(s, town) and s.lows[town.first - 1] in _CHAIN_TIES:
            found = town
    top = town = chain_head(s, found)
    if s.lows[top.first - 1] == "and" and s.tags[top.head] == "P":
        town = next((p for p in s.phrases if p.last == top.first - 1), top)
    if s.tags[town.head] == "P" and s.tags[max(town.first - 2, 0)] == "," and s.lows[town.first - 1] in _SET_IN:
        # "two older sites, in Bor and Timok, which were closed"
        return next((chain_head(s, p) for p in s.phrases if p.last == town.first - 2), top)
    return top


def free(s: Sentence, p: NounPhrase) -> bool:
    """Whether a noun phrase hangs on no preposition, and is no part of a compound ("a 110,000-square-foot hub")."""
    if glued(s, p.last) or (s.tags[p.head] == "O" and p.first and s.lows[p.head] in _EMPHATIC):
        return False  # "In Bor | itself, a mill is to be opened"
    i = p.first - 1
    if glued(s, i):
        while i > 1 and glued(s, i):
            i -= 2
        while i >= 0 and s.tags[i] in "CUD":
            i -= 1
        if i > 0 and s.lows[i] == "as":
            return True  # "what is billed as a third-generation plant is …"
    while i >= 0 and (s.tags[i] in "QRA" or (s.lows[i] in _HEDGES and s.tags[p.first] == "C")):
        i -= 1
    if i < 0:
        return True
    if i == 0 and s.lows[0] == "as" and s.tags[0] == "I":
        return _as_clause(s, p)
    if s.lows[i] in _TIME_PREPOSITIONS and s.tags[p.last : p.last + 1] in (",", "I") and s.lows[p.last] not in _BASES:
        # "Since its launch, the plant …", but "…, as prices in the South softened"
        return s.lows[i] == "as" and i > 0 and s.tags[i - 1] == "," and s.tags[p.last] == "I"
    if s.lows[i] in ("after", "before") and s.tags[i] == "S" and s.tags[p.last : p.last + 1] == "D":
        return False  # "After completion the capacity will grow"
    return s.tags[i] not in "IT" and s.tags[i] != "U"


def _as_clause(s: Sentence, p: NounPhrase) -> bool:
    """Whether "as" opens a clause about a phrase: "As shipments through Ulm shrank, …", but "As head of Ulm, …"."""
    comma = s.tags.find(",", p.last)
    return comma > 0 and any(p.last <= g.first < comma and g.tense in ("past", "present") for g in s.groups)


def glued(s: Sentence, i: int) -> bool:
    """Whether a token is a hyphen without blanks around it."""
    if not 0 < i < len(s.tags) - 1 or s.tags[i] != "-":
        return False
    return s.ends[i - 1] == s.starts[i] and s.ends[i] == s.starts[i + 1]


def first_free(s: Sentence, a: int, b: int) -> NounPhrase | None:
    """The first noun phrase of tokens [a, b) that is no part of another and no time."""
    for k in range(bisect_left(s.phrase_starts, a), len(s.phrases)):
        p = s.phrases[k]
        if p.first >= b:
            return None
        if p.last <= b and free(s, p) and not is_time(s, p):
            return p
    return None


def label_end(s: Sentence) -> int:
    """The token after a label that opens the sentence ("LIMA: …"), else 0."""
    if s.tags[1:2] == "," and s.lows[0] in _REMINDERS:
        return 2  # "Recall, a similar park was opened in Osh"
    if s.words[0] == "/" and "/" in s.words[2:6]:
        return s.words.index("/", 2) + 1  # "/Bor Press/ A greenhouse …": an agency
    last = s.phrases[0].last if s.phrases else 0
    return last + 1 if 0 < last < 5 and s.tags[last : last + 1] == ":" and set(s.tags[:last]) == {"P"} else 0


def lead(s: Sentence, a: int, b: int) -> NounPhrase | None:
    """The first free noun phrase; in "In Arkalyk, a town in Kostanay region, the mines …" what explains the place is
    none."""
    found = first_free(s, a, b)
    if found is not None and s.tags[a] == "I" and s.tags[found.first - 1] == "J":
        comma = s.tags.find(",", found.last, b)  # "With a hall of 4,000 m² and a dock of 90 m, it is due to …"
        later = first_free(s, comma + 1, b) if comma > 0 else None
        if later is not None and later.first == comma + 1:
            return later
    if found is not None and s.tags[a] == "I" and s.tags[found.first - 1] == "," and found.last < b:
        later = first_free(s, found.last, b)
        if (
            later is not None
            and s.tags[later.first - 1] == ","
            and s.lows[found.first] in ("a", "an", "the")
            and (s.lows[found.first] != s.lows[later.first] or s.tags[later.first] == "P")
        ):
            return later
    return found


def relative_marker(s: Sentence, a: int, b: int) -> int:
    """The relative pronoun that opens the clause of the verb at b, or -1."""
    if not s.hints & _RELATIVE:
        return -1
    for i in range(b - 1, a - 1, -1):
        low = s.lows[i]
        if low in RELATIVES or low in _PLACES:
            if i == 0 or s.tags[i] not in "SDO":
                return -1
            previous = s.tags[i - 1]
            if low == "that" and (previous not in "NP" or s.tags[i] == "D" or _dated(s, i)):
                return -1
            if low == "when" or (low == "where" and previous == "."):
                return -1
            if previous in "NP)" or (previous == "," and i > 1 and s.tags[i - 2] in "NPC)"):
                return i
            if previous in "IT":  # "in which", "of whom", "to which"
                return i
            return -1
        if s.tags[i] == ":" or s.words[i] == ";":
            return -1
    return -1


def _dated(s: Sentence, i: int) -> bool:
    """Whether only the day of a statement stands before "that": "said on Wednesday | that its parent would …"."""
    k = bisect_left(s.phrase_starts, i) - 1
    return k >= 0 and s.phrases[k].last == i and is_time(s, s.phrases[k])


def bare_relative(s: Sentence, stop: int) -> tuple[NounPhrase, NounPhrase] | None:
    """ "a business the airline | is keen to develop": what is said of, and who says it, without a pronoun between."""
    if stop > 2 and s.tags[stop - 3 : stop] == "DCO":  # "to the 210 | it | had"
        return NounPhrase(stop - 3, stop - 1, stop - 2), NounPhrase(stop - 1, stop, stop - 1)
    for i, q in enumerate(s.phrases):
        if q.last != stop or s.lows[q.head] in _EMPHATIC:
            continue  # "the port itself | has been closed"
        if i and s.phrases[i - 1].last == q.first and s.tags[q.first] in "DO":
            r = s.phrases[i - 1]
            a = chain_head(s, r).first  # "At the foot of the hill it built …", "Because of the drought it took in …"
            opened = (s.tags[a - 1] == "I" or (a == 1 and s.lows[0] in _TIME_PREPOSITIONS)) and (
                a == 1 or s.tags[a - 2] in ',:"S'
            )
            if s.tags[r.first] != "D" or opened:
                return None  # "On completion the terminal will hold", "; outside the capital it fell"
            return None if is_time(s, r) or is_time(s, q) or s.tags[r.head] not in "NP" else (r, q)
    return None


def led_in(s: Sentence, phrase: NounPhrase, end: int) -> bool:
    """Whether a phrase hangs on the preposition that opens its clause: "Under a deal | signed on Monday, X will …"."""
    head = chain_head(s, phrase)
    i = head.first - 1
    if i > 0 and s.tags[i] == "C" and s.tags[head.first] == "D" and len(s.lows[i]) == 4:
        return False  # "In 2023 the province built 14 schools, repaired …"
    while i > end and s.tags[i] in "DCQRA-":
        i -= 1
    if i >= 0 and s.tags[i] == "I" and (i == 0 or s.tags[i - 1] in ":,.") and not is_time(s, head):
        return True
    return not free(s, head) and first_free(s, end, head.first) is None and not is_time(s, head)


def apposed(s: Sentence, phrase: NounPhrase) -> bool:
    """Whether a phrase explains the name before it: "Motavia, a company | set up in 2022, will …"."""
    a = phrase.first
    return a > 1 and s.lows[a] in ("a", "an") and s.tags[a - 1] == "," and s.tags[a - 2] == "P"


def opens(s: Sentence, phrase: NounPhrase, end: int) -> bool:
    """Whether a phrase after the last verb begins a clause of its own."""
    return phrase.first > end and s.tags[phrase.first - 1] in "SJ"


def whose(s: Sentence, end: int, stop: int) -> NounPhrase | None:
    """Whose verb it is behind a comma: "makes 800 ovens a year, | the company | said"."""
    near = next((p for p in reversed(s.phrases) if p.last == stop and p.first > end), None)
    if near is None:
        return None
    top = chain_head(s, near)
    return top if s.tags[top.first - 1] == "," and s.tags[top.first] in "DPO" else None
