"""Title phrases: a head noun with its modifiers before it and its field or organisation around it.

    First Deputy Prime Minister · Minister of Information and Communications · its infrastructure director
    Turkestan Region Akim (Governor) · chairman of the national company's management board · EBRD Director for Kazakhstan

A phrase says nothing yet about who holds the title; `holder` finds the person.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions.person import capital, company_words, opens, person_from
from services.extract.core.mentions.place import LONGEST, demonyms, place_at, regions
from services.extract.core.sentences import Sentence

# "general" after these belongs to the title ("Secretary General").
_GENERAL_AFTER = frozenset(
    "director secretary attorney governor auditor inspector consul solicitor commissioner manager".split()
)
_AFTER_HEAD = frozenset(("general", "emeritus", "designate", "elect", "pro-tempore"))
# Lower-case words of these classes are titles only with a word before or after that says so.
_EXECUTIVE_BEFORE = frozenset(("chief", "senior", "top", "deputy", "founding", "group", "non-executive"))
_OFFICER_BEFORE = frozenset(
    "executive financial operating technology information marketing investment commercial compliance risk security product "
    "people data sustainability medical scientific strategy legal revenue digital communications administrative accounting "
    "creative press human district".split()
)
_COMPLEMENTS = frozenset(("of", "for", "at", "in", "with", "to", "from", "on"))
# Heads that are ordinary nouns, adjectives or verbs too: no title unless a complement, a determiner or a modifier shows it.
_NEVER_BEFORE = frozenset(
    "per every each any no another many several some two three four five six seven eight nine ten".split()
)
_STATE = frozenset(("state", "staff"))


class Title(NamedTuple):
    """Token ranges of a title phrase; empty ranges are (-1, -1)."""

    head: int
    first: int  # the title itself: modifiers, head, field, gloss
    last: int
    outer_first: int  # with determiner, possessor or organisation before it
    outer_last: int  # with the organisation after it
    organization: tuple[int, int]
    link: str  # how the organisation is tied: prefix | possessive | pronoun | complement | ""
    definite: bool  # "the", a possessive or "its" before it


@cache
def heads() -> frozenset[str]:
    """Head nouns of titles, folded."""
    return (
        _spelled() | frozenset(word.lower() for word in _short()) | frozenset(word.lower() for word in _before_name())
    )


@cache
def group(name: str) -> frozenset[str]:
    """A class of head nouns of `titles.toml`."""
    return frozenset(lexicon.table("titles")["heads"][name].split())


@cache
def _short() -> frozenset[str]:
    return frozenset(lexicon.table("titles")["heads"]["short"].split())


@cache
def _before_name() -> frozenset[str]:
    return frozenset(lexicon.table("titles")["heads"]["before_name"].split())


@cache
def modifiers() -> frozenset[str]:
    """Words that may stand before the head."""
    return frozenset(lexicon.table("titles")["modifiers"]["words"].split())


@cache
def fields() -> frozenset[str]:
    """What ministers and directors are for."""
    return frozenset(lexicon.table("titles")["modifiers"]["fields"].split())


@cache
def _spelled() -> frozenset[str]:
    return frozenset().union(*(group(key) for key in ("government", "company", "employed", "ranks")))


# Capitalised modifiers that belong to the title and not to the organisation before it.
_CORE = frozenset(
    "deputy first second third senior junior chief vice general managing executive assistant associate acting interim former "
    "then ex late honorary founding principal prime cabinet lead co special non-executive permanent chargé lieutenant "
    "lord attorney auditor regional head".split()
)
_NOT_AFTER_COMPANY = frozenset(
    "ceo cfo coo cto cio cmo cso cro md gm evp svp vp chairman chairwoman chair founder owner".split()
)


@cache
def bodies() -> frozenset[str]:
    """Bodies that stand before a title without "of" ("Senate President")."""
    return lexicon.words("organisations", "bodies")


def stem(low: str) -> str:
    """A head without what is tied to it by a hyphen ("ex-minister", "vice-chair")."""
    if "-" in low and low not in heads():
        return low.rpartition("-")[2]
    return low


def hits(s: Sentence) -> list[int]:
    """The tokens that may be heads of titles."""
    if heads().isdisjoint(s.lows) and not any("-" in low for low in s.lows):
        return []
    return [
        i
        for i, low in enumerate(s.lows)
        if (low in heads() or ("-" in low and stem(low) in heads())) and _is_head(s, i)
    ]


def _is_head(s: Sentence, i: int) -> bool:
    lows, tags, words = s.lows, s.tags, s.words
    low, n = lows[i], len(lows)
    upper = words[i][0].isupper()
    following = lows[i + 1] if i + 1 < n else ""
    before = lows[i - 1] if i else ""
    if words[i] in _short():
        return True
    if words[i] in _before_name():
        k = i + 2 if i + 1 < n and words[i + 1] == "." else i + 1
        return k < n and words[k][0].isupper()
    if stem(low) not in _spelled():
        return False
    if tags[i] in "VM" or before in _NEVER_BEFORE or (i and tags[i - 1] == "C" and not upper):
        return False
    if _modifies(s, i, upper):
        return False
    if low == "executive":
        return before in _EXECUTIVE_BEFORE and following not in (
            "officer",
            "director",
            "chairman",
            "board",
            "committee",
        )
    if low == "officer":
        return before in _OFFICER_BEFORE
    if low == "general":
        return upper and following not in ("electric", "motors", "assembly", "secretariat")
    if low in ("principal", "major", "chief") and not upper:
        return following in ("of", "at", ",") or (i > 0 and tags[i - 1] != "D" and low == "chief")
    if low == "staff" or (following in ("office", "executive") and low in ("chief",)):
        return False
    return True


def _modifies(s: Sentence, i: int, upper: bool) -> bool:
    """Whether a head only modifies a head that follows: "Deputy Prime Minister", "chief executive officer"."""
    lows, words = s.lows, s.words
    for k in range(i + 1, min(i + 5, len(lows))):
        if words[k][0].isupper() != upper:
            return False
        if stem(lows[k]) in heads() and lows[k] not in group("ranks"):
            return True
        if lows[k] not in modifiers() and lows[k] not in fields():
            return False
    return False


def title_at(s: Sentence, i: int) -> Title:
    """The title phrase around the head at a token."""
    lows, words, tags, n = s.lows, s.words, s.tags, len(s.lows)
    last = i + 1
    if words[i] in _before_name() and last < n and words[last] == ".":
        last += 1
    if last < n and lows[last] in _AFTER_HEAD and (lows[last] != "general" or stem(lows[i]) in _GENERAL_AFTER):
        last += 1
    first = _leftwards(s, i)
    outer, organization, link, definite = _before(s, first)
    last = _gloss(s, last)
    last, outer_last, after, in_title = _complement(s, i, last)
    if after != (-1, -1) and link in ("", "prefix"):
        if link == "prefix" and organization != (-1, -1):
            pass  # "EBRD Director for Kazakhstan": the prefix stays whose it is
        else:
            organization, link = after, "complement"
    elif after != (-1, -1) and link == "pronoun":
        organization, link = after, "complement"
    return Title(i, first, last, outer, max(outer_last, last), organization, link, definite)


def _leftwards(s: Sentence, i: int) -> int:
    """Where the modifiers of a head begin."""
    lows, words, tags = s.lows, s.words, s.tags
    known_modifiers, known_fields = modifiers(), fields()
    company = lows[i] in _NOT_AFTER_COMPANY
    a, plain = i, 0
    while a > 0 and i - a < 9:
        k = a - 1
        low, upper = lows[k], words[k][0].isupper()
        if low in _saying():
            break
        if low in ("th", "st", "nd", "rd") and k and words[k - 1].isdigit():
            a = k - 1
            continue
        if upper and not opens(s, k):
            if low in _CORE or (low in known_fields and not company and not _closes_company(s, k)):
                a = k
                continue
        elif low in ("appointed", "elected") and k and tags[k - 1] in "BHW":
            break
        elif upper and low in bodies():
            break
        elif low in known_modifiers or low in known_fields or (low == "then" and tags[k] in "RA"):
            if tags[k] in "VBIT" and low != "acting":
                break
            a = k
            continue
        elif (
            (tags[k] in "NA" or (tags[k] == "G" and a == i))
            and plain < 2
            and not upper
            and low.isascii()
            and words[k][0].isalpha()
        ):
            if low in demonyms():
                break
            plain += 1
            a = k
            continue
        elif (
            tags[k] in "NA"
            and upper
            and opens(s, k)
            and low not in company_words()
            and low not in demonyms()
            and low not in bodies()
        ):
            a = k
            continue
        if tags[k] in "J," and k > 0 and lows[a] in known_fields and lows[k - 1] in known_fields:
            if tags[k] == "J" or (words[k - 1][0].isupper() and words[a][0].isupper() and _listed(s, a, i)):
                a = k - 1
                continue
        break
    while a < i and tags[a] == "R" and lows[a] not in ("then", "newly", "formerly"):
        a += 1
    return a


@cache
def _saying() -> frozenset[str]:
    """Verbs before a title that the tagger may take for nouns: "says process manager Benjamín Fuenzalida"."""
    return frozenset(
        "says said adds notes reports explains recalls tells argues states claims warns joins names meets visits".split()
    )


def _listed(s: Sentence, a: int, i: int) -> bool:
    return any(s.tags[k] == "J" for k in range(a, i))


def _closes_company(s: Sentence, k: int) -> bool:
    """Whether a capitalised field word ends a company's name: an all-capital or unknown name stands before it."""
    if k == 0 or not s.words[k - 1][0].isupper() or opens(s, k - 1):
        return False
    low = s.lows[k - 1]
    return (
        low not in fields() and low not in _CORE and low not in demonyms() and s.words[k - 1].isupper() and len(low) > 2
    )


