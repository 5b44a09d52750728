"""Deciding from the pages: the forms as a browser without any script sends them."""

from __future__ import annotations

import dataclasses
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.store.repository import Repository
from tests.store.articles import article, extracted, four_facts

OPENING, INVESTMENT, ROLE, JOBS = (str(fact.id) for fact in four_facts(article()))
ARTICLE = str(article().article_id)


@pytest.fixture
async def browser(api: httpx.AsyncClient, repository: Repository) -> httpx.AsyncClient:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    api.headers["sec-fetch-site"] = "same-origin"
    return api


async def send(browser: httpx.AsyncClient, fact: str, code: int = 303, **form: Any) -> httpx.Response:
    answer = await browser.post(f"/browse/facts/{fact}/review", data={"article": ARTICLE} | form)
    assert answer.status_code == code, answer.text
    return answer


async def verdict(browser: httpx.AsyncClient, fact: str) -> str | None:
    review = (await browser.get(f"/facts/{fact}")).json()["fact"]["review"]
    return review and f"{review['verdict']} by {review['by']}"


async def test_who_reviews_is_asked_once(browser: httpx.AsyncClient) -> None:
    page = f"/browse/articles/{ARTICLE}"
    assert "To review, say who you are" in (await browser.get(page)).text
    answer = await browser.post("/browse/reviewer", data={"by": "Әлия Q", "back": page})
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
    shown = (await browser.get(page)).text
    assert "You review as" in shown
    assert "Әлия Q" in shown
    answer = await send(browser, JOBS, verdict="wrong")
    assert answer.headers["location"] == f"{page}#c-{JOBS}"
    assert await verdict(browser, JOBS) == "wrong by Әлия Q"


@pytest.mark.parametrize("back", ["https://evil.invalid/", "//evil.invalid", "/browse/facts/x", ""])
async def test_nobody_is_sent_elsewhere(browser: httpx.AsyncClient, back: str) -> None:
    answer = await browser.post("/browse/reviewer", data={"by": "A", "back": back})
    assert answer.headers["location"] == "/browse"


async def test_right_wrong_and_undo(browser: httpx.AsyncClient) -> None:
    await send(browser, ROLE, verdict="right", by="Aliya")
    assert await verdict(browser, ROLE) == "right by Aliya"
    shown = (await browser.get(f"/browse/articles/{ARTICLE}")).text
    assert shown.count('aria-pressed="true"') == 1
    assert "✓ right" in shown
    await send(browser, ROLE, verdict="wrong")
    assert "is-wrong" in (await browser.get("/browse?kind=role")).text
    answer = await send(browser, ROLE, verdict="undo", back="fact")
    assert answer.headers["location"] == f"/browse/facts/{ROLE}"
    assert await verdict(browser, ROLE) is None
    told = (await browser.get(f"/browse/facts/{ROLE}")).text
    assert told.count("ended") >= 2


async def test_the_form_as_it_stands_corrects_only_what_is_changed(browser: httpx.AsyncClient) -> None:
    """Every field of the form is sent, as browsers do; those left alone change nothing."""
    form: dict[str, Any] = {
        "kind": "investment", "subject": "Saryarka wagon plant", "status": "actual", "event": "",
        "amount": "5,600,000,000", "upper": "", "unit": "KZT", "item": "", "per": "", "bound": "exact",
        "direction": "", "equivalents": "13000000 USD", "period_start": "", "period_end": "", "place": "",
        "attribution": "Askar Omarov", "person": "", "title": "", "organization": "",
        "quote": "5.5 billion tenge ($13 million)", "note": "", "verdict": "corrected", "by": "Aliya", "back": "fact",
    }  # fmt: skip
    await send(browser, INVESTMENT, **form)
    [review] = (await browser.get(f"/facts/{INVESTMENT}/reviews")).json()["items"]
    changed = {name for name in review["after"] if review["after"][name] != review["before"].get(name)}
    assert changed == {"amount"}
    told = (await browser.get(f"/browse/facts/{INVESTMENT}")).text
    assert "<del>5500000000</del> <ins>5600000000</ins>" in told
    answer = await send(browser, INVESTMENT, 422, **form | {"amount": "a lot", "quote": "elsewhere"})
    assert "a number is digits" in answer.text
    answer = await send(browser, INVESTMENT, 422, **form | {"quote": "elsewhere"})
    assert "do not stand in the article" in answer.text
    answer = await send(browser, INVESTMENT, 422, **form | {"equivalents": "13 million dollars"})
    assert "an amount and a currency each" in answer.text


@pytest.mark.parametrize(
    ("form", "code"),
    [({"verdict": "maybe", "by": "A"}, 422), ({"verdict": "right"}, 422), ({"by": "A"}, 422),
     ({"verdict": "right", "by": "A" * 70_000}, 422)],
)  # fmt: skip
async def test_what_cannot_be_is_explained_on_a_page(
    browser: httpx.AsyncClient, form: dict[str, str], code: int
) -> None:
    answer = await send(browser, JOBS, code, **form)
    assert answer.headers["content-type"].startswith("text/html")
    assert "This decision cannot be taken" in answer.text or "This cannot be done" in answer.text
    assert await verdict(browser, JOBS) is None


async def test_other_sites_and_other_bodies_are_refused(browser: httpx.AsyncClient) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        data = {"verdict": "wrong", "by": "A"}
        answer = await browser.post(f"/browse/facts/{JOBS}/review", data=data, headers=headers)
        assert answer.status_code == 403
        assert (await browser.post("/browse/reviewer", data={"by": "A"}, headers=headers)).status_code == 403
    answer = await browser.post(f"/browse/facts/{JOBS}/review", json={"verdict": "wrong", "by": "A"})
    assert answer.status_code == 422
    assert await verdict(browser, JOBS) is None


async def test_a_proxy_in_front_names_the_reviewer(browser: httpx.AsyncClient) -> None:
    app = browser._transport.app  # type: ignore[attr-defined]
    assert isinstance(app, FastAPI)
    settings = app.state.store.settings.model_copy(update={"reviewer_header": "Remote-User"})
    app.state.store = dataclasses.replace(app.state.store, settings=settings)
    answer = await send(browser, JOBS, 422, verdict="wrong", by="Somebody Else")
    assert "the proxy named nobody" in answer.text
    browser.headers["remote-user"] = "dana"
    answer = await send(browser, JOBS, verdict="wrong", by="Somebody Else")
    assert "set-cookie" not in answer.headers
    assert await verdict(browser, JOBS) == "wrong by dana"
    assert "You review as dana" in (await browser.get(f"/browse/articles/{ARTICLE}")).text
