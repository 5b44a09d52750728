"""An analyst's checks: hints beside facts, from the other facts. Pure; `checking.py` runs them over the store.

`part_of`   the fact is contained in a total of the same article: adding both would count it twice.
`contains`  the other side of it.
`rate`      the exchange rate that the fact implies (its amount over its stated dollars) is out of line with what the
            other articles of that month imply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, TypeAlias

Row: TypeAlias = Any  # a mapping: a row of the database, or one about to become it

CLOSE = Decimal("0.01")  # rounded parts add up to their total within one percent
NEAR = 400  # characters between a total and its furthest part
LONGEST = 8  # parts that are tried
TOLERANCE = 0.15  # rates move within a month, and articles round
ENOUGH = 3  # other articles that must agree before one is called out of line
_INCLUDING = re.compile(r"\b(?:including|of which|of them|of whom|among them|of that|of this)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flag:
    """A hint about a fact; `detail` is JSON."""

    fact_id: str
    article_id: str
    check: str
    detail: dict[str, Any]
    month: str | None = None
    whole_id: str | None = None


def parts_and_totals(facts: Sequence[Row], text: str | None) -> list[Flag]:
    """Which facts of an article are parts of which, in the order of the text."""
    flags: list[Flag] = []
    taken: set[str] = set()
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for fact in facts:
        if fact["amount"] is not None and fact["unit"] not in ("%", "pp", "x"):
            alike.setdefault((fact["kind"], fact["unit"], fact["per"], fact["status"]), []).append(fact)
    for group in alike.values():
        for total in group:
            parts = _parts(total, [f for f in group if f["id"] not in taken and f["id"] != total["id"]], text)
            if not parts:
                continue
            names = [part["id"] for part in parts]
            taken |= {total["id"], *names}
            flags.append(Flag(total["id"], total["article_id"], "contains", {"parts": names}))
            flags += [
                Flag(name, total["article_id"], "part_of", {"total": total["id"]}, whole_id=total["id"])
                for name in names
            ]
    return flags


def _parts(total: Row, others: Sequence[Row], text: str | None) -> Sequence[Row]:
    """The run of facts behind the total, or before it, that adds up to it; or what "including" introduces."""
    behind = [f for f in others if 0 <= f["evidence_start"] - total["evidence_end"] <= NEAR]
    before = [f for f in reversed(others) if 0 <= total["evidence_start"] - f["evidence_end"] <= NEAR]
    whole = Decimal(total["amount"])
    for run in (behind[:LONGEST], before[:LONGEST]):
        for count in range(2, len(run) + 1):
            if abs(sum(Decimal(f["amount"]) for f in run[:count]) - whole) <= abs(whole) * CLOSE:
                return run[:count]
    if text is None:
        return []
    included = []
    for fact in behind:
        same_sentence = fact["sentence_start"] == total["sentence_start"]
        if same_sentence and _INCLUDING.search(text[total["evidence_end"] : fact["evidence_start"]]):
            included.append(fact)
    fits = included and all(Decimal(f["amount"]) < whole for f in included)
    return included if fits and sum(Decimal(f["amount"]) for f in included) <= whole * (1 + CLOSE) else []


def rates_out_of_line(facts: Sequence[Row], month: str) -> list[Flag]:
    """Facts of one month with an amount and its dollars whose rate the other articles of the month do not share."""
    by_currency: dict[str, list[tuple[float, Row]]] = {}
    for fact in facts:
        if fact["currency"] not in (None, "USD") and fact["usd_amount"]:
            rate = float(fact["amount_number"] / fact["usd_amount"])
            if rate > 0:
                by_currency.setdefault(fact["currency"], []).append((rate, fact))
    flags = []
    for currency, rates in by_currency.items():
        for rate, fact in rates:
            # One article counts once, however often it repeats its own rate.
            others: dict[str, list[float]] = {}
            for other, elsewhere in rates:
                if elsewhere["article_id"] != fact["article_id"]:
                    others.setdefault(elsewhere["article_id"], []).append(other)
            if len(others) < ENOUGH:
                continue
            usual = median(median(each) for each in others.values())
            if abs(rate / usual - 1) > TOLERANCE:
                detail = {
                    "implied": f"{rate:.6g}",
                    "usual": f"{usual:.6g}",
                    "currency": currency,
                    "articles": len(others),
                }
                flags.append(Flag(fact["id"], fact["article_id"], "rate", detail, month))
    return flags
