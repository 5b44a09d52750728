"""When a claim holds or happened: the one time of its sentence that governs it, or none.

A time governs what stands in its own clause and what is tied to it (the rules are in `scope`):

    78.9 million kWh in 2015, 141.6 million the year after       each its own
    In 2022, exports rose 5%, while imports fell by 3%           a time that leads governs all
    rose 2% to 2.3 million tonnes in July, while sales doubled   a parallel clause shares it
    6.4 billion in 2023, of which 0.6 billion …                  what is tied to a number goes with it
    A fifth of that came from abroad                             what the sentence before had

The base of a comparison and the date of a statement never count, nor does a time reach a standing property inside a
noun phrase ("launched in 2018 a plant with a capacity of 5 MW"). Roles have no period.
"""

from __future__ import annotations

from services.extract.core.chunks import finite
from services.extract.core.facts.columns import column_time
from services.extract.core.facts.heading import compared, heading_time, is_comparative, year_before
from services.extract.core.facts.place import Place, Scope
from services.extract.core.facts.scope import reached
from services.extract.core.facts.tie import tied
from services.extract.core.facts.vicinity import blurred, end_of_move, own
from services.extract.core.facts.zones import Zone, clauses, leads, same_time, zone_at, zones
from services.extract.core.hints import hint
from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_use import is_old_level
from services.extract.core.mentions.trigger import listed
from services.extract.core.model import Document, Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_LONGEST = 600  # tokens; what has more without a full stop is a table or a dump, and no sentence
_DEEPEST = 100  # sentences that point back at one another
_WHICH = frozenset(("which", "whom"))
_POINTERS = frozenset(("this", "that", "these", "those", "them"))
_POINTING = hint(_POINTERS)


def period(s: Sentence, start: int, end: int, doc: Document, *, kind: str) -> Time | None:
    """The time that governs the claim whose evidence is characters [start, end) of a sentence."""
    if kind == "role" or s.part in ("header", "furniture") or s.index >= len(doc.times) or len(s.lows) > _LONGEST:
        return None
    first, last = s.tokens_of(start, end)
    if first >= last:
        return None
    if kind != "event" and s.index and (head := column_time(s, first, doc)) is not None:
        return head
    above = heading_time(s, doc) if kind != "event" and s.index else None
    if above is not None and not doc.times[s.index]:
        return compared(s, above, doc) if is_comparative(s, first, last, doc) else above
    if not doc.times[s.index] and (kind == "event" or not s.index or not _may_point(s)):
        return None
    scope = Scope(s, doc, kind)
    if kind == "event":
        return _of_event(scope, first, last)
    if is_comparative(s, first, last, doc):
        beside = next(q for q in doc.quantities[s.index] if q.last == first - 1)
        theirs = period(s, beside.start, beside.end, doc, kind=kind)
        return year_before(theirs) if theirs is not None else None
    place = Place(first, last, zone_at(s, first))
    scope.leave(place)
    if doc.times[s.index]:
        found = end_of_move(scope, place) or own(scope, place)
        if found is None and not blurred(scope, place):
            found = tied(scope, place) or reached(scope, place)
        if found is not None:
            return found
    return _pointed(scope, place) or above


