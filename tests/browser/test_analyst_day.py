"""An analyst's day: an article comes in, is found, read, judged, and the table is taken home."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ARTICLES, LATE
from tests.system.conftest import Up

pytestmark = [pytest.mark.system, pytest.mark.browser]
QUESTION = {
    "kind": "investment", "currency": "KZT", "min_amount": "1000000000", "published_from": "2021-01-01",
    "published_to": "2021-12-31",
}  # fmt: skip


def test_from_the_inbox_to_the_table_taken_home(page: Page, newsroom: Up) -> None:
    # Drop an article into the watched folder, and watch it appear.
    page.goto("/")
    expect(page.locator("#live")).to_have_text("live")
    before = int(page.locator('[data-figure="articles"]').inner_text())
    shutil.copy(ARTICLES / LATE, newsroom.inbox)
    arrival = page.locator("#feed > li").first
    expect(arrival).to_contain_text("Zhetysu hotel takes its first guests")
    expect(arrival).to_contain_text("5.5 bn KZT")
    expect(page.locator('[data-figure="articles"]')).to_have_text(str(before + 1))

    # Filter to investments over 1 bn KZT in 2021.
    page.get_by_role("link", name="Facts", exact=True).click()
    page.get_by_role("combobox", name="Kind").select_option("investment")
    page.get_by_role("combobox", name="Currency").fill("KZT")
    page.get_by_label("Amount from").fill("1000000000")
    page.get_by_label("Published from").fill("2021-01-01")
    page.locator("[name=published_to]").fill("2021-12-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("min_amount=1000000000"))
    truth = newsroom.get("/facts", **QUESTION)["items"]
    assert len(truth) >= 5
    rows = page.locator("tr.row")
    expect(rows).to_have_count(len(truth))
    assert [row.get_attribute("data-fact") for row in rows.all()] == [fact["id"] for fact in truth]
    permalink = page.url

    # Open the article and see the highlight, with what it says on hovering.
    quote = "5.5 billion tenge (US$13 million)"
    page.get_by_role("link", name=f"“{quote}”").click()
    mark = page.locator("#text .mark", has_text=quote)
    expect(mark).to_be_visible()
    mark.hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("5,500,000,000 Kazakhstani tenge; as stated 13,000,000 US dollars")
    expect(tip).to_contain_text("investment.")  # the rule
    expect(page.locator(".card.on")).to_contain_text(quote)

    # Mark one fact wrong; the reader stays where they are.
    page.get_by_label("To review, say who you are").fill("Aliya")
    page.get_by_role("button", name="Begin").click()
    card = page.locator(".card", has_text=quote)
    card.get_by_role("button", name="Wrong").click()
    expect(card).to_contain_text("✗ wrong")
    expect(card.get_by_role("button", name="Wrong")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#text .mark.is-wrong")).to_have_text(quote)
    wrong = card.get_attribute("data-fact")

    # Take the table home, and compare it with the API's JSON.
    page.goto(permalink)
    expect(page.locator("tr.is-wrong")).to_have_count(1)
    page.get_by_text("Take home").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV for a spreadsheet").click()
    taken = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    truth = newsroom.get("/facts", **QUESTION)["items"]
    assert [row["id"] for row in taken] == [fact["id"] for fact in truth]
    for row, fact in zip(taken, truth, strict=True):
        assert (row["kind"], row["amount"], row["unit"]) == ("investment", fact["value"]["amount"], "KZT")
        assert (row["subject"], row["quote"]) == (fact["subject"]["text"], fact["evidence"]["text"])
        assert row["published_on"] == fact["article"]["published_on"]
        assert row["review"] == (fact["review"]["verdict"] if fact["review"] else "")
    assert [row["id"] for row in taken if row["review"] == "wrong"] == [wrong]

    # Sums leave the wrong one out and say so; taken back, it counts again.
    page.get_by_role("link", name="Sums and charts").click()
    expect(page.locator(".whole")).to_contain_text("left out: 1 reviewed as wrong")
    page.goto(f"/browse/facts/{wrong}")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("ended", exact=False).first).to_be_visible()
    page.goto(permalink)
    expect(page.locator("tr.is-wrong")).to_have_count(0)


def test_a_fact_is_corrected_with_the_form(page: Page, newsroom: Up) -> None:
    [fact, *_] = newsroom.get("/facts", q="revenue", kind="indicator")["items"]
    page.goto(f"/browse/facts/{fact['id']}#correct")
    page.get_by_label("Amount", exact=True).fill("a lot")
    page.get_by_label("Your name").last.fill("Dana")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This decision cannot be taken")
    page.go_back()
    page.get_by_label("Amount", exact=True).fill("615,000,000")
    page.get_by_label("Your name").last.fill("Dana")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".decisions ins")).to_have_text("615000000")
    after = newsroom.get(f"/facts/{fact['id']}")["fact"]
    assert after["value"] == fact["value"]
    assert (after["review"]["by"], after["review"]["after"]["amount"]) == ("Dana", "615000000")


def test_everything_works_without_javascript(context: Callable[..., BrowserContext], newsroom: Up) -> None:
    page = context(javascript=False).new_page()
    page.goto("/")
    expect(page.locator("#feed > li").first).to_be_visible()
    page.get_by_role("searchbox", name="Search facts").fill("smelter aluminium")
    page.keyboard.press("Enter")
    expect(page.locator("tr.row").first).to_contain_text("Ertis aluminium smelter")
    page.locator("tr.row a.quote").first.click()
    page.get_by_label("To review, say who you are").fill("Timur")
    page.get_by_role("button", name="Begin").click()
    card = page.locator(".card").first
    card.get_by_role("button", name="Right").click()
    expect(page.locator(".card").first).to_contain_text("✓ right")
    [review] = newsroom.get(f"/facts/{card.get_attribute('data-fact')}/reviews")["items"]
    assert (review["verdict"], review["by"]) == ("right", "Timur")
