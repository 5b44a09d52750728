"""The names of things as the article has them, and what a phrase names: a person, a place, a code, a class of thing."""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import full_phrase, phrase_from
from services.extract.core.facts.called import movable
from services.extract.core.facts.localities import localities
from services.extract.core.facts.pointing import ANY_BODY
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.sentences import Sentence
from services.extract.core.tag_choice import DEDUCTED

Place = tuple[Sentence, NounPhrase]
_BODILY = ("er", "or", *ANY_BODY)
_PLACE_TIES = frozenset("of for in at on near among".split())
_LEVIED = frozenset("yield yields tax taxes duty duties levy levies return returns spread margin premium".split())
_REPAIRS = frozenset("construction building repair road public engineering survey improvement irrigation".split())
_SPANS = frozenset("H1 H2 Q1 Q2 Q3 Q4 1H 2H 1Q 2Q 3Q 4Q FY 9M".split())
_NOW = frozenset("now then today meanwhile here only also even".split())
_DONE_TO = frozenset("repair repairs damage improvement improvements upgrades alterations modifications".split())
_ABSTRACT = ("tion", "sion", "ment", "ness", "ship", "ance", "ence")
_EARNED = frozenset("revenue revenues income proceeds profit earnings".split())
_NUMBERED = frozenset(
    "phase stage hall unit block line terminal section lot reactor train kiln shaft berth gate".split()
)
_MEANT = frozenset("programme program project plan scheme campaign initiative drive".split())
_PEOPLE = frozenset(
    "minister president governor mayor deputy chairman chairwoman director head chief ceo spokesman spokeswoman "
    "spokesperson analyst analysts official officials expert experts manager akim executive founder owner".split()
)


def named(s: Sentence, p: NounPhrase, *, ties: frozenset[str] = _PLACE_TIES, stop: int = 10**9) -> Mentioned:
    """A noun phrase with its prepositional parts, without its article, as a stretch of the text."""
    first, last = full_phrase(s, p, stop=stop, ties=ties, numbers="with" in ties)
    if last == p.last and s.lows[p.head] in _MEANT and s.tags[last : last + 2] == "TV":
        done = phrase_from(s, last + 2)  # "the programme to repair rural clinics"
        if done is not None and done.first == last + 2 and done.last <= stop and "C" not in s.tags[last : done.last]:
            last = done.last
    if last == p.last and s.lows[p.head] in _LEVIED and s.lows[last : last + 1] == ["on"] and last < stop:
        on = phrase_from(s, last + 1)  # "the yield on 10-year government bonds"
        if on is not None and on.last <= stop and s.tags[last + 1 : on.first] in ("", "C-") and not is_time(s, on):
            last = on.last
    if (
        last == p.last == p.first + 1
        and s.tags[last : last + 1] in (",", "J")
        and s.tags[p.first - 1 : p.first] in ("I", "T")
    ):
        last = min(_listed_end(s, p), stop)
    if last == p.last and last < stop and (s.lows[p.head] in _DONE_TO or p.last - p.first == 1):
        last = _object_end(s, p, stop)
    if (
        last == p.last
        and s.tags[last : last + 1] == "C"
        and s.lows[p.head] in _NUMBERED
        and s.words[p.head][0].isupper()
    ):
        last += len(s.words[last]) < 3 and s.tags[last + 1 : last + 2] not in ("U", "N", "A", "-")  # "Hall 7"
    if last == p.last and s.lows[p.head] in _EARNED and s.lows[last : last + 1] == ["from"] and last < stop:
        source = phrase_from(s, last + 1)  # "revenue from ticket sales"
        if source is not None and source.first == last + 1 and s.tags[source.head] == "N" and source.last <= stop:
            last = source.last if "C" not in s.tags[source.first : source.last] and not is_time(s, source) else last
    if s.lows[last : last + 1] == ["per"] and s.lows[last + 1 : last + 2] == ["share"] and last < stop:
        last += 2  # "earnings per share"
    if s.lows[last : last + 1] in (["before"], ["after"]) and s.tags[last] == "I" and last < stop:
        last = _deducted(s, last)
    if first < p.head and (s.lows[first] in ("own", "only", "even") or (first == 0 and s.lows[0] in _NOW)):
        first += 1  # "Now Kasese Cobalt wants …"
    if last - 1 > first and s.words[last - 1] in _SPANS:
        last -= 1  # "Tarrant Foods H1: margins up"
    if s.tags[p.head] == "P":
        tail = p.head
        while tail > first and s.tags[tail - 1] == "P":
            tail -= 1
        if tail > first and last == p.last and s.tags[tail - 1] == "N" and s.lows[tail - 1].endswith(_BODILY):
            first = tail  # "the Greek yoghurt maker Olymni" → Olymni
    if first > 1 and s.words[first - 1] == "&" and s.tags[first - 2] == s.tags[first] == "P":
        first -= 2  # "Hartmann & | Voss"
        while first and s.tags[first - 1] == "P":
            first -= 1
    while first > 1 and s.tags[first - 1] == "-" and s.ends[first - 1] == s.starts[first]:
        first -= 2  # "800-bed hospital", "45,000-square-foot facility"
    if s.words[last : last + 1] == ["&"] and (more := phrase_from(s, last)) is not None and more.first == last + 1:
        last = more.last if s.tags[more.head] == "P" and more.last <= stop else last  # "Hartmann & Voss"
    return Mentioned(s.text[s.starts[first] : s.ends[last - 1]], s.starts[first], s.ends[last - 1])


