"""What a relative clause about a plant or company is said of: the nearest facility, where people work.

the shop in Lida, which employs 60                 → the shop
its Monfalcone yard, where 450 workers are idle    → the yard
"""

from __future__ import annotations

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at, phrase_from
from services.extract.core.facts.subject_ties import BUILT
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_RAISING = frozenset("bring take lift raise push boost increase swell".split())
_WHOLES = frozenset(
    "workforce staff headcount payroll capacity total fleet network portfolio output production".split()
)
_AT = (["in", "which"], ["at", "which"], ["on", "which"])


def antecedent_of(s: Sentence, p: Predicate) -> NounPhrase | None:
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
    if q is not None and s.tags[q.first - 2 : q.last] == "P,P":  # "the mine outside Kings, Norfolk, which …"
        above = phrase_at(s, q.first - 2)
        if above is not None and above.first > 1 and s.tags[above.first - 1] == "I":
            above = phrase_at(s, above.first - 2)
        q = q if above is None else above if classes(s.lows[above.head]) & BUILT else chain_head(s, above)
    counted = q is not None and s.tags[q.head] == "N" and q.last == i + 1 and s.lows[q.head].endswith("s")
    if q is not None and "C" in s.tags[q.first : q.head] and not counted:
        q = next((r for r in reversed(s.phrases) if r.last < q.first and r.last > q.first - 6), None)
    return q if q is not None and classes(s.lows[q.head]) & BUILT else None


def whole_raised(s: Sentence, p: Predicate, measure: NounPhrase) -> NounPhrase | None:
    """Of "Noor has commissioned its fifth plant, taking its capacity past 420,000 t", "Gboko's new line has started,
    bringing the workforce to 710" whose the whole is: not the part's."""
    if p.group.lemma not in _RAISING or p.governor < 0 or s.lows[measure.head] not in _WHOLES:
        return None
    theirs = "E" in s.tags[measure.first : measure.head]  # "bringing the plant's capacity to"
    of_other = s.tags[measure.last : measure.last + 1] == "I" and s.lows[measure.last] != "to"
    if theirs or of_other:
        return None
    main = predicates(s)[p.governor].subject
    if main is None or main.last > p.group.first or is_time(s, main):
        return None
    mark = s.tags.find("E", main.first, main.head)
    if mark > main.first:
        return NounPhrase(main.first, mark, mark - 1)
    bodily = s.tags[main.head] == "P" and not classes(s.lows[main.head]) & BUILT
    return main if bodily else None


def parted(s: Sentence, last: int) -> NounPhrase | None:
    """Of "64 km of the road between Osh and Batken" the road."""
    tie = next((i for i in (last - 2, last - 1, last) if s.lows[i : i + 1] == ["of"]), -1)
    q = phrase_from(s, tie + 1) if tie > 0 else None
    sized = q is not None and s.tags[tie + 1 : q.first] == "DC-"  # "3 km of the 7.2-km tunnel"
    if q is None or not (q.first == tie + 1 or sized) or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    return q if "C" not in s.tags[q.first : q.last] else None


def power_of(claim: Claim, s: Sentence, last: int) -> NounPhrase | None:
    """Of "100 MW of batteries", "120 MW of solar plants" what has the power."""
    if claim.quantity is None or claim.quantity.family not in ("power", "energy") or claim.quantity.per is not None:
        return None
    tie = next((i for i in range(max(last - 4, 0), min(last + 1, len(s.lows))) if s.lows[i] == "of"), -1)
    p = phrase_from(s, tie + 1) if tie > claim.quantity.number else None
    many = p is not None and p.first == tie + 1 and s.tags[p.head] == "N" and s.lows[p.head].endswith("s")
    return p if p is not None and many and "C" not in s.tags[p.first : p.last] else None


def place_where(s: Sentence, first: int) -> NounPhrase | None:
    """Of "a boost for its Monfalcone yard, where | 450 workers have been on short time" the yard."""
    i = before_number(s, first)
    if i > 2 and s.lows[i] == "where":
        i -= 1
    elif i > 3 and s.lows[i - 1 : i + 1] in _AT:
        i -= 2
    else:
        return None
    q = phrase_at(s, i - (s.tags[i] == ","))
    while q is not None and q.first > 1 and not classes(s.lows[q.head]) & BUILT and s.tags[q.first - 1] in "I,":
        above = phrase_at(s, q.first - 2)
        if above is None or above.last != q.first - 1 or (s.tags[q.first - 1] == "," and s.tags[above.head] != "P"):
            break
        q = above  # "the plant in Hat Yai, Thailand, where …"
    if q is None or is_time(s, q) or s.tags[q.head] not in "NP":
        return None
    return q if classes(s.lows[q.head]) & BUILT or s.tags[q.head] == "P" else chain_head(s, q)


def each_of(doc: Document, s: Sentence, first: int) -> tuple[Sentence, NounPhrase] | None:
    """Of "eight tanks, each holding 4,000 cubic metres", "bought two cranes. Each can lift 65 tonnes" the tanks, the
    cranes."""
    if s.lows[0] == "each" and s.index and s.tags[1:2] in ("M", "V", "H", "B"):
        above = doc.sentences[s.index - 1]
        several = (p for p in reversed(above.phrases) if "C" in above.tags[p.first : p.head] and _several(above, p))
        return next(((above, p) for p in several if not is_time(above, p)), None)
    k = next((k for k in range(first - 1, max(first - 6, 1), -1) if s.lows[k] == "each"), -1)
    if k < 2 or s.tags[k - 1] != "," or {",", ".", "J"} & set(s.tags[k + 1 : first]):
        return None
    q = phrase_at(s, k - 2)
    return (s, q) if q is not None and q.last == k - 1 and _several(s, q) else None


def _several(s: Sentence, p: NounPhrase) -> bool:
    return s.tags[p.head] == "N" and plural(s.lows[p.head])
