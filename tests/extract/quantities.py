"""Reading the quantities of a text, for tests."""

from __future__ import annotations

import datetime as dt

from services.extract.core.mentions.quantity import quantities
from services.extract.core.model import Document, Quantity
from services.extract.core.sentences import sentences


def read(text: str, country: str | None = None) -> list[Quantity]:
    """All quantities of a text."""
    doc = Document(text, dt.date(2024, 5, 1), sentences(text), country=country)
    for sentence in doc.sentences:
        doc.quantities.append(quantities(sentence, doc))
    return [q for found in doc.quantities for q in found]


def shown(text: str, country: str | None = None) -> str:
    """Values and units: "12 t; 3-4 %"."""
    values = []
    for q in read(text, country):
        upper = f"-{q.upper}" if q.upper is not None else ""
        values.append(f"{q.amount}{upper} {q.unit}")
    return "; ".join(values)
