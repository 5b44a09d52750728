"""Web pages: the main text, and what the page itself says about title, date, publisher, address and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from services.ingest.article import Draft
from services.ingest.readers.pieces import Budget, Piece, day, line, link
from services.ingest.readers.text import decode
from shared.errors import Rejected

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]{0,500}\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…。！？।](?:[\s”\"»’)]|$)")
_LEAST = 120  # characters in paragraphs of sentences; menus and footers have none
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The page's article. Raises Rejected for a page without one."""
    yield article_of(_decode(data))


def article_of(page: str, url: str | None = None) -> Draft:
    """The article in a page's markup; `url` is where it was fetched from. Raises Rejected where there is none."""
    import trafilatura  # a third of a second, which only those pay who read pages

    found = trafilatura.bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATES,
    )
    text = "" if found is None or isinstance(found, dict) else found.text or ""
    told = sum(len(part) for part in text.splitlines() if len(part) >= 40 and _SENTENCE.search(part))
    if found is None or isinstance(found, dict) or told < _LEAST:
        raise Rejected(
            "No article was found in the page: it is a menu, a list of links, or made by a script",
            "save the article's own page, or its text",
        )
    language = _LANGUAGE.search(page[:5000])
    address = link(found.url) or url
    return Draft(
        text=_paragraphs(text),
        title=line(found.title),
        url=address,
        publisher=line(found.sitename) or (urlsplit(address).hostname if address else None),
        published_on=day(found.date),
        language=language[1] if language else None,
    )


def plain(markup: str) -> str:
    """The characters of a short piece of markup (a feed's summary, a mail's body), paragraph by paragraph."""
    from lxml import html
    from lxml.etree import ParserError

    try:
        root = html.fromstring(f"<div>{markup}</div>")
    except (ParserError, ValueError):
        return ""
    for gone in root.xpath("//script|//style|//head"):
        gone.drop_tree()
    for block in root.iter("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"):
        block.tail = "\n\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n\n" + (block.text or "")
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", root.text_content()) if part.strip())


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            return decode(data, declared[1].decode())
        except Rejected:
            pass  # pages often declare what they are not
    return decode(data)


def _paragraphs(text: str) -> str:
    """Paragraphs apart by an empty line, as articles have them."""
    return "\n\n".join(part.strip() for part in text.splitlines() if part.strip())
