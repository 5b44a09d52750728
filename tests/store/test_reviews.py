"""Reviews: decided, replaced, taken back; what they change in answers and sums, and what they never change."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.store.repository import Repository
from shared.facts import Value
from tests.store.articles import TEXT, article, extracted, four_facts, quantity

GOLD = Path(__file__).parents[3] / "shared" / "gold"
OPENING, INVESTMENT, ROLE, JOBS = (str(fact.id) for fact in four_facts(article()))


@pytest.fixture
async def stored(api: httpx.AsyncClient, repository: Repository) -> httpx.AsyncClient:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    return api


async def put(api: httpx.AsyncClient, fact: str, status: int = 200, **given: Any) -> dict[str, Any]:
    answer = await api.put(f"/facts/{fact}/review", json={"by": "Aliya"} | given)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    return document


async def fact(api: httpx.AsyncClient, identity: str) -> dict[str, Any]:
    found: dict[str, Any] = (await api.get(f"/facts/{identity}")).json()["fact"]
    return found


async def test_a_decision_stands_beside_the_fact_and_changes_nothing_in_it(stored: httpx.AsyncClient) -> None:
    before = await fact(stored, INVESTMENT)
    assert before["review"] is None
    made = await put(
        stored, INVESTMENT, verdict="corrected", note="in dollars", corrections={"amount": "5,600,000,000"}
    )
    assert (made["verdict"], made["by"], made["note"]) == ("corrected", "Aliya", "in dollars")
    assert (made["before"]["amount"], made["after"]["amount"]) == ("5500000000", "5600000000")
    after = await fact(stored, INVESTMENT)
    review = after.pop("review")
    assert (review["verdict"], review["after"]["amount"]) == ("corrected", "5600000000")
    assert after == {name: value for name, value in before.items() if name != "review"}


async def test_the_same_decision_twice_is_one_and_another_takes_its_place(stored: httpx.AsyncClient) -> None:
    first = await put(stored, JOBS, verdict="right")
    assert await put(stored, JOBS, verdict="right") == first
    await put(stored, JOBS, verdict="wrong", by="Dana")
    told = (await stored.get(f"/facts/{JOBS}/reviews")).json()["items"]
    assert [(each["verdict"], each["by"], each["ended_by"]) for each in told] == [
        ("right", "Aliya", "Dana"), ("wrong", "Dana", None),
    ]  # fmt: skip
    for _ in range(2):
        assert (await stored.delete(f"/facts/{JOBS}/review", params={"by": "Aliya"})).status_code == 204
    told = (await stored.get(f"/facts/{JOBS}/reviews")).json()["items"]
    assert [each["ended_by"] for each in told] == ["Dana", "Aliya"]
    assert (await fact(stored, JOBS))["review"] is None


async def test_decisions_can_be_asked_for(stored: httpx.AsyncClient) -> None:
    await put(stored, JOBS, verdict="wrong")
    await put(stored, ROLE, verdict="right")

    async def ids(*verdicts: str) -> set[str]:
        answer = await stored.get("/facts", params={"review": verdicts})
        return {each["id"] for each in answer.json()["items"]}

    assert await ids("wrong") == {JOBS}
    assert await ids("none") == {OPENING, INVESTMENT}
    assert await ids("right", "none") == {OPENING, INVESTMENT, ROLE}
    assert await ids("corrected") == set()
    assert (await stored.get("/facts", params={"review": "maybe"})).status_code == 422
    rows = list(csv.DictReader(io.StringIO((await stored.get("/facts.csv")).text)))
    assert {row["id"]: row["review"] for row in rows} == {JOBS: "wrong", ROLE: "right", OPENING: "", INVESTMENT: ""}


async def test_sums_leave_out_the_wrong_and_count_the_corrected_as_corrected(
    stored: httpx.AsyncClient, repository: Repository
) -> None:
    other = article(f"{TEXT} Again.")
    money = quantity(other, "investment", "5.5 billion tenge", Value(amount="100", unit="KZT"))
    await repository.save_facts([extracted(other, (money,))])

    async def total() -> tuple[Any, ...]:
        [group] = (await stored.get("/stats", params={"kind": "investment", "q": "tenge"})).json()["groups"]
        [kzt] = [each for each in group["totals"] if each["unit"] == "KZT"]
        return kzt["facts"], kzt["lower"], kzt["wrong_left_out"], kzt["corrected"]

    assert await total() == (2, "5500000100", 0, 0)
    await put(stored, INVESTMENT, verdict="wrong")
    assert await total() == (1, "100", 1, 0)
    await put(stored, INVESTMENT, verdict="corrected", corrections={"amount": "7"})
    assert await total() == (2, "107", 0, 1)
    await put(stored, INVESTMENT, verdict="corrected", corrections={"kind": "indicator"})
    assert await total() == (1, "100", 1, 0)


@pytest.mark.parametrize(
    ("identity", "given", "parameter"),
    [
        (INVESTMENT, {"verdict": "corrected", "corrections": {}}, "corrections"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"amount": "5500000000"}}, "corrections"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"amount": None}}, "amount"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"upper": "1"}}, "upper"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"bound": "range"}}, "upper"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"amount": "1,5"}}, "corrections.amount"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"quote": "6 billion"}}, "quote"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"kind": "event"}}, "event"),
        (INVESTMENT, {"verdict": "corrected", "corrections": {"kind": "role", "person": "A"}}, "title"),
        (OPENING, {"verdict": "corrected", "corrections": {"period_start": "2022-01-01"}}, "period_end"),
        (INVESTMENT, {"verdict": "right", "corrections": {"amount": "1"}}, "corrections"),
        (INVESTMENT, {"verdict": "perhaps"}, "verdict"),
        (INVESTMENT, {"verdict": "right", "by": " "}, "by"),
        (INVESTMENT, {"verdict": "right", "by": None}, "by"),
        (INVESTMENT, {"verdict": "right", "colour": "red"}, "colour"),
    ],
)
async def test_what_cannot_be_is_refused_and_named(
    stored: httpx.AsyncClient, identity: str, given: dict[str, Any], parameter: str
) -> None:
    problem = await put(stored, identity, 422, **given)
    assert parameter in [each["parameter"] for each in problem["errors"]]
    assert (await fact(stored, identity))["review"] is None


async def test_a_correction_may_change_the_shape_and_the_evidence(stored: httpx.AsyncClient) -> None:
    event = {"kind": "event", "event": "agreement", "quote": "The Saryarka wagon plant", "place": "Petropavl"}
    after = (await put(stored, INVESTMENT, verdict="corrected", corrections=event))["after"]
    assert (after["kind"], after["event"], after["start"], after["end"]) == ("event", "agreement", 0, 24)
    assert not {"amount", "unit", "bound", "equivalents"} & after.keys()
    person = {"person": "A. Omarov", "title": "plant director"}
    assert (await put(stored, ROLE, verdict="corrected", corrections=person))["after"]["title"] == "plant director"


async def test_no_fact_and_no_other_site(stored: httpx.AsyncClient) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    assert (await put(stored, nobody, 404, verdict="right"))["status"] == 404
    assert (await stored.delete(f"/facts/{nobody}/review", params={"by": "A"})).status_code == 404
    for headers in (
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.invalid"},
        {"origin": "null"},
    ):  # fmt: skip
        given = {"verdict": "wrong", "by": "A"}
        assert (await stored.put(f"/facts/{JOBS}/review", json=given, headers=headers)).status_code == 403
        assert (await stored.delete(f"/facts/{JOBS}/review?by=A", headers=headers)).status_code == 403
    for headers in ({"sec-fetch-site": "same-origin"}, {"origin": "http://store"}):
        given = {"verdict": "wrong", "by": "A"}
        assert (await stored.put(f"/facts/{JOBS}/review", json=given, headers=headers)).status_code == 200


async def test_a_decision_outlives_extractions(stored: httpx.AsyncClient, repository: Repository) -> None:
    await put(stored, JOBS, verdict="wrong")
    await put(stored, ROLE, verdict="right")
    later = extracted(article(), four_facts(article())[:2], version="0.2.0")
    await repository.save_facts([later])  # neither the jobs nor the role are found any more
    await repository.save_facts([extracted(article(), version="0.3.0")])  # and found again
    assert (await fact(stored, JOBS))["review"]["verdict"] == "wrong"


async def labels(api: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (await api.get("/labels.jsonl", params=query)).text.splitlines()]


async def test_decisions_are_labelled_data(stored: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_articles([article(f"{TEXT} Unseen.")])
    assert await labels(stored) == []
    await put(stored, JOBS, verdict="wrong")
    await put(stored, ROLE, verdict="right")
    await put(stored, INVESTMENT, verdict="corrected", corrections={"amount": "5", "period_start": "2021-01-01"})
    [line] = await labels(stored)
    assert (line["id"], line["text"], line["date"]) == (str(article().article_id), TEXT, "2021-03-01")
    assert await labels(stored, complete=True) == []
    opening, money, role = line["facts"]
    assert (opening["kind"], opening["optional"]) == ("event", True)
    assert (money["amount"], money["period"], money["subject"]) == (
        "5", {"start": "2021-01-01", "end": None}, ["Saryarka wagon plant"],
    )  # fmt: skip
    assert TEXT[money["start"] : money["end"]] == money["quote"]
    assert (role["person"], role["title"]) == ("Askar Omarov", ["director"])
    await put(stored, OPENING, verdict="right")
    [line] = await labels(stored, complete=True)
    assert not [each for each in line["facts"] if "optional" in each]


async def test_a_label_stays_when_its_fact_goes_and_is_not_told_twice(
    stored: httpx.AsyncClient, repository: Repository
) -> None:
    await put(stored, ROLE, verdict="right")
    await put(stored, INVESTMENT, verdict="corrected", corrections={"amount": "5600000000", "equivalents": None})
    value = Value(amount="5600000000", unit="KZT")  # the next version reads what the reviewer had to correct
    better = quantity(
        article(), "investment", "5.5 billion tenge ($13 million)", value,
        subject={"start": 4, "end": 24, "text": "Saryarka wagon plant"},
        attribution={"start": TEXT.index("Askar"), "end": TEXT.index("Askar") + 12, "text": "Askar Omarov"},
    )  # fmt: skip
    await repository.save_facts([extracted(article(), (better,), version="0.2.0")])
    [line] = await labels(stored, complete=True)
    assert [(each["kind"], each["review"]["verdict"]) for each in line["facts"]] == [
        ("investment", "corrected"), ("role", "right"),
    ]  # fmt: skip


async def test_the_scorer_takes_the_labels(stored: httpx.AsyncClient, tmp_path: Path) -> None:
    """Scored against the labels, the facts as extracted are right but for what reviewers changed."""
    await put(stored, JOBS, verdict="wrong")
    for identity in (OPENING, ROLE, INVESTMENT):
        await put(stored, identity, verdict="right")
    [line] = await labels(stored)
    facts = (await stored.get(f"/articles/{line['id']}/facts")).json()["items"]
    assert {each["quote"] for each in line["facts"]} < {each["evidence"]["text"] for each in facts}
    if not (GOLD / "score.py").exists():  # the labelled articles are no part of this repository
        return
    (tmp_path / "labels.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "found.jsonl").write_text(json.dumps({"id": line["id"], "facts": facts}), encoding="utf-8")
    command = [str(GOLD / "score.py"), str(tmp_path / "labels.jsonl"), str(tmp_path / "found.jsonl"), "--json"]
    ran = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    scored = json.loads((await ran.communicate())[0])
    full = scored["levels"]["full"]
    assert (full["tp"], full["fp"], full["fn"]) == (3, 1, 0)
    assert all(each["accuracy"] in (1.0, None) for each in scored["attributes"].values())
