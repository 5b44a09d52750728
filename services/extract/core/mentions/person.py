"""Where a person's name begins and ends: capitalised words with particles, initials and civilities.

    Sibongile van der Westhuizen · Rt. Hon. Ekpo Bassey-Ita · R. J. Thwaite · Khalid bin Sattam · Mr Pell

Only the shape is decided here; whether the run is a person or a company is for `name`.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions.place import demonyms, features, is_place, regions
from services.extract.core.mentions.title_words import group
from services.extract.core.sentences import Sentence

_LONGEST = 7
# Tags that a capitalised word has only because it begins a sentence, or because it is no name at all.
_CLOSED = frozenset("DOSJTLMBHFIQCRU")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. "
    "jul. aug. sept. sep. oct. nov. dec. "
    "monday tuesday wednesday thursday friday saturday sunday today yesterday i".split()
)


_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)

# What Arabic family names begin with, small before a hyphen: "al-Maqbali".
_ARTICLES = frozenset("al el ad as ash at an ar az ud ul bin ibn".split())
# What means "of" says nothing without a given name: "Moinhos de Setúbal" is a firm.
_OF = frozenset("de do da del dos das di du des la".split())


_NAMES_TOO = frozenset(("my", "an", "do"))


class Person(NamedTuple):
    """Tokens [first, last) of the name, and where its civilities begin."""

    first: int
    last: int
    opening: int

    @property
    def civil(self) -> bool:
        """Whether Mr, Dr or their like stands before it."""
        return self.opening < self.first


@cache
def honorifics() -> frozenset[str]:
    """Civilities, folded, with and without full stop."""
    return lexicon.words("titles", "honorifics")


@cache
def particles() -> frozenset[str]:
    """Small words inside names."""
    return lexicon.words("titles", "particles")


@cache
def given_names() -> frozenset[str]:
    """Given names, folded."""
    return lexicon.words("given", "given")


@cache
def _endings() -> tuple[str, ...]:
    return tuple(lexicon.words("given", "surname_endings"))


@cache
def company_words() -> frozenset[str]:
    """Words that no person's name holds: legal forms and heads of organisations."""
    return lexicon.words("organisations", "legal_forms") | lexicon.words("organisations", "heads")


@cache
def _not_people() -> frozenset[str]:
    return frozenset(lexicon.table("titles")["not_people"]["words"].split())


@cache
def _goods() -> frozenset[str]:
    return lexicon.words("organisations", "goods")


@cache
def _before_names() -> frozenset[str]:
    return group("ranks") | group("single") | frozenset(("prince", "princess", "sheikha"))


def _plain(low: str) -> str:
    """A word without its accents."""
    return low if low.isascii() else unicodedata.normalize("NFD", low).encode("ascii", "ignore").decode()


def capital(s: Sentence, i: int) -> bool:
    """Whether a token may be part of a name."""
    word = s.words[i]
    if not word[0].isupper():
        mark = word.replace("’", "'").find("'", 1, 5) if "'" in s.lows[i] else -1
        if mark > 0 and word[mark + 1 : mark + 2].isupper():
            return True  # "Ciments de l'Artois", "Giscard d'Estaing"
        return "-" in word and word.partition("-")[0] in _ARTICLES and word.partition("-")[2][:1].isupper()
    if s.lows[i] in _CALENDAR:
        # "I Wayan Sudiarta": a Balinese name
        return word == "I" and s.tags[i + 1 : i + 3] == "PP" and i > 0 and s.tags[i - 1] in "NP,"
    if s.lows[i] in _MONTHS or ("-" in word and s.lows[i].partition("-")[0] in _MONTHS):  # "January-June", "Nov 28"
        return not ("-" in word or (s.tags[i + 1 : i + 2] == "C" and len(word) < 5))
    if s.lows[i] in _NAMES_TOO and i and s.tags[i - 1] == "P":
        return True  # "Tran Thi My Dung"
    return s.tags[i] not in _CLOSED or (word.isupper() and (len(word) > 3 or word == "WHO"))


def opens(s: Sentence, i: int) -> bool:
    """Whether a token begins the sentence or a quotation in it, so that its capital says nothing."""
    return i == 0 or s.tags[i - 1] in '.":' or s.words[i - 1] in "•*–—"


