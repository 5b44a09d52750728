"""What stands beside a quantity and says what it is of: asides, who has it, nouns that it explains or names.

At 3,400 sq m, the hall will be …            → the hall
on top of the 260 it has now                 → it
a 96 MW battery, the $640m expansion         → the battery, the expansion
its second hub for batteries, a $92m facility → the hub
"""

from __future__ import annotations

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase, phrase_at, phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.naming import is_place
from services.extract.core.facts.pointing import agree
from services.extract.core.facts.subject_ties import BUILT, NO_BEARERS, RATIOS, listed_words
from services.extract.core.mentions.bare import DEEP
from services.extract.core.mentions.trigger import classes, verb_rules
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.participles import REPORTING
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_FIGURES = frozenset("capacity investment cost costs jobs employees staff workforce area length height budget".split())
_SPANNING = frozenset("over across under through along between".split())
_WORKS = frozenset(
    "expansion upgrade renovation refurbishment extension overhaul modernisation modernization redevelopment makeover "
    "revamp retrofit conversion rehabilitation reconstruction request order bid purchase "
    "round placement offering takeover buyout merger".split()
)
_MAKING = frozenset(("opening", "construction", "expansion", "closure"))
_TELLING = REPORTING | frozenset("tell inform remind assure notify warn promise convince".split())
_FIELDS = frozenset("economy industry sector region district country province city county".split())
_BUYING = frozenset("acquire buy purchase take snap absorb".split())
_WORKING = frozenset("work employ engage occupy".split())
_UNMADE = frozenset("room space gates".split())
_MINING = frozenset("mine process treat mill smelt pour refine crush assemble manufacture".split())
_HAVING = frozenset("have own run operate employ hold".split())
# What says nothing of whose a cost or capacity is.
_UNOWNED = frozenset(
    "the total overall full annual yearly daily monthly initial estimated planned design designed expected projected "
    "whole combined current maximum nominal rated final preliminary price potential".split()
)
_STATING = frozenset("be amount stand come estimate put expect total set".split())
_GENERIC = frozenset(
    "investment facility scheme project venture complex development plant site building centre center".split()
)


