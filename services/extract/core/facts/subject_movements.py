"""What a noun of movement moves, and the noun that a quantity holds: "a 5% increase in exports", "8% more pay"."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.subject_ties import RATIOS, listed_words
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_SEEN = frozenset("make post record see register observe note report log".split())
_SETTING = frozenset("slash set fix keep hold leave put peg cap".split())
_OWN_GROWTH = frozenset("organic like-for-like underlying comparable economic".split())
_BASES = frozenset("comparable constant current real nominal fixed volume value dollar local absolute".split())
POSTING = frozenset("post record register report show have see log boast".split())
_MORE = frozenset("more less fewer higher lower".split())

_PAPERS = frozenset("shares stock units stocks".split())


def movement(s: Sentence, first: int, last: int) -> int | None:
    """The noun of movement that the quantity measures: "an increase of 5%", "a 5% increase"."""
    words = listed_words("movements")
    for i in range(first, min(last + 2, len(s.lows))):
        if s.lows[i] in words and s.tags[i] in "NG":
            return i
    i = first - 1
    while i > 0 and s.tags[i] in "RDQA":
        i -= 1
    q = phrase_at(s, i - 1) if i > 2 and s.lows[i] == "from" else None
    if q is not None and s.lows[q.first - 1] in ("in", "of") and s.lows[q.first - 2] in words:
        return q.first - 2  # "the cut in import duty from 35 percent"
    if i > 2 and s.tags[i] == "," and s.lows[i - 1] in words and s.lows[i - 2].endswith("est"):
        return i - 1  # "The biggest gain, 9.1%, was in Bor"
    if i > 1 and s.lows[i - 1 : i + 1] == [",", "of"] and s.lows[i - 2] in words and s.tags[i - 2] == "N":
        return i - 2  # "The largest gain, of 24,500, was made in …"
    if i > 0 and s.lows[i] in ("of", "by") and s.lows[i - 1] in words and s.tags[i - 1] == "N":
        return i - 1
    q = phrase_at(s, i - 1) if i > 3 and s.lows[i] == "of" else None
    if q is not None and q.last == i and s.lows[q.first - 1] == "in" and s.lows[q.first - 2] in words:
        return q.first - 2  # "a further decline in output of 2 percent"
    return None


def movement_of(s: Sentence, noun: int) -> NounPhrase | None:
    """What a movement is in or of: "a 5% increase in exports"; or what stands before it ("GDP growth")."""
    for i in range(noun + 1, min(len(s.lows), noun + 8)):
        if s.lows[i] in ("in", "of") and i + 1 < len(s.tags):
            q = phrase_from(s, i + 1)
            if q is None or is_time(s, q) or "C" in s.tags[i + 1 : q.last] or s.tags[q.head] not in "NP":
                continue
            if s.lows[q.head] in ("prices", "terms") and not _BASES.isdisjoint(s.lows[q.first : q.head]):
                continue  # "an increase of 12% in comparable prices"
            if all(t in "DQARG" for t in s.tags[i + 1 : q.first]):
                return q
        elif s.tags[i] not in "CUNRI-":
            break
    p = phrase_at(s, noun)
    if (
        p is not None
        and p.head == noun
        and s.lows[noun] == "growth"
        and s.lows[noun - 1] in _OWN_GROWTH
        and s.lows[p.first - 1] != "to"
    ):
        return NounPhrase(noun - 1, noun + 1, noun)  # "organic growth of 3%" is a measure by itself
    if p is not None and p.head == noun:  # "GDP growth"
        start = noun
        while start > p.first and s.tags[start - 1] in "NPE" and s.lows[start - 1] not in ("percent", "cent"):
            if s.words[start - 1][0].isdigit():
                break
            start -= 1
        if start < noun and s.tags[start:noun].strip("NPE") == "":
            return NounPhrase(start, noun, noun - 1)
    return None


def noun_inside(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The noun that the evidence itself holds: "8% more capacity", "17% more revenue"."""
    q = phrase_at(s, last - 1)
    if q is not None and q.head == last - 1 and "%" in s.words[q.first : q.head] and not is_time(s, q):
        low = s.lows[q.head]
        if low not in RATIOS and "-" not in low:
            return q  # "a 12% safeguard duty"
    if _MORE.isdisjoint(s.lows[first:last]):
        return None
    if s.lows[last - 1] in _MORE and last < len(s.tags) and s.tags[last] in "NA":
        after = phrase_at(s, last)
        if after is not None and s.tags[after.head] == "N" and not is_time(s, after):
            return NounPhrase(last, after.last, after.head)  # "12 percent more pay"
    for p in s.phrases:
        inside = first + 1 < p.head < last and s.tags[p.head] in "NP"
        if inside and s.lows[p.head] not in RATIOS and s.lows[p.first - 1] not in ("than", "in"):
            return p
    return None


