"""The same money said again in another currency: in brackets, after "or", "equivalent to", or ", about"."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from services.extract.core.mentions.draft import Draft
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

# What joins a restatement to its money, token for token.
_LINKS = tuple(
    link.split()
    for line in (
        "or|, or|equivalent to|, equivalent to|the equivalent of|, the equivalent of|equivalent of|equal to|, equal to",
        "=|/|–|;|, i.e.|, i.e. ,|that is|, that is|which is|, which is|, equalling|, worth",
    )
    for link in line.split("|")
)
_EXPLICIT = ([",", "or"], [",", "equivalent", "to"], ["the", "equivalent", "of"], [",", "i.e."])
_ROUND = frozenset(map(Decimal, (1, 10, 100, 1000)))  # what a rate of exchange is quoted for
_FARTHEST = 9  # tokens between a price and ", close to C$280 million"


def attach(s: Sentence, doc: Document, drafts: list[Draft]) -> None:
    """Take restatements into the money before them; they, and amounts that the text's end cut off, are dead then."""
    kept: list[Draft] = []
    _rates(s, drafts)
    for draft in drafts:
        if draft.dead is None and _cut(s, doc, draft):
            draft.dead = "cut off"
        if draft.dead or draft.unit is None:
            continue
        if kept and draft.family == "money" and (end := _restates(s, kept, draft)) is not None:
            main = next(other for other in reversed(kept) if other.family == "money")
            main.equivalents += ((draft.amount, draft.unit or ""),)
            main.end = max(main.end, end)
            draft.dead = "equivalent"
            continue
        kept.append(draft)


def _rates(s: Sentence, drafts: list[Draft]) -> None:
    """ "($1 = 83.9 rupees)", "(1,000 won = $0.75)": the line by which a desk converts states nothing of the story."""
    if "=" not in s.vocabulary:
        return
    for one, other in pairwise(drafts):
        sides = one.family == "money" and one.amount in _ROUND and s.lows[max(one.end, one.last) : other.begin] == ["="]
        if sides and other.family == "money":
            one.dead = other.dead = "exchange rate"


def _cut(s: Sentence, doc: Document, draft: Draft) -> bool:
    """ "(US$4" at the end of a text that was cut: the amount is not whole."""
    if draft.last < len(s.lows) or s.index + 1 < len(doc.sentences):
        return False
    before = s.lows[max(0, draft.first - 40) : draft.first]
    return before.count("(") > before.count(")")


def _restates(s: Sentence, kept: list[Draft], draft: Draft) -> int | None:
    """Where the restatement ends, if the money is one."""
    main = kept[-1]
    if main.family != "money" or main.unit == draft.unit or (main.upper is not None and draft.upper is None):
        return None
    at = max(main.end, main.last)
    if main.equivalents:
        at = main.end
    between = s.lows[at : draft.begin]
    n = len(s.lows)
    end = max(draft.last, draft.end)
    if "(" in between:
        opening = at + between.index("(")
        inner = s.lows[opening + 1 : draft.begin]
        if opening - at > 6 or any(low not in _INNER for low in inner):
            return None
        if end < n and s.lows[end] in ("equivalent", "equiv"):
            end += 1
        if end < n and s.lows[end] in ("at", "as", "in", "on"):
            closing = next((k for k in range(end, min(n, end + 12)) if s.lows[k] == ")"), None)
            return closing + 1 if closing is not None else None
        if end < n and s.lows[end] in (")", "]", ",", ";", "/", "or"):
            return end + 1 if s.lows[end] in ")]" else end
        return None
    if main.equivalents and between in ([","], ["/"], ["or"], [";"], ["and"]):
        return end + 1 if end < n and s.lows[end] == ")" else end
    if between in _LINKS:
        return end
    for link in _EXPLICIT:  # "N330 billion in tax, equivalent to $220 million"
        if between[-len(link) :] == link and len(between) <= _FARTHEST and not _verbs(s, at, draft.begin - len(link)):
            return end
    if (
        draft.bound == "approximate"
        and between[-1:] == [","]
        and len(between) <= _FARTHEST
        and not _verbs(s, at, draft.begin)
    ):
        return end
    return None


# What may stand in brackets before a restatement.
_INNER = frozenset(
    (
        *("or", "about", "equivalent", "to", "equal", "the", "of", "a", "approx", "i.e.", "=", "≈", "~", "around"),
        *("that", "is", "currently", "then", "worth", ",", "roughly", "some", "nearly"),
    )
)


def _verbs(s: Sentence, first: int, last: int) -> bool:
    return any(tag in "VWXBHFM" for tag in s.tags[first:last])
