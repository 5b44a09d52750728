"""Counting and adding up: what a sum says of itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx

from services.store.repository import Repository
from shared.facts import Value
from tests.store.articles import TEXT, article, extracted, quantity

QUOTE = "5.5 billion tenge"


async def store(repository: Repository, *values: Value, **fields: Any) -> None:
    """One article a value, a month apart."""
    articles = [article(f"{TEXT} {n}", published_on=dt.date(2021, 1 + n, 1)) for n in range(len(values))]
    await repository.save_facts(
        [extracted(a, (quantity(a, "investment", QUOTE, v, **fields),)) for a, v in zip(articles, values, strict=True)]
    )


async def test_hedges_make_a_sum_an_interval(api: httpx.AsyncClient, repository: Repository) -> None:
    await store(
        repository,
        Value(amount="100", unit="KZT"),
        Value(amount="20", unit="KZT", upper="30", bound="range"),
        Value(amount="5", unit="KZT", bound="at_most"),
        Value(amount="0.5", unit="KZT", bound="approximate"),
        Value(amount="7", unit="KZT", per="year"),
        Value(amount="3", unit="USD", bound="at_least"),
        Value(amount="12", unit="%"),
    )
    answer = (await api.get("/stats")).json()
    assert (answer["facts"], answer["articles"], answer["more"]) == (7, 7, False)
    [group] = answer["groups"]
    totals = {(t["unit"], t["per"]): t for t in group["totals"]}
    assert totals["KZT", None] == {
        "unit": "KZT", "per": None, "facts": 4, "lower": "120.5", "upper": "135.5", "approximate": 1,
        "parts_left_out": 0, "wrong_left_out": 0, "repeats_left_out": 0, "corrected": 0,
    }  # fmt: skip
    assert (totals["KZT", "year"]["lower"], totals["KZT", "year"]["facts"]) == ("7", 1)
    assert (totals["USD", None]["lower"], totals["USD", None]["upper"]) == ("3", None)
    assert ("%", None) not in totals


async def test_groups_and_conditions(api: httpx.AsyncClient, repository: Repository) -> None:
    await store(repository, *(Value(amount=str(n), unit="KZT") for n in range(1, 6)))
    await repository.save_facts([extracted(article())])
    by_month = (await api.get("/stats", params={"group": "month", "currency": "KZT"})).json()
    assert {g["group"]: g["facts"] for g in by_month["groups"]} == {
        "2021-01": 1, "2021-02": 1, "2021-03": 2, "2021-04": 1, "2021-05": 1
    }  # fmt: skip
    by_publisher = (await api.get("/stats", params={"group": "publisher", "q": "wagons"})).json()
    assert [(g["group"], g["facts"]) for g in by_publisher["groups"]] == [("News", 3)]
    by_subject = (await api.get("/stats", params={"group": "subject", "limit": 1})).json()
    assert (by_subject["more"], by_subject["groups"][0]["group"]) == (True, None)
    assert (await api.get("/stats", params={"group": "password"})).status_code == 422


async def test_subjects_page_by_page(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_facts([extracted(article()), extracted(article(f"{TEXT} again"))])
    everything = (await api.get("/subjects")).json()
    assert [s["key"] for s in everything["items"]] == ["askar omarov", "saryarka wagon plant"]
    assert everything["items"][1]["first_published_on"] == "2021-03-01"
    first = (await api.get("/subjects", params={"limit": 1})).json()
    second = (await api.get("/subjects", params={"limit": 1, "after": first["next"]})).json()
    assert [*first["items"], *second["items"]] == everything["items"]
    assert second["next"] is None
    found = (await api.get("/subjects", params={"prefix": "The SARYARKA"})).json()["items"]
    assert [s["name"] for s in found] == ["Saryarka wagon plant"]
    assert (await api.get("/subjects", params={"after": "%%"})).status_code == 422


async def test_what_is_told_again_counts_once(api: httpx.AsyncClient, repository: Repository) -> None:
    """The mill's cost as three articles tell it; a loan beside the latest; another subject; one without any."""
    mill = {"start": 4, "end": 24, "text": "Saryarka wagon plant"}
    articles = [article(f"{TEXT} {n}", published_on=dt.date(2021, n, 1)) for n in (1, 2, 3)]
    told = (
        Value(amount="40", unit="KZT"),
        Value(amount="50", unit="KZT", bound="at_least"),
        Value(amount="60", unit="KZT"),
    )
    for each, value in zip(articles, told, strict=True):
        facts = [quantity(each, "investment", QUOTE, value, subject=mill)]
        if value.amount == "60":
            facts += [
                quantity(each, "investment", "5.5 billion", Value(amount="7", unit="KZT"), subject=mill),
                quantity(each, "investment", "$13 million", Value(amount="1000", unit="KZT")),
                quantity(each, "investment", "1,200 wagons", Value(amount="2000", unit="KZT")),
            ]
        await repository.save_facts([extracted(each, tuple(facts))])

    async def total(**query: Any) -> dict[str, Any]:
        [group] = (await api.get("/stats", params=query)).json()["groups"]
        [found] = group["totals"]
        return {name: found[name] for name in ("facts", "lower", "upper", "repeats_left_out")}

    assert await total() == {"facts": 6, "lower": "3157", "upper": None, "repeats_left_out": 0}
    assert await total(once=True) == {"facts": 3, "lower": "3060", "upper": "3060", "repeats_left_out": 3}
    latest = (await api.get("/facts", params={"min_amount": "60", "max_amount": "60"})).json()["items"][0]["id"]
    await api.put(f"/facts/{latest}/review", json={"verdict": "wrong", "by": "Aliya"})
    assert await total(once=True) == {"facts": 3, "lower": "3007", "upper": "3007", "repeats_left_out": 2}
