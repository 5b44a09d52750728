"""Events: what was opened, built, signed, founded, expanded, closed or acquired, or will be.

Three ways to state one: a verb ("has opened a terminal", "was sold"), a noun ("the opening of the hotel"), and work or
production that starts or stops ("production began at the mine"). Voice says where the subject stands, tense and what
governs the verb say whether it has happened; what is denied, asked or only supposed is no event.
"""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase, finite
from services.extract.core.clause import full_phrase
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.event_ellipsis import follows, standing_behind, standing_in, stands_for, told_before
from services.extract.core.facts.event_figures import figurative, for_a_while
from services.extract.core.facts.event_fit import PARTS, alike, many, may_be
from services.extract.core.facts.event_gaps import gapped
from services.extract.core.facts.event_names import explained, manner, numbered, owner_of, unpriced
from services.extract.core.facts.event_nouns import by_noun
from services.extract.core.facts.event_once import once
from services.extract.core.facts.event_parties import meant, phrase_head, taken_up
from services.extract.core.facts.event_phrases import (
    PLACE_TIES,
    led_by,
    members,
    particle,
    phrase_after,
)
from services.extract.core.facts.event_places import at_places
from services.extract.core.facts.event_states import by_state
from services.extract.core.facts.event_status import status_of
from services.extract.core.facts.event_subjects import told_of
from services.extract.core.facts.event_voice import in_brief, shares_passive, under_bullet, under_preposition
from services.extract.core.facts.event_work import by_work
from services.extract.core.facts.first_person import speaking
from services.extract.core.facts.naming import fits, named
from services.extract.core.facts.pointing import is_bare
from services.extract.core.facts.reference import last_place, referent
from services.extract.core.mentions.trigger import VerbRule, classes, may_hold_event, rules_for
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import LONGEST, Predicate, predicates
from services.extract.core.sentences import Sentence

# Beyond place names, what belongs to the name of a deal and of a route.
_DEAL_TIES = frozenset("with for on between of to".split())
_ROUTE_TIES = frozenset("of for in at on near from to between".split())
_ROUTES = frozenset(
    "flight flights route service link connection road highway motorway railway line pipeline bridge train ferry "
    "corridor branch spur track".split()
)
_NOWHERE = 10**9
_FACILITIES = frozenset(("place", "service", "project"))
_ENDINGS = frozenset(("complete", "finish"))
_SUBORDINATE = frozenset("after before when since until because once as while".split())
_STAKES = frozenset("stake stakes share shareholding interest holding".split())
_BODIES = frozenset(("acquisition", "founding", "agreement"))
_COUNTED = frozenset(("opening", "construction", "expansion", "closure", "founding"))
_PASSING = frozenset(("closure", "opening"))
_SILENT = frozenset(("furniture", "header", "headline"))


def events(doc: Document) -> list[Claim]:
    """The events that an article states, in the order of their evidence."""
    found: list[Claim] = []
    for s in doc.sentences:
        if s.part in _SILENT or not s.words or len(s.words) > LONGEST or not may_hold_event(s):
            continue
        if "?" in s.text[max(s.start, s.end - 2) : s.end]:
            continue
        found += _of_sentence(doc, s)
        if found and found[-1].sentence.index >= s.index - 1:
            found += _repeated(s, predicates(s), found)
    return once(found)


def _of_sentence(doc: Document, s: Sentence) -> list[Claim]:
    found: list[Claim] = []
    preds, known = predicates(s), s.vocabulary
    for index, p in enumerate(preds):
        if index and shares_passive(s, preds[index - 1], p):
            own, preds = p.subject or preds[index - 1].subject, [*preds]
            preds[index] = Predicate(p.group.as_passive(), "finite", own, p.gap, p.governor, p.start)
        for rule in rules_for(p.group.lemma, known):
            told = not rule.openers or not known.isdisjoint(rule.openers)
            if told and (claims := _by_verb(doc, s, preds, index, rule)):
                found += claims
                break
    for hit in (*by_noun(s, preds), *by_state(doc, s), *by_work(doc, s, preds)):
        subject = _subject(doc, hit.where, hit.phrase, hit.event, _FACILITIES)
        if subject is not None and not (hit.event in _COUNTED and many(doc, hit.where, hit.phrase)):
            start, end = s.starts[hit.start], s.ends[hit.end - 1]
            found.append(_claim(s, start, end, hit.event, subject, hit.status, hit.rule))
    found.sort(key=lambda c: (c.start, c.end))
    return [c for c in found if not _beside_opening(c, found)]