def _before(s: Sentence, first: int) -> tuple[int, tuple[int, int], str, bool]:
    """What stands before the title: (outer first, organisation, link, definite)."""
    lows, words, tags = s.lows, s.words, s.tags
    none = (-1, -1)
    k = first - 1
    if k < 0:
        return first, none, "", False
    if tags[k] == "D" or lows[k] == "whose":
        pronoun = lows[k] in ("its", "his", "her", "their", "our", "whose", "my")
        return k, none, "pronoun" if pronoun else "", True
    if tags[k] == "E":
        start = possessor(s, k)
        return start, (_past_determiner(s, start), k), "possessive", True
    if capital(s, k) or words[k].isupper():
        start = k
        while start > 0 and first - start < 7 and (capital(s, start - 1) or _tie_before(s, start)):
            start -= 1
        while start < first and (not words[start][0].isupper() or (opens(s, start) and tags[start] in "RVGWX")):
            start += 1
        while start < first - 1 and lows[start] in _CORE:
            start += 1  # "Former Central Bank Governor"
        definite = start > 0 and tags[start - 1] == "D"
        if start < first:
            return start - definite, (start, first), "prefix", definite
    return first, none, "", False


def _tie_before(s: Sentence, start: int) -> bool:
    return (
        s.lows[start - 1] in ("of", "&", "and")
        and start > 1
        and capital(s, start - 2)
        and s.lows[start - 2] in company_words()
    )


