"""Whose the people are, where the noun that counts them says it.

The 410 employees of Wartbus keep their jobs           → Wartbus
140 of the Merritt employees                           → Merritt employees
Some 200 workers were laid off in the platinum belt    → platinum belt
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.naming import fits, is_person, is_place, named
from services.extract.core.facts.subject_beside import made_of
from services.extract.core.facts.subject_funds import aim_of
from services.extract.core.facts.subject_ties import BUILT, FACILITIES, name_of, predicate_of
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

STAFF = frozenset(
    "employees workers staff people miners engineers drivers nurses teachers officers jobs posts workforce personnel "
    "payroll headcount members technicians welders sailors pilots crew".split()
)
_ANYONE = frozenset("people workers employees staff persons hands".split())
_PERSONS = frozenset("persons men women".split())
_AT_WORK = (["employed"], ["working"], ["engaged"])
_IN = (["in"], ["at"], ["by"], ["for"])
_MOMENTS = frozenset("peak height end start beginning time moment stage rate age".split())
_SINCE = frozenset("since after with following through".split())
_CONDITIONS = frozenset("when once if after".split())
_COMING = frozenset("lose go disappear vanish create add hire recruit employ need work".split())
_HIRED = frozenset("work hire recruit train engage".split())
_ARRIVING = frozenset("come move arrive return transfer".split())
_LEAVING = frozenset("lay retrench dismiss axe shed fire sack lose cut furlough trim".split())


def staff_of(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Whose the people are, as the noun that counts them, or the verb that moves them, says."""
    if (site := at_work(s, last)) is not None:
        return name_of(doc, s, site, FACILITIES)
    whose = _of_whom(claim, s)
    q = claim.quantity
    if whose is None and q is not None and (q.item_first < 0 or q.gapped) and s.lows[last : last + 1] == ["at"]:
        there = phrase_from(s, last + 1)  # "plus 16,000 at its subcontractors"
        plain = there is not None and there.first == last + 1 and s.tags[there.head] in "NP"
        if there is not None and plain and not is_time(s, there) and s.lows[there.head] not in _MOMENTS:
            return named(s, there)
    found = name_of(doc, s, whose, FACILITIES) if whose is not None else None
    return found or _some_of(doc, s, last) or _moved_in(claim, s, first, last)


def _of_whom(claim: Claim, s: Sentence) -> NounPhrase | None:
    """Whose the "410 employees of Wartbus", the "80 workers at the yard" are."""
    q = claim.quantity
    if q is None or not 0 <= q.item_first < q.item_last <= len(s.words):
        return None
    people = phrase_at(s, q.item_first)
    if (
        people is not None
        and s.lows[people.head] in STAFF | _PERSONS
        and s.lows[people.last : people.last + 1] in _AT_WORK
    ):
        where = phrase_from(s, people.last + 2) if s.lows[people.last + 1 : people.last + 2] in _IN else None
        found = where is not None and where.first == people.last + 2 and s.tags[where.head] in "NP"
        if where is not None and found and not is_time(s, where) and s.lows[where.head] not in _MOMENTS:
            return where  # "113,400 persons employed in manufacturing"
    if (
        people is None
        or s.lows[people.head] not in STAFF
        or s.lows[people.last : people.last + 1] not in (["of"], ["at"])
    ):
        return None
    whose = phrase_from(s, people.last + 1)
    if whose is None or whose.first != people.last + 1 or s.tags[whose.head] not in "NPO" or is_time(s, whose):
        return None
    if s.lows[whose.head] in _MOMENTS:
        return None
    tied = "P" in s.tags[whose.first : whose.last] or s.tags[whose.first] == "D"
    return whose if tied and "C" not in s.tags[whose.first : whose.last] else None


def _some_of(doc: Document, s: Sentence, last: int) -> Mentioned | None:
    """Of "140 of the Merritt employees" those employees."""
    q = phrase_from(s, last + 1) if s.lows[last : last + 1] == ["of"] else None
    mark = s.tags.find("E", last, q.last) if q is not None and s.lows[q.head] in STAFF else -1
    if q is not None and mark > q.first >= last:
        return name_of(
            doc, s, NounPhrase(q.first, mark, mark - 1), FACILITIES
        )  # "130 of the company's 1,150 employees"
    if q is None or q.first != last + 1 or s.lows[q.head] not in STAFF:
        return None
    if "C" in s.tags[q.first : q.last]:
        site = phrase_from(s, q.last + 1) if s.lows[q.last : q.last + 1] == ["at"] else None
        tied = site is not None and site.first == q.last + 1 and s.tags[site.head] in "NP" and not is_time(s, site)
        return name_of(doc, s, site, FACILITIES) if site is not None and tied else None  # "130 of the 520 staff at X"
    own = s.lows[q.first] == "the" and q.head - q.first > 1
    return named(s, q) if own else None


