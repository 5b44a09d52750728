"""Feed documents (RSS, Atom, JSON Feed is `json.py`): one article an item, with the text that the item itself holds."""

from __future__ import annotations

from collections.abc import Iterator

from services.ingest.article import Draft
from services.ingest.readers.html import plain
from services.ingest.readers.pieces import Budget, Piece, day, line, link
from shared.errors import Rejected


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The items of a feed. Raises Rejected for XML that is none."""
    import feedparser

    feed = feedparser.parse(data)
    if not feed.get("version"):
        raise Rejected("It is XML, but no feed (RSS, Atom)", "save the article's page or text instead")
    publisher = line(feed.feed.get("title"))
    language = line(feed.feed.get("language"), 35)
    for entry in feed.entries:
        texts = [part.get("value", "") for part in entry.get("content", ())] or [entry.get("summary", "")]
        text = plain(max(texts, key=len))
        if not text:
            yield Rejected(f"The item {line(entry.get('title')) or '?'} has no text", "")
            continue
        entry_id = line(entry.get("id"), 500)
        published = entry.get("published_parsed") or entry.get("updated_parsed")
        yield Draft(
            text=text,
            title=line(entry.get("title")),
            url=link(entry.get("link")),
            publisher=publisher,
            published_on=day("{:04}-{:02}-{:02}".format(*published[:3])) if published else None,
            language=language,
            tags=tuple(tag for term in entry.get("tags", ())[:50] if (tag := line(term.get("term")))),
            entry=f"id:{entry_id}" if entry_id else None,
        )
