"""What the article has spoken of so far: resolves "the plant", "the company", "it" to the fullest name before.

    a plant for the production of cable … the plant      → plant for the production of cable
    Silkway Transit, a private carrier … the company      → Silkway Transit
    an industrial zone … it                               → the subject of the clause before
Everything is searched backwards from the place of the question, so that articles pay only for what they ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extract.core import lexicon
from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase, phrase_from
from services.extract.core.facts.first_person import SPEAKERS, speaking
from services.extract.core.facts.memory import NO_FIRMS, memory_of
from services.extract.core.facts.pointing import ANY_BODY, ANY_PLACE, PRONOUNS, agree, in_apposition, is_bare
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_BODILY = ("er", "or", *ANY_BODY)
_PLACE_TIES = frozenset("of for in at on near".split())
_FIRMS = frozenset("company firm business enterprise investor developer".split())
_PLACES = frozenset(("place", "project"))
_MEANT = frozenset("programme program project plan scheme campaign initiative drive".split())
_UNDERTAKINGS = frozenset("project scheme development".split())
_GROUPS = frozenset("group corporation conglomerate holding".split())
_ANY: frozenset[str] = frozenset()
Place = tuple[Sentence, NounPhrase]
_POSSESSIVES = frozenset("its their his her".split())
_FAR = 12  # sentences that a definite noun reaches back
_MANY = 300  # and noun phrases, where sentences are endless


def named(s: Sentence, p: NounPhrase, *, ties: frozenset[str] = _PLACE_TIES, stop: int = 10**9) -> Mentioned:
    """A noun phrase with its prepositional parts, without its article, as a stretch of the text."""
    first, last = full_phrase(s, p, stop=stop, ties=ties, numbers="with" in ties)
    if last == p.last and s.lows[p.head] in _MEANT and s.tags[last : last + 2] == "TV":
        done = phrase_from(s, last + 2)  # "the programme to repair rural clinics"
        if done is not None and done.first == last + 2 and done.last <= stop and "C" not in s.tags[last : done.last]:
            last = done.last
    if first < p.head and s.lows[first] in ("own",):
        first += 1
    if s.tags[p.head] == "P":
        tail = p.head
        while tail > first and s.tags[tail - 1] == "P":
            tail -= 1
        if tail > first and last == p.last and s.tags[tail - 1] == "N" and s.lows[tail - 1].endswith(_BODILY):
            first = tail  # "the Greek yoghurt maker Olymni" → Olymni
    while first > 1 and s.tags[first - 1] == "-" and s.ends[first - 1] == s.starts[first]:
        first -= 2  # "800-bed hospital", "45,000-square-foot facility"
    return Mentioned(s.text[s.starts[first] : s.ends[last - 1]], s.starts[first], s.ends[last - 1])


def resolve(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str] = _ANY) -> Mentioned | None:
    """The fullest name of what a phrase that points back stands for, or None where the text does not show it."""
    if s.lows[p.head] in SPEAKERS:
        return speaking(doc, s, s.starts[p.first])
    if s.lows[p.head] in _GROUPS and s.tags[p.head] == "N":  # of "the group" the whole, not the arm named last
        group = memory_of(doc).company(s, certain=True)
        if group is not None and NO_FIRMS.isdisjoint(group.text.lower().split()):
            return group
    found = referent(doc, s, p, wanted)
    if found is None:
        return None
    sentence, phrase = found[0], in_apposition(*found)
    body = sentence.tags[phrase.head] == "P" and s.lows[p.head] in ANY_BODY
    while sentence.tags[phrase.first] == "C" and phrase.first < phrase.head and sentence.tags[phrase.first + 1] != "-":
        phrase = phrase.begun_at(phrase.first + 1)  # "ten farms … they" are farms
    return named(sentence, phrase, ties=_ANY) if body else named(sentence, phrase)


def referent(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str] = _ANY) -> Place | None:
    """Where the article says what a phrase that points back stands for; `wanted` narrows a pronoun to head classes."""
    low = s.lows[p.head]
    if s.tags[p.head] == "O" or low in PRONOUNS:
        return _topic(doc, s, p, wanted)
    bodily, placed = low in ANY_BODY, low in ANY_PLACE
    if not (bodily or placed or classes(low)):
        return None
    best: Place | None = None
    aside: Place | None = None
    verb = next((q for q in predicates(s) if q.group.last == p.first and q.kind == "finite"), None)
    for sentence, phrase in _backwards(doc, s, p.first):
        if sentence is s and verb is not None and (verb.subject == phrase or verb.group.first == phrase.last):
            continue  # "Polmobil has granted the firm a loan"
        other = sentence.lows[phrase.head]
        if other == low or (len(low) > 3 and other.endswith(low) and bool(classes(low))):  # "the yard": Varna Shipyard
            if (phrase.last - phrase.first > 1 or sentence.tags[phrase.head] == "P") and not is_bare(sentence, phrase):
                return sentence, phrase
            continue
        if best is not None or not (bodily or placed):
            continue
        if bodily and sentence.tags[phrase.head] == "P":
            if low in _FIRMS and not NO_FIRMS.isdisjoint(sentence.lows[phrase.first : phrase.last]):
                continue
            if (
                "C" not in sentence.tags[phrase.first : phrase.head]
                and _is_topic(sentence, phrase)
                and not is_time(sentence, phrase)
                and not is_person(doc, sentence, phrase)
                and not is_place(doc, sentence, phrase)
                and sentence.lows[phrase.head] not in _measures()
            ):
                best = sentence, phrase
                if not placed:
                    return best
        elif placed and other in ANY_PLACE and is_bare(sentence, phrase):
            if _is_topic(sentence, phrase) and agree(low, sentence, phrase):  # "The project comprises … The facility …"
                best = referent(doc, sentence, phrase)
        elif phrase.last - phrase.first == 1 and sentence.span(phrase.first - 1, phrase.last) in ("on site", "at sea"):
            continue  # "on site" names no site
        elif placed and "place" in classes(other) and not is_bare(sentence, phrase) and agree(low, sentence, phrase):
            best = _continued(doc, sentence, phrase, s, low) or _first_place(sentence, phrase, low)
            if low in _UNDERTAKINGS and _mentioned_aside(*best):
                aside, best = aside or best, None  # "five days on the road to a port"
    return best or aside


def _mentioned_aside(s: Sentence, p: NounPhrase) -> bool:
    """Whether a facility only stands behind a preposition, neither named nor described: "on the road to a port"."""
    if s.tags[p.first - 1 : p.first] not in ("I", "T") or "P" in s.tags[p.first : p.last]:
        return False
    return s.lows[p.last : p.last + 2] not in ([",", "which"], [",", "where"])


def _continued(doc: Document, s: Sentence, p: NounPhrase, asked: Sentence, low: str) -> Place | None:
    """Of "The facility comprises a shop and a small mill. … the project" what the facility is: the sentence goes on
    about something named before, and its other facilities are parts of it."""
    main = next((q.subject for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
    if s is asked or main is None or main.first >= p.first or not is_bare(s, main) or not agree(low, s, main):
        return None
    return referent(doc, s, main, _PLACES) if s.lows[main.head] == "it" or s.lows[main.head] in ANY_PLACE else None


def _first_place(s: Sentence, p: NounPhrase, low: str) -> Place:
    """The leftmost facility of a sentence up to a phrase: "a wind farm on a 200-hectare site" is about the farm."""
    for q in s.phrases:
        if q.first >= p.first:
            break
        if "place" in classes(s.lows[q.head]) and not is_bare(s, q) and agree(low, s, q):
            return s, q
    return s, p


def last_place(doc: Document, s: Sentence, token: int) -> Place | None:
    """The facility that was spoken of last before a token: where "production" without a place goes on."""
    for sentence, phrase in _backwards(doc, s, token):
        low = sentence.lows[phrase.head]
        if low == "room" and phrase.first == phrase.head:
            continue  # "a cold store with room for 9,000 bales"
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
    return s.lows[p.first - 1] == "and" and any(g.first == p.last for g in s.groups)  # "A and B signed"


def _backwards(doc: Document, s: Sentence, stop: int) -> Iterator[Place]:
    """The noun phrases before a token, nearest first."""
    for q in reversed(s.phrases):
        if q.last <= stop:
            yield s, q
    left = _MANY
    for i in range(s.index - 1, max(-1, s.index - _FAR), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header"):
            continue
        left -= len(earlier.phrases)
        if left < 0:
            return
        yield from ((earlier, q) for q in reversed(earlier.phrases))


def _topic(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str]) -> Place | None:
    """What a pronoun stands for: the subject of the clause before it, else of the sentence before; whose "its" is,
    a subject further back rather than another noun nearby."""
    if s.lows[p.head] == "their" and wanted:  # "takes over berths 8 to 11, which would lift their throughput"
        for earlier in (s, doc.sentences[s.index - 1]) if s.index and p.first < 3 else (s,):
            stop = p.first if earlier is s else len(earlier.words)
            for q in reversed(earlier.phrases):
                many = q.last <= stop and earlier.tags[q.head] == "N" and plural(earlier.lows[q.head])
                if many and fits(earlier, q, wanted) and not is_person(doc, earlier, q):
                    return earlier, q
    if wanted and s.lows[p.head] in _POSSESSIVES:
        found = _spoken_of(doc, s, p, wanted, subjects=True)
        if found is not None and is_place(doc, *found):  # "Bulgaria will build a bridge. Its length …"
            return _spoken_of(doc, s, p, wanted - {"name", "organisation"}, subjects=False) or found
        return found or _spoken_of(doc, s, p, wanted, subjects=False)
    return _spoken_of(doc, s, p, wanted, subjects=False)


def _spoken_of(doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str], *, subjects: bool) -> Place | None:
    for i in range(s.index, max(-1, s.index - 4), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header", "headline"):
            continue
        preds = predicates(earlier)
        if earlier is s and _is_first_object(s, p, preds):
            continue  # "A and B are building it": nothing in its own clause
        # what a verb is said of is not its object too
        own = None
        if earlier is s and s.lows[p.head] not in _POSSESSIVES and all(q.subject != p for q in preds):
            own = next((q.subject for q in reversed(preds) if q.group.last <= p.first), None)
            if s.lows[p.first - 1] == "of" and any(q.group.first == p.last for q in preds):
                own = None  # "a fund has been set up, but a tenth of it was spent"
        main = sorted(preds, key=lambda q: q.kind != "finite")
        if earlier is s:  # "A loan for it was provided": not what the verb after it is said of
            main = [q for q in main if q.group.first <= p.first]
        candidates = [q.subject for q in main if q.subject is not None and q.subject != own]
        if earlier is s and s.lows[:2] == ["as", "for"] and s.phrases:
            candidates.insert(0, s.phrases[0])  # "As for Aktau, it expects …"
        if wanted and not subjects and (i < s.index or "organisation" not in wanted):
            candidates += [q for q in earlier.phrases if q not in candidates and q != own]
            candidates.sort(key=lambda q: not classes(earlier.lows[q.head]) & wanted)
        for subject in candidates:
            if (earlier is s and subject.first >= p.first) or is_time(earlier, subject) or is_code(earlier, subject):
                continue
            if earlier.tags[subject.head] == "O" or is_person(doc, earlier, subject):
                continue
            if (
                wanted
                and earlier.lows[subject.head] in _measures()
                and "P" not in earlier.tags[subject.first : subject.last]
            ):
                continue
            end = subject.last
            if earlier.tags[end : end + 1] == "-" and earlier.ends[end - 1] == earlier.starts[end]:
                continue  # of "a 24,000-square-metre hall" the first half
            if (wanted and not fits(earlier, subject, wanted)) or not agree(s.lows[p.head], earlier, subject):
                continue
            if is_bare(earlier, subject):
                found = referent(doc, earlier, subject)
                if found is not None and (not wanted or fits(*found, wanted)):
                    return found
                if found is None and wanted and earlier.lows[subject.first] == "the":
                    return earlier, subject  # "the project", never named
                continue
            return earlier, subject
    return None


def _measures() -> frozenset[str]:
    return lexicon.words("subjects", "measures")


_PEOPLE = frozenset(
    "minister president governor mayor deputy chairman chairwoman director head chief ceo spokesman spokeswoman "
    "spokesperson analyst analysts official officials expert experts manager akim executive founder owner".split()
)


def is_person(doc: Document, s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase names or titles someone."""
    if any(s.lows[i] in _PEOPLE for i in range(p.first, p.last)) and s.tags[p.head] in "NP":
        return s.lows[p.head] in _PEOPLE or s.tags[p.head] == "P"
    names = doc.names[s.index] if s.index < len(doc.names) else ()
    return any(n.kind == "person" and n.first <= p.head < n.last for n in names)


