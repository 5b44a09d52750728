"""Every format and fault of the corpus, read in the process that reads for ingest."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import psutil
import pytest

from services.ingest.article import Draft
from services.ingest.readers.apart import Apart
from services.ingest.readers.formats import FORMATS, format_of
from services.ingest.readers.pieces import Budget, Part
from shared.errors import Rejected
from tests.ingest import corpus


@pytest.fixture(scope="module")
def reader() -> Iterator[Apart]:
    reader = Apart(seconds=10, memory=1_500_000_000, budget=Budget())
    yield reader
    reader.close()


def drafts(parts: list[Part]) -> list[Draft]:
    return [part.content for part in parts if isinstance(part.content, Draft)]


@pytest.mark.parametrize("name", [name for name in corpus.FILES if name != "huge.txt"])
def test_every_file_yields_its_articles_or_a_reason(reader: Apart, name: str) -> None:
    data, count, reason = corpus.FILES[name]
    begun = time.monotonic()
    parts: list[Part] = []
    try:
        parts = reader.read(data, name)
        problems = [part.content for part in parts if isinstance(part.content, Rejected)]
    except Rejected as problem:
        problems = [problem]
    assert time.monotonic() - begun < 10
    found = drafts(parts)
    if count or name not in ("empty.zip", "empty.json"):
        assert bool(problems) == (reason is not None), problems
    assert len(found) == count
    for draft in found:
        assert "Plant number" in draft.text or "Завод номер" in draft.text
        assert "cookies" not in draft.text
    if reason and problems:
        assert any(reason in problem.reason for problem in problems), problems


def only(reader: Apart, name: str) -> Draft:
    (draft,) = drafts(reader.read(corpus.FILES[name][0], name))
    return draft


def test_a_page_says_what_it_is(reader: Apart) -> None:
    draft = only(reader, "page.html")
    assert draft.title == "Copper wire from Almaty"
    assert draft.publisher == "The Steppe"
    assert draft.published_on == dt.date(2024, 4, 16)
    assert draft.url == "https://example.org/16"
    assert draft.language == "en-GB"
    assert "\n\n".join(corpus.paragraphs(16)) in draft.text
    assert "Home" not in draft.text


def test_fields_of_the_others(reader: Apart) -> None:
    assert only(reader, "note.md").title == "From front matter"
    assert only(reader, "note.md").published_on == dt.date(2024, 4, 16)
    assert only(reader, "heading.md").title == "Copper wire"
    assert "a link" in only(reader, "heading.md").text
    assert "https" not in only(reader, "heading.md").text
    assert (only(reader, "one.json").title, only(reader, "one.json").published_on) == ("H", dt.date(2024, 4, 16))
    letter = only(reader, "plain.eml")
    assert (letter.title, letter.publisher, letter.published_on) == ("Завод 31", "Press Office", dt.date(2024, 4, 16))
    assert only(reader, "word.docx").title == "Copper wire from Almaty"
    assert only(reader, "text.pdf").published_on == dt.date(2024, 4, 16)
    first, _ = drafts(reader.read(corpus.FILES["feed.xml"][0], "feed.xml"))
    assert (first.title, first.publisher, first.url) == ("Plant 39", "The Steppe", "https://example.org/39")
    assert first.published_on == dt.date(2024, 4, 16)
    crawled, _ = drafts(reader.read(corpus.FILES["crawl.warc.gz"][0], "crawl.warc.gz"))
    assert crawled.url == "https://example.org/41"


def test_parts_are_named(reader: Apart) -> None:
    names = {part.name for part in reader.read(corpus.FILES["many.zip"][0], "many.zip")}
    assert names == {"a.txt", "b/c.html"}
    assert {part.name for part in reader.read(corpus.FILES["list.json"][0], "list.json")} == {"#1", "#2"}


def test_a_declared_media_type_counts_where_the_bytes_do_not_tell() -> None:
    assert format_of(b"# Head", "", "text/markdown").name == "markdown"
    assert format_of(b"# Head", "a.md").name == "markdown"
    assert format_of(b"%PDF-1.4", "", "text/plain").name == "pdf"
    assert format_of(b"words", "").name == "text"


def test_every_ending_belongs_to_one_format() -> None:
    endings = [ending for known in FORMATS for ending in known.endings]
    assert len(endings) == len(set(endings))


def test_a_reader_that_takes_too_long_is_given_up() -> None:
    reader = Apart(seconds=0.001, memory=1_500_000_000, budget=Budget())
    try:
        with pytest.raises(Rejected, match="more than"):
            reader.read(corpus.page(1).encode(), "a.html")
    finally:
        reader.close()


def test_a_reader_that_was_killed_is_replaced(reader: Apart) -> None:
    def children() -> list[psutil.Process]:
        return [c for c in psutil.Process().children() if "services.ingest.readers.apart" in c.cmdline()]

    ballast = b"x" * 400_000_000  # a large parent is no reason to make room: a child's peak begins with its parent's
    assert drafts(reader.read(corpus.page(1).encode(), "a.html"))
    del ballast
    (child,) = children()
    child.kill()
    child.wait(5)
    assert drafts(reader.read(corpus.page(1).encode(), "a.html"))


def test_the_reader_does_not_outlive_its_parent() -> None:
    import subprocess
    import sys

    code = (
        "from services.ingest.readers.apart import Apart; from services.ingest.readers.pieces import Budget\n"
        "r = Apart(seconds=9, memory=1500000000, budget=Budget()); r.read(b'[]', 'a.json')\n"
        "print(r._process.pid, flush=True); import os; os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    pid = int(done.stdout)
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
