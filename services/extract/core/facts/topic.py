"""What an article is speaking of where a claim names nobody: candidates ranked by fitness, nearness and standing.

    At its Witkop pit, the group dropped a shift, and 210 jobs went.     → the pit
    The building has 140 beds. … A staff of 310 has been recruited.      → the building, by its name
    Silkway carries coal. (two sentences on) Last year it moved 3 Mt.    → Silkway
A facility or company that stands as a subject, opens a sentence ("At its pit, …"), is near, in the same paragraph, and
named often is spoken of; a town, a person, a time, a measure is not.
"""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_from
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.naming import Place, fits, is_code, is_opener, is_person, is_place, is_works, measures
from services.extract.core.facts.pairs import both_before, counted_off
from services.extract.core.facts.pointing import ORDINALS, PRONOUNS, agree, in_apposition, is_bare
from services.extract.core.facts.reference import last_place, referent
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document
from services.extract.core.participles import REPORTING
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_BUILT = frozenset(("place", "project"))
_MAKING = frozenset("build open launch plan construct commission complete inaugurate erect establish".split())
_STATE = frozenset("ministry government parliament cabinet court council akimat".split())
_WATCHING = frozenset("bureau union unions congress institute statistics survey funds capital parliament".split())
_COUNTING = frozenset("labour labor employment statistical statistics press tax audit".split())
_LENDING = frozenset("bank banks lender lenders donor donors".split())
_PIECES = frozenset("line unit kiln furnace phase stage turbine boiler berth shift".split())
_RAISING = frozenset("financing funding construction building".split())
_ABSTRACT = ("tion", "sion", "ment", "ness", "ship", "ity", "ance", "ence")
_NOBODY = frozenset("nobody none no neither not".split())
_EDIFICES = frozenset("building works".split())
_BACK = 7  # sentences that a candidate reaches back
_MOST = 1.0 + 2.25 + 0.01  # what mentions and standing may add to its fitness and nearness, and a rounding
_FITNESS = {  # kind of claim -> class of the head -> how well it bears such a claim
    "investment": {"project": 3.0, "place": 3.0, "service": 2.0, "organisation": 2.0, "name": 2.0, "asset": 1.5},
    "capacity": {"place": 3.0, "project": 2.5, "service": 2.0, "organisation": 2.0, "name": 2.0},
    "size": {"place": 3.0, "project": 2.5, "service": 1.5, "organisation": 1.0, "name": 1.5, "asset": 1.5},
    "employment": {"place": 3.0, "organisation": 3.0, "name": 2.0, "project": 2.0},
    "output": {"organisation": 3.0, "place": 2.5, "name": 2.5, "project": 1.5},
}


class _Standing(NamedTuple):
    """How often each head and name is mentioned in an article, and what its first body sentence is about."""

    heads: dict[str, int]
    lead: int


