"""What the second reader writes by hand is what the model would have written, byte by byte."""

from __future__ import annotations

import datetime as dt

import pytest

from services.ingest.arriving import arrive
from services.ingest.likeness import bands, sketch
from services.ingest.outgoing import Outgoing
from services.ingest.plain import TYPE, read_plain
from services.ingest.readers.formats import TEXT, format_of, parts_of
from services.ingest.readers.pieces import Budget, Part
from shared.identity import article_id
from shared.messages import ArticleIngested, Related

LONG = "The mill in the east of the country employs 240 people, and it will employ 300 by the end of the year. "
TEXTS = [
    LONG * 5,
    "Wind farm near Astana\nKOKSHETAU. KAZINFORM - The wind farm is worth 48 billion tenge.\n",
    "date 2021-12-28 NUR-SULTAN – Seven projects were opened.\r\nThe first is a mill.\rThe second is not.",
    "ASTANA, May 14, 2024 – It opened. " + LONG,
    "It said: \"worth C:\\plants\\new\"\tand 'more' \x0b or \x0c or \x1a less, </script> & \x85 next\u2028line\u00a0",
    "Е\u0301 Казахстан: новый завод в Алматы начал выпускать медный провод, сообщает пресс-служба предприятия. " * 3,
    "Cafe\u0301 opened\nin  Almaty 🏭 for €5 million",
    "x",
    "  \n two  spaces \n\n and lines \n",
]
NAMES = ["a.txt", "drop/a.txt", 'east/"quoted"/ü\t\\.txt', "кириллица/файл.txt", "bad\ufffd\x01.txt"]
NOW = dt.datetime(2024, 5, 14, 9, 30, 1, 250, tzinfo=dt.UTC)


class Here:
    """Reads in this process."""

    def read(self, data: bytes, name: str, media_type: str | None = None) -> list[Part]:
        return list(parts_of(data, name, media_type, Budget()))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("now", [NOW, NOW.replace(microsecond=0)])
def test_it_is_what_the_model_writes(text: str, name: str, now: dt.datetime) -> None:
    data = text.encode()
    made = read_plain(data, name, now, 10_000, sketches=True)
    assert made
    outgoing = Outgoing.read(made)
    message = ArticleIngested.model_validate_json(made.data)
    assert message.source.received_at == now
    assert message.model_dump_json().encode() == made.data
    known = {"tags": tuple(name.split("/")[:-1])}
    arrival = arrive(data, reader=Here(), door="inbox", name=name, known=known).arrival
    (slow,) = arrival.articles
    expected = ArticleIngested.model_validate_json(slow.prepared.data)
    at = {"source": expected.source.model_copy(update={"received_at": now})}
    assert message == expected.model_copy(update=at)
    assert (made.sha256, outgoing.key) == (arrival.sha256, slow.key)
    assert outgoing.prepared[:2] == slow.prepared[:2]
    assert (outgoing.published_on, list(outgoing.names)) == (slow.published_on, list(slow.names))
    assert (outgoing.sketched()[0], list(outgoing.sketched()[1])) == (slow.sketched()[0], list(slow.sketched()[1]))


def test_the_type_is_that_of_the_message() -> None:
    assert TYPE == ArticleIngested.TYPE


def test_without_sketches_there_are_none() -> None:
    made = read_plain(LONG.encode(), "a.txt", NOW, 10_000, sketches=False)
    assert made
    assert (made.sketch, made.bands) == (None, ())
    assert bands(sketch(LONG) or b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"\xef\xbb\xbfWith a mark",
        "UTF-16".encode("utf-16"),
        "в старой кодировке".encode("cp1251"),
        b"A \0 inside",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<!doctype html><p>A page",
        b"  <?xml version='1.0'?><rss>",
        b"too long " * 2_000,
    ],
)
def test_what_is_not_plainly_a_text_is_left(data: bytes) -> None:
    assert read_plain(data, "a.txt", NOW, 10_000, sketches=True) is None


@pytest.mark.parametrize("text", TEXTS)
def test_what_it_takes_is_a_text_for_the_others_too(text: str) -> None:
    assert format_of(text.encode(), "a.txt") is TEXT


def test_relatives_are_written_as_the_model_writes_them() -> None:
    made = read_plain(LONG.encode(), "a.txt", NOW, 10_000, sketches=True)
    assert made
    outgoing, other = Outgoing.read(made), article_id("another")
    assert outgoing.related(Related()) == outgoing.prepared
    related = outgoing.related(Related(supersedes=other, near_duplicate_of=other))
    message = ArticleIngested.model_validate_json(made.data)
    expected = message.model_copy(update={"supersedes": other, "near_duplicate_of": other})
    assert related.data == expected.model_dump_json().encode()
    again = Outgoing.read(made._replace(data=related.data))
    with pytest.raises(ValueError, match="already"):
        again.related(Related(superseded_by=other))
