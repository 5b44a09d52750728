"""The analyst's checks: what is a part of what, and whose exchange rate stands alone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.store.checking import check_once
from services.store.checks import parts_and_totals
from services.store.database import Database
from services.store.repository import Repository
from services.store.rows import fact_rows
from services.store.tables import FLAG
from shared.facts import Fact, Money, Value
from shared.messages import ArticleIngested
from tests.store.articles import NOON, article, extracted, quantity, span


def sums(source: ArticleIngested, *amounts: tuple[str, str], kind: str = "investment") -> tuple[Fact, ...]:
    """(words, amount) in one sentence each line of the text."""
    facts = []
    for words, amount in amounts:
        start = source.text.rfind("\n", 0, source.text.index(words)) + 1
        end = (source.text + "\n").index("\n", start)
        fact = quantity(source, kind, words, Value(amount=amount, unit="KZT"), sentence={"start": start, "end": end})
        facts.append(fact)
    return tuple(facts)


@pytest.mark.parametrize(
    ("text", "amounts", "total", "parts"),
    [
        ("Of 10 tenge, 4 went to roads and 6 to rail.", [("10", "10"), ("4", "4"), ("6", "6")], "10", ["4", "6"]),
        ("Roads took 4, rail took 6: 10 tenge together.", [("4", "4"), ("6", "6"), ("10", "10")], "10", ["4", "6"]),
        ("They spent 10 tenge, including 3 on roads.", [("10", "10"), ("3", "3")], "10", ["3"]),
        ("They spent 10 tenge and 3 on roads.", [("10", "10"), ("3", "3")], None, []),
        ("They spent 10 tenge.\nIncluding 3 on roads.", [("10", "10"), ("3", "3")], None, []),
        ("Of 3 tenge, including 40, all went.", [("3", "3"), ("40", "40")], None, []),
        ("From 10 tenge, 40 and 60 came.", [("10", "10"), ("40", "40"), ("60", "60")], None, []),
    ],
)
def test_parts_and_totals(text: str, amounts: list[tuple[str, str]], total: str | None, parts: list[str]) -> None:
    source = article(text)
    message = extracted(source, sums(source, *amounts))
    rows = fact_rows(message, ["{}"] * len(amounts), "x", NOON)
    amount_of = {row["id"]: row["amount"] for row in rows}
    flags = parts_and_totals(rows, text)
    assert [amount_of[f.fact_id] for f in flags if f.check == "contains"] == ([total] if total else [])
    assert sorted(amount_of[f.fact_id] for f in flags if f.check == "part_of") == sorted(parts)


async def flags(database: Database) -> list[tuple[str, str, Any]]:
    async with database.read() as connection:
        found = await connection.execute(select(FLAG.c.check, FLAG.c.fact_id, FLAG.c.detail).order_by(FLAG.c.check))
        return [(row.check, row.fact_id, json.loads(row.detail)) for row in found]


def priced(n: int, tenge: str, dollars: str = "1", day: int = 1) -> Any:
    """An article that says how many tenge so many dollars are."""
    one = article(f"A plant worth some tenge opened, again {n}.", published_on=dt.date(2021, 3, day))
    value = Value(amount=tenge, unit="KZT", equivalents=(Money(amount=dollars, unit="USD"),))
    return extracted(one, (quantity(one, "investment", "some tenge", value, subject=span(one.text, "plant")),))


async def test_a_rate_that_stands_alone(database: Database, repository: Repository) -> None:
    await repository.save_facts([priced(n, str(418 + n), day=n + 1) for n in range(4)])
    await repository.save_facts([odd := priced(9, "4200", day=20)])
    while await check_once(database):
        pass
    [(check, fact, detail)] = await flags(database)
    assert (check, fact) == ("rate", str(odd.facts[0].id))
    assert detail == {"implied": "4200", "usual": "419.5", "currency": "KZT", "articles": 4}


async def test_too_few_others_are_no_ground(database: Database, repository: Repository) -> None:
    await repository.save_facts([priced(1, "420"), priced(2, "421"), priced(3, "4200")])
    while await check_once(database):
        pass
    assert await flags(database) == []


async def test_flags_follow_the_facts_and_show_in_answers_and_sums(
    database: Database, repository: Repository, api: httpx.AsyncClient
) -> None:
    source = article("Of 10 tenge, 4 went to roads and 6 to rail.")
    facts = sums(source, ("10", "10"), ("4", "4"), ("6", "6"))
    await repository.save_articles([source])
    await repository.save_facts([extracted(source, facts)])
    assert await check_once(database) == 1
    assert await check_once(database) == 0
    items = {i["value"]["amount"]: i["flags"] for i in (await api.get("/facts")).json()["items"]}
    assert [[f["check"] for f in items[amount]] for amount in ("10", "4", "6")] == [
        ["contains"],
        ["part_of"],
        ["part_of"],
    ]
    [group] = (await api.get("/stats")).json()["groups"]
    [total] = group["totals"]
    assert (total["lower"], total["facts"], total["parts_left_out"], group["facts"]) == ("10", 1, 2, 3)
    assert "Part of a total" in (await api.get(f"/browse/articles/{source.article_id}")).text
    await repository.save_facts([extracted(source, facts[:2], version="0.2.0")])
    while await check_once(database):
        pass
    assert await flags(database) == []
