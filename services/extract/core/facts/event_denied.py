"""What denies the event that a verb would state: "nor", "if", "without", a verb of denial, a plan that was dropped."""

from __future__ import annotations

from services.extract.core.mentions.trigger import listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_INVERTED = frozenset("had were should".split())
_COLLAPSES = frozenset("collapse fail founder stall lapse fizzle".split())
_CAME_TO_NOTHING = (
    ["through", "in"],
    ["through", "."],
    ["through", "after"],
    ["through", "because"],
    ["to", "nothing"],
)


def only_said(s: Sentence, p: Predicate) -> bool:
    """ "Rumours that | the mill is to be sold | were denied"."""
    return p.start > 1 and s.lows[p.start - 1] == "that" and s.lows[p.start - 2] in listed("modality", "doubted")


def nor(s: Sentence, i: int) -> bool:
    """Whether "nor" denies the verb at token i, its auxiliary before its subject: "Nor does it | intend to sell"."""
    if "nor" not in s.vocabulary:
        return False
    return "nor" in s.words[max(i - 5, 0) : i + 1] or (
        i < 5 and s.lows[0] == "nor" and s.tags[1:2] in ("B", "F", "H", "M")
    )


def under_negation(s: Sentence, i: int) -> bool:
    """Whether "if", "unless", "without" or an inverted condition opens the clause of token i."""
    without = listed("modality", "without")
    for k in range(i - 1, max(-1, i - 12), -1):
        if s.tags[k] in ":." or (s.tags[k] == "," and k < i - 1):
            return False
        if s.lows[k] == "instead" and s.lows[k + 1] != "of":
            continue  # "Instead it will retrofit the line"
        if s.lows[k] in without and s.lows[k] not in _INVERTED:
            return True
        if k == 0 and s.lows[0] in _INVERTED:
            return True
        if s.tags[k] in "VWXB" and k < i - 1:
            return False
    return False


def is_denied(s: Sentence, before: Predicate, p: Predicate) -> bool:
    """Whether the verb before denies it: "denied that it would close"."""
    if before.group.lemma not in listed("modality", "denied_that") or before.group.passive:
        return False
    between = s.tags[before.group.last : p.group.first]
    return s.lows[before.group.last] == "that" or not any(t in ",J:S" for t in between)


def dropped(s: Sentence, q: Predicate) -> bool:
    """Whether a verb says that its plan came to nothing: "was shelved", "fell through"."""
    if q.group.lemma in ("fall", "come") and s.lows[q.group.last : q.group.last + 2] in _CAME_TO_NOTHING:
        return True
    return q.group.lemma in listed("modality", "dropped") or q.group.lemma in _COLLAPSES
