"""Bytes → text: what people's files are really encoded in, and what is no text at all."""

from __future__ import annotations

import codecs
import random

import pytest

from services.ingest.readers.text import decode
from shared.errors import Rejected

RUSSIAN = (
    "Правительство Казахстана объявило о строительстве нового завода стоимостью 48 млрд тенге. "
    "Предприятие создаст 749 рабочих мест в Алматы, сообщил аким города."
)
KAZAKH = "Қазақстан Үкіметі құны 48 млрд теңге болатын жаңа зауыт салу туралы хабарлады."
ENGLISH = "“Seven projects” – worth €26 million – will create 749 workplaces in the café district."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH])
def test_unicode_with_and_without_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_big_endian_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be")) == ENGLISH


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866"])
def test_legacy_cyrillic(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("text", [ENGLISH, "“£5” – “€6”"])
def test_legacy_western_punctuation_in_short_texts(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_declared_charset_wins() -> None:
    assert decode("Алматы".encode("koi8_r"), "KOI8-R") == "Алматы"


@pytest.mark.parametrize(
    ("data", "charset", "says"),
    [
        (b"", None, "empty: 0 bytes"),
        (b" \r\n\t", None, "white space"),
        (b"\xef\xbb\xbf", None, "white space"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nnothing but a document", None, "PDF document"),
        (b"PK\x03\x04" + bytes(60), None, "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), None, "PNG picture"),
        (b"An article\0with a NUL in its middle", None, "not a text"),
        (random.Random(1).randbytes(4000), None, "not a text"),
        (bytes(4000), None, "not a text"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", None, "not UTF-16"),
        ("Алматы".encode("cp1251"), "utf-8", "not UTF-8 as declared"),
        (b"text", "klingon", "Unknown charset"),
        (b"text", "base64", "Unknown charset"),
    ],
)
def test_what_is_no_text(data: bytes, charset: str | None, says: str) -> None:
    with pytest.raises(Rejected, match=says) as caught:
        decode(data, charset)
    assert caught.value.hint


def test_control_characters_that_texts_have() -> None:
    assert decode(b"page one\fpage two\x1a") == "page one\fpage two\x1a"
