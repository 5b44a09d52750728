"""What can be seen of a quantity in its sentence, as features for the choice of its kind.

A feature is a short string `slot:class`: the slot says where a cue stands by grammar (the noun before "of", the verb
that governs, the noun that is modified, …), the class is a list of `cues.toml` that the word belongs to. The strings
are what `explain` shows and what the weights of `kinds.toml` are given to.

    family   money percent points times count power energy mass length area volume other
    of:C at:C to:C …   the noun that the quantity hangs on by that preposition ("capacity of 5 MW" → of:capacity)
    mod:C    the noun that the quantity modifies ("a $4.2 billion agreement" → mod:deal)
    in:C for:C        the noun after the quantity ("$2.5 billion in investments" → post-in:invest)
    v:C v:C:to        the governing verb, and with the preposition between ("rose to 5%" → v:rise:to)
    s:C      the head of the verb's subject
    item:C   the noun that stands with the number
    l:C r:C  words directly left and right · cl:C cr:C  elsewhere in the clause
    label:C  the noun of the label whose colon stands before it ("Investment: 4.2 billion rupees")
    before-for:C  the small word before the preposition ("enough for 900" → before-for:fit)
    dated  a period stands in the clause · make:past per:past …  with the tense of the verb
    magnitude:N  half the order of magnitude of a sum of money (a price is small, a project large) · price  per unit
    size:N  the same of a number of things · v:C&per per-item:C  the verb's, the item's class where the number is a rate
    n=W mod=W s=W item=W  the word itself beside its class: an order is not quite a profit · v=W  of money and counts
    post=W s=W+C  the noun behind "in" or "for" · subject and class of its verb: a ministry does not spend as a buyer
    v=W+C  verb and class of what is counted: ships are delivered or received · bare-s:C  subject of a bare number
    joined-previous:K which-previous:K  "…, 40 and 60" · "…, of which 60" · attributive  "a 40-MW plant"
    earlier:K  the kind of the last quantity of the group in the sentence before · same:K  in this one
    multiple  "1.8 times EBITDA" · part-of  "a third of them" · growth-forecast  "cut its growth forecast to 2%"
    behind-noun  "and exports 12.8%": the verb is left out
"""

from __future__ import annotations

from collections.abc import Sequence

from services.extract.core.clause import Governor, clause, governor
from services.extract.core.facts.cue_words import (
    LEFT,
    RIGHT,
    classes_of,
    in_slot,
    named,
    noun_classes,
    token_classes,
    verb_classes,
)
from services.extract.core.facts.neighbours import beside, forecast, measured_by, multiple, own
from services.extract.core.model import Quantity, Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma


class Surroundings:
    """The grammar around a quantity, found once and used by the stages that follow."""

    __slots__ = ("aside", "clause", "governor", "predicate", "subject_head")

    def __init__(self, governor: Governor, clause: tuple[int, int], aside: tuple[int, int]) -> None:
        self.governor, self.clause = governor, clause
        self.aside = aside  # tokens of a relative clause on the left, which are none of the clause
        self.subject_head = -1  # token, -1 where none
        self.predicate = -1  # index into the sentence's predicates of the verb that governs, -1 where none


_WORDED = frozenset(("money", "count"))
_RATIOS = frozenset(("percent", "points", "times"))
_SAME = frozenset(("money", "count", "percent"))
_RELATIVE = frozenset(("money", "count", "percent", "points", "times"))
_JOINS = frozenset((",", "and", "or"))
_SUMS = frozenset(("value", "amount", "sum", "tune", "total", "worth"))
_AHEAD = frozenset(("future", "modal", "infinitive"))
_TALLIES = frozenset(("number", "numbers", "total", "supply", "stock", "sample", "group", "count", "tally"))
_UNLISTED = ("unknown",)
_ABLE = frozenset(("can", "could", "able"))
_BUYING = frozenset(("buy", "acquire", "purchase", "sell", "take", "obtain", "divest", "snap"))


def surroundings(q: Quantity, s: Sentence) -> Surroundings:
    """The grammar around a quantity."""
    a, b, c, d = clause(s, q.first, q.last)
    hung = governor(s, q.first, q.last, a, b)
    around = Surroundings(hung, (a, b), (c, d))
    found = predicates(s)
    index, side = -1, ""
    for i, p in enumerate(found):
        if p.group.first <= q.first < p.group.last or p.group.first <= q.number < p.group.last:
            index, side = i, "self"  # "exports doubled": the verb is the quantity
            break
        opens = p.start <= q.first or (
            q.first < p.start < q.last and p.subject is not None
        )  # "two-thirds of our tills"
        ahead = opens and q.last <= p.group.first and p.group.tense not in ("gerund", "infinitive")
        start = max(p.start, a) if a and s.words[a - 1] in ";:" else p.start
        ahead = ahead and not (p.kind == "reduced" and index >= 0)  # "expects 16 diesels, fit for shunting"
        if ahead and not any(start <= o.group.first < q.first for o in found[:i]) and not _absolute(s, found, i):
            index, side = i, "subject"  # else a second verb of the subject
            break
        if q.last <= p.group.first <= q.last + 1 and _carries(s, q, p):
            index, side = i, "subject"
            break
        if a <= p.group.head < q.first:
            index, side = i, "object"
    if index >= 0:
        hung.verb, hung.side, around.predicate = found[index].group, side, index
        phrase = found[index].subject
        if phrase is not None and not phrase.first <= q.first < phrase.last:
            around.subject_head = phrase.head
    return around