def _listed_end(s: Sentence, p: NounPhrase) -> int:
    """The end of "for ceramics, glass and textile firms", whose first nouns only say which firms."""
    k = p.last
    while s.tags[k : k + 1] == "," and s.tags[k + 1 : k + 2] == "N" and s.tags[k + 2 : k + 3] in (",", "J"):
        k += 2
    q = phrase_from(s, k + 1) if s.lows[k : k + 1] in (["and"], ["or"]) else None
    whole = q is not None and q.first == k + 1 and q.last == q.first + 2 and s.tags[q.first] in "NA"
    return q.last if q is not None and whole and classes(s.lows[q.head]) and s.lows[q.head].endswith("s") else p.last


def _object_end(s: Sentence, p: NounPhrase, stop: int) -> int:
    """The end of what is done with its object: "Repairs to the dam", "Building the depot"; of the noun where none."""
    to = s.lows[p.head] in _DONE_TO and s.lows[p.last : p.last + 1] == ["to"]
    doing = s.lows[p.head].endswith("ing") and p.first == 0 and s.tags[p.last : p.last + 1] == "D"
    q = phrase_from(s, p.last + to) if to or doing else None
    if q is None or q.first != p.last + to or q.last > stop or s.tags[q.head] not in "NP" or is_time(s, q):
        return p.last
    return q.last if "C" not in s.tags[q.first : q.last] else p.last


def _deducted(s: Sentence, tie: int) -> int:
    """The end of "before interest, taxes, depreciation and amortisation" behind a result; the tie itself where none."""
    if DEDUCTED.isdisjoint(s.lows[tie + 1 : tie + 3]):
        return tie
    i = tie + 1
    while i < min(len(s.tags), tie + 10) and (
        s.tags[i] in "NA" or (s.tags[i] in ",J" and s.tags[i + 1 : i + 2] in "NA")
    ):
        i += 1
    return i if s.tags[i - 1] == "N" else tie


def is_person(doc: Document, s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase names or titles someone."""
    if not _PEOPLE.isdisjoint(s.lows[p.first : p.last]) and s.tags[p.head] in "NP":
        return s.lows[p.head] in _PEOPLE or s.tags[p.head] == "P"
    names = doc.names[s.index] if s.index < len(doc.names) else ()
    return any(n.kind == "person" and n.first <= p.head < n.last for n in names)


def is_code(s: Sentence, p: NounPhrase) -> bool:
    """Whether a name is a currency code or the like before a number ("KZT 82.5 bln")."""
    return s.tags[p.head] == "P" and p.last < len(s.tags) and s.tags[p.last] == "C" and p.last - p.first == 1


def is_place(doc: Document, s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase is the bare name of a town, region or country."""
    names = doc.names[s.index] if s.index < len(doc.names) else ()
    found = next((n for n in names if n.first <= p.head < n.last), None)
    if found is None or found.kind == "person":
        return False
    return found.kind == "place" or (found.last - found.first < 3 and found.text.lower() in localities(doc))


def is_opener(doc: Document, s: Sentence, p: NounPhrase) -> bool:
    """Whether a noun only has its capital from the sentence that it opens: "Readers are moving online"."""
    k = p.first
    if p.last != k + 1 or k != (s.tags[:1] == '"') or s.tags[k] != "P" or not _is_common(s, k):
        return False
    return not any(n.first == k for n in doc.names[s.index]) if s.index < len(doc.names) else False


def _is_common(s: Sentence, k: int) -> bool:
    """Whether a word that opens a sentence looks like no name: a plural, "Load-shedding", "Production", "Expanded last
    year, it is …"."""
    low = s.lows[k]
    if low.endswith(("s", *_ABSTRACT)) or ("-" in low and s.words[k].partition("-")[2].islower()):
        return True
    return low.endswith("ed") and s.tags[k + 1 : k + 2] not in ("V", "W", "B", "M", "H", "P", "")


def fits(s: Sentence, p: NounPhrase, wanted: frozenset[str]) -> bool:
    """Whether a phrase is of one of the classes, "name" standing for any proper name of no class."""
    kinds = classes(s.lows[p.head])
    if kinds:
        return (bool(kinds & wanted) or ("place" in wanted and s.lows[p.head] in movable())) and not (
            s.lows[p.head] == "home" and p.last - p.first == 1
        )  # "sent home"
    return s.tags[p.head] == "P" and "name" in wanted and not is_time(s, p)


def is_works(s: Sentence, p: NounPhrase) -> bool:
    """Whether "works" is a plant: "the Port Huron works", "a glass works", but "repair works"."""
    if s.lows[p.head] != "works" or p.head == p.first:
        return False
    return s.tags[p.head - 1] in "NP" and s.lows[p.head - 1] not in _REPAIRS


def measures() -> frozenset[str]:
    """Nouns that measure something ("capacity", "cost")."""
    return lexicon.words("subjects", "measures")
