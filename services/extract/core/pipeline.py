"""The flow of extraction, from text to claims: start reading here."""

from __future__ import annotations

import datetime as dt

from services.extract.core.model import Claim, Document
from services.extract.core.sentences import sentences


def read(text: str, published: dt.date | None) -> Document:
    """An article with everything that stands in it: sentences and their mentions."""
    return Document(text, published, sentences(text))


def claims(document: Document) -> list[Claim]:
    """What the article claims, in the order of the evidence."""
    return []
