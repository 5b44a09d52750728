"""Events: what was opened, built, signed, founded, expanded, closed or acquired, or will be.

Three ways to state one: a verb ("has opened a terminal", "was sold"), a noun ("the opening of the hotel"), and work or
production that starts or stops ("production began at the mine"). Voice says where the subject stands, tense and what
governs the verb say whether it has happened; what is denied, asked or only supposed is no event.
"""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase
from services.extract.core.facts.memory import is_bare, named, resolve
from services.extract.core.mentions.trigger import VerbRule, classes, listed, may_hold_event, noun_rule, verb_rules
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate, is_time, predicates
from services.extract.core.sentences import Sentence

_PLACE = frozenset("of for in at on near".split())
_TIES = {
    "agreement": frozenset("with for on between of to".split()),
    "service": frozenset("of for in at on near from to between".split()),
}
_ROUTES = frozenset(
    "flight flights route service link connection road highway motorway railway line pipeline bridge train ferry corridor".split()
)


def events(doc: Document) -> list[Claim]:
    """The events that an article states, in the order of their evidence."""
    found: list[Claim] = []
    for s in doc.sentences:
        if s.part in ("furniture", "header", "headline") or not may_hold_event(s):
            continue
        if s.text[s.end - 1] == "?" or s.text[s.end - 2 : s.end] in ('?"', "?”", "?»"):
            continue
        found += _of_sentence(doc, s)
    return _once(found)


def _of_sentence(doc: Document, s: Sentence) -> list[Claim]:
    found: list[Claim] = []
    preds = predicates(s)
    for index, p in enumerate(preds):
        for rule in verb_rules(p.group.lemma):
            claims = _by_verb(doc, s, preds, index, rule)
            if claims:
                found += claims
                break
    found += _by_noun(doc, s, preds)
    found.sort(key=lambda c: (c.start, c.end))
    return found


# ---- verbs ---------------------------------------------------------------------------------------------------------


def _by_verb(doc: Document, s: Sentence, preds: list[Predicate], index: int, rule: VerbRule) -> list[Claim]:
    p = preds[index]
    g = p.group
    after = g.last
    if rule.particle:
        spot = _particle(s, g.last, rule.particle)
        if spot < 0:
            return []
        after = spot + 1 if spot == g.last else g.last
    if rule.after and _phrase_after(s, after, rule.after) < 0:
        return []
    passive = g.passive or p.kind == "reduced"
    objects = [] if passive else _objects(s, after)
    if rule.object and (passive or not _object_is(s, after, objects, rule)):
        return []
    phrases: list[NounPhrase]
    voice = "active"
    if rule.takes == "on":
        phrases = _complements(s, after, rule.on)
        voice = "complement"
    elif passive:
        if rule.takes == "subject":
            return []
        phrases = _coordinated_before(s, p)
        voice = "passive"
    elif p.gap is not None and p.kind == "relative" and rule.takes in ("object", "both") and not objects:
        phrases, voice = [p.gap], "relative"
    elif rule.takes == "subject" or (rule.takes == "both" and not objects):
        if objects and not rule.object and not rule.after:
            return []
        phrases, voice = _coordinated_before(s, p), "intransitive"
    else:
        phrases = objects
    good = [q for q in phrases if _fits(doc, s, q, rule, voice)]
    if not good:
        return []
    if rule.whole and len(good) > 1:
        good = good[:1]
    status = _status(s, preds, index, rule)
    if status is None:
        return []
    claims = []
    for q in good:
        subject = _subject(doc, s, q, rule.event)
        if subject is None:
            continue
        start, end = _evidence(s, p, q, after)
        claims.append(_claim(s, start, end, rule.event, subject, status, f"{rule.event}.{voice}"))
    return claims


def _particle(s: Sentence, i: int, words: frozenset[str]) -> int:
    """Where the particle stands: right after the verb, or after a short object ("put it up")."""
    for k in range(i, min(i + 5, len(s.lows))):
        if s.lows[k] in words:
            return k if k == i or all(s.tags[j] in "DANPO" for j in range(i, k)) else -1
        if s.tags[k] in ".,;VBM":
            return -1
    return -1


