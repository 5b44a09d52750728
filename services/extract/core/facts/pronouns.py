"""What "it", "they", "its" stand for: whoever the clause, or the nearest sentence before, speaks of."""

from __future__ import annotations

from collections.abc import Callable

from services.extract.core import lexicon
from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.descriptions import describes
from services.extract.core.facts.naming import Place, fits, is_code, is_opener, is_person, is_place, measures
from services.extract.core.facts.pointing import ANY_BODY, ANY_PLACE, agree, is_bare
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document
from services.extract.core.participles import REPORTING
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_JUDGING = frozenset("court tribunal judge".split())
_PERSONS = ("ers", "ors", "ists", "ants", "households", "tourists", "people")
_WHEN = frozenset("once when if until unless".split())
_STAGES = frozenset("phase stage step part".split())
_ASIDE = frozenset(("from", "by"))
_GIVING = frozenset("contribute finance fund lend provide give grant pay".split())
_POSSESSIVES = frozenset("its their his her".split())
_DEEPEST = 100  # sentences that say "it" of one another
# What a definite noun in a candidate's place stands for, found by the caller's search.
Referent = Callable[[Document, Sentence, NounPhrase], Place | None]


def pronoun_meant(
    doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str], referent: Referent
) -> Place | None:
    """What a pronoun stands for: the subject of the clause before it, else of the sentence before; whose "its" is,
    a subject further back rather than another noun nearby."""
    if s.lows[p.head] == "their" and wanted:  # "takes over berths 8 to 11, which would lift their throughput"
        for earlier in (s, doc.sentences[s.index - 1]) if s.index and p.first < 3 else (s,):
            stop = p.first if earlier is s else len(earlier.words)
            for q in reversed(earlier.phrases):
                many = q.last <= stop and earlier.tags[q.head] == "N" and plural(earlier.lows[q.head])
                if many and fits(earlier, q, wanted) and not is_person(doc, earlier, q):
                    return earlier, q
    if s.lows[p.head] == "they" and "organisation" in wanted and s.index:
        people = _people_before(doc, doc.sentences[s.index - 1])
        if people is not None:
            return people
    if wanted and s.lows[p.head] in _POSSESSIVES:
        found = _spoken_of(doc, s, p, wanted, referent, subjects=True)
        if found is not None and is_place(doc, *found):  # "Bulgaria will build a bridge. Its length …"
            return _spoken_of(doc, s, p, wanted - {"name", "organisation"}, referent, subjects=False) or found
        return found or _spoken_of(doc, s, p, wanted, referent, subjects=False)
    found = _spoken_of(doc, s, p, wanted, referent, subjects=False)
    return found or (_taken_before(doc, s) if wanted and s.lows[p.head] == "they" else None)


def _taken_before(doc: Document, s: Sentence) -> Place | None:
    """Of "The port has ordered four cranes. They can lift 60 tons" the cranes: the plural that a verb takes."""
    if not s.index:
        return None  # what its own verb takes is somebody else
    before = doc.sentences[s.index - 1]
    main = next((q for q in predicates(before) if q.kind == "finite"), None)
    q = phrase_from(before, main.group.last) if main is not None and before.part == "body" else None
    if q is None or before.tags[q.head] != "N" or not plural(before.lows[q.head]) or is_time(before, q):
        return None
    return (before, q) if before.lows[q.head] not in measures() else None


def _people_before(doc: Document, s: Sentence) -> Place | None:
    """Those of whom a sentence tells, by the plural noun that a verb is said of: "farmers threshed … they"."""
    if s.part != "body":
        return None
    for q in reversed(predicates(s)):
        main = q.subject
        if main is None or q.kind != "finite" or s.tags[main.head] != "N" or not plural(s.lows[main.head]):
            continue
        low = s.lows[main.head]
        numbered = "C" in s.tags[main.first : main.last] and not low.endswith(_PERSONS)
        counted = low in measures() or numbered or bool(classes(low))
        if not counted and not is_bare(s, main) and not is_person(doc, s, main):
            return s, main
    for p in reversed(s.phrases):  # "Thailand received 33 million foreign visitors"
        if s.tags[p.head] == "N" and s.lows[p.head].endswith(_PERSONS) and "C" in s.tags[p.first : p.head]:
            return s, p
    return None


