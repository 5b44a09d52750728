"""How a quantity is tied to the words around it: what it modifies, what bears it, which verb governs it."""

from __future__ import annotations

import re

from services.extract.core import lexicon
from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase, is_year
from services.extract.core.clause import dashed, full_phrase, phrase_at, phrase_from
from services.extract.core.facts.called import movable
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.naming import named
from services.extract.core.facts.pointing import AMOUNTS, ANY_PLACE, PRONOUNS, in_apposition, is_bare
from services.extract.core.facts.reference import resolve
from services.extract.core.mentions.bare import DEEP
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.participles import REPORTING
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

# Head classes that can be the subject of a claim about a thing, and the built ones among them.
FACILITIES = frozenset(("place", "project", "organisation", "name"))
BUILT = frozenset(("place", "project"))
OF_THINGS = frozenset(("investment", "employment", "capacity", "output", "size"))  # kinds of claims about a thing
NO_BEARERS = frozenset(("stake", "operation", "building_work", "market"))
RATIOS = frozenset(
    "percent cent points point percentage times fold stake interest share shares increase decrease "
    "half halves third thirds quarter quarters fifth fifths tenth tenths".split()
)
_DEAL_TIES = frozenset("with for on between of".split())
_AFLOW = frozenset("stream line tap air sale show".split())
_EACH = frozenset(("each", "apiece"))
_REVISED = frozenset("revised record similar estimated adjusted".split())
_LEADS = frozenset(("I", "T", "", "II", "IT", ",T"))  # "… by 5%", "down from 5.6%", ", to nearly $7 billion"
_LED = re.compile(
    r",?[IT][RDQ]{0,3}[CU]{1,3}(?:N{0,2}|IN|N:N)(?:[IS]D?[APNC]{1,3})?[IT]{1,2}[RDQ]{0,3}"
)  # "by 60 per cent to", "from 5 tons to"
_POWER = frozenset("kW MW GW TW kWh MWh GWh TWh MWp GWp".split())
_SHARES = frozenset("cent percent points point times".split())
_PERCENT = frozenset(("%", "percent", "cent"))
_FOR_TIES = frozenset("of in at on per for".split())
_FORESEEN = frozenset("forecast target estimate outlook projection".split())  # "lifted its forecast for growth to 5.1%"
_OUTDOING = frozenset("exceed outpace differ top".split())  # what is exceeded has not moved
_LEVELS = frozenset("capacity output production price prices cost costs budget demand supply tariff".split())
_OF_TIES = frozenset("of in at on per to".split())


def listed_words(key: str) -> frozenset[str]:
    return lexicon.words("subjects", key)


def name_of(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str] = frozenset()) -> Mentioned | None:
    p = by_name(s, without_number(s, in_apposition(s, p)))
    if "deal" in classes(s.lows[p.head]) and "place" not in classes(s.lows[p.head]):
        return named(s, p, ties=_DEAL_TIES if s.tags[p.last + 1 : p.last + 2] not in ("C", "U") else frozenset())
    if is_bare(s, p) or describes(s, p):
        found = resolve(doc, s, p, wanted)
        if found is not None:
            return found
        if s.tags[p.head] == "O" or s.lows[p.head] in PRONOUNS:
            return None
    return named(s, p)


def without_number(s: Sentence, p: NounPhrase) -> NounPhrase:
    first = p.first
    for i in range(p.first, p.head):
        if s.tags[i] in "CU" or (first == i > p.first and s.words[i] in _POWER):
            first = i + 1
    return p.begun_at(first)


