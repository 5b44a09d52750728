"""Plain text in whatever encoding it came: byte order marks, UTF-8, UTF-16, and the legacy code pages."""

from __future__ import annotations

import codecs
import re

from shared.errors import Rejected

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# First bytes of what people drop by mistake, to name it in the error.
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a SQLite database"),
)
_NEVER_TEXT = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")
_BEGINNINGS = (*_NEVER_TEXT, *(mark for mark, _ in _MARKS))
# Control characters that no text has; tab, line ends, form feed and the old end-of-file mark may be there.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_CONTROLS = bytes(byte for byte in range(128) if _CONTROL.match(chr(byte)))
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# High bytes of UTF-16 units in text of Latin, Greek, Cyrillic letters and general punctuation.
_UTF16_HIGH = bytes((0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x20, 0x21))
# The code pages that news archives are really in; fewer candidates, fewer wrong guesses on short texts.
_LEGACY = [
    "cp1252",
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1250",
    "cp1254",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
]
_SAMPLE = 65_536
_HINT = "save the article as plain text in UTF-8"


def decode(data: bytes, charset: str | None = None) -> str:
    """The characters of a text file's or request body's bytes; `charset` is what the sender declared, if anything.

    Raises Rejected for nothing at all, for bytes that are no text, and for bytes that are not in the declared charset.
    """
    if not data:
        raise Rejected("It is empty: 0 bytes", "write the whole article before handing it over")
    if data.startswith(_NEVER_TEXT):
        raise _binary(data)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _declared(charset)
    if encoding:
        try:
            return _checked(data.decode(encoding), data)
        except UnicodeDecodeError as error:
            raise Rejected(f"Its bytes are not {encoding.upper()} as declared: {error.reason}", _HINT) from None
    if b"\0" in data:
        return _checked(_utf16(data), data)
    try:
        return plain(data) or _checked(data.decode("utf-8"), data)
    except UnicodeDecodeError:
        return _checked(_legacy(data), data)


def plain(data: bytes) -> str | None:
    """The characters of UTF-8 without a control character, as nearly every text is, in a fifth of `decode`'s time.

    None for anything that has to be looked at more closely. Raises UnicodeDecodeError.
    """
    if data.startswith(_BEGINNINGS) or len(data.translate(None, delete=_CONTROLS)) != len(data):
        return None
    text = data.decode("utf-8")
    return None if not text or text.isspace() else text


def _declared(charset: str | None) -> str | None:
    if charset is None:
        return None
    try:
        info = codecs.lookup(charset)
        if not info._is_text_encoding:  # base64, zip and so on are codecs as well
            raise LookupError
    except (LookupError, ValueError):
        raise Rejected(f"Unknown charset {charset[:40]!r}", "declare utf-8, or none") from None
    return info.name


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte is one of few."""
    if len(data) % 2 == 0:
        for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
            high = data[offset : 2 * _SAMPLE : 2]
            if len(high.translate(None, delete=_UTF16_HIGH)) <= len(high) * 0.03:
                try:
                    return data.decode(encoding)
                except UnicodeDecodeError:
                    continue
    raise _binary(data)


def _legacy(data: bytes) -> str:
    if len(_CONTROL_BYTES.findall(data[:_SAMPLE])) > len(data[:_SAMPLE]) * 0.001:
        raise _binary(data)
    sample = data[:_SAMPLE]
    high = sample.translate(None, delete=bytes(range(128)))
    letters = high.translate(None, delete=bytes(range(128, 192)))  # in cp1252 the rest are quotes, dashes, currencies
    if len(high) < len(sample) * 0.05 or not letters:
        # Western text with a few curly quotes and accents: too little for statistics.
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes  # a tenth of a second, which few texts need

    best = from_bytes(data[:_SAMPLE], cp_isolation=_LEGACY).best()
    if best is None:
        raise _binary(data)
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        raise _binary(data) from None


def _checked(text: str, data: bytes) -> str:
    if not text.strip():
        raise Rejected("It has no text: nothing but white space", "write the whole article before handing it over")
    if "\0" in text or len(_CONTROL.findall(text)) > len(text) * 0.001:
        raise _binary(data)
    return text


def _binary(data: bytes) -> Rejected:
    what = next((f"it looks like {name}" for magic, name in _MAGIC if data.startswith(magic)), "no known encoding fits")
    return Rejected(f"It is not a text: {what}", _HINT)
