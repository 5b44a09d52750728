"""Asking over HTTP, in process, on both databases."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from services.store.repository import Repository
from shared.facts import FACTS, Value
from tests.store.articles import NOON, TEXT, article, extracted, four_facts, quantity


async def many(repository: Repository, count: int = 40) -> list[Any]:
    """Articles of `count` days, one investment each: 1, 2, 3 … billion tenge; every fifth without a date."""
    articles = [
        article(
            f"{TEXT} {n}",
            published_on=None if n % 5 == 0 else dt.date(2021, 1, 1) + dt.timedelta(days=n),
            publisher=f"Paper {n % 3}",
            tags=("even",) if n % 2 == 0 else ("odd", "half"),
        )
        for n in range(count)
    ]
    await repository.save_articles(articles)
    await repository.save_facts(
        [
            extracted(
                a, (quantity(a, "investment", "5.5 billion tenge", Value(amount=f"{n + 1}000000000", unit="KZT")),)
            )
            for n, a in enumerate(articles)
        ]
    )
    return articles


async def walk(api: httpx.AsyncClient, path: str, **query: Any) -> list[Any]:
    """Every item, page by page."""
    items: list[Any] = []
    after = None
    while True:
        answer = await api.get(path, params=query | ({"after": after} if after else {}))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        after = page["next"]
        if after is None:
            return items


async def test_a_fact_comes_out_as_it_went_in(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    items = (await api.get("/facts")).json()["items"]
    assert set(FACTS.validate_json(json.dumps(items))) == set(four_facts(article()))
    assert items[0]["article"]["title"] == "Wagon plant opens"
    one = (await api.get(f"/facts/{items[0]['id']}")).json()
    assert (one["fact"], one["history"]) == (items[0], [items[0]])


@pytest.mark.parametrize("sort", ["recorded", "-recorded", "amount", "-amount", "published", "-published"])
async def test_pages_have_every_row_once_and_in_order(
    api: httpx.AsyncClient, repository: Repository, sort: str
) -> None:
    await many(repository)
    items = await walk(api, "/facts", sort=sort, limit=7)
    assert len({item["id"] for item in items}) == 40
    column: dict[str, Callable[[Any], Any]] = {
        "amount": lambda i: Decimal(i["value"]["amount"]),
        "published": lambda i: i["article"]["published_on"],
    }
    if value := column.get(sort.removeprefix("-")):
        values = [value(item) for item in items]
        known = [v for v in values if v is not None]
        assert known == sorted(known, reverse=sort.startswith("-"))
        assert values[: len(known)] == known, "rows without a value come last"


async def test_pages_hold_while_rows_are_added(api: httpx.AsyncClient, repository: Repository) -> None:
    await many(repository, 10)
    first = (await api.get("/facts", params={"limit": 5})).json()
    await repository.save_facts([extracted(article())])
    rest = (await api.get("/facts", params={"limit": 100, "after": first["next"]})).json()
    assert len({i["id"] for i in first["items"] + rest["items"]}) == 10
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"kind": "investment"}, {"investment"}),
        ({"kind": ["role", "event"]}, {"role", "event"}),
        ({"currency": "KZT", "min_amount": "5500000000"}, {"investment"}),
        ({"currency": "KZT", "min_amount": "5500000000.1"}, set()),
        ({"min_usd": "13000000", "max_usd": "13000000.0"}, {"investment"}),
        ({"subject": "the SARYARKA  wagon plant"}, {"event", "investment", "employment"}),
        ({"subject": "saryarka*"}, {"event", "investment", "employment"}),
        ({"subject": "saryar_a*"}, set()),
        ({"place": "petropavl"}, {"event"}),
        ({"person": "askar omarov"}, {"role"}),
        ({"attribution": "Askar Omarov"}, {"investment"}),
        ({"item": "jobs", "bound": "at_least", "unit": "1"}, {"employment"}),
        ({"event": "opening", "status": "actual"}, {"event"}),
        ({"status": "planned"}, set()),
        ({"period_from": "2021-02-28", "period_to": "2021-03-01"}, {"event"}),
        ({"period_from": "2021-03-01"}, set()),
        ({"published_from": "2021-03-01", "published_to": "2021-03-01"}, {"role", "event", "investment", "employment"}),
        ({"published_from": "2021-03-02"}, set()),
        ({"publisher": "News", "tag": "industry", "kind": "role"}, {"role"}),
        ({"tag": "sport"}, set()),
        ({"min_confidence": "0.95"}, set()),
        ({"q": "wagons plants"}, {"event", "investment", "employment"}),
        ({"q": '"wagon plant" -tenge'}, {"event", "employment"}),
        ({"q": '"plant wagon"'}, set()),
        ({"q": "tenge"}, {"investment"}),
        ({"q": "PETROPAVL", "kind": "role"}, set()),
        ({"subject": "'; DROP TABLE fact; --"}, set()),
        ({"q": "x' OR 1=1 --"}, set()),
        ({"q": "fact_search:* NEAR( AND"}, set()),
        ({"as_of": "2020-01-01T00:00:00Z"}, set()),
        ({"as_of": "2100-01-01T00:00:00Z", "kind": "role"}, {"role"}),
    ],
)
async def test_conditions(
    api: httpx.AsyncClient, repository: Repository, query: dict[str, Any], kinds: set[str]
) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    answer = await api.get("/facts", params=query)
    assert answer.status_code == 200, answer.text
    assert {item["kind"] for item in answer.json()["items"]} == kinds


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/facts", {"limit": "0"}, "limit"),
        ("/facts", {"limit": "ten"}, "limit"),
        ("/facts", {"kind": "rumour"}, "kind.0"),
        ("/facts", {"kinds": "role"}, "kinds"),
        ("/facts", {"sort": "id; DROP TABLE fact"}, "sort"),
        ("/facts", {"min_amount": "NaN"}, "min_amount"),
        ("/facts", {"min_amount": "1e999999"}, "min_amount"),
        ("/facts", {"published_from": "yesterday"}, "published_from"),
        ("/facts", {"published_from": "1614556800"}, "published_from"),
        ("/facts", {"as_of": "2021-03-01"}, "as_of"),
        ("/facts", {"as_of": "0.5"}, "as_of"),
        ("/facts", {"as_of": "9999-12-31T23:59:59-23:59"}, "as_of"),
        ("/articles", {"received_to": "0001-01-01T00:00:00+23:59"}, "received_to"),
        ("/facts", {"min_amount": "1e9"}, "min_amount"),
        ("/facts", {"min_amount": ""}, "min_amount"),
        ("/facts", {"q": " --- "}, "q"),
        ("/facts", {"subject": "a\x00b"}, "subject.0"),
        ("/facts", {"after": "%%%"}, "after"),
        ("/facts", {"after": "WzEsMl0"}, "after"),
        ("/facts", {"after": "WyItcmVjb3JkZWQiLG51bGwsMTAwMDAwMDAwMDAwMDAwMDAwMDAwXQ"}, "after"),
        ("/facts/nonsense", {}, "fact_id"),
        ("/facts.xml", {}, "extension"),
        ("/facts.csv", {"after": "WzEsMl0"}, "after"),
        ("/articles", {"sort": "-amount"}, "sort"),
        ("/articles/0/facts", {}, "article_id"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said(api: httpx.AsyncClient, path: str, query: dict[str, str], parameter: str) -> None:
    answer = await api.get(path, params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert [e["parameter"] for e in problem["errors"]] == [parameter]
    assert problem["type"] == "urn:factwire:problem:invalid"


async def test_a_parameter_that_there_is_not_is_called_so(api: httpx.AsyncClient) -> None:
    problem = (await api.get("/facts", params={"nosuch": "1"})).json()
    assert problem["detail"] == "nosuch: there is no such parameter; /docs has all of them"


async def test_a_cursor_of_another_order_is_refused(api: httpx.AsyncClient, repository: Repository) -> None:
    await many(repository, 5)
    after = (await api.get("/facts", params={"limit": 2, "sort": "amount"})).json()["next"]
    assert (await api.get("/facts", params={"after": after, "sort": "amount"})).status_code == 200
    assert (await api.get("/facts", params={"after": after})).status_code == 422


@pytest.mark.parametrize("path", ["/facts/{0}", "/articles/{0}", "/articles/{0}/facts"])
async def test_what_is_not_there_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path.format("00000000-0000-0000-0000-000000000000"))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_articles(api: httpx.AsyncClient, repository: Repository) -> None:
    articles = await many(repository, 12)
    items = await walk(api, "/articles", limit=5, sort="-published")
    assert len({item["id"] for item in items}) == 12
    assert items[0]["published_on"] == "2021-01-12"
    assert {item["facts"] for item in items} == {1}
    assert len(await walk(api, "/articles", tag="half", publisher="Paper 1")) == 2
    assert len(await walk(api, "/articles", q="wagons omarov")) == 12
    one = (await api.get(f"/articles/{articles[3].article_id}")).json()
    assert (one["text"], one["has_text"], one["tags"]) == (articles[3].text, True, ["odd", "half"])


async def test_an_articles_facts_stand_in_reading_order(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_facts([extracted(article())])
    items = await walk(api, f"/articles/{article().article_id}/facts", limit=1)
    starts = [item["evidence"]["start"] for item in items]
    assert (len(starts), starts) == (4, sorted(starts))


async def test_the_table_as_of_a_day(api: httpx.AsyncClient, repository: Repository) -> None:
    one = article()
    await repository.save_facts([extracted(one)])
    first = (await api.get("/facts")).json()["items"]
    await repository.save_facts([extracted(one, four_facts(one)[:1], version="0.2.0")])
    assert len((await api.get("/facts")).json()["items"]) == 1
    then = (await api.get("/facts", params={"as_of": first[0]["recorded_at"]})).json()["items"]
    assert [i["id"] for i in then] == [i["id"] for i in first]
    history = (await api.get(f"/facts/{then[0]['id']}")).json()["history"]
    assert [h["superseded_at"] is None for h in history] in ([False], [False, True])


async def test_every_format_has_the_same_rows(api: httpx.AsyncClient, repository: Repository) -> None:
    await many(repository, 30)
    items = await walk(api, "/facts", min_amount="11000000000", sort="amount")
    query = {"min_amount": "11000000000", "sort": "amount"}
    lines = (await api.get("/facts.jsonl", params=query)).text.splitlines()
    assert [json.loads(line) for line in lines] == items
    answer = await api.get("/facts", params=query, headers={"Accept": "text/csv"})
    assert answer.headers["content-disposition"] == 'attachment; filename="facts.csv"'
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(r["id"], r["amount"], r["published_on"] or None, r["article_title"]) for r in table] == [
        (i["id"], i["value"]["amount"], i["article"]["published_on"], i["article"]["title"]) for i in items
    ]
    parquet = pq.read_table(io.BytesIO((await api.get("/facts.parquet", params=query)).content)).to_pylist()
    assert [(r["id"], r["amount"], r["published_on"]) for r in parquet] == [
        (r["id"], r["amount"], dt.date.fromisoformat(r["published_on"]) if r["published_on"] else None) for r in table
    ]
    assert len((await api.get("/facts.jsonl", params=query | {"limit": "3"})).text.splitlines()) == 3
    empty = {
        kind: await api.get(f"/facts.{kind}", params={"status": "planned"}) for kind in ("csv", "jsonl", "parquet")
    }
    assert {answer.status_code for answer in empty.values()} == {200}
    assert empty["csv"].text.count("\n") == 1
    assert empty["jsonl"].content == b""
    assert pq.read_table(io.BytesIO(empty["parquet"].content)).num_rows == 0


async def test_files_longer_than_a_chunk(
    api: httpx.AsyncClient, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.store.formats.CHUNK", 4)
    await many(repository, 30)
    for sort, kind in itertools.product(("-recorded", "published"), ("jsonl", "csv")):
        lines = (await api.get(f"/facts.{kind}", params={"sort": sort})).text.splitlines()
        assert len(set(lines)) == 30 + (kind == "csv")


async def test_an_etag_saves_the_answer(api: httpx.AsyncClient, repository: Repository) -> None:
    await many(repository, 3)
    tag = (await api.get("/facts")).headers["etag"]
    assert (await api.get("/facts", headers={"If-None-Match": tag})).status_code == 304
    await repository.save_facts([extracted(article(), at=NOON)])
    assert (await api.get("/facts", headers={"If-None-Match": tag})).status_code == 200


async def test_csv_runs_no_formula(api: httpx.AsyncClient, repository: Repository) -> None:
    evil = article("=cmd() is worth 5 tenge.", title="=HYPERLINK(1)")
    await repository.save_facts(
        [extracted(evil, (quantity(evil, "change", "=cmd() is worth 5 tenge", Value(amount="-5", unit="KZT")),))]
    )
    [row] = csv.DictReader(io.StringIO((await api.get("/facts.csv")).text))
    assert (row["quote"], row["article_title"], row["amount"]) == ("'=cmd() is worth 5 tenge", "'=HYPERLINK(1)", "-5")
