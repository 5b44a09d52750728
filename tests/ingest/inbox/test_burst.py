"""The processes of a burst: the first one's arrivals, of plain texts; moves; and no harm when they are killed."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.ingest.inbox.asked import Asked
from services.ingest.inbox.burst import Burst
from services.ingest.inbox.scan import Found, Scanner
from services.ingest.inbox.second import _LEFT
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
    while not (burst._reader.up and burst._mover.up):
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
        assert (article.key, message.text, message.tags) == (article_id(text).bytes, text, ("east",))
        assert article.sketched() == (sketch(text), tuple(bands(sketch(text) or b"")))
        assert arrival.mark in {found.mark for found in chunk}
    assert set(read.values()) == {None}


def test_while_it_starts_the_first_one_reads_in_the_same_way(
    burst: Burst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "page.txt").write_text(f"<!doctype html><html><body><p>{TEXT}</p></body></html>")
    chunk = look(tmp_path)
    with monkeypatch.context() as early:
        early.setattr(Asked, "up", False)
        burst.begin()
        here = burst.read(chunk)
    up(burst)
    there = burst.read(chunk)
    for one, other in zip(here, there, strict=True):
        assert (one and one.name) == (other and other.name)
        assert (one and one.sha256) == (other and other.sha256)
        assert (one and one.articles[0].key) == (other and other.articles[0].key)
    assert [one is None for one in here] == [found.name == "page.txt" for found in chunk]


def test_few_texts_of_other_languages_are_left_to_the_one_who_has_the_model(burst: Burst, tmp_path: Path) -> None:
    text = "Новый завод в Алматы начал выпускать медный провод, сообщает пресс-служба предприятия номер {}."
    (tmp_path / "english.txt").write_text("This is the text of the mill, and the plant, and the end of the year.")
    for number in range(_LEFT + 5):
        (tmp_path / f"{number}.txt").write_text(text.format(number))
    chunk = look(tmp_path)
    up(burst)
    read = burst.read(chunk)
    assert "english.txt" in [arrival.name for arrival in read if arrival]
    others = [arrival.articles[0] for arrival in read if arrival and arrival.name != "english.txt"]
    assert len(others) == 5
    assert {ArticleIngested.model_validate_json(one.prepared.data).detected_language for one in others} == {"ru"}


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
    assert burst._reader.pid
    os.kill(burst._reader.pid, signal.SIGKILL)
    assert burst.read(chunk) == [None]
    up(burst)
    assert burst.read(chunk) != [None]


def test_several_who_ask_at_once_get_each_their_own(burst: Burst, tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(TEXT.format(number))
    chunks = [[found] * 50 for found in look(tmp_path)]
    up(burst)
    with ThreadPoolExecutor(6) as threads:
        for chunk, arrivals in zip(chunks, threads.map(burst.read, chunks), strict=True):
            assert [arrival and arrival.name for arrival in arrivals] == [found.name for found in chunk]


def test_killed_amid_questions_it_leaves_nobody_waiting(burst: Burst, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    chunk = look(tmp_path) * 500
    up(burst)
    assert burst._reader.pid
    with ThreadPoolExecutor(6) as threads:
        answers = [threads.submit(burst.read, chunk) for _ in range(30)]
        time.sleep(0.05)
        os.kill(burst._reader.pid, signal.SIGKILL)
        got = [answer.result(60) for answer in answers]
    assert got[-1] == [None] * 500
    for one in got:
        assert one == [None] * 500 or None not in one
    up(burst)
    assert None not in burst.read(chunk)


def test_it_moves_where_nothing_lies(burst: Burst, tmp_path: Path) -> None:
    (tmp_path / "done").mkdir()
    for name in ("a.txt", "b.txt", "d.txt", "done/b.txt"):
        (tmp_path / name).write_text(name)
    seen = {found.name: found.seen for found in look(tmp_path)}
    (tmp_path / "d.txt").write_text("what was written since")
    moves = [
        (str(tmp_path / name), str(tmp_path / goal), seen.get(name, seen["a.txt"]))
        for name, goal in (
            ("a.txt", "done/a.txt"),
            ("b.txt", "done/b.txt"),
            ("c.txt", "done/c.txt"),
            ("b.txt", "no/b"),
            ("d.txt", "done/d.txt"),
        )
    ]
    assert burst.move(moves) == [False] * 5  # it was never begun
    up(burst)
    assert burst.move(moves) == [True, False, False, False, False]
    assert (tmp_path / "done" / "a.txt").read_text() == "a.txt"
    assert (tmp_path / "done" / "b.txt").read_text() == "done/b.txt"
    assert (tmp_path / "b.txt").exists()
    assert (tmp_path / "d.txt").exists()


def test_the_mover_killed_amid_moves_leaves_nobody_waiting(burst: Burst, tmp_path: Path) -> None:
    (tmp_path / "done").mkdir()
    for number in range(4_000):
        (tmp_path / f"{number}.txt").write_text(TEXT)
    moves = [(found.path, str(tmp_path / "done" / found.name), found.seen) for found in look(tmp_path)]
    up(burst)
    assert burst._mover.pid
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(burst.move, moves[start : start + 1_000]) for start in range(0, 4_000, 1_000)]
        time.sleep(0.01)
        os.kill(burst._mover.pid, signal.SIGKILL)
        for start, answer in zip(range(0, 4_000, 1_000), answers, strict=True):
            for (path, goal, _), lies in zip(moves[start:], answer.result(60), strict=False):
                assert not lies or Path(goal).exists()
                assert Path(path).exists() != Path(goal).exists()
    up(burst)
    left = [move for move in moves if Path(move[0]).exists()]
    assert burst.move(left) == [True] * len(left)


def test_where_no_process_can_start_ingest_does_without(
    burst: Burst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (found,) = chunk = look(tmp_path)
    with monkeypatch.context() as upgraded:
        upgraded.setattr(sys, "executable", str(tmp_path / "python"))
        burst.begin()
    assert burst.read(chunk) == [None]
    assert burst.move([(found.path, str(tmp_path / "b.txt"), found.seen)]) == [False]
    up(burst)
    assert burst.read(chunk) != [None]


def test_it_holds_the_lock_for_as_long_as_it_lives(burst: Burst, tmp_path: Path) -> None:
    def free() -> bool:
        with (tmp_path / "lock").open() as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        burst.begin(lock.fileno())
    up(burst)
    assert not free()
    burst.end()
    assert free()
