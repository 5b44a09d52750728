"""Writing: nothing is lost, doubled or mixed up, whatever the order and however often it comes."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import random
from typing import Any

import pytest
from sqlalchemy import select, text

from services.store.database import Database
from services.store.repository import Repository
from services.store.tables import ARTICLE, EXTRACTION, FACT, OUTBOX
from shared.errors import Rejected
from shared.facts import FACTS, Value
from shared.messages import FactsRevised
from tests.store.articles import NOON, TEXT, article, extracted, four_facts, quantity

HOUR = dt.timedelta(hours=1)
VOLATILE = {"seq", "recorded_at", "superseded_at"}


async def rows(database: Database, table: Any, *where: Any) -> list[dict[str, Any]]:
    async with database.read() as connection:
        found = (await connection.execute(select(table).where(*where).order_by(table.c.id))).mappings()
        return [{k: v for k, v in row.items() if k not in VOLATILE} for row in found]


async def now(database: Database) -> tuple[Any, ...]:
    """The articles and the facts that hold, without when they were written."""
    return (
        await rows(database, ARTICLE),
        await rows(database, FACT, FACT.c.superseded_at.is_(None)),
        await rows(database, EXTRACTION, EXTRACTION.c.current),
    )


async def test_an_article_and_its_facts_become_rows(database: Database, repository: Repository) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    articles, facts, extractions = await now(database)
    assert [(a["text"], a["publisher"], json.loads(a["tags"])) for a in articles] == [(TEXT, "News", ["industry"])]
    assert {f["kind"] for f in facts} == {"event", "investment", "role", "employment"}
    money = next(f for f in facts if f["kind"] == "investment")
    assert (money["amount"], money["currency"], money["attribution"]) == ("5500000000", "KZT", "Askar Omarov")
    assert (money["amount_number"], money["usd_amount"]) == (5_500_000_000, 13_000_000)
    assert money["subject_key"] == "saryarka wagon plant"
    assert {FACTS.validate_json(f"[{f['original']}]")[0] for f in facts} == set(four_facts(article()))
    assert [(e["facts"], e["version"]) for e in extractions] == [(4, "0.1.0")]


async def test_facts_may_come_before_their_article(database: Database, repository: Repository) -> None:
    await repository.save_facts([extracted(article())])
    assert (await now(database))[0][0]["text"] is None
    await repository.save_articles([article()])
    assert (await now(database))[0][0]["text"] == TEXT


async def test_every_order_of_arrival_ends_in_the_same_table(database: Database, repository: Repository) -> None:
    first, later = article(), article(at=NOON + HOUR, title="Plant opens", source_name="b.txt")
    facts = four_facts(first)
    steps = [
        (repository.save_articles, [first]),
        (repository.save_articles, [later]),
        (repository.save_facts, [extracted(first, facts[:2])]),
        (repository.save_facts, [extracted(later, facts, at=NOON + HOUR)]),
        (repository.save_facts, [extracted(later, facts[:3], version="0.10.0", at=NOON + HOUR)]),
        (repository.save_facts, [extracted(later, facts[:1], version="0.9.0", at=NOON + 3 * HOUR)]),
    ]
    orders = list(itertools.permutations(steps))
    ends = []
    for order in random.Random(7).sample(orders, 12):
        for save, messages in order:
            await save(messages)  # type: ignore[operator]
        ends.append(await now(database))
        async with database.write() as connection:
            for table in (FACT, EXTRACTION, OUTBOX, ARTICLE):
                await connection.execute(table.delete())
    assert all(end == ends[0] for end in ends)
    assert (ends[0][0][0]["title"], len(ends[0][1]), ends[0][2][0]["version"]) == ("Plant opens", 3, "0.10.0")


async def test_redelivery_changes_nothing(database: Database, repository: Repository) -> None:
    async def everything() -> list[list[Any]]:
        async with database.read() as connection:
            return [list((await connection.execute(select(t))).all()) for t in (ARTICLE, EXTRACTION, FACT, OUTBOX)]

    old, new = extracted(article()), extracted(article(), four_facts(article())[1:], version="0.2.0")
    await repository.save_articles([article(), article()])
    await repository.save_facts([old, new])
    before = await everything()
    for message in (old, new, old):
        await repository.save_articles([article()])
        await repository.save_facts([message, message])
    assert await everything() == before


async def test_a_newer_version_supersedes_and_history_stays(database: Database, repository: Repository) -> None:
    one = article()
    opening, money, role, jobs = four_facts(one)
    corrected = quantity(one, "employment", "more than 300 jobs", Value(amount="300", unit="1", item="job"))
    added = quantity(one, "capacity", "up to 1,200 wagons a year", Value(amount="1200", unit="1", per="year"))
    await repository.save_facts([extracted(one, (opening, money, role, jobs))])
    put = await repository.save_facts([extracted(one, (opening, money, corrected, added), version="0.2.0")])
    assert put == 1
    async with database.read() as connection:
        history = (await connection.execute(select(FACT).order_by(FACT.c.seq))).all()
        message = FactsRevised.model_validate_json((await connection.execute(select(OUTBOX.c.data))).scalar_one())
    assert [row.superseded_at is None for row in history] == [False] * 4 + [True] * 4
    assert {row.superseded_at for row in history[:4]} == {history[4].recorded_at}
    assert {row.extractor_version for row in history[4:]} == {"0.2.0"}
    assert message.added == (added,)
    assert message.withdrawn == (role,)
    assert [(change.before, change.after) for change in message.changed] == [(jobs, corrected)]


async def test_an_older_extraction_that_comes_late_never_holds(database: Database, repository: Repository) -> None:
    facts = four_facts(article())
    await repository.save_facts([extracted(article(), facts, version="0.10.0")])
    assert await repository.save_facts([extracted(article(), facts[:1], version="0.9.0", at=NOON + HOUR)]) == 0
    _, held, current = await now(database)
    assert (len(held), current[0]["version"]) == (4, "0.10.0")
    assert len(await rows(database, FACT)) == 5


async def test_no_facts_are_an_answer_too(database: Database, repository: Repository) -> None:
    await repository.save_facts([extracted(article())])
    await repository.save_facts([extracted(article(), (), version="0.2.0")])
    assert (await now(database))[1] == []


async def test_amounts_stay_exact(database: Database, repository: Repository) -> None:
    exact = "12345678901234567890123.000000000000000000000001"
    fact = quantity(article(), "size", "300", Value(amount=exact, upper="2", unit="t"))
    await repository.save_facts([extracted(article(), (fact,))])
    [row] = (await now(database))[1]
    assert (row["amount"], row["base_unit"]) == (exact, "kg")
    assert float(row["base_amount"]) == pytest.approx(1.2345678901234568e25)
    assert json.loads(row["original"])["value"]["amount"] == exact


async def test_a_nul_in_the_text_is_kept_as_one_character(database: Database, repository: Repository) -> None:
    odd = article("A plant\x00 worth 5 tenge \\u0000 opened.")
    fact = quantity(odd, "investment", "plant\x00 worth 5 tenge \\u0000", Value(amount="5", unit="KZT"))
    await repository.save_articles([odd])
    await repository.save_facts([extracted(odd, (fact,))])
    articles, [row], _ = await now(database)
    text_ = articles[0]["text"]
    assert text_ == "A plant\ufffd worth 5 tenge \\u0000 opened."
    assert text_[row["evidence_start"] : row["evidence_end"]] == row["quote"]
    assert json.loads(row["original"])["evidence"]["text"] == row["quote"]


async def test_what_no_column_can_hold_is_rejected(database: Database, repository: Repository) -> None:
    good = quantity(article(), "size", "300", Value(amount="1", unit="t"))
    far = good.model_copy(update={"sentence": good.sentence.model_copy(update={"end": 2**70})})
    with pytest.raises(Rejected, match="cannot hold"):
        await repository.save_facts([extracted(article(), (far,))])
    assert await rows(database, FACT) == []


async def test_two_workers_with_the_same_articles_do_not_disturb_each_other(
    database: Database, repository: Repository
) -> None:
    articles = [article(f"{TEXT} {n}") for n in range(30)]
    other = Repository(database)
    one, two = [extracted(a) for a in articles], [extracted(a, version="0.2.0") for a in reversed(articles)]
    await asyncio.gather(
        repository.save_facts(one), other.save_facts(two), other.save_articles(articles), repository.save_facts(two)
    )
    _, facts, extractions = await now(database)
    assert (len(facts), len(extractions)) == (120, 30)
    assert {f["extractor_version"] for f in facts} == {"0.2.0"}


async def test_sqlite_is_set_up_to_survive_a_power_cut(database: Database) -> None:
    if database.dialect != "sqlite":
        pytest.skip("SQLite's pragmas")
    async with database.write() as connection:
        found = {p: (await connection.execute(text(f"PRAGMA {p}"))).scalar_one() for p in
                 ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}