def _of_event(scope: Scope, first: int, last: int) -> Time | None:
    """An event's own date: in its words, behind them, before them in the clause, or leading the sentence."""
    s = scope.s
    verb = next((p for p in clauses(s) if first <= p.group.head < last and p.kind == "finite"), None)
    verb = verb or next((p for p in predicates(s) if first <= p.group.head < last), None)
    inside = [time for time in scope.times if time.first < last and time.last > first]
    for time in inside:
        if verb is None or time.first < verb.group.head < time.last:
            return _launch(s, time, verb) if verb is not None or time.first < first else time
        if verb.group.last <= time.first or not _aside(s, time, verb.group.first) or _begun(s, time):
            return time
    for time in scope.times:
        if s.tags[last : last + 1] == "(" and time.first == last + 1 and s.tags[time.last : time.last + 1] == ")":
            return time  # "acquired the start-up Venaflow (April 2024)"
    here, there = zones(s)[zone_at(s, first)], zones(s)[zone_at(s, last - 1)]
    if verb is not None and s.lows[here.first : here.first + 1] == ["when"]:
        for time in scope.times:
            if time.last in (here.first, here.first - 1) and s.tags[time.last : here.first] in ("", ","):
                return _launch(s, time, verb)  # "went private in 2021, when it was acquired by Keel"
    for time in scope.times:
        if time.first >= last and time.last <= there.last and not _verb_between(s, last, time.first):
            if is_old_level(s, time.first) or (verb is not None and _later(scope, verb, time)):
                continue  # "12 firms were registered, up from 9 a year earlier", "signed a lease of ships from 2031"
            return time
    if (found := _resumed(scope, last, zone_at(s, last - 1))) is not None:
        return found
    if verb is None and (found := _of_named(scope, first, last, there.last) or _held(scope, first, last, here.first)):
        return found
    if verb is not None and verb.kind == "infinitive" and verb.governor >= 0:
        matrix = predicates(s)[verb.governor].group
        trades = matrix.lemma == "agree" and verb.group.lemma in ("buy", "acquire", "sell", "purchase", "take", "merge")
        day = next((t for t in scope.times if matrix.last <= t.first and t.last <= verb.group.first), None)
        if trades and day is not None:
            return day  # "agreed on Wednesday to acquire"
        if (
            not trades
            and (matrix.tense == "past" or matrix.perfect)
            and (matrix.last <= first or "S" in s.tags[first : matrix.first])
            and matrix.lemma not in words("period", "achieving")
        ):
            return None  # "On Thursday they signed an agreement to set up a venture"
    if verb is not None and verb.kind == "gerund" and s.lows[verb.group.first - 1] == "by":
        return next(
            (t for t in scope.times if t.last == verb.group.first - 1), None
        )  # "left in June by selling the mill"
    if verb is not None and verb.kind == "gerund" and s.tags[verb.group.first - 1] == ",":
        close = next((t for t in scope.times if t.last == verb.group.first - 1 and t.first >= here.first), None)
        if close is not None:
            return close  # "It exited Nigeria in November, selling its 26 supermarkets there"
    if verb is not None and verb.kind == "reduced" and verb not in clauses(s):
        return None  # "a chapel, bought from the diocese": not when the sentence says
    if verb is not None and (close := next((t for t in scope.times if t.last == verb.group.first), None)):
        return close  # "and last year swallowed the brewery"
    for time in scope.times:
        if time.first < here.first or time.last > first or _verb_between(s, time.last, first):
            continue
        if verb is None or not (_verb_between(s, here.first, time.first) or _aside(s, time, verb.group.first)):
            return time
    led = next((t for t in scope.times if t.last <= first and leads(s, t) and here.kind != "relative"), None)
    return led or (_announced(scope, here, verb) if verb is not None else None)


def _later(scope: Scope, verb: Predicate, time: Time) -> bool:
    """Whether a time only begins after the day of the article, while the verb tells what has happened."""
    today, g = scope.doc.published, verb.group
    told = verb.kind == "finite" and g.tense == "past" and "to" not in scope.s.lows[g.first : g.last]
    return (
        told
        and g.lemma not in listed("modality", "planned")
        and today is not None
        and ((time.begin or time.until) or today) > today
    )


def _announced(scope: Scope, here: Zone, verb: Predicate) -> Time | None:
    """ "It was a busy Friday: the city opened two schools": the time of what the colon explains."""
    s = scope.s
    if here.kind != "apart" or not here.first or s.lows[here.first - 1] != ":":
        return None
    there = zones(s)[zone_at(s, here.first - 1)]
    theirs = [p.group for p in clauses(s) if there.first <= p.group.first < there.last]
    if not theirs or not same_time(theirs[-1], verb.group):
        return None
    return next((t for t in reversed(scope.times) if there.first <= t.first and t.last <= here.first), None)


def _resumed(scope: Scope, last: int, zone: int) -> Time | None:
    """ "bought the mine, which was sunk in 1998, from Anglovaal in 2016": the time behind the remark."""
    s = scope.s
    behind = zones(s)[zone + 1 : zone + 3]
    if (
        len(behind) < 2
        or behind[1].kind != "resumed"
        or behind[1].parent != zone
        or _verb_between(s, last, behind[0].first)
    ):
        return None
    a, b = behind[1].first, behind[1].last
    return next((t for t in scope.times if a <= t.first and t.last <= b and not _verb_between(s, a, t.first)), None)


def _of_named(scope: Scope, first: int, last: int, end: int) -> Time | None:
    """ "An extension of the shop began in October": the time behind the verb that a named event is the subject of."""
    s = scope.s
    for p in predicates(s):
        subject = p.subject
        said = p.kind in ("finite", "relative") and p.group.first >= last
        whose = said and "whose" in s.lows[max(first - 1, 0) : first + 1] and p.group.first == last
        if not whose and (not said or subject is None or not first <= subject.head < last):
            continue
        if p.group.lemma not in words("period", "happening"):
            return None
        behind = (
            t for t in scope.times if p.group.last <= t.first < end and not _verb_between(s, p.group.last, t.first)
        )
        return next(behind, None)
    return None