def _beside_opening(claim: Claim, found: list[Claim]) -> bool:
    """Whether a participle only says how what the sentence opens was built: "opened a mill, built at a cost of …"."""
    if claim.rule != "construction.reduced":
        return False
    return any(c.event == "opening" and c.subject == claim.subject for c in found)


def _by_verb(doc: Document, s: Sentence, preds: list[Predicate], index: int, rule: VerbRule) -> list[Claim]:
    """The claims that one rule makes of one predicate: one for each coordinated subject."""
    p = preds[index]
    if rule.takes in ("object", "on") and in_brief(s, p):
        p = Predicate(p.group.as_passive(), p.kind, p.subject, p.gap, p.governor, p.start)
    elif under_bullet(s, p):
        p = Predicate(p.group, "finite", p.subject, p.gap, p.governor, p.start)
    elif rule.takes == "object" and (q := under_preposition(s, p)) is not None:
        p = Predicate(p.group.as_passive(), "reduced", q, p.gap, p.governor, q.first)
    g = p.group
    if rule.by and (p.subject is None or rule.by.isdisjoint(s.lows[p.subject.first : p.subject.head])):
        return []
    after = g.head + 1 if g.lemma == "be" else g.last  # "is | now open"
    if rule.particle:
        spot = particle(s, g.last, rule.particle)
        if spot < 0:
            return []
        after = spot + 1 if spot == g.last else g.last
    behind = spot + 1 if rule.particle else after
    spot = phrase_after(s, after, rule.after, rule.openers) if rule.after else 0
    if spot < 0 and not phrase_head(p, rule, s):
        return []
    if (
        rule.event == "construction"
        and rule.takes == "subject"
        and not {"of", "on"}.isdisjoint(s.lows[spot + 1 : spot + 3])
    ):
        return []  # "the port began construction of a berth"
    if figurative(s, p, rule, behind):
        return []
    if g.lemma in _ENDINGS and g.tense != "past" and p.subject is not None and s.tags[p.subject.head] == "O":
        return []  # "Once it is finished, the mill will …"
    if rule.progressive and not (s.lows[g.head].endswith("ing") and g.tense in ("future", "modal")):
        return []
    voice, phrases = meant(s, p, after, rule, lambda q, v: may_be(s, q, rule, v))
    if voice in ("passive", "intransitive") and (one := stands_for(s, p, g.first)) >= 0:
        # "the elevator …, and a new one was opened": the noun before it, if that is no plural
        phrases = [q for q in reversed(s.phrases) if q.last <= one and s.lows[q.head][-1] != "s"][:1]
    elif voice in ("passive", "intransitive") and p.kind == "finite" and (kept := standing_in(s, g.first)) is not None:
        phrases = [q for q in phrases if q.first >= kept[0]]  # "It runs two mills; the former was opened in 1999"
    phrases = _ahead(s, preds, index, rule, voice, phrases)
    good = [q for q in phrases if may_be(s, q, rule, voice)]
    listed_deals = rule.event == "agreement" and voice == "active" and not good  # "signed 14 papers, among them a pact"
    if (voice == "passive" or listed_deals) and phrases and s.lows[phrases[0].head].endswith("s"):
        good += [q for q in members(s, g.last) if may_be(s, q, rule, voice)]
    if not good:
        return [] if rule.object else _one_told(doc, s, preds, index, rule, voice)
    if rule.event in _PASSING and for_a_while(s, g):
        return []
    if rule.event in _COUNTED or (g.lemma == "sell" and "to" not in s.lows[g.last : g.last + 12]):  # "sold 900 cranes"
        good = [q for q in good if not many(doc, s, q)]
    good = [q for q in phrases if q in good or alike(s, q, rule)] + [q for q in good if q not in phrases]
    status = rule.status or status_of(s, preds, index, rule.event)
    if status is None or (rule.only and status != rule.only) or (rule.status and g.negated):
        return []
    if rule.whole and len(good) > 1:
        good = [NounPhrase(good[0].first, good[-1].last, good[-1].head)]
    claims = []
    past = 0
    for q in good:
        q = _whole(s, q)
        if q.first < past:
            continue  # one of the places of the plural before
        under = s.lows[q.first - 1] in _SUBORDINATE and rule.event not in _BODIES if q.first else False
        if s.tags[q.head] == "O" and ((p.kind == "relative" and voice == "active") or under):
            q = told_of(s, p, q, rule.heads - {"organisation"} if under else rule.heads)
        elif s.tags[q.head] == "O" and voice == "active":
            q = taken_up(s, preds[index - 1] if index else None, p, q, rule.heads)
        stop = spot if rule.after and q.last <= spot else _NOWHERE  # "put its smelter | on care and maintenance"
        pointed = s.tags[q.head] == "O" and voice == "active" and rule.event in ("closure", "opening")
        subject = _subject(doc, s, q, rule.event, rule.heads - {"name"} if pointed else rule.heads, stop)
        if subject is not None and p.subject is not None and voice in ("active", "complement"):
            own = s.starts[p.subject.first] <= subject.start and subject.end <= s.ends[p.subject.last - 1]
            if s.tags[p.subject.head] == "O":  # "Sokar said it would take a stake in the Turkish refinery"
                own = rule.event == "acquisition" and s.start <= subject.start < s.starts[p.subject.first]
            if own and s.tags[q.head] == "N" and p.subject.last <= q.first:
                subject = named(s, q, ties=PLACE_TIES, stop=stop)  # "Nikko raised its stake in the Chilean miner"
        if subject is not None:
            start, end = _evidence(s, p, q, max(after, spot + 1) if rule.after and spot < g.last + 3 else after)
            apart, past = ([], 0) if rule.whole else at_places(s, q, subject)  # but what merges is one
            how = f"{rule.event}.{'reduced' if p.kind == 'reduced' and voice == 'passive' else voice}"
            claims += [_claim(s, start, end, rule.event, one, status, how) for one in apart or [subject]]
    if claims and voice in ("passive", "intransitive"):
        claims += _gapped(doc, s, g.last, rule, voice, status)
    return claims


