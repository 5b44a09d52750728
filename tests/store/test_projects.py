"""Projects: the stage, what moved, what is overdue, and which names are one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest

from services.store.projects import Candidate, linked, project
from services.store.repository import Repository
from shared.facts import EventFact, EventType, Period, Status, Value
from shared.messages import FactsExtracted
from tests.store.articles import _finished, article, extracted, quantity, span

TODAY = dt.date(2024, 6, 1)


def row(day: str, kind: str = "event", event: str | None = None, status: str = "actual", **more: Any) -> dict[str, Any]:
    """A fact of an article of that day."""
    blank = dict.fromkeys(("amount", "upper", "unit", "per", "item", "bound", "period_start", "period_end"))
    return blank | {
        "id": f"{day}-{kind}-{event}", "article_id": day, "seq": 1, "published_on": dt.date.fromisoformat(day),
        "kind": kind, "event": event, "status": status,
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ([row("2021-01-01", "investment")], "mentioned"),
        ([row("2021-01-01", event="opening", status="planned")], "announced"),
        ([row("2021-01-01", event="agreement")], "announced"),
        ([row("2022-01-01", event="construction"), row("2021-01-01", event="agreement")], "under construction"),
        ([row("2022-01-01", event="opening"), row("2021-01-01", event="construction")], "open"),
        ([row("2022-01-01", event="opening"), row("2023-01-01", event="closure")], "closed"),
        ([row("2022-01-01", event="closure"), row("2023-01-01", event="opening")], "open"),
        ([row("2022-01-01", event="opening"), row("2023-01-01", event="expansion", status="planned")], "open"),
    ],
)
def test_stage(facts: list[Any], stage: str) -> None:
    assert project("k", "K", facts, [], TODAY).stage == stage


@pytest.mark.parametrize(
    ("later", "overdue"),
    [
        ([], True),
        ([row("2023-05-01", event="construction")], True),
        ([row("2023-05-01", event="opening")], False),
        ([row("2021-05-01", event="opening")], True),
        ([row("2023-05-01", event="opening", status="planned")], True),
    ],
)
def test_overdue(later: list[Any], *, overdue: bool) -> None:
    promised = row("2022-01-01", event="opening", status="planned", period_end=dt.date(2022, 12, 31))
    assert bool(project("k", "K", [promised, *later], [], TODAY).overdue) is overdue
    assert not project("k", "K", [promised], [], dt.date(2022, 12, 31)).overdue


@pytest.mark.parametrize(
    ("key", "other", "one"),
    [
        ("zhetysu hotel", "zhetysu hotel in taldykorgan", True),
        ("zhetysu hotel in taldykorgan", "zhetysu hotel", True),
        ("zhetysu hotel", "zhetysu school", False),
        ("hotel", "zhetysu hotel", False),
        ("plant of the year", "plant in the year", True),
    ],
)
def test_names_that_are_one(key: str, other: str, *, one: bool) -> None:
    assert bool(linked(key, [Candidate(other, other, "both are in taldykorgan")])) is one


def told(day: dt.date, name: str, amount: str, event: EventType, status: Status, due: dt.date | None) -> FactsExtracted:
    """An article of that day about a hotel."""
    one = article(f"The {name} is worth some tenge and will open, it was said on {day}.", published_on=day)
    subject = span(one.text, name)
    period = Period(end=due, text="then") if due else None
    return extracted(
        one,
        (
            quantity(one, "investment", "some tenge", Value(amount=amount, unit="KZT"), subject=subject),
            _finished(one, EventFact, "open", {"event": event, "status": status, "subject": subject, "period": period}),
        ),
    )


async def test_a_project_over_several_articles(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_facts(
        [
            told(dt.date(2021, 1, 1), "Zhetysu hotel", "5", "opening", "planned", dt.date(2022, 1, 1)),
            told(dt.date(2021, 6, 1), "Zhetysu hotel", "7", "construction", "actual", None),
            told(dt.date(2021, 7, 1), "Zhetysu hotel in Taldykorgan", "7", "construction", "actual", None),
            told(dt.date(2021, 7, 1), "Altyn school", "7", "opening", "actual", None),
        ]
    )
    listed = (await api.get("/projects")).json()
    assert ([p["key"] for p in listed["items"]], listed["next"]) == (["zhetysu hotel"], None)
    one = (await api.get("/projects/the Zhetysu HOTEL")).json()
    assert (one["stage"], one["articles"], one["facts"]) == ("under construction", 3, 6)
    [figure] = one["figures"]
    assert ([v["amount"] for v in figure["values"]], figure["moved"]) == (["5", "7", "7"], True)
    assert [p["due"] for p in one["overdue"]] == ["2022-01-01"]
    [link] = one["links"]
    assert link["because"] == "both are named with zhetysu hotel, and both have investment of 7 KZT"
    page = (await api.get("/browse/subjects/zhetysu%20hotel")).text
    assert '<li class="now" aria-current="step">under construction</li>' in page
    assert "was due 1 Jan 2022" in page
    assert (await api.get("/projects/nobody")).status_code == 404
    assert (await api.get("/projects", params={"after": "%"})).status_code == 422
