"""What goods are moved, where nobody is named who moves them, and people of whom nobody is the employer.

We sell cement now: 212,000 tons were shipped          → cement
Coal exports rose. In May alone 5.1m tonnes went south → coal exports
The star is coffee. 1.15 million tons of it left       → coffee
Some 24,000 teachers will be hired for good            → teachers
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import phrase_at
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.naming import named
from services.extract.core.facts.subject_counts import Said
from services.extract.core.facts.subject_ties import predicate_of
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_MOVED = frozenset(
    "ship send sell export deliver go leave bring move arrive transport carry load haul buy import consume burn "
    "harvest thresh gather lay collect purchase dispatch enter cross".split()
)
_LEFT = frozenset(("leave",))
_IT = frozenset("it that this these those them they".split())
_SOLD = frozenset(("output", "change", "indicator"))
_BULK = frozenset(("mass", "volume", "energy", "other", "length"))


def moved(claim: Claim, doc: Document, s: Sentence, first: int, last: int, earlier: list[Said]) -> Mentioned | None:
    """The goods of a volume that is itself the subject of a verb of moving, or is "of it"."""
    q = claim.quantity
    if q is None or q.family not in _BULK:
        return None
    tie = next((i for i in range(last - 2, min(last + 1, len(s.lows) - 1)) if s.lows[i] == "of"), -1)
    of_it = tie > first and s.lows[tie + 1] in _IT
    end = tie + 2 if of_it else last
    g = next((g for g in s.groups if last <= g.first <= end + 1), None)
    if not of_it and (g is None or g.lemma not in _MOVED or not _opens(s, first)):
        return None
    if not of_it and g is not None and g.lemma in _LEFT and not g.passive and s.tags[g.last : g.last + 1] == "D":
        return None  # "The first 22 tonnes left the plant": the plant's
    if not of_it and 0 <= q.item_first < q.item_last <= len(s.words) and not q.gapped:
        start, stop = s.starts[q.item_first], s.ends[q.item_last - 1]
        return Mentioned(s.text[start:stop], start, stop)
    for p in reversed(s.phrases):
        if p.last < first and "goods" in noun_classes().get(s.lows[p.head], ()):
            return named(s, p)
    before = earlier[-1] if earlier else None
    if s.index and (before is None or before.sentence < s.index):
        then = doc.sentences[s.index - 1]
        told = next((p for p in reversed(predicates(then)) if p.kind == "finite"), None)
        for p in reversed(then.phrases) if told is not None else ():
            goods = then.part == "body" and "goods" in noun_classes().get(then.lows[p.head], ())
            if told is not None and goods and p.first in (told.group.last, told.group.last + 1):
                return named(then, p)  # "The star among farm products is coffee"
    if before is not None and before.kind in _SOLD and s.index - before.sentence <= 1:
        return before.item if before.item is not None and not before.item.text[0].isdigit() else before.subject
    return None


def _opens(s: Sentence, first: int) -> bool:
    """Whether nothing but times and adverbs of its own clause stands before a quantity."""
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQA":
        i -= 1
    if i < 0 or s.tags[i] in ':;"S,J.':
        return True
    p = phrase_at(s, i)
    return p is not None and is_time(s, p)


def people(claim: Claim, s: Sentence, first: int, last: int) -> Mentioned | None:
    """The people themselves, where a verb is said of them: "46,300 people departed for jobs abroad"."""
    q = claim.quantity
    if q is None or not 0 <= q.item_first < q.item_last <= len(s.words):
        return None
    p = phrase_at(s, q.item_last - 1)
    if p is None or s.tags[p.head] != "N" or is_time(s, p):
        return None
    doer = predicate_of(s, first, last)
    if doer is not None and doer.subject is not None and s.lows[doer.subject.head] in _IT:
        return None  # "It is to create 260 jobs"
    return named(s, p.begun_at(q.item_first))
