"""Which verb is said of which noun phrase: the predicates of a sentence, left to right, each with its subject.

In February, a plant worth $5m | was opened          → finite, subject "a plant"
the mill, which | had closed | in 2009, | was sold   → relative of "the mill"; finite, subject "the mill"
a warehouse | built | in 1950                        → reduced, of "a warehouse"
The first plant, which we | opened                   → relative, subject "we", gap "the first plant"
plans | to build · considering | building            → infinitive, gerund, governed by the verb before
"""

from __future__ import annotations

from services.extract.core.antecedents import (
    RELATIVES,
    antecedent,
    apposed,
    bare_relative,
    chain_head,
    first_free,
    free,
    is_time,
    label_end,
    lead,
    led_in,
    opens,
    relative_marker,
)
from services.extract.core.chunks import NounPhrase, VerbGroup
from services.extract.core.clause import phrase_at
from services.extract.core.sentences import Sentence
from services.extract.core.tags import only_past

_BOUNDARIES = ':-"'
# Verbs whose object may be a whole clause without "that": what follows them begins anew.
REPORTING = frozenset(
    "say report announce tell note add claim state think believe expect hope know show reveal mean warn explain "
    "suggest confirm promise argue insist estimate forecast predict reckon write declare inform ensure make let".split()
)
# Nouns that name a plan or deal to do something: "the agreement to set up" is no object that does the setting up.
_DEVERBAL = frozenset(
    "agreement plan plans deal contract decision right permission intention memorandum permit licence license approval "
    "proposal offer bid option order commitment pledge promise opportunity chance way funds money loan power ability "
    "capacity tender project programme program effort efforts attempt attempts time step steps".split()
)
# They have no passive.
_MOVING = frozenset(
    """climb jump surge soar slip plunge decline plummet dip tumble rebound shrink fall slide sink tick
creep spike rally swell recover retreat slump crash collapse skid accelerate decelerate inch amount total average arrive
emerge""".split()
)
_SHIFTING = frozenset("expand widen narrow increase decrease contract ease double triple halve slow edge".split())


class Predicate:
    """One verb group in its clause. Never changed."""

    __slots__ = ("gap", "governor", "group", "kind", "start", "subject")

    def __init__(
        self, group: VerbGroup, kind: str, subject: NounPhrase | None, gap: NounPhrase | None, governor: int, start: int
    ) -> None:
        self.group, self.subject = group, subject
        self.kind = kind  # finite | relative | reduced | infinitive | gerund
        self.gap = gap  # what a relative clause with its own subject is said of: its object or place
        self.governor = governor  # index of the predicate that an infinitive or gerund depends on; -1
        self.start = start  # the token from which its own words count: the subject's first token, or the group's


# No prose runs so long without a full stop: a table or a flood, which states nothing by grammar.
LONGEST = 400


def predicates(s: Sentence) -> list[Predicate]:
    """The predicates of a sentence, computed once; none where it is too long to be one."""
    found: list[Predicate] | None = s.memo.get("predicates")
    if found is None:
        found = s.memo["predicates"] = _read(s) if len(s.words) <= LONGEST else []
    return found


def predicate_at(s: Sentence, token: int) -> int:
    """The index of the predicate whose verb group holds the token, or -1."""
    return next((i for i, p in enumerate(predicates(s)) if p.group.first <= token < p.group.last), -1)


