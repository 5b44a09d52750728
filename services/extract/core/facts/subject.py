"""Who or what a quantity's claim is about, by the fullest name that the article uses for it.

    a plant worth $5m                    the noun that the quantity is tied to         → plant
    The plant's capacity is 5 MW         the owner of the measure                      → the plant, resolved
    GDP rose by 5%                       what the verb of movement is said of          → GDP
    invested $5m in a mill               where money goes                              → mill
    seven projects in the zone           the counted thing itself                      → projects in the zone
A phrase that only points back ("it", "the plant", "its cost") is resolved to what it stands for.
"""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase, phrase_at, phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.owner import owner_of
from services.extract.core.facts.reference import PRONOUNS, fits, is_bare, is_person, named, resolve, topic_before
from services.extract.core.mentions.trigger import classes, verb_rules
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import LONGEST, REPORTING, Predicate, chain_head, is_time, predicates
from services.extract.core.sentences import Sentence

# Kinds that are about a facility, project or company, and kinds that are about what is measured.
_OF_THINGS = frozenset(("investment", "employment", "capacity", "output", "size"))
_FACILITIES = frozenset(("place", "project", "organisation", "name"))
_MAKING = frozenset(("opening", "construction", "expansion", "closure"))
_DEALT = frozenset(("place", "project", "organisation", "name", "stake", "asset", "service"))
_BUILT = frozenset(("place", "project"))
_OF_TIES = frozenset("of in at on".split())
_RATIOS = frozenset("percent cent points point percentage stake interest share shares increase decrease".split())
_UNITS = frozenset(
    "tons tonnes ton tonne barrels litres liters cubic metres meters kilometres kilometers km units".split()
)
_NO_BEARERS = frozenset(("stake", "operation", "building_work", "market"))


def subject(claim: Claim, doc: Document) -> Mentioned | None:
    """The subject of a claim about a quantity; what was found is remembered for the claims that follow."""
    s = claim.sentence
    first, last = s.tokens_of(claim.start, claim.end)
    if last <= first or len(s.words) > LONGEST:
        return None
    if s.tags[first] == "(":
        first += 1
    if claim.quantity is not None:
        # what stands after the number ("compared to 2023") governs nothing
        last = max(first + 1, min(last, claim.quantity.number + 4))
    earlier: list[tuple[int, int, str, Mentioned]] = doc.memo.setdefault("subjects", [])
    if claim.kind == "count":
        found = _of_count(claim, doc, s, first, last)
    elif _continues(s, first, claim.kind, earlier):
        found = earlier[-1][3]
    elif claim.kind in _OF_THINGS:
        found = _of_thing(claim, doc, s, first, last)
    else:
        found = _of_measure(claim, doc, s, first, last)
    if found is None and earlier:
        index, _, kind, before = earlier[-1]
        if index == s.index or (claim.kind in _OF_THINGS and kind in _OF_THINGS and s.index - index < 3):
            found = before
    if found is None:
        place = topic_before(doc, s, first, _FACILITIES if claim.kind in _OF_THINGS else frozenset())
        found = named(*place) if place is not None else None
    if found is not None:
        earlier.append((s.index, last, claim.kind, found))
    return found


def _continues(s: Sentence, first: int, kind: str, earlier: list[tuple[int, int, str, Mentioned]]) -> bool:
    """Whether a quantity only goes on with the one before: "from 27 to 24 percent", "5.8% this year and 4.6% next"."""
    if not earlier or earlier[-1][0] != s.index or earlier[-1][2] != kind or earlier[-1][1] > first:
        return False
    end = earlier[-1][1]
    if (
        any(t in "VWXBMHGS(:" and s.lows[end + k] != "compared" for k, t in enumerate(s.tags[end:first]))
        or ";" in s.words[end:first]
    ):
        return False
    inside = [p for p in s.phrases if p.first >= end and p.last <= first]
    return all(is_time(s, p) or "C" in s.tags[p.first : p.last] for p in inside)


def _words(key: str) -> frozenset[str]:
    return lexicon.words("subjects", key)


# ---- counts --------------------------------------------------------------------------------------------------------


