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
    bare_relative,
    chain_head,
    first_free,
    free,
    is_time,
    label_end,
    lead,
    opens,
    relative_marker,
    whose,
)
from services.extract.core.chunks import NounPhrase, VerbGroup, is_year
from services.extract.core.clause import phrase_at
from services.extract.core.participles import CAUSING, OPENING, REPORTING, is_reduced
from services.extract.core.sentences import Sentence

_BOUNDARIES = ':-"'
# Nouns that name a plan or deal to do something: "the agreement to set up" is no object that does the setting up.
_DEVERBAL = frozenset(
    "agreement plan plans deal contract decision right permission intention memorandum permit licence license approval "
    "proposal offer bid option order commitment pledge promise opportunity chance way funds money loan power ability "
    "capacity tender project programme program effort efforts attempt attempts time step steps".split()
)
# "expects demand for copper to grow": what does so is the object.
_RAISING = frozenset("expect forecast project predict see want allow enable cause permit lead require estimate".split())
_SAID_OF = frozenset("it they we he she".split())
_TOTALLING = frozenset("total weigh measure number comprise".split())
_FIT = frozenset("able due likely ready set".split())


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
    found: list[Predicate] | None = s.predicates
    if found is None:
        found = s.predicates = _read(s) if len(s.words) <= LONGEST else []
    return found


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
            subject = _controlled(s, g, out[-1], before) if out else lead(s, label_end(s), g.first)
            if not out and before < 0:
                opener = 0  # "To be spread over 31 hectares, the plant is …"
            gap = out[-1].gap if out and out[-1].kind == "relative" else None
        elif g.tense == "gerund":
            kind, governor = "gerund", len(out) - 1
            if before >= 0 and s.tags[before] in "NP" and (phrase := phrase_at(s, before)):
                subject = chain_head(s, phrase) if g.lemma not in _TOTALLING else _of_head(s, phrase)
            elif s.tags[before] == "," and before > 0 and not out:
                subject = antecedent(s, before)  # "The first of the locomotives, costing €5m, has …"
            elif (before < 0 or (before == 0 and s.tags[0] in "SI")) and not out:
                opener = 0  # "Covering 24 hectares, the plant is …", "After falling by 8%, sales …"
            elif out:
                subject = out[last_finite].subject if s.tags[before] == "," and last_finite >= 0 else out[-1].subject
        elif (
            s.tags[g.head] in "WX"
            and (g.first == g.head or (s.tags[g.first - 1] == "," and s.tags[g.first : g.head].strip("R") == ""))
            and is_reduced(s, g, groups, number, out, end, pending is not None and out[-1].kind == "relative")
        ):
            kind = "reduced"
            if before < 0 or s.tags[before] == ":" or not (s.phrases and s.phrases[0].last <= g.first):
                opener = len(out)
            else:
                joined = s.tags[before] == "J" and bool(out) and out[-1].kind == "reduced"
                subject = out[-1].subject if joined else antecedent(s, before)
                if pending is None and not out:
                    pending = lead(s, label_end(s), g.first)
                elif (
                    pending is None
                    and subject is not None
                    and opens(s, subject, end)
                    and (s.tags[before] == "," or (_joins(s, subject.first - 1) and _finite_after(s, g)))
                ):
                    pending = subject  # "… and that the mill, built in 1990, reopened"
                elif pending is None and s.tags[before] == "," and (colon := s.tags.rfind(":", end, before)) > 0:
                    pending = first_free(s, colon + 1, before + 1)  # "…: the deal, signed in May, is worth $5m"
        else:
            whole = end  # "for which a consortium led by Ulm is to lend $5m": a participle closes no clause
            if out and out[-1].kind == "reduced":
                whole = next((o.group.last for o in reversed(out) if o.kind != "reduced"), 0)
            marker = relative_marker(s, whole if out else 0, g.first)
            if marker >= 0:
                kind = "relative"
                said_of = antecedent(s, marker - 1)
                if pending is None and (last_finite < 0 or _fresh(s, out, end, marker)):
                    pending = lead(s, _clause_start(s, end, marker) if out else label_end(s), marker)
                    if pending is None and not out:
                        pending = said_of  # "Seven of the ten shops that …"
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
                joined = before >= 0 and s.tags[before] == "J" and last_finite >= 0  # "trades in A, B and employs"
                own = _own_subject(s, out, end, g.first) if not joined else None
                if own is None and out and out[-1].group.lemma in CAUSING and s.tags[g.head] == "V":
                    own = next((p for p in s.phrases if p.last == g.first and p.first == end), None)
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
                for k in range(opener, len(out)):  # "Owned by the state and | losing $3m a month, the airline …"
                    o = out[k]
                    apart = s.tags[subject.first - 1 : subject.first] == "," or o.kind == "reduced"
                    if (k == opener or (o.subject is None and o.kind in ("gerund", "reduced"))) and apart:
                        out[k] = Predicate(o.group, o.kind, subject, o.gap, o.governor, subject.first)
                opener = -1
        start = min(subject.first, g.first) if subject is not None else g.first
        aside = g.lemma in REPORTING and g.last < len(s.tags) and s.tags[g.last] == "," and s.tags[start - 1] == ","
        if kind in ("finite", "relative") and not (aside and last_finite >= 0):  # "…, customs data show, and rose"
            last_finite = len(out)
        out.append(Predicate(g, kind, subject, gap, governor, start))
        end = g.last
    return out


def _joins(s: Sentence, i: int) -> bool:
    """Whether a clause begins behind a token: "though | units sold …", ", and | the number of loans granted …"."""
    return s.tags[i] == "S" or (s.tags[i] == "J" and i > 0 and s.tags[i - 1] == ",")