def _read(s: Sentence) -> list[Predicate]:
    groups = [g for g in s.groups if g.tense != "gerund" or _verbal(s, g)]
    out: list[Predicate] = []
    pending: NounPhrase | None = None  # a subject still without its verb, while a relative clause is open
    opener = -1  # a participle at the very start, whose subject comes later
    last_finite = -1
    end = 0  # where the group before ended
    for number, g in enumerate(groups):
        kind, subject, gap, governor = "finite", None, None, -1
        before = _before(s, g)
        if g.tense == "infinitive":
            kind, governor = "infinitive", len(out) - 1
            subject = _controlled(s, g, out[-1], before) if out else None
            gap = out[-1].gap if out and out[-1].kind == "relative" else None
        elif g.tense == "gerund":
            kind, governor = "gerund", len(out) - 1
            if before >= 0 and s.tags[before] in "NP" and (phrase := phrase_at(s, before)):
                subject = chain_head(s, phrase)
            elif out:
                subject = out[last_finite].subject if s.tags[before] == "," and last_finite >= 0 else out[-1].subject
        elif (
            s.tags[g.head] in "WX"
            and g.first == g.head
            and _is_reduced(s, g, groups, number, out, end, pending is not None and out[-1].kind == "relative")
        ):
            kind = "reduced"
            if before < 0 or not (s.phrases and s.phrases[0].last <= g.first):
                opener = len(out)
            else:
                subject = antecedent(s, before)
                if pending is None and not out:
                    pending = lead(s, label_end(s), g.first)
                elif pending is None and subject is not None and opens(s, subject, end) and s.tags[before] == ",":
                    pending = subject  # "… and that the mill, built in 1990, reopened"
        else:
            marker = relative_marker(s, end if out else 0, g.first)
            if marker >= 0:
                kind = "relative"
                said_of = antecedent(s, marker - 1)
                if pending is None and (last_finite < 0 or _fresh(s, out, end, marker)):
                    pending = lead(s, end if out else label_end(s), marker)
                own = first_free(s, marker + 1, g.first)
                if own is not None:
                    # "with which it will be able to …" is no more about its antecedent than about its subject
                    subject, gap = own, said_of if marker and s.tags[marker - 1] != "I" else None
                else:
                    subject = said_of
            elif (bare := bare_relative(s, g.first)) is not None:
                kind, (gap, subject) = "relative", bare
                if pending is None and last_finite < 0:
                    pending = lead(s, label_end(s), gap.first)
            else:
                joined = (
                    before >= 0 and s.tags[before] == "J" and last_finite >= 0
                )  # "trades in A, B and C and employs"
                own = _own_subject(s, out, end, g.first) if not joined else None
                if own is not None:
                    subject = own
                elif joined:
                    subject = out[last_finite].subject
                    gap = out[-1].gap if out[-1].kind == "relative" else None
                elif pending is not None:
                    subject, pending = pending, None
                elif last_finite >= 0:
                    subject = out[last_finite].subject
                else:
                    subject = lead(s, label_end(s), g.first)
            if kind == "finite" and opener >= 0 and subject is not None:
                o = out[opener]
                out[opener] = Predicate(o.group, o.kind, subject, o.gap, o.governor, subject.first)
                opener = -1
        start = min(subject.first, g.first) if subject is not None else g.first
        aside = g.lemma in REPORTING and g.last < len(s.tags) and s.tags[g.last] == "," and s.tags[start - 1] == ","
        if kind in ("finite", "relative") and not (aside and last_finite >= 0):
            last_finite = len(out)  # "…, customs data show, and brought in …" goes on with what was before
        out.append(Predicate(g, kind, subject, gap, governor, start))
        end = g.last
    return out


def _verbal(s: Sentence, g: VerbGroup) -> bool:
    """Whether a form in -ing is a verb here and no noun or adjective inside a noun phrase."""
    inside = phrase_at(s, g.head)
    return g.last - g.first > 1 or inside is None or (inside.first == g.head and s.tags[inside.last - 1] in "NP")


def _before(s: Sentence, g: VerbGroup) -> int:
    return len(s.tags[: g.first].rstrip("RL")) - 1


def _own_subject(s: Sentence, out: list[Predicate], end: int, stop: int) -> NounPhrase | None:
    """The subject that stands between the verb group before and this one."""
    if not out:
        piece = _after_boundary(s, 0, stop)
        return lead(s, piece, stop) or (lead(s, 0, stop) if piece else None)
    piece = _after_boundary(s, end, stop)
    if piece > end:
        return first_free(s, piece, stop)
    earlier = out[-1].group
    if earlier.lemma in REPORTING and not earlier.passive and out[-1].kind in ("finite", "relative"):
        return first_free(s, end, stop)
    for p in reversed(s.phrases):
        if p.last > stop or p.first <= end:
            continue
        mark = s.tags[p.first - 1]
        if s.lows[p.first - 1] == "as" and p.last == stop:
            return p  # "profit fell as sales slid"
        if mark == "J" and p.last < stop and s.tags[p.last] == ",":
            continue
        if mark in ",J" and not is_time(s, p) and (mark == "," or _near(s, p.last, stop)):
            return p if not (s.tags[stop - 1] == "," and mark == ",") else None
    return None


def _near(s: Sentence, a: int, b: int) -> bool:
    return "," not in s.tags[a:b] and "J" not in s.tags[a:b]


def _after_boundary(s: Sentence, a: int, b: int) -> int:
    """Where the last clause of tokens [a, b) begins."""
    for i in range(b - 1, a - 1, -1):
        t = s.tags[i]
        if t == "S" and (s.lows[i] not in RELATIVES or s.lows[i] == "that"):
            return i + 1
        if (t in _BOUNDARIES or s.words[i] == ";") and not (
            t == "-" and 0 < i < len(s.words) - 1 and s.ends[i - 1] == s.starts[i]
        ):
            return i + 1
        if t == "J" and i > a and s.tags[i - 1] == "," and first_free(s, i + 1, b) is not None:
            if any(p.first > a and p.last < i for p in s.phrases) and a == 0:
                continue
            return i + 1
    return a