def _phrase_after(s: Sentence, i: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """Where one of the phrases stands in the rest of the clause, adjectives and adverbs inside it aside."""
    n = min(len(s.lows), i + 16)
    for k in range(i, n):
        if s.tags[k] in ";." or (k > i and s.tags[k] in "VBM"):
            return -1
        for phrase in phrases:
            if s.lows[k] == phrase[0] and tuple(s.lows[k : k + len(phrase)]) == phrase:
                if len(phrase) == 1 and k > i and not all(s.tags[j] in "RDA" for j in range(i, k)):
                    continue
                return k
    return -1


def _objects(s: Sentence, i: int) -> list[NounPhrase]:
    """The object right of a verb, with what is coordinated to it."""
    phrases = s.phrases
    k = 0
    while k < len(phrases) and phrases[k].first < i:
        k += 1
    if k == len(phrases):
        return []
    p = phrases[k]
    while is_time(s, p) and k + 1 < len(phrases):
        k += 1
        p = phrases[k]
    between = s.tags[i : p.first]
    if any(t not in "RDQCAU%" for t in between):
        # "15% of Khangor": the share is no noun; what it is of is the object
        if "U" in between or "C" in between:
            if s.lows[p.first - 1] == "of" and all(t in "RDQCAUI" for t in between):
                return [p]
        return []
    return [p, *_coordinated_after(s, p)]


def _coordinated_after(s: Sentence, p: NounPhrase) -> list[NounPhrase]:
    out = []
    end = full_phrase(s, p, ties=_PLACE)[1] if s.tags[p.head] != "O" else p.last
    while end < len(s.tags):
        j = end
        if s.tags[j] == "(":
            while j < len(s.tags) and s.tags[j] != ")":
                j += 1
            j += 1
        k = j
        while k < len(s.tags) and s.tags[k] in ",J":
            k += 1
        if k == j or k >= len(s.tags):
            break
        nxt = next((q for q in s.phrases if q.first >= k), None)
        if nxt is None or nxt.first != k or s.tags[nxt.head] == "O":
            break
        end = full_phrase(s, nxt, ties=_PLACE)[1]
        if end < len(s.tags) and s.tags[end] in "VWXBHM":
            break
        out.append(nxt)
    return out


def _coordinated_before(s: Sentence, p: Predicate) -> list[NounPhrase]:
    """The subject of a predicate with what is coordinated to it ("the school, the centre, and the hall were opened")."""
    if p.subject is None:
        return []
    if p.kind != "finite" or p.subject.first > p.group.first:
        return [p.subject]
    rest = [q for q in _coordinated_after(s, p.subject) if q.last <= p.group.first]
    if rest and rest[-1].last < p.group.first:
        end = full_phrase(s, rest[-1], ties=_PLACE)[1]
        if any(t not in "R)" for t in s.tags[end : p.group.first]):
            rest = []  # an apposition ("Kuryk, the second port, …"), or something else follows
    if rest and not any(s.tags[q.first - 1] == "J" for q in rest):
        rest = []
    return [p.subject, *rest]


def _complements(s: Sentence, i: int, prepositions: frozenset[str]) -> list[NounPhrase]:
    for k in range(i, min(len(s.lows), i + 14)):
        if s.tags[k] in ";." or (k > i and s.tags[k] in "VBM"):
            return []
        if s.lows[k] in prepositions:
            q = next((q for q in s.phrases if q.first >= k), None)
            if q is not None and all(t in "DQCARU" for t in s.tags[k + 1 : q.first]) and not is_time(s, q):
                return [q, *_coordinated_after(s, q)]
    return []


def _object_is(s: Sentence, after: int, objects: list[NounPhrase], rule: VerbRule) -> bool:
    if rule.object == "money":
        return any(t in "UC" for t in s.tags[after : after + 4])
    if not objects:
        return False
    low = s.lows[objects[0].head]
    if rule.nouns_object and low not in rule.nouns_object:
        return False
    if rule.object == "market" and low not in rule.nouns_object:
        return False
    return rule.object in classes(low) or rule.object == "market"


def _fits(doc: Document, s: Sentence, q: NounPhrase, rule: VerbRule, voice: str) -> bool:
    """Whether a phrase can be the subject of the event."""
    low = s.lows[q.head]
    if low in rule.nouns_not:
        return False
    if s.tags[q.head] == "O":
        return low in ("it", "they", "them")
    if rule.nouns:
        return low in rule.nouns or low.rstrip("s") in rule.nouns
    kinds = classes(low)
    if not kinds and s.tags[q.head] == "P" and "name" in rule.heads and not is_time(s, q):
        if voice == "intransitive" and not rule.after and not rule.object and not rule.particle:
            follows = s.lows[_end_of(s, q)] if _end_of(s, q) < len(s.lows) else ""
            return follows != "and"
        return True
    if kinds & rule.heads:
        return True
    # "the Petrov Brothers plant No. 2", "units 3 and 4": the class word before the end
    return s.tags[q.head] == "P" and q.head > q.first and bool(classes(s.lows[q.head - 1]) & rule.heads)


def _end_of(s: Sentence, q: NounPhrase) -> int:
    return q.last


def _evidence(s: Sentence, p: Predicate, q: NounPhrase, after: int) -> tuple[int, int]:
    """From the subject or verb, whichever is first, to the object or verb."""
    first = min(p.group.first, q.first)
    last = max(p.group.last, after, full_phrase(s, q, ties=_PLACE)[1])
    if q.first < p.group.first:
        last = max(p.group.last, after)
    return s.starts[first], s.ends[last - 1]


# ---- status --------------------------------------------------------------------------------------------------------


def _status(s: Sentence, preds: list[Predicate], index: int, rule: VerbRule, depth: int = 0) -> str | None:
    """actual, planned, or None where the text does not claim it."""
    p = preds[index]
    g = p.group
    lows = s.lows
    if g.negated or _under_negation(s, g.first):
        return None
    helpers = lows[g.first : g.head]
    if g.tense == "modal" and "have" in helpers:
        return None  # "would have built": it was not
    if rule.status:
        return rule.status
    if g.tense in ("future", "modal"):
        return "planned"
    if p.kind in ("infinitive", "gerund"):
        return _governed(s, preds, index, depth)
    if g.tense == "present" and g.head > g.first and lows[g.head].endswith("ing") and rule.event != "construction":
        return "actual" if rule.event == "acquisition" or "being" in helpers else "planned"
    return "actual"


def _under_negation(s: Sentence, i: int) -> bool:
    """Whether "if", "unless", "without" or a noun of doubt opens the clause of token i."""
    without = listed("modality", "without")
    for k in range(i - 1, max(-1, i - 12), -1):
        if s.tags[k] in ";:." or (s.tags[k] == "," and k < i - 1):
            return False
        if s.lows[k] in without:
            return s.lows[k] != "should" or k == 0
        if s.tags[k] in "VWXB" and k < i - 1:
            return False
    return False


def _governed(s: Sentence, preds: list[Predicate], index: int, depth: int) -> str | None:
    p = preds[index]
    before = p.group.first - 1
    while before >= 0 and s.tags[before] in "R":
        before -= 1
    if p.governor < 0 or depth > 4:
        return "planned" if p.kind == "infinitive" else None
    h = preds[p.governor]
    noun = s.lows[before] if before >= 0 and s.tags[before] in "NP" else ""
    if h.group.negated or h.group.lemma in listed("modality", "denied") or noun in listed("modality", "doubted"):
        return None
    if any(w in listed("modality", "denied_adjectives") for w in s.lows[h.group.last : p.group.first]):
        return None
    if s.lows[before] in listed("modality", "without") or "no" in s.lows[h.group.last : p.group.first]:
        return None
    outer = _outer(s, preds, p.governor, depth)
    if outer is None:
        return None
    if p.kind == "infinitive":
        if h.group.lemma in listed("modality", "done") and noun not in listed("modality", "planned_nouns"):
            return outer
        return "planned"
    if before >= 0 and s.lows[before] in ("after", "since", "by", "on", "upon"):
        return "planned" if outer == "planned" else "actual"
    if h.group.lemma in listed("modality", "planned") or (
        before >= 0 and s.lows[before] in ("of", "for", "before", "to")
    ):
        return "planned"
    return outer


def _outer(s: Sentence, preds: list[Predicate], index: int, depth: int) -> str | None:
    """The status under which a governing verb stands."""
    h = preds[index]
    if h.group.negated:
        return None
    if h.group.tense in ("future", "modal"):
        return "planned"
    if h.kind in ("infinitive", "gerund"):
        return _governed(s, preds, index, depth + 1)
    return "actual"


# ---- nouns ---------------------------------------------------------------------------------------------------------


def _by_noun(doc: Document, s: Sentence, preds: list[Predicate]) -> list[Claim]:
    found = []
    for i, low in enumerate(s.lows):
        rule = noun_rule(low)
        if rule is None or s.tags[i] not in "NGAP":
            continue
        phrase = next((q for q in s.phrases if q.first <= i < q.last), None)
        if phrase is None:
            phrase = NounPhrase(i, i + 1, i)
        if phrase.head != i:
            continue
        target = None
        if i + 1 < len(s.lows) and s.lows[i + 1] == "of":
            q = next((q for q in s.phrases if q.first > i + 1), None)
            if q is not None and all(t in "DQCARU" for t in s.tags[i + 2 : q.first]):
                target = q
        if target is None or is_time(s, target):
            continue
        low_target = s.lows[target.head]
        kinds = classes(low_target)
        if not (kinds & rule.heads or (s.tags[target.head] == "P" and not kinds and "name" in rule.heads)):
            continue
        status = _noun_status(s, preds, phrase, i, rule.event)
        if status is None:
            continue
        subject = _subject(doc, s, target, rule.event)
        if subject is not None:
            found.append(
                _claim(
                    s,
                    s.starts[phrase.first],
                    subject.end if subject.start >= s.starts[i] else s.ends[target.last - 1],
                    rule.event,
                    subject,
                    status,
                    f"{rule.event}.noun",
                )
            )
    return found


def _noun_status(s: Sentence, preds: list[Predicate], phrase: NounPhrase, i: int, event: str) -> str | None:
    """Whether and how the verb around a noun of event says that it happens."""
    if _under_negation(s, phrase.first):
        return None
    k = phrase.first - 1
    happens, done = listed("occurrence", "happens"), listed("occurrence", "done")
    for index, p in enumerate(preds):
        if p.subject is not None and p.subject == phrase and p.group.lemma in happens | done | {"be"}:
            if p.group.negated:
                return None
            follow = set(s.lows[p.group.last : p.group.last + 4])
            if p.group.tense in ("future", "modal") or p.group.lemma in (
                "plan",
                "schedule",
                "expect",
                "delay",
                "postpone",
            ):
                return "planned"
            if p.group.lemma == "be" and not follow & {"under", "complete", "completed", "due", "planned", "scheduled"}:
                return None
            return "planned" if follow & {"due", "planned", "scheduled"} else "actual"
    governor = None
    for index, p in enumerate(preds):
        if p.group.last <= phrase.first:
            governor = index
    if governor is None:
        return None
    p = preds[governor]
    between = s.tags[p.group.last : phrase.first]
    if "S" in between or ":" in between or ";" in between:
        return None
    direct = all(t in "DARQCNPJ,GE" for t in between)
    prepositional = k >= 0 and s.lows[k] in ("in", "for", "on", "with", "to", "into", "at", "after", "since", "of")
    if not ((direct and p.group.lemma in done) or (prepositional and p.group.lemma in done)):
        return None
    status = _outer(s, preds, governor, 0)
    if status is None:
        return None
    if p.group.lemma in (
        "plan",
        "propose",
        "discuss",
        "consider",
        "schedule",
        "prepare",
        "approve",
        "delay",
        "postpone",
        "finance",
        "fund",
        "invest",
        "announce",
    ):
        return "planned"
    return status


# ---- subjects and the list -----------------------------------------------------------------------------------------


def _subject(doc: Document, s: Sentence, q: NounPhrase, event: str) -> Mentioned | None:
    """The fullest name of the subject: the phrase with its place, or what it points back to."""
    if is_bare(s, q):
        found = resolve(doc, s, q)
        if found is not None:
            return found
        if s.tags[q.head] == "O":
            return None
    ties = _TIES["agreement"] if event == "agreement" else _TIES["service"] if s.lows[q.head] in _ROUTES else _PLACE
    return named(s, q, ties=ties)


def _claim(s: Sentence, start: int, end: int, event: str, subject: Mentioned, status: str, rule: str) -> Claim:
    return Claim("event", s, start, end, rule, event=event, subject=subject, status=status)


def _once(claims: list[Claim]) -> list[Claim]:
    """Each construction where it is first stated, and no event twice from the same words."""
    kept: list[Claim] = []
    seen: set[tuple[str | None, str]] = set()
    for claim in claims:
        subject = claim.subject.text.casefold() if claim.subject is not None else ""
        key = (claim.event, subject)
        if key in seen and claim.event == "construction":
            continue
        if any(
            other.event == claim.event and other.sentence is claim.sentence and other.subject == claim.subject
            for other in kept
        ):
            continue
        seen.add(key)
        kept.append(claim)
    return kept
