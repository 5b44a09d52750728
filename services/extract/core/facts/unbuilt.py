"""Things that an article speaks of before they exist, and what it says of them in the present tense.

plans for the hospital … It has 410 beds · is building a dredger … The ship is 138 metres long     `of_unbuilt`
the hotel, for which ground was broken in May, offers 180 rooms                                    `of_unbuilt`
"""

from __future__ import annotations

from bisect import bisect_right

from services.extract.core.chunks import NounPhrase, VerbGroup
from services.extract.core.clause import phrase_at
from services.extract.core.facts.awaited import able, of_now
from services.extract.core.facts.pointing import is_bare
from services.extract.core.facts.reference import referent
from services.extract.core.facts.verb_status import said_by
from services.extract.core.lexicon import words
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_BUILT = frozenset(("place", "project", "service", "machine"))
_OWN = frozenset(("its", "their"))
_INDEFINITE = frozenset("a an another two three four five six seven eight nine ten its their".split())
_NEW = frozenset("new first second third".split())
_COMING = frozenset("open rise".split())
_WORKS = frozenset("work works construction building ground piling".split())
_TO_BE_HAD = frozenset(("capacity", "employment", "size"))
_FAR = 6  # sentences
_BEHIND = 9  # tokens between the noun of a plan and what it is for: "a site near Ratchaburi for its second mill"


def of_unbuilt(claim: Claim, doc: Document) -> str | None:
    """The words that show that a claim of the present is about something that is only planned or being built."""
    s, q = claim.sentence, claim.quantity
    if q is None or s.index >= len(doc.sentences):
        return None
    inside = phrase_at(s, q.first)
    if inside is None or q.last > inside.head:
        inside = phrase_at(s, q.last) if s.tags[q.first + 1 : q.first + 2] == "-" else None  # "1,800-TEU vessels"
    named = inside if claim.kind in _TO_BE_HAD and inside is not None and q.last <= inside.head else None
    if named is not None and (shown := introduced(s, named)) is not None:
        return shown  # "had ordered four 1,800-TEU vessels"
    if named is not None and s.lows[named.first] in ("a", "an") and s.tags[named.first - 1 : named.first] == ",":
        before = phrase_at(s, named.first - 2)
        if before is not None and before.last == named.first - 1 and (shown := introduced(s, before)) is not None:
            return shown  # "is building the north decline, a 4.2-kilometre tunnel"
    beside = phrase_at(s, q.first - 2) if q.first > 2 and s.tags[q.first - 1] == "," and claim.kind == "size" else None
    rebuilt = beside is not None and not words("status", "renewed").isdisjoint(s.lows[beside.first : beside.last])
    if (
        beside is not None
        and beside.last == q.first - 1
        and s.tags[q.last : q.last + 2] in ("A,", "A.")
        and not rebuilt
    ):
        return introduced(s, beside)  # "The tender for the road, 84 km long, closes in September"
    said = _said(s, q.first, q.last)
    if said is not None and said.group.first >= q.last and said.subject is not None and claim.kind in _TO_BE_HAD:
        over = said.group.tense == "past" or said.group.perfect
        over |= not words("status", "renewed").isdisjoint(s.lows[said.subject.first : said.subject.last])
        return introduced(s, said.subject) if not over else None  # "The hall, designed for 900 people, is to open"
    if said is None or not _holds(claim, said.group):
        return None
    if not words("period", "present").isdisjoint(s.lows) or "presently" in s.vocabulary:
        return None
    shown = _where_introduced(claim, doc)
    p = said.subject
    if shown is not None or p is None:
        return shown
    whose = s.lows[p.first] in _OWN
    if whose or is_bare(s, p):
        shown = _told_before(s, p, doc)
        if shown is not None:
            return shown
        pointing = NounPhrase(p.first, p.first + 1, p.first) if whose else p
        meant = referent(doc, s, pointing, _BUILT if whose or s.tags[p.head] == "O" else frozenset())
        if meant is not None and (found := introduced(*meant) or _told_before(*meant, doc)) is not None:
            return found
    return introduced(s, p)


def _where_introduced(claim: Claim, doc: Document) -> str | None:
    """What is said of a claim's subject where its fullest name stands."""
    if claim.subject is None or claim.subject.start < 0:
        return None
    k = bisect_right(doc.sentences, claim.subject.start, key=lambda t: t.start) - 1
    there = doc.sentences[max(k, 0)]
    phrase = phrase_at(there, there.token_at(claim.subject.start))
    return introduced(there, phrase) or _told_before(there, phrase, doc) if phrase is not None else None


