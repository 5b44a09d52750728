"""Whether a claim is stated as so (`actual`) or intended, expected, possible or scheduled (`planned`)."""

from __future__ import annotations

from services.extract.core.facts.baseline import added_to, base_of_comparison, there_already
from services.extract.core.facts.completion import Decision, unfinished
from services.extract.core.facts.features import Surroundings
from services.extract.core.lexicon import table, words
from services.extract.core.model import Quantity
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma, only_past

_SKIPPED = frozenset("at to be around about than as more over of from up some nearly almost the a an its".split())
_NOT_MODIFIED = frozenset(",;:.(")
_TRADES = frozenset("buy acquire sell purchase take pay lend".split())
# Nouns whose old level was a plan as well: "cut its target to 260 from 310".
_REVISED = frozenset(
    "plan plans forecast forecasts guidance target targets outlook projection projections estimate goal".split()
)
_CAUSATIVE = frozenset("let make help have see watch allow".split())
_HOPING = frozenset("promise pledge offer".split())


def status(q: Quantity, s: Sentence, around: Surroundings, kind: str) -> Decision:
    """The status of a quantity's claim, and the words that decide it."""
    lows, tags = s.lows, s.tags
    a, _ = around.clause
    preds = predicates(s)
    predicate = preds[around.predicate] if around.predicate >= 0 else None
    i = q.first - 1
    while i >= a and (tags[i] in "RDQ" or lows[i] in _SKIPPED):
        i -= 1
    if i >= 0 and lows[i] in words("status", "valuations") and kind in ("investment", "indicator"):
        if predicate is not None and lows[i - 1] == "be" and predicate.group.tense in ("future", "modal"):
            return "planned", f"“{s.span(predicate.group.first, predicate.group.last)}”"
        return "actual", f"standing valuation: “{lows[i]}”"
    described = kind == "investment" and tags[q.last : q.last + 1] in ("N", "A")  # "a $5 million scheme that …"
    if described and around.governor.side == "subject" and lows[a] in ("the", "its", "their"):
        return "actual", "standing valuation: a described thing"  # "The $5 million facility will start …"
    if not described and (later := _relative(q, s, preds)) is not None:
        return later
    if (base := base_of_comparison(q, s, a) or added_to(q, s, around)) is not None:
        revised = any(low in _REVISED and lows[i + 1] != "price" for i, low in enumerate(lows[: q.first]))
        moved = lows[q.first - 2 : q.first - 1] in (["up"], ["down"])
        return ("planned", "the old level of a plan") if revised and not moved else ("actual", base)
    if kind == "size" and words("status", "standing") & {
        *lows[q.last : q.last + 3],
        *lows[max(q.first - 2, 0) : q.first],
    }:
        return "actual", "land"
    if (follows := _to_come(q, s)) is not None:
        return "planned", follows
    verb = around.governor.verb
    if verb is not None and around.governor.preposition == "to" and "being" in lows[verb.first : verb.head]:
        return "planned", f"“{s.span(verb.first, verb.last)}”: under way"
    if (building := unfinished(q, s, around, kind)) is not None:
        return "planned", f"{building}: not finished"
    if around.governor.preposition != "by" and (noun := _planning_noun(q, s, around, a)) is not None:
        return "planned", f"“{noun}”"
    for j in range(
        max(a, q.first - 4), q.first if q.family == "percent" else q.last
    ):  # "108% of its target" is reached
        adjective = lows[j] in words("status", "planning_adjectives") and tags[j] in "AWN"
        if adjective and tags[j + 1 : j + 2] not in ("T", ""):
            if any(t in _NOT_MODIFIED or t in "VBHM" for t in tags[j : q.first]):
                continue
            return "planned", f"“{lows[j]}”"
    if predicate is None:
        predicate = next((p for p in preds if p.kind == "finite"), None)
        if predicate is None:
            return "actual", "no verb"
        return _of(s, preds, preds.index(predicate), kind)
    found = _of(s, preds, around.predicate, kind)
    if found[0] == "planned" and around.governor.side == "subject" and found[1].endswith(" for"):
        return "actual", found[1]  # "Fifteen investors have applied for plots"
    if found[0] == "planned" and kind in ("count", "employment") and there_already(q, s, around, predicate):
        return "actual", "definite: there already (base of comparison)"
    return found


def _to_come(q: Quantity, s: Sentence) -> str | None:
    """ "with another 500 to follow", "another three are at the design stage": what the words behind put ahead."""
    lows, tags = s.lows, s.tags
    k = q.last
    if tags[k : k + 1] == "T" and lows[k + 1 : k + 2] and lows[k + 1] in words("status", "following"):
        if lows[k + 1] == "be" and tags[k + 2 : k + 3] not in ("W", "X"):
            return None  # "46%, to be precise"
        return f"“to {lows[k + 1]}”"
    while k < len(tags) and k < q.last + 6 and tags[k] in "BRLFNAI" and tags[k] != "B":
        k += 1
    if k < len(tags) and tags[k] == "B":
        rest = " ".join(lows[k + 1 : k + 6])
        for phrase in table("status")["ahead_phrases"]:
            if rest.startswith(phrase):
                return f"“{phrase}”"
    return None