def person_from(s: Sentence, i: int) -> Person | None:
    """The person whose name, or civilities, begin at a token."""
    words, lows, n = s.words, s.lows, len(s.words)
    opening = i
    while i < n and lows[i] in honorifics() and words[i][0].isupper() and not _surname(s, i):
        i += 1
        if i < n and words[i] == "." and s.starts[i] == s.ends[i - 1]:
            i += 1
    first = i
    while i < n and i - first < _LONGEST:
        if capital(s, i):
            i += 1
            if i < n and words[i] == "." and len(words[i - 1]) <= 2 and s.starts[i] == s.ends[i - 1]:
                i += 1 if i + 1 < n and capital(s, i + 1) else 0
                if words[i] == ".":
                    break
        elif lows[i] in particles() and _goes_on(s, i, n, begun=i > first):
            i += 1
        else:
            break
    if i == first or not any(words[k][0].isupper() for k in range(first, i)):
        return None
    return Person(first, i, opening)


def _surname(s: Sentence, i: int) -> bool:
    """Whether "Tan" is no civility ("Tan Sri") but a family name: "Tan Ah Kow", "Lynette Tan"."""
    return s.lows[i] == "tan" and s.lows[i + 1 : i + 2] != ["sri"]


def _goes_on(s: Sentence, i: int, n: int, *, begun: bool) -> bool:
    """Whether a particle is followed by the rest of a name."""
    k = i + 1
    while k < n and k - i < 3 and s.lows[k] in particles() and not s.words[k][0].isupper():
        k += 1
    return k < n and capital(s, k) and (begun or len(s.words[i]) > 1) and s.tags[k] not in '"('


def person_until(s: Sentence, end: int) -> Person | None:
    """The person whose name ends before token `end`."""
    words, lows = s.words, s.lows
    i = end
    while i > 0 and end - i < _LONGEST:
        k = i - 1
        if capital(s, k) and (lows[k] not in honorifics() or _surname(s, k)):
            i = k
        elif words[k] == "." and k > 0 and len(words[k - 1]) <= 2 and capital(s, k - 1) and i < end:
            i = k - 1
        elif (
            lows[k] in particles()
            and i < end
            and k > 0
            and not words[k][0].isupper()
            and (capital(s, k - 1) or lows[k - 1] in particles())
        ):
            i = k
        else:
            break
    while i < end and (not words[i][0].isupper() or (opens(s, i) and s.tags[i] in "RVGWXQ" and end - i > 2)):
        i += 1
    while end - i > 2 and (lows[i] in _before_names() or lows[i + 1] in group("ranks")):
        i += 1  # "Major General | Ali Hassan, commander of …", "Prince | Nayef bin Ali", "Rear Admiral | Chen Yu-lin"
    if i >= end:
        return None
    opening = i
    while opening > 0 and (
        (lows[opening - 1] in honorifics() and words[opening - 1][0].isupper() and not _surname(s, opening - 1))
        or (words[opening - 1] == "." and opening > 1 and lows[opening - 2] in honorifics())
    ):
        opening -= 1
    return Person(i, end, opening)


def plausible(s: Sentence, person: Person) -> bool:
    """Whether nothing speaks against a run being a person: no company word, place, street or nationality in it."""
    lows = s.lows
    first, last = person.first, person.last
    if lows[last - 1] in features() or lows[last - 1] in regions() or lows[first] in demonyms():
        return False
    if lows[last - 1] in _not_people() or (last - first > 2 and lows[last - 1] in _goods()):
        return False
    if any(
        lows[k] in company_words() and lows[k] not in given_names() and not (lows[k] == "pat" and s.words[k] == "Pat")
        for k in range(first, last)
    ):
        return False
    if last < len(lows) and s.words[last][0].isupper() and lows[last] in features():
        return False
    if last - first > 1 and all(s.words[k].isupper() and len(s.words[k]) > 1 for k in range(first, last)):
        return person.civil or lows[first] in given_names()
    return not is_place(s, first, last)


def looks_like_person(s: Sentence, person: Person) -> bool:
    """Whether the words themselves speak for a person: a given name, a family name's ending, an initial."""
    lows, first, last = s.lows, person.first, person.last
    if person.civil:
        return True
    if last - first < 2 or not plausible(s, person):
        return False
    if lows[first] in given_names() or len(s.words[first]) == 1 or _plain(lows[first]) in given_names():
        return True
    head = lows[first].split("-")[0]
    if "-" in lows[first] and head in given_names():
        return True
    inner = [lows[k] for k in range(first + 1, last - 1) if lows[k] in particles() and not s.words[k][0].isupper()]
    if inner and not _OF.issuperset(inner):
        return True
    tail = lows[last - 1]
    return len(tail) > 4 and tail.endswith(_endings())