def _fresh(s: Sentence, out: list[Predicate], end: int, marker: int) -> bool:
    """Whether a new subject without verb stands between the last verb and a relative pronoun."""
    return any(s.tags[i] == "J" and s.tags[i - 1] == "," for i in range(end + 1, marker))


def _controlled(s: Sentence, g: VerbGroup, governor: Predicate, before: int) -> NounPhrase | None:
    """Who does what an infinitive says: the object of an active verb ("helped X to start"), else its subject; in
    "a farm, to be built next year" what stands before."""
    noun = before - 1 if s.tags[before] == "," else before
    if g.passive and noun >= governor.group.last and s.tags[noun] in "NP":
        return antecedent(s, noun)
    between = [p for p in s.phrases if p.first >= governor.group.last and p.last <= g.first]
    if between and not governor.group.passive and free(s, between[0]) and between[0].last == g.first:
        head = s.lows[between[0].head]
        if head not in _DEVERBAL and s.tags[between[0].head] != "O":
            return between[0]
    return governor.subject


def _is_reduced(
    s: Sentence, g: VerbGroup, groups: list[VerbGroup], number: int, out: list[Predicate], end: int, awaited: bool
) -> bool:
    """Whether a lone form in -ed is a participle ("a plant priced at $5m is …") and no past tense."""
    before = g.first - 1
    while before >= 0 and s.tags[before] in "R":
        before -= 1
    after = s.tags[g.last] if g.last < len(s.tags) else "."
    if before < 0 or (s.tags[before] in ',"' and not (s.phrases and s.phrases[0].last <= before)):
        return True
    if s.tags[g.head] == "X":
        return True
    if only_past(s.lows[g.head]) or g.lemma in _MOVING:
        return False
    if g.lemma in _SHIFTING and any(t in "CU" for t in s.tags[g.last : g.last + 2]):
        return False  # "The deficit widened by $340 million"
    if s.tags[before] in "VWXGIT" or s.tags[before] == "J":
        return False
    if s.tags[before] == "O" or (s.tags[before] in "SD" and s.lows[before] in RELATIVES):
        return False
    if after not in "ITRC,.)" or s.tags[before] not in "NP,)C":
        return False
    follower = next((h for h in groups[number + 1 :] if h.tense not in ("gerund", "infinitive")), None)
    if follower is not None:
        gap = s.tags[g.last : follower.first]
        if "S" not in gap and ";" not in gap and ":" not in gap:
            last = follower.first - 1
            while last > g.last and s.tags[last] in "RL":
                last -= 1
            if s.tags[last] == "J" or any(s.lows[i] in RELATIVES for i in range(g.last, follower.first)):
                pass
            elif s.tags[last] == ",":
                if s.tags[before] == ",":
                    return True
            else:
                phrase = phrase_at(s, last)
                if (phrase is None or not free(s, phrase)) and "," not in gap and "J" not in gap:
                    return True
    if follower is not None and s.tags[follower.first - 1] != "J" and "," in s.tags[g.last : follower.first]:
        phrase = phrase_at(s, before)
        if phrase is not None and (led_in(s, phrase, end) or apposed(s, phrase)):
            return True
    if awaited:
        return False
    if s.tags[before] == ",":
        # "X, set up by Y." and "it runs a plant, opened in 2019" close the sentence; "X, a town, opened" does not
        noun = s.tags[before - 1]
        if out and noun in "NP" and after == "I" and s.lows[g.last] in ("by", "from", "for", "at", "on"):
            return True
        main = out[-1].group.last if out and out[-1].kind in ("finite", "infinitive") else before
        plain = main < before - 1 and "," not in s.tags[main:before] and noun in "NPC" and after in "IR"
        return plain and follower is None and g.lemma not in REPORTING and g.lemma != "compare"
    if out and out[-1].kind in ("finite", "relative", "infinitive", "gerund", "reduced"):
        last_group = out[-1].group
        if last_group.lemma in REPORTING and not last_group.passive:
            return False
        phrase = phrase_at(s, before)
        if phrase is None:
            return True
        head = chain_head(s, phrase)
        gap = s.tags[end : head.first]
        if "S" in gap or "J" in gap or ":" in gap or ";" in gap:
            return "of" in s.lows[end : g.first] and "S" not in gap and "," not in gap
        return "," not in gap
    return False
