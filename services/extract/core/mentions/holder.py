"""Who holds a title: the person before or after its phrase, across a comma, a copula, an appointment or "who heads".

Each way of binding is a named rule; the first that fits wins:

    holder.adjacent    Deputy Mayor Yevgeniy Glotov
    holder.after       Askhat Khassenov, chairman of the board · Ingrid Halvorsrud (chief geologist, Nordgruve ASA)
    holder.chained     …, then commander of the port and now ambassador to Spain
    holder.comma       the company's founder, Aizhan Naimbekova, · the chairman of the bank is Ole Dahl
    holder.copula      Ana Ruiz was appointed (as) / is / became chief executive
    holder.appointed   named Haruka Sawatari, 52, its 14th president
    holder.relative    Galiya Tokseitova, who heads the department
    holder.leader      Eva Lang has led Boreal Bank since 2011
    holder.several     Presidents Ana Lima and Ivo Petrov
    holder.elected     Solaria elected Eva Lang chairwoman
    holder.joined      Eva Lang will join Boreal Bank as chief economist
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from services.extract.core.mentions.appointment import (
    Holding,
    appointer,
    copula,
    leaders,
    leading,
    relative_clauses,
)
from services.extract.core.mentions.held_at import bracketed, department_after, held_at
from services.extract.core.mentions.person import (
    Person,
    given_names,
    looks_like_person,
    person_from,
    person_until,
    plausible,
)
from services.extract.core.mentions.place import demonyms, features
from services.extract.core.mentions.several import shared_titles
from services.extract.core.mentions.succession import age_before, engaged, predecessor
from services.extract.core.mentions.title import Title, hits, title_at
from services.extract.core.mentions.title_words import group, plural_forms
from services.extract.core.sentences import Sentence

_OPENERS = frozenset((",", "(", "–", "—", "-", "--"))
_CLOSERS = frozenset('.,;:()–—-"”“»!?')
_ADVERBS = frozenset("then now formerly currently also once recently until previously long today".split())
_LINKS = frozenset((",", "and", "&", "now", "also", "then", "both", "as", "well"))
_TRADES = frozenset("businessman businesswoman entrepreneur billionaire tycoon financier".split())
_LEADING = 1
_PLURAL = 2
_LONGEST = 600  # tokens: longer ones are no sentences but tables and lists


def holdings(s: Sentence, known: Collection[str]) -> list[Holding]:
    """Who holds which title in a sentence; `known` are folded family names of people named before."""
    found: list[Holding] = []
    lows = s.lows
    if len(lows) > _LONGEST:
        return found
    if "who" in s.vocabulary:
        found += relative_clauses(s, known)
    gates = _gates(s)
    if gates & _LEADING:
        found += leaders(s)
    if gates & _PLURAL:
        found += shared_titles(s)
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
        before = predecessor(s, title.outer_first, person) if rule == "copula" else None
        if rule == "copula" and before is None and s.lows[title.outer_last : title.outer_last + 1] == ["from"]:
            over = "over" in s.lows[person.last : title.outer_first]  # "takes over as chair of Solaria from Ole Dahl"
            before = person_from(s, title.outer_last + 1) if over else None
            before = before if before is not None and plausible(s, before) else None
        if before is not None:
            found.append(_holding(s, title, before, rule))
    return found


def _gates(s: Sentence) -> int:
    """What the words of a sentence may begin besides a title and its holder."""
    gates = 0
    for form in s.lexemes:
        if form.leading < 0:
            form.leading = _LEADING * (form.low in leading()) + _PLURAL * (form.low in plural_forms())
        gates |= form.leading
    return gates


def _coordinated(s: Sentence, title: Title) -> Title:
    """ "president and CEO": one title, as long as nothing but the head is coordinated."""
    n = len(s.lows)
    if title.outer_last != title.last or title.last + 1 >= n or s.lows[title.last] not in ("and", "&", "/", "cum"):
        return title
    nxt = title.last + 1
    found = hits(s)
    for i in found[bisect_left(found, nxt) :][:2]:
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
    low = s.lows[title.head]
    employed = low in group("employed") and low not in group("company") and title.link != "pronoun"
    ranked = low in group("ranks") and s.words[title.head][0].isupper()
    # adjacent: "Deputy Mayor Yevgeniy Glotov"
    if end < n:
        person = person_from(s, end)
        if (
            person is not None
            and person.opening == end
            and (
                not employed
                or ranked
                or _formal(s, title)
                or title.organization != (-1, -1)
                or held_at(s, person.last) != (-1, -1)
            )
            and not _rest_of_post(s, title, person, known)
            and _takes(s, title, person, known)
        ):
            return person, "adjacent"
    # after a person: ", chairman of …" or "(chief geologist, …)"
    start = title.outer_first
    while start > 0 and s.lows[start - 1] in _ADVERBS and s.words[start - 1] != ",":
        start -= 1
    if start > 4 and s.lows[start - 2 : start] == ["capacity", "as"]:
        start -= 4  # "Eva Lang, in her capacity as president"
    aside = s.words[start - 1 : start] == ["("] and s.words[end : end + 1] == [")"]  # "Eva Lang (general counsel)"
    if not employed or title.organization != (-1, -1) or aside or bracketed(s, title) != (-1, -1):
        person = _before(s, start, known)
        if person is not None and not (low in group("firms") and _may_be_firm(s, person, known)):
            return person, "after"
        # "and the mill's head, X, …"
        own = title.definite and s.words[end : end + 1] == [","] and _named_at(s, end + 1)
        if previous is not None and not own and (person := _chained(s, start, previous)) is not None:
            return person, "chained"
    if s.lows[end : end + 1] == ["since"] and end + 2 < n and s.words[end + 1].isdigit():
        end += 2  # "the bank's CEO since 2019, Ana Ruiz,"
    # across a department: "the General Manager, Corporate Communications, Ibrahim Nasiru, said"
    if not employed and (department := department_after(s, end)) > end:
        end = department
    # across a comma: "its chief executive, Sibongile van der Westhuizen;"
    office = not employed or title.organization != (-1, -1) or (title.definite and _formal(s, title))
    said = s.lows[end : end + 1] in (["is"], ["was"])  # "The chairman of the bank is Ole Dahl"
    end += s.words[end : end + 1] == [","] and s.lows[end + 1 : end + 2] != [] and s.lows[end + 1] in _TRADES
    if end + 1 < n and (s.words[end] in ",:" or said or s.lows[end] in _TRADES) and office:
        person = person_from(s, end + 1)
        if person is not None and person.last - person.first > 2 and s.lows[person.first] in group("ranks"):
            person = person._replace(first=person.first + 1, opening=person.first + 1)  # "its chief, Colonel Ole Dahl,"
        if (
            person is not None
            and (title.definite or title.outer_last > title.last or title.link == "prefix" or title.outer_first == 0)
            and (person.last - person.first >= 2 or person.civil)
            and plausible(s, person)
            and not (low in group("firms") and _may_be_firm(s, person, known))
            and (
                person.last >= n
                or s.words[person.last] in _CLOSERS
                or (s.tags[person.last] in "VWXBHM" and looks_like_person(s, person))
            )
        ):
            return person, "comma"
    if not employed or title.organization != (-1, -1):
        return copula(s, title, known) or (None, "")
    new = engaged(s, title.outer_first - 1) if s.lows[title.outer_first - 1] == "as" else None
    return (new[0], "joined") if new is not None and looks_like_person(s, new[0]) else (None, "")


def _named_at(s: Sentence, i: int) -> bool:
    """Whether somebody's name stands at a token, with a comma or nothing behind it."""
    person = person_from(s, i)
    closed = person is not None and (person.last >= len(s.lows) or s.words[person.last] in _CLOSERS)
    return person is not None and closed and plausible(s, person) and looks_like_person(s, person)


