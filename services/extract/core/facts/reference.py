"""What the article has spoken of so far: resolves "the plant", "the company", "it" to the fullest name before.

    a plant for the production of cable … the plant      → plant for the production of cable
    Silkway Transit, a private carrier … the company      → Silkway Transit
    an industrial zone … it                               → the subject of the clause before
Everything is searched backwards from the place of the question, so that articles pay only for what they ask.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from services.extract.core.antecedents import glued, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at
from services.extract.core.facts.called import part, wider
from services.extract.core.facts.descriptions import body_meant, describes
from services.extract.core.facts.first_person import SPEAKERS, employer, speaking
from services.extract.core.facts.measured import goes_on, measured_before
from services.extract.core.facts.memory import NO_FIRMS, memory_of
from services.extract.core.facts.naming import Place, is_opener, is_person, is_place, is_works, measures, named
from services.extract.core.facts.paid import traded
from services.extract.core.facts.pairs import PAIRED, one_of_two
from services.extract.core.facts.pointing import (
    ANY_BODY,
    ANY_PLACE,
    PRONOUNS,
    agree,
    in_apposition,
    is_bare,
    is_narrower,
    mentioned_aside,
    passed,
)
from services.extract.core.facts.pronouns import pronoun_meant
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_PLACES = frozenset(("place", "project"))
_UNDERTAKINGS = frozenset("project scheme development".split())
_NEWER = frozenset("new second third fourth fifth another additional further".split())
_OF_PERSONS = {"his": "he", "her": "she"}
_VENTURES = frozenset("enterprise project venture scheme".split())
_HOUSED = frozenset(("enterprise",))
_HOUSES = frozenset("plant factory works mill refinery smelter workshop farm".split())
_WHOLES = frozenset("site complex facility enterprise project scheme development".split())
_PIECES = frozenset(
    "line unit train kiln furnace hall shaft berth phase stage room boiler turbine concentrator crusher house".split()
)
_GROUPS = frozenset("group corporation conglomerate holding".split())
_COMPRISING = frozenset("have include comprise contain house".split())
_COMPANIES = _GROUPS | {"company", "firm"}
_TRADED = frozenset("business unit division arm operation subsidiary".split())
_INTO = frozenset("for in into".split())
_ANY: frozenset[str] = frozenset()
_FAR = 12  # sentences that a definite noun reaches back
_NEAR = 4  # and one for a narrower thing
_MANY = 300  # and noun phrases, where sentences are endless


def resolve(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str] = _ANY) -> Mentioned | None:
    """The fullest name of what a phrase that points back stands for, or None where the text does not show it."""
    if s.lows[p.head] in SPEAKERS:
        return speaking(doc, s, s.starts[p.first])
    whose = s.lows[p.first]
    if whose in _OF_PERSONS and s.lows[p.head] in ANY_BODY:
        own = employer(doc, s.starts[p.first], _OF_PERSONS[whose])
        if own is not None:
            return own  # "Since March her company has hired 210 people"
    described = describes(s, p)
    if described:
        meant = body_meant(doc, s, p)
        if meant is not None:
            return meant
        if not is_bare(s, p):
            return body_meant(doc, s, p, sure=False)
    if s.lows[p.head] in _TRADED and s.lows[p.first] == "the" and p.last - p.first == 2 and p.first == 0:
        sold = traded(doc, s, 1)  # "has sold its insulation arm … The business has 210 staff"
        if sold is not None:
            return named(*sold)
    if s.lows[p.head] in _GROUPS and s.tags[p.head] == "N":  # of "the group" the whole, not the arm named last
        group = memory_of(doc).company(s, certain=True)
        if group is not None and NO_FIRMS.isdisjoint(group.text.lower().split()):
            return group
    found = referent(doc, s, p, wanted)
    if found is None:
        alone = body_meant(doc, s, p, sure=False) if described else None
        if alone is None and s.lows[p.head] in ("company", "firm") and s.lows[p.first] == "the":
            alone = memory_of(doc).company(s, certain=True)
        return alone if alone is None or NO_FIRMS.isdisjoint(alone.text.lower().split()) else None
    sentence, phrase = found[0], in_apposition(*found)
    body = sentence.tags[phrase.head] == "P" and s.lows[p.head] in ANY_BODY
    while sentence.tags[phrase.first] in "CQ" and phrase.first < phrase.head and sentence.tags[phrase.first + 1] != "-":
        phrase = phrase.begun_at(phrase.first + 1)  # "ten farms … they" are farms
    return named(sentence, phrase, ties=_ANY) if body else named(sentence, phrase)


def referent(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str] = _ANY) -> Place | None:
    """Where the article says what a phrase that points back stands for; `wanted` narrows a pronoun to head classes."""
    low = s.lows[p.head]
    if s.tags[p.head] == "O" or low in PRONOUNS:
        return pronoun_meant(doc, s, p, wanted, referent)
    if low in PAIRED:
        return one_of_two(doc, s, p)
    if goes_on(s, p):
        return measured_before(doc, s, low)
    if describes(s, p):
        bare = is_bare(s, p)
        body = body_meant(doc, s, p, sure=bare)
        if body is not None or not bare:
            return _place_of(doc, body) if body is not None else None
    bodily, placed = low in ANY_BODY, low in ANY_PLACE
    narrower = wider(low)
    if not (bodily or placed or narrower or classes(low)):
        return None
    best: Place | None = None
    aside: Place | None = None
    tied = bodily and s.lows[p.first - 1] in _INTO
    before = [q for q in predicates(s) if q.kind == "finite" and q.group.last <= p.first]
    verb = next((q for q in before if tied or q.group.last == p.first), None)
    adjoined = s.tags[p.first - 1 : p.first] == "," and not before
    for sentence, phrase in _backwards(doc, s, p.first):
        if sentence is s and verb is not None and (verb.subject == phrase or verb.group.first == phrase.last):
            continue  # "Polmobil has granted the firm a loan", "Morita paid £140 million for the company"
        if sentence is s and placed and sentence.tags[phrase.head] == "P" and _acting(s, phrase, p.first):
            continue  # "Dunav Port spent €17 million on the project"
        other = sentence.lows[phrase.head - (phrase.head > phrase.first and len(sentence.words[phrase.head]) == 1)]
        if other == low or (len(low) > 3 and other.endswith(low) and bool(classes(low))):  # "the yard": Varna Shipyard
            names = phrase.last - phrase.first > 1 or sentence.tags[phrase.head] == "P"
            if names and not is_bare(sentence, phrase) and not _apart(s, p, sentence, phrase):
                if describes(sentence, phrase):  # "Saimaa … the Finnish group … the group"
                    return referent(doc, sentence, phrase) or (sentence, phrase)
                return sentence, phrase
            continue
        if best is not None and low in _HOUSED and best[0].tags[best[1].head] == "P":
            if s.index - sentence.index <= _NEAR and other in _HOUSES and not is_bare(sentence, phrase):
                return sentence, phrase  # "the wagon works … the enterprise"
            continue
        if best is not None or not (bodily or placed or narrower):
            continue
        if (
            narrower
            and s.index - sentence.index <= _NEAR
            and is_narrower(sentence, phrase, narrower)
            and agree(low, sentence, phrase)
        ):
            best = sentence, phrase  # "the ferry Aurora … The vessel"
            continue
        if bodily and sentence.tags[phrase.head] == "P":
            if low not in NO_FIRMS and not NO_FIRMS.isdisjoint(sentence.lows[phrase.first : phrase.last]):
                continue
            if (
                "C" not in sentence.tags[phrase.first : phrase.head]
                and _is_topic(sentence, phrase)
                and not is_time(sentence, phrase)
                and not is_opener(doc, sentence, phrase)
                and agree("it", sentence, phrase)
                and not is_person(doc, sentence, phrase)
                and not is_place(doc, sentence, phrase)
                and (sentence.lows[phrase.head] not in measures() or is_works(sentence, phrase))
            ):
                best = sentence, phrase
                if not placed or low not in _HOUSED:
                    return best
        elif placed and other in ANY_PLACE and is_bare(sentence, phrase):
            if _is_topic(sentence, phrase) and agree(low, sentence, phrase):  # "The project comprises … The facility …"
                best = referent(doc, sentence, phrase)
        elif phrase.last - phrase.first == 1 and sentence.span(phrase.first - 1, phrase.last) in ("on site", "at sea"):
            continue  # "on site" names no site
        elif low in _WHOLES and other in ("office", "headquarters", "bureau"):
            continue
        elif sentence is s and adjoined:
            continue  # "To be spread over 31 hectares of a park, the facility …"
        elif (
            placed
            and ("place" in classes(other) or other in _VENTURES)
            and not is_bare(sentence, phrase)
            and agree(low, sentence, phrase)
        ):
            best = _continued(doc, sentence, phrase, s, low) or _first_place(sentence, phrase, low)
            part_of = low in _WHOLES and best[0].lows[best[1].head] in _PIECES
            if low in _UNDERTAKINGS and passed(*best):
                best = None  # "inflows to the Uley basin … the project"
            elif part_of or (low in _UNDERTAKINGS and mentioned_aside(*best)):
                aside, best = aside or best, None  # "five days on the road to a port"; "the first line … the site"
    if best is None and aside is None and low in _COMPANIES and s.lows[p.first] == "the":
        company = memory_of(doc).company(s, certain=True)
        if company is not None and NO_FIRMS.isdisjoint(company.text.lower().split()):
            return _place_of(doc, company)
    return best or aside


def _acting(s: Sentence, p: NounPhrase, stop: int) -> bool:
    """Whether a name is what a verb before a token is said of."""
    return any(q.subject == p and q.kind == "finite" and q.group.last <= stop for q in predicates(s))


def _apart(s: Sentence, p: NounPhrase, other: Sentence, q: NounPhrase) -> bool:
    """Whether "the new mill" asks for another than "its 1954 mill", "the existing mill"."""
    own, theirs = s.lows[p.first : p.head], other.lows[q.first : q.head]
    if "new" in own:
        return "new" not in theirs and theirs[:1] not in (["a"], ["an"]) and _NEWER.isdisjoint(theirs)
    return "existing" in own and not _NEWER.isdisjoint(theirs)


def _place_of(doc: Document, body: Mentioned) -> Place | None:
    """Where a name stands, as the phrase that it heads."""
    k = bisect_right(doc.sentences, body.start, key=lambda s: s.start) - 1
    s = doc.sentences[k]
    p = phrase_at(s, s.token_at(body.start))
    return (s, p) if p is not None else None


def _continued(doc: Document, s: Sentence, p: NounPhrase, asked: Sentence, low: str) -> Place | None:
    """Of "The facility comprises a shop and a small mill. … the project" what the facility is: the sentence goes on
    about something named before, and its other facilities are parts of it."""
    said = next((q for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
    main = said.subject if said is not None else None
    cleft = said is not None and said.group.lemma == "be" and "that" in s.lows[said.group.last : p.first]
    if cleft and main is not None and s.lows[main.head] == "it":
        return None  # "It is there that the firm opened a cold store"
    if s is asked or main is None or main.first >= p.first or not is_bare(s, main) or not agree(low, s, main):
        return None
    whole = s.lows[main.head] in ANY_PLACE or (said is not None and said.group.lemma in _COMPRISING)
    return referent(doc, s, main, _PLACES) if s.lows[main.head] == "it" or whole else None


def _first_place(s: Sentence, p: NounPhrase, low: str) -> Place:
    """The leftmost facility of a sentence up to a phrase: "a wind farm on a 200-hectare site" is about the farm."""
    for q in s.phrases:
        if q.first >= p.first:
            break
        if s.lows[q.first] in ("one", "another") and "place" in classes(s.lows[p.head]):
            continue  # "is converting another mill into a plant … the project"
        if low in _WHOLES and s.lows[q.head] in _PIECES and s.lows[p.head] not in _PIECES:
            continue  # "a concentrator at its Altyn mine … the site"
        if _is_facility(s, q) and not glued(s, q.last) and not is_bare(s, q) and agree(low, s, q):
            return s, q
    return s, p


def _is_facility(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase names something built; "Daehan Circuits" is a company, "Works to …" are done."""
    low = s.lows[p.head]
    if low == "works" and p.last == 1:
        return False
    return "place" in classes(low) and not (s.tags[p.head] == "P" and plural(low) and not low.endswith("works"))