def _relative(q: Quantity, s: Sentence, preds: list[Predicate]) -> Decision | None:
    """A relative clause right behind the quantity says of it what holds ("the 190,000 t that its furnaces yield")."""
    for p in preds:
        related = p.kind == "relative" or s.tags[q.last : q.last + 1] == "S"
        if related and q.last < p.group.first <= q.last + 5 and "C" not in s.tags[q.last : p.group.first]:
            opening = s.lows[q.last + (q.family == "percent" and s.tags[q.last] == "N") : p.group.first]
            if opening and (opening[0] in ("that", "which", "who") or (s.tags[q.last] in "OD" and p.gap is not None)):
                return _of(s, preds, preds.index(p), "")
    return None


def _planning_noun(q: Quantity, s: Sentence, around: Surroundings, a: int) -> str | None:
    """A plan, target or forecast that the quantity is said of: "a goal of 3%", "the forecast is 520 thousand"."""
    nouns = words("status", "planning_nouns")
    hung = around.governor
    candidates = [hung.noun, around.subject_head]
    if hung.preposition in ("to", "from", "at", "of", "with") and hung.verb is not None and hung.side == "object":
        candidates += [i for i in range(max(a, hung.verb.last), q.first) if s.tags[i] == "N"][:6]
    i = q.first - 1
    while i >= a and (s.tags[i] in "RDQ" or s.lows[i] in _SKIPPED):
        i -= 1
    candidates.append(i)
    for i in candidates:
        if i >= 0 and s.lows[i] in nouns:
            return s.lows[i]
        if i > 0 and s.lows[i - 1] in _REVISED and s.tags[i] == "N" and s.lows[i] != "price":
            return s.lows[i - 1]  # "target price", "guidance range"
    return None


def _of(s: Sentence, preds: list[Predicate], index: int, kind: str, depth: int = 0) -> Decision:
    """The status that a predicate gives to what it says."""
    p = preds[index]
    verb = p.group
    lows, tags = s.lows, s.tags
    shown = f"“{s.span(verb.first, verb.last)}”"
    for i in range(verb.first, verb.last):
        if tags[i] == "M":
            ahead = lows[i] in words("status", "planning_modals") and not (verb.perfect and verb.tense == "modal")
            return ("planned" if ahead else "actual"), shown
    inside = tags[verb.first : verb.head]
    if "T" in inside and "B" in inside[: inside.index("T")]:
        return "planned", shown  # "is to build"
    if depth < 4:
        if p.kind == "infinitive" or verb.tense == "infinitive":
            return _of_infinitive(s, preds, index, kind, depth)
        if verb.tense == "gerund" and lows[max(verb.first - 2, 0)] in words("status", "planning_nouns"):
            return "planned", f"“{lows[verb.first - 2]}”"
        if verb.tense == "gerund" and p.governor >= 0 and lows[verb.first - 1 : verb.first] != ["after"]:
            return _of(s, preds, p.governor, kind, depth + 1)
        if index and _continues(s, preds, index):  # "will occupy 500 hectares, cost $650 million and employ 2,000"
            return _of(s, preds, index - 1, kind, depth + 1)
        bare = tags[verb.head] == "V" and verb.first == verb.head and lows[verb.head] == lemma(lows[verb.head])
        if index and bare and preds[index - 1].group.lemma in _CAUSATIVE and preds[index - 1].group.last < verb.first:
            return _of(s, preds, index - 1, kind, depth + 1)  # "would let 1,150 people go"
    lone = (
        verb.first == verb.head
        and tags[verb.head] == "W"
        and tags[verb.last : verb.last + 1] in ("I", ".", ",", "J", "")
    )
    if depth < 4 and lone and index and p.kind == "finite" and not only_past(lows[verb.head]):
        first = preds[index - 1].group  # "12 schools will be built and 30 repaired"
        if first.passive and tags[verb.first - 1] in "NC" and "J" in tags[first.last : verb.first]:
            return _of(s, preds, index - 1, kind, depth + 1)
    if kind in ("output", "size") and lows[verb.last : verb.last + 3] == ["at", "work", "on"]:
        return "planned", f"{shown} at work"
    taken_on = kind == "employment" and verb.lemma in ("recruit", "hire", "take", "seek", "engage")
    if "being" in lows[verb.first : verb.head] and (kind in ("output", "size") or taken_on):
        return "planned", f"{shown}: under way"
    if verb.lemma in words("status", "planning_objects") and not verb.perfect and tags[verb.head] in "VGX":
        return "planned", shown
    if verb.lemma in words("status", "expecting") and not verb.passive:
        return "planned", shown
    particle = lows[verb.last] if verb.last < len(lows) else ""
    sought = lows[verb.last + 1 : verb.last + 2] in (["work"], ["jobs"], ["employment"])  # "were looking for work"
    if f"{verb.lemma} {particle}" in table("status")["counting_on"] and not verb.negated and not sought:
        return "planned", f"{shown} {particle}"
    if verb.passive and verb.lemma in _HOPING:
        return "actual", shown  # "farmers are promised 85,000 a tonne"
    if (
        verb.passive
        and verb.lemma in words("status", "planning_objects")
        and verb.lemma not in ("see", "offer", "want")
    ):
        return "planned", shown
    if tags[verb.head] == "B":
        k = verb.last
        while k < len(lows) and tags[k] in "RL":
            k += 1
        if k < len(lows) and lows[k] in (
            "due",
            "expected",
            "planned",
            "scheduled",
            "slated",
            "set",
            "meant",
            "intended",
        ):
            return "planned", f"“{lows[k]}”"
    return "actual", shown


