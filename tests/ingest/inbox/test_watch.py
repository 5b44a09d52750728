"""The watched folder at work, on a real server: every file ends where it belongs, and nothing else is delayed."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from services.ingest.app import ready, running
from services.ingest.service import Ingest
from services.ingest.settings import IngestSettings
from shared.embedded import EmbeddedServer
from tests.ingest.conftest import ARTICLE, articles, quick, reason, tree, until


async def test_a_dropped_file_becomes_an_article(ingest: Ingest, redis: Redis) -> None:
    (ingest.inbox.root / "economy").mkdir()
    (ingest.inbox.root / "economy" / "a.txt").write_text(ARTICLE)
    await until(lambda: tree(ingest.inbox.root) == {"done/DAY/economy/a.txt"})
    (article,) = await articles(redis)
    assert article.text == ARTICLE
    assert article.dateline == "NUR-SULTAN"
    assert article.tags == ("economy",)
    assert (article.source.door, article.source.name) == ("inbox", "economy/a.txt")


async def test_what_was_dropped_while_it_was_down_is_found(ingest_settings: IngestSettings, redis: Redis) -> None:
    root = ingest_settings.inbox_dir
    root.mkdir()
    (root / "a.txt").write_text(ARTICLE)
    async with running(ingest_settings, FastAPI()):
        await until(lambda: tree(root) == {"done/DAY/a.txt"})
    assert len(await articles(redis)) == 1


async def test_without_events_looks_find_everything(server: EmbeddedServer, tmp_path: Path) -> None:
    settings = quick(server, tmp_path, inbox_events="no")
    async with running(settings, FastAPI()) as service:
        (service.inbox.root / "a.txt").write_text(ARTICLE)
        await until(lambda: tree(service.inbox.root) == {"done/DAY/a.txt"})


async def test_events_tell_of_folders_that_came_later(server: EmbeddedServer, tmp_path: Path) -> None:
    settings = quick(server, tmp_path, inbox_scan=60.0)
    async with running(settings, FastAPI()) as service:
        root = service.inbox.root
        (root / os.fsdecode(b"caf\xe9")).mkdir()  # of which the library takes no events
        deep = root / "economy" / "steel"
        deep.mkdir(parents=True)
        (tmp_path / "a.txt").write_text(ARTICLE)
        (tmp_path / "a.txt").rename(deep / "a.txt")
        await until(lambda: tree(root) == {"done/DAY/economy/steel/a.txt"})
        await asyncio.sleep(1.5)  # nothing is looked for any more
        (tmp_path / "b.txt").write_text(ARTICLE + "More.")
        (tmp_path / "b.txt").rename(deep / "b.txt")
        await until(lambda: "done/DAY/economy/steel/b.txt" in tree(root), 5)
        shutil.rmtree(root / "economy")
        (root / "rates").mkdir()
        await asyncio.sleep(1.5)
        (tmp_path / "c.txt").write_text(ARTICLE + "Still more.")
        (tmp_path / "c.txt").rename(root / "rates" / "c.txt")
        await until(lambda: "done/DAY/rates/c.txt" in tree(root), 5)


async def test_the_same_text_again_is_a_duplicate_whatever_its_name(ingest: Ingest, redis: Redis) -> None:
    root = ingest.inbox.root
    (root / "a.txt").write_text(ARTICLE)
    await until(lambda: tree(root) == {"done/DAY/a.txt"})
    (root / "a.txt").write_text(ARTICLE)
    (root / "b.txt").write_text(ARTICLE.replace("\n", "\r\n"), newline="")
    await until(lambda: tree(root) == {"done/DAY/a.txt", "duplicate/a.txt", "duplicate/b.txt"})
    assert len(await articles(redis)) == 1


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n ",
    "garbage.txt": os.urandom(5000),
    "nul.txt": b"An article\0with NUL",
    "report.pdf": b"%PDF-1.7 " + bytes(100),
    "report.txt": b"%PDF-1.7 " + bytes(100),
    "large.txt": b"x" * 50_001,
}


async def test_bad_input_fails_with_its_reason_and_delays_nobody(
    server: EmbeddedServer, redis: Redis, tmp_path: Path
) -> None:
    settings = quick(server, tmp_path, max_article_bytes=50_000)
    root = settings.inbox_dir
    root.mkdir()
    for name, data in BAD.items():
        (root / name).write_bytes(data)
    os.mkfifo(root / "pipe.txt")
    (tmp_path / "secret.txt").write_text("Nobody's business, outside of the inbox.")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "broken-link.txt").symlink_to(tmp_path / "nothing")
    (root / "folder-link").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(root / "socket"))
    (root / "folder.txt").mkdir()  # a folder is a tag, whatever it is called
    (root / "folder.txt" / "inside.txt").write_text("An article in a folder.")
    (root / "good.txt").write_text(ARTICLE)
    begun = time.monotonic()
    async with running(settings, FastAPI()) as service:
        good = {"done/DAY/good.txt", "done/DAY/folder.txt/inside.txt"}
        await until(lambda: good <= tree(root), 5)
        assert time.monotonic() - begun < 3
        failed = [*BAD, "pipe.txt", "link.txt", "broken-link.txt", "folder-link", "socket"]
        expected = {f"failed/{name}{end}" for name in failed for end in ("", ".error.json")}
        await until(lambda: tree(root) == good | expected)
        says = {name: reason(root, name)["detail"] for name in failed}
        assert (await ready(service))[0]
    assert "0 bytes" in says["empty.txt"]
    assert "white space" in says["blank.txt"]
    assert "not a text" in says["garbage.txt"]
    assert "not a text" in says["nul.txt"]
    assert "PDF" in says["report.pdf"]
    assert "50,001 bytes" in says["large.txt"]
    assert "named pipe" in says["pipe.txt"]
    assert "symbolic link" in says["link.txt"]
    assert "symbolic link" in says["folder-link"]
    assert "socket" in says["socket"]
    assert (tmp_path / "secret.txt").exists()
    assert {article.source.name for article in await articles(redis)} == {"good.txt", "folder.txt/inside.txt"}


async def test_a_half_written_file_is_left_until_it_is_whole(ingest: Ingest, redis: Redis) -> None:
    path = ingest.inbox.root / "slow.txt"
    with path.open("w") as file:
        file.write(ARTICLE[:30])
        file.flush()
        await asyncio.sleep(1.0)  # far longer than it has to stand still
        assert tree(ingest.inbox.root) == {"slow.txt"}
        file.write(ARTICLE[30:])
    await until(lambda: tree(ingest.inbox.root) == {"done/DAY/slow.txt"})
    assert [article.text for article in await articles(redis)] == [ARTICLE]


async def test_a_file_that_is_taken_away_is_forgotten(ingest: Ingest, redis: Redis) -> None:
    root = ingest.inbox.root
    for number in range(30):
        path = root / f"{number}.txt"
        path.write_text(f"Article {number}.")
        await asyncio.sleep(0.007 * number % 0.13)
        path.unlink(missing_ok=True)
    (root / "good.txt").write_text(ARTICLE)
    await until(lambda: "done/DAY/good.txt" in tree(root))
    assert ingest.inbox.trouble is None
    assert not any(name.startswith("failed") for name in tree(root))


async def test_many_files_are_published_in_batches(ingest: Ingest, redis: Redis) -> None:
    for number in range(1000):
        (ingest.inbox.root / f"{number}.txt").write_text(f"Article number {number} of a thousand.")
    await until(lambda: len(tree(ingest.inbox.root)) == 1000 and not list(ingest.inbox.root.glob("*.txt")), 30)
    assert {a.text for a in await articles(redis)} == {f"Article number {n} of a thousand." for n in range(1000)}
    assert await redis.xlen("articles") == 1000


async def test_while_redis_is_away_the_files_stay(ingest: Ingest, server: EmbeddedServer, redis: Redis) -> None:
    root = ingest.inbox.root
    server.stop()
    (root / "a.txt").write_text(ARTICLE)
    await until(lambda: ingest.inbox.trouble is not None, 30)
    ok, report = await ready(ingest)
    assert not ok
    assert report["redis"] is False
    assert tree(root) == {"a.txt"}
    server.start()
    await until(lambda: tree(root) == {"done/DAY/a.txt"}, 30)
    await until(lambda: ingest.inbox.trouble is None)
    assert {a.text for a in await articles(redis)} == {ARTICLE}


async def test_a_place_that_cannot_be_written_is_written_later(
    ingest: Ingest, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest.ledger.place
    failures: list[Sequence[tuple[int, bytes]]] = []

    async def full(places: Sequence[tuple[int, bytes]]) -> None:
        if len(failures) < 2:
            failures.append(places)
            raise sqlite3.OperationalError("database or disk is full")
        await real(places)

    monkeypatch.setattr(ingest.ledger, "place", full)
    (ingest.inbox.root / "a.txt").write_text(ARTICLE)
    await until(lambda: len(failures) == 2)

    async def settled() -> bool:
        return not await ingest.ledger.on_their_way()

    await until(settled)
    assert tree(ingest.inbox.root) == {"done/DAY/a.txt"}
    assert len(await articles(redis)) == 1


async def test_an_inbox_that_was_deleted_comes_back(ingest: Ingest) -> None:
    root = ingest.inbox.root
    shutil.rmtree(root)
    await until((root / "done").is_dir)
    (root / "a.txt").write_text(ARTICLE)
    await until(lambda: tree(root) == {"done/DAY/a.txt"})
    await until(lambda: ingest.inbox.trouble is None)


async def test_a_second_watcher_waits_for_the_first(server: EmbeddedServer, tmp_path: Path, redis: Redis) -> None:
    first = quick(server, tmp_path)
    second = quick(server, tmp_path, data_dir=tmp_path / "other")
    root = first.inbox_dir
    async with running(second, FastAPI()) as waiting:
        async with running(first, FastAPI()):
            await asyncio.sleep(0.3)
        (root / "a.txt").write_text(ARTICLE)
        await until(lambda: tree(root) == {"done/DAY/a.txt"})
        assert waiting.inbox.trouble is None
    assert await redis.xlen("articles") == 1


@pytest.mark.parametrize("moved", [False, True])
async def test_a_crash_between_the_books_and_the_move(
    ingest_settings: IngestSettings, redis: Redis, moved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real move is cut off before or after the rename; the next start finishes it and publishes nothing twice."""
    from services.ingest.inbox.places import Places

    root = ingest_settings.inbox_dir
    real = Places.move

    class Killed(BaseException):
        pass

    def cut_off(self: Places, *args: object) -> Path:
        if moved:
            real(self, *args)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(Places, "move", cut_off)
    async with running(ingest_settings, FastAPI()) as service:
        (root / "a.txt").write_text(ARTICLE)
        await until(service.watching.done)
    assert tree(root) == ({"done/DAY/a.txt"} if moved else {"a.txt"})
    monkeypatch.setattr(Places, "move", real)
    async with running(ingest_settings, FastAPI()) as service:
        await until(lambda: tree(root) == {"done/DAY/a.txt"})

        async def settled() -> bool:
            return not await service.ledger.on_their_way()

        await until(settled)
    assert await redis.xlen("articles") == 1


async def test_a_pause_that_is_cancelled_as_it_is_woken_ends(ingest: Ingest) -> None:
    """Both in one turn of the loop: a lost cancellation would keep the other lane, and the shutdown, waiting."""
    (lane, *_) = ingest.inbox._lanes

    async def again_and_again() -> None:
        while True:
            await lane.pause(30)
            lane._wake.clear()

    pausing = asyncio.create_task(again_and_again())
    await asyncio.sleep(0.01)
    lane.wake()
    await asyncio.sleep(0)
    pausing.cancel()
    ended, _ = await asyncio.wait([pausing], timeout=2)
    pausing.cancel()
    assert ended
