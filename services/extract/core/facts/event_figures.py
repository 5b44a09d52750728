"""What a verb of event says that is none: habits, hours, pauses, measures, years long gone, figures of speech.

sells them in Iran · opened at 8 a.m. · closed for two years · built for 1,200 pupils · founded on trust
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import VerbGroup
from services.extract.core.clause import phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.mentions.place import countries
from services.extract.core.mentions.trigger import VerbRule, classes, listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_TRADES = frozenset("sell buy purchase".split())
_FRACTIONS = frozenset("third quarter half fifth sixth tenth two-thirds three-quarters twice % percent cent".split())
_COMPARED = frozenset("more less fewer much many".split())
_JOINS = frozenset(("merge", "amalgamate"))
_BUILDS = frozenset("build construct erect lay".split())
_RESUMES = frozenset(("reopen", "resume"))
_HOLIDAYS = frozenset("holiday holidays weekend christmas easter ramadan recess break".split())
_FITTED = frozenset(("build", "plan", "design"))
_SITES = frozenset(
    "site land plot bank banks shore island outskirts hill coast edge grounds territory farmland".split()
)
_TALLIED = frozenset("totalling totaling worth valued".split())
_PLURALS = frozenset("loans deals contracts agreements concessions leases orders memorandums memoranda".split())
_GROWS = frozenset("expand widen extend".split())
_PERCENT = frozenset("% percent cent".split())
_AHEAD = frozenset("MT")  # "will close its mills and | sell its stake"
_STANDS = frozenset("be lie stand remain".split())
_HABITS = frozenset("every daily twice nightly weekly".split())
_MERGED = frozenset("merge merger merging merged combine".split())
_CREATES = frozenset(("create", "form", "produce"))
_DEALS = frozenset(
    "merger deal acquisition takeover tie-up transaction combination purchase move demerger buyout amalgamation".split()
)
_NOTHING: frozenset[str] = frozenset()
_ONTO = {
    "open": frozenset("onto into up".split()),
    "close": frozenset("behind around round".split()),
    "shut": frozenset(("behind",)),
    "strike": frozenset(("down",)),
    "sell": frozenset(("out",)),
    "put": frozenset(("for",)),
    "go": frozenset(("for",)),
}
# "closed 2% lower", "opened flat", "closed the year": prices and years, no doors.
_LEVELS = frozenset(
    "lower higher up flat mixed unchanged weaker stronger little slightly sharply softer firmer".split()
)
_TRADED = frozenset("open reopen close shut".split())
_NEWS = 1800
_PASSING_VERBS = frozenset("close shut suspend halt stop mothball idle".split())
_CLOCK = frozenset("a.m p.m a.m. p.m. am pm o'clock noon midnight".split())
_WEEKLY = frozenset(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends holidays".split()
)
_SEASONS = frozenset("winter summer".split())
_SPANS = frozenset(
    "winter winters summer summers hour hours day days week weeks month months year years season seasons".split()
)


def figurative(s: Sentence, p: Predicate, rule: VerbRule, after: int) -> bool:
    """Whether a predicate is no event by what follows its verb; `after` is the token behind verb and particle."""
    g = p.group
    if g.lemma in _TRADES and g.tense == "present" and g.first == g.head and not g.perfect and not _shared(s, p):
        # "sells them in Iran": a habit; a headline's is none, nor is buying out
        return not (s.lows[g.last : g.last + 1] in (["out"], ["up"]) or s.tags[-1] not in '."')
    if g.lemma in _TRADES and not g.passive and _compared(s, g.last):
        return True  # "bought a third less", "sold 5% more gas": how much of it
    if g.lemma in _JOINS and not g.passive and _functions(s, g.last):
        return True  # "by merging purchasing and logistics"
    if g.lemma in _BUILDS and g.tense == "present" and g.first == g.head and not g.passive and not _shared(s, p):
        q = phrase_from(s, g.last)  # "builds bridges and roads": a trade
        return q is not None and q.first == g.last and s.tags[q.first] in "NA" and s.lows[q.head][-1] == "s"
    if g.tense == "present" and not g.perfect and not _HABITS.isdisjoint(s.lows[g.last : g.last + 6]):
        return True  # "closes for maintenance every August", "opens for ships twice a day"
    if g.lemma == "take" and g.tense == "present" and g.first == g.head and "stake" not in s.vocabulary:
        return rule.object == "stake"  # "China takes half of it"
    if (
        g.tense == "present"
        and "once" in s.vocabulary
        and not g.perfect
        and ("once", "a") in zip(s.lows[g.last + 1 : g.last + 8], s.lows[g.last + 2 :], strict=False)
    ):
        return True  # "opens its gates to visitors once a year"
    if rule.event == "founding" and p.kind == "gerund" and not _MERGED.isdisjoint(s.lows[: g.first]):
        return True  # "agreed to merge, creating a company"
    if rule.event == "founding" and g.lemma in _CREATES and p.subject is not None and s.lows[p.subject.head] in _DEALS:
        return True  # "The merger will create a group with sales of $900 million": told of the merger
    if (
        "country" in rule.heads
        and p.subject is not None
        and " ".join(s.lows[p.subject.first : p.subject.last]) in countries()
    ):
        return True  # "France pulled out of Mali"
    if g.lemma == "design" and "being" not in s.lows[g.first : g.last]:
        return True  # "The plant is designed to treat …"
    if g.lemma == "rise" and (g.tense == "past" or not s.lows[g.head].endswith("ing")) and g.tense != "future":
        return True  # "The castle rises on a rock"
    if g.lemma == "sell" and g.passive and s.tags[g.last : g.last + 1] == "D" and objects(s, g.last):
        return True  # "Borrowers were sold a dream"
    if rule.status and g.passive and s.tags[after : after + 1] == "T":
        return True  # "It is planned to have 32 workshops": said of the infinitive
    if g.lemma in _TRADES and g.tense == "present" and g.passive and g.head == g.first + 1 and not g.perfect:
        return True  # "is bought by 14 countries"
    if g.lemma == "build" and "once" in s.lows[max(g.first - 1, 0) : g.head] and g.tense == "past" and not g.passive:
        return True  # "Lima once built tanks": what it used to make
    if g.lemma in _FITTED and (g.passive or p.kind == "reduced") and _for_so_many(s, g.last):
        return True  # "The school was built for 1,200 pupils"
    if rule.event != "founding" and _long_ago(s, g.last):
        return True  # "the cathedral, finished in 1003"
    if rule.status and g.lemma == "be" and g.tense == "past" and rule.event == "construction":
        return True  # "It was seven years in the making"
    onto = not _ONTO.get(g.lemma, _NOTHING).isdisjoint(s.lows[after : after + 1])
    if onto and s.lows[after + 1 : after + 2] != ["good"]:  # but "for good"
        return True  # "opens onto a valley", "the gate shut behind him", "the deal was struck down", "put up for sale"
    if g.lemma == "build" and s.lows[g.last : g.last + 1] == ["on"] and _rests(s, g.last + 1):
        return True  # "the accord was built on sand"
    if rule.event == "agreement" and s.lows[g.last : g.last + 1] == ["orders"]:
        return True  # "has clinched orders worth …": a tally
    if rule.event == "agreement" and not _TALLIED.isdisjoint(s.lows[g.last + 1 : g.last + 4]):
        return any(low in _PLURALS for low in s.lows[g.last : g.last + 3])  # "signed loans totalling €2.9 billion"
    if (
        g.lemma in _GROWS
        and s.lows[g.last : g.last + 1] == ["by"]
        and not _PERCENT.isdisjoint(s.lows[g.last : g.last + 5])
        and not (g.passive and p.subject is not None and "place" in classes(s.lows[p.subject.head]))
    ):
        return True  # "services expanded by 7.7 per cent"
    # "a partnership founded on trust"
    return rule.event == "founding" and s.lows[g.last : g.last + 1] in (["on"], ["upon"]) and _rests(s, g.last + 1)


def _shared(s: Sentence, p: Predicate) -> bool:
    """ "will close its mills and | sell its stake": whether a verb in its base form shares an auxiliary before it."""
    g = p.group
    since = p.subject.last if p.subject is not None and p.subject.last < g.first else max(g.first - 16, 0)
    return s.tags[g.first - 1] in "J," and s.lows[g.head] == g.lemma and not _AHEAD.isdisjoint(s.tags[since : g.first])


def _compared(s: Sentence, i: int) -> bool:
    """Whether a fraction and "more", "less", "as much" stand at a token."""
    near = s.lows[i : i + 6]
    for k in range(1, len(near)):
        if near[k] in _COMPARED and near[k + 1 : k + 2] != ["of"]:
            j = k - 2 if near[k - 1] == "as" else k - 1
            if j >= 0 and near[j] in _FRACTIONS:
                return True
    return False


def _functions(s: Sentence, i: int) -> bool:
    """Whether two common nouns of no class, "sales and accounting", stand at a token: parts of one house."""
    k = _common(s, i)
    if k == i or s.tags[k : k + 1] != "J" or classes(s.lows[k - 1]):
        return False
    end = _common(s, k + 1)
    return end > k + 1 and not classes(s.lows[end - 1]) and s.tags[end : end + 1] in (".", ",", ";", "I", "J", "")


def _common(s: Sentence, i: int) -> int:
    """Where the common nouns end that begin at a token."""
    k = i
    while s.tags[k : k + 1] in ("N", "G", "A") and k < i + 4:
        k += 1
    return k


def for_a_while(s: Sentence, g: VerbGroup) -> bool:
    """Whether it closes for the weather, repairs or a holiday alone, or at an hour of the day."""
    if s.lows[g.last : g.last + 1] == ["at"] and not _CLOCK.isdisjoint(s.lows[g.last + 2 : g.last + 5]):
        return True  # "opened at 8 a.m."
    i = g.last
    if s.lows[i : i + 1] == ["on"] and not _WEEKLY.isdisjoint(s.lows[i + 1 : i + 2]):
        return True  # "is closed on Mondays"
    if g.lemma in _RESUMES:
        return s.lows[i : i + 1] != ["before"] and not _HOLIDAYS.isdisjoint(s.lows[i : i + 8])
    if g.lemma not in _PASSING_VERBS and g.lemma not in _STANDS:
        return False
    in_one = s.lows[i : i + 1] == ["in"] and not _SEASONS.isdisjoint(s.lows[i + 1 : i + 2])
    if g.tense == "present" and not g.perfect and in_one:
        return True  # "is closed in winter"
    if g.lemma in _STANDS and "for" in s.lows[i : i + 3] and "due" not in s.lows[i : i + 2]:
        return not _SPANS.isdisjoint(s.lows[i + 2 : i + 6])  # "had been idle for eight years"
    if s.lows[i : i + 1] == ["out"]:  # "185 positions had been closed out", "had been out of action since a fire"
        return s.lows[i + 1 : i + 2] != ["of"] or s.lows[g.first] == "had"
    for k in range(i + 1, min(i + 6, len(s.lows) - 2)):
        if s.lows[k] == "for" and s.lows[k + 2] in _SPANS and (s.lows[k + 1] in ("a", "an") or s.tags[k + 1] == "C"):
            return True  # "shut the smelter for a week"
        if s.tags[k] in ".,;VWXBM":
            break
    if s.lows[i : i + 1] == ["for"] and any(low in _SPANS for low in s.lows[i + 2 : i + 5]):
        return "C" in s.tags[i + 1 : i + 3] or s.lows[i + 1] in ("a", "an")  # "closed for two years", "for an hour"
    return not listed("occurrence", "passing").isdisjoint(s.lows[g.last : g.last + 8])


def _for_so_many(s: Sentence, i: int) -> bool:
    """Whether "for" and a number without a currency stand at a token."""
    return s.lows[i : i + 1] == ["for"] and "C" in s.tags[i + 1 : i + 4] and "U" not in s.tags[i + 1 : i + 4]


def _long_ago(s: Sentence, i: int) -> bool:
    """Whether "in" and a year of another age stand at a token: a sight, no news."""
    year = s.lows[i + 1] if i + 1 < len(s.lows) and s.lows[i] == "in" else ""
    return len(year) < 5 and year.isdecimal() and 100 < int(year) < _NEWS


def _rests(s: Sentence, i: int) -> bool:
    """Whether what a thing is founded on is no day."""
    q = phrase_from(s, i)
    if q is None or q.first != i or is_time(s, q) or "C" in s.tags[i : q.last + 1]:
        return False
    return s.tags[q.head] == "N" and s.tags[q.first] != "D" and _SITES.isdisjoint(s.lows[i : i + 8])


def trades(s: Sentence, p: Predicate, rule: VerbRule) -> bool:
    """Whether it is a price that "closed 2% up", or a year that was closed with a profit."""
    i = p.group.last
    if p.group.lemma == "go" and s.lows[i : i + 1] == ["up"]:
        following = s.lows[i + 1] if i + 1 < len(s.lows) else ""
        return "C" in s.tags[i + 1 : i + 3] or following in ("from", "by")  # "the roads in good condition went up"
    if p.group.lemma not in _TRADED or i >= len(s.tags):
        return False
    if s.lows[i : i + 2] == ["in", "on"] or (s.lows[i] == "on" and _on_money(s, i + 1)):
        return True  # "are closing in on a deal", "closed on a $1.1 billion loan"
    if s.lows[i] in ("down", "at") and i + 1 < len(s.tags) and s.tags[i + 1] in "CU":
        return True
    if s.tags[i] in "CU" or s.lows[i] in _LEVELS:
        return True
    return any(q.first == i and is_time(s, q) and s.tags[i] == "D" and s.lows[i] == "the" for q in s.phrases)


def _on_money(s: Sentence, i: int) -> bool:
    q = phrase_from(s, i)
    return (q is not None and "U" in s.tags[i : q.last]) or (q is not None and "deal" in classes(s.lows[q.head]))
