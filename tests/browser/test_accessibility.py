"""For everyone: axe-core finds nothing serious, the keyboard goes everywhere, nothing is cut off on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.system.conftest import Up

pytestmark = [pytest.mark.system, pytest.mark.browser]
SIZES = ((1440, 900), (390, 844))
PAGES = {
    "live": "/",
    "facts": "/browse?facet=rule&show=kind&show=value&show=usd&show=quote&show=review&sort=-amount&limit=12",
    "nothing found": "/browse?q=zeppelin",
    "sums": "/browse/sums?currency=KZT",
    "projects": "/browse/projects",
    "articles": "/browse/articles",
    "article": "{article}",
    "fact": "{fact}",
    "subject": "/browse/subjects/karatau%20wire%20mill",
    "overdue": "/browse/subjects/ereymentau%20wind%20farm",
    "problem": "/browse?colour=red",
}


@pytest.fixture(scope="module")
def addresses(newsroom: Up) -> dict[str, str]:
    """The pages, with an article and a fact that was decided about."""
    article = next(a for a in newsroom.get("/articles")["items"] if a["title"].startswith("Wire at last"))
    facts = newsroom.get(f"/articles/{article['id']}/facts")["items"]
    correction = {"by": "Aliya", "verdict": "corrected", "corrections": {"amount": "62000000000"}}
    money = next(f for f in facts if f["kind"] == "investment")
    assert httpx.put(f"{newsroom.url}/facts/{money['id']}/review", json=correction).status_code == 200
    wrong = {"by": "Aliya", "verdict": "wrong"}
    assert httpx.put(f"{newsroom.url}/facts/{facts[0]['id']}/review", json=wrong).status_code == 200
    known = {"article": f"/browse/articles/{article['id']}", "fact": f"/browse/facts/{money['id']}"}
    return {name: path.format(**known) for name, path in PAGES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page: Page, addresses: dict[str, str], name: str) -> None:
    """Light and dark, on a desk and on a phone."""
    page.goto(addresses[name])
    page.wait_for_load_state("load")
    page.evaluate(Axe().axe_script)
    faults = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # What the colours do not touch is the same in the dark.
            only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
            found = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **only})
            for violation in found["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    nodes = [(node["html"][:160], node["failureSummary"]) for node in violation["nodes"][:3]]
                    faults.append((violation["id"], width, scheme, nodes))
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{beyond} px stand out at {width} px"
    assert faults == []


def test_the_keyboard_goes_everywhere(page: Page) -> None:
    page.goto("/browse")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search facts")).to_be_focused()
    page.keyboard.press("?")  # is typed, and opens nothing
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("tr.row a.open").first).to_be_focused()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("after="))
    page.locator("tr.row a.open").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/browse/articles/"))
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("/browse/projects$"))


def test_an_article_is_reviewed_from_the_keyboard(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["article"])
    page.get_by_label("To review, say who you are").fill("Dana")
    page.keyboard.press("Enter")
    expect(page.get_by_label("You review as")).to_have_value("Dana")
    cards = page.locator(".card")
    page.keyboard.press("j")
    expect(cards.first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(cards.nth(2)).to_be_focused()
    page.keyboard.press("r")
    expect(cards.nth(2)).to_contain_text("✓ right")
    page.keyboard.press("u")
    expect(cards.nth(2)).not_to_contain_text("right", use_inner_text=True)


def test_a_highlight_tells_on_focus_what_it_tells_on_hover(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["article"])
    mark = page.locator("#text .mark").nth(1)
    mark.focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("61,000,000,000 Kazakhstani tenge")
    expect(mark).to_have_attribute("aria-describedby", "tip")
    page.keyboard.press("Escape")
    expect(tip).not_to_be_visible()


def test_a_phone_has_everything(context: Callable[..., BrowserContext], addresses: dict[str, str]) -> None:
    page = context(width=390, height=844).new_page()
    page.goto(addresses["facts"])
    expect(page.get_by_label("Amount from")).not_to_be_visible()
    page.get_by_text("Narrow down").click()
    expect(page.get_by_label("Amount from")).to_be_visible()
    expect(page.locator("tr.row").first).to_contain_text("tn KZT")