def aside(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """Of "At 3,400 sq m, the hall will be …" and "The hall, at 3,400 sq m, is …" the hall."""
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQ":
        i -= 1
    if i > 1 and s.lows[i] == "of" and s.lows[i - 1] in listed_words("measures"):
        named_so = phrase_at(s, i - 1)  # "At a cost of $1.5 billion, the port is …", "With a design capacity of …"
        i = named_so.first - 1 if named_so is not None else i
        if i != 0:
            return None
    if i > 2 and s.lows[i - 1 : i + 1] == [",", "with"] and (taken := _taken_over(s, i - 1)) is not None:
        return taken
    last += 2 if s.lows[last : last + 2] in (["on", "it"], ["on", "them"], ["in", "it"]) else 0
    if i < 0 or s.lows[i] not in ("at", "with") or s.tags[last : last + 1] != ",":
        return None
    if i == 0:
        return next((p.subject for p in predicates(s) if p.group.first > last and p.kind == "finite"), None)
    q = phrase_at(s, i - 2) if i > 1 and s.tags[i - 1] == "," else None
    return chain_head(s, q) if q is not None and q.last == i - 1 else None


def _taken_over(s: Sentence, comma: int) -> NounPhrase | None:
    """Of "took over Fjordfrost of Norway, with 210 employees" what was bought."""
    q = next((q for q in reversed(s.phrases) if q.last == comma), None)
    top = chain_head(s, q) if q is not None else None
    if top is None or s.tags[top.head] != "P" or is_time(s, top):
        return None
    g = next((g for g in reversed(s.groups) if g.last <= top.first), None)
    return top if g is not None and not g.passive and g.lemma in _BUYING and top.first - g.last < 3 else None


def label_of(doc: Document, s: Sentence, first: int) -> Mentioned | None:
    """The label of a line: "- Harvest volume: 4,310 tonnes", "Net sales (million euros): 812"."""
    colon = s.tags.find(":", 1 if s.tags[:1] in (":", "-", "Z") else 0, first)
    if colon < 1 or s.words[colon] != ":" or first - colon > 3 or s.tags[colon + 1 : first].strip("DRQU("):
        return None
    line = not s.start or doc.text[s.start - 1] == "\n"  # but also "Trucks: 8,100. Buses: 412"
    if any(not line or (g.first < colon and g.tense != "past") for g in s.groups):
        return None
    # but "Ground was broken for a mill. Capacity: 40,000 tonnes. Jobs: 450"
    head = next((p for p in s.phrases if p.last <= colon and (line or s.lows[p.head] not in _FIGURES)), None)
    if head is None or s.tags[: head.first].strip(":-ZDQ") or s.tags[head.head] not in "NP" or is_time(s, head):
        return None
    last = full_phrase(s, head, stop=colon)[1]
    if s.tags[last : last + 2] == "C-" and (rest := phrase_at(s, last + 2)) is not None and rest.last <= colon:
        last = rest.last  # "Average 91-day bill rate: 16.4"
    dated = s.tags[last : last + 1] == "," and colon - last < 6  # "Average consumer prices, Q1: +3.2%"
    if s.tags[last:colon].strip("WX") and s.tags[last : last + 1] != "(" and not dated:
        return None  # a sentence, or several things
    first_word = head.first + (s.tags[head.first] == "D")
    return Mentioned(s.span(first_word, last), s.starts[first_word], s.ends[last - 1])


def held(s: Sentence, last: int) -> NounPhrase | None:
    """Of "on top of the 260 it has now", "the 2.1 GW that the firm runs" who has them."""
    i = last + 1 if s.lows[last : last + 1] == ["that"] else last
    q = phrase_at(s, i) if s.tags[i : i + 1] in ("O", "D", "P") else None
    whose = q is not None and q.first == i and s.tags[q.head] in "NPO"
    return q if q and whose and any(g.first == q.last and g.lemma in _HAVING for g in s.groups) else None


def named_by(s: Sentence, claim: Claim, p: NounPhrase, last: int) -> bool:
    """Whether a claim names what it is of by the noun behind it: "a 96 MW battery", "the $640m expansion"."""
    low = s.lows[p.head]
    tied = (
        s.tags[p.last : p.last + 1] in ("T", "I") and s.lows[p.last] != "of"
    )  # but "a $48 million upgrade of its farms"
    if s.tags[p.head] != "N" or low in RATIOS or tied:
        return False
    if claim.kind == "capacity":
        family = claim.quantity.family if claim.quantity is not None else ""
        return family in ("power", "energy") and low not in listed_words("measures")
    return claim.kind == "investment" and p.head >= last and low in _WORKS


def counts(claim: Claim) -> bool:
    """Whether what can be held is counted ("212 rooms"), or made or shipped."""
    family = claim.quantity.family if claim.quantity is not None else "count"
    return claim.kind == "output" or (claim.kind == "capacity" and family == "count")


def possessor(s: Sentence, first: int) -> NounPhrase | None:
    """ "the plant's 420 workers" → the plant."""
    if first < 2 or s.tags[first - 1] != "E":
        return None
    q = phrase_at(s, first - 2)
    return NounPhrase(q.first, first - 1, first - 2) if q is not None else None


def explained(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "its second hub for batteries, a $92m facility" the hub: what a general noun with a number only explains."""
    if p.first > 2 and s.lows[p.first - 1] == "or" and s.tags[p.first - 2] == ",":
        said = phrase_at(s, p.first - 3)  # "EBIT, or operating profit, was 98 million euros"
        return said if said is not None and said.last == p.first - 2 and s.tags[said.head] in "NP" else p
    if s.lows[p.head] not in _GENERIC:
        return p
    i = p.first if s.tags[p.first] == "D" else p.first - 1
    while i > 1 and s.tags[i] in "CUQR()-NP" and s.tags[i] != ",":
        i -= 1
    if i < 2 or s.lows[i] not in ("a", "an") or s.tags[i - 1] != ",":
        return p
    q = phrase_at(s, i - 2)
    if q is None or q.last != i - 1 or is_time(s, q):
        return p
    top = chain_head(s, q)
    opening = top
    while s.tags[max(0, opening.first - 2) : opening.first] == "P," and (town := phrase_at(s, opening.first - 2)):
        opening = town
    if s.tags[opening.first - 1 : opening.first] == "I" and any(g.first == p.last for g in s.groups):
        return p  # "in Geismar, Louisiana, a $480 million plant has been built"
    if s.tags[q.head] == "P" and top == q:
        return q
    # the nearest facility of the chain: of "the ribbon on its second hub for batteries" the hub
    chain = (r for r in reversed(s.phrases) if top.first <= r.first <= q.first and agree("it", s, r))
    return next((r for r in chain if classes(s.lows[r.head]) & BUILT), q if s.tags[q.head] == "P" else p)


def described(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """ "X, a 4.2-kilometre tunnel": what the evidence itself names, by its name where it has one."""
    p = phrase_at(s, last - 1)
    if p is None or p.head != last - 1 or not classes(s.lows[p.head]) - NO_BEARERS or p.head <= first:
        return None
    k = p.first - 1
    while k >= first - 2 and k > 0 and s.tags[k] in "CU-NDQRI" and s.words[k] != ",":
        k -= 1
    if k > 0 and s.words[k] == "," and s.lows[k + 1] in ("a", "an", "the"):
        beside = phrase_at(s, k - 1)
        if beside is not None and beside.last == k and s.tags[beside.first : beside.last].count("P"):
            return beside
    return p


def within(s: Sentence, p: Predicate, last: int) -> NounPhrase | None:
    """Of "9,000 jobs have disappeared in the German industry" the industry."""
    i = max(p.group.last, last)
    q = phrase_at(s, i + 1) if s.lows[i : i + 1] == ["in"] else None
    if q is None or is_time(s, q) or s.tags[q.head] not in "NP" or s.tags[q.first] == "C":
        return None  # "450 people work in three shifts"
    working = p.group.lemma in _WORKING and s.tags[q.head] == "N"  # "31,800 people worked in construction"
    return q if working or s.lows[q.head] in _FIELDS else None


def sized(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """Of "the orchard, all 14 hectares of it", "85 acres for the unit", "the zone, 500 meters wide" what is so
    large."""
    served = phrase_at(s, last + 2) if s.lows[last : last + 2] == ["for", "the"] else None
    if served is not None and classes(s.lows[served.head]) & BUILT:
        return served
    wide = s.lows[last : last + 1] and s.lows[last] in DEEP
    edge = first - (s.tags[first - 1] == ",") if wide else len(s.tags[:first].rstrip("DQR")) - 1
    if not wide and (s.lows[last : last + 2] != ["of", "it"] or edge < 1 or s.tags[edge] != ","):
        return None
    q = phrase_at(s, edge - 1)
    if wide and q is not None and q.first > 4 and s.lows[q.first - 1] == "and" and "between" in s.vocabulary:
        twin = phrase_at(s, q.first - 2)  # "the section between Osh and Uzgen, 40 km long"
        q = twin if twin is not None and s.lows[twin.first - 1] == "between" else q
    if wide and q is not None and q.first > 1 and s.lows[q.first - 1] in _SPANNING:
        return phrase_at(s, q.first - 2)  # "The bridge over the Syr Darya, 640 metres long"
    return q if q is not None and q.last == edge and s.tags[q.head] in "NP" else None


def shipped(claim: Claim, s: Sentence, p: Predicate) -> Mentioned | None:
    """Of "1.2 million tonnes of wheat were shipped abroad", which names no maker, the wheat."""
    q = claim.quantity
    if p.group.lemma in _MINING:
        return None  # whoever does so was spoken of
    if (
        claim.kind not in ("output", "size")
        or q is None
        or not p.group.passive
        or not 0 <= q.item_first < q.item_last <= len(s.words)
    ):
        return None
    start, end = s.starts[q.item_first], s.ends[q.item_last - 1]
    return Mentioned(s.text[start:end], start, end)


def part_at(s: Sentence, last: int) -> NounPhrase | None:
    """Where the part is: "of which 16,000 tonnes in Region South", "12 million of which at Ruse"."""
    i = last + 2 if s.lows[last : last + 1] == ["of"] else last
    q = phrase_from(s, i + 1) if s.lows[i : i + 1] in (["in"], ["at"]) else None
    return q if q is not None and q.first == i + 1 and s.tags[q.head] in "NP" and not is_time(s, q) else None


def in_town(doc: Document, s: Sentence, bearer: NounPhrase, p: Predicate) -> bool:
    """Whether what seems to bear a quantity is but the town where the subject of the verb stands."""
    if p.subject is None or p.group.last > bearer.first or s.lows[bearer.first - 1] not in ("in", "at", "near"):
        return False
    return (is_place(doc, s, bearer) or p.group.lemma in ("open", "reopen")) and bool(
        classes(s.lows[p.subject.head]) & BUILT
    )


def is_plain(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase like "the price tag", "the sales volume" only names a measure."""
    return s.lows[p.first] == "the" and s.tags[p.first + 1 : p.head].strip("N") == ""


def is_unowned(s: Sentence, p: Predicate, noun: NounPhrase) -> bool:
    """Whether "The total cost is …", "Annual capacity is put at …" leaves unsaid of what."""
    return p.group.lemma in _STATING and _UNOWNED.issuperset(s.lows[noun.first : noun.head])


def work_there(s: Sentence, last: int) -> bool:
    """ "Some 300 people | will work there", "200 jobs | will be created there"."""
    g = next((g for g in s.groups if last <= g.first <= last + 1), None)
    return g is not None and s.lows[g.last : g.last + 1] == ["there"]


def is_told(s: Sentence, p: Predicate) -> bool:
    """Whether "that" opens what is told ("told the government that it takes $5m") and no relative clause."""
    if p.subject is None or p.subject.first == 0 or s.lows[p.subject.first - 1] != "that":
        return False
    return any(q.group.lemma in _TELLING and q.group.last <= p.subject.first for q in predicates(s))


def said_of(doc: Document, s: Sentence, noun: NounPhrase) -> Mentioned | None:
    """What the sentence has already said of the same pronoun ("It will cost $5m and employ 80")."""
    for said in reversed(doc.memo.get("subjects", [])[-3:]):
        if said.sentence == s.index and said.first > noun.first and said.kind in ("investment", "size", "capacity"):
            found: Mentioned = said.subject
            if not s.ends[noun.head] < found.start < s.end:  # "It will house four lines making … and create 260 jobs"
                return found
    return None


def fronted(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """Of "On 14 hectares near Bor a park is being laid out" the park."""
    main = p.subject
    if s.tags[:1] != "I" or main is None or main.first < last or any(g.first < first for g in s.groups):
        return None
    return main if classes(s.lows[main.head]) & BUILT else None


def made_of(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """What is opened, built or closed "with 160 workers"."""
    if p.group.passive or p.kind == "reduced" or not any(r.event in _MAKING for r in verb_rules(p.group.lemma)):
        return None
    right = objects(s, p.group.last)
    if not right or "C" in s.tags[right[0].first : right[0].head] or s.lows[right[0].head] in _UNMADE:
        return None
    return right[0] if right[0].last <= first and classes(s.lows[right[0].head]) & BUILT else None


def listed_places(doc: Document, s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase ends a list of places: "in Singapore, Malaysia and Indonesia"."""
    if p.first < 4 or s.lows[p.first - 1] != "and" or not is_place(doc, s, p):
        return False
    before = phrase_at(s, p.first - 2)
    return before is not None and is_place(doc, s, before) and s.tags[before.first - 1] in ",I"