def by_name(s: Sentence, p: NounPhrase) -> NounPhrase:
    """ "Its Turkish co-owner, Bosfor Tekstil, holds …": the name that an apposition gives."""
    pointing = s.tags[p.first] == "D" or "E" in s.tags[p.first : p.head]  # "Vietnam's largest dairy, Sua Viet"
    if not pointing or s.tags[p.head] == "P" or p.last >= len(s.tags):
        return p
    if s.lows[p.last : p.last + 3] == ["of", "them", ","] and s.lows[p.head].endswith("est"):
        best = phrase_from(s, p.last + 2)  # "The dearest of them, the Karatas cement plant, cost …"
        return best if best is not None and best.first == p.last + 3 and s.tags[best.head] in "NP" else p
    if s.tags[p.last] != ",":
        return p
    q = phrase_from(s, p.last)
    if q is None or q.first != p.last + 1 or q.last >= len(s.tags) or is_time(s, q):
        return p
    end = q.last
    home = phrase_at(s, end + 1) if s.lows[end] == "of" else None
    if home is not None and set(s.tags[end + 1 : home.last]) == {"P"}:
        end = home.last  # "The developer, Hanbit Power of South Korea, raised …"
    if s.tags[end : end + 1] != ",":
        far = next((i for i in range(end, min(end + 8, len(s.tags))) if s.tags[i] == ","), -1)
        built = s.lows[q.first] in ("a", "an") and far > 0 and s.tags[end:far].strip("IDNPA") == ""
        generic = s.lows[p.head] in ANY_PLACE and s.tags[p.first] == "D" and bool(classes(s.lows[q.head]) & BUILT)
        return without_number(s, q) if built and generic else p  # "Its dearest project, a tunnel under the strait, …"
    return q if set(s.tags[q.first : q.last]) == {"P"} and s.tags[end + 1 : end + 2] != "J" else p


