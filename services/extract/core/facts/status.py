"""Whether a claim is stated as so (`actual`) or intended, expected, possible or scheduled (`planned`)."""

from __future__ import annotations

import datetime as dt

from services.extract.core.chunks import VerbGroup
from services.extract.core.clause import clause
from services.extract.core.lexicon import table, words
from services.extract.core.model import Claim, Document
from services.extract.core.sentences import Sentence

Decision = tuple[str, str]  # the status, and why

_NOT_MODIFIED = frozenset(",;:.(")


def status(s: Sentence, first: int, last: int, verb: VerbGroup | None, *, kind: str) -> Decision:
    """The status of a claim whose evidence is tokens [first, last), under the verb group that governs it."""
    a, b = clause(s, first, last)
    lows, tags = s.lows, s.tags
    valuations = words("status", "valuations")
    i = first - 1
    while i >= a and (
        tags[i] in "RDQ" or lows[i] in ("at", "to", "be", "around", "about", "than", "as", "more", "over")
    ):
        i -= 1
    if i >= 0 and lows[i] in valuations and kind in ("investment", "indicator"):
        if i and lows[i - 1] == "be" and verb is not None and verb.tense in ("future", "modal"):
            return "planned", f"“{s.span(verb.first, verb.last)}”"
        return "actual", f"standing valuation: “{lows[i]}”"
    if i >= 0 and lows[i] in words("status", "planning_nouns") and kind != "count":
        return "planned", f"“{lows[i]}”"
    for j in range(max(a, first - 4), last):
        if (
            lows[j] in words("status", "planning_adjectives")
            and tags[j] in "AWNI"
            and not any(t in _NOT_MODIFIED for t in tags[j:first])
        ):
            if lows[j] in ("next", "due", "possible", "likely"):
                continue
            return "planned", f"“{lows[j]}”"
    if verb is None:
        main = _main(s, a, b) or _main(s, 0, len(tags))
        if main is None:
            return "actual", "no verb"
        verb = main
    return _of_verb(s, verb, depth=0)


def _main(s: Sentence, a: int, b: int) -> VerbGroup | None:
    for g in s.groups:
        if a <= g.head < b and g.tense not in ("gerund", "participle", "infinitive"):
            return g
    return None


def _of_verb(s: Sentence, verb: VerbGroup, depth: int) -> Decision:
    lows, tags = s.lows, s.tags
    shown = f"“{s.span(verb.first, verb.last)}”"
    for i in range(verb.first, verb.last):
        if tags[i] == "M" and lows[i] in words("status", "planning_modals"):
            if verb.perfect and verb.tense == "modal":
                return "actual", shown  # "should have been": no plan any more
            return "planned", shown
        if tags[i] == "M":
            return "actual", shown
    inside = tags[verb.first : verb.head]
    if "T" in inside and "B" in inside[: inside.index("T")]:
        return "planned", shown  # "is to build"
    if verb.tense == "infinitive" and depth < 3:
        return _of_infinitive(s, verb, depth)
    if verb.tense in ("gerund", "participle") and depth < 3:
        earlier = [g for g in s.groups if g.last <= verb.first and g.tense not in ("gerund", "participle")]
        preposition = lows[verb.first - 1] if verb.first else ""
        if verb.tense == "gerund" and earlier and preposition in (",", "by", "for", "and", "in"):
            return _of_verb(s, earlier[-1], depth + 1)
        return "actual", shown
    if verb.lemma in words("status", "planning_objects") and (
        verb.tense == "present" or verb.passive or verb.lemma not in ("see", "want", "target")
    ):
        return "planned", shown
    if tags[verb.head] == "B" and verb.last < len(lows):
        k = verb.last
        while k < len(lows) and tags[k] in "RL":
            k += 1
        if k < len(lows) and lows[k] in ("due", "expected", "planned", "scheduled", "slated", "set"):
            return "planned", f"“{lows[k]}”"
    return "actual", shown


def _of_infinitive(s: Sentence, verb: VerbGroup, depth: int) -> Decision:
    lows, tags = s.lows, s.tags
    shown = f"“{s.span(verb.first, verb.last)}”"
    i = verb.first - 1
    while i >= 0 and tags[i] in "R":
        i -= 1
    if i < 0:
        return "planned", shown
    matrix = next((g for g in reversed(s.groups) if g.last <= verb.first), None)
    if lows[i] in words("status", "planning_predicates") or lows[i] in words("status", "planning_nouns"):
        return "planned", f"“{lows[i]} {s.span(verb.first, verb.last)}”"
    if lows[i] in ("able", "enough"):
        return _of_verb(s, matrix, depth + 1) if matrix is not None else ("actual", shown)
    if tags[i] in "J," and matrix is not None:  # "to build … and to hire": the status of the first infinitive
        return _of_verb(s, matrix, depth + 1)
    if matrix is not None:
        if matrix.lemma in words("status", "transparent"):
            return _of_verb(s, matrix, depth + 1)
        if matrix.lemma in words("status", "planning_verbs"):
            return "planned", f"“{lows[matrix.head]} {s.span(verb.first, verb.last)}”"
        if matrix.tense in ("future", "modal", "infinitive"):
            return _of_verb(s, matrix, depth + 1)
    return ("planned", shown) if tags[i] in "NP" else ("actual", shown)


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
    unfinished = [
        event.subject.text.lower()
        for event in happened
        if event.subject and (event.event == "construction" or (event.event == "opening" and event.status == "planned"))
    ]
    if not unfinished:
        return
    for claim in found:
        if claim.kind in kinds and claim.status == "actual" and claim.subject:
            about = claim.subject.text.lower()
            if any(about == name or about in name or name in about for name in unfinished):
                claim.status = "planned"
                claim.why.append(f"planned: “{claim.subject.text}” is not finished")
