"""Whether a claim is stated as so (`actual`) or intended, expected, possible or scheduled (`planned`)."""

from __future__ import annotations

import datetime as dt

from services.extract.core.facts.features import Surroundings
from services.extract.core.lexicon import table, words
from services.extract.core.model import Claim, Document, Quantity
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

Decision = tuple[str, str]  # the status, and why

_SKIPPED = frozenset("at to be around about than as more over of from up some nearly almost the a an its".split())
_NOT_MODIFIED = frozenset(",;:.(")
_TRADES = frozenset("buy acquire sell purchase take pay".split())


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
    if (base := _base_of_comparison(q, s, a)) is not None:
        return "actual", base
    if (later := _relative(q, s, preds)) is not None:
        return later
    if around.governor.preposition != "by" and (noun := _planning_noun(q, s, around, a)) is not None:
        return "planned", f"“{noun}”"
    for j in range(max(a, q.first - 4), q.last):
        if (
            lows[j] in words("status", "planning_adjectives")
            and tags[j] in "AWN"
            and tags[j + 1 : j + 2] not in ("T", "")
        ):
            if not any(t in _NOT_MODIFIED or t in "VBHM" for t in tags[j : q.first]):
                return "planned", f"“{lows[j]}”"
    if predicate is None:
        predicate = next((p for p in preds if p.kind == "finite"), None)
        if predicate is None:
            return "actual", "no verb"
        return _of(s, preds, preds.index(predicate), kind)
    return _of(s, preds, around.predicate, kind)


def _base_of_comparison(q: Quantity, s: Sentence, a: int) -> str | None:
    """ "instead of 25 million", "from 62% to 80%", "on top of the 260": what is or was, not what will be."""
    lows = s.lows
    i = q.first - 1
    while i > a and s.tags[i] in "RDQA" and lows[i] not in ("than",):
        i -= 1
    before = " ".join(lows[max(a, i - 2) : i + 1])
    for phrase in table("status")["bases"]:
        if before == phrase or before.endswith(" " + phrase):
            return f"“{phrase}”: a base of comparison"
    if i >= 0 and lows[i] == "from" and "to" in lows[q.last : q.last + 8]:
        return "“from … to”: the level before"
    return None


def _relative(q: Quantity, s: Sentence, preds: list[Predicate]) -> Decision | None:
    """A relative clause right behind the quantity says of it what holds ("the 190,000 t that its furnaces yield")."""
    for p in preds:
        if p.kind == "relative" and q.last <= p.group.first <= q.last + 5 and p.group.first > q.last:
            opening = s.lows[q.last : p.group.first]
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
        if verb.tense == "gerund" and p.governor >= 0 and lows[verb.first - 1 : verb.first] != ["after"]:
            return _of(s, preds, p.governor, kind, depth + 1)
        if index and _continues(s, preds, index):  # "will occupy 500 hectares, cost $650 million and employ 2,000"
            return _of(s, preds, index - 1, kind, depth + 1)
    if "being" in lows[verb.first : verb.head] and kind == "output":
        return "planned", f"{shown}: under way"
    if verb.lemma in words("status", "planning_objects") and not verb.perfect and tags[verb.head] in "VGX":
        return "planned", shown
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
    if lows[i] in ("able", "enough") and matrix is not None:
        return _of(s, preds, g, kind, depth + 1)
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
    return ("planned", shown) if tags[i] in "NP" and kind != "output" else ("actual", shown)


def beside(before: Quantity | None, q: Quantity, s: Sentence) -> bool:
    """Whether a quantity goes on with the one before: "39 million tons a year, or 850,000 barrels (and over 900,000)"."""
    if before is None or not 0 <= q.first - before.last <= 3:
        return False
    between = s.lows[before.last : q.first]
    return bool(between) and all(low in (",", "(", "or", "and", ")") for low in between)


def by_period(current: Decision, begin: dt.date | None, until: dt.date | None, doc: Document) -> Decision:
    """A claim about a time after the article was written is a plan, whatever its verb."""
    if doc.published is None or current[0] == "planned":
        return current
    if begin is not None and begin > doc.published:
        return "planned", f"from {begin}, after the article"
    if begin is None and until is not None and until > doc.published:
        return "planned", f"by {until}, after the article"
    return current


def on_completion(found: list[Claim], happened: list[Claim]) -> None:
    """What exists only once a thing is finished (its jobs, its capacity) is planned while the thing is being built."""
    kinds = frozenset(table("status")["on_completion"])
    standing = words("status", "standing")
    unfinished = [
        event.subject.text.lower()
        for event in happened
        if event.subject and (event.event == "construction" or (event.event == "opening" and event.status == "planned"))
    ]
    idle = {event.subject.text.lower() for event in happened if event.subject and event.event == "closure"}
    unfinished = [name for name in unfinished if name not in idle]  # what reopens stood there before
    if not unfinished:
        return
    for claim in found:
        if claim.kind in kinds and claim.status == "actual" and claim.subject:
            if (
                claim.kind == "size"
                and claim.quantity
                and set(claim.sentence.lows[claim.quantity.last :][:2]) & standing
            ):
                continue  # a plot or site is there already
            about = claim.subject.text.lower()
            if any(about == name or (len(about) > 5 and (about in name or name in about)) for name in unfinished):
                claim.status = "planned"
                claim.why.append(f"planned: “{claim.subject.text}” is not finished")