def _held(scope: Scope, first: int, last: int, start: int) -> Time | None:
    """ "today held the ground-breaking ceremony for", "had in June completed the purchase of": the time before the verb
    whose object a named event is; and "the refurbishment of the dam, slated for completion next year"."""
    s = scope.s
    if s.tags[last : last + 1] == "," and s.lows[last + 1 : last + 2] and s.lows[last + 1] in cal.words("ahead"):
        close = next((t for t in scope.times if last < t.first <= last + 5), None)
        if close is not None and s.tags[last + 2 : close.first].strip("INAD") == "":
            return close
    g = next((g for g in reversed(s.groups) if g.last <= first), None)
    if g is None or g.lemma not in words("period", "holding") or s.tags[g.last : first].strip("DANPI") != "":
        return None
    before = (t for t in reversed(scope.times) if start <= t.first and t.last <= g.head)
    return next(
        (
            t
            for t in before
            if not any(t.last <= h.first and h.last < g.head and finite(h) and h.lemma != "have" for h in s.groups)
        ),
        None,
    )


def _aside(s: Sentence, time: Time, verb: int) -> bool:
    """Whether a time belongs to a remark before the verb: "The airport, closed in 2017, is to be sold"."""
    if time.last >= verb or s.tags[time.last] != ",":
        return False
    comma = s.tags.rfind(",", 0, time.first)
    if comma > 0 and s.tags[comma + 1] in "AN" and time.first - comma <= 3:
        return True  # "The mill, idle since 2019, was sold"
    return comma > 0 and any(g.first > comma and g.last <= time.first for g in s.groups)


def _begun(s: Sentence, time: Time) -> bool:
    """Whether the remark in which a time stands is of the event itself: "The rebuilding, begun in February, costs"."""
    g = next((g for g in reversed(s.groups) if g.last <= time.first), None)
    return g is not None and time.first - g.last < 2 and g.lemma in words("period", "happening")


def _launch(s: Sentence, time: Time, verb: Predicate | None) -> Time:
    """ "since it opened in 2019", of the opening: the year, month or day itself."""
    begin = time.begin
    if time.rule != "since" or begin is None:
        return time
    named = s.lows[verb.group.last if verb is not None and verb.group.last <= time.first else time.first : time.last]
    if any(low in cal.month_numbers() for low in named):
        day = any(low.isdigit() and len(low) < 3 for low in named)
        return time._replace(until=begin if day else cal.month(begin.year, begin.month)[1])
    return time._replace(until=cal.year_of(begin.year)[1])


def _verb_between(s: Sentence, a: int, b: int) -> bool:
    return any(a <= g.first < b and finite(g) for g in s.groups)


def _pointed(scope: Scope, place: Place) -> Time | None:
    """ "163 billion of this", "Of this volume, 0.8 million", "a fifth of that": the period of the sentence before."""
    s, doc = scope.s, scope.doc
    comments = scope.kind == "change" and s.lows[0] in ("that", "this") and s.tags[1:2] == "B"  # "That is 3% less"
    if not s.index or not (comments or _points_back(s, place)):
        return None
    return _first_of(doc.sentences[s.index - 1], doc)


def _first_of(s: Sentence, doc: Document) -> Time | None:
    """The first period among a sentence's numbers, looked up once: each of them may itself point back."""
    kept: dict[int, Time | None] = doc.memo.setdefault("first_periods", {})
    deep: int = doc.memo.get("first_periods_deep", 0)
    if s.index not in kept:
        if deep == _DEEPEST:
            return None
        doc.memo["first_periods_deep"] = deep + 1
        here = doc.quantities[s.index] if s.index < len(doc.quantities) else ()
        told = (period(s, q.start, q.end, doc, kind="output") for q in here)
        kept[s.index] = next((time for time in told if time), None)
        doc.memo["first_periods_deep"] = deep
    return kept[s.index]


def _may_point(s: Sentence) -> bool:
    return s.hints & _POINTING != 0 or (s.lows[0] == "of" and s.lows[1:2] != [] and s.lows[1] in _WHICH)


def _points_back(s: Sentence, place: Place) -> bool:
    """Whether "of this" opens the sentence, follows the number, or followed one to which this clause is parallel."""
    lows, tags = s.lows, s.tags
    if len(lows) > 1 and lows[0] == "of" and (lows[1] in _POINTERS or lows[1] in _WHICH) and lows[1] != "them":
        # not "Of this, 1.1 billion went into a | 14 billion mill whose construction is | 63% complete"
        described = tags[place.first - 1] == "D" and "C" in tags[: place.first]
        zone = zones(s)[place.zone]
        return not described and (zone.kind != "relative" or zone.first < 3)
    for i in range(1, min(place.last + 2, len(lows) - 1)):
        if lows[i] != "of" or lows[i + 1] not in _POINTERS:
            continue
        after = tags[i + 2] if i + 2 < len(lows) else "."
        if (after in "NPA" and lows[i + 2] not in words("period", "measured")) or (
            lows[i + 1] == "them" and (tags[i - 1] not in "CN" or "M" in tags)
        ):
            continue
        if i >= place.first - 1 or zones(s)[place.zone].kind in ("contrast", "coordinate"):
            return True
        if not _verb_between(s, i, place.first):
            return True
    return False
