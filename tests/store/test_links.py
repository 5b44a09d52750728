"""Listings lead on: to their next page, and from a group or subject to its facts."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from services.store.repository import Repository
from tests.store.articles import TEXT, article, extracted
from tests.store.test_api import many


async def follow(api: httpx.AsyncClient, path: str, items: str) -> list[Any]:
    """Everything, by the links of the answers; `next` says the same as they do."""
    found: list[Any] = []
    while True:
        answer = await api.get(path)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page[items]
        link = answer.headers.get("link")
        assert (link is None) == (page["next"] is None)
        if link is None:
            return found
        match = re.fullmatch(r'<([^>]+)>; rel="next"', link)
        assert match
        path = match[1]


@pytest.mark.parametrize(
    ("path", "items", "count"),
    [
        ("/facts?limit=7&kind=investment&sort=-amount", "items", 30),
        ("/articles?limit=7", "items", 30),
        ("/stats?group=month&limit=1", "groups", 2),
        ("/stats?group=publisher&limit=2&kind=investment", "groups", 3),
    ],
)
async def test_links_lead_through_all_pages(
    api: httpx.AsyncClient, repository: Repository, path: str, items: str, count: int
) -> None:
    await many(repository, 30)
    found = await follow(api, path, items)
    assert len(found) == count
    assert len({str(each) for each in found}) == count


async def test_subjects_and_projects_lead_to_their_facts(api: httpx.AsyncClient, repository: Repository) -> None:
    await repository.save_facts([extracted(article(f"{TEXT} {n}")) for n in range(3)])
    subjects = await follow(api, "/subjects?limit=1", "items")
    assert {each["key"] for each in subjects} == {"askar omarov", "saryarka wagon plant"}
    for subject in subjects:
        facts = await follow(api, subject["facts_url"], "items")
        assert len(facts) == subject["facts"]
        assert (await api.get(subject["project_url"])).status_code in (200, 404)  # a person is no project
    [project] = await follow(api, "/projects?limit=1", "items")
    assert (await api.get(project["url"])).json()["key"] == project["key"] == "saryarka wagon plant"
    assert len(await follow(api, project["facts_url"], "items")) == 9


async def test_a_sum_leads_to_what_it_counted(api: httpx.AsyncClient, repository: Repository) -> None:
    await many(repository, 30)
    stats = (await api.get("/stats", params={"group": "publisher", "min_amount": "10000000000", "limit": 2})).json()
    for group in stats["groups"]:
        facts = await follow(api, group["facts_url"], "items")
        assert len(facts) == group["facts"]
        assert {fact["article"]["publisher"] for fact in facts} == {group["group"]}
        [total] = group["totals"]
        assert int(total["lower"]) == sum(int(fact["value"]["amount"]) for fact in facts)
    other = await api.get("/stats", params={"group": "kind", "after": stats["next"]})
    assert (other.status_code, other.json()["errors"][0]["parameter"]) == (422, "after")
