"""Whatever is killed, and whenever: the table is that of an undisturbed run, and nothing is left pending.

The moments are random; the seed is printed with a failure and can be given as FACTWIRE_TEST_SEED.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from shared.messages import ArticleIngested
from tests.system.road import READS, SERVICES, Road, ids, road, text, until

pytestmark = [pytest.mark.system, pytest.mark.kill, pytest.mark.timeout(600)]

ARTICLES = 300
KILLS = 20
SEED = int(os.environ.get("FACTWIRE_TEST_SEED", time.time()))

Table = dict[str, set[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The table of a run in which nothing happens."""
    with road(tmp_path_factory.mktemp("undisturbed")) as quiet:
        quiet.start_all()
        quiet.drop(range(ARTICLES))
        quiet.wait(ARTICLES)
        table = quiet.table()
    assert {row[0] for row in table["articles"]} == ids(range(ARTICLES))
    assert len(table["facts"]) >= ARTICLES, "an empty table would prove little"
    return table


def check(run: Road, undisturbed: Table) -> None:
    """Nothing differs, nothing is left over."""
    run.wait(ARTICLES)
    assert run.table() == undisturbed, f"FACTWIRE_TEST_SEED={SEED}"
    assert not any(run.redis.exists(f"{stream}.dead") for stream in ("articles", "facts"))


def test_killed_services(tmp_path: Path, undisturbed: Table) -> None:
    """Each of the three 20 times, some of them in the middle of a batch, while the others are killed as well."""
    with road(tmp_path, seed=SEED) as run:
        failures: list[BaseException] = []
        broken_off: Counter[str] = Counter()  # kills that left a batch behind

        def keep_killing(name: str) -> None:
            try:
                for number in range(KILLS):
                    share = range(number * ARTICLES // KILLS, (number + 1) * ARTICLES // KILLS)
                    run.start(name)
                    if name == "ingest":
                        run.drop(share)
                    if number:  # sometimes also while it starts
                        until(lambda: run.ready(name), seconds=60, what=name)
                    time.sleep(run.random.uniform(0, 0.2))
                    if number % 2:  # every other time in the middle of work, if some comes
                        published = run.redis.xlen("articles")
                        deadline = time.monotonic() + 5
                        while time.monotonic() < deadline:
                            if run.in_hand(name) if name != "ingest" else run.redis.xlen("articles") > published:
                                break
                            time.sleep(0.002)
                    run.kill(name)
                    if number and run.in_hand(name):
                        broken_off[name] += 1
            except BaseException as error:
                failures.append(error)
                raise

        killers = [threading.Thread(target=keep_killing, args=(name,)) for name in SERVICES]
        for killer in killers:
            killer.start()
        for killer in killers:
            killer.join()
        assert not failures
        print(f"kills in the middle of a batch: {dict(broken_off)}")
        assert min(broken_off[name] for name in ("extract", "store")) >= 1
        run.start_all()
        check(run, undisturbed)
        deliveries = Counter(row[1]["id"] for row in run.redis.xrange("facts"))
        assert len(deliveries) == ARTICLES, "the same facts have the same id, however often they were published"


def test_killed_server(tmp_path: Path, undisturbed: Table) -> None:
    with road(tmp_path, seed=SEED) as run:
        run.start_all()
        for number in range(10):
            run.drop(range(number * 30, (number + 1) * 30))
            time.sleep(run.random.uniform(0.0, 0.4))
            pid = run.server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            until(lambda: run.server.pid is None, seconds=10, what="the server's end")
            time.sleep(run.random.uniform(0.0, 0.5))
            run.server.start()
        check(run, undisturbed)


def test_lost_groups(tmp_path: Path, undisturbed: Table) -> None:
    with road(tmp_path, seed=SEED) as run:
        run.start_all()
        for number in range(10):
            run.drop(range(number * 30, (number + 1) * 30))
            time.sleep(run.random.uniform(0.0, 0.4))
            stream, group = run.random.choice([pair for reads in READS.values() for pair in reads])
            run.redis.xgroup_destroy(stream, group)
        check(run, undisturbed)


def test_everything_twice(tmp_path: Path, undisturbed: Table) -> None:
    with road(tmp_path, seed=SEED) as run:
        run.start_all()
        run.drop(range(ARTICLES))
        until(lambda: run.redis.xlen("articles") == ARTICLES, seconds=60, what="every article")
        for _, fields in run.redis.xrange("articles"):
            run.redis.xadd("articles", fields)
        run.wait(ARTICLES)
        entries = run.redis.xrange("facts")
        assert len(entries) == 2 * ARTICLES
        run.random.shuffle(entries)
        for _, fields in entries:
            run.redis.xadd("facts", fields)
        check(run, undisturbed)


def poison(run: Road) -> dict[str, str]:
    """Twenty entries that nobody can take, five of each sort: entry id → reason."""
    good = run.redis.xrange("articles", count=1)[0][1]
    data = json.loads(good["data"])
    sorts: dict[str, Any] = {
        "undecodable": lambda n: {**good, "data": b"\xff\xfe\x00" + os.urandom(50)},
        "unknown_type": lambda n: {**good, "type": f"org.example.number{n}.v1"},
        "unknown_version": lambda n: {**good, "type": f"factwire.article.ingested.v{n + 2}"},
        "invalid": lambda n: {**good, "data": json.dumps({**data, "text": n})},
    }
    return {run.redis.xadd("articles", sort(n)): reason for n in range(5) for reason, sort in sorts.items()}


def test_poison_and_its_replay(tmp_path: Path, undisturbed: Table) -> None:
    with road(tmp_path, seed=SEED) as run:
        run.start_all()
        run.drop(range(1))
        run.wait(1)
        given: dict[str, str] = {}
        for number in range(1, ARTICLES, 23):
            run.drop(range(number, min(number + 23, ARTICLES)))
            if number == 1 + 3 * 23:
                given = poison(run)
        run.wait(ARTICLES)
        assert run.table() == undisturbed
        for group in ("extract", "store"):
            dead = [fields for _, fields in run.redis.xrange("articles.dead") if fields["dead_group"] == group]
            assert {fields["dead_id"]: fields["dead_reason"] for fields in dead} == given
            assert {fields["dead_deliveries"] for fields in dead} == {"1"}

        entry = next(key for key, fields in run.redis.xrange("articles.dead") if fields["dead_reason"] == "invalid")
        message = ArticleIngested.model_validate_json(run.redis.xrange("articles", count=1)[0][1]["data"])
        mended = run.folder / "mended.json"
        mended.write_text(another(message, ARTICLES).model_dump_json(), encoding="utf-8")
        run.command("dead", "replay", "articles", entry, "--data", str(mended))
        run.wait(ARTICLES + 1)
        assert {row[0] for row in run.table()["articles"]} == ids(range(ARTICLES + 1))
        assert not run.redis.xrange("articles.dead", min=entry, max=entry)


def another(message: ArticleIngested, number: int) -> ArticleIngested:
    """The message with another article's text."""
    (article,) = ids(range(number, number + 1))
    return ArticleIngested.model_validate(
        {**message.model_dump(), "article_id": article, "text": text(number)}, strict=False
    )
