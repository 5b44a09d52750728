"""Raw text → article: the message that goes on the stream, with what the text itself says about it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services.ingest.header import opening, read_header
from services.ingest.language import language_of
from shared.errors import Rejected
from shared.messages import ArticleIngested, Source, article_id, stored_text


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as a reader or a sender hands it over, with what they know about it; None: not said."""

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_on: dt.date | None = None
    dateline: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    entry: str | None = None  # what a feed calls it, also when its text has changed


def make_article(draft: Draft, source: Source, sha256: str) -> ArticleIngested:
    """The message for a draft; `sha256` is the hex digest of the bytes that came in.

    What the sender says wins over what the text says. Raises Rejected for a text that is empty or no text.
    """
    if not draft.text.strip():
        raise Rejected("The article has no text", "send its text; a title alone is not enough")
    if "\0" in draft.text:
        raise Rejected("The text holds NUL characters, so it is damaged or not a text", "save it as plain UTF-8 text")
    try:
        draft.text.encode()
    except UnicodeEncodeError:
        raise Rejected("The text holds half of a character (a lone surrogate)", "send whole Unicode text") from None
    text = stored_text(draft.text)
    header = read_header(text)
    detected = language_of(text)
    return ArticleIngested(
        article_id=article_id(text),
        text=text,
        title=draft.title or header.title or opening(text),
        url=draft.url,
        publisher=draft.publisher,
        published_on=draft.published_on or header.published_on,
        dateline=draft.dateline or header.dateline,
        language=draft.language or detected,
        detected_language=detected,
        source=source,
        tags=draft.tags,
        content_sha256=sha256,
    )