def _gapped(doc: Document, s: Sentence, last: int, rule: VerbRule, voice: str, status: str) -> list[Claim]:
    """ "… was opened in May and the annex in June": the same of what follows "and"."""
    hit = gapped(s, last, lambda q: s.tags[q.head] == "N" and may_be(s, q, rule, voice))
    if hit is None or many(doc, s, hit[0]) or not (subject := _subject(doc, s, hit[0], rule.event, rule.heads)):
        return []
    q, end = hit
    if s.start <= subject.start < s.starts[q.first]:
        subject = named(s, q, ties=PLACE_TIES)  # "the first line this year and the whole complex in 2027"
    return [_claim(s, s.starts[q.first], s.ends[end - 1], rule.event, subject, status, f"{rule.event}.{voice}")]


def _ahead(
    s: Sentence, preds: list[Predicate], index: int, rule: VerbRule, voice: str, phrases: list[NounPhrase]
) -> list[NounPhrase]:
    """ "When it is lit in May, the furnace will …": what "it" points ahead to."""
    a = phrases[0].first if len(phrases) == 1 else 0
    if not 0 < a < 5 or s.lows[a] not in ("it", "they") or s.lows[a - 1] not in _SUBORDINATE:
        return phrases
    main = next((q.subject for q in preds[index + 1 :] if q.kind == "finite" and q.subject is not None), None)
    return [main] if main is not None and s.tags[main.first] == "D" and may_be(s, main, rule, voice) else phrases


def _one_told(
    doc: Document, s: Sentence, preds: list[Predicate], index: int, rule: VerbRule, voice: str
) -> list[Claim]:
    """ "The first, in Bor, was opened" after "six schools": one of several that were spoken of, its noun left out."""
    p, g = preds[index], preds[index].group
    tokens = None
    if voice in ("passive", "intransitive") and p.kind == "finite":
        tokens = standing_in(s, g.first)
    elif voice == "active" and rule.takes in ("object", "both") and not rule.nouns and rule.event != "founding":
        tokens = standing_behind(s, g.last + (s.lows[g.last : g.last + 1] != [] and s.lows[g.last] in rule.particle))
    if tokens is None or not told_before(doc, s, tokens, lambda b, q: may_be(b, q, rule, voice)):
        return []
    status = rule.status or status_of(s, preds, index, rule.event)
    if status is None or (rule.only and status != rule.only) or (rule.event in _PASSING and for_a_while(s, g)):
        return []
    start, end = s.starts[tokens[0]], s.ends[tokens[1] - 1]
    subject = Mentioned(s.text[start:end], start, end)
    first, last = min(start, s.starts[g.first]), max(end, s.ends[g.last - 1])
    return [_claim(s, first, last, rule.event, subject, status, f"{rule.event}.{voice}")]


