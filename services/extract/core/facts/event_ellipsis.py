"""Subjects whose noun is left out: "The first came on stream in May", "the second is due in 2026", "another follows".

An ordinal, "other", "another", "both" or "one" stands for a noun of the same clause or of the sentences right before
(Quirk et al., A Comprehensive Grammar of the English Language, 12.10, nominal ellipsis). What "follows", or is "due" or
"planned" for a time, does what the one before it did.
"""

from __future__ import annotations

from collections.abc import Callable

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_RANKS = frozenset(
    "first second third fourth fifth sixth other latter former last latest newest larger smaller bigger older newer "
    "largest smallest biggest oldest".split()
)
_OPEN = frozenset("another a an".split())
_AT = frozenset("in at near to outside".split())
_BEFORE_CLAUSE = frozenset("and while but when whereas once although though that with after before since until".split())
_SAID = frozenset("said says added adds announced confirmed".split())
_SET = frozenset("schedule plan expect slate target pencil pencilled envisage".split())
_TIMED = frozenset("for in by before this next during on".split())
_COPIED = frozenset(("opening", "construction", "expansion", "closure"))
_NEAR = 14  # tokens of an aside between what stands for the noun and its verb


def standing_in(s: Sentence, stop: int) -> tuple[int, int] | None:
    """Tokens of "second", "third, to Bogotá", "new one" before the verb at token `stop`, or None."""
    j = stop
    while j and s.tags[j - 1] == "R":
        j -= 1
    end = j
    if j and s.tags[j - 1] == ",":
        comma = s.tags.rfind(",", max(0, j - _NEAR), j - 1)
        designed = comma + 1 + (s.tags[comma + 1] in "WX")  # "an eastern one, | designed for 1.6 million, is …"
        if comma < 0 or any(t in "VWXBHMS;:" for t in s.tags[designed:j]):
            return None
        named = comma + 2 < j and s.lows[comma + 1] in _AT and s.tags[j - 2] == "P"
        j, end = comma, j - 1 if named else comma
    else:
        k = j
        while k and s.tags[k - 1] in "PNA" and s.lows[k - 1] not in _RANKS:
            k -= 1
        if 0 < k < j and s.lows[k - 1] in _AT:
            j = k - 1
    first = _stand_in(s, j)
    if first is None:
        return None
    opens = first
    while opens and s.tags[opens - 1] == "D":
        opens -= 1
    clause = opens == 0 or s.tags[opens - 1] in ',;:J("' or s.lows[opens - 1] in _BEFORE_CLAUSE | _SAID
    return (first, end) if clause else None


def _stand_in(s: Sentence, j: int) -> int | None:
    """Where "second", "other", "new one", "two more" begins that ends before token j, behind its article."""
    i = j - 1
    if i < 0:
        return None
    low, before = s.lows[i], s.lows[i - 1] if i else ""
    if low == "half" and before in _RANKS and i > 1:
        return i - 1  # "the second half | went live"
    if low in _RANKS:
        return i if i and s.tags[i - 1] == "D" else None
    if low in ("one", "ones"):
        k = i
        while k and s.tags[k - 1] == "A" and i - k < 3:
            k -= 1
        placed = before == "the" and s.lows[j : j + 1] != [] and s.lows[j] in _AT  # "the one in Bari"
        return k if k < i or before in ("another", "") or s.tags[i - 1] in ",;J" or placed else None
    if low in ("more", "others"):
        return i - 1 if i and s.tags[i - 1] == "C" and len(s.words[i - 1]) < 6 else None
    return i if low in ("another", "both") else None


def standing_behind(s: Sentence, i: int) -> tuple[int, int] | None:
    """Tokens of "third", "another in Bor", "new one" right behind a verb that ends before token i, or None."""
    k = i + (s.tags[i : i + 1] == "D" and s.lows[i] != "another")
    first = k
    while k < len(s.tags) and s.tags[k] == "A" and s.lows[k] not in _RANKS and k - first < 3:
        k += 1
    if k >= len(s.tags):
        return None
    low = s.lows[k]
    one = low == "one" and (k > first or i == first or s.lows[k - 1] == "another")
    one |= low == "one" and k == i + 1 and s.lows[k + 1 : k + 2] != [] and s.lows[k + 1] in _AT  # "the one in Leeds"
    if not (one or (low in _RANKS and k > i) or low == "another" or (low == "both" and k == i)):
        return None
    end = k + 1 + (low == "another" and s.lows[k + 1 : k + 2] == ["one"])
    follows_noun = s.tags[end : end + 1] in ("N", "P", "A", "C", "U", "-") or s.lows[end : end + 1] in (
        ["of"],
        ["half"],
    )
    if follows_noun and not any(q.first == end and is_time(s, q) for q in s.phrases):
        return None
    timed = any(q.first == end + 1 and is_time(s, q) for q in s.phrases)  # "the first in August"
    if s.lows[end : end + 1] and s.lows[end] in _AT and s.tags[end + 1 : end + 2] == "P" and not timed:
        end += 2
        while s.tags[end : end + 1] == "P":
            end += 1
    return first, end


