"""What follows the head of a title: its field, and the organisation or place that it is held at.

Minister of | Information and Communications · Mayor of | Almaty | Bakytzhan Sagintayev · chairman of | the board
vice-president for exports at | Solaria · Akim | (Governor)
"""

from __future__ import annotations

from services.extract.core.mentions.person import capital, company_words, looks_like_person, person_from
from services.extract.core.mentions.place import place_at, regions
from services.extract.core.mentions.title_words import fields, group, heads, modifiers
from services.extract.core.sentences import Sentence

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
    outer, organization, took = last, none, False
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
        if start >= n:
            break
        if words[start][0].isupper() or lows[start] in ("al-", "de", "la"):
            end, kind = _named(s, start, preposition)
            if end == start:
                break
            end = gloss(s, end)
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
            while (
                end < n
                and end - start < 14
                and (
                    tags[end] in "NAPGEQ"
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
    return last, outer, organization


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
    if place > start and s.tags[start - 1] != "D" and all(lows[k] not in company_words() for k in range(place, end)):
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
            if person is None or person.last != end or not 2 <= person.last - person.first <= 4:
                continue
            if looks_like_person(s, person) or known == k:
                return k
    return end


def _name_goes_on(s: Sentence, start: int, following: int) -> bool:
    """Whether "and" is inside a name: "Chamber of Commerce and Industry", not "Kyiv and Lviv"."""
    return s.lows[following] in fields() or s.lows[following] in company_words()