def _told_before(s: Sentence, p: NounPhrase, doc: Document) -> str | None:
    """ "A tender for the stadium was announced. … The stadium seats 32,000": where the same noun stood before."""
    low = s.lows[p.head]
    if s.tags[p.head] != "N" or not is_bare(s, p) or not (_is_built(low) or low.endswith("s")):
        return None
    for earlier in reversed(doc.sentences[max(s.index - _FAR, 0) : s.index]):
        if low in earlier.vocabulary:
            for q in earlier.phrases:
                if earlier.lows[q.head] == low and (shown := introduced(earlier, q)) is not None:
                    return shown
    return None


def _said(s: Sentence, first: int, last: int) -> Predicate | None:
    """The finite verb that a number is said by: the last before it, else the first behind it."""
    found: Predicate | None = None
    for p in predicates(s):
        if p.kind not in ("finite", "relative"):
            continue
        if p.group.last <= first or p.group.first < first < p.group.last:
            found = p
        elif found is None and p.group.first >= last:
            return p
    return found


def had(claim: Claim) -> bool:
    """Whether a claim is of what a thing has when it stands: its capacity, size and jobs, or its parts, said in the
    present ("comprises a weir and 218 km of pipes")."""
    if claim.kind in _TO_BE_HAD:
        return True
    if claim.kind not in ("count", "share") or claim.quantity is None:
        return False
    said = _said(claim.sentence, claim.quantity.first, claim.quantity.last)
    return said is not None and _holds(claim, said.group)


def at_work(claim: Claim) -> bool:
    """Whether people are spoken of as they are now, or were: "currently work on the site", "have been laid off"."""
    s, q = claim.sentence, claim.quantity
    said = _said(s, q.first, q.last) if q is not None else None
    if said is not None and (said.group.tense == "past" or said.group.perfect):
        return True
    return not words("period", "present").isdisjoint(s.lows)


def of_old(claim: Claim) -> bool:
    """Whether what is said is said of what stands already: "whereas the old one was built for 380"."""
    s, q = claim.sentence, claim.quantity
    said = _said(s, q.first, q.last) if q is not None else None
    p = said.subject if said is not None else None
    return p is not None and not words("status", "existing").isdisjoint(s.lows[p.first : p.head + 1])


def _holds(claim: Claim, verb: VerbGroup) -> bool:
    if not able(claim.sentence, verb) and not of_now(verb):
        return False
    return claim.kind in _TO_BE_HAD or (claim.kind in ("count", "share") and verb.lemma in words("status", "having"))


def introduced(s: Sentence, p: NounPhrase) -> str | None:
    """The words around a phrase that show that what it names is only planned or being built."""
    lows = s.lows
    inner = lows[p.first : p.head]
    if not words("status", "existing").isdisjoint(inner):
        return None
    ahead = next((low for low in inner if low in words("status", "unbuilt")), None)
    if ahead is not None:
        return f"“{ahead}”"
    kept: dict[int, str | None] = s.memo.setdefault("introduced", {})
    if p.first not in kept:
        kept[p.first] = None  # what names itself in a circle
        kept[p.first] = _planned_for(s, p) or _made(s, p) or _to_come(s, p) or _of_planned(s, p)
    return kept[p.first]


def _of_planned(s: Sentence, p: NounPhrase) -> str | None:
    """ "approval for a wind farm of 22 turbines": what a planned thing is made of."""
    i = p.first - 1
    if i < 2 or s.lows[i] not in ("of", "with") or s.tags[p.first] not in "CDA" or s.tags[p.head] != "N":
        return None
    whole = phrase_at(s, i - 1)
    made = whole is not None and whole.last == i and s.lows[whole.first] in _INDEFINITE and s.tags[whole.head] == "N"
    return introduced(s, whole) if made and whole is not None and _is_built(s.lows[whole.head]) else None


def _is_built(low: str) -> bool:
    return bool(classes(low) & _BUILT) or low in words("status", "vessels")