def stands_for(s: Sentence, p: Predicate, stop: int) -> int:
    """Where "one" stands between subject and verb as what the verb is said of, or -1."""
    for i in range(max(p.start, stop - 12), stop):
        if s.lows[i] in ("one", "ones", "another") and i and s.tags[i - 1] in "DA" and s.tags[i + 1] not in "NPA":
            return i
    return -1


def told_before(
    doc: Document, s: Sentence, tokens: tuple[int, int], good: Callable[[Sentence, NounPhrase], bool]
) -> bool:
    """Whether the noun that is left out stands before: several things, one of a row, or, for another one, any."""
    first = tokens[0]
    more = s.lows[first] in ("another", "one", "more") or (first > 0 and s.lows[first - 1] in _OPEN)
    more |= s.lows[first] not in _RANKS and s.lows[first] != "both"
    behind = doc.sentences[max(0, s.index - 2) : s.index]
    for b in [s, *reversed(behind)]:
        if b is not s and b.paragraph != s.paragraph and b.index != s.index - 1:
            return False
        for q in reversed(b.phrases):
            if (b is s and q.last > first) or not good(b, q):
                continue
            if more or plural(b.lows[q.head]) or not _RANKS.isdisjoint(b.lows[max(0, q.first - 4) : q.head]):
                return True
    return False


def follows(s: Sentence, p: Predicate, before: list[Claim]) -> tuple[str, int, int, int, int] | None:
    """The event that "the second will follow in 2026" repeats, with the tokens of its subject and evidence."""
    g = p.group
    lemma = g.lemma
    i = g.last + (s.lows[g.last : g.last + 1] in (["due"], ["planned"]) and lemma == "be")
    ahead = (lemma in _SET and g.passive) or (lemma == "be" and i > g.last)
    with_it = p.kind == "infinitive" and lemma == "follow" and p.governor < len(s.tags) and "with" in s.vocabulary
    if (
        not (p.kind == "finite" or with_it)
        or g.negated
        or not (ahead or lemma == "follow" or (lemma == "come" and g.tense == "future"))
    ):
        return None
    if not (_timed(s, i) or (lemma == "follow" and s.tags[i : i + 1] in (".", ",", ""))):
        return None
    claim = next((c for c in reversed(before[-6:]) if c.event in _COPIED and c.sentence.index >= s.index - 1), None)
    if claim is None or claim.subject is None or claim.event is None or claim.end > s.starts[g.first]:
        return None
    told = [low.strip(",.") for low in claim.subject.text.lower().split()]
    tokens = standing_in(s, g.first)
    if tokens is None:
        q = p.subject
        same = q is not None and q.last <= g.first and any(w.rstrip("s") == s.lows[q.head].rstrip("s") for w in told)
        if q is None or not same or not classes(s.lows[q.head]):
            return None
        tokens = q.first + (s.tags[q.first] == "D"), q.last
    elif not any(classes(low) for low in told):
        return None
    return claim.event, tokens[0], tokens[1], tokens[0], g.last


def _timed(s: Sentence, i: int) -> bool:
    """Whether a time follows: "in 2026", "for next year", "by the end of May"."""
    if s.lows[i : i + 1] in (["in"], ["at"], ["near"]) and s.tags[i + 1 : i + 2] == "P":
        place = next((q for q in s.phrases if q.first == i + 1 and not is_time(s, q)), None)
        i = place.last if place is not None else i  # "will follow | in Mombasa | by 2028"
    if i >= len(s.lows) or (s.lows[i] not in _TIMED and not any(q.first == i and is_time(s, q) for q in s.phrases)):
        return False
    year = s.tags[i + 1 : i + 2] == "C" and len(s.words[i + 1]) == 4
    return year or any(i <= q.first <= i + 3 and is_time(s, q) for q in s.phrases)
