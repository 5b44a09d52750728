"""A sentence cut where a time stops to count: clauses, contrasts, relative clauses, brackets.

exports rose 2% in May, | while imports fell 3%          contrast
the plant, | which opened in 2011, | runs at 93%          relative; then main again
the state gave 16% | (17% of the total)                   bracket
the profit grew to 6.2 billion, | as margins widened      subordinate
revenue was 8.2 trillion, | and the deficit came to 1.7   coordinate
"""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup, finite
from services.extract.core.lexicon import words
from services.extract.core.model import Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_RELATIVE = frozenset("which who whose whom where".split())
_CONTRAST = frozenset("while whereas but whilst".split())
_SUBORDINATE = frozenset("as because since if when although though once until after before unless so".split())
_CUTTING = _RELATIVE | _CONTRAST | _SUBORDINATE | frozenset(("that", ";", ":"))  # the words that may begin a zone


class Zone:
    """Tokens [first, last) and how they hang on the zone before: main, contrast, coordinate, subordinate, relative,
    content, bracket, resumed (behind a bracket or relative clause) or apart (after a semicolon, colon or dash)."""

    __slots__ = ("first", "kind", "last", "parent")

    def __init__(self, first: int, last: int, kind: str, parent: int) -> None:
        self.first, self.last, self.kind = first, last, kind
        self.parent = parent  # the zone that it hangs on; -1


def zones(s: Sentence) -> list[Zone]:
    """The zones of a sentence, left to right, together all of its tokens; computed once."""
    found: list[Zone] | None = s.zones
    if found is None:
        found = s.zones = _cut(s)
    return found


def zone_at(s: Sentence, token: int) -> int:
    """The index of the zone that holds the token."""
    found = zones(s)
    for i, zone in enumerate(found):
        if token < zone.last:
            return i
    return len(found) - 1


def clauses(s: Sentence) -> list[Predicate]:
    """The predicates that carry a clause of their own, left to right: no participle in a noun phrase, no infinitive."""
    found: list[Predicate] | None = s.memo.get("clauses")
    if found is None:
        everything = predicates(s)
        found = [p for p in everything if p.kind in ("finite", "relative") and finite(p.group)]
        found = [p for p in found if p.group.lemma != "compare" or s.lows[p.group.first] != "compared"]
        if not any(p.kind == "finite" for p in found):  # "Last year's subsidies for breeding came to …"
            lone = next((p for p in everything if p.kind == "reduced" and p.group.first > 0), None)
            found = sorted([*found, lone], key=lambda p: p.group.first) if lone else found
        s.memo["clauses"] = found
    return found


def _cut(s: Sentence) -> list[Zone]:
    cuts = _cuts(s)
    out: list[Zone] = []
    stack: list[int] = []  # zones that were interrupted by a bracket or relative clause
    start, kind, parent = 0, "main", -1
    for position, following in [*cuts, (len(s.lows), "end")]:
        if position > start:
            out.append(Zone(start, position, kind, parent))
            start = position
        current = len(out) - 1
        if following == "back":
            parent = stack.pop() if stack else -1
            kind = "resumed"
        else:
            if following in ("bracket", "relative"):
                stack.append(current)
            parent, kind = current, following
    return out or [Zone(0, len(s.lows), "main", -1)]


