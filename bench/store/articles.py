"""Articles with facts, as a bench needs them: many, spread over five years, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

from shared.facts import EventFact, Fact, Period, QuantityFact, Sentence, Span, Value
from shared.messages import ArticleReference, Extractor, FactsExtracted, Source

FACTS_EACH = 20
WORDS = (
    "steel plant wagon power station grain terminal copper mine refinery hotel school bridge railway port airport "
    "solar wind farm dairy cement glass textile battery cable pipe tractor fertiliser uranium oil gas field"
).split()
FIRST, LAST = ("Kara", "Sary", "Ak", "Kyzyl", "Temir", "Zhana"), ("tau", "gan", "kol", "orda", "tobe")
TOWNS = [first + last for first in FIRST for last in LAST]
UNITS = [
    ("KZT", "investment"), ("USD", "investment"), ("%", "share"), ("t", "output"), ("1", "count"), ("MW", "capacity"),
]  # fmt: skip
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def messages(count: int, seed: int, each: int = FACTS_EACH) -> Iterator[FactsExtracted]:
    """Articles spread over five years, with `each` facts."""
    chance = random.Random(seed)
    for _ in range(count):
        at = START + dt.timedelta(seconds=chance.randrange(5 * 365 * 86400))
        identity = uuid.UUID(int=chance.getrandbits(128), version=4)
        yield FactsExtracted(
            article=ArticleReference(
                id=identity,
                title=f"{chance.choice(WORDS)} in {chance.choice(TOWNS)}", publisher=f"Paper {chance.randrange(40)}",
                published_on=at.date(), source=Source(door="inbox", name="a.txt", received_at=at), tags=("bench",),
            ),
            extractor=Extractor(name="factwire", version="1.0", lexicon="0" * 12),
            extracted_at=at + dt.timedelta(seconds=1),
            facts=tuple(_fact(chance, n, at.date()) for n in range(each)),
        )  # fmt: skip


def _fact(chance: random.Random, n: int, day: dt.date) -> Fact:
    name = f"{chance.choice(TOWNS)} {chance.choice(WORDS)} {chance.choice(WORDS)}"
    start = n * 120
    common: dict[str, Any] = {
        "id": uuid.UUID(int=chance.getrandbits(128), version=4),
        "subject": Span(start=start, end=start + len(name), text=name),
        "sentence": Sentence(start=start, end=start + 110),
        "confidence": round(chance.uniform(0.5, 1), 3),
        "rule": "bench",
        "place": Span(start=start, end=start + 7, text=name[:7]) if chance.random() < 0.3 else None,
        "period": Period(start=day, end=day, text="today") if chance.random() < 0.4 else None,
    }
    if chance.random() < 0.15:
        return EventFact(event="opening", evidence=Span(start=start + 60, end=start + 66, text="opened"), **common)
    unit, kind = chance.choice(UNITS)
    amount = str(int(10 ** chance.uniform(0, 12)))
    quote = f"more than {amount} {unit} of {chance.choice(WORDS)}"
    return QuantityFact(
        kind=kind,  # type: ignore[arg-type]
        value=Value(amount=amount, unit=unit, item=chance.choice(WORDS), bound="at_least"),
        evidence=Span(start=start + 60, end=start + 60 + len(quote), text=quote),
        **common,
    )