def _carries(s: Sentence, q: Quantity, p: Predicate) -> bool:
    """Whether a number is all there is of a verb's subject: "; another 150 will be hired", "of which 140 are due"."""
    before = s.tags[q.first - 1] if q.first else ","
    between = s.tags[q.last : p.group.first]
    return before in ',JS"' and between in ("", "R") and s.tags[p.group.first] in "MBH" and p.group.tense != "gerund"


def _absolute(s: Sentence, found: list[Predicate], i: int) -> bool:
    """A lone participle with a noun of its own behind the verb: "expects revenue of $5m, the acquisition included"."""
    g, subject = found[i].group, found[i].subject
    if not i or s.tags[g.head] != "W" or set(s.tags[g.first : g.head]) - {"L"} or subject is None:
        return False
    before = found[i - 1].group
    return "L" in s.tags[g.first : g.head] and before.tense in ("present", "past", "future") and before.last <= g.first


def features(
    q: Quantity,
    s: Sentence,
    around: Surroundings,
    previous: str,
    times: Sequence[Time],
    earlier: str = "",
    same: str = "",
) -> list[str]:
    """The features of a quantity; `previous` is the kind of the quantity before it in the sentence, or "", `same` that
    of the last of its group there, `earlier` that of the last of its group in the sentence before."""
    found = ["bias"]
    own(q, s, found)
    if previous:
        found.append("previous:" + previous)
        if q.first and s.lows[q.first - 1] in _JOINS:
            found.append("joined-previous:" + previous)
        elif q.first > 1 and s.lows[q.first - 2 : q.first] == ["of", "which"]:
            found.append("which-previous:" + previous)
    if q.family not in _RATIOS:
        if earlier:
            found.append("earlier:" + earlier)
        _spelt(q, s, around, found)
    if q.first and s.tags[q.first - 1] == "(":
        found.append("bracketed")
        if previous:
            found.append("bracketed-previous:" + previous)
    if q.family == "percent":
        forecast(q, s, around.clause[0], found)
    elif q.family == "times":
        multiple(q, s, around.clause[0], found)
    if same and q.family in _SAME:
        found.append("same:" + same)
    if s.part != "body":
        found.append("part:" + s.part)
    a, b = around.clause
    _hung(q, s, around, found)
    _governed(q, s, around, found)
    beside(q, s, found)
    if any(t.use == "period" and a <= t.first < b for t in times):
        found.append("dated")
    if around.governor.preposition == "for" and any(lemma(s.lows[i]) in _BUYING for i in range(a, q.first)):
        found.append("bought")
    classes = token_classes(s)
    left = {c for i in range(a, min(q.first, b)) if not around.aside[0] <= i < around.aside[1] for c in classes[i]}
    right = {c for i in range(max(q.last, a), b) for c in classes[i]}
    found += [LEFT[c] for c in sorted(left)]
    found += [RIGHT[c] for c in sorted(right)]
    return found


def _spelt(q: Quantity, s: Sentence, around: Surroundings, found: list[str]) -> None:
    """The listed nouns and the verb around it as words, beside their classes."""
    known, lows, hung = noun_classes(), s.lows, around.governor
    modified = hung.modified if hung.modified >= q.last else -1
    for slot, k in (("n=", hung.noun), ("mod=", modified), ("s=", around.subject_head)):
        if k >= 0 and lows[k] in known:
            found.append(slot + named(lows, k))
    head = q.item.lower().rpartition(" ")[2] if q.item else ""
    if head in known:
        found.append("item=" + head)
    verb = hung.verb
    if verb is not None and q.family in _WORDED:
        word = ("vs=" if hung.side == "subject" else "v=") + verb.lemma
        found.append(word)
        if hung.preposition and hung.side == "object" and hung.noun < verb.head:
            found.append(f"{word}:{hung.preposition}")
        bearer = around.subject_head
        if q.family == "count":
            found += [f"{word}+{c}" for c in known.get(head, ("bare",))]
            if bearer >= 0 and not head:
                if lows[bearer] in _TALLIES and lows[bearer + 1 : bearer + 2] == ["of"]:
                    bearer = _last_noun(s.tags, bearer + 2)  # "the number of smallholders stands at 8,600"
                found += [f"bare-s:{c}" for c in known.get(lows[bearer], _UNLISTED)]
                if lows[bearer] == "we":
                    found.append("bare-s:we")
        if q.family == "money" and bearer >= 0 and lows[bearer] in known:
            found += [f"s={named(lows, bearer)}+{c}" for c in classes_of(s, verb)]


