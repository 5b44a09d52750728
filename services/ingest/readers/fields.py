"""Metadata under the names that people give it: JSON exports, sidecar files, front matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from services.ingest.article import Draft
from services.ingest.readers.pieces import day, line, link
from shared.errors import Rejected

# Our name → the names found in crawlers' and agencies' exports (news-please, newspaper, schema.org, feeds), best first.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "maintext", "articleBody", "article_body", "body", "content_text", "content", "story", "article"),
    "title": ("title", "headline", "name", "subject"),
    "url": ("url", "link", "source_url", "canonical_url", "href"),
    "publisher": ("publisher", "site_name", "sitename", "site", "source_domain", "source", "outlet", "newspaper"),
    "published_on": (
        "published_on", "date", "published", "date_published", "datePublished", "date_publish", "published_at",
        "publish_date", "pubDate", "created_at", "timestamp",
    ),
    "dateline": ("dateline", "place", "location"),
    "language": ("language", "lang", "inLanguage"),
    "tags": ("tags", "keywords", "categories", "section"),
}  # fmt: skip
_SHORT = {name: others for name, others in NAMES.items() if name != "text"}


def fields_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Our fields out of somebody's, cleaned; what cannot be understood is left out, since the text matters more."""
    fields: dict[str, Any] = {}
    for ours in _SHORT:
        value = _first(given, ours)
        if ours == "published_on":
            value = value if isinstance(value, dt.date) else day(value)
            value = value.date() if isinstance(value, dt.datetime) else value
        elif ours == "url":
            value = link(value)
        elif ours == "tags":
            words = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
            value = tuple(tag for word in words[:50] if (tag := line(word)))
        else:
            # schema.org nests: {"publisher": {"@type": "Organization", "name": "…"}}
            value = line(value.get("name") if isinstance(value, Mapping) else value)
        if value:
            fields[ours] = value
    return fields


def draft_of(given: Mapping[str, Any]) -> Draft:
    """The draft in one object. Raises Rejected when no field holds its text."""
    text = _first(given, "text")
    if isinstance(text, list) and all(isinstance(part, str) for part in text):
        text = "\n\n".join(text)
    if not isinstance(text, str) or not text.strip():
        names = ", ".join(map(str, list(given)[:20])) or "none"
        raise Rejected(
            f"It has no field with the article's text; its fields are: {names}",
            f"call it one of {', '.join(NAMES['text'])}",
        )
    return Draft(text=text, **fields_of(given))


def _first(given: Mapping[str, Any], ours: str) -> Any:
    return next((given[name] for name in NAMES[ours] if given.get(name) not in (None, "")), None)
