"""Files of facts: what stands in their cells, on both databases, however odd the text."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from services.store.repository import Repository
from services.store.table_csv import COLUMNS
from shared.facts import Value
from tests.store.articles import TEXT, article, extracted, four_facts, quantity, span

ODD = ['say "hi", twice', "two\nlines", "carriage\r\nreturn", 'all, "of\nit"', "plain", "—„ünïcode“", ",", '"', " x "]


async def table(api: httpx.AsyncClient, **query: Any) -> list[dict[str, str]]:
    """The CSV as a program reads it."""
    answer = await api.get("/facts.csv", params={name: value for name, value in query.items() if value})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.mark.parametrize("columns", [[], ["article_title", "quote", "kind"]])
async def test_odd_text_comes_out_as_it_went_in(
    api: httpx.AsyncClient, repository: Repository, columns: list[str]
) -> None:
    for n, odd in enumerate(ODD):
        one = article(f"{odd} costs 5 tenge. {n}", title=odd, publisher=None, url=None)
        facts = (quantity(one, "investment", f"{odd} costs 5 tenge", Value(amount="5", unit="KZT")),)
        await repository.save_facts([extracted(one, facts)])
    rows = await table(api, sort="recorded", columns=",".join(columns))
    assert list(rows[0]) == (columns or COLUMNS)
    # An article's text has line feeds only; a title comes from anyone's metadata.
    assert [row["quote"] for row in rows] == [f"{odd} costs 5 tenge" for odd in ODD]
    assert [row["article_title"] for row in rows] == ODD


async def test_cells_are_alike_on_both_databases(api: httpx.AsyncClient, repository: Repository) -> None:
    one = article()
    await repository.save_facts([extracted(one)])
    amounts = ["0.25", "123456789012345", "-7", "1000000"]
    other = article("Prices moved.")
    facts = [quantity(other, "change", "Prices moved", Value(amount=amount, unit="kg")) for amount in amounts]
    await repository.save_facts([extracted(other, tuple(facts))])
    rows = await table(api, sort="recorded")
    [event, investment, role, jobs, *changes] = rows
    assert (event["event"], event["place"], event["period_start"]) == ("opening", "Petropavl", "2021-02-01")
    assert (investment["amount"], investment["usd_amount"], investment["currency"]) == ("5500000000", "13000000", "KZT")
    assert (role["person"], role["amount"], role["published_on"]) == ("Askar Omarov", "", "2021-03-01")
    assert (jobs["bound"], jobs["confidence"], jobs["evidence_start"]) == (
        "at_least",
        "0.9",
        str(TEXT.index("more than 300")),
    )
    assert [row["base_amount"] for row in changes] == amounts
    moment = event["recorded_at"]
    assert (moment[10], moment[19], moment[26:]) == (" ", ".", "+00:00")
    answer = (await api.get("/facts", params={"kind": "event"})).json()["items"][0]
    assert answer["recorded_at"] == moment.replace(" ", "T")


async def test_files_have_the_columns_that_are_asked_for(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_facts([extracted(article())])
    asked = {"columns": "kind,article_publisher", "sort": "recorded"}
    rows = await table(api, **asked)
    assert rows == [{"kind": fact.kind, "article_publisher": "News"} for fact in four_facts(article())]
    parquet = pq.read_table(io.BytesIO((await api.get("/facts.parquet", params=asked)).content))
    assert parquet.to_pylist() == rows
    answer = await api.get("/facts.csv", params={"columns": "kind,password"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "columns")
    assert "there is no column 'password'" in answer.json()["detail"]


@pytest.mark.parametrize("count", [1, 2, 4, 5])
async def test_a_limit_holds_across_what_has_a_value_and_what_has_none(
    api: httpx.AsyncClient, repository: Repository, count: int
) -> None:
    await repository.save_facts([extracted(article())])
    rows = await table(api, sort="-amount", limit=count)
    assert [row["amount"] for row in rows] == ["5500000000", "300", "", ""][:count]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@SUM(1)", "-1-1", "\t=1", "=1,2", '="a"', "-", "=", "'=1"])
async def test_no_cell_is_a_formula(api: httpx.AsyncClient, repository: Repository, cell: str) -> None:
    one = article(title=cell)
    await repository.save_facts([extracted(one)])
    for columns in ("", "article_title", "kind,article_title"):
        rows = await table(api, columns=columns)
        assert {row["article_title"] for row in rows} == {cell if cell[0] == "'" else f"'{cell}"}


EVIL = [
    "'; DROP TABLE fact; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "%' UNION SELECT secret FROM webhook --",
    "$1 \\x",
]


@pytest.mark.parametrize("evil", EVIL)
async def test_what_looks_like_sql_or_markup_is_text(api: httpx.AsyncClient, repository: Repository, evil: str) -> None:
    """In a name, in every way to ask for it, and in what comes back."""
    one = article(f"{evil} costs 5 tenge.", title=evil, publisher=evil)
    value = Value(amount="5", unit="KZT")
    named = quantity(one, "investment", "costs 5 tenge", value, subject=span(one.text, evil))
    await repository.save_facts([extracted(one, (named,)), extracted(article())])
    for query in ({"subject": evil}, {"subject": f"{evil[:4]}*"}, {"publisher": evil}):
        [fact] = (await api.get("/facts", params=query)).json()["items"]
        assert (fact["subject"]["text"], fact["article"]["title"]) == (evil, evil)
        [row] = await table(api, columns="subject,article_publisher", **query)
        assert set(row.values()) == {evil}
    for name in ("q", "rule", "item", "person", "unit"):
        assert (await api.get("/facts", params={name: evil})).status_code == 200
    assert len((await api.get("/facts")).json()["items"]) == 5
    groups = (await api.get("/stats", params={"group": "publisher"})).json()["groups"]
    assert {group["group"] for group in groups} == {evil, "News"}


async def test_what_begins_so_is_found_in_any_script(api: httpx.AsyncClient, repository: Repository) -> None:
    """Whatever order of words the database has: case, marks, blanks, dashes and scripts at the border of the range."""
    begin = ("Kara", "KARA-TAU", "Kara Oil", "Karaż", "Kara\uffe5", "Kara\U0001f3ed works")
    others = ("Kar", "Karb", "K-ara", "Ka ra", "Kára", "Lara")
    for name in (*begin, *others):
        one = article(f"{name} costs 5 tenge.")
        subject = span(one.text, name)
        fact = quantity(one, "investment", "costs 5 tenge", Value(amount="5", unit="KZT"), subject=subject)
        await repository.save_facts([extracted(one, (fact,))])
    found = (await api.get("/facts", params={"subject": "kara*"})).json()["items"]
    assert {fact["subject"]["text"] for fact in found} == set(begin)
    listed = (await api.get("/subjects", params={"prefix": "Kara"})).json()["items"]
    assert {subject["name"] for subject in listed} == set(begin)
