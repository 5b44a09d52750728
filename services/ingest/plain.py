"""The bytes of a plain text → its message as it goes on the stream, and what the books and the index want of it.

What `arriving.arrive` and `article.make_article` make of such a text, at a third of the cost and without loading what
they need: this is what the second reader does with the thousands of a burst. It writes the message's JSON itself;
tests/ingest/test_plain.py holds it against the model's own. Pure.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import NamedTuple

from services.ingest.header import opening, read_header
from services.ingest.language import guess, language_of
from services.ingest.likeness import bands, sketch
from services.ingest.readers.signatures import signature
from services.ingest.readers.text import plain
from shared.identity import article_key, message_id, stored_text, written

TYPE = "factwire.article.ingested.v1"  # of `ArticleIngested`, which takes a tenth of a second to load

_ESCAPED = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"))  # the backslash first
_ESCAPED_BY_NUMBER = "\x0b\x0c\x1a"  # control characters that a text may have, beside tab and line end


class Plain(NamedTuple):
    """What became of a text; plain values, which go through a pipe as they are."""

    key: bytes  # of the article, 16 bytes
    subject: str  # its id as text
    sha256: str  # of the bytes, hexadecimal
    message_id: str
    data: bytes  # the message as JSON
    received_at: str  # RFC 3339
    published_on: str | None  # ISO 8601
    name: bytes  # 16 bytes of what versions of it share
    sketch: bytes | None
    bands: tuple[int, ...]


def read_plain(
    data: bytes,
    name: str,
    received_at: dt.datetime,
    longest: int,
    *,
    sketches: bool,
    ask: Callable[[str], str | None] = guess,
) -> Plain | None:
    """The message of a text in a file of the inbox; None for whatever is not plainly a text or cannot be taken.

    `name` is the file's below the inbox, `longest` the number of characters that an article may have; `ask` is asked
    for the language of words where it is not seen at once.
    """
    try:
        if signature(data) is not None or (read := plain(data)) is None or len(read) > longest:
            return None
    except UnicodeDecodeError:
        return None
    text = stored_text(read)
    header = read_header(text)
    detected = language_of(text, ask)
    key = article_key(text)
    subject = written(key)
    at = received_at.isoformat()
    day = header.published_on.isoformat() if header.published_on else None
    sha256 = hashlib.sha256(data).hexdigest()
    language = _json(detected)
    tags = ",".join(map(encode_basestring, name.split("/")[:-1]))
    message = (
        f'{{"supersedes":null,"superseded_by":null,"near_duplicate_of":null,"article_id":"{subject}",'
        f'"text":{_quoted(text)},"title":{_json(header.title or opening(text))},"url":null,"publisher":null,'
        f'"published_on":{_json(day)},"dateline":{_json(header.dateline)},"language":{language},'
        f'"detected_language":{language},"source":{{"door":"inbox","name":{encode_basestring(name)},'
        f'"received_at":"{at[:-6]}Z"}},"tags":[{tags}],"content_sha256":"{sha256}"}}'
    )
    sketched = sketch(text) if sketches else None
    return Plain(
        key,
        subject,
        sha256,
        message_id(TYPE, subject),
        message.encode(),
        at,
        day,
        file_key("inbox", name),
        sketched,
        tuple(bands(sketched)) if sketched else (),
    )


def file_key(door: str, name: str) -> bytes:
    """What the versions of a file share: 16 bytes of the hash of its door and name."""
    return name_key(f"{door}|{name}")


def name_key(name: str) -> bytes:
    """16 bytes that stand for a name."""
    return hashlib.sha256(name.encode()).digest()[:16]


def _quoted(text: str) -> str:
    """A text as `plain` gives it, in JSON; in a tenth of the time that the library's function takes."""
    if any(map(text.__contains__, _ESCAPED_BY_NUMBER)):
        return encode_basestring(text)
    for char, escaped in _ESCAPED:
        if char in text:  # `replace` takes ten times as long to see that it is not
            text = text.replace(char, escaped)
    return f'"{text}"'


def _json(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)
