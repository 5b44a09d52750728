"""What a quantity itself shows and what stands right beside it, as features for its kind (features.py)."""

from __future__ import annotations

from services.extract.core.facts.cue_words import in_slot, next_to
from services.extract.core.facts.negative import below_zero
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

_MULTIPLES = frozenset(
    "ebitda ebit earnings oversubscribed subscribed covered cover oversold ratio leverage multiple gearing".split()
)
_GUESSES = frozenset(
    "forecast forecasts estimate estimates projection projections outlook guidance target targets".split()
)
_BEARING = frozenset(("with", "in", "to", "for", "at", "of"))


def own(q: Quantity, s: Sentence, found: list[str]) -> None:
    """What the quantity itself shows."""
    if q.per:
        found.append("per")
    if q.family == "money":
        found.append("price" if q.item else f"magnitude:{min(q.amount.adjusted(), 12) // 2}")
    if q.sign and not below_zero(q, s):
        found.append("sign")
    if q.spelled:
        found.append("spelled")
    if q.gapped:
        found.append("gapped")
    if q.upper is not None:
        found.append("range")
    if q.equivalents:
        found.append("equivalents")
    if q.family == "count":
        found.append(f"size:{min(q.amount.adjusted(), 9) // 2}")
    if q.item:
        words = q.item.lower().split()
        found += in_slot("nouns", "item:", words[-1])
        if q.per:
            found += in_slot("nouns", "per-item:", words[-1])
        for word in words[:-1]:
            found += in_slot("nouns", "item-part:", word, unknown=False)
    elif q.family == "count":
        found.append("item:none")


def forecast(q: Quantity, s: Sentence, a: int, found: list[str]) -> None:
    """A percentage that completes "growth forecast", one that says of what it is a part ("a third of them"), and one
    that stands behind a noun whose verb is left out."""
    lows = s.lows
    if "growth" in s.vocabulary and any(
        lows[i] == "growth" and not _GUESSES.isdisjoint(lows[i + 1 : i + 3]) for i in range(a, q.first)
    ):
        found.append("growth-forecast")
    if "of" in lows[q.number + 1 : q.last]:
        found.append("part-of")
    if q.first and s.tags[q.first - 1] in "NP" and lows[q.last : q.last + 1] != ["of"]:
        found.append("behind-noun")


def multiple(q: Quantity, s: Sentence, a: int, found: list[str]) -> None:
    """Times of something that is a ratio by its nature: earnings, cover, a debt's."""
    if not _MULTIPLES.isdisjoint(s.vocabulary) and not _MULTIPLES.isdisjoint(s.lows[a : q.last + 3]):
        found.append("multiple")


def measured_by(tags: str, lows: list[str], noun: int) -> int:
    """What a sum is the worth of: "violations with a total value of", "notes in the amount of"."""
    k = noun - 1
    while k > 0 and tags[k] in "DA":
        k -= 1
    return k - 1 if k > 0 and lows[k] in _BEARING and tags[k - 1] in "NP" else -1


def beside(q: Quantity, s: Sentence, found: list[str]) -> None:
    """The words directly left and right."""
    lows, tags = s.lows, s.tags
    i = q.first - 1
    while i > 0 and tags[i] in "DQR":
        i -= 1
    if i > 0 and tags[i] in "IT":
        found += in_slot("words", f"before-{lows[i]}:", lows[i - 1], unknown=False)
    colon = q.first - 1
    if colon > 0 and lows[colon] == ":" and not any(t in "VBHMO" for t in tags[:colon]):
        first = next((i for i in range(colon) if tags[i] in "NPAG"), colon)
        i = next((i for i in range(first + 1, colon) if tags[i] in "IS,(WX"), colon) - 1  # "Profit after tax:"
        found += in_slot("nouns", "label:", lows[i])
    if q.first:
        _next(s, q.first - 1, "l:", "lv:", found)
    if (i := _past_bracket(q, lows)) < len(lows):
        _next(s, i, "r:", "rv:", found)
    if q.last + 1 < len(lows):
        found += next_to("rr:", lows[q.last + 1])
    if (q.last < len(lows) and lows[q.last] in ("more", "another")) or (
        q.first and lows[q.first] in ("another", "extra")
    ):
        found.append("more-added")


def _next(s: Sentence, i: int, slot: str, verb: str, found: list[str]) -> None:
    """What a word next to the quantity gives, and the verb that it is."""
    found += next_to(slot, s.lows[i])
    if s.tags[i] in "VWXG":
        found += in_slot("verbs", verb, lemma(s.lows[i]), unknown=False)


def _past_bracket(q: Quantity, lows: list[str]) -> int:
    """The token right of a quantity, past a bracket that closes or stands between: "41,000 tons (1.6%) less"."""
    k = q.last
    if lows[k : k + 1] == ["("] and ")" in lows[k : k + 7]:
        return lows.index(")", k) + 1
    return k + 1 if lows[k : k + 1] == [")"] else k