def _formal(s: Sentence, title: Title) -> bool:
    """Whether an ordinary trade is an office: "National Statistician Ana Ruiz"."""
    ranked = s.lows[title.first] in ("leading", "lead", "senior", "chief", "principal")  # "Senior economist Ana Ruiz"
    return title.first < title.head and (s.words[title.head][0].isupper() or ranked)


def _rest_of_post(s: Sentence, title: Title, person: Person, known: Collection[str]) -> bool:
    """Whether a single capital after a title only ends what the post is for: "Ana Ruiz, Head for Outer | Rim"."""
    if person.last - person.first > 1 or person.civil or title.outer_last == title.head + 1:
        return False
    return s.words[person.first - 1][0].isupper() and _before(s, title.outer_first, known) is not None


def _may_be_firm(s: Sentence, person: Person, known: Collection[str]) -> bool:
    """Whether nothing says that a run is a person: no given name, no civility, never named as one."""
    foreign = (
        s.lows[person.opening - 2] in demonyms() and s.lows[person.first] not in given_names()
    )  # "German operator"
    return (foreign or not looks_like_person(s, person)) and s.lows[person.last - 1] not in known


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
    if low in group("firms") and _may_be_firm(s, person, known):
        return False
    if length >= 2 or person.civil:
        return True
    if s.lows[person.last - 1] in known:
        return True
    if not s.words[title.head][0].isupper():
        return False
    word = s.words[person.first]
    return low in group("single") and not word.isupper() and len(word) > 2


def _before(s: Sentence, start: int, known: Collection[str]) -> Person | None:
    """The person whose apposition begins at a token."""
    k = start - 1
    if k < 1 or s.words[k] not in _OPENERS:
        return None
    k = age_before(s, k)
    person = person_until(s, k)
    tie = person.first if person is not None else k
    if tie > 2 and s.lows[tie - 1] in ("of", "from", "at") and (behind := person_until(s, tie - 1)) is not None:
        person = (
            behind if looks_like_person(s, behind) else person
        )  # "says Ole Dahl of Boreal, the bank's head of risk"
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


def _holding(s: Sentence, title: Title, person: Person, rule: str) -> Holding:
    organization, link = title.organization, title.link
    if organization == (-1, -1) and (bracket := bracketed(s, title)) != (-1, -1):
        organization, link = bracket, "complement"
    if organization == (-1, -1) and rule == "adjacent":
        organization, link = held_at(s, person.last), "complement"
    if rule == "joined" and organization == (-1, -1):
        k = title.outer_first
        while k > 0 and s.lows[k] != "as":
            k -= 1
        new = engaged(s, k)
        organization, link = new[1] if new is not None else organization, "complement"
    if rule == "elected":
        organization, link = appointer(s, person.opening - 1), "complement"
    if organization == (-1, -1) and rule == "appointed":
        organization, link = appointer(s, person.opening - 1), "complement"
    first = min(title.outer_first if link in ("prefix", "possessive", "pronoun") else title.first, person.opening)
    last = max(title.outer_last, person.last, organization[1])
    return Holding(person, (title.first, title.last), "", organization, link, first, last, title.head, f"holder.{rule}")
