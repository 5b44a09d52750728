"""Markdown: the text without its marks; title, date and the like from YAML front matter or the first heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.ingest.readers.fields import draft_of, fields_of
from services.ingest.readers.pieces import Budget, Piece
from services.ingest.readers.text import decode
from shared.errors import Rejected

_FRONT = re.compile(r"\A---\s*\n(.*?\n)(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The document as one article. Raises Rejected for front matter that is no YAML."""
    import yaml
    from markdown_it import MarkdownIt

    source = decode(data).replace("\r\n", "\n")
    fields: dict[str, object] = {}
    if front := _FRONT.match(source):
        try:
            loaded = yaml.safe_load(front[1])
        except yaml.YAMLError as error:
            raise Rejected(f"Its front matter is not YAML: {str(error)[:200]}", "mend it, or take it out") from None
        fields = loaded if isinstance(loaded, dict) else {}
        source = source[front.end() :]
    paragraphs: list[str] = []
    heading: str | None = None
    tokens = MarkdownIt("commonmark", {"html": False}).parse(source)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            text = "".join(
                "\n" if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            ).strip()
            if text:
                paragraphs.append(text)
                if heading is None and before is not None and before.type == "heading_open":
                    heading = text
        elif token.type in ("fence", "code_block"):
            paragraphs.append(token.content.strip())
    known = fields_of(fields)
    known.setdefault("title", heading)
    yield draft_of({**known, "text": "\n\n".join(paragraphs)})
