"""The second reader: the same arrivals as the first one's, only of plain texts, and no harm when it is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.ingest.inbox.burst import Burst
from services.ingest.inbox.scan import Found, Scanner
from services.ingest.likeness import bands, sketch
from services.ingest.readers.pieces import Budget
from shared.messages import ArticleIngested, article_id

TEXT = (
    "The mill number {} in the east of the country employs 240 people, and it will employ 300 by the end of the year."
)


@pytest.fixture
def burst() -> Iterator[Burst]:
    """A second reader, whatever number of cores there are."""
    reader = Burst(Budget(), sketches=True)
    reader._useful = True
    yield reader
    reader.end()


def look(root: Path) -> list[Found]:
    return Scanner(root, settle=0, remote=False).look().ready


def up(burst: Burst) -> None:
    burst.begin()
    deadline = time.monotonic() + 60
    while not burst._ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_it_reads_texts_and_leaves_the_rest(burst: Burst, tmp_path: Path) -> None:
    (tmp_path / "east").mkdir()
    for number in range(3):
        (tmp_path / "east" / f"{number}.txt").write_text(TEXT.format(number))
    (tmp_path / "page.txt").write_text(f"<!doctype html><html><body><p>{TEXT}</p></body></html>")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "told.txt").write_text(TEXT)
    (tmp_path / "told.txt.meta.json").write_text('{"title": "A title"}')
    (tmp_path / "link.txt").symlink_to(tmp_path / "told.txt")
    chunk = look(tmp_path)
    assert burst.read(chunk) == [None] * 7  # it was never begun
    up(burst)
    read = {found.name: arrival for found, arrival in zip(chunk, burst.read(chunk), strict=True)}
    for number in range(3):
        arrival = read.pop(f"east/{number}.txt")
        assert arrival
        text = TEXT.format(number)
        (article,) = arrival.articles
        message = ArticleIngested.model_validate_json(article.prepared.data)
        assert (article.article_id, message.text, message.tags) == (article_id(text), text, ("east",))
        assert article.sketched() == (sketch(text), tuple(bands(sketch(text) or b"")))
        assert arrival.mark in {found.mark for found in chunk}
    assert set(read.values()) == {None}


def test_a_file_that_changed_since_the_look_is_left(burst: Burst, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    chunk = look(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT + " More.")
    up(burst)
    assert burst.read(chunk) == [None]


def test_killed_it_reads_nothing_and_comes_back(burst: Burst, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    chunk = look(tmp_path)
    up(burst)
    assert burst._process
    os.kill(burst._process.pid, signal.SIGKILL)
    assert burst.read(chunk) == [None]
    up(burst)
    assert burst.read(chunk) != [None]
