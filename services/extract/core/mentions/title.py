"""Title phrases: a head noun with its modifiers before it and its field or organisation around it.

    First Deputy Prime Minister · Minister of Information and Communications · its infrastructure director
    Turkestan Region Akim (Governor) · chairman of the company's management board · EBRD Director for Kazakhstan

A phrase says nothing yet about who holds the title; `holder` finds the person.
"""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core.mentions.complement import complement, gloss
from services.extract.core.mentions.person import company_words, opens
from services.extract.core.mentions.place import demonyms
from services.extract.core.mentions.title_owner import before
from services.extract.core.mentions.title_words import around, bodies, fields, group, heads, modifiers, spelled, stem
from services.extract.core.sentences import Sentence


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


def hits(s: Sentence) -> list[int]:
    """The tokens that may be heads of titles, found once."""
    kept: list[int] | None = s.memo.get("titles")
    if kept is None:
        kept = s.memo["titles"] = _hits(s)
    return kept


def _hits(s: Sentence) -> list[int]:
    found = []
    for i, form in enumerate(s.lexemes):
        if form.titled < 0:
            low = form.low
            form.titled = int(low in heads() or ("-" in low and low.rpartition("-")[2] in heads()))
        if form.titled and _is_head(s, i):
            found.append(i)
    return found


def _is_head(s: Sentence, i: int) -> bool:
    lows, tags, words = s.lows, s.tags, s.words
    low, n = lows[i], len(lows)
    upper = words[i][0].isupper()
    following = lows[i + 1] if i + 1 < n else ""
    before = lows[i - 1] if i else ""
    if lows[i + 1 : i + 4] == ["of", "the", "year"]:
        return False  # a prize
    if words[i] in group("short"):
        return not (words[i] == "AG" and i > 0 and tags[i - 1] == "P")  # "Lumen AG"
    if words[i] in group("before_name"):
        k = i + 2 if i + 1 < n and words[i + 1] == "." else i + 1
        return k < n and words[k][0].isupper()
    if "-" in low and words[i].rpartition("-")[2] in group("short") and low.partition("-")[0] in around("core"):
        return True  # "then-CEO"
    if low == "lead":
        return upper and before in around("lead_after") and words[i - 1][0].isupper()
    if stem(low) not in spelled():
        return False
    if low == "master":
        return before in around("master_after") and following != "plan"
    if tags[i] in "VM" or before in around("never_after") or (i and tags[i - 1] == "C" and not upper):
        return False
    if _modifies(s, i, upper):
        return False
    if low == "executive":
        return before in around("executive_after") and following not in (
            "officer",
            "director",
            "chairman",
            "board",
            "committee",
        )
    if low == "officer":
        return before in around("officer_after")
    if low == "general":
        return upper and following not in ("electric", "motors", "assembly", "secretariat")
    if low in ("principal", "major", "chief") and not upper:
        return following in ("of", "at", ",") or (i > 0 and tags[i - 1] != "D" and low == "chief")
    return not (low == "chief" and following in ("office", "executive"))


def _modifies(s: Sentence, i: int, upper: bool) -> bool:
    """Whether a head only modifies a head that follows: "Deputy Prime Minister", "chief executive officer"."""
    lows, words = s.lows, s.words
    for k in range(i + 1, min(i + 5, len(lows))):
        if words[k][0].isupper() != upper:
            return False
        if stem(lows[k]) in spelled() and (
            lows[k] not in group("ranks") or lows[i] in ("chief", "lieutenant", "major")
        ):
            return True
        if lows[k] not in modifiers() and lows[k] not in fields():
            return False
    return False


def title_at(s: Sentence, i: int) -> Title:
    """The title phrase around the head at a token."""
    lows, words, n = s.lows, s.words, len(s.lows)
    last = i + 1
    if words[i] in group("before_name") and last < n and words[last] == ".":
        last += 1
    if (
        last < n
        and lows[last] in around("after_head")
        and (lows[last] != "general" or stem(lows[i]) in around("general_after"))
    ):
        last += 1
    last, aside = _area(s, last)
    first = _leftwards(s, i)
    aged = first > 5 and s.lows[first - 4 : first] == ["-", "year", "-", "old"]  # "Northfork's 58-year-old | chief"
    outer, organization, link, definite = before(s, first - 5 if aged else first)
    last = gloss(s, last)
    if aside and lows[last : last + 1] == [","] and lows[last + 1 : last + 2] in (["at"], ["of"], ["with"]):
        _, outer_last, after = complement(s, i, last + 1)
        outer_last = max(outer_last, last)
    else:
        last, outer_last, after = complement(s, i, last)
    if after != (-1, -1) and link in ("", "pronoun"):  # "EBRD Director for Kazakhstan": the prefix stays whose it is
        organization, link = after, "complement"
    return Title(i, first, last, outer, max(outer_last, last), organization, link, definite)


