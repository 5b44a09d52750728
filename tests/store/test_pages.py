"""The pages: what they show, that their links lead somewhere, and that no text of an article becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from redis.asyncio import Redis

from services.store.pages import wording
from services.store.pages.columns import COLUMNS
from services.store.pages.facets import COLUMNS as FACETS
from services.store.pages.highlight import pieces
from services.store.repository import Repository
from services.store.rows import fact_rows
from shared.embedded import EmbeddedServer
from shared.facts import Value
from tests.store.articles import NOON, TEXT, article, extracted, four_facts, quantity

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 123457*8 }}'


class Page(HTMLParser):
    """Links, tags and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.links += [link for name in ("href", "src") if (link := found.get(name))]
        self.ids += [identity for identity in [found.get("id")] if identity]


async def get(api: httpx.AsyncClient, path: str, status: int = 200) -> tuple[str, Page]:
    answer = await api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    return answer.text, Page(answer.text)


async def test_every_page_shows_the_facts_and_every_link_leads_somewhere(
    api: httpx.AsyncClient, repository: Repository
) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        seen.add(path)
        answer = await api.get(path)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            page = Page(answer.text)
            assert len(page.ids) == len(set(page.ids)), "an id stands once"
            for link in page.links:
                target, _, fragment = link.partition("#")
                assert not fragment or target or fragment in page.ids, link
                if target.startswith("/") and not target.startswith("/docs") and target not in seen and len(seen) < 60:
                    todo.append(target)
    for shown in ("/browse", "/browse/articles", f"/browse/articles/{article().article_id}", "/facts.csv"):
        assert shown in seen