def _cuts(s: Sentence) -> list[tuple[int, str]]:
    """Where a zone begins, and of what kind."""
    lows, tags, written, n = s.lows, s.tags, s.words, len(s.lows)
    heads = clauses(s)
    cuts: list[tuple[int, str]] = []
    open_relative = False
    bracket = False
    verbs_before = 0
    position = past = relative_at = 0
    for i in range(n):
        tag, low = tags[i], lows[i]
        while position < len(heads) and heads[position].group.first < i:
            position += 1
            verbs_before += 1
        if i < past or (not open_relative and tag not in "(),-J" and low not in _CUTTING):
            continue
        if open_relative and verbs_before and tags[i - 1] not in ",JS" and _goes_on(heads, position, i, relative_at):
            cuts.append((i, "back"))  # "the fee | that users pay | rose"
            open_relative = False
        elif tag == "(" and not bracket and i:
            bracket = True
            cuts.append((i, "bracket"))
        elif tag == ")" and bracket:
            bracket = False
            cuts.append((i + 1, "back"))
        elif bracket:
            continue
        elif (
            written[i] == ";"
            or (low == ":" and i + 1 < n and s.starts[i + 1] > s.ends[i])
            or (tag == "-" and _spaced(s, i))
        ):
            cuts.append((i + 1, "apart"))
            open_relative, verbs_before = False, 0
        elif low in _RELATIVE and i and (tags[i - 1] in "NP,I)C" or tag == "S"):
            place = i
            while place and tags[place - 1] == "I" and low in ("which", "whom", "whose"):
                place -= 1
            # "1.1 trillion, of which 472 billion": what hangs on a preposition takes the number before with it
            if place < i and lows[i - 1] == "of" and place and tags[place - 1] in "CNUQ":
                while place and tags[place - 1] in "CNUQDR":
                    place -= 1
                if place > 1 and lows[place - 1] == "than" and tags[place - 2] in "QRA":
                    place -= 2  # "fewer than half of which"
            cuts.append((place, "relative"))
            open_relative, verbs_before, relative_at = True, 0, place
        elif low == "that" and (tag == "S" or tags[i + 1 : i + 2] == "O") and not _dated(lows, i):
            before = tags[i - 1] if i else ""
            relative = before == "C" or (before in "NP" and verbs_before == 0)
            cuts.append((i, "relative" if relative else "content"))
            open_relative, verbs_before, relative_at = relative, 0, i
        elif low in _CONTRAST and tag in "SJ" and position < len(heads):
            cuts.append((i, "contrast"))
            open_relative, verbs_before = False, 0
        elif (
            low in _SUBORDINATE
            and tag in "SIR"
            and lows[i + 1 : i + 2] != ["far"]
            and not (low in ("since", "until") and _only_time(s, i, heads, position))
            and _clause_after(s, i, heads, position)
        ):
            cuts.append((i, "subordinate"))
            open_relative, verbs_before = False, 0
        elif tag == "J" and verbs_before and _clause_after(s, i, heads, position):
            cuts.append((i, "coordinate"))
            open_relative, verbs_before = False, 0
        elif tag == "," and (end := _said_between(s, i, heads, position)):
            cuts += [(i, "bracket"), (end, "back")]
            past = end
        elif tag == "," and open_relative and verbs_before and not _listing(s, i):
            cuts.append((i, "back"))
            open_relative = False
        elif tag == "," and not open_relative and verbs_before and _clause_after(s, i, heads, position):
            cuts.append((i, "coordinate"))
            verbs_before = 0
        elif tag == "," and cuts and cuts[-1][1] == "subordinate" and cuts[-1][0] <= 1 and verbs_before:
            cuts.append((i, "main"))
            verbs_before = 0
    return cuts


def _dated(lows: list[str], i: int) -> bool:
    """Whether "that" belongs to a time: "that year", "the crop year that ended on July 31"."""
    after = lows[i + 1] if i + 1 < len(lows) else ""
    return after in words("period", "units") or (after in ("ended", "ends") and lows[i - 1] in words("period", "units"))


def _goes_on(heads: list[Predicate], position: int, i: int, relative: int) -> bool:
    """Whether the verb group at token i goes on with a subject from before the relative clause."""
    if position >= len(heads) or heads[position].group.first != i or heads[position].kind != "finite":
        return False
    subject = heads[position].subject
    return subject is not None and subject.last <= relative


def _only_time(s: Sentence, i: int, heads: list[Predicate], position: int) -> bool:
    """Whether nothing but a time stands between a word and the subject: "Since March | 340 firms have applied"."""
    subject = heads[position].subject if position < len(heads) else None
    return subject is not None and i + 1 < subject.first and all(is_time(s, k) for k in range(i + 1, subject.first))


def _spaced(s: Sentence, i: int) -> bool:
    return 0 < i < len(s.lows) - 1 and s.starts[i] > s.ends[i - 1] and s.starts[i + 1] > s.ends[i]