def _area(s: Sentence, last: int) -> tuple[int, bool]:
    """The end of the part of the world that a post is for, and whether it stands across a comma:
    "Vice President | Europe", "Managing Director | , Asia Pacific |, at"."""
    n = len(s.lows)
    aside = last + 1 < n and s.words[last] == ","
    k = start = last + aside
    areas, directions = around("areas"), around("directions")
    end = last
    while k < n and k - start < 6 and (s.words[k][0].isupper() or s.words[k] in ("and", "&")):
        if s.lows[k] in areas:
            end = k + 1
        elif s.lows[k] not in directions:
            break
        k += 1
    if aside and end > last and not (end == n or s.words[end] in ",.;)" or s.lows[end] in ("at", "of", "for")):
        return last, False
    return end, aside and end > last


def _leftwards(s: Sentence, i: int) -> int:
    """Where the modifiers of a head begin."""
    lows, words, tags = s.lows, s.words, s.tags
    known_modifiers, known_fields = modifiers(), fields()
    company = lows[i] in group("without_field")
    scope = lows[i] == "officer" and i > 0 and lows[i - 1] in around("officer_after")  # "Chief Scientific | Officer"
    a, plain = i - scope, 0
    while a > 0 and i - a < 9:
        k = a - 1
        low, upper = lows[k], words[k][0].isupper()
        if low in around("not_modifiers") or (
            low == "bank" and k and lows[k - 1] in ("central", "national", "reserve")
        ):
            break  # "the central bank | deputy governor"
        if low.endswith("-based"):
            a = k
            continue
        if low in ("th", "st", "nd", "rd") and k and words[k - 1].isdigit():
            a = k - 1
            continue
        if upper and not opens(s, k):
            if (
                low in around("core")
                or (low in known_modifiers and tags[k - 1] == "E")
                or (
                    low in known_fields
                    and not company
                    and not _closes_company(s, k)
                    and not _of_ministry(s, k)
                    and not _ends_name(s, k, lows[i])
                )
            ):
                a = k
                continue
        elif (low in ("appointed", "elected") and k and tags[k - 1] in "BHW") or (upper and low in bodies()):
            break
        elif low in known_modifiers or low in known_fields or (low == "then" and tags[k] in "RA"):
            promoted = tags[k] == "V" and lows[k - 1] == "to" and tags[k - 2] in "WX"  # "was promoted to plant manager"
            if tags[k] in "VBIT" and low != "acting" and not promoted:
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
        if tags[k] not in "J," or k == 0 or lows[a] not in known_fields or lows[k - 1] not in known_fields:
            break
        if tags[k] == "," and not (words[k - 1][0].isupper() and words[a][0].isupper() and _listed(s, a, i)):
            break
        a = k - 1
    while a < i and tags[a] == "R" and lows[a] not in ("then", "newly", "formerly"):
        a += 1
    return a


def _listed(s: Sentence, a: int, i: int) -> bool:
    return any(s.tags[k] == "J" for k in range(a, i))


def _of_ministry(s: Sentence, k: int) -> bool:
    """Whether a capitalised field ends the name of a body: "Ministry of | Energy | spokesman"."""
    while k > 1 and k and ((s.lows[k] in fields() and s.words[k][0].isupper()) or s.tags[k] == "J"):
        k -= 1
    return k > 0 and s.lows[k] in ("of", "for") and s.lows[k - 1] in company_words() and s.words[k - 1][0].isupper()


def _ends_name(s: Sentence, k: int, head: str) -> bool:
    """Whether a capitalised field ends the name of a firm or a state: "Hanseo Heavy | Industries | president",
    "Lagos | State | governor", "Lori | Region | Governor"."""
    if k == 0 or not s.words[k - 1][0].isupper():
        return False
    if s.lows[k] == "region" or (s.lows[k] == "state" and (head in group("region") or head == "commissioner")):
        return s.tags[k - 1] == "P" and s.lows[k - 1] not in fields() | demonyms()
    office = head in group("firm") or head.startswith(("director-", "secretary-"))
    if not office or s.lows[k] not in company_words() or s.words[k + 1][0].isupper():
        return False
    a = k
    while a > 0 and s.words[a - 1][0].isupper() and k - a < 4:
        a -= 1
    return a < k and s.tags[a] == "P" and s.lows[a] not in fields() | modifiers() | demonyms() | around("core")


def _closes_company(s: Sentence, k: int) -> bool:
    """Whether a capitalised field word ends a company's name: an all-capital or unknown name stands before it."""
    if k == 0 or not s.words[k - 1][0].isupper() or opens(s, k - 1):
        return False
    low = s.lows[k - 1]
    return (
        low not in fields()
        and low not in around("core")
        and low not in demonyms()
        and s.words[k - 1].isupper()
        and len(low) > 2
    )
