"""What follows the head of a title: its field, and the organisation or place that it is held at.

Minister of | Information and Communications · Mayor of | Almaty | Bakytzhan Sagintayev · chairman of | the board
vice-president for exports at | Solaria · Akim | (Governor)
"""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions.person import capital, company_words, given_names, looks_like_person, person_from
from services.extract.core.mentions.place import demonyms, place_at, regions
from services.extract.core.mentions.title_words import fields, group, heads, modifiers
from services.extract.core.mentions.trigger import classes
from services.extract.core.sentences import Sentence

_LONGEST = 12  # tokens of an organisation's name
_TRADES = (["investment"], ["investments"], ["trade"], ["education"], ["health"], ["revenue"], ["statistics"])
_ABBREVIATED = frozenset(("inc", "co", "corp", "ltd"))
_JOINS = frozenset("of for & and de del do da dos das du di on".split())
_CIVIL = frozenset("mr mrs ms dr prof professor engr hon rev sir dame".split())
_WIDE = frozenset(("group", "global", "corporate"))
_COMPLEMENTS = frozenset(("of", "for", "at", "in", "with", "to", "from", "on"))


def gloss(s: Sentence, last: int) -> int:
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


def complement(s: Sentence, head: int, last: int) -> tuple[int, int, tuple[int, int]]:
    """(end of the title, end of the phrase, organisation) for what "of", "for", "at" … add."""
    lows, words, tags, n = s.lows, s.words, s.tags, len(s.lows)
    none = (-1, -1)
    outer, organization, took, bare = last, none, False, last
    if words[head] in group("before_name"):
        return last, last, none
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
        start += lows[start : start + 1] in (["nearby"], ["neighbouring"], ["neighboring"])
        if start >= n:
            break
        local = lows[start] in demonyms() and words[start + 1 : start + 2] == lows[start + 1 : start + 2]
        if (words[start][0].isupper() and not local) or lows[start] in ("al-", "de", "la"):
            end, kind = _named(s, start, preposition)
            if end == start:
                break
            end = gloss(s, end)
            at = preposition == "of" and lows[end : end + 1] == ["at"] and end + 1 < n and words[end + 1][0].isupper()
            if at and kind == "organisation" and end - start < 4 and company_words().isdisjoint(lows[start:end]):
                kind = "field"  # "Head of Permitting at Latvenergo"
            held = end < n and lows[end] in ("at", "of", "with") and end + 1 < n and words[end + 1][0].isupper()
            while kind == "field" and end < n and tags[end] == "N" and lows[end] in _branches():
                end += 1  # "the Asia business"
            if kind == "field" or preposition == "to" or (preposition in ("for", "on") and (kind == "place" or held)):
                last = outer = end
                took = True
            else:
                if organization == none or (kind != "place" and preposition != "for"):
                    organization = (start, end)
                outer = _past_possessed(s, end)
                if outer > end:
                    break
                if (
                    organization[1] == start - (2 if tags[start - 1] == "D" else 1)
                    and words[organization[1] - 1].islower()
                ):
                    organization = (organization[0], end)  # "the Osh office of the Chamber of Trade"
                if preposition in ("of", "for") and kind == "organisation":
                    if lows[end : end + 1] == ["of"] and words[end - 1].islower():
                        continue
                    break
                if kind == "place" and lows[end : end + 1] != ["to"]:  # "Ambassador of Japan | to Peru"
                    break
        else:
            if preposition in ("in", "from", "with", "on") and not (preposition == "in" and took):
                break
            end = start
            while (
                end < n
                and end - start < 14
                and (
                    tags[end] in "NAPGEQ"
                    or (
                        tags[end] == "V"
                        and lows[end] in fields()
                        and lows[end + 1 : end + 2] in (["at"], ["of"], ["for"])
                    )
                    or (
                        tags[end] == "J"
                        and end > start
                        and end + 1 < n
                        and tags[end + 1] in "NA"
                        and not words[end + 1][0].isupper()
                        and lows[end - 1] in fields()
                    )
                )
            ):
                if (
                    words[end][0].isupper()
                    and end > start
                    and tags[end - 1] != "E"
                    and not (lows[end - 1] in _generic() and _apposed(s, head))
                    and person_ahead(s, end)
                ):
                    break
                end += 1
            if end == start or (tags[end - 1] == "A" and end < n and tags[end] == "N"):
                break
            if end + 1 < n and words[end] == "&" and capital(s, end - 1) and capital(s, end + 1):
                end += 2  # "a partner at law firm Holt | & Byrd"
            if start > outer + 1 or any(words[k][0].isupper() for k in range(start, end)):
                organization = (start, end)
                if preposition == "of" and last == outer and last - head == 1 and end - start < 3:
                    last = end  # "head of the industrial zone" is the title as a whole
            elif preposition == "of" and organization[1] == outer and lows[outer - 1] != "board":
                organization, last = (organization[0], end), bare  # "the department | of culture"
            else:
                last, took = end, True
            outer = end
    return last, outer, organization


@cache
def _generic() -> frozenset[str]:
    return lexicon.words("organisations", "generic")


@cache
def _branches() -> frozenset[str]:
    return lexicon.words("organisations", "branches")


def _is_board(s: Sentence, i: int) -> bool:
    """ "the Board of Investment": an authority, not the board of a firm."""
    return s.lows[i : i + 2] == ["board", "of"] and s.lows[i + 2 : i + 3] in _TRADES


