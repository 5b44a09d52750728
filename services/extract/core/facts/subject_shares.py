"""Whose a share is: held by someone, of every third thing, at a rate of a loan.

82.6% is held by Altai, another 10.1% by X     → Altai, X
60% of it goes to Peru, 40% of it to Chile     → Peru, Chile
sold 15% of the mine to Moriyama               → Moriyama
one crate in twelve, every third household     → crate, household
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at, phrase_from
from services.extract.core.facts.item_gaps import plural
from services.extract.core.facts.naming import named
from services.extract.core.facts.pointing import POINTED
from services.extract.core.facts.reference import resolve
from services.extract.core.facts.subject_ties import RATIOS, can_bear, listed_words, predicate_of, without_number
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_OWNING = frozenset("its their his her our".split())
_SELLING = frozenset("sell transfer offload divest cede hand".split())
_PROPORTIONS = frozenset("every each one two three four five six seven eight nine".split())
_GIVING_WORK = frozenset("provide account generate support supply".split())
_HOLDING = frozenset("hold own control".split())
_SENDING = frozenset("go send export ship sell deliver supply direct allocate flow devote earmark travel".split())
_USING = frozenset("spend go use earmark reserve intend mean".split())
_ORIGIN = frozenset(
    "supply buy purchase deliver ship collect take come originate stem derive arrive import source obtain draw "
    "borrow".split()
)
_RESTING = frozenset("be lie rest remain stay sit".split())
_SITES = frozenset("be lie sit".split())
_DOING = frozenset("carry realise realize make conduct process perform settle register book execute".split())
_WAYS = frozenset("in through via at with using".split())
_GIVING = frozenset("lend provide give finance fund cover pay contribute bear buy take".split())
_OWN = frozenset(
    "hold own control have account cover meet supply represent employ ship export send run use reach be".split()
)
_SEEING = frozenset("see have show find want need expect mean give lose be leave".split())
_DEALS = frozenset("purchase sale acquisition takeover transfer disposal buyout divestment".split())
_STAKES = frozenset("stake interest holding share shareholding".split())
_WISHES = frozenset("want see expect wish like".split())
_NEAR = 2000  # characters
_NTH = ("th", "nd", "rd")


def held_by(s: Sentence, first: int, last: int) -> Mentioned | None:
    """Who holds it: "82.6% of its shares are held by Altai, another 10.1% by the EBRD"."""
    end = last + 2 if s.lows[last : last + 1] == ["of"] else last
    owned = any(
        g.lemma in _HOLDING and (g.passive or s.lows[g.last : g.last + 1] == ["by"]) and 0 <= first - g.last < 10
        for g in s.groups
    )
    q = phrase_from(s, last + 1) if owned and s.lows[last : last + 1] == ["by"] else None
    if q is not None and q.first == last + 1 and s.tags[q.head] in "NP":
        return named(s, q)  # "is owned 65% by Tarn Metals and 35% by the state"
    g = next((g for g in s.groups if g.first >= first), None)
    if g is not None and g.first == last and g.lemma in _HOLDING:
        q = phrase_from(s, g.last + 1) if s.lows[g.last : g.last + 1] == ["by"] else None
        return named(s, q) if q is not None and q.first == g.last + 1 else None  # "is 62% owned by its management"
    if g is not None and g.passive and g.lemma in _HOLDING and g.first <= end + 4 and "," not in s.tags[last : g.first]:
        i = g.last
    elif s.lows[first] == "another" or s.lows[first - 1] == "another":
        i = last
    else:
        return None
    q = phrase_from(s, i + 1) if s.lows[i : i + 1] == ["by"] else None
    return named(s, q) if q is not None and q.first == i + 1 and s.tags[q.head] in "NP" else None


def part_taker(doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """What a part that stands as a subject is, or goes to: "60% of sales went to Peru", "a third is debt", "37% of
    stays were booked through agents", "half of which is financed by the bank, a tenth by the state"."""
    if (source := _inverted(s, first)) is not None:
        return named(s, source)
    i = first - 1
    while i >= 0 and (s.tags[i] in "RDQA" or s.lows[i] == "remaining"):
        i -= 1
    timed = phrase_at(s, i) if i >= 0 else None
    if timed is not None and timed.first < 2 and is_time(s, timed):
        i = timed.first - 1 - (timed.first == 1)  # "Last year a 60% stake was bought by …"
    if (
        i >= 0
        and s.tags[i] not in ',:"JS.-'
        and not (s.lows[i] == "with" and {"it", "them"} & set(s.lows[last - 1 : last + 2]))
    ):
        return None
    kept: tuple[int, str] = doc.memo.get("taken", (-1, ""))
    if kept[0] == s.index and s.lows[last : last + 1] == [kept[1]]:  # "and 25.1 per cent to the staff trust"
        q = phrase_from(s, last + 1)
        return named(s, q) if q is not None and q.first == last + 1 and _taking(s, q) else None
    pointed = s.lows[last : last + 1] == ["of"] and s.lows[last + 1 : last + 2] and s.lows[last + 1] in POINTED
    if not pointed and s.lows[last - 2 : last - 1] == ["of"] and s.lows[last - 1] in POINTED:
        pointed, end = True, last
    else:
        end = last + 2 if pointed else last
    if pointed and end < len(s.lows) and s.lows[end] in ("from", "for", "by", "to", "in"):
        q = phrase_from(s, end + 1)  # "70% of it from own funds"
        return named(s, q) if q is not None and q.first == end + 1 and _taking(s, q) else None
    g = next((g for g in s.groups if g.first >= end), None)
    giver = phrase_from(s, end) if pointed and g is not None and not g.passive and g.lemma in _GIVING else None
    if giver is not None and g is not None and giver.first == end and giver.last == g.first and _taking(s, giver):
        return named(s, giver)  # "85% of which the state bank will lend"
    if (
        g is not None
        and s.tags[g.first : g.last] == "W"
        and (then := next((x for x in s.groups if x.first == g.last), None))
    ):
        g = then  # "one quarter of the hours worked | will go to …"
    aside = i > 0 and s.tags[i] in ",-" and s.tags[end : end + 1] == s.tags[i] and g is not None and g.first == end + 1
    if g is None or s.tags[g.first] == "T" or g.last >= len(s.lows):
        return None
    if not aside and {",", "S"} & set(s.tags[end : g.first]):
        return None  # but "The bulk, 61%, came from own funds"
    q = phrase_from(s, g.last)
    if g.lemma == "be" and q is not None and q.first == g.last and _taking(s, q):
        return named(s, q)  # "30% of which is the company's own funds"
    q = phrase_from(s, g.last + 1)
    tie = s.lows[g.last] if s.tags[g.last] in "IT" else ""
    if tie in ("out", "up", "") and g.last + 1 < len(s.lows) and s.lows[g.last] in ("out", "up"):
        tie, q = s.lows[g.last + 1], phrase_from(s, g.last + 2)  # "were carried out through …"
    if q is None or q.first > g.last + 2 or not _taking(s, q):
        return None
    sent = tie in ("to", "into") and g.lemma in _SENDING and (s.tags[q.first] != "D" or "P" in s.tags[q.first : q.last])
    if not (
        sent
        or (tie == "to" and g.lemma in ("belong", "relate", "pertain"))
        or (tie in ("on", "for") and g.lemma in _USING)
        or (tie == "by" and (g.passive or (pointed and s.tags[g.first : g.last] == "W")))  # "half of it paid by Ulm"
        or (tie == "with" and g.lemma in _RESTING)
        or (tie == "in" and g.lemma in _SITES and not pointed and "of" in s.lows[first:end])
        or (tie == "from" and g.lemma in _ORIGIN and s.lows[q.first] not in _OWNING)  # "from our own workshop"
        or (tie in _WAYS and g.lemma in _DOING and g.passive)
    ):
        return None
    doc.memo["taken"] = (s.index, tie)
    return named(s, q)


