"""JSON under names of the sender's own, titles of untitled texts, and the language of a text."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from services.ingest.app import make_app, running
from services.ingest.article import Draft, make_article
from services.ingest.header import opening
from services.ingest.language import language_of
from services.ingest.readers.fields import draft_of, names_in
from shared.embedded import EmbeddedServer
from shared.errors import Misconfigured
from shared.messages import Source
from tests.ingest.conftest import articles, factwire, quick, tree, until

OURS = "text=payload.body, title=meta.headline, published_on=meta.dates.0, publisher=meta.source.name"
THEIRS = {
    "payload": {"body": "The mill employs 240 people."},
    "meta": {"headline": "Mill opens", "dates": ["2024-05-02"], "source": {"name": "The Steppe"}},
    "text": "not this",
    "url": "https://news.example/mill",
}
ENGLISH = "The plant in Almaty will make 9,000 tons of copper wire a year and employ 120 people, the minister said."


def test_names_lead_to_the_fields() -> None:
    draft = draft_of(THEIRS, names_in(OURS))
    assert draft.text == "The mill employs 240 people."
    assert (draft.title, str(draft.published_on), draft.publisher) == ("Mill opens", "2024-05-02", "The Steppe")
    assert draft.url == "https://news.example/mill"  # the usual names hold beside them


def test_a_name_with_dots_and_one_that_leads_nowhere() -> None:
    names = names_in("text=a.b\ntitle=nowhere.to.be.found\npublisher=list.7")
    draft = draft_of({"a.b": "A text.", "a": {"b": "another"}, "title": "T", "list": ["x"]}, names)
    assert (draft.text, draft.title, draft.publisher) == ("A text.", "T", None)


@pytest.mark.parametrize("wrong", ["body", "heading=title", "text="])
def test_wrong_names_are_told(wrong: str) -> None:
    with pytest.raises(Misconfigured, match="FACTWIRE_JSON_FIELDS"):
        names_in(wrong)


async def test_through_every_door(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    settings = quick(server, tmp_path, json_fields=OURS)
    app = make_app(settings)

    def theirs(number: int) -> str:
        return json.dumps(THEIRS | {"payload": {"body": f"The mill number {number} employs 240 people."}})

    async with (
        running(settings, app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ingest") as client,
    ):
        headers = {"content-type": "application/json"}
        posted = await client.post("/articles", content=theirs(1), headers=headers)
        assert posted.status_code == 202
        lines = await client.post("/articles", content=theirs(2), headers={"content-type": "application/x-ndjson"})
        assert lines.json()["published"] == 1
        assert (await client.post("/articles", json={"text": "In our own words.", "title": "Own"})).status_code == 202
        for wrong, status in (("{", 400), ("[]", 422), ("{}", 422)):
            assert (await client.post("/articles", content=wrong, headers=headers)).status_code == status
        (settings.inbox_dir / "a.json").write_text(theirs(3))
        await until(lambda: "done/DAY/a.json" in tree(settings.inbox_dir))
    found = {article.text: article.title for article in await articles(redis)}
    mills = [f"The mill number {n} employs 240 people." for n in (1, 2, 3)]
    assert found == dict.fromkeys(mills, "Mill opens") | {"In our own words.": "Own"}


async def test_by_the_command_too(
    server: EmbeddedServer, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTWIRE_JSON_FIELDS", OURS)
    (tmp_path / "a.jsonl").write_text(json.dumps(THEIRS))
    assert factwire(quick(server, tmp_path), "add", str(tmp_path / "a.jsonl")).returncode == 0
    assert [article.title for article in await articles(redis)] == ["Mill opens"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The mill employs 240 people. It opened in May.", "The mill employs 240 people."),
        (
            " date 2021-12-28 NUR-SULTAN – Seven projects have been launched.\nMore.",
            "Seven projects have been launched.",
        ),
        ("word " * 60, ("word " * 19).strip() + " …"),
        ("Oh. The mill employs 240 people. It opened.", "Oh. The mill employs 240 people."),
        ("\n\n  \nA.", "A."),
        (" date 2021-12-28", None),
    ],
)
def test_an_untitled_text_is_called_by_its_beginning(text: str, title: str | None) -> None:
    assert opening(text) == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        (
            "Завод в Алматы будет выпускать 9000 тонн кабеля в год. Об этом сообщили в министерстве промышленности.",
            "ru",
        ),
        ("Алматыдағы зауыт жылына 9000 тонна кабель шығарады. Бұл туралы министрлікте хабарлады. Зауыт ашылды.", "kk"),
        ("Das Werk wird 9000 Tonnen Kabel pro Jahr herstellen, sagte der Minister am Montag vor Journalisten.", "de"),
        ("Zhetysu, Saryarka, KEGOC", None),
        ("9,000 120 5.5 2024 " * 50, None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language
    assert language_of(text) == language  # and always the same


def test_the_language_is_told_and_seen() -> None:
    source = Source(door="http", name="x", received_at=dt.datetime.now(dt.UTC))
    seen = make_article(Draft(ENGLISH), source, "0" * 64)
    assert (seen.language, seen.detected_language) == ("en", "en")
    told = make_article(Draft(ENGLISH, language="ru"), source, "0" * 64)  # a template's, most likely
    assert (told.language, told.detected_language) == ("ru", "en")