def _finite_after(s: Sentence, g: VerbGroup) -> bool:
    """Whether a finite verb follows a participle, no clause between: "though units sold in Europe | declined"."""
    then = next((h for h in s.groups if h.first >= g.last), None)
    return (
        then is not None
        and then.tense in ("past", "present")
        and not {",", "S", "J"} & set(s.tags[g.last : then.first])
    )


def _verbal(s: Sentence, g: VerbGroup) -> bool:
    """Whether a form in -ing is a verb here and no noun or adjective inside a noun phrase."""
    inside = phrase_at(s, g.head)
    return g.last - g.first > 1 or inside is None or (inside.first == g.head and s.tags[inside.last - 1] in "NP")


def _before(s: Sentence, g: VerbGroup) -> int:
    return len(s.tags[: g.first].rstrip("RL")) - 1


def _own_subject(s: Sentence, out: list[Predicate], end: int, stop: int) -> NounPhrase | None:
    """The subject that stands between the verb group before and this one."""
    if s.lows[stop - 1] in _SAID_OF and stop > 1 and (s.tags[stop - 2] in "NP" or is_year(s.lows[stop - 2])):
        return phrase_at(s, stop - 1)  # "Before the shutdown it had 420 staff", "When completed in 2026 it will have …"
    if not out:
        piece = max(_after_boundary(s, 0, stop), label_end(s))
        first = lead(s, piece, stop) or (lead(s, 0, stop) if piece else None)
        return first if first or piece else _portion(s, 0, stop, "" if s.tags[0] == "C" else "each")
    if (piece := _after_boundary(s, end, stop)) > end:
        return first_free(s, piece, stop) or _portion(s, piece, stop)
    earlier = out[-1].group
    closed = s.tags[stop - 1] == "," and (out[-1].kind == "relative" or earlier.lemma in CAUSING)  # "makes A, | has B"
    if earlier.lemma in OPENING and not earlier.passive and out[-1].kind in ("finite", "relative") and not closed:
        own = whose(s, end, stop) or first_free(s, end, stop)
        told = earlier.lemma == "tell" and own is not None and own.last < stop  # "told reporters | the line would open"
        return (first_free(s, own.last, stop) if own is not None and told else None) or own
    for p in reversed(s.phrases):
        if p.last > stop or p.first <= end:
            continue
        if p.last == stop:
            top = chain_head(s, p)
            if s.lows[top.first - 1] == "as" and top.first > end:
                return top  # "profit fell as prices in the South slid"
            p = top if "C" not in s.tags[top.first : top.head] else p  # "to 231,400 ounces of gold and costs climbed"
        mark = s.tags[p.first - 1]
        if mark == "J" and p.last < stop and s.tags[p.last] == ",":
            continue
        if mark in ",J" and not is_time(s, p) and (mark == "," or _near(s, p.last, stop)):
            return p if not (s.tags[stop - 1] == "," and mark == ",") else None
    return None


def _of_head(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "force majeure on two shipments of concentrate totalling 22,000 tonnes" the shipments."""
    top = next((q for q in s.phrases if q.last == p.first - 1 and s.lows[q.last] == "of"), None)
    return p if top is None else top


def _portion(s: Sentence, a: int, b: int, word: str = "") -> NounPhrase | None:
    """ "though half of | its lines | have stood idle", "Each of | the ships | is …": of a portion the whole."""
    if (s.tags[a] not in "CQ" if not word else s.lows[a] != word) or s.lows[a + 1 : a + 2] != ["of"]:
        return None
    return next((p for p in s.phrases if p.first == a + 2 and p.last <= b), None)


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
    return any((s.tags[i] == "J" and s.tags[i - 1] == ",") or s.words[i] == ";" for i in range(end + 1, marker))


def _clause_start(s: Sentence, end: int, marker: int) -> int:
    """The token behind the last semicolon between a verb group and a relative pronoun, else where the group ends."""
    return next((i + 1 for i in range(marker - 1, end, -1) if s.words[i] == ";"), end)


def _controlled(s: Sentence, g: VerbGroup, governor: Predicate, before: int) -> NounPhrase | None:
    """Who does what an infinitive says: the object of an active verb ("helped X to start"), else its subject; in
    "a farm, to be built next year" what stands before."""
    noun = before - 1 if s.tags[before] == "," else before
    if g.passive and noun >= governor.group.last and s.tags[noun] in "NP":
        return antecedent(s, noun)
    if s.lows[before] in _FIT and s.tags[noun - (noun == before)] in "NP" and before > governor.group.last:
        return antecedent(s, before - 1)  # "put up a unit able to turn out 500 tonnes"
    after = governor.group.last
    between = [p for p in s.phrases if p.first >= after and p.last <= g.first and "C" not in s.tags[p.first : p.last]]
    if (
        between
        and governor.group.lemma in _RAISING
        and s.lows[between[0].head] in ("it", "them")
        and between[0].first == after
    ):
        return between[0]  # "City hall expects it to carry 31,000 vehicles"
    if between and not governor.group.passive and free(s, between[0]) and between[0].last == g.first:
        head = s.lows[between[0].head]
        if head not in _DEVERBAL and s.tags[between[0].head] != "O":
            return between[0]
    if len(between) > 1 and governor.group.lemma in _RAISING and not governor.group.passive:
        raised = between[-1].last == g.first and chain_head(s, between[-1]) == between[0] and free(s, between[0])
        if raised and between[0].first <= after + 1 and s.lows[between[0].head] not in _DEVERBAL:
            return between[0]
    return governor.subject