def last_place(doc: Document, s: Sentence, token: int) -> Place | None:
    """The facility that was spoken of last before a token: where "production" without a place goes on."""
    for sentence, phrase in _backwards(doc, s, token):
        low = sentence.lows[phrase.head]
        if low in ("room", "track", "line") and phrase.first == phrase.head:
            continue  # "a cold store with room for 9,000 bales", "is on track"
        if "place" in classes(low) and sentence.tags[phrase.head] in "NP":
            if not is_bare(sentence, phrase):
                return sentence, phrase
            found = referent(doc, sentence, phrase)
            if found is not None:
                return found
    return None


def _is_topic(s: Sentence, p: NounPhrase) -> bool:
    """Whether a name stands where a topic stands: as a subject, or first of all."""
    if p.first == 0 or any(q.subject == p for q in predicates(s)):
        return True
    if any(g.lemma == "be" and g.last == p.first and s.lows[p.first] == "the" for g in s.groups):
        return True  # "Heading the list is the Kungrad Soda Works"
    if s.tags[p.first - 1] == "," and s.tags[p.last : p.last + 1] == ",":  # "asked the contractor, Tianfu, to …"
        noun = phrase_at(s, p.first - 2)
        return (
            noun is not None and s.lows[noun.first] == "the" and (describes(s, noun) or part(s.lows[noun.head]) != "")
        )
    return s.lows[p.first - 1] == "and" and any(g.first == p.last for g in s.groups)  # "A and B signed"


def _backwards(doc: Document, s: Sentence, stop: int) -> Iterator[Place]:
    """The noun phrases before a token, nearest first."""
    for q in reversed(s.phrases):
        if q.last <= stop and not glued(s, q.last):
            yield s, q
    left = _MANY
    for i in range(s.index - 1, max(-1, s.index - _FAR), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header"):
            continue
        left -= len(earlier.phrases)
        if left < 0:
            return
        yield from ((earlier, q) for q in reversed(earlier.phrases) if not glued(earlier, q.last))