def _continues(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a bare verb goes on under the modal or infinitive of the predicate before it."""
    verb, before = preds[index].group, preds[index - 1].group
    low = s.lows[verb.head]
    if verb.head != verb.first or low != lemma(low) or s.tags[verb.head] not in "VWN":
        return False
    i = verb.first - 1
    while i >= 0 and s.tags[i] == "R":
        i -= 1
    joined = i >= 0 and s.tags[i] in "J,"
    return (
        joined
        and before.tense in ("future", "modal", "infinitive", "present")
        and before.last <= i
        and not _own(s, preds, index)
    )


def _own(s: Sentence, preds: list[Predicate], index: int) -> bool:
    """Whether a verb has a subject of its own between it and the verb before."""
    subject, before = preds[index].subject, preds[index - 1]
    return subject is not None and before.subject is not None and subject.first > before.group.last


def _of_infinitive(s: Sentence, preds: list[Predicate], index: int, kind: str, depth: int) -> Decision:
    p = preds[index]
    verb = p.group
    lows, tags = s.lows, s.tags
    shown = f"“{s.span(verb.first, verb.last)}”"
    i = verb.first - 1
    while i >= 0 and tags[i] in "R":
        i -= 1
    if i < 0:
        return ("planned", shown) if len(preds) == 1 else _of(s, preds, index + 1, kind, depth + 1)
    g = p.governor if p.governor >= 0 else index - 1
    matrix = preds[g].group if g >= 0 else None
    if lows[i] in words("status", "planning_predicates") or lows[i] in words("status", "planning_nouns"):
        return "planned", f"“{lows[i]} {s.span(verb.first, verb.last)}”"
    if verb.perfect and lows[i] == "estimated":
        return "actual", shown  # "is estimated to have grown"
    if lows[i] in ("able", "enough", "capacity", "ability"):
        return _of(s, preds, g, kind, depth + 1) if matrix is not None else ("actual", f"“{lows[i]}”")
    if (
        matrix is not None
        and verb.lemma in words("status", "resulting")
        and matrix.lemma not in words("status", "planning_verbs")
        and matrix.tense != "infinitive"
    ):
        return _of(s, preds, g, kind, depth + 1)  # "grew 1.4 times to reach $291 million"
    if tags[i] in "J," and matrix is not None:  # "to build … and to hire": as the first infinitive
        return _of(s, preds, g, kind, depth + 1)
    if matrix is not None:
        if lows[matrix.head] == "going" or (tags[matrix.head] == "B" and matrix.last >= verb.first - 1):
            return "planned", shown  # "is going to", "is, in time, to"
        if matrix.lemma == "agree" and verb.lemma in _TRADES and kind in ("investment", "share", "count"):
            return "actual", "an agreed purchase"
        if matrix.lemma in words("status", "transparent"):
            return _of(s, preds, g, kind, depth + 1)
        if matrix.lemma in words("status", "planning_verbs"):
            return "planned", f"“{lows[matrix.head]} {s.span(verb.first, verb.last)}”"
        if matrix.tense in ("future", "modal", "infinitive"):
            return _of(s, preds, g, kind, depth + 1)
        if matrix.lemma == "have" and matrix.tense == "past":
            return "actual", shown  # "had 1.5 million tons to deal with"
    return ("planned", shown) if tags[i] in "NP" and kind != "output" else ("actual", shown)


def beside(before: Quantity | None, q: Quantity, s: Sentence) -> bool:
    """Whether a quantity goes on with the one before: "39 million tons a year, or 850,000 barrels"."""
    if before is None or not 0 <= q.first - before.last <= 3:
        return False
    between = s.lows[before.last : q.first]
    if s.tags[q.last : q.last + 1] in ("M", "B", "H"):
        return False  # "14.5 million, and another 9 million will come"
    return bool(between) and all(low in (",", "(", "or", "and", ")") for low in between)