def _of_count(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """The counted thing with its qualifier; what is counted without a noun ("24 of them") is found elsewhere."""
    phrase = _counted(s, first, last)
    if phrase is None:
        if claim.item:
            found = _find(s, claim.item, first)
            if found is not None:
                return found
        p = _predicate(s, first, last)
        return _name(doc, s, p.subject) if p is not None and p.subject is not None else None
    if s.tags[phrase.head] == "O":
        return resolve(doc, s, phrase)
    return named(s, _without_number(s, phrase))


def _without_number(s: Sentence, p: NounPhrase) -> NounPhrase:
    first = p.first
    for i in range(p.first, p.head):
        if s.tags[i] in "CU":
            first = i + 1
    return p._replace(first=first)


def _counted(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The phrase whose noun the number counts: in the evidence, or right after it."""
    best = None
    for p in s.phrases:
        if p.first >= last:
            break
        if p.last > first and first <= p.head and s.tags[p.head] in "NPO" and not is_time(s, p):
            if p.first <= first + 4 or best is None:
                best = best or p
    if best is None and last < len(s.tags) and s.tags[last] in "NPA":
        best = phrase_at(s, last)
    return best


def _find(s: Sentence, item: str, before: int) -> Mentioned | None:
    """The phrase with the counted noun that stands before in the sentence."""
    low = item.lower().split()
    for p in reversed(s.phrases):
        if p.last <= before and low and s.lows[p.head] == low[-1]:
            return named(s, _without_number(s, p))
    return None


# ---- plants, projects, companies -----------------------------------------------------------------------------------


def _of_thing(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    measures = _words("measures")
    phrase = _modified(s, first, last)
    if phrase is not None and (classes(s.lows[phrase.head]) - _NO_BEARERS or s.tags[phrase.head] == "P"):
        return _name(doc, s, phrase)
    inner = _described(s, first, last)
    if inner is not None:
        return _name(doc, s, inner)
    p = _predicate(s, first, last)
    dealt = _dealt(s, p, first) if p is not None and claim.kind == "investment" else None
    if dealt is not None:
        return _name(doc, s, dealt, _BUILT) or _name(doc, s, dealt)
    bracketed = _in_brackets(s, first)
    bearer = chain_head(s, bracketed) if bracketed is not None else _bearer(s, first)
    if bearer is not None:
        owner = owner_of(doc, s, bearer, measures)
        if owner is not None:
            return owner
        if s.lows[bearer.head] in measures:
            bearer = _with(s, bearer)
        if bearer is not None and s.lows[bearer.head] not in measures and _can_bear(s, bearer):
            return _name(doc, s, bearer, _FACILITIES)
    if p is None:
        return None
    after = p.group.first < first
    if claim.kind == "investment" and (p.group.lemma in _words("gives") or s.lows[last : last + 1] == ["for"]):
        target = _target(s, last, p)
        if target is not None:
            return _name(doc, s, target)
    moved = _moved(s, p, first) if after else None
    if moved is not None and s.lows[moved.head] in measures:
        owner = owner_of(doc, s, moved, measures)
        if owner is not None:
            return owner
    if p.gap is not None and not (after and p.subject is not None and fits(s, p.subject, _FACILITIES)):
        return _name(doc, s, p.gap)
    made = _made(s, p, first)
    if made is not None:
        return _name(doc, s, made, _BUILT)
    noun = _antecedent(s, p) or p.subject
    if noun is not None and p.kind == "reduced" and noun.first >= last:
        return _name(doc, s, noun)
    if noun is not None and noun.first < last and noun.last > first and claim.kind == "investment":
        target = _target(s, p.group.last, p)
        if target is not None:
            return _name(doc, s, target, _FACILITIES)
    if noun is not None and p.group.lemma == "be" and not fits(s, noun, _FACILITIES):
        named_after = phrase_at(s, p.group.last)
        if named_after is not None and named_after.last <= first and s.tags[named_after.head] == "P":
            return _name(doc, s, named_after)
    if noun is None or noun.last > first or s.lows[noun.head] == "there":
        return _at(doc, s, p, last)
    owner = owner_of(doc, s, noun, measures)
    if owner is not None:
        return owner
    if s.lows[noun.head] in measures and any(t in "ANP" for t in s.tags[noun.first : noun.head]):
        return named(s, noun)
    if s.lows[noun.head] in measures or is_person(doc, s, noun):
        return None
    if p.group.passive and (by := _at(doc, s, p, last)) is not None and not fits(s, noun, _FACILITIES):
        return by
    if claim.kind in ("investment", "size", "capacity") and s.lows[noun.head] in ("it", "they"):
        return _name(doc, s, noun, _BUILT) or _name(doc, s, noun, _FACILITIES)
    return _name(doc, s, noun, _FACILITIES)


def _described(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """ "X, a 4.2-kilometre tunnel": what the evidence itself names, by its name where it has one."""
    p = phrase_at(s, last - 1)
    if p is None or p.head != last - 1 or not classes(s.lows[p.head]) - _NO_BEARERS or p.head <= first:
        return None
    k = p.first - 1
    while k >= first - 2 and k > 0 and s.tags[k] in "CU-NDQRI" and s.words[k] != ",":
        k -= 1
    if k > 0 and s.words[k] == "," and s.lows[k + 1] in ("a", "an", "the"):
        beside = phrase_at(s, k - 1)
        if beside is not None and beside.last == k and s.tags[beside.first : beside.last].count("P"):
            return beside
    return p


def _dealt(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """What is bought, sold or built "for $38 million" or "at a cost of $38 million"."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    cost = s.lows[i] == "of" and s.lows[i - 1] in ("cost", "price", "expense")
    if not (s.lows[i] == "for" or cost) or p.group.last > i or p.group.lemma in _words("gives"):
        return None
    if p.group.passive or p.kind == "reduced":
        return p.subject
    right = objects(s, p.group.last)
    if right and (fits(s, right[0], _DEALT) or s.tags[right[0].head] == "O"):
        return right[0]
    return None


def _made(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """What is opened, built or closed "with 160 workers"."""
    if p.group.passive or p.kind == "reduced" or not any(r.event in _MAKING for r in verb_rules(p.group.lemma)):
        return None
    right = objects(s, p.group.last)
    return right[0] if right and right[0].last <= first and classes(s.lows[right[0].head]) & _BUILT else None


def _antecedent(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "the shop in Lida, which employs 60" the nearest facility or company rather than the first noun."""
    if p.kind != "relative" or p.gap is not None:
        return None
    i = p.group.first - 1
    while i > 0 and s.tags[i] in "RL":
        i -= 1
    if i < 2 or s.lows[i] not in ("which", "that", "who"):
        return None
    i -= 2 if s.tags[i - 1] == "," else 1
    q = phrase_at(s, i)
    return q if q is not None and classes(s.lows[q.head]) & _BUILT else None


def _with(s: Sentence, measure: NounPhrase) -> NounPhrase | None:
    """ "a plant with a capacity of 5 MW" → the plant."""
    i = measure.first - 1
    if i < 1 or s.lows[i] not in ("with", "at", "for", "of") or s.tags[i - 1] not in "NP":
        return None
    found = phrase_at(s, i - 1)
    return _bearing_head(s, found) if found is not None else None


def _bearing_head(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "construction of a furnace at Salem" the furnace: the first facility of a chain, else its head."""
    top = chain_head(s, p)
    for q in s.phrases:
        if (
            top.first <= q.first <= p.first
            and classes(s.lows[q.head]) & _BUILT
            and s.lows[q.head] not in _words("measures")
        ):
            return q
    return top


def _can_bear(s: Sentence, p: NounPhrase) -> bool:
    return s.tags[p.head] in "NP" and "C" not in s.tags[p.first : p.head + 1] and not is_time(s, p)


def _at(doc: Document, s: Sentence, p: Predicate, last: int) -> Mentioned | None:
    """Where "300 people will be employed at X" says: the place or company under at or by, or before "where"."""
    for i in range(max(p.group.last, last), min(len(s.lows), max(p.group.last, last) + 8)):
        if s.lows[i] in ("at", "by"):
            q = phrase_from(s, i + 1)
            if q is not None and fits(s, q, _FACILITIES):
                return _name(doc, s, q)
        if s.tags[i] in ",;.":
            break
    return _name(doc, s, p.gap) if p.gap is not None else None


def _target(s: Sentence, last: int, p: Predicate) -> NounPhrase | None:
    """What money goes into: the phrase under in, into, for, on … after the quantity, or what it is to build."""
    for i in range(last, min(len(s.lows), last + 10)):
        if s.tags[i] in ".S" or s.words[i] == ";":
            return None
        if s.lows[i] not in _words("into"):
            continue
        start = i + 2 if i + 1 < len(s.tags) and s.tags[i + 1] in "VG" else i + 1
        q = phrase_from(s, start)
        if (
            q is None
            or is_time(s, q)
            or s.lows[q.head] in ("one", "ones")
            or "C" in s.tags[q.first : q.head]
            or s.lows[q.head] in _words("movements")
        ):
            continue
        if all(t in "DQCARUI" for t in s.tags[start : q.first]):
            return q
    return None


# ---- what is measured ----------------------------------------------------------------------------------------------


def _of_measure(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """The measured thing with its owner: changes, shares, levels."""
    inside = _in_brackets(s, first)
    if inside is not None:
        return _measured(doc, s, inside)
    gapped = _gapped(s, first)
    if gapped is not None:
        return _measured(doc, s, gapped)
    movement = _movement(s, first, last)
    if movement is not None:
        what = _movement_of(s, movement)
        if what is not None:
            return _measured(doc, s, what)
    else:
        phrase = _modified(s, first, last) or _noun_inside(s, first, last)
        if phrase is not None and not classes(s.lows[phrase.head]) & _NO_BEARERS:
            if claim.kind != "share" or s.lows[phrase.first - 1] != "of":
                return _measured(doc, s, _without_number(s, phrase))
        bearer = _bearer(s, first) if claim.kind != "change" else None
        if bearer is not None and _can_bear(s, bearer):
            return _measured(doc, s, bearer)
    p = _predicate(s, first, last)
    if p is None:
        head = s.phrases[0] if s.phrases else None
        if head is not None and head.first < first < head.last:
            head = NounPhrase(head.first, first, first - 1)  # "Revenue R8.6 billion"
        return _measured(doc, s, head) if head is not None and head.last <= first else None
    if claim.kind == "share":
        whole = _whole(s, first, last)
        if whole is not None and (p.group.first > first or s.tags[whole.last : whole.last + 1] == "T"):
            return _measured(doc, s, whole)
    moved = _moved(s, p, first)
    if moved is not None:
        return _measured(doc, s, moved)
    beside = _beside(s, first, p)
    if beside is not None:
        return _measured(doc, s, beside)
    if (
        p.subject is not None
        and (p.subject.last <= first or p.subject.first >= last)
        and s.lows[p.subject.head] != "there"
    ):
        return _measured(doc, s, p.subject)
    return None


def _gapped(s: Sentence, first: int) -> NounPhrase | None:
    """ "GDP added seven percent, industry 7.6 percent, …": a noun of its own right before a later quantity."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    if i < 2 or s.tags[i] not in "NP":
        return None
    p = phrase_at(s, i)
    if p is None or p.last != i + 1 or p.first < 2 or is_time(s, p) or not _can_bear(s, p):
        return None
    if s.tags[p.first - 1] in ",J" and "C" in s.tags[: p.first]:
        return p
    return None


def _noun_inside(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The noun that the evidence itself holds: "8% more capacity", "17% more revenue"."""
    q = phrase_at(s, last - 1)
    if q is not None and q.head == last - 1 and "%" in s.words[q.first : q.head] and s.lows[q.head] not in _RATIOS:
        if "-" not in s.lows[q.head] and not is_time(s, q):
            return q  # "a 12% safeguard duty"
    if not {"more", "less", "fewer", "higher", "lower"}.intersection(s.lows[first:last]):
        return None
    for p in s.phrases:
        if first <= p.head < last and p.head > first + 1 and s.tags[p.head] in "NP":
            if s.lows[p.head] not in ("percent", "cent", "points", "percentage") and s.lows[p.first - 1] not in (
                "than",
                "in",
            ):
                return p
    return None


def _in_brackets(s: Sentence, first: int) -> NounPhrase | None:
    """What "(+4%)" stands behind."""
    for i in range(first - 1, max(-1, first - 8), -1):
        if s.tags[i] == "(":
            found = None
            for p in s.phrases:
                if p.last > i:
                    break
                found = p
            return found if found is not None and found.last >= i - 1 else None
        if s.tags[i] in ").":
            return None
    return None


def _movement(s: Sentence, first: int, last: int) -> int | None:
    """The noun of movement that the quantity measures: "an increase of 5%", "a 5% increase"."""
    words = _words("movements")
    for i in range(first, min(last + 2, len(s.lows))):
        if s.lows[i] in words and s.tags[i] in "NG":
            return i
    i = first - 1
    while i > 0 and s.tags[i] in "RDQA":
        i -= 1
    if i > 0 and s.lows[i] in ("of", "by") and s.lows[i - 1] in words and s.tags[i - 1] == "N":
        return i - 1
    return None


def _movement_of(s: Sentence, noun: int) -> NounPhrase | None:
    """What a movement is in or of: "a 5% increase in exports"; or what stands before it ("GDP growth")."""
    for i in range(noun + 1, min(len(s.lows), noun + 8)):
        if s.lows[i] in ("in", "of") and i + 1 < len(s.tags):
            q = phrase_from(s, i + 1)
            if q is not None and not is_time(s, q) and "C" not in s.tags[i + 1 : q.last] and s.tags[q.head] in "NP":
                if all(t in "DQARG" for t in s.tags[i + 1 : q.first]):
                    return q
        elif s.tags[i] not in "CUNRI":
            break
    p = phrase_at(s, noun)
    if p is not None and p.head == noun:  # "GDP growth"
        start = noun
        while start > p.first and s.tags[start - 1] in "NPE" and s.lows[start - 1] not in ("percent", "cent"):
            start -= 1
        if start < noun and s.tags[start:noun].strip("NPE") == "":
            return NounPhrase(start, noun, noun - 1)
    return None


def _moved(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """The object that a verb of movement moves ("pushed up its base rate by 75 points")."""
    g = p.group
    if g.lemma not in _words("moves") or g.passive or g.first > first:
        return None
    for q in s.phrases:
        if q.first >= g.last and q.last <= first and q.first <= g.last + 2:
            end = full_phrase(s, q, stop=first, ties=_OF_TIES)[1]
            if s.tags[g.last : q.first].strip("IRD") == "" and s.tags[end:first].strip("RDQ") in ("I", "T", ""):
                if (
                    s.tags[q.head] in "NPO"
                    and not is_time(s, q)
                    and q.last < first
                    and "C" not in s.tags[q.first : q.last]
                ):
                    return q
    return None


def _beside(s: Sentence, first: int, p: Predicate) -> NounPhrase | None:
    """ "Net taxes, up 5.9 percent, …": what a comma and a small word tie the quantity to."""
    i = first - 1
    if i > 0 and s.tags[i] == "," and p.group.first > first:
        return next((q for q in reversed(s.phrases) if q.last == i), None)
    return None


def _whole(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """ "95 percent of local roads are …": the whole, where the share stands first."""
    for i in range(first, min(last + 1, len(s.lows))):
        if s.lows[i] == "of":
            return phrase_from(s, i + 1)
    return None


def _measured(doc: Document, s: Sentence, p: NounPhrase) -> Mentioned | None:
    if is_bare(s, p):
        found = resolve(doc, s, p)
        if found is not None or s.tags[p.head] == "O":
            return found
    if "C" in s.tags[p.first : p.head]:
        if s.lows[p.head] in _UNITS and p.last < len(s.lows) and s.lows[p.last] == "of":
            p = next((q for q in s.phrases if q.first > p.last), p)
        p = _without_number(s, p)
    return named(s, p)


# ---- shared by all -------------------------------------------------------------------------------------------------


def _name(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str] = frozenset()) -> Mentioned | None:
    if is_bare(s, p):
        found = resolve(doc, s, p, wanted)
        if found is not None:
            return found
        if s.tags[p.head] == "O" or s.lows[p.head] in PRONOUNS:
            return None
    return named(s, p)


def _modified(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The noun that a quantity stands before as its modifier ("a 240-MW plant", "a $4.2 billion agreement")."""
    k = last
    while k < len(s.tags) and s.tags[k] == "-":
        k += 1
    if k < len(s.tags) and s.tags[k] in "NPA" and (k > last or s.tags[last - 1] in "CUNP"):
        found = phrase_at(s, k)
        if found is not None and found.head >= last and s.lows[found.head] not in ("cent", "percent"):
            return found
    return None


def _bearer(s: Sentence, first: int) -> NounPhrase | None:
    """The noun phrase that "worth", "with", "of" or a participle ties the quantity to."""
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQ":
        i -= 1
    if i > 0 and s.lows[i] in _words("bears"):
        j = i - 1
        if s.lows[j] in _words("bearing"):
            j -= 1
        if s.tags[j] in "NP":
            found = phrase_at(s, j)
            return _bearing_head(s, found) if found is not None and s.lows[i] != "of" else found
        if s.tags[j] == ")":
            while j > 0 and s.tags[j] != "(":
                j -= 1
            return phrase_at(s, j - 1) if j > 0 else None
    if i > 0 and s.tags[i] == "(" and s.tags[i - 1] in "NP":
        return phrase_at(s, i - 1)
    if i > 0 and s.lows[i] in _words("bearing") and s.tags[i - 1] in "NP":
        found = phrase_at(s, i - 1)
        return chain_head(s, found) if found is not None else None
    return None


def _predicate(s: Sentence, first: int, last: int) -> Predicate | None:
    """The predicate that governs a quantity: the last before it, or the first after where it is the subject."""
    found = None
    aside = first > 1 and s.tags[first - 1] == ","
    for p in predicates(s):
        if p.group.first < last:
            if aside and found is not None and p.group.lemma in REPORTING and p.group.last <= first:
                continue  # "…, the office reports, 4.7% less than in June"
            found = p
        elif found is None or (
            s.tags[p.start : first].count(",") == 0 and first < p.group.first and _subject_of(p, first, last)
        ):
            return p
    return found


def _subject_of(p: Predicate, first: int, last: int) -> bool:
    return p.subject is not None and p.subject.first < last and p.subject.last > first
