"""PDF documents that hold text; scanned pages hold pictures of it, which is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.ingest.article import Draft
from services.ingest.readers.pieces import Budget, Piece, day, line
from shared.errors import Rejected

_LEAST = 20  # characters a page, on average; less is page numbers on scans
_MOST_PAGES = 500


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The document's pages as one article. Raises Rejected for encrypted, damaged, scanned and endless ones."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Rejected("The PDF is encrypted", "save it without a password") from None
        raise Rejected("The PDF is damaged", "export it again") from None
    try:
        if len(document) > _MOST_PAGES:
            raise Rejected(f"The PDF has {len(document)} pages; it is a book, not an article", "split it")
        pages = [page.get_textpage().get_text_range() for page in document]
        about = document.get_metadata_dict()
    finally:
        document.close()
    text = "\n\n".join(unwrap(page) for page in pages if page.strip())
    if len(text) < _LEAST * len(pages):
        raise Rejected("The PDF has no text, its pages are pictures: it needs OCR", "run it through OCR first")
    created = re.sub(r"^D:", "", about.get("CreationDate") or "")
    yield Draft(text=text, title=line(about.get("Title")), published_on=day(created[:8]))


def unwrap(page: str) -> str:
    """Lines that the page's width broke, joined again; a short line or an end of sentence ends a paragraph."""
    lines = [row.strip() for row in page.replace("\r\n", "\n").replace("\ufffe", "\u00ad").split("\n")]
    width = max((len(row) for row in lines), default=0)
    text = ""
    for row in lines:
        if not row:
            text = text.rstrip("\n") + "\n\n" if text else ""
        elif text.endswith(("\u00ad", "-")) and row[:1].islower():
            text = text[:-1].rstrip("\u00ad") + row if text.endswith("\u00ad") else text + row
        elif not text or text.endswith("\n"):
            text += row
        elif len(last := text.rsplit("\n", 1)[-1]) and _ends(lines, row, last, width):
            text += "\n\n" + row
        else:
            text += " " + row
    return text.strip()


def _ends(lines: list[str], row: str, last: str, width: int) -> bool:
    """Whether the paragraph ended with the line before `row`: that line was short, and ended as sentences do."""
    before = lines[lines.index(row) - 1]
    short = len(before) < width * 0.75
    return short and (last.endswith((".", "!", "?", "”", '"', ":")) or (last == before and row[:1].isupper()))