def _last_noun(tags: str, k: int) -> int:
    """The last noun of the phrase at token k, or the token before it where there is none."""
    while k < len(tags) and tags[k] in "DAXWG":
        k += 1
    while k + 1 < len(tags) and tags[k] in "NPG" and tags[k + 1] in "NP":
        k += 1
    return k if k < len(tags) and tags[k] in "NPG" else k - 1


def _hung(q: Quantity, s: Sentence, around: Surroundings, found: list[str]) -> None:
    """The nouns that it hangs on, modifies and is followed by."""
    hung, subject, b = around.governor, around.subject_head, around.clause[1]
    lows, tags, preposition = s.lows, s.tags, hung.preposition
    if preposition:
        found.append("p:" + preposition)
    if hung.noun >= 0:
        noun = named(lows, hung.noun)
        found += in_slot("nouns", "of:" if preposition in ("of", "for", "at", "with") else "on:", noun)
        found += in_slot("nouns", preposition + ":", noun)
        if q.family == "money" and noun in _SUMS and (k := measured_by(tags, lows, hung.noun)) >= 0:
            found += in_slot("nouns", "worth:", named(lows, k))
    if hung.modified >= q.last:
        found += in_slot("nouns", "mod:", named(lows, hung.modified))
        if q.family not in _RELATIVE:
            found.append("attributive")
    if subject >= 0:
        name = tags[subject] == "P"
        while subject > 0 and tags[subject] == "P" and lows[subject] not in noun_classes():
            subject -= 1  # of "the ferry Halcyon" the ferry
        name = name and (tags[subject] not in "NP" or lows[subject] not in noun_classes())
        found += ("s:name",) if name else in_slot("nouns", "s:", named(lows, subject))
    k = q.last
    if k + 1 < len(tags) and tags[k] in "IT":
        j = k + 1
        while j < b and tags[j] in "DQACPR":
            j += 1
        if j < b and tags[j] in "NPG":
            while j + 1 < b and tags[j + 1] in "NP":
                j += 1
            found += in_slot("nouns", f"post-{lows[k]}:", lows[j])
            if q.family == "money" and lows[j] in noun_classes():
                found.append("post=" + named(lows, j))
        found.append("post:" + lows[k])


def _governed(q: Quantity, s: Sentence, around: Surroundings, found: list[str]) -> None:
    """The verb that governs it, with preposition, tense and ability."""
    hung = around.governor
    verb = hung.verb
    if verb is None:
        found.append("v:none")
        return
    side = "vs:" if hung.side == "subject" else "v:"
    classes = classes_of(s, verb)
    found += [side + c for c in classes]
    if hung.preposition and hung.side == "object" and hung.noun < verb.head:
        found += [f"{side}{c}:{hung.preposition}" for c in classes]
    found.append(f"tense:{verb.tense}-passive" if verb.passive else "tense:" + verb.tense)
    if verb.perfect and q.family not in _RELATIVE:
        found.append("perfect")
    if not _ABLE.isdisjoint(s.lows[max(0, verb.first - 2) : verb.head]):
        found.append("can")
    when = "past" if verb.tense == "past" or verb.perfect else "future" if verb.tense in _AHEAD else "present"
    listed = verb_classes().get(verb.lemma, ())
    if "make" in listed:
        found.append("make:" + when)
    if q.per:
        found.append("per:" + when)
        found += [f"{side}{c}&per" for c in classes]
        if around.subject_head >= 0:
            found += in_slot("nouns", "per-s:", s.lows[around.subject_head])
        found.append("v=" + verb.lemma + "&per")
    if "employ" in listed and q.item and "people" in noun_classes().get(q.item.split()[-1].lower(), ()):
        found.append("item:people-employ")
    if not hung.preposition and hung.side == "object" and q.first - verb.last <= 2:
        found.append("object")
        k = q.last
        if s.lows[k : k + 2] == [",", "or"] and "," in s.lows[k + 2 : k + 7]:
            k = s.lows.index(",", k + 2) + 1  # "fell $2.15, or 5.9%, to $34.28"
        arrives = s.lows[k : k + 1] == ["to"] and s.tags[k + 1 : k + 2] in ("C", "U")
        if arrives and ("rise" in classes or "fall" in classes):
            found.append("moved-to")  # "fell 3,000 to 41,000"
