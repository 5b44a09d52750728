"""Which lone forms in -ed are participles ("a plant | priced at $5m | is …") and which past tenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.extract.core.antecedents import RELATIVES, apposed, chain_head, free, is_time, led_in
from services.extract.core.chunks import VerbGroup
from services.extract.core.clause import phrase_at
from services.extract.core.sentences import Sentence
from services.extract.core.tags import only_past

if TYPE_CHECKING:
    from services.extract.core.predicates import Predicate

# Verbs of saying and thinking, whose object may be a whole clause without "that".
REPORTING = frozenset(
    "say report announce tell note add claim state think believe expect hope know show reveal mean warn explain "
    "suggest confirm promise argue insist estimate forecast predict reckon write declare inform fear".split()
)
# Verbs of causing and perceiving: what they make, let or see somebody do stands behind that somebody ("let it grow").
CAUSING = frozenset("ensure make let help see watch".split())
OPENING = REPORTING | {"ensure", "make", "let"}  # behind them a clause may begin anew
# They have no passive.
_MOVING = frozenset(
    """climb jump surge soar slip plunge decline plummet dip tumble rebound shrink fall slide sink tick
creep spike rally swell recover retreat slump crash collapse skid accelerate decelerate inch amount total average arrive
emerge""".split()
)
_SHIFTING = frozenset("expand widen narrow increase decrease contract ease double triple halve slow edge".split())

_STRETCHES = frozenset("year quarter half months period weeks week month season half-year".split())


def is_reduced(
    s: Sentence, g: VerbGroup, groups: list[VerbGroup], number: int, out: list[Predicate], end: int, awaited: bool
) -> bool:
    """Whether a lone form in -ed is a participle ("a plant priced at $5m is …") and no past tense."""
    before = g.first - 1
    while before >= 0 and (s.tags[before] == "R" or s.lows[before] == "long"):
        before -= 1
    after = s.tags[g.last] if g.last < len(s.tags) else "."
    if before < 0 or s.tags[before] == ":":
        return True  # also "About Norvik: Established in 1987, it …"
    if s.tags[before] in ',"' and not (s.phrases and s.phrases[0].last <= before):
        return True
    if s.tags[g.head] == "X":
        return True
    if g.lemma == "end" and s.lows[before] in _STRETCHES and after in "PCI":
        return True  # "for the quarter ended March 31 jumped"
    if only_past(s.lows[g.head]) or g.lemma in _MOVING:
        return False
    if g.lemma in _SHIFTING and any(t in "CU" for t in s.tags[g.last : g.last + 2]):
        return False  # "The deficit widened by $340 million"
    if s.tags[before] == "J":
        return _joined(s, g, before, out)
    if s.tags[before] in "VWXGIT":
        return False
    if s.tags[before] == "O" or (s.tags[before] in "SD" and s.lows[before] in RELATIVES):
        return False
    if after in "ADN" and any(q.first == g.last and is_time(s, q) for q in s.phrases):
        after = "I"  # "under a contract signed | last autumn"
    if after not in "ITRC,.)" or s.tags[before] not in "NP,)C":
        return False
    if s.lows[g.last : g.last + 1] in (["down"], ["up"], ["off"]) and s.tags[g.last + 1 : g.last + 2] == "D":
        return False  # "The dairy shut down its hall the day the new one opened"
    own = phrase_at(s, before)
    marked = own is not None and own.first > 1 and own.last == g.first and s.lows[own.first - 1] in RELATIVES
    if own is not None and marked and after == "I" and s.tags[own.first - 2] in "NP" and s.lows[g.last] != "by":
        return False  # "the shops that the chain closed in 2023 have reopened"
    if (
        s.tags[before] == ","
        and out
        and out[-1].kind == "finite"
        and out[-1].group.passive
        and number + 1 < len(groups)
    ):
        then = groups[number + 1]
        if _may_join(s, then) and "," not in s.tags[out[-1].group.last : before] + s.tags[g.last : then.first]:
            return False  # "was bought in 2011, | modernised at a cost of $90m and sold on in 2019"
    aside_too = s.tags[before] == ","  # "Norvik, founded in 1951 and | sold in 2012, …": each is one
    follower = next(
        (
            h
            for h in groups[number + 1 :]
            if h.tense not in ("gerund", "infinitive") and not (aside_too and _may_join(s, h))
        ),
        None,
    )
    if follower is not None:
        gap = s.tags[g.last : follower.first]
        if "S" not in gap and ";" not in gap and ":" not in gap:
            last = follower.first - 1
            while last > g.last and s.tags[last] in "RL":
                last -= 1
            if s.tags[last] == "J" or any(s.lows[i] in RELATIVES for i in range(g.last, follower.first)):
                pass
            elif s.tags[last] == ",":
                if s.tags[before] == ",":
                    return True
            else:
                phrase = phrase_at(s, last)
                timed = phrase is not None and is_time(s, phrase)  # "A clinic built last year | serves 4,000 people"
                if (phrase is None or timed or not free(s, phrase)) and "," not in gap and "J" not in gap:
                    return True
    if follower is not None and s.tags[follower.first - 1] != "J" and "," in s.tags[g.last : follower.first]:
        phrase = phrase_at(s, before)
        if phrase is not None and (led_in(s, phrase, end) or apposed(s, phrase)):
            return True
    if s.tags[before] == "," and follower is not None and not out and "," in s.tags[g.last : follower.first]:
        under = phrase_at(s, before - 1)
        if under is not None and led_in(s, under, end):
            return True  # "Under the agreement, signed in May, they will …"
    if after != "T" and _with(s, before):
        return True
    if awaited:
        return False
    aside = bool(out) and out[-1].kind == "reduced" and s.tags[out[-1].group.first - 1] == ","
    if aside and s.tags[before] == "," and follower is None and after in "RCD":
        return False  # "whereas agriculture, hit by a cold February, managed only 4.1%"
    if s.tags[before] == ",":
        # "X, set up by Y." and "it runs a plant, opened in 2019" close the sentence; "X, a town, opened" does not
        noun = s.tags[before - 1]
        if out and noun in "NP" and after == "I" and s.lows[g.last] in ("by", "from", "for", "at", "on"):
            return True
        told = out and (out[-1].kind in ("finite", "infinitive") or any(p.kind == "finite" for p in out))
        main = out[-1].group.last if told else before
        plain = main < before - 1 and "," not in s.tags[main:before] and noun in "NPC" and after in "IR"
        if s.lows[g.last : g.last + 1] == ["today"] and after == "R":
            after = s.tags[g.last + 1 : g.last + 2]  # "with a loan of EUR 150 million, signed today with X"
            plain = "," not in s.tags[main:before] and after == "I"
        return plain and follower is None and g.lemma not in REPORTING and g.lemma != "compare"
    if out and out[-1].kind in ("finite", "relative", "infinitive", "gerund", "reduced"):
        last_group = out[-1].group
        if last_group.lemma in OPENING and not last_group.passive:
            return False
        phrase = phrase_at(s, before)
        if phrase is None:
            return True
        head = chain_head(s, phrase)
        gap = s.tags[end : head.first]
        if "S" in gap or "J" in gap or ":" in gap or ";" in gap:
            return "of" in s.lows[end : g.first] and "S" not in gap and "," not in gap
        return "," not in gap
    return False


def _with(s: Sentence, before: int) -> bool:
    """ "…, with its terminal at Bor | opened on Saturday": what stands so with something."""
    phrase = phrase_at(s, before)
    head = chain_head(s, phrase) if phrase is not None else None
    i = head.first - 1 if head is not None else -1
    while i > 0 and s.tags[i] in "DCUQAR)(NPE" and s.lows[i] != "with":
        i -= 1
    return i > 0 and s.lows[i] == "with" and s.tags[i - 1] == ","


def _may_join(s: Sentence, h: VerbGroup) -> bool:
    """Whether "and" and a lone form that may be a participle, without an object, stand at a group."""
    before = h.first - 1
    while before > 0 and s.tags[before] == "R":
        before -= 1
    after = s.tags[h.last : h.last + 1]
    if after in ("A", "D", "N") and any(q.first == h.last and is_time(s, q) for q in s.phrases):
        after = "I"
    alone = h.first == h.head and s.tags[before] == "J" and s.tags[h.head] in "WX"
    return alone and after in ("I", "T", "R", ",", ".") and not only_past(s.lows[h.head]) and h.lemma not in _MOVING


def _joined(s: Sentence, g: VerbGroup, before: int, out: list[Predicate]) -> bool:
    """ "Norvik, founded in 1951 and | sold in 2012, …": what "and" ties to a participle behind a comma."""
    if not out or out[-1].kind != "reduced" or not _may_join(s, g):
        return False
    first = out[-1].group.first
    while first and s.tags[first - 1] == "R":
        first -= 1
    if "," in s.tags[out[-1].group.last : before] or "S" in s.tags[first:before]:
        return False
    return s.tags[first - 1] in ",J"