def _planned_for(s: Sentence, p: NounPhrase) -> str | None:
    """ "plans for the hospital", "picked a site near Ratchaburi for its second mill", "construction of a museum"."""
    i = p.first - 1
    if i > 0 and s.lows[i] == "on" and s.lows[i - 1] in words("status", "decisions"):
        return f"“{s.lows[i - 1]} on”"  # "the final investment decision on a battery plant", "agreed on a second phase"
    if i < 1 or s.lows[i] not in ("for", "of") or not _is_built(s.lows[p.head]):
        return None
    if s.lows[i] == "for" and s.lows[p.first] in ("a", "an"):
        g = next((g for g in reversed(s.groups) if g.last <= i), None)
        near = g is not None and not g.negated and s.tags[g.last : i].strip("PNDAUCR") == ""
        if g is not None and near and g.lemma in words("status", "lending"):
            return f"“{g.lemma} for”"  # "is lending Nepal $110 million for a line", "has voted for a new prison"
    heralds = words("status", "heralds" if s.lows[i] == "for" else "founding")
    for k in range(i - 1, max(i - _BEHIND, -1), -1):
        if s.tags[k] not in ("NPAIDWHBXR" if s.lows[i] == "for" else "NA"):
            return None
        if s.lows[k] in heralds and s.tags[k] == "N":
            verb = next((g for g in s.groups if g.first > p.last), None)
            over = verb is not None and verb.lemma in words("status", "finishing") and verb.tense == "past"
            return None if over else f"“{s.lows[k]} {s.lows[i]}”"
    return None


def _made(s: Sentence, p: NounPhrase) -> str | None:
    """ "is building a dredger", "wants to build a mill", "has approved the tramway", "ordered two ferries"."""
    preds = predicates(s)
    index = next((k for k in range(len(preds) - 1, -1, -1) if preds[k].group.last <= p.first), -1)
    if index < 0:
        return None
    verb = preds[index].group
    if any(t not in "DAQCRUL-P" for t in s.tags[verb.last : p.first]) and s.lows[verb.last] != "up":
        return None
    if verb.negated or preds[index].kind == "reduced" or verb.passive:
        return None
    shown = f"“{s.span(verb.first, verb.last)}”"
    new = (
        s.lows[p.first] in _INDEFINITE
        or s.tags[verb.last] == "C"
        or s.lows[verb.last] in ("a", "an")
        or s.tags[p.first] == "C"
        or not _NEW.isdisjoint(s.lows[p.first : p.head])
    )
    if verb.lemma in words("status", "building") and (new or verb.lemma != "develop"):
        running = s.tags[verb.head] == "G" and of_now(verb)
        return shown if running or said_by(s, preds, index, "")[0] == "planned" else None
    if verb.lemma == "draw" and s.lows[verb.last] == "up":
        return shown
    if not _is_built(s.lows[p.head]):
        return None
    if verb.lemma in words("status", "approving"):
        return shown
    if new and verb.lemma in words("status", "getting") and said_by(s, preds, index, "")[0] == "planned":
        return shown  # "Ghana is to get its first refinery"
    return shown if new and verb.lemma in words("status", "conceiving") else None


def _to_come(s: Sentence, p: NounPhrase) -> str | None:
    """ "The mill is being built", "a line that is to open in May", "the hotel, for which ground was broken"."""
    preds = predicates(s)
    for index, q in enumerate(preds):
        if q.subject is None or q.subject.head != p.head:
            continue
        verb = q.group
        shown = f"“{s.span(verb.first, verb.last)}”"
        k = verb.last + (s.tags[verb.last : verb.last + 1] == "R")  # "is already under construction"
        going_up = verb.lemma == "go" and s.tags[verb.head] == "G" and s.lows[k : k + 1] == ["up"]
        if (going_up or s.lows[k : k + 2] == ["under", "construction"]) and verb.tense == "present":
            return shown
        made = verb.lemma in words("status", "building") or verb.lemma in words("status", "conceiving")
        if verb.passive and made and "being" in s.lows[verb.first : verb.head]:
            return shown
        if q.kind == "reduced" and verb.lemma in words("status", "building") and s.lows[verb.first] == "being":
            return shown
        if verb.negated or said_by(s, preds, index, "")[0] != "planned":
            continue
        alone = s.tags[verb.last : verb.last + 1] in ("I", ".", ",", "R", "T", "")
        if (verb.passive and verb.lemma in words("status", "building")) or (alone and verb.lemma in _COMING):
            return shown
    k = p.last
    if s.lows[k : k + 1] == [","] and s.lows[k + 2 : k + 3] == ["which"] and s.lows[k + 1] in ("for", "on"):
        g = next((g for g in s.groups if g.first > k + 2), None)
        if g is not None and not _WORKS.isdisjoint(s.lows[k + 3 : g.first]):
            return f"“{s.span(k + 1, g.last)}”"
    return None
