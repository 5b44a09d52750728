"""A later version withdraws the earlier one's facts, whatever the order, however often, on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import random
import uuid
from typing import Any

import httpx
from sqlalchemy import select

from services.store.checking import check_once
from services.store.database import Database
from services.store.repository import Repository
from services.store.tables import ARTICLE, EXTRACTION, FACT, FLAG, OUTBOX
from shared.messages import ArticleIngested, FactsRevised
from tests.store.articles import NOON, TEXT, article, extracted, four_facts

HOUR = dt.timedelta(hours=1)
FIRST = article()
SECOND = article(TEXT.replace("300", "310"), at=NOON + HOUR, supersedes=FIRST.article_id)
THIRD = article(TEXT.replace("300", "320"), at=NOON + 2 * HOUR, supersedes=SECOND.article_id)


def facts(of: ArticleIngested) -> Any:
    """Three facts of the article; the fourth says a number that the versions differ in."""
    return extracted(of, four_facts(of.model_copy(update={"text": TEXT}))[:3])


def names(*articles: ArticleIngested) -> set[str]:
    return {str(each.article_id) for each in articles}


async def holding(database: Database) -> set[str]:
    """The articles that have facts which hold."""
    async with database.read() as connection:
        held = select(FACT.c.article_id).where(FACT.c.superseded_at.is_(None))
        return set((await connection.execute(held)).scalars())


async def events(database: Database) -> list[FactsRevised]:
    async with database.read() as connection:
        data = (await connection.execute(select(OUTBOX.c.data).order_by(OUTBOX.c.seq))).scalars()
        return [FactsRevised.model_validate_json(each) for each in data]


async def test_the_facts_of_the_earlier_version_are_withdrawn(database: Database, repository: Repository) -> None:
    await repository.save_articles([FIRST, SECOND])
    assert await repository.save_facts([facts(FIRST)]) == 0
    assert await holding(database) == names(FIRST)
    assert await repository.save_facts([facts(SECOND)]) == 1
    assert await holding(database) == names(SECOND)
    (event,) = await events(database)
    assert (event.cause, event.superseded_by) == ("superseded", SECOND.article_id)
    assert event.article.id == FIRST.article_id
    assert event.withdrawn == facts(FIRST).facts
    assert (event.added, event.changed) == ((), ())
    async with database.read() as connection:
        ended = (await connection.execute(select(FACT).where(FACT.c.article_id == str(FIRST.article_id)))).all()
    assert [row.superseded_at is not None for row in ended] == [True] * 3  # history is kept


async def test_a_version_that_was_never_read_withdraws_nothing(database: Database, repository: Repository) -> None:
    await repository.save_articles([FIRST])
    await repository.save_facts([facts(FIRST)])
    await repository.save_articles([SECOND])
    assert await holding(database) == names(FIRST)
    await repository.save_facts([extracted(SECOND, ())])  # read, and it states nothing any more
    assert await holding(database) == set()


async def test_one_that_comes_late_is_history_at_once(database: Database, repository: Repository) -> None:
    await repository.save_facts([facts(SECOND)])
    await repository.save_facts([facts(FIRST)])
    assert await holding(database) == names(SECOND)
    assert await events(database) == []
    later = facts(FIRST).model_copy(update={"extracted_at": NOON + 5 * HOUR, "facts": facts(FIRST).facts[:1]})
    await repository.save_facts([later])
    assert await holding(database) == names(SECOND)
    assert await events(database) == []


async def test_every_order_ends_in_the_same_table(database: Database, repository: Repository) -> None:
    older = article(TEXT + " Again.", at=NOON + 3 * HOUR, superseded_by=THIRD.article_id)
    everything = [FIRST, SECOND, THIRD, older]
    steps: list[tuple[Any, Any]] = [(repository.save_articles, each) for each in everything]
    steps += [(repository.save_facts, facts(each)) for each in everything]
    luck = random.Random(11)
    for _ in range(12):
        order = luck.sample(steps, len(steps))
        for save, message in [*order, *luck.sample(order, 3)]:  # and some come again
            await save([message])
        assert await holding(database) == names(THIRD), order
        async with database.write() as connection:
            for table in (FACT, EXTRACTION, OUTBOX, ARTICLE):
                await connection.execute(table.delete())


async def test_both_in_one_batch_and_again(database: Database, repository: Repository) -> None:
    batch = [facts(each) for each in (FIRST, SECOND, THIRD)]
    for order in itertools.permutations(batch):
        await repository.save_facts(list(order))
        assert await holding(database) == names(THIRD)
    before = await events(database)
    await repository.save_facts(batch)
    await repository.save_articles([FIRST, SECOND, THIRD])
    assert await events(database) == before


async def test_versions_of_what_is_not_here(database: Database, repository: Repository) -> None:
    orphan = article(TEXT.replace("300", "330"), supersedes=uuid.uuid4(), superseded_by=uuid.uuid4())
    await repository.save_facts([facts(orphan)])
    assert await holding(database) == names(orphan)  # its successor was never read


async def test_books_that_were_lost_turn_it_round(database: Database, repository: Repository) -> None:
    """The ledger of ingest is gone, the later text is taken first and the earlier one after it."""
    await repository.save_facts([facts(FIRST), facts(SECOND)])
    again = article(SECOND.text, at=NOON + 5 * HOUR)
    after = article(FIRST.text, at=NOON + 6 * HOUR, supersedes=again.article_id)
    await repository.save_facts([facts(after)])
    await repository.save_facts([facts(again)])
    assert await holding(database) == names(after)
    assert {(e.cause, e.article.id) for e in await events(database)} == {
        ("superseded", FIRST.article_id),
        ("superseded", SECOND.article_id),
        ("reinstated", FIRST.article_id),
    }


async def test_what_is_superseded_no_longer_holds_again(database: Database, repository: Repository) -> None:
    await repository.save_facts([facts(FIRST), facts(SECOND)])
    await repository.save_articles([article(SECOND.text, at=NOON + 5 * HOUR)])  # taken anew, without a link
    assert await holding(database) == names(FIRST, SECOND)
    withdrawn, reinstated = await events(database)
    assert (reinstated.cause, reinstated.added) == ("reinstated", withdrawn.withdrawn)
    await repository.save_articles([article(SECOND.text, at=NOON + 6 * HOUR, supersedes=FIRST.article_id)])
    assert await holding(database) == names(SECOND)
    assert len({event.message_id for event in await events(database)}) == 3
    async with database.read() as connection:
        rows = (await connection.execute(select(FACT.c.id).where(FACT.c.article_id == str(FIRST.article_id)))).all()
    assert len(rows) == 6  # that they did not hold in between stays known


async def test_two_writers_at_once(database: Database, repository: Repository) -> None:
    for number in range(10):
        one = article(f"{TEXT} Number {number}.")
        two = article(f"{TEXT} Number {number}, corrected.", at=NOON + HOUR, supersedes=one.article_id)
        await asyncio.gather(repository.save_facts([facts(one)]), repository.save_facts([facts(two)]))
        assert await holding(database) & names(one, two) == names(two)


async def test_checks_forget_what_was_withdrawn(database: Database, repository: Repository) -> None:
    await repository.save_articles([FIRST])
    await repository.save_facts([facts(FIRST)])
    await check_once(database)
    async with database.write() as connection:
        flag = {"fact_id": str(uuid.uuid4()), "check": "rate", "article_id": str(FIRST.article_id), "detail": "{}"}
        await connection.execute(FLAG.insert(), {**flag, "recorded_at": NOON})
    await repository.save_facts([facts(SECOND)])
    await check_once(database)
    async with database.read() as connection:
        assert (await connection.execute(select(FLAG))).all() == []


async def test_the_api_and_the_page_say_so(api: httpx.AsyncClient, repository: Repository) -> None:
    reprint = article(TEXT + " Reprinted.", near_duplicate_of=SECOND.article_id)
    await repository.save_articles([FIRST, SECOND, reprint])
    await repository.save_facts([facts(FIRST), facts(SECOND), facts(reprint)])
    found = {each["id"]: each for each in (await api.get("/articles")).json()["items"]}
    one, two, three = (found[str(each.article_id)] for each in (FIRST, SECOND, reprint))
    assert (one["superseded_by"], one["supersedes"], one["facts"]) == (two["id"], None, 0)
    assert (two["superseded_by"], two["supersedes"], two["facts"]) == (None, one["id"], 3)
    assert three["near_duplicate_of"] == two["id"]
    stated = (await api.get("/facts", params={"kind": "investment"})).json()["items"]
    assert {each["article"]["id"] for each in stated} == {two["id"], three["id"]}
    before = (await api.get("/facts", params={"article": one["id"], "as_of": "2020-01-01T00:00:00Z"})).json()
    assert before["items"] == []
    for shown, link in ((one, two), (two, one), (three, two)):
        page = (await api.get(f"/browse/articles/{shown['id']}")).text
        assert f'href="/browse/articles/{link["id"]}"' in page
    assert "Superseded by" in (await api.get(f"/browse/articles/{one['id']}")).text
    detail = json.loads((await api.get(f"/articles/{one['id']}")).text)
    assert detail["superseded_by"] == two["id"]
