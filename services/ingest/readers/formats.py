"""The formats that ingest reads: one small module each, one line each here. A format is chosen by its bytes first."""

from __future__ import annotations

from services.ingest.article import Draft, make_article
from services.ingest.readers.text import decode
from shared.messages import ArticleIngested, Source


def read(data: bytes, source: Source, *, tags: tuple[str, ...] = (), sha256: str) -> tuple[ArticleIngested, ...]:
    """The articles in a file's bytes; the source's name tells the format where the bytes do not. Raises Rejected."""
    return (make_article(Draft(decode(data), tags=tags), source, sha256),)