async def test_the_article_is_shown_whole_with_its_facts_marked(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    html, page = await get(api, f"/browse/articles/{article().article_id}")
    body = html.split('id="text">')[1].split("</div>")[0]
    assert re.sub(r"<[^>]+>", "", body) == TEXT
    marked = [attrs["data-facts"].split() for tag, attrs in page.tags if attrs.get("data-facts")]  # type: ignore[union-attr]
    assert {identity for ids in marked for identity in ids} == {str(f.id) for f in four_facts(article())}


SQL = "Robert'); DROP TABLE fact;--"


async def test_an_article_of_markup_and_a_subject_of_sql_are_only_text(
    api: httpx.AsyncClient, repository: Repository
) -> None:
    """On every page that there is: the title, publisher, tag and note are markup, the subject is SQL."""
    texts = [f"{SQL} costs 5 tenge. {EVIL} is there. {n}" for n in (1, 2)]
    evil = [
        article(text, title=EVIL, publisher=EVIL, url="javascript:alert(3)", tags=(EVIL,), dateline=EVIL)
        for text in texts
    ]
    facts = [
        quantity(
            each, "investment", f"{SQL} costs 5 tenge", Value(amount=str(n), unit="KZT", item=EVIL),
            subject={"start": 0, "end": len(SQL), "text": SQL}, rule=EVIL,
            place={"start": (at := each.text.index(EVIL)), "end": at + len(EVIL), "text": EVIL},
        )
        for n, each in enumerate(evil, 5)
    ]  # fmt: skip
    await repository.save_articles(evil)
    await repository.save_facts([extracted(each, (fact,)) for each, fact in zip(evil, facts, strict=True)])
    given = {"verdict": "corrected", "by": EVIL, "note": EVIL, "corrections": {"item": f"{EVIL}!"}}
    assert (await api.put(f"/facts/{facts[0].id}/review", json=given)).status_code == 200
    every = "&".join(f"show={column.name}" for column in COLUMNS)
    more = "&".join(f"facet={name}" for name in FACETS)
    for path in (
        "/", f"/browse?{every}&{more}", f"/browse?q=alert&subject={quote(SQL)}", "/browse/sums", "/browse/projects",
        "/browse/articles", f"/browse/articles?tag={quote(EVIL)}", f"/browse/articles/{evil[0].article_id}",
        f"/browse/facts/{facts[0].id}", f"/browse/subjects/{quote(SQL)}",
    ):  # fmt: skip
        html, page = await get(api, path)
        assert "<img src=x" not in html
        assert "987656" not in html  # a template would have multiplied
        assert [attrs for tag, attrs in page.tags if tag == "script" and "src" not in attrs] == []
        assert not [link for link in page.links if link.startswith(("javascript:", "http", "//"))]
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"]
    assert len((await api.get("/facts")).json()["items"]) == 2


async def test_the_overview_says_how_it_goes(
    api: httpx.AsyncClient, repository: Repository, server: EmbeddedServer, redis: Redis
) -> None:
    html, _ = await get(api, "/")
    assert "Nothing has come in yet." in html
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    await redis.xadd("articles.dead", {"dead_reason": "invalid"})
    state = (await api.get("/live/state")).json()
    assert {name: state[name] for name in ("articles", "facts", "reviewed", "waiting", "dead")} == {
        "articles": 1, "facts": 4, "reviewed": 0, "waiting": 0, "dead": 1,
    }  # fmt: skip
    assert [stream["dead"] for stream in state["streams"] if stream["name"] == "articles"] == [1]
    server.stop()
    html, _ = await get(api, "/")
    assert 'class="pulse is-bad"' in html
    assert "Redis does not answer" in html
    assert "Wagon plant opens" in html
    assert (await api.get("/live/state")).json()["level"] == "bad"


async def test_conditions_narrow_the_table_and_can_be_taken_away(
    api: httpx.AsyncClient, repository: Repository
) -> None:
    await repository.save_facts([extracted(article())])
    html, page = await get(api, "/browse?kind=investment&min_amount=1000000000&q=&published_from=2021-01-01")
    assert "1 fact<" in html
    assert html.count('<tr class="row') == 1
    assert any("min_amount=1000000000" in link and "kind=" not in link for link in page.links)
    assert any(link.startswith("/facts.csv?") and "min_amount=1000000000" in link for link in page.links)
    html, _ = await get(api, "/browse?kind=role&min_amount=1")
    assert "No fact fits" in html


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/browse?limit=many", 422),
        ("/browse?colour=red", 422),
        ("/browse?after=%25", 422),
        ("/browse/articles?after=%25", 422),
        ("/browse/articles/00000000-0000-0000-0000-000000000000", 404),
        ("/browse/subjects/nobody", 404),
        ("/browse/facts/00000000-0000-0000-0000-000000000000", 404),
        ("/browse/sums?min_amount=lots", 422),
        ("/browse/projects?after=%25", 422),
        ("/static/store/%2e%2e/routes.py", 404),
    ],
)
async def test_what_cannot_be_shown_is_explained(api: httpx.AsyncClient, path: str, status: int) -> None:
    _, page = await get(api, path, status)
    assert "/" in page.links