def _repeated(s: Sentence, preds: list[Predicate], before: list[Claim]) -> list[Claim]:
    """ "The first line opened in May; the second will follow in 2026"."""
    found = []
    for index, p in enumerate(preds):
        hit = follows(s, p, before)
        status = status_of(s, preds, index, hit[0]) if hit is not None else None
        if hit is None or status is None:
            continue
        event, first, last, a, b = hit
        status = "actual" if status == "actual" and p.group.lemma == "follow" else "planned"
        subject = Mentioned(s.text[s.starts[first] : s.ends[last - 1]], s.starts[first], s.ends[last - 1])
        found.append(_claim(s, s.starts[a], s.ends[b - 1], event, subject, status, f"{event}.again"))
    return found


def _whole(s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "part of the farm", "the stake in the farm" → the farm."""
    low, tie = s.lows[q.head], s.lows[q.last] if q.last < len(s.lows) else ""
    if (low in PARTS and tie == "of") or (low in _STAKES and tie in ("in", "of")):
        whole = next((r for r in s.phrases if r.first > q.last), q)
        return q if low in _STAKES and s.tags[whole.head] == "N" and not classes(s.lows[whole.head]) else whole
    return q


def _evidence(s: Sentence, p: Predicate, q: NounPhrase, after: int) -> tuple[int, int]:
    """From the subject or verb, whichever is first, to the object or verb."""
    first = min(p.group.first, q.first)
    last = max(p.group.last, after, full_phrase(s, q, ties=PLACE_TIES)[1])
    if q.first < p.group.first:
        last = max(p.group.last, after)
        if any(q.last <= g.first and g.last < p.group.first and finite(g) for g in s.groups):
            first = p.group.first  # "opened in 1974 and | was modernised": not the other verb's time
    return s.starts[first], s.ends[last - 1]


def _subject(
    doc: Document, s: Sentence, q: NounPhrase, event: str, heads: frozenset[str], stop: int = _NOWHERE
) -> Mentioned | None:
    """The fullest name of the subject: the phrase with its place, or what it points back to."""
    if s.lows[q.head] == "we":
        return speaking(doc, s, s.starts[q.first])
    name = explained(doc, s, q)
    q, stop = (q, stop) if name is q else (name, name.last)
    q = numbered(s, q)
    if is_bare(s, q) or describes(s, q):
        pronoun = s.tags[q.head] == "O" or s.lows[q.head] in ("its", "their")
        if s.tags[q.head] == "D":
            found = last_place(doc, s, q.first)  # "Its cornerstone was laid"
        else:
            found = referent(doc, s, q, heads if pronoun else frozenset())
            if s.lows[q.head] == "it" and event in _COUNTED and (found is None or not fits(*found, heads)):
                near = last_place(doc, s, q.first)  # "A strike shut the port; it reopened on Thursday"
                found = near if near is not None and near[0] is s else found
            measured = s.tags[q.first - 1 : q.first] == "-"  # "opened an inn and shut its 112-room hotel"
            other = event == "agreement" and found is not None and found[0].lows[found[1].head] != s.lows[q.head]
            if not pronoun and (other or (found is not None and found[0] is s and (event == "founding" or measured))):
                found = None  # "a stake in the venture, which will be set up": nobody of the sentence
        if found is not None and (not pronoun or fits(*found, heads)):
            (s, q), stop = found, _NOWHERE
            q = owner_of(s, q) if event == "founding" else led_by(s, q.first) or q  # "310,000-square|-foot bakery"
        elif pronoun or s.tags[q.head] == "D":
            return None
    ties = _DEAL_TIES if event == "agreement" else _ROUTE_TIES if s.lows[q.head] in _ROUTES else PLACE_TIES
    return unpriced(s, named(s, q, ties=ties, stop=min(stop, manner(s, q))))


def _claim(s: Sentence, start: int, end: int, event: str, subject: Mentioned, status: str, rule: str) -> Claim:
    return Claim("event", s, start, end, rule, event=event, subject=subject, status=status)