def spoken_of(doc: Document, s: Sentence, token: int, kind: str) -> Place | None:
    """The facility, project or company that a claim of a kind goes on about, at its mention."""
    fitness = _FITNESS[kind]
    verb = next((g for g in reversed(s.groups) if g.last <= token), None)
    if verb is not None and verb.first:
        some = both_before(doc, s, verb.first - 1) or counted_off(doc, s, verb.first - 1)
        if some is not None:
            return some
    standing = _standing(doc)
    best: Place | None = None
    highest, top = 0.0, max(fitness.values())
    for i in range(s.index, max(-1, s.index - _BACK), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header", "headline") or len(earlier.words) > LONGEST:
            continue
        base = 2.0 - 0.6 * (s.index - i) - (earlier.paragraph != s.paragraph)
        if best is not None and top + base + _MOST < highest:
            continue  # whatever stands there, it is too far away
        found = _best_of(doc, earlier, token if earlier is s else len(earlier.words), fitness, standing.heads, base)
        if found is not None and found[0] > highest:
            highest, best = found
    earlier = doc.sentences[standing.lead]
    if standing.lead < s.index - _BACK and len(earlier.words) <= LONGEST:
        found = _best_of(doc, earlier, len(earlier.words), fitness, standing.heads, -2.5)
        if found is not None and found[0] > highest:
            highest, best = found
    return best


def _best_of(
    doc: Document, s: Sentence, stop: int, fitness: dict[str, float], heads: dict[str, int], base: float
) -> tuple[float, Place] | None:
    """The best candidate of a sentence, with its score."""
    subjects = {q.subject.first for q in predicates(s) if q.subject is not None and q.kind != "reduced"}
    made = [phrase_from(s, q.group.last) for q in predicates(s) if q.group.lemma in _MAKING and not q.group.passive]
    opened = {p.first for p in made if p is not None}
    named_only = fitness is _FITNESS["employment"] or fitness is _FITNESS["investment"]
    said = {q.group.last for q in predicates(s) if q.group.lemma == "be" and not q.group.passive}
    done = {q.group.last for q in predicates(s) if q.group.lemma not in _MAKING and not q.group.passive}
    here = stop < len(s.words)
    told = {q.group.first for q in predicates(s) if here and q.kind == "finite" and q.group.lemma in REPORTING}
    comma = s.tags.find(",") if s.lows[0] in ("once", "when", "after", "until", "if") else -1
    best: tuple[float, Place] | None = None
    source = s.lows.index("according") if "according" in s.vocabulary else len(s.lows)
    for p in s.phrases:
        if p.last > stop:
            break
        score = _fit(doc, s, p, fitness)
        if (named_only or classes(s.lows[p.head])) and is_opener(doc, s, p):
            continue  # "Emissions are set to fall. … there will be 750 men on site"
        if source < p.first < source + 7 and "," not in s.tags[source : p.first]:
            continue  # "According to the Office of Mines, …"
        if p.first and s.lows[p.first - 1] == "as":
            continue  # "billed as the largest mill in the world"
        if p.first in done and not _NOBODY.isdisjoint(s.lows[:2]):
            continue  # "Nobody will lose a house"
        if score <= 0 or (p.first in said and s.tags[p.head] == "N"):
            continue  # "Nigeria is | the biggest grower": Nigeria
        if named_only and s.lows[p.first - 1 : p.first] == ["of"] and s.lows[p.first - 2] in _RAISING and p.first > 1:
            score += 2.0  # "closed the financing of its Beja park"
        if p.last in told:
            score -= 2.0  # "Marikop said: 300 people had been hired"
        if p.first < comma:
            score -= 2.0  # "Once the track is in place, throughput will rise to 200,000"
        score += base + min(heads.get(s.lows[p.head], 0), 4) * 0.25
        if p.first in opened and classes(s.lows[p.head]) & _BUILT:
            score += (
                1.5 if "C" in s.tags[p.first : p.head] else 2.25
            )  # "Kemira opened a plant. Output is expected at …"
        elif p.first in subjects:
            score += 1.5
        elif p.first <= 2 and s.tags[:1] == "I":
            score += 1.0  # "At its Witkop pit, …"
        elif p.first and s.tags[p.first - 1] in "IT":
            score -= 0.5
        elif p.first in done and s.lows[p.first] in ("a", "an"):
            score -= 1.0
        if best is not None and score <= best[0]:
            continue
        place: Place | None = (s, p)
        if s.lows[p.head] == "works" and is_bare(s, p):
            meant = referent(doc, s, p)
            if meant is None or not meant[0].lows[meant[1].head].endswith("works"):
                continue  # the works on something are not spoken of
        if describes(s, p) and not is_bare(s, p):
            place = referent(doc, s, p) or place
        elif is_bare(s, p):
            place = referent(doc, s, p)
            if place is None:
                score -= 1.5  # "the group", never named
                if s.lows[p.first] != "the" or (best is not None and score <= best[0]):
                    continue
                place = (s, p)
        if place is not None:
            best = score, (place[0], in_apposition(*place))
    return best


def _fit(doc: Document, s: Sentence, p: NounPhrase, fitness: dict[str, float]) -> float:
    """How well a noun phrase can bear a claim, 0 where it cannot."""
    low = s.lows[p.head]
    if (
        s.tags[p.head] not in "NP"
        or low in PRONOUNS
        or low in ("room", "space", "home", "court", "tribunal")
        or is_time(s, p)
        or (low in measures() and not (low in _EDIFICES and is_bare(s, p)) and not is_works(s, p))
    ):
        return 0.0
    if s.tags[p.first - 1 : p.first] in ("(", ":") and p.last < len(s.tags) and s.tags[p.last] == ")":
        return 0.0  # "(TSXV: LOOP)"
    if p.first == 0 and p.last == 1 and s.words[1:2] == [":"]:
        return 0.0  # "Jobs: 450"
    kinds = classes(low)
    if kinds:
        score = max((fitness.get(name, 0.0) for name in kinds), default=0.0)
    elif s.tags[p.head] == "P" and not is_code(s, p):
        town = p.first > 1 and s.lows[p.first - 1] in ("in", "near") and p.last - p.first == 1
        score = 0.5 if town or is_place(doc, s, p) else fitness["name"]
    else:
        return 0.0
    bare = s.tags[p.head] == "N" and s.tags[p.first] not in "DC" and "E" not in s.tags[p.first : p.head]
    opener = p.first == 0 and p.last == 1 and s.tags[0] == "P" and not any(n.first == 0 for n in doc.names[s.index])
    if opener and (low.endswith(_ABSTRACT) or low.endswith(("-up", "-off", "-out", "-down", "-in"))):
        return 0.0  # "Attention now shifts to storage"
    if (bare or opener) and p.first == 0 and p.last == 1 and not plural(low) and s.tags[1:2] in ("G", "A", "N"):
        return 0.0  # "Unit operating costs fell"
    if bare and s.tags[p.first - 1 : p.first] in ("I", "T") and plural(low):
        score -= 1.5  # "headlamps for carmakers in Texas": nobody in particular
    if bare and not plural(low) and p.first and s.lows[p.first - 1] == "by":
        return 0.0  # "65 km by road"
    if low in _WATCHING or (low == "office" and not _COUNTING.isdisjoint(s.lows[p.first : p.head])):
        return 0.0  # who counts and complains
    if low in _PIECES and fitness is _FITNESS["employment"]:
        score -= 1.75  # who works on a line works for its plant
    if low in _STATE or not _LENDING.isdisjoint(s.lows[p.first : p.last]):
        score -= 1.0  # who approves, asks or plans
    if plural(low) and not ORDINALS.isdisjoint(s.lows[p.first : p.head]):
        return 0.0  # "The first ovens are due in May"
    if "C" in s.tags[p.first : p.head]:
        if "%" in s.words[p.first : p.head] or "percent" in s.lows[p.first : p.head]:
            return 0.0  # "a 3% decline" is no mine
        score -= 1.5
    return 0.0 if score <= 0 or is_person(doc, s, p) else score


def _standing(doc: Document) -> _Standing:
    found: _Standing | None = doc.memo.get("standing")
    if found is None:
        heads: dict[str, int] = {}
        lead = -1
        for s in doc.sentences:
            if s.part in ("furniture", "header"):
                continue
            if lead < 0 and s.part != "headline":
                lead = s.index
            for low in {s.lows[p.head] for p in s.phrases}:
                heads[low] = heads.get(low, 0) + 1
        found = doc.memo["standing"] = _Standing(heads, lead)
    return found


def topic_before(doc: Document, s: Sentence, token: int, wanted: frozenset[str] = frozenset()) -> Place | None:
    """What the sentence, or the nearest one before, is about: the last resort for a claim without a subject."""
    for i in range(s.index, max(-1, s.index - 4), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header", "headline"):
            continue
        for q in predicates(earlier):
            subject = q.subject
            if subject is None or (earlier is s and subject.last > token):
                continue
            if earlier.tags[subject.head] not in "NP" or is_time(earlier, subject) or is_person(doc, earlier, subject):
                continue
            if is_code(earlier, subject):
                continue
            if "C" in earlier.tags[subject.first : subject.last] or earlier.lows[subject.head] in lexicon.words(
                "subjects", "measures"
            ):
                continue
            if is_bare(earlier, subject):
                found = referent(doc, earlier, subject)
                if found is not None and (not wanted or fits(*found, wanted)):
                    return found
                continue
            if not wanted or fits(earlier, subject, wanted):
                return earlier, subject
        if wanted:
            for phrase in earlier.phrases:
                if earlier is s and phrase.last > token:
                    break
                if "place" in classes(earlier.lows[phrase.head]) and not is_bare(earlier, phrase):
                    return earlier, phrase
    return last_place(doc, s, token)


def opened_before(s: Sentence, doc: Document, pronoun: NounPhrase) -> Place | None:
    """The mill of "Ferra opened a mill in Rudny", right before what points back with a pronoun, where the subject is
    nothing built itself."""
    earlier = doc.sentences[max(s.index - 1, 0)]
    main = next((q for q in predicates(earlier) if q.kind == "finite" and q.subject is not None), None)
    if (
        earlier is s
        or pronoun.first > 2
        or main is None
        or main.subject is None
        or main.group.passive
        or earlier.part != "body"
    ):
        return None
    made = phrase_from(earlier, main.group.last)
    if made is None or made.first > main.group.last + 1 or "place" in classes(earlier.lows[main.subject.head]):
        return None
    mark = earlier.tags.find("E", made.first, made.head)
    if mark > made.first and earlier.lows[main.subject.first] in ("a", "an"):
        made = NounPhrase(made.first, mark, mark - 1)  # "A German firm supplied the mill's equipment. Its throughput …"
        return (referent(doc, earlier, made) or (earlier, made)) if classes(earlier.lows[made.head]) & _BUILT else None
    built = classes(earlier.lows[made.head]) & _BUILT and agree(s.lows[pronoun.head], earlier, made)
    return (earlier, made) if built and not is_bare(earlier, made) else None