def possessor(s: Sentence, k: int) -> int:
    """Where the noun phrase before a possessive 's begins."""
    i = k
    while i > 0 and (s.tags[i - 1] in "NPAQDGCE" or s.words[i - 1] == "&"):
        i -= 1
        if s.tags[i] == "D":
            break
    # "Bank of Slatina's governor"
    if i > 1 and s.words[i][0].isupper() and s.lows[i - 1] == "of" and capital(s, i - 2):
        i -= 2
        while i > 0 and capital(s, i - 1):
            i -= 1
    return min(i, k - 1) if k else 0


def _past_determiner(s: Sentence, i: int) -> int:
    return i + 1 if s.tags[i] == "D" and s.lows[i] not in ("its", "his", "her", "their") else i


def _gloss(s: Sentence, last: int) -> int:
    """ "Akim (Governor)": the end of a bracket that holds a title or a field."""
    words, n = s.words, len(s.words)
    if last + 2 < n and words[last] == "(":
        for end in range(last + 2, min(last + 5, n)):
            if words[end] == ")":
                inner = s.lows[last + 1 : end]
                if all(low in heads() or low in fields() or low in modifiers() for low in inner):
                    return end + 1
                break
    return last


def _complement(s: Sentence, head: int, last: int) -> tuple[int, int, tuple[int, int], bool]:
    """(end of the title, end of the phrase, organisation, field taken) for what "of", "for", "at" … add."""
    lows, words, tags, n = s.lows, s.words, s.tags, len(s.lows)
    none = (-1, -1)
    outer, organization, took = last, none, False
    if lows[head] in _short() or words[head] in _before_name():
        if words[head] in _before_name():
            return last, last, none, False
    for _ in range(3):
        if outer >= n:
            break
        if lows[outer] in ("in", "responsible") and outer + 2 < n and lows[outer + 1] in ("charge", "for"):
            outer += 2 if lows[outer] == "in" else 1
            if outer >= n or lows[outer] not in ("of", "for"):
                break
        preposition = lows[outer]
        if preposition not in _COMPLEMENTS:
            break
        start = outer + 1
        if start < n and tags[start] == "D" and lows[start] not in ("a", "an", "this", "that"):
            start += 1
        if start >= n:
            break
        if words[start][0].isupper() or lows[start] in ("al-", "de", "la"):
            end, kind = _named(s, start, preposition)
            if end == start:
                break
            end = _gloss(s, end)
            held = end < n and lows[end] in ("at", "of", "with") and end + 1 < n and words[end + 1][0].isupper()
            if kind == "field" or preposition == "to" or (preposition in ("for", "on") and (kind == "place" or held)):
                last = outer = end
                took = True
            else:
                if organization == none or kind != "place":
                    organization = (start, end)
                outer = end
                if preposition in ("of", "for") and kind == "organisation":
                    break
                if kind == "place":
                    break
        else:
            if preposition in ("in", "from", "with", "on") and not (preposition == "in" and took):
                break
            end = start
            while end < n and (
                tags[end] in "NAPGEQ"
                or (
                    tags[end] == "J"
                    and end > start
                    and end + 1 < n
                    and tags[end + 1] in "NA"
                    and not words[end + 1][0].isupper()
                    and lows[end - 1] in fields()
                )
            ):
                if words[end][0].isupper() and end > start and tags[end - 1] != "E" and person_ahead(s, end):
                    break
                end += 1
            if end == start or (tags[end - 1] == "A" and end < n and tags[end] == "N"):
                break
            determined = start > outer + 1
            if determined or any(words[k][0].isupper() for k in range(start, end)):
                organization = (start, end)
                if preposition == "of" and last == outer and last - head == 1:
                    last = end  # "head of the industrial zone" is the title as a whole
                outer = end
            else:
                last = outer = end
                took = True
    return last, outer, organization, took