def is_code(s: Sentence, p: NounPhrase) -> bool:
    """Whether a name is a currency code or the like before a number ("KZT 82.5 bln")."""
    return s.tags[p.head] == "P" and p.last < len(s.tags) and s.tags[p.last] == "C" and p.last - p.first == 1


def is_place(doc: Document, s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase is the bare name of a town, region or country."""
    names = doc.names[s.index] if s.index < len(doc.names) else ()
    return any(n.kind == "place" and n.first <= p.head < n.last for n in names)


def _is_first_object(s: Sentence, p: NounPhrase, preds: list[Predicate]) -> bool:
    """Whether a pronoun is the object of a sentence's first verb, or of a later one ("sees it rising")."""
    if s.lows[p.head] in ("it", "them") and any(q.subject == p and q.kind == "gerund" for q in preds):
        return any(q.group.last == p.first for q in preds)
    if s.lows[p.head] not in ("it", "them") or not preds or any(q.subject == p for q in preds):
        return False
    return preds[0].group.last <= p.first and (len(preds) == 1 or p.first < preds[1].group.first)


def fits(s: Sentence, p: NounPhrase, wanted: frozenset[str]) -> bool:
    """Whether a phrase is of one of the classes, "name" standing for any proper name of no class."""
    kinds = classes(s.lows[p.head])
    if kinds:
        return bool(kinds & wanted) and not (s.lows[p.head] == "home" and p.last - p.first == 1)  # "sent home"
    return s.tags[p.head] == "P" and "name" in wanted and not is_time(s, p)