def points(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase is but a word like "the outcome" that was named before."""
    if s.lows[p.head] not in listed_words("pointers") or s.lows[p.first : p.last] == ["an", "order"]:
        return False
    if s.lows[p.last : p.last + 1] == ["of"] and s.tags[p.last + 1 : p.last + 2] in ("C", "U"):
        return s.tags[p.first : p.head].strip("DQ") == ""  # "its guidance of 2.6 million tonnes"
    return s.tags[p.first : p.head].strip("DQ") == "" and (p.last >= len(s.lows) or s.lows[p.last] not in ("of", "in"))


def can_bear(s: Sentence, p: NounPhrase) -> bool:
    dated = s.tags[p.first] == "C" and is_year(s.lows[p.first])  # "2025 revenue"
    return s.tags[p.head] in "NP" and "C" not in s.tags[p.first + dated : p.head + 1] and not is_time(s, p)


def bearer_of(s: Sentence, first: int) -> NounPhrase | None:
    """The noun phrase that "worth", "with", "of" or a participle ties the quantity to."""
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQ":
        i -= 1
    if i > 0 and s.lows[i] in listed_words("bears") and s.lows[i - 1] != "top":  # "on top of the 260 it has"
        j = i - 1
        while j > 0 and s.tags[j] == "R":
            j -= 1 if s.tags[j - 1] != "," else 2  # "a plant, likewise of 60 MW"
        if s.lows[j] in listed_words("bearing"):
            j -= 1 if s.tags[j - 1] != "," else 2  # "A hall, budgeted at €12 million, …"
        j -= s.tags[j] == "," and s.lows[i] == "worth"  # "Under the contract, worth €18 million, …"
        if s.tags[j] in "NP":
            found = phrase_at(s, j)
            if s.lows[i] == "at" and not _EACH.isdisjoint(s.lows[first : first + 6]):
                return found  # "the issue of 25 million shares at $1.20 each"
            before = s.lows[found.first - 1] if found is not None else ""
            if s.lows[j] == "hands" or (s.lows[i] == "of" and before in ("in", "to") and s.lows[j] in AMOUNTS):
                return None  # "was imported in the quantity of 1.2 million tonnes", "changed hands at $90"
            if (before, s.lows[i]) == ("by", "at") or (before == "on" and found and s.lows[found.head] in _AFLOW):
                return None  # "Capital cost is put by the company at $780m", "will come on stream with 20 GWh"
            return bearing_head(s, found) if found is not None and s.lows[i] != "of" else found
        if s.lows[i] == "for" and s.tags[j] == "," and (q := phrase_at(s, j - 1)) is not None and q.last == j:
            counted = "C" in s.tags[q.first : q.head]  # "two plants, for 5 and 7 tonnes"
            return q if counted and classes(s.lows[q.head]) & BUILT else None
        if s.tags[j] == ")":
            while j > 0 and s.tags[j] != "(":
                j -= 1
            return phrase_at(s, j - 1) if j > 0 else None
    if i > 0 and s.tags[i] == "(" and s.tags[i - 1] in "NP":
        return phrase_at(s, i - 1)
    if i > 0 and s.lows[i] in listed_words("bearing") and s.tags[i - 1] in "NP":
        found = phrase_at(s, i - 1)
        if found is not None and s.lows[i][:5] == "total" and s.lows[found.first - 1] == "of":
            return phrase_at(
                s, found.first - 2
            )  # "force majeure on two cargoes of concentrate totalling 22,000 tonnes"
        return bearing_head(s, found) if found is not None else None
    return None


def bearing_head(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "construction of a furnace at Salem" the furnace: the first facility of a chain, else its head."""
    if s.lows[p.first] in ("a", "an") and classes(s.lows[p.head]) & BUILT:
        return p  # "four rigs are on site, out of a programme budgeted at …"
    top = chain_head(s, p)
    if "C" in s.tags[p.first : p.head] and s.lows[p.head].endswith("s"):
        return p  # "A total of 712 companies with 38,000 employees", "a lease on 12 plots with an area of …"
    between = (q for q in s.phrases if top.first <= q.first <= p.first and classes(s.lows[q.head]) & BUILT)
    return next((q for q in between if s.lows[q.head] not in listed_words("measures")), top)


def carrier_of(s: Sentence, measure: NounPhrase) -> NounPhrase | None:
    """ "a plant with a capacity of 5 MW" → the plant."""
    i = measure.first - 1
    if i > 1 and s.lows[i] == "at" and s.tags[i - 1] == ",":
        i -= 1  # "a line to the airport, at a cost of …"
    elif i > 1 and s.lows[i] == "with" and s.tags[i - 1] == ",":  # "commissioned 18 plants, with a capacity of …"
        near = (
            q
            for q in reversed(s.phrases)
            if q.last < i
            and s.tags[q.head] == "N"
            and (classes(s.lows[q.head]) & BUILT or s.lows[q.head].removesuffix("s") in movable())
        )
        return next(near, None)
    elif i < 1 or s.lows[i] not in ("with", "at", "for", "of", "on"):
        return None
    if s.tags[i - 1] not in "NP":
        return None
    found = phrase_at(s, i - 1)
    if found is not None and found.first and s.lows[found.first - 1] == "by":  # "was built by X at a cost of …"
        built = (p for p in predicates(s) if p.group.passive and p.group.last < found.first and p.subject is not None)
        return next((p.subject for p in built), None)
    return bearing_head(s, found) if found is not None else None


def modified(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The noun that a quantity stands before as its modifier ("a 240-MW plant", "a $4.2 billion agreement")."""
    k = last
    while k < len(s.tags) and s.tags[k] == "-":
        k += 1
    if "-" in s.tags[first:last] and s.tags[k : k + 1] in ("(", ")"):
        closed = s.tags.find(")", k, k + 6)  # "a 14.5-kilometer (9-mile) rail spur"
        k = closed + 1 if closed > 0 else k
    if s.words[k : k + 1] == ["/"] and s.tags[k + 1 : k + 2] == "C" and s.tags[k + 2 : k + 3] in ("U", "P", "N"):
        k += 3  # "a 96 MW / 384 MWh battery"
    if (
        k < len(s.tags)
        and s.tags[k] in "NPAG"
        and (k > last or s.tags[last - 1] in "CUNP)" or s.lows[last - 1] == "real")
        and s.lows[k - 1] != "times"
    ):
        k += k > last and s.lows[k] in DEEP  # "the 62-metre-high dam"
        found = phrase_at(s, k)
        if found is None or (s.tags[k] == "G" and (found.first == k or s.tags[found.head] != "N")):
            return None
        if is_time(s, found) or s.lows[found.first] in ("cent", "percent", "times"):
            return None
        found = dashed(s, found) if s.words[found.last : found.last + 1] == ["–"] else found
        twin = phrase_at(s, found.last + 1) if s.lows[found.last : found.last + 1] == ["and"] else None
        if twin is not None and twin.first == found.last + 1 and not classes(s.lows[found.head]):
            built = (
                twin.last > twin.first + 1 and s.tags[twin.first] != "C" and bool(classes(s.lows[twin.head]) & BUILT)
            )
            found = NounPhrase(found.first, twin.last, twin.head) if built else found  # "36 MW solar and battery plant"
        found = found.begun_at(k) if s.lows[k - 1] in DEEP else found
        return found if found.head >= last and s.lows[found.head] not in _SHARES else None
    return None


def predicate_of(s: Sentence, first: int, last: int) -> Predicate | None:
    """The predicate that governs a quantity: the last before it, or the first after where it is the subject."""
    found = None
    i = first - 1
    while i > 0 and s.tags[i] in "DRQ":
        i -= 1
    if i < 0 or s.tags[i] in 'S:"' or s.lows[i] in ("said", "announced", "added"):
        said = (p for p in predicates(s) if p.kind == "finite")
        own = next(
            (p for p in said if _subject_of(p, first, last) or (p.group.first == last and p.group.passive)), None
        )
        if own is not None and own.group.first >= last:
            return own  # "lamented that only 1.4 million tonnes was consumed", "Marikop said: R3.8bn had been spent"
    if i > 0 and s.lows[i] in ("which", "whom") and s.tags[i - 1] == "I" and s.lows[i - 1] != "of":
        own = next((p for p in predicates(s) if p.kind == "relative" and p.group.first >= last), None)
        built = own is not None and own.subject is not None and bool(classes(s.lows[own.subject.head]) & BUILT)
        if own is not None and built and "," not in s.tags[last : own.group.first]:
            return own  # "a plant, on which $45 million will be spent"
    while i > 0 and (s.tags[i] in "DQARIJ" or s.lows[i] in _REVISED):
        i -= 1
    aside = i > 0 and s.tags[i] == ","
    for p in predicates(s):
        if p.group.first < last:
            if aside and found is not None and p.group.lemma in REPORTING and p.group.last <= first:
                continue  # "…, the office reports, 4.7% less than in June"
            if aside and found is not None and p.start and s.lows[p.start - 1] == "as":
                continue  # "2 million tons was oil, as exporters switched routes, 114,000 tons metal"
            listed = (
                aside
                and p.kind == "reduced"
                and p.group.last <= i
                and not _PERCENT.isdisjoint(s.lows[first : last + 1])
            )
            if listed and found is not None and found.kind == "finite":
                continue  # "accounts for 31% of the coal mined here, 48% of what is shipped"
            if found is not None and p.kind == "reduced" and p.group.first > first:
                continue  # "recovers 91% of the lithium contained in brine"
            found = p
        elif found is None or (
            p.kind not in ("relative", "reduced", "gerund")
            and s.tags[p.start : first].count(",") <= (aside and s.tags[last : last + 1] == ",")  # "The bulk, $3m, …"
            and first < p.group.first
            and (_subject_of(p, first, last) or (aside and p.subject is not None and p.subject.last <= first))
        ):
            return p
    return found


def _subject_of(p: Predicate, first: int, last: int) -> bool:
    return p.subject is not None and p.subject.first < last and p.subject.last > first


def moved_by(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """The object that a verb of movement moves ("pushed up its base rate by 75 points")."""
    g = p.group
    moves = g.lemma == "take" or g.lemma in listed_words("moves")
    if not moves or g.lemma in _OUTDOING or g.passive or g.first > first:
        return None
    around = phrase_at(s, g.head)  # "raising | Napfeny's capacity"
    q = around.begun_at(g.last) if around is not None and around.last > g.last else phrase_from(s, g.last)
    if q is None or q.last >= first or q.first > g.last + 2 or s.tags[q.head] not in "NPO" or is_time(s, q):
        return None
    if s.lows[q.head] in ("close", "hands") or (g.lemma == "take" and s.lows[first - 1] not in ("to", "from")):
        return None  # "to come close to 3%", "changed hands at $9,200"
    if any(s.tags[i] == "C" and not is_year(s.lows[i]) for i in range(q.first, q.last)):  # but "its 2024 target"
        return None
    if s.tags[q.last] == "J" and (r := phrase_from(s, q.last)) is not None and r.first == q.last + 1 and r.last < first:
        q = NounPhrase(q.first, r.last, r.head)  # "enlarge the trade and exhibition centre"
    end = full_phrase(s, q, stop=first, ties=_FOR_TIES if s.lows[q.head] in _FORESEEN | _LEVELS else _OF_TIES)[1]
    if s.tags[end : end + 1] == "I" and (then := phrase_at(s, end + 1)) is not None and is_time(s, then):
        end = then.last + len(s.tags[then.last : first]) - len(s.tags[then.last : first].lstrip("C-"))
    if s.tags[end : end + 1] == "," and (close := s.tags.find(",", end + 1, first)) > 0:
        end = close + 1  # "enlarge its sample, now 11,500 homes, by a fifth"
    if s.tags[g.last : q.first].strip("IRD") or s.lows[end : end + 1] == ["worth"]:
        return None
    return q if s.tags[end:first].strip("RDQ") in _LEADS or _LED.fullmatch(s.tags, end, first) else None