def _inverted(s: Sentence, first: int) -> NounPhrase | None:
    """Of "From China came 38 percent of imports" China."""
    q = phrase_at(s, 1) if s.tags[:1] in ("I", "T") else None
    if q is None or q.first != 1 or not _taking(s, q):
        return None
    g = next((g for g in s.groups if g.first == q.last), None)
    moving = g is not None and g.lemma in _ORIGIN | _SENDING and g.tense in ("past", "present")
    return q if g is not None and moving and s.tags[g.last : first].strip("RDQ") == "" else None


def _taking(s: Sentence, q: NounPhrase) -> bool:
    return s.tags[q.head] in "NP" and not is_time(s, q) and "C" not in s.tags[q.first : q.head]


def holder(doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Whose a stake is: "its 51% holding", "Bayan's 15% stake", "sold 15% of the mine to Moriyama"."""
    if first and s.lows[first - 1] in _OWNING:
        stake = phrase_at(s, last) or phrase_at(s, last - 1)
        if stake is not None and "stake" in classes(s.lows[stake.head]):
            whose = NounPhrase(first - 1, first, first - 1)
            named_first = resolve(doc, s, whose, frozenset(("organisation", "name")))
            return named_first or resolve(doc, s, whose, frozenset(("organisation", "name", "place")))
    whole = whole_of(s, first, last)
    if whole is None or s.tags[whole.last : whole.last + 1] != "T":
        return None
    p = predicate_of(s, first, last)
    if p is None or p.group.lemma not in _SELLING:
        return None
    buyer = phrase_from(s, whole.last + 1)
    if buyer is None or buyer.first != whole.last + 1 or s.tags[buyer.head] not in "NP":
        return None
    return named(s, buyer)


def rate_of(s: Sentence, first: int) -> Mentioned | None:
    """The loan of "a syndicated loan from 17 banks, at 1.85 points over the base rate"."""
    if first < 2 or s.lows[first - 1] != "at":
        return None
    for p in reversed(s.phrases):
        if p.last < first and s.lows[p.head] in listed_words("funds"):
            return named(s, without_number(s, p), ties=frozenset())
    return None


def proportion(doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "one crate in twelve", "every third household", "eight out of ten farms" the things."""
    if first > 1 and s.lows[first - 1] in ("whom", "which") and s.tags[last : last + 1] == "B":
        q = phrase_from(s, last)
        if q is not None and q.first == last + 1 and s.tags[q.head] == "N":
            return named(s, q)  # "of whom 41 percent are women"
    doer = predicate_of(s, first, last)  # "agriculture, which employs four in every ten Kenyans"
    every = not _PROPORTIONS.isdisjoint(s.lows[first : first + 2])
    if (
        doer is not None
        and (
            doer.group.lemma == "employ"
            or (every and doer.group.lemma in _GIVING_WORK)
            or (every and "in" in s.lows[first:last] and doer.group.last == first and doer.group.lemma not in _SEEING)
        )
        and not doer.group.passive
        and doer.group.last <= first
    ):
        return named(s, doer.subject) if doer.subject is not None and s.tags[doer.subject.head] in "NP" else None
    inside = s.lows[first:last]
    if not inside or _PROPORTIONS.isdisjoint(inside[:2]) or ("of" in inside and "out" not in inside):
        return None
    for p in s.phrases:
        if p.first > last:
            break
        if first <= p.head <= last and p.first <= last and s.tags[p.head] in "NP" and s.lows[p.head] not in RATIOS:
            if p.head >= last and s.tags[last - 1] not in "CA":
                continue
            if s.lows[p.first] == "every" and p.first + 1 < p.head and s.lows[p.first + 1].endswith(_NTH):
                p = p.begun_at(p.first + 2)  # "Every fifth car"
            return _in_plural(doc, s, p) or named(s, without_number(s, p))
    return None


def _in_plural(doc: Document, s: Sentence, p: NounPhrase) -> Mentioned | None:
    """The farms of an article that says "one farm in four" after or right before it has spoken of farms."""
    many = plural(s.words[p.head])
    at = doc.text.rfind(many, max(0, s.start - _NEAR), s.start)
    at = at if at >= 0 else doc.text.find(many, s.start, min(len(doc.text), s.end + _NEAR // 4))
    whole = (
        at >= 0 and not doc.text[at - 1 : at].isalpha() and not doc.text[at + len(many) : at + len(many) + 1].isalpha()
    )
    return Mentioned(many, at, at + len(many)) if whole and s.lows[p.head][-1] != "s" else None


def some_of_ours(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """Of "We have sold 60 per cent of the volume", "we bought seven out of ten compressors from China" the volume, the
    compressors; but "we hold 45% of the market"."""
    if p.subject is None or s.lows[p.subject.head] not in ("we", "i", "you") or p.group.last > first:
        return None
    q = whole_of(s, first, last)
    told = q is not None and any(g.first == q.last for g in s.groups)  # "two-thirds of our registers will be …"
    if p.group.lemma in _OWN and not told and not (p.group.lemma == "have" and s.tags[last - 1] == "N"):
        return None
    return q if q is not None and s.tags[q.head] == "N" and not is_time(s, q) else None


def whole_of(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """ "95 percent of local roads are …": the whole, where the share stands first."""
    for i in range(first, min(last + 1, len(s.lows))):
        if s.lows[i] == "of":
            if s.lows[i - 1] in ("ahead", "short", "shy"):
                return None  # "came in 2% ahead of last year"
            q = phrase_from(s, i + 1)
            if q is not None and s.lows[q.head] in ("percent", "cent"):
                return None  # "by an average of 9 percent"
            return q if q is None or "," not in s.tags[i : q.first] else None
    return None


def doing_part(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """Of "32% of people are …", "found that 54% of managers expect orders to rise" the people, the managers."""
    whole = whole_of(s, first, last)
    if whole is None:
        return None
    said = s.tags[max(before_number(s, first), 0)]  # "The contractor said 85% of the work had been done"
    if any(g.first == whole.last and (said == "S" or (said in "VW" and s.tags[g.first] in "BHM")) for g in s.groups):
        return whole
    aside = p.subject is not None and p.subject.last == first - 1 and s.tags[first - 1] == ","
    told = whole.last == p.group.first or not aside  # "In Vidin, the oldest, 32% of people are …"
    return whole if told and (p.group.first > first or p.group.lemma in _WISHES) else None


def dealt_in(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """Of "completed the purchase of a 12% stake in Baltic Towers" the towers: whose part changes hands."""
    i = before_number(s, first)
    if i < 2 or s.lows[i] != "of" or s.lows[i - 1] not in _DEALS:
        return None
    k = next((k for k in range(last - 1, min(last + 2, len(s.lows) - 1)) if s.lows[k] in _STAKES), -1)
    q = phrase_from(s, k + 2) if k > 0 and s.lows[k + 1] in ("in", "of") else None
    return q if q is not None and q.first <= k + 2 and s.tags[q.head] in "NP" else None


def with_part(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """Of "With 38% of the votes, Ulm Fund remains the largest owner" the owner."""
    if s.lows[0] not in ("with", "at") or s.tags[1:first].strip("RDQ") or p.group.first < last or p.subject is None:
        return None
    near = p.subject.first - last < 7 and (
        s.tags[p.subject.first - 1] == "," or any(q.last == p.subject.first for q in s.phrases)
    )
    return p.subject if near and can_bear(s, p.subject) else None
