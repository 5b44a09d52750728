"""Titles said of a person by a verb: appointments, copulas, relative clauses.

named Haruka Sawatari, 52, its 14th president · Ana Ruiz was appointed (as) chief executive · will take over as
Galiya Tokseitova, who heads the department
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions.person import (
    Person,
    capital,
    company_words,
    looks_like_person,
    person_until,
    plausible,
)
from services.extract.core.mentions.succession import age_before, before_post, engaged, successor
from services.extract.core.mentions.title import Title, hits, title_at
from services.extract.core.mentions.title_words import around, group, heads, verbs_of
from services.extract.core.sentences import Sentence

_RELATIVE = {
    "heads": "head",
    "chairs": "chair",
    "leads": "leader",
    "directs": "director",
    "manages": "manager",
    "owns": "owner",
    "founded": "founder",
    "runs": "head",
}
# What may stand between a person's verb and the title: "took it over as", "was confirmed on Tuesday as".
_BETWEEN = frozenset(
    "it him her down over office post monday tuesday wednesday thursday friday saturday sunday yesterday".split()
)
_LEAVES = frozenset("left leave leaves leaving quit quits departs departed".split())
_LONGEST = 14  # tokens of what somebody heads


class Holding(NamedTuple):
    """A person with a title: token ranges, and the organisation as far as the sentence ties it to the title."""

    person: Person
    title: tuple[int, int]
    words: str  # the title, where it is not the characters of its tokens
    organization: tuple[int, int]
    link: str
    first: int  # the whole: evidence
    last: int
    head: int
    rule: str


@cache
def _relatives() -> dict[str, str]:
    return {form: noun for name, noun in _RELATIVE.items() for form in verbs_of(name)}


@cache
def leading() -> frozenset[str]:
    """Every form of the verbs of leading."""
    return frozenset(_relatives())


def copula(s: Sentence, title: Title, known: Collection[str]) -> tuple[Person, str] | None:
    lows, tags = s.lows, s.tags
    k = title.outer_first
    while k > 0 and lows[k - 1] in ("as", "to", "be", "the", "its", "new", "over", "on", "currently", "now", "also"):
        k -= 1
    k = before_post(s, k)
    # appointed: "named Haruka Sawatari, 52, its 14th president"
    j = age_before(s, k - 1 if k > 0 and s.words[k - 1] == "," else k)
    person = person_until(s, j)
    if person is not None and person.opening > 0 and plausible(s, person):
        named = person.last - person.first >= 2 or person.civil
        if named and lows[person.opening - 1] in verbs_of("appoints"):
            return person, "appointed"
        if named and lows[person.opening - 1] in verbs_of("removes"):
            return person, "copula"  # "dismissed Ole Dahl from the post of governor"
        if (
            named
            and "as" in lows[j : title.outer_first]
            and not verbs_of("appoints").isdisjoint(lows[: person.opening])
        ):
            return person, "copula"  # "named Jane Doe as president and Mark Lee as vice president"
    # "Boreal Bank elected Eva Lang chairwoman": the run before the title is who got it
    if title.link == "prefix" and (start := title.organization[0]) > 1 and lows[start - 1] in verbs_of("appoints"):
        person = person_until(s, title.organization[1])
        if person is not None and person.first == start and plausible(s, person) and looks_like_person(s, person):
            return person, "elected"
    if s.lows[k : k + 1] == ["as"] and (new := engaged(s, k)) is not None:
        firm = lows[title.head] in group("firms") and not looks_like_person(s, new[0])
        return None if firm else (new[0], "joined")
    # "Eva Lang will succeed Ole Dahl as chief executive"
    if k > 2 and lows[k] != lows[k - 1] and "as" in lows[k : title.outer_first + 1] and capital(s, k - 1):
        person = successor(s, k)
        if person is not None and plausible(s, person):
            return person, "copula"
    # copula: "Ana Ruiz was appointed chief executive", "took over as"
    v = k - 1
    serving = v > 0 and lows[v + 1] == "as" and lows[v] in verbs_of("becomes")  # "serves as", "works as a"
    if v < 1 or (tags[v] not in "VWXBIRGM" and not serving and lows[v] not in _BETWEEN):
        return None
    steps, seen, as_ = 0, "be" in lows[k : title.outer_first], "as" in lows[k : title.outer_first]
    while v >= 0 and steps < 9 and (tags[v] in "VWXBHMRGTIL" or serving or lows[v] in _BETWEEN or s.words[v] in ","):
        if s.words[v] == ",":
            break
        seen = (
            seen
            or lows[v] in verbs_of("becomes")
            or lows[v] in verbs_of("appoints")
            or (as_ and lows[v] in verbs_of("as"))
        )
        serving = False
        v -= 1
        steps += 1
    if not seen:
        return None
    v += 1
    if lows[v] == "to" and capital(s, v - 1):  # "has left Boreal Bank to become director of the port"
        k = v
        while k > 1 and v - k < 6 and lows[k - 1] not in _LEAVES:
            k -= 1
        v = k - 1 - (k > 1 and tags[k - 2] in "HBR") if lows[k - 1] in _LEAVES else v
    if v >= 2 and lows[v - 1] == "who":
        v -= 1
    if v >= 2 and s.words[v - 1] == ",":
        opened = next((k for k in range(v - 2, max(v - 30, 0), -1) if lows[k] == "who"), -1)
        if opened > 1 and s.words[opened - 1] == ",":
            v = opened  # "Eva Lang, who has run the bank for years, will be chief executive"
        elif (aside := s.tags.rfind(",", max(v - 8, 0), v - 1)) > 0 and s.words[aside + 1].islower():
            v = aside + 1  # "Eva Lang, hitherto his deputy, was named chief executive"
        v = age_before(s, v - 1)
    person = person_until(s, v)
    if person is None or not plausible(s, person):
        return None
    if (
        (person.last - person.first >= 2 and looks_like_person(s, person))
        or person.civil
        or lows[person.last - 1] in known
    ):
        return person, "copula"
    return None


def _since(s: Sentence, v: int, end: int) -> bool:
    """Whether a verb of leading says that somebody holds a post: "has led … since 2011", "heads"."""
    if s.tags[v - 1] == "H" or s.lows[v] in ("heads", "chairs", "runs"):
        return True
    return s.lows[end : end + 1] == ["since"] or (s.tags[v - 1] == "M" and s.lows[v] in ("chair", "head"))


def _headed(s: Sentence, start: int, end: int) -> bool:
    """Whether what is headed is a body: a company word, an abbreviation or a common noun of bodies in it."""
    generic = lexicon.words("organisations", "generic")
    return any(
        low in generic or (word[0].isupper() and (low in company_words() or word.isupper()))
        for low, word in zip(s.lows[start:end], s.words[start:end], strict=True)
    )


def leaders(s: Sentence) -> list[Holding]:
    """ "Eva Lang has led Boreal Bank since 2011", "Eva Lang heads the Baltic office of Solaria": no relative clause."""
    found: list[Holding] = []
    known = _relatives()
    for v, low in enumerate(s.lows):
        noun = known.get(low)
        if noun is None or v < 2 or noun in ("owner", "founder", "manager", "director"):
            continue
        k = v
        while k > 0 and s.tags[k - 1] in "HRM":
            k -= 1
        if k < 2 or not capital(s, k - 1):
            continue
        person = person_until(s, k)
        if person is None or not plausible(s, person) or not looks_like_person(s, person):
            continue
        start, end = _object(s, v)
        if end > start and _headed(s, start, end) and _since(s, v, end) and "as" not in s.lows[end : end + 3]:
            noun = "head" if noun == "leader" else noun
            found.append(
                Holding(person, (v, v + 1), noun, (start, end), "complement", person.opening, end, v, "holder.leader")
            )
    return found


def _object(s: Sentence, v: int) -> tuple[int, int]:
    """Tokens of what somebody heads, after the verb."""
    n = len(s.lows)
    start = v + 1
    if start < n and s.tags[start] == "D":
        start += 1
    end = start
    while (
        end < n
        and end - start < _LONGEST
        and (
            s.tags[end] in "NPAEGC"
            or (
                s.lows[end] in ("of", "for", "on", "&", "and", "the")
                and end > start
                and end + 1 < n
                and (capital(s, end + 1) or s.lows[end + 1] == "the")
            )
        )
    ):
        end += 1
    return start, end


def represented(s: Sentence, i: int) -> tuple[int, int]:
    """Tokens of the ward or district at token i that somebody represents; (-1, -1) where no name stands there."""
    start, end = _object(s, i - 1)
    return (start, end) if end > start and s.words[start][0].isupper() else (-1, -1)


def _in_the_post_of(s: Sentence, end: int) -> Title | None:
    """The title after "as", where a relative clause has one: "who has run the bank since 2018 as general manager"."""
    k = end
    while k < len(s.lows) and k - end < 4 and (s.tags[k] in "C" or s.lows[k] in ("since", "from", "for", "years")):
        k += 1
    if s.lows[k : k + 1] != ["as"]:
        return None
    for i in hits(s):
        if k < i <= k + 5:
            title = title_at(s, i)
            return title if title.outer_first == k + 1 else None
    return None


def appointer(s: Sentence, verb: int) -> tuple[int, int]:
    """The name before a verb of appointing: "Boreal Bank | has named | …"; (-1, -1) where none stands there."""
    end = verb
    while end > 0 and s.tags[end - 1] in "HR":
        end -= 1
    start = end - (end > 1 and s.words[end - 1] == "." and s.starts[end - 1] == s.ends[end - 2])  # "Acme Corp. named"
    while start > 0 and end - start < 6 and (capital(s, start - 1) or (s.lows[start - 1] == "of" and start < end)):
        start -= 1
    start += s.lows[start] == "of" and start < end  # "the board of Solaria elected"
    return (start, end) if start < end else (-1, -1)


def relative_clauses(s: Sentence, known: Collection[str]) -> list[Holding]:
    """ "X, who heads the department" """
    found = []
    lows, tags, n = s.lows, s.tags, len(s.lows)
    for i, low in enumerate(lows):
        if low != "who" or i < 2:
            continue
        v = i + 1
        while v < n and tags[v] in "RH":
            v += 1
        noun = _relatives().get(lows[v]) if v < n else None
        if noun is None:
            continue
        # the person may stand before an apposition: "Rep. Dolores Whitcomb, an Ohio Republican who chairs"
        person = None
        for k in range(i, max(i - 8, 0), -1):
            if s.words[k - 1] == "," or k == i:
                candidate = person_until(s, age_before(s, k - 1 if s.words[k - 1] == "," else k))
                if (
                    candidate is not None
                    and plausible(s, candidate)
                    and (candidate.last - candidate.first >= 2 or candidate.civil or lows[candidate.last - 1] in known)
                ):
                    person = candidate
                    while person.last - person.first > 2 and lows[person.first] in heads() | around("core"):
                        person = person._replace(first=person.first + 1, opening=person.first + 1)  # "Former MLA | X"
                    break
        if person is None:
            continue
        start, end = _object(s, v)
        if end == start:
            continue
        if noun in ("owner", "founder") and not s.words[start][0].isupper():
            continue
        if lows[v] in ("runs", "run") and not s.words[start][0].isupper() and not _headed(s, start, end):
            continue
        span, words, last = (v, v + 1), noun, end
        if lows[start] == "board" and lows[start + 1 : start + 2] == ["of"]:  # "who chairs the board of Solaria"
            words, start = noun + " of the board", start + (3 if tags[start + 2 : start + 3] == "D" else 2)
        title = _in_the_post_of(s, end)
        if title is not None:
            span, words, last = (title.first, title.last), "", title.last
        found.append(
            Holding(person, span, words, (start, end), "complement", person.opening, last, v, "holder.relative")
        )
    return found
