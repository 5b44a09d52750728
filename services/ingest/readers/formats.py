"""The formats that ingest reads: one small module each, one line each here.

A format is recognised by its first bytes where these are unmistakable, else by the name's ending or the media type;
what nobody claims is plain text.
"""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from services.ingest.article import Draft
from services.ingest.readers import archives, docx, feed, html, json, mail, markdown, pdf
from services.ingest.readers.pieces import Budget, Member, Part, Piece, Read
from services.ingest.readers.signatures import signature
from services.ingest.readers.text import decode
from shared.errors import Rejected


class Format(NamedTuple):
    """A format: its name, the endings and media types that it goes by, how it is read, whether it may hold many."""

    name: str
    endings: tuple[str, ...]
    media_types: tuple[str, ...]
    read: Read
    many: bool = False


def _text(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    yield Draft(decode(data))


TEXT = Format("text", (".txt", ".text"), ("text/plain",), _text)
MARKDOWN = Format("markdown", (".md", ".markdown"), ("text/markdown",), markdown.read)
HTML = Format("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), html.read)
JSON = Format("json", (".json",), ("application/json",), json.read, many=True)
LINES = Format(
    "jsonl", (".jsonl", ".ndjson"), ("application/x-ndjson", "application/jsonl"), json.read_lines, many=True
)
MAIL = Format("mail", (".eml",), ("message/rfc822",), mail.read)
MBOX = Format("mbox", (".mbox",), ("application/mbox",), mail.read_box, many=True)
PDF = Format("pdf", (".pdf",), ("application/pdf",), pdf.read)
DOCX = Format(
    "docx", (".docx",), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), docx.read
)
FEED = Format("feed", (".rss", ".atom", ".xml"), ("application/rss+xml", "application/atom+xml"), feed.read, many=True)
WARC = Format("warc", (".warc",), ("application/warc",), archives.read_warc, many=True)
TAR = Format("tar", (".tar",), ("application/x-tar",), archives.read_tar, many=True)
ZIP = Format("zip", (".zip",), ("application/zip",), archives.read_zip, many=True)
GZIP = Format("gzip", (".gz", ".tgz"), ("application/gzip",), archives.read_gzip, many=True)
FORMATS = (TEXT, MARKDOWN, HTML, JSON, LINES, MAIL, MBOX, PDF, DOCX, FEED, WARC, TAR, ZIP, GZIP)
# Endings of files that may hold many articles, and so may be larger than one.
MANY = tuple(ending for known in FORMATS if known.many for ending in known.endings)
# Endings of files that a process of its own reads.
DOCUMENTS = tuple(ending for known in FORMATS if known is not TEXT for ending in known.endings)

# The formats whose first bytes are unmistakable, by what `signature` calls them.
_SIGNED = {known.name: known for known in (PDF, ZIP, GZIP, WARC, TAR, HTML, FEED)}


def format_of(data: bytes, name: str, media_type: str | None = None) -> Format:
    """The format of some bytes with a file's name or a declared media type."""
    lower = name.lower()
    if (signed := signature(data)) is not None:
        if signed == "zip" and _is_docx(data):
            return DOCX
        if signed == "gzip" and lower.endswith(".warc.gz"):
            return WARC
        return _SIGNED[signed]
    for known in FORMATS:
        if media_type in known.media_types or (media_type is None and lower.endswith(known.endings)):
            return known
    return TEXT


def parts_of(data: bytes, name: str, media_type: str | None = None, budget: Budget | None = None) -> Iterator[Part]:
    """The articles in some bytes and the reasons why others are none, part by part. Raises nothing but bugs."""
    budget = budget or Budget()
    yield from _parts(Member(name, data), media_type, "", budget, budget.depth)


def _parts(member: Member, media_type: str | None, path: str, budget: Budget, depth: int) -> Iterator[Part]:
    known = format_of(member.data, member.name, media_type)
    try:
        if depth < 0:
            raise Rejected(
                "There are archives inside of archives inside of archives", "unpack it, and drop the articles"
            )
        for number, piece in enumerate(known.read(member.data, member.name, budget), 1):
            if isinstance(piece, Member):
                inner = f"{path}/{piece.name}" if path else piece.name
                yield from _parts(piece, None, inner, budget, depth - 1)
                continue
            budget.articles -= 1
            if budget.articles < 0:
                raise Rejected("There are too many articles in one file", "split it")
            if isinstance(piece, Draft) and len(piece.text) > budget.article:
                piece = Rejected(f"Its text is too long: more than {budget.article:,} characters", "split it")
            if isinstance(piece, Draft) and member.url and not piece.url:
                piece = dataclasses.replace(piece, url=member.url)
            entry = piece.entry if isinstance(piece, Draft) else None
            yield Part(f"{path}#{entry or number}" if known.many else path, piece)
    except Rejected as problem:
        yield Part(path, problem)


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