def _one_capital(s: Sentence, i: int) -> bool:
    return i < len(s.lows) and capital(s, i) and not (i + 1 < len(s.lows) and capital(s, i + 1))


def _closes_body(low: str) -> bool:
    return low in _generic() or low in regions() or "place" in classes(low)


def _apposed(s: Sentence, head: int) -> bool:
    """Whether a title stands right behind a name and a comma: "Ana Ruiz, the head of …"."""
    k = head
    while k > 0 and head - k < 4 and s.tags[k - 1] in "DAN" and not s.words[k - 1][0].isupper():
        k -= 1
    return k > 1 and s.words[k - 1] == "," and capital(s, k - 2)


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
        elif i == start and lows[i] in _WIDE and i + 1 < n and lows[i + 1] in known and words[i + 1][0].isupper():
            i += 1  # "Head of Group | Communications"
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
    if (
        preposition != "at"
        and last_field > start
        and not _body_goes_on(s, last_field)
        and not _is_board(s, start)
        and not (last_field < n and lows[last_field] in company_words() and words[last_field][0].isupper())
        and not (
            preposition == "of" and s.tags[start - 1] == "D" and _one_capital(s, last_field)
        )  # "director of the National Grid"
    ):
        return last_field, "field"
    place = place_at(s, start, n)
    if place > start and (place == n or not capital(s, place) or words[place - 1].islower()):
        end = place
        while end < n and words[end].islower() and (s.tags[end] == "N" or s.tags[end : end + 2] == "AN"):
            end += 1  # "the Osh customs office", "the Talas | regional museum"
        if end + 1 < n and s.tags[end] == "E" and s.tags[end + 1] in "NA" and words[end + 1].islower():
            end += 2  # "the Aktobe region's department of agriculture"
            while end < n and words[end].islower() and (s.tags[end] in "NA" or lows[end] == "of"):
                end += 1
            end -= lows[end - 1] == "of"
        return end, "place" if end == place else "organisation"
    end = _organisation(s, start)
    while end < n and s.tags[end] == "N" and _closes_body(lows[end]):
        end += 1  # "the Tema plant", "the Jizzakh region"
    if s.tags[end : end + 3] == "NEN" and words[end].islower():
        end += 3  # "the Coahuila industrialists' association"
    body = end - place == 1 and end < n and s.tags[end] not in "VWXBHM,."  # "head of Dnipro | Metiz | from Eva Lang"
    if body or place == start or s.tags[start - 1] == "D":
        return end, "organisation"
    if all(lows[k] not in company_words() for k in range(place, end)):
        return place, "place"  # "Mayor of Almaty Bakytzhan Sagintayev"
    return end, "organisation"


def _past_possessed(s: Sentence, end: int) -> int:
    """The end of "'s local arm" behind a name: "the head of Boreal Bank | 's local arm"."""
    k = end + 1
    while k < len(s.lows) and s.tags[end] == "E" and s.tags[k] in "NA" and s.words[k].islower():
        k += 1
    return k if k > end + 1 else end


def _body_goes_on(s: Sentence, i: int) -> bool:
    """Whether the capitals behind a field end in a word of organisations: "president of the West | African Union"."""
    k = i
    while k < len(s.lows) and k - i < 5 and capital(s, k):
        k += 1
    return k > i + 1 and s.lows[k - 1] in company_words()


def _organisation(s: Sentence, start: int) -> int:
    """The end of an organisation's name in a capitalised run that a person's name may follow without a comma."""
    lows, words, n = s.lows, s.words, len(s.lows)
    end = known = start  # `known`: after the last word that names a company or a place for certain
    while end < n and end - start < _LONGEST:
        low = lows[end]
        if end > start and low.rstrip(".") in _CIVIL and words[end][0].isupper():
            break  # "director of the Institute of Hydrology | Prof. Batbold Ganzorig"
        if capital(s, end) or (end > start and words[end][0].isdigit()):
            end += 1
            if low in company_words() or low in regions():
                known = end
                if low in _ABBREVIATED and end < n and words[end] == "." and s.starts[end] == s.ends[end - 1]:
                    end = known = end + 1
        elif end > start and end + 1 < n and low in _JOINS:
            following = end + 2 if lows[end + 1] == "the" and end + 2 < n else end + 1
            if not capital(s, following) or (low == "and" and not _name_goes_on(s, following)):
                break
            end = following
            known = max(known, following + 1)
        elif end > start and s.tags[end] == "E" and end + 1 < n and capital(s, end + 1):
            end += 1
        else:
            break
    return _before_person(s, start, known, end)


def _before_person(s: Sentence, start: int, known: int, end: int) -> int:
    """Where the person's name begins that closes a run: at a given name, after a company word, or where it looks so."""
    if end - start < 3:
        return end
    for k in range(max(start + 1, known), end - 1):
        if s.lows[k] in given_names() and end - k <= 4:
            return k
    form = known == start + 1 and s.lows[start] in lexicon.words("organisations", "legal_forms")  # "PT Semesta Baja"
    for k in (known, end - 2, end - 3) if not form else ():
        if max(start + 1, known) <= k <= end - 2 and (known > start or k > start + 1 or end - start == 3):
            person = person_from(s, k)
            if person is not None and person.last == end and (k == known or looks_like_person(s, person)):
                return k
    return end


def _name_goes_on(s: Sentence, following: int) -> bool:
    """Whether "and" is inside a name: "Chamber of Commerce and Industry", not "Kyiv and Lviv"."""
    return s.lows[following] in fields() or s.lows[following] in company_words()