async def test_columns_and_facets_are_chosen_and_headings_sort(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    html, page = await get(api, "/browse?show=rule&show=value&facet=rule&sort=-amount&kind=investment")
    headings = re.findall(r'<th scope="col" class="h-(\w+)"', html)
    assert headings == ["value", "rule"]
    assert '<section class="facet" aria-label="Rule">' in html
    assert [attrs["aria-sort"] for tag, attrs in page.tags if tag == "th" and "aria-sort" in attrs] == ["descending"]
    assert any("sort=amount" in link and "show=rule" in link for link in page.links), "a click turns the order round"
    files = [link for link in page.links if link.startswith("/facts.csv")]
    assert [("show" in link or "facet" in link, "kind=investment" in link) for link in files] == [(False, True)]
    assert (await api.get(files[0])).status_code == 200


async def test_sums_say_what_they_counted(api: httpx.AsyncClient, repository: Repository) -> None:
    texts = [article(f"{TEXT} {n}", published_on=dt.date(2021, n, 1)) for n in (1, 2, 3)]
    facts = [
        quantity(
            each, "investment", "5.5 billion tenge", value,
            subject={"start": 4, "end": 24, "text": "Saryarka wagon plant"},
        )
        for each, value in zip(
            texts,
            (
                Value(amount="1000", unit="KZT"),
                Value(amount="20", unit="KZT", bound="at_most"),
                Value(amount="300", unit="KZT", bound="approximate"),
            ),
            strict=True,
        )
    ]  # fmt: skip
    await repository.save_articles(texts)
    await repository.save_facts([extracted(each, (fact,)) for each, fact in zip(texts, facts, strict=True)])
    await api.put(f"/facts/{facts[0].id}/review", json={"verdict": "wrong", "by": "Aliya"})
    html, _ = await get(api, "/browse/sums?subject=saryarka*")
    once = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "300 KZT investment, 1 fact, 1 approximate; left out: 1 told again by a later article" in once
    html, _ = await get(api, "/browse/sums?subject=saryarka*&again=yes")
    said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "300–320 KZT investment, 2 facts, 1 approximate; left out: 1 reviewed as wrong" in said
    assert "Mar 2021 300 1 fact, 1 approximate" in said
    assert "Vehicles and machinery 300–320 2" in said
    html, _ = await get(api, "/browse/sums?kind=role")
    assert "nothing to add up" in html


def test_a_highlight_that_does_not_fit_is_left_out() -> None:
    rows = fact_rows(extracted(article()), ["{}"] * 4, "x", NOON)
    whole = pieces(TEXT, rows)
    assert "".join(piece.text for piece in whole) == TEXT
    assert sum(bool(piece.facts) for piece in whole) == 4
    shifted = pieces(" " + TEXT, rows)
    assert ["".join(p.text for p in shifted), any(p.facts for p in shifted)] == [" " + TEXT, False]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "5500000000", "unit": "KZT"}, "5.5 bn KZT"),
        ({"amount": "7400000", "unit": "1", "item": "head of cattle"}, "7.4 m head of cattle"),
        ({"amount": "12.5", "unit": "%", "direction": "decrease"}, "−12.5%"),
        ({"amount": "300", "upper": "350", "unit": "t", "per": "day", "bound": "range"}, "300–350 t / day"),
        ({"amount": "25", "unit": "t", "item": "gold", "per": "year"}, "25 t of gold / year"),
        ({"amount": "9", "unit": "EUR", "item": "square metre", "per": "month"}, "9 EUR / month"),
        ({"amount": "1200", "unit": "MW", "bound": "at_least"}, "at least 1,200 MW"),
        ({"amount": "1200", "unit": "MW", "bound": "at_least", "quote": "More than 1,200 MW"}, "more than 1,200 MW"),
        ({"amount": "40", "unit": "1", "bound": "approximate", "quote": "forty of them"}, "about 40"),
        ({"amount": "18000000000", "upper": "20000000000", "unit": "KZT", "bound": "range"}, "18–20 bn KZT"),
        ({"amount": "2.5", "unit": "x", "direction": "increase"}, "×2.5"),
        ({"amount": "3", "unit": "x", "direction": "decrease"}, "÷3"),
        ({"amount": "25000000000000000", "unit": "USD"}, "25,000 tn USD"),
    ],
)
def test_values_are_said_shortly(fields: dict[str, Any], said: str) -> None:
    blank = dict.fromkeys(("upper", "item", "per", "bound", "direction"))
    assert wording.value(blank | fields) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-01-01", "2025-12-31", "2021–2025"),
        ("2024-02-01", "2024-02-29", "Feb 2024"),
        ("2024-01-01", "2024-06-30", "Jan–Jun 2024"),
        ("2021-12-27", "2021-12-27", "27 Dec 2021"),
        (None, "2025-12-31", "until 31 Dec 2025"),
        ("2021-03-05", None, "from 5 Mar 2021"),
        ("2021-03-05", "2021-04-01", "5 Mar 2021 – 1 Apr 2021"),
        (None, None, ""),
    ],
)
def test_periods_are_said_shortly(start: str | None, end: str | None, said: str) -> None:
    ends = [date and dt.date.fromisoformat(date) for date in (start, end)]
    assert wording.period({"period_start": ends[0], "period_end": ends[1]}) == said


@pytest.mark.parametrize(
    ("title", "door", "name", "said"),
    [
        ("A plant", "http", "10.0.0.7", "A plant"),
        (None, "http", "10.0.0.7", "posted by 10.0.0.7"),
        (None, "inbox", "plant.txt", "plant.txt"),
    ],
)
def test_an_article_without_title_is_named_by_its_source(title: str | None, door: str, name: str, said: str) -> None:
    assert wording.headline({"title": title, "door": door, "source_name": name}) == said