def person_ahead(s: Sentence, i: int) -> bool:
    """Whether a person's name of two words or more begins at a capitalised token and is closed there."""
    person = person_from(s, i)
    return person is not None and (person.last - person.first >= 2 or person.civil)


def _named(s: Sentence, start: int, preposition: str) -> tuple[int, str]:
    """The end of a capitalised complement and what it is: field | place | organisation."""
    lows, words, n = s.lows, s.words, len(s.lows)
    known = fields()
    i, last_field = start, start
    while i < n:
        if lows[i] in known and words[i][0].isupper():
            i += 1
            last_field = i
        elif (
            lows[i] in ("and", "&", ",", "for", "of", "the")
            and i > start
            and i + 1 < n
            and (
                (lows[i + 1] in known and words[i + 1][0].isupper())
                or (lows[i + 1] == "the" and i + 2 < n and lows[i + 2] in known)
            )
        ):
            i += 1
        else:
            break
    if last_field > start:
        return last_field, "field"
    place = place_at(s, start, n)
    if place > start and (place == n or not capital(s, place)):
        end = place
        while end < n and s.tags[end] == "N" and words[end].islower():
            end += 1  # "the Osh customs office"
        return end, "place" if end == place else "organisation"
    end = _organisation(s, start)
    if (
        place > start
        and not s.tags[start - 1] == "D"
        and all(lows[k] not in company_words() for k in range(place, end))
    ):
        return place, "place"  # "Mayor of Almaty Bakytzhan Sagintayev"
    return end, "organisation"


def _organisation(s: Sentence, start: int) -> int:
    """The end of an organisation's name in a capitalised run that a person's name may follow without a comma."""
    lows, words, n = s.lows, s.words, len(s.lows)
    end = start
    known = start
    while end < n and end - start < 12:
        if capital(s, end) or (words[end][0].isdigit() and end > start):
            end += 1
            if lows[end - 1] in company_words() or lows[end - 1] in regions():
                known = end
            if (
                known == end
                and end < n
                and words[end] == "."
                and s.starts[end] == s.ends[end - 1]
                and lows[end - 1] in ("inc", "co", "corp", "ltd")
            ):
                end += 1
                known = end
        elif end > start and end + 1 < n and (lows[end] in ("of", "for", "&", "and", "de", "del", "on", "del")):
            following = end + 1 + (lows[end + 1] == "the" and end + 2 < n)
            if not capital(s, following) or (lows[end] in ("and",) and not _name_goes_on(s, start, following)):
                break
            end = following
            known = max(known, end + 1) if lows[following] in company_words() or known == following - 1 else known
        elif s.tags[end] == "E" and end > start and end + 1 < n and capital(s, end + 1):
            end += 1
        else:
            break
    if (end < n and words[end] not in ",.;:)(" and end - start >= 3) or (end - start >= 3 and start < known < end):
        for k in range(max(start + 1, known if known > start else start + 1), end - 1):
            person = person_from(s, k)
            if person is not None and person.last == end and 2 <= person.last - person.first <= 4:
                from services.extract.core.mentions.person import looks_like_person

                if looks_like_person(s, person) or (known == k):
                    return k
    return end


def _name_goes_on(s: Sentence, start: int, following: int) -> bool:
    """Whether "and" is inside a name: "Chamber of Commerce and Industry", not "Kyiv and Lviv"."""
    return s.lows[following] in fields() or s.lows[following] in company_words()


__all__ = ["LONGEST", "Title", "fields", "group", "heads", "hits", "modifiers", "possessor", "stem", "title_at"]