def _clause_after(s: Sentence, i: int, heads: list[Predicate], position: int) -> bool:
    """Whether a clause begins behind token i: its verb is the next, and its subject stands before that verb."""
    if position >= len(heads):
        return False
    g, subject = heads[position].group, heads[position].subject
    inner = s.tags[i + 1 : g.first]
    counted = s.tags[i] in "SI" and s.lows[i] != "since" and 0 < len(inner) < 5 and g.tense == "past"
    if counted and "C" in inner and inner.strip("CRI") == "" and not is_time(s, g.first - 1):
        return True  # "below the same months of last year, when 1.33 million came", "after about 320 took leave"
    if s.tags[i] == "J" and s.tags[i + 1 : g.first] == "C" and g.tense in ("present", "future"):
        return True  # "12 plants were opened last year and 15 are under construction"
    if subject is None or not i < subject.first < g.first or subject.first - i > 12:
        # ", and 84% of that area had been threshed", its subject mistaken for an earlier phrase
        if s.tags[i] in ",J" and s.tags[g.first - 1] == "O" and g.first - i <= 4:
            return True  # ", next year we will make"
        dated = s.tags[i : i + 2] == "JI" and s.tags[g.first - 1] == "O" and g.first - i <= 9
        if dated and not any(s.tags[k] == "C" and not is_time(s, k) for k in range(i, g.first)):
            return True  # "and by the end of the year they will have laid"
        far = 18 if s.tags[i + 1] == "C" else 12  # "and 1,100 of the 6,400 jobs at headquarters will disappear"
        apart = s.tags[i] == "J" and i > 0 and s.tags[i - 1] == "," and g.first - i <= far
        return apart and s.tags[i + 1] in "DCNPQOR" and not any(t in ",;:-(SJ" for t in s.tags[i + 1 : g.first])
    if s.tags[i] == "," and ",J" in s.tags[subject.last : g.first]:
        return False
    if any(word in ";:" for word in s.words[i : g.first]):
        return False
    if "which" in s.lows[subject.last : g.first] and s.lows[s.lows.index("which", subject.last) - 1] == "of":
        return False  # "expects growth and spending of 150 million, of which a third is for the yard"
    if s.tags[g.first - 1] == "J" and subject.last < g.first - 1:
        return False  # "14 percent more than in 2023, and is put at …": a second verb of the clause before
    between = s.tags[i + 1 : subject.first]
    if s.tags[i + 1] != "I" and any(s.tags[k] in "NPCU" and not is_time(s, k) for k in range(i + 1, subject.first)):
        return False
    return not any(t in ",;:-(SJ" for t in between)


def is_time(s: Sentence, i: int) -> bool:
    """Whether a token is a word of the calendar ("next year", "in 2024", "on Monday")."""
    low = s.lows[i]
    return low in words("period", "times") or (len(low) == 4 and low.isdigit())


def _said_between(s: Sentence, i: int, heads: list[Predicate], position: int) -> int:
    """The closing comma of a remark that begins at the comma i: ", the statistics office reports," — else 0."""
    if position >= len(heads):
        return 0
    g = heads[position].group
    if g.last >= len(s.tags) or s.tags[g.last] != "," or g.first - i > 8 or g.lemma not in words("period", "reporting"):
        return 0
    between = s.tags[i + 1 : g.first]
    return g.last if between and all(t in "NPADOIE" for t in between) and between[0] != "I" else 0


def _listing(s: Sentence, i: int) -> bool:
    """A comma between members of a list."""
    return i + 1 < len(s.tags) and s.tags[i + 1] in "AC" and s.tags[i - 1] == "A"


def same_time(a: VerbGroup, b: VerbGroup) -> bool:
    """Whether two verbs speak of the same time: both of the past, both of now, or both of what is to come."""
    return when(a) == when(b)


def when(g: VerbGroup) -> str:
    """Of which time a verb speaks: past, present or ahead."""
    if g.tense in ("future", "modal", "infinitive"):
        return "ahead"
    if g.passive and g.tense == "present" and g.lemma in words("period", "expecting"):
        return "ahead"  # "exports are forecast at 92 million"
    return "past" if g.perfect or g.tense in ("past", "participle") else "present"


def starts_zone(s: Sentence, time: Time) -> bool:
    """Whether a time opens its clause."""
    start = zones(s)[zone_at(s, time.first)].first
    return time.first - start <= 1 and not any(start <= g.first < time.first for g in s.groups)


def leads(s: Sentence, time: Time) -> bool:
    """Whether a time stands before the first verb of the sentence, or of what follows a colon or semicolon."""
    start = 0
    for zone in zones(s):
        if zone.first > time.first:
            break
        if zone.kind == "apart":
            start = zone.first
    return not any(start <= g.first and g.last <= time.first for g in s.groups) and time.first - start <= 12
