"""What the books keep of relatives: over a restart, for as long as the window, and from one version to the next."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from services.ingest import schema
from services.ingest.ledger import Ledger
from shared.broker import Prepared
from tests.ingest.test_relatives import URL, Taker, changed, links, prose


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    words = prose(1)
    before = Ledger(tmp_path / "ledger.db", window=30)
    first = await Taker(before).one(words, url=URL)
    await before.close()
    after = Ledger(tmp_path / "ledger.db", window=30)
    taker = Taker(after)
    assert (await taker.one(changed(words, 10), url="https://paper.example/x")).near_duplicate_of == first.article_id
    taker._count = 100
    assert (await taker.one(prose(2), url=URL)).supersedes == first.article_id
    await after.close()


async def test_the_index_ends_with_its_window(tmp_path: Path) -> None:
    words = prose(1)
    ledger = Ledger(tmp_path / "ledger.db", window=30)
    taker = Taker(ledger)
    await taker.one(words)
    with sqlite3.connect(tmp_path / "ledger.db") as db:
        db.execute("UPDATE sketches SET made_at = made_at - 31 * 86400")
    await taker.one(prose(2))
    assert (await taker.one(changed(words, 10))).near_duplicate_of is None
    with sqlite3.connect(tmp_path / "ledger.db") as db:
        assert db.execute("SELECT count(*) FROM sketches").fetchone()[0] == 2
    await ledger.close()


async def test_without_a_window_only_addresses_count(tmp_path: Path) -> None:
    words = prose(1)
    ledger = Ledger(tmp_path / "ledger.db", window=0)
    taker = Taker(ledger)
    first = await taker.one(words, url=URL)
    assert links(await taker.one(changed(words, 10), url=URL)) == (first.article_id, None, None)
    assert links(await taker.one(changed(words, 12, seed=4))) == (None, None, None)
    await ledger.close()


async def test_sketches_of_another_method_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = prose(1)
    ledger = Ledger(tmp_path / "ledger.db", window=30)
    await Taker(ledger).one(words, url=URL)
    await ledger.close()
    monkeypatch.setattr(schema, "METHOD", "another")
    ledger = Ledger(tmp_path / "ledger.db", window=30)
    taker = Taker(ledger)
    taker._count = 100
    article = await taker.one(changed(words, 10), url=URL)
    assert article.supersedes is not None  # the address is known all the same
    assert article.near_duplicate_of is None
    await ledger.close()


async def test_books_of_the_first_version_are_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path, window=30)
    article = await Taker(ledger).one(prose(1))
    await ledger.close()
    with sqlite3.connect(path) as db:
        for table in ("newest", "sketches", "links", "sketching"):
            db.execute(f"DROP TABLE {table}")
        db.execute("PRAGMA user_version = 1")
    ledger = Ledger(path, window=30)
    assert await ledger.known([article.article_id]) == {article.article_id}
    assert (await Taker(ledger).one(prose(2))).near_duplicate_of is None
    await ledger.close()


async def test_the_index_on_disk_of_the_second_version_goes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    await Ledger(path, window=30).close()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bands (band INTEGER, sketch INTEGER, PRIMARY KEY (band, sketch)) WITHOUT ROWID")
        db.execute("PRAGMA user_version = 2")
    await Ledger(path, window=30).close()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'bands'").fetchone()[0] == 0


async def test_the_newest_of_each_name_in_books_of_the_third_version_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path, window=30)
    first, second = [await Taker(ledger).one(prose(n), url=f"https://news.example/{n}") for n in (1, 2)]
    await ledger.close()
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE versions (key BLOB PRIMARY KEY, article BLOB NOT NULL, received_at TEXT NOT NULL,"
            " published_on TEXT, sketch BLOB) WITHOUT ROWID"
        )
        db.execute("INSERT INTO versions SELECT key, article, received_at, published_on, sketch FROM newest")
        db.execute("DROP TABLE newest")
        db.execute("PRAGMA user_version = 3")
    for seed in (3, 4):  # the second time, there is nothing left to be brought up to date
        ledger = Ledger(path, window=30)
        taker = Taker(ledger)
        taker._count = seed * 100
        corrected = await taker.one(prose(seed), url="https://news.example/1")
        assert corrected.supersedes == first.article_id
        first = corrected
        await ledger.close()
    with sqlite3.connect(path) as db:
        assert {row[0] for row in db.execute("SELECT article FROM newest")} == {
            first.article_id.bytes,
            second.article_id.bytes,
        }
        assert db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'versions'").fetchone()[0] == 0


async def test_what_was_sketched_while_the_clock_was_ahead_expires_like_all_else(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path, window=30)
    await Taker(ledger).one(prose(1))
    await ledger.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE sketches SET made_at = made_at + 400 * 86400")
    before = time.time()
    await Ledger(path, window=30).close()
    with sqlite3.connect(path) as db:
        (made_at,) = db.execute("SELECT made_at FROM sketches").fetchone()
    assert before <= made_at <= time.time()


async def test_what_another_process_wrote_is_found_as_well(tmp_path: Path) -> None:
    ours, theirs = (Ledger(tmp_path / "ledger.db", window=30) for _ in range(2))
    first, second = Taker(ours), Taker(theirs)
    texts = [prose(number) for number in range(10, 16)]
    originals = [await (first, second)[n % 2].one(words) for n, words in enumerate(texts)]
    for number, (words, original) in enumerate(zip(texts, originals, strict=True)):
        for taker in (first, second):
            reprint = changed(words, 10, seed=number + (1 if taker is first else 50))
            assert (await taker.one(reprint)).near_duplicate_of == original.article_id
    await ours.close()
    await theirs.close()


async def test_what_another_process_writes_while_ours_is_published_hides_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = (Ledger(tmp_path / "ledger.db", window=30) for _ in range(2))
    first, second = Taker(ours), Taker(theirs)
    publish, others = first.publish, []

    async def meanwhile(messages: Sequence[Prepared], traceparent: str | None) -> list[str]:
        others.append(await second.one(prose(2)))
        return await publish(messages, traceparent)

    monkeypatch.setattr(first, "publish", meanwhile)
    original = await first.one(prose(1))
    monkeypatch.setattr(first, "publish", publish)
    for number, (words, expected) in enumerate([(prose(1), original), (prose(2), others[0])]):
        for taker in (first, second):
            reprint = changed(words, 10, seed=number + (3 if taker is first else 50))
            assert (await taker.one(reprint)).near_duplicate_of == expected.article_id
    await ours.close()
    await theirs.close()


async def test_a_full_disk_is_told_as_such_and_passes(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db", window=30)
    taker = Taker(ledger)

    async def many() -> None:
        for number in range(2, 200):
            await taker.one(prose(number))

    await taker.one(prose(1))
    (pages,) = await ledger.within(lambda db: db.execute("PRAGMA page_count").fetchone())
    await ledger.within(lambda db: db.execute(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await many()
    await ledger.within(lambda db: db.execute("PRAGMA max_page_count = 1000000"))
    original = await taker.one(prose(200))
    assert (await taker.one(changed(prose(200), 10, seed=4))).near_duplicate_of == original.article_id
    await ledger.close()