def located(s: Sentence, subject: NounPhrase) -> NounPhrase | None:
    """Of "In wind power we saw an increase of 14%", "In the capital it fell to 2.8%" what "in" opens it with."""
    q = next((r for r in s.phrases if r.last in (subject.first, subject.first - 1)), None)
    if s.lows[subject.first - 1] == "where" and subject.first > 2:  # "the rate of Accra, where it was 15.6%"
        q = phrase_at(s, subject.first - 2 - (s.tags[subject.first - 2] == ","))
        return q if q is not None and s.tags[q.head] in "NP" and not is_time(s, q) else None
    if q is None or s.tags[q.last : subject.first].strip(",") or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    while s.lows[q.first - 1] == "and" and (twin := phrase_at(s, q.first - 2)) is not None and twin.last == q.first - 1:
        q = NounPhrase(twin.first, q.last, q.head)  # "whereas in mining and quarrying it grew"
    if s.lows[q.head] in ("terms", "prices"):
        return None  # "In nominal terms it went up by 11%"
    i = q.first - 1
    opens = i == 0 or (i > 0 and s.tags[i - 1] in ',:"S') or (i > 1 and s.tags[i - 2 : i] == ",J")
    return q if i >= 0 and s.lows[i] in ("in", "outside", "for", "among") and opens else None


def who_moved(s: Sentence, noun: NounPhrase) -> NounPhrase | None:
    """Of "Otago was the only region to record a rise (up 3 percent)" Otago."""
    best = s.lows[noun.first] == "the" and any(low.endswith("est") for low in s.lows[noun.first : noun.head])
    if best:  # "Services should have the highest rate (4.0%)"
        poster = next((q for q in predicates(s) if q.group.last == noun.first and q.group.lemma in POSTING), None)
        if poster is not None and poster.subject is not None and s.tags[poster.subject.head] in "NP":
            return poster.subject
    if s.lows[noun.head] not in listed_words("movements") or s.lows[noun.first] not in ("a", "an"):
        return None
    p = next((q for q in predicates(s) if q.group.last == noun.first and q.subject is not None), None)
    if p is not None and p.governor >= 0 and predicates(s)[p.governor].group.lemma == "be":
        p = predicates(s)[p.governor]
    return p.subject if p is not None and p.subject is not None and s.tags[p.subject.head] in "NP" else None


def moved_relative(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """Of "has cut the rate that operators charge each other to 31 cents from 41" the rate: the number hangs on the
    verb before the relative clause."""
    thing = p.gap if p.kind == "relative" else None
    if thing is None or s.lows[len(s.tags[:first].rstrip("RDQU")) - 1] not in ("to", "from", "by", "at"):
        return None
    moves = (
        q.group
        for q in predicates(s)
        if q.group.last <= thing.first and q.group.lemma in listed_words("moves") | _SETTING
    )
    g = next((g for g in moves if thing.first - g.last <= 1), None)
    return thing if g is not None and not g.passive else None


def seen_in(s: Sentence, last: int) -> NounPhrase | None:
    """Of "Growth of 7% was recorded in mortgage lending" the lending."""
    g = next((g for g in s.groups if g.first >= last), None)
    if g is not None and s.tags[last : g.first].strip(",") and "," not in s.tags[max(g.first - 1, last) : g.first]:
        return None  # but "The largest gain, of 24,500 or 7.8%, was made in health"
    seen = g is not None and ((g.passive and g.lemma in _SEEN) or (g.lemma == "be" and not g.passive))
    best = g is not None and g.passive and any(low.endswith("est") for low in s.lows[:last])
    if g is not None and best and g.lemma in POSTING and s.lows[g.last : g.last + 1] == ["by"]:
        q = phrase_from(s, g.last + 1)  # "The highest growth, 11.4%, was posted by hotels"
        return q if q is not None and q.first == g.last + 1 and s.tags[q.head] in "NP" else None
    if g is None or not seen or s.lows[g.last : g.last + 1] not in (["in"], ["for"]):
        return None
    q = phrase_from(s, g.last + 1)
    return q if q is not None and q.first == g.last + 1 and not is_time(s, q) and s.tags[q.head] in "NP" else None


def valued(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "Fonda shares closed at €4.20, valuing it at €800m" the company whose the shares are."""
    main = predicates(s)[p.governor].subject if p.group.lemma == "value" and p.governor >= 0 else None
    if main is None or s.lows[main.head] not in _PAPERS:
        return None
    if main.head > main.first and s.tags[main.first : main.head].strip("P") == "":
        return NounPhrase(main.first, main.head, main.head - 1)
    q = phrase_from(s, main.last + 1) if s.lows[main.last : main.last + 1] in (["of"], ["in"]) else None
    return q if q is not None and q.first == main.last + 1 and s.tags[q.head] == "P" else None
