"""Who does what in a sentence, as far as a shallow reading goes: clauses, governing verbs, subjects, noun phrases.

Everything works on token indexes of one sentence and returns -1 or None where the sentence does not show it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from services.extract.core.chunks import NounPhrase, VerbGroup
from services.extract.core.sentences import Sentence

# Prepositions that tie a noun phrase to the noun before it ("plant for the production of pipes in Almaty").
_TIES = frozenset(("of", "for", "in", "at", "on", "with", "to", "from", "by", "near", "between", "under", "within"))
_BREAKS = frozenset(";:.–—")
_OPEN_CLAUSE = frozenset("which who that whose where when while whereas because if although though as since".split())
_RELATIVES = frozenset(("which", "who", "whose", "where"))
_VERBS = frozenset("VWXMBH")


class Governor:
    """What a stretch of tokens hangs on."""

    __slots__ = ("modified", "noun", "preposition", "side", "verb")

    def __init__(self, preposition: str, noun: int, modified: int) -> None:
        self.preposition = preposition  # directly before the stretch: by, to, from, at, of, with, …, or ""
        self.noun = noun  # the noun that the preposition hangs on ("capacity of 5 MW"), else -1
        self.modified = modified  # the noun right after that the stretch modifies ("a $4.2 billion agreement"), else -1
        self.verb: VerbGroup | None = None  # the verb whose object, complement or subject it is
        self.side = ""  # "object" (right of the verb) or "subject" (left of it), "" where there is no verb


def clause(s: Sentence, first: int, last: int) -> tuple[int, int, int, int]:
    """Tokens [a, b) of the clause around tokens [first, last), and tokens [c, d) of a relative clause left of them that
    is none of it: it ends where the verb of its head noun stands ("The hall, | which cost $3m, | seats 900", "the hall
    | that cost $3m | will seat 900")."""
    tags, lows, words = s.tags, s.lows, s.words
    a, resumed, c, d = first, -1, first, first
    while a > 0:
        t = tags[a - 1]
        w = lows[a - 1]
        if words[a - 1] in _BREAKS and not (t == "-" and _joins(s, a - 1)):
            break
        if t == "S" or (w in _OPEN_CLAUSE and w != "as" and t in "SD" and a - 1 < first and _has_verb(s, a, first)):
            if resumed < 0 or c < d or not _is_relative(s, a - 1) or _VERBS.isdisjoint(tags[a:resumed]):
                break
            c, d = a - 1, resumed
        elif t == "J" and a >= 2 and tags[a - 2] == "," and _has_verb(s, a, first) and _own_subject(s, a, first):
            break
        elif resumed < 0 and _resumes(tags, a):
            resumed = a
        a -= 1
    relative = a > 0 and _is_relative(s, a - 1) and not _VERBS.isdisjoint(tags[a:first])
    b = last
    n = len(tags)
    while b < n:
        t = tags[b]
        if words[b] in _BREAKS and not (t == "-" and _joins(s, b)):
            break
        if t == "S" and lows[b] != "than":
            break
        if relative and _resumes(tags, b + (t == ",")):
            break
        if t == "," and b + 1 < n and tags[b + 1] == "J" and _own_subject(s, b + 2, n) and _has_verb(s, b + 2, n):
            break
        b += 1
    return a, b, c, d


def _joins(s: Sentence, i: int) -> bool:
    """Whether a dash stands between two tokens without blanks ("coal-fired", "2021-2025")."""
    return 0 < i < len(s.words) - 1 and s.ends[i - 1] == s.starts[i] and s.ends[i] == s.starts[i + 1]


def _is_relative(s: Sentence, i: int) -> bool:
    """Whether a relative clause opens at token i."""
    if s.lows[i] == "that":
        return i > 0 and s.tags[i - 1] in "NP" and s.tags[i + 1] in "VWMBHR"
    return s.lows[i] in _RELATIVES


def _resumes(tags: str, i: int) -> bool:
    """Whether a verb stands at token i behind a comma, or a form of "be" or a modal behind a noun or number."""
    t, before = tags[i : i + 1], tags[i - 1 : i]
    if before == ",":
        while t == "R":
            i += 1
            t = tags[i : i + 1]
        return t in ("M", "B", "H", "V", "W")
    return t in ("M", "B") and before in ("N", "P", "C")


def _has_verb(s: Sentence, a: int, b: int) -> bool:
    return any(a <= g.head < b and g.tense not in ("gerund", "infinitive", "participle") for g in s.groups)


def _own_subject(s: Sentence, a: int, b: int) -> bool:
    """Whether a noun phrase stands before the first finite verb of [a, b)."""
    for g in s.groups:
        if a <= g.first < b and g.tense not in ("gerund", "infinitive"):
            return any(a <= p.first and p.last <= g.first for p in s.phrases)
    return False


def governor(s: Sentence, first: int, last: int, a: int, b: int) -> Governor:
    """What tokens [first, last) of the clause [a, b) hang on; its verb is left to the sentence's predicates."""
    tags, lows = s.tags, s.lows
    preposition, noun = "", -1
    i = first - 1
    while i >= a and tags[i] in "DQRA" and lows[i] not in ("up", "down"):
        i -= 1
    if i >= a and (tags[i] in "IT" or lows[i] in ("up", "down", "about")):
        preposition = lows[i]
        j = i - 1
        while j >= a and tags[j] in "RI" and lows[j] not in ("up", "down"):
            j -= 1
        if j >= a and tags[j] in "NPA)":
            noun = _head_at(s, j) if tags[j] != ")" else _before_bracket(s, j, a)
    modified = -1
    k = last
    if k < b and tags[k] == "-":
        k += 1
    if k < b and tags[k] in "NPA":
        phrase = phrase_at(s, k)
        if phrase is not None:
            modified = phrase.head
    return Governor(preposition, noun, modified)


def _head_at(s: Sentence, i: int) -> int:
    phrase = phrase_at(s, i)
    return phrase.head if phrase is not None else i


def _before_bracket(s: Sentence, i: int, a: int) -> int:
    while i > a and s.tags[i] != "(":
        i -= 1
    return i - 1 if i - 1 >= a and s.tags[i - 1] in "NP" else -1


def phrase_at(s: Sentence, i: int) -> NounPhrase | None:
    """The base noun phrase that covers a token."""
    k = bisect_right(s.phrase_starts, i) - 1
    if k >= 0:
        p = s.phrases[k]
        return p if i < p.last else None
    return None


def phrase_from(s: Sentence, i: int) -> NounPhrase | None:
    """The first base noun phrase that begins at or after a token."""
    k = bisect_left(s.phrase_starts, i)
    return s.phrases[k] if k < len(s.phrases) else None


def before_number(s: Sentence, first: int) -> int:
    """The token that a number which begins at a token is tied by, past what modifies it ("rose to nearly the | 40"); -1
    where the sentence begins with it."""
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQ":
        i -= 1
    return i


def subject_of(s: Sentence, group: VerbGroup) -> NounPhrase | None:
    """The noun phrase that a verb group is said of: its subject, the antecedent of its relative pronoun, or for a
    participle and an infinitive the nearest phrase that can be one."""
    tags, lows = s.tags, s.lows
    i = group.first - 1
    while i >= 0 and tags[i] in "RL":
        i -= 1
    if i < 0:
        return _first_subject(s, group)
    if tags[i] == "J":  # "increased … and amounted to": the subject of the verb before
        earlier = [
            g for g in s.groups if g.head < i and (g.tense not in ("gerund", "infinitive") or group.tense == g.tense)
        ]
        if earlier:
            return subject_of(s, earlier[-1])
    if tags[i] in "SD" and lows[i] in ("which", "who", "that"):
        return _phrase_before(s, i)
    if tags[i] == "T" or group.tense == "infinitive":
        earlier = [g for g in s.groups if g.last <= group.first]
        if earlier:
            return subject_of(s, earlier[-1])
    if tags[i] == ",":
        if group.tense == "gerund":  # "…, marking a 7% increase": the participle of the clause
            main = [g for g in s.groups if g.head < i and g.tense not in ("gerund", "infinitive")]
            return subject_of(s, main[0]) if main else _phrase_before(s, i)
        opened = _opening_comma(s, i)
        return _phrase_before(s, opened if opened > 0 else i)
    return _phrase_before(s, i + 1)


def _opening_comma(s: Sentence, i: int) -> int:
    """The comma that opens the apposition or relative clause which the comma at i closes."""
    for j in range(i - 1, 0, -1):
        if s.tags[j] == "," and not (s.tags[j + 1] in "JNPA" and s.tags[j - 1] in "NP" and s.tags[j + 1] == "J"):
            return j
    return -1


def _phrase_before(s: Sentence, i: int) -> NounPhrase | None:
    """The head phrase of the chain of phrases that ends before token i ("the opening of a plant" → the opening)."""
    found: NounPhrase | None = None
    end = i
    for p in reversed(s.phrases):
        if p.last > end:
            continue
        gap = s.tags[p.last : end]
        if found is None:
            if any(t in "VWXBHM;" for t in gap):
                return None
            found, end = p, p.first
        elif (
            gap in ("I", "T")
            and s.lows[p.last] in _TIES
            and (s.lows[p.last] == "of" or (p.first > 0 and s.tags[p.first - 1] != ","))
        ):
            found, end = p, p.first
        else:
            break
    return found


def _first_subject(s: Sentence, group: VerbGroup) -> NounPhrase | None:
    """For a participle that opens the sentence ("Established in 2005, the plant …"): the subject of the main verb."""
    for g in s.groups:
        if g.first > group.first and g.tense not in ("gerund", "participle", "infinitive"):
            return subject_of(s, g)
    return None


def dashed(s: Sentence, p: NounPhrase) -> NounPhrase:
    """ "Bor–Tolgoi railway" of "Bor": what a dash without blanks joins to a name."""
    q = phrase_at(s, p.last + 1)
    joined = q is not None and q.first == p.last + 1 and s.tags[p.head] == "P" and s.ends[p.last] == s.starts[q.first]
    return NounPhrase(p.first, q.last, q.head) if q is not None and joined else p


def full_phrase(
    s: Sentence, phrase: NounPhrase, *, stop: int = 10**9, ties: frozenset[str] = _TIES, numbers: bool = True
) -> tuple[int, int]:
    """Tokens [first, last) of a noun phrase with its prepositional parts, coordinations inside them left in:
    "plant for the production of copper and aluminum wire rod" from "a plant"; never reaches token `stop`."""
    first, last = phrase.first, phrase.last
    while first < phrase.head and s.tags[first] in "DQ":
        first += 1
    while last + 1 < len(s.tags) and last < stop:
        if s.tags[last] in "IT" and s.lows[last] in ties:
            nxt = phrase_at(s, last + 1)
            if nxt is None or nxt.first != last + 1 or nxt.last > stop or s.tags[nxt.head] == "O" or _is_time(s, nxt):
                break
            if s.lows[last] == "between" and s.lows[nxt.last : nxt.last + 1] == ["and"]:
                other = phrase_at(s, nxt.last + 1)  # "between Bari and Durres"
                nxt = other if other is not None and other.first == nxt.last + 1 and other.last <= stop else nxt
            if not numbers and (
                "C" in s.tags[nxt.first : nxt.head]
                or (nxt.last < len(s.tags) and s.tags[nxt.last] in "CU" and s.tags[nxt.head] != "P")
                or s.lows[nxt.head] in _PRICES
            ):
                break
            last = nxt.last
        elif s.tags[last] == "J" and last > phrase.last and s.lows[last] == "and":
            nxt = phrase_at(s, last + 1)
            # a coordination inside the prepositional part: only where no verb follows at once
            if (
                nxt is None
                or nxt.first != last + 1
                or nxt.last > stop
                or s.lows[last + 1] in ("a", "an", "last", "next")  # "a mill in Bor and a school", "and last month"
                or (nxt.last < len(s.tags) and s.tags[nxt.last] in "VWXBHM")
                or s.tags[nxt.last : nxt.last + 2] in ("IC", "TC", "IU", "TU")  # "of the value and China for 19%"
            ):
                break
            last = nxt.last
        else:
            break
    return first, min(last, stop)


_PRICES = frozenset(
    "cost costs price rate expense pace speed level value fee return exchange half third quarter fifth sixth eighth "
    "tenth".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december year years month months "
    "quarter half week weeks day days period monday tuesday wednesday thursday friday saturday sunday decade "
    "end beginning start time stage weekend spring summer autumn winter morning evening night q1 q2 q3 q4 h1 h2".split()
)


def _is_time(s: Sentence, phrase: NounPhrase) -> bool:
    low = s.lows[phrase.head]
    return low in _CALENDAR or (low.isdigit() and len(low) == 4)