def _spoken_of(
    doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str], referent: Referent, *, subjects: bool
) -> Place | None:
    for i in range(s.index, max(-1, s.index - 4), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header", "headline"):
            continue
        preds = predicates(earlier)
        if earlier is s and _is_first_object(s, p, preds):
            continue  # "A and B are building it": nothing in its own clause
        # what a verb is said of is not its object too
        own = None
        if (
            earlier is s
            and s.lows[p.head] not in _POSSESSIVES
            and all(q.subject != p or q.kind == "infinitive" for q in preds)
        ):  # "City hall expects it to carry …"
            own = next((q.subject for q in reversed(preds) if q.group.last <= p.first), None)
            if s.lows[p.first - 1] == "of" and any(q.group.first == p.last for q in preds):
                own = None  # "a fund has been set up, but a tenth of it was spent"
        main = sorted(preds, key=lambda q: q.kind != "finite")
        if earlier is s:  # "A loan for it was provided": not what the verb after it is said of
            main = [q for q in main if q.group.first <= p.first]
        candidates = [who for q in main if (who := _logical(earlier, q)) is not None and who != own]
        if earlier is s and s.lows[:2] == ["as", "for"] and s.phrases:
            candidates.insert(0, s.phrases[0])  # "As for Ruse, it expects …"
        begun = i < s.index or any(q.kind == "finite" and q.group.last <= p.first for q in preds)
        if wanted and not subjects and begun and (i < s.index or "organisation" not in wanted):
            built = not any(_acts(earlier, q) for q in preds)
            candidates = _ranked(earlier, candidates, own, wanted, built=built)
        for subject in candidates:
            mark = earlier.tags.rfind("E", subject.first, subject.head)
            held = mark > subject.first and (i < s.index or is_person(doc, earlier, subject))
            if held and (earlier.lows[subject.head] in measures() or is_person(doc, earlier, subject)):
                subject = NounPhrase(subject.first, mark, mark - 1)  # "Boran's revenue rose by 5%. It employs 300"
            if (earlier is s and subject.first >= p.first) or is_time(earlier, subject) or is_code(earlier, subject):
                continue
            if earlier.lows[subject.head] == "it" == s.lows[p.head] and i < s.index and subject in subjects_of(preds):
                again = _spoken_again(doc, earlier, subject, wanted, referent, subjects=subjects)
                if again is not None:
                    return again  # "It has 12 cranes. It holds 5,000 tonnes."
            if earlier.tags[subject.head] == "O" or is_person(doc, earlier, subject):
                continue
            if i < s.index and is_place(doc, earlier, subject) and _gives(preds, subject):
                continue  # "Germany contributes €40 million. It is run by the ministry"
            if is_place(doc, earlier, subject) and subject not in subjects_of(preds)[:1]:
                continue  # "at five factories in Denmark. It has delivered …"
            where = earlier.tags[subject.head] == "P" and earlier.lows[subject.first - 1 : subject.first] in (
                ["in"],
                ["near"],
            )
            if where and s.lows[p.head] in ("they", "their"):
                continue  # "opened a coffee bar in Cebu. They employ 700 people"
            if s.lows[p.head] in ("it", "its") and is_opener(doc, earlier, subject):
                continue
            if i < s.index and earlier.lows[subject.first] in ("a", "an") and earlier.lows[subject.first - 1] in _WHEN:
                continue  # "Output could rise once a paint shop has been added. It will have 230 workers"
            if wanted and earlier.lows[subject.head] in _JUDGING:
                continue  # "A court put Rhône into receivership. Its 310 employees …"
            if (
                wanted
                and earlier.lows[subject.head] in measures()
                and "P" not in earlier.tags[subject.first : subject.last]
                and not (earlier.lows[subject.head] == "works" and is_bare(earlier, subject))
            ):
                continue
            end = subject.last
            if earlier.tags[end : end + 1] == "-" and earlier.ends[end - 1] == earlier.starts[end]:
                continue  # of "a 24,000-square-metre hall" the first half
            bodily = "organisation" in wanted and earlier.lows[subject.head] in ANY_BODY
            if bodily and earlier.lows[end : end + 1] == ["of"] and earlier.lows[subject.first] == "a":
                continue  # "borrowed from a group of eleven banks. It …"
            if (wanted and not bodily and not fits(earlier, subject, wanted)) or not agree(
                s.lows[p.head], earlier, subject
            ):
                continue
            subject = _by_name(earlier, subject)
            if is_bare(earlier, subject) or describes(earlier, subject):
                found = referent(doc, earlier, subject)
                theirs = earlier.lows[subject.first] in _POSSESSIVES and "place" in classes(earlier.lows[subject.head])
                if theirs and found is not None and found[0].lows[found[1].head] != earlier.lows[subject.head]:
                    return earlier, subject  # "Its factory was flooded. It is to reopen with 650 workers"
                if found is not None and (not wanted or bodily or fits(*found, wanted)):
                    return found
                if found is None and not wanted and earlier.lows[subject.head] in measures() and i < s.index:
                    return earlier, subject  # "Our costs are the problem. They rose to …"
                sized = earlier.tags[subject.first - 1] == "-"  # "the 226.9-kilometre line"
                if found is None and wanted and (earlier.lows[subject.first] == "the" or sized):
                    return earlier, subject  # "the project", never named
                continue
            return earlier, _said_to_be(earlier, preds, subject)
    return None


def _by_name(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "The start-up, Medilo, was founded in Accra" the name."""
    if s.tags[p.head] != "N" or s.tags[p.first] != "D" or s.tags[p.last : p.last + 2] != ",P":
        return p
    q = phrase_at(s, p.last + 1)
    closed = q is not None and set(s.tags[q.first : q.last]) == {"P"} and s.tags[q.last : q.last + 1] == ","
    return q if q is not None and closed and s.tags[q.last + 1 : q.last + 2] != "J" and is_bare(s, p) else p


def _spoken_again(
    doc: Document, s: Sentence, p: NounPhrase, wanted: frozenset[str], referent: Referent, *, subjects: bool
) -> Place | None:
    """What the "it" of an earlier sentence stands for, looked up once: three sentences behind each ask it anew."""
    kept: dict[tuple[int, int, frozenset[str], bool], Place | None] = doc.memo.setdefault("spoken", {})
    key = (s.index, p.first, wanted, subjects)
    deep: int = doc.memo.get("spoken_deep", 0)
    if key not in kept:
        if deep == _DEEPEST:
            return None
        doc.memo["spoken_deep"] = deep + 1
        kept[key] = _spoken_of(doc, s, p, wanted, referent, subjects=subjects)
        doc.memo["spoken_deep"] = deep
    return kept[key]


def _logical(s: Sentence, q: Predicate) -> NounPhrase | None:
    """Of "there are 148 facilities" the facilities, else the subject."""
    if q.group.lemma == "be" and q.group.first and s.lows[q.group.first - 1] == "there":
        return phrase_from(s, q.group.last) or q.subject
    return q.subject


def _said_to_be(s: Sentence, preds: list[Predicate], subject: NounPhrase) -> NounPhrase:
    """Of "The third project is a feedlot in Otrar" the feedlot."""
    if s.lows[subject.head] not in ANY_PLACE and s.lows[subject.head] not in _STAGES:
        return subject
    comma = s.tags.find(",", subject.last, subject.last + 5)
    beside = phrase_at(s, comma + 1) if comma > 0 and s.lows[comma + 1 : comma + 2] in (["a"], ["an"]) else None
    priced = beside is not None and "C" in s.tags[beside.first : beside.last]
    if beside is not None and not priced and "place" in classes(s.lows[beside.head]):
        return beside  # "The first phase of the programme, a desalination plant at Sfax, was opened. It has …"
    said = next(
        (q.group for q in preds if q.subject == subject and q.group.lemma == "be" and not q.group.passive), None
    )
    what = phrase_at(s, said.last) if said is not None else None
    if what is None or s.lows[what.first] not in ("a", "an") or "place" not in classes(s.lows[what.head]):
        return subject
    return what if s.lows[what.head] not in ANY_PLACE else subject


def _ranked(
    s: Sentence, subjects: list[NounPhrase], own: NounPhrase | None, wanted: frozenset[str], *, built: bool
) -> list[NounPhrase]:
    """Subjects and objects of the wanted classes, then other subjects, then what hangs on prepositions; an "it" that
    does not act as a company does stands for what is built."""
    others = [q for q in s.phrases if q not in subjects and q != own]
    standing = {q: 0 if classes(s.lows[q.head]) & wanted or (built and s.lows[q.head] == "it") else 1 for q in subjects}
    for q in others:
        classed = bool(classes(s.lows[q.head]) & wanted)
        aside = q.first > 0 and s.tags[q.first - 1] in "IT" and (s.tags[q.head] == "P" or s.lows[q.first - 1] in _ASIDE)
        if aside and "organisation" in wanted and s.tags[q.head] == "N":
            continue  # "has ordered wagons from a Chinese maker. It will hire …"
        standing[q] = (2 if aside else 0) if classed else 3  # "is listed on the Warsaw Stock Exchange"
    return sorted((q for q in (*subjects, *others) if q in standing), key=lambda q: standing[q])


def _acts(s: Sentence, p: Predicate) -> bool:
    """Whether "it" says, signs, plans: a company does, no plant."""
    if p.subject is None or s.lows[p.subject.head] != "it":
        return False
    return p.group.lemma in REPORTING or p.group.lemma == "sign" or p.group.lemma in lexicon.words("subjects", "acts")


def _gives(preds: list[Predicate], subject: NounPhrase) -> bool:
    """Whether somebody only gives money for what a sentence is about."""
    return any(q.subject == subject and q.group.lemma in _GIVING for q in preds)


def subjects_of(preds: list[Predicate]) -> list[NounPhrase]:
    """What the verbs of a sentence are said of."""
    return [q.subject for q in preds if q.subject is not None]


def _is_first_object(s: Sentence, p: NounPhrase, preds: list[Predicate]) -> bool:
    """Whether a pronoun is the object of a sentence's first verb, or of a later one ("sees it rising")."""
    if s.lows[p.head] in ("it", "them") and any(q.subject == p and q.kind == "gerund" for q in preds):
        return any(q.group.last == p.first for q in preds)
    if (
        s.lows[p.head] not in ("it", "them")
        or not preds
        or any(q.subject == p and q.kind != "infinitive" for q in preds)
    ):
        return False
    return preds[0].group.last <= p.first and (len(preds) == 1 or p.first < preds[1].group.first)
