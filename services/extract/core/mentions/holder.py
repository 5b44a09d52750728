"""Who holds a title: the person before or after a title phrase, across a comma, a copula, an appointment or "who heads".

Each way of binding is a named rule; the first that fits wins:

    holder.adjacent    Deputy Mayor Yevgeniy Glotov
    holder.after       Askhat Khassenov, chairman of the board · Ingrid Halvorsrud (chief geologist, Nordgruve ASA)
    holder.chained     …, then commander of the port and now ambassador to Spain
    holder.comma       the company's founder, Aizhan Naimbekova,
    holder.copula      Ana Ruiz was appointed (as) / is / became chief executive
    holder.appointed   named Haruka Sawatari, 52, its 14th president
    holder.relative    Galiya Tokseitova, who heads the department
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
    person_from,
    person_until,
    plausible,
)
from services.extract.core.mentions.place import features
from services.extract.core.mentions.title import Title, hits, possessor, title_at
from services.extract.core.mentions.title_words import group
from services.extract.core.sentences import Sentence

_OPENERS = frozenset((",", "(", "–", "—", "-", "--"))
_CLOSERS = frozenset('.,;:)–—-"”“»!?')
_LINKS = frozenset((",", "and", "&", "now", "also", "then", "both", "as", "well"))
_RELATIVE = {"heads": "head", "chairs": "chair", "leads": "leader", "directs": "director", "manages": "manager", "owns": "owner", "founded": "founder"}  # fmt: skip


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
def _verbs(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("titles")["verbs"][name].split())


@cache
def _relatives() -> dict[str, str]:
    return {form: noun for name, noun in _RELATIVE.items() for form in _verbs(name)}


def holdings(s: Sentence, known: Collection[str]) -> list[Holding]:
    """Who holds which title in a sentence; `known` are folded family names of people named before."""
    found: list[Holding] = []
    lows = s.lows
    if "who" in lows:
        found += _relative_clauses(s, known)
    previous: tuple[Title, Person] | None = None
    taken = -1  # the end of the last phrase
    for i in hits(s):
        if i < taken:
            continue
        title = title_at(s, i)
        title = _coordinated(s, title)
        person, rule = _holder(s, title, known, previous)
        if person is None:
            continue
        taken = title.outer_last if rule != "adjacent" else person.last
        previous = (title, person)
        found.append(_holding(s, title, person, rule))
    return found


def _coordinated(s: Sentence, title: Title) -> Title:
    """ "president and CEO": one title, as long as nothing but the head is coordinated."""
    n = len(s.lows)
    if title.outer_last != title.last or title.last + 1 >= n or s.lows[title.last] not in ("and", "&", "/", "cum"):
        return title
    nxt = title.last + 1
    for i in hits(s):
        if i < nxt:
            continue
        if i - nxt > 4:
            break
        other = title_at(s, i)
        if other.first == nxt and other.outer_first == nxt:
            organization, link = title.organization, title.link
            if link == "" and other.link:
                organization, link = other.organization, other.link
            return Title(
                other.head,
                title.first,
                other.last,
                title.outer_first,
                other.outer_last,
                organization,
                link,
                title.definite,
            )
    return title


def _holder(
    s: Sentence, title: Title, known: Collection[str], previous: tuple[Title, Person] | None
) -> tuple[Person | None, str]:
    n = len(s.lows)
    end = title.outer_last
    employed = s.lows[title.head] in group("employed") and s.lows[title.head] not in group("company")
    # adjacent: "Deputy Mayor Yevgeniy Glotov"
    if end < n:
        person = person_from(s, end)
        if (
            person is not None
            and person.opening == end
            and (not employed or title.organization != (-1, -1))
            and _takes(s, title, person, known)
        ):
            return person, "adjacent"
    # after a person: ", chairman of …" or "(chief geologist, …)"
    start = title.outer_first
    while (
        start > 0
        and s.lows[start - 1] in ("then", "now", "formerly", "currently", "also", "once")
        and s.words[start - 1] != ","
    ):
        start -= 1
    if not employed or title.organization != (-1, -1) or _bracketed(s, title) != (-1, -1):
        person = _before(s, start, known)
        if person is not None:
            return person, "after"
        if previous is not None and (person := _chained(s, start, previous)) is not None:
            return person, "chained"
    # across a comma: "its chief executive, Sibongile van der Westhuizen;"
    if end + 1 < n and s.words[end] in ",:" and not employed:
        person = person_from(s, end + 1)
        if (
            person is not None
            and (title.definite or title.outer_last > title.last or title.link == "prefix" or title.outer_first == 0)
            and (person.last - person.first >= 2 or person.civil)
            and plausible(s, person)
            and (
                person.last >= n
                or s.words[person.last] in _CLOSERS
                or (s.tags[person.last] in "VWXBHM" and looks_like_person(s, person))
            )
        ):
            return person, "comma"
    person = _copula(s, title, known)
    if person is not None and (not employed or title.organization != (-1, -1)):
        return person[0], person[1]
    return None, ""


def _takes(s: Sentence, title: Title, person: Person, known: Collection[str]) -> bool:
    """Whether a run right after a title is its holder."""
    length = person.last - person.first
    low = s.lows[title.head]
    if not plausible(s, person) or (
        person.last < len(s.lows) and s.lows[person.last] in features() and s.words[person.last][0].isupper()
    ):
        return False
    if title.first > 0 and s.lows[title.first - 1] in ("as", "like") and length == 1:
        return False  # a part in a play
    if length >= 2 or person.civil:
        return True
    if s.lows[person.last - 1] in known:
        return True
    if not s.words[title.head][0].isupper():
        return False
    word = s.words[person.first]
    return low in group("single") and not word.isupper() and len(word) > 2


def _age(s: Sentence, i: int) -> int:
    """The index where ", 52" begins that stands before token i, else i."""
    if i >= 2 and s.words[i - 1].isdigit() and len(s.words[i - 1]) == 2 and s.words[i - 2] in ",(":
        return i - 2
    if i >= 3 and s.words[i - 1] == ")" and s.words[i - 2].isdigit() and s.words[i - 3] == "(":
        return i - 3
    return i


def _before(s: Sentence, start: int, known: Collection[str]) -> Person | None:
    """The person whose apposition begins at a token."""
    k = start - 1
    if k < 1 or s.words[k] not in _OPENERS:
        return None
    k = _age(s, k)
    person = person_until(s, k)
    if person is None or not plausible(s, person):
        return None
    if person.last - person.first >= 2 or person.civil or s.lows[person.last - 1] in known:
        return person
    return None


def _chained(s: Sentence, start: int, previous: tuple[Title, Person]) -> Person | None:
    """The holder of the title before, where only a conjunction stands between."""
    title, person = previous
    k = start
    while k > title.outer_last and s.lows[k - 1] in _LINKS:
        k -= 1
    return person if k == title.outer_last and k < start and person.last <= title.outer_first else None


def _copula(s: Sentence, title: Title, known: Collection[str]) -> tuple[Person, str] | None:
    lows, tags = s.lows, s.tags
    k = title.outer_first
    while k > 0 and lows[k - 1] in ("as", "to", "be", "the", "its", "new", "over", "on", "currently", "now", "also"):
        k -= 1
    # appointed: "named Haruka Sawatari, 52, its 14th president"
    j = _age(s, k - 1 if k > 0 and s.words[k - 1] == "," else k)
    person = person_until(s, j)
    if person is not None and person.opening > 0 and plausible(s, person):
        verb = lows[person.opening - 1]
        if verb in _verbs("appoints") and (person.last - person.first >= 2 or person.civil):
            return person, "appointed"
    # copula: "Ana Ruiz was appointed chief executive", "took over as"
    v = k - 1
    if v < 1 or tags[v] not in "VWXBIRG":
        return None
    steps, seen, as_ = 0, False, "as" in lows[k : title.outer_first]
    while (
        v >= 0
        and steps < 9
        and (
            tags[v] in "VWXBHMRGTIL"
            or lows[v] in ("it", "him", "her", "down", "over", "office", "post")
            or s.words[v] in ","
        )
    ):
        if s.words[v] == ",":
            break
        seen = (
            seen or lows[v] in _verbs("becomes") or lows[v] in _verbs("appoints") or (as_ and lows[v] in _verbs("as"))
        )
        v -= 1
        steps += 1
    if not seen:
        return None
    v += 1
    if v >= 2 and lows[v - 1] == "who":
        v -= 1
    if v >= 2 and s.words[v - 1] == ",":
        v = _age(s, v - 1)
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


def _bracketed(s: Sentence, title: Title) -> tuple[int, int]:
    """The organisation after a comma: "(chief geologist, Nordgruve ASA)", "Ana Ruiz, CEO, Telco"."""
    n, e = len(s.lows), title.outer_last
    if (
        e + 1 < n
        and s.words[e] == ","
        and capital(s, e + 1)
        and title.outer_first > 0
        and s.words[title.outer_first - 1] == "("
    ):
        k = e + 1
        while k < n and (capital(s, k) or s.lows[k] in ("of", "&", "and", "for", "the")):
            k += 1
        if k < n and s.words[k] == ")":
            return e + 1, k
    return -1, -1


def _relative_clauses(s: Sentence, known: Collection[str]) -> list[Holding]:
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
                candidate = person_until(s, _age(s, k - 1 if s.words[k - 1] == "," else k))
                if (
                    candidate is not None
                    and plausible(s, candidate)
                    and (candidate.last - candidate.first >= 2 or candidate.civil or lows[candidate.last - 1] in known)
                ):
                    person = candidate
                    break
        if person is None:
            continue
        start = v + 1
        if start < n and tags[start] == "D":
            start += 1
        end = start
        while end < n and (
            tags[end] in "NPAEGC"
            or (
                lows[end] in ("of", "for", "on", "&", "and", "the")
                and end > start
                and end + 1 < n
                and (capital(s, end + 1) or lows[end + 1] == "the")
            )
        ):
            end += 1
        if end == start:
            continue
        if noun in ("owner", "founder") and not s.words[start][0].isupper():
            continue
        found.append(
            Holding(person, (v, v + 1), noun, (start, end), "complement", person.opening, end, v, "holder.relative")
        )
    return found


def _holding(s: Sentence, title: Title, person: Person, rule: str) -> Holding:
    organization, link = title.organization, title.link
    if organization == (-1, -1) and (bracket := _bracketed(s, title)) != (-1, -1):
        organization, link = bracket, "complement"
    first = min(title.outer_first if link in ("prefix", "possessive", "pronoun") else title.first, person.opening)
    last = max(title.outer_last, person.last, organization[1])
    return Holding(person, (title.first, title.last), "", organization, link, first, last, title.head, f"holder.{rule}")


__all__ = ["Holding", "company_words", "holdings", "possessor"]
