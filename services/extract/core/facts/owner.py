"""Whose a measure is: "the plant's capacity", "cost of the project", "its revenue", or the topic where none is said."""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.naming import Place, fits, is_works, named
from services.extract.core.facts.pointing import is_bare
from services.extract.core.facts.reference import last_place, referent, resolve
from services.extract.core.facts.topic import opened_before
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_POSSESSIVE = frozenset("its their his her our my".split())
# What only something built has: "X opened a mill. Its capacity is …" is of the mill.
_BUILT_HAVE = frozenset("capacity area length height width depth throughput".split())
_OWNERS = frozenset(("place", "project", "organisation", "name"))
_WORK = frozenset("construction building work works implementation completion".split())
_HOLDERS = frozenset("owner owners operator buyer parent management shareholders shareholder proprietor".split())
_COSTS = frozenset("cost costs price value worth budget".split())
_PRICING = frozenset("put estimate value price reckon calculate give set".split())
_SPENT = frozenset("investment investments".split())
# What is put up rather than the putting up, where it is definite.
_EDIFICES = frozenset("building works work".split())
_OF = frozenset("of in for at on through".split())


def owner_of(doc: Document, s: Sentence, p: NounPhrase, measures: frozenset[str]) -> Mentioned | None:
    """The owner of a noun that measures, resolved; None where the noun is no measure or shows no owner."""
    if s.lows[p.head] not in measures or is_works(s, p):
        return None
    if s.lows[p.head] in _EDIFICES and s.lows[p.first] == "the" and is_bare(s, p):
        found = resolve(doc, s, p)  # "The building covered 30,000 square metres"
        if s.lows[p.head] != "works" or (found is not None and "works" in found.text):
            return found
    if (
        s.lows[p.head] == "building"
        and s.tags[p.first] == "D"
        and s.lows[p.last : p.last + 1] in (["in"], ["at"], ["on"])
    ):
        return named(s, p)  # "the building in Ipoh", but "the building of a hall"
    if p.last + 1 < len(s.lows) and s.lows[p.last] in _OF:
        q = phrase_from(s, p.last + 1)
        if (
            q is not None
            and all(t in "DQAR" for t in s.tags[p.last + 1 : q.first])
            and not is_time(s, q)
            and s.tags[q.last : q.last + 2] != ".C"  # "a budget of Ps. 780 million"
            and "C" not in s.tags[q.first : q.head]
        ):
            deeper = owner_of(doc, s, q, measures)
            told = s.lows[q.head] in _WORK and q.last - q.first == 1
            if deeper is None and (told or (s.lows[q.head] in _SPENT and is_bare(s, q))):
                return None  # "the cost of construction", "the value of the investment": of what was spoken of
            return deeper or _named(doc, s, q)
    return _possessor(doc, s, p)


def behind(doc: Document, s: Sentence, q: NounPhrase, measures: frozenset[str]) -> Mentioned | None:
    """What money is for behind a measure: "Construction was paid for with a loan", "to double the size of its mill"."""
    if s.lows[q.head] in _WORK and q.last == q.first + 1:
        spot = last_place(doc, s, q.first)
        return named(*spot) if spot is not None else None
    return owner_of(doc, s, q, measures) if s.lows[q.last : q.last + 1] == ["of"] else None


def _possessor(doc: Document, s: Sentence, p: NounPhrase) -> Mentioned | None:
    """ "the plant's", "its"; resolved."""
    mark = s.tags.rfind("E", p.first, p.head)
    if mark > p.first and is_time(s, owner := NounPhrase(p.first, mark, mark - 1)):
        return named(s, p.begun_at(mark + 1))  # "This year's grain harvest"
    if mark > p.first:
        return _named(doc, s, owner)
    for i in range(p.first, p.head):
        if s.lows[i] in _POSSESSIVE:
            pronoun = NounPhrase(i, i + 1, i)
            apart = s.lows[p.head] in _BUILT_HAVE and s.lows[i] in ("its", "their")
            if s.lows[p.head] in _COSTS and (spot := _priced(doc, s, p)) is not None:
                return named(*spot)
            if (whose := _relative_owner(s, i)) is not None:
                return _named(doc, s, whose)
            built = opened_before(s, doc, pronoun) if apart else None
            return named(*built) if built is not None else resolve(doc, s, pronoun, _OWNERS)
    return None


def _priced(doc: Document, s: Sentence, p: NounPhrase) -> Place | None:
    """Of "There will be a tidal farm. Havbris puts its cost at £130m" the farm: nobody prices himself."""
    q = next((q for q in predicates(s) if q.group.last == p.first and q.group.lemma in _PRICING), None)
    if q is None or q.subject is None or not s.index:
        return None
    before = doc.sentences[s.index - 1]
    main = next((r.subject for r in predicates(before) if r.kind == "finite" and r.subject is not None), None)
    if main is None or before.part != "body" or not fits(before, main, _OWNERS):
        return last_place(doc, s, q.subject.first)
    return referent(doc, before, main) if is_bare(before, main) else (before, main)


def _relative_owner(s: Sentence, i: int) -> NounPhrase | None:
    """Of "the Rgotina mine, whose new owner has doubled its output" the mine, at "its"."""
    if "whose" not in s.vocabulary or s.lows[i] != "its":
        return None
    k = next((k for k in range(i - 1, max(i - 24, 0), -1) if s.lows[k] == "whose"), -1)
    owner = phrase_at(s, k) if k > 1 else None
    held = owner is not None and s.lows[owner.head] in _HOLDERS and s.tags[k - 1] == ","
    return antecedent(s, k - 1) if held else None


def _named(doc: Document, s: Sentence, q: NounPhrase) -> Mentioned | None:
    if is_bare(s, q) or describes(s, q):
        return resolve(doc, s, q, _OWNERS if s.tags[q.head] == "O" else frozenset()) or (
            None if s.tags[q.head] == "O" else named(s, q)
        )
    return named(s, q)


def owned(doc: Document, s: Sentence, first: int) -> Mentioned | None:
    """Whose the people are of "Its 310 employees", at the number."""
    if first < 1 or s.lows[first - 1] not in ("its", "their"):
        return None
    return resolve(doc, s, NounPhrase(first - 1, first, first - 1), _OWNERS)