def _moved_in(claim: Claim, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "Five thousand workers were laid off in the platinum belt", which names no employer, the belt."""
    p = predicate_of(s, first, last)
    q = claim.quantity
    if (
        p is not None
        and p.group.passive
        and p.group.lemma in ("need", "require")
        and p.group.first == last
        and q is not None
    ):
        people = phrase_at(s, q.item_first) if q.item_first >= 0 else None
        if people is None or s.lows[people.head] in _ANYONE:
            return None  # "Some 700 workers will be needed": where, was said before
        return named(s, people.begun_at(q.item_first))  # "Some 28,000 clerks are needed"
    if p is None or not p.group.passive or p.group.lemma not in _LEAVING or p.group.first < last:
        return None
    i = p.group.last + (s.lows[p.group.last : p.group.last + 1] == ["off"])
    where = phrase_from(s, i + 1) if s.lows[i : i + 1] in (["in"], ["across"], ["at"]) else None
    if where is None or where.first != i + 1 or s.tags[where.head] not in "NP" or is_time(s, where):
        return None
    return named(s, where)


def employing(doc: Document, s: Sentence, p: Predicate | None) -> NounPhrase | None:
    """Of "Van Looy, in Kenya since 2009, employs 1,150 people there" the company."""
    who = p.subject if p is not None and p.group.lemma in ("employ", "have") and not p.group.passive else None
    if who is None or p is None or p.kind == "relative" or s.tags[who.head] != "P" or is_place(doc, s, who):
        return None
    return who if not is_person(doc, s, who) and fits(s, who, FACILITIES) else None


def at_place(doc: Document, s: Sentence, p: Predicate, last: int) -> Mentioned | None:
    """Where "300 people will be employed at X" says: the place or company under at or by, or before "where"."""
    k = max(p.group.last, last)
    if p.group.lemma == "work" and s.tags[k : k + 1] == "I" and s.lows[k + 1 : k + 2] in (["it"], ["them"], ["the"]):
        on = phrase_from(s, k + 1)  # "About 75 people work on it", "on the lagoon"
        on = on if on is not None and not is_time(s, on) and (s.lows[k] == "on" or s.tags[on.head] == "O") else None
        found = (name_of(doc, s, on, BUILT) or name_of(doc, s, on, FACILITIES)) if on is not None else None
        if found is not None:
            return found
    for i in range(max(p.group.last, last), min(len(s.lows), max(p.group.last, last) + 8)):
        hired = s.lows[i] == "for" and p.group.lemma in _HIRED
        if (
            hired
            or s.lows[i] in ("at", "by")
            or (s.lows[i] == "from" and p.group.lemma not in _ARRIVING)
            or (s.lows[i] == "on" and p.group.lemma in ("depend", "rely", "hinge"))
        ):
            q = phrase_from(s, i + 1)
            q = aim_of(s, q) if q is not None else None
            if q is not None and fits(s, q, FACILITIES):
                return name_of(doc, s, q)
        if s.lows[i] in _SINCE and (q := phrase_from(s, i + 1)) is not None and (site := aim_of(s, q)) != q:
            return name_of(doc, s, site)  # "have lost their jobs since the closure of the Baia smelter"
        if s.tags[i] in ",;.":
            break
    if p.gap is not None:
        return name_of(doc, s, p.gap)
    return _once(doc, s, last) if p.group.lemma in _COMING else None


def _once(doc: Document, s: Sentence, last: int) -> Mentioned | None:
    """Of "Some 2,000 jobs will go when the carmaker closes its plant in Ulm" the plant."""
    k = next((i for i in range(last, min(last + 8, len(s.lows))) if s.lows[i] in _CONDITIONS), -1)
    q = next((q for q in predicates(s) if q.kind == "finite" and q.group.first > k), None) if k > 0 else None
    if q is None:
        return None
    site = made_of(s, q, len(s.words)) or q.subject
    if site is not None and (mark := s.tags.rfind("E", site.first, site.head)) > site.first:
        site = NounPhrase(site.first, mark, mark - 1)  # "after the mill's last furnace went cold"
    return (
        name_of(doc, s, site, FACILITIES) if site is not None and k < site.first and fits(s, site, FACILITIES) else None
    )


def at_work(s: Sentence, last: int) -> NounPhrase | None:
    """Of "650 people were at work in the port" the port."""
    g = next((g for g in s.groups if last <= g.first <= last + 1 and g.lemma == "be"), None)
    if g is None:
        return None
    i = g.last + (2 if s.lows[g.last : g.last + 2] == ["at", "work"] else s.lows[g.last : g.last + 1] in (["busy"],))
    if i == g.last or s.lows[i : i + 1] not in (["in"], ["on"], ["at"]):
        return None
    q = phrase_from(s, i + 1)
    return q if q is not None and q.first == i + 1 and fits(s, q, FACILITIES) and not is_time(s, q) else None


def people_at(claim: Claim, s: Sentence) -> Mentioned | None:
    """People with where they are, where no employer is named: "1,900 of the 5,600 employees in Germany"."""
    q = claim.quantity
    people = phrase_at(s, q.item_last - 1) if q is not None and 0 <= q.item_first < q.item_last else None
    if people is not None and q is not None and s.lows[:1] + s.lows[1:2] in (["there", "were"], ["there", "are"]):
        return named(s, people.begun_at(q.item_first))
    if people is None or s.lows[people.last : people.last + 1] not in (["in"], ["at"]):
        return None
    where = phrase_at(s, people.last + 1)
    named_place = where is not None and (s.tags[where.head] == "P" or s.lows[people.last] == "in")
    if where is None or not named_place or s.tags[where.head] not in "NP" or is_time(s, where):
        return None
    if "C" in s.tags[where.first : where.head]:
        return None  # "640 employees in four offices"
    return named(s, people.begun_at(q.item_first)) if q is not None else None
