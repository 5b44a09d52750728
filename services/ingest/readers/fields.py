"""Metadata under the names that people give it: JSON exports, sidecar files, front matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from services.ingest.article import Draft
from services.ingest.readers.pieces import day, line, link
from shared.errors import Misconfigured, Rejected

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


_NONE: Mapping[str, str] = {}


def names_in(setting: str) -> dict[str, str]:
    """Our name → the sender's, from `text=body,title=meta.headline`. Raises Misconfigured for what is none."""
    names: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in setting.replace("\n", ",").split(","))):
        ours, _, theirs = (part.strip() for part in pair.partition("="))
        if ours not in NAMES or not theirs:
            hint = f"OUR=THEIRS with commas between; ours are {', '.join(NAMES)}"
            raise Misconfigured(f"FACTWIRE_JSON_FIELDS: {pair[:100]!r} names no field", hint)
        names[ours] = theirs
    return names


def fields_of(given: Mapping[str, Any], names: Mapping[str, str] = _NONE) -> dict[str, Any]:
    """Our fields out of somebody's, cleaned; what cannot be understood is left out, since the text matters more.

    `names`: where some of them are (`meta.headline`: inside), before the usual names.
    """
    fields: dict[str, Any] = {}
    for ours in _SHORT:
        value = _first(given, ours, names)
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


def draft_of(given: Mapping[str, Any], names: Mapping[str, str] = _NONE) -> Draft:
    """The draft in one object, `names` as for `fields_of`. Raises Rejected when no field holds its text."""
    text = _first(given, "text", names)
    if isinstance(text, list) and all(isinstance(part, str) for part in text):
        text = "\n\n".join(text)
    if not isinstance(text, str) or not text.strip():
        found = ", ".join(map(str, list(given)[:20])) or "none"
        raise Rejected(
            f"It has no field with the article's text; its fields are: {found}",
            f"call it one of {', '.join(NAMES['text'])}, or say where it is: FACTWIRE_JSON_FIELDS=text=…",
        )
    return Draft(text=text, **fields_of(given, names))


def _first(given: Mapping[str, Any], ours: str, names: Mapping[str, str]) -> Any:
    if (theirs := names.get(ours)) and (value := _at(given, theirs)) not in (None, ""):
        return value
    return next((given[name] for name in NAMES[ours] if given.get(name) not in (None, "")), None)


def _at(given: Any, path: str) -> Any:
    """What stands at `meta.headline` or `authors.0.name`; a field that is called so as a whole comes first."""
    if isinstance(given, Mapping) and path in given:
        return given[path]
    for step in path.split("."):
        if isinstance(given, Mapping):
            given = given.get(step)
        elif isinstance(given, list) and step.isdecimal() and int(step) < len(given):
            given = given[int(step)]
        else:
            return None
    return given
