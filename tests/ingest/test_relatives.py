"""Versions and near-duplicates: who supersedes whom, who is nearly the same, and that a restart forgets nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from services.ingest.article import Draft, make_article
from services.ingest.intake import Intake
from services.ingest.ledger import Arrival, Ledger
from services.ingest.likeness import bands, similarity, sketch
from services.ingest.outgoing import Outgoing
from shared.broker import Prepared
from shared.messages import ArticleIngested, Door, Source

WORDS = [f"word{n}" for n in range(3000)]
URL = "https://news.example/a/mill"
START = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def prose(seed: int, words: int = 300) -> list[str]:
    """Words that belong to this text."""
    luck = random.Random(seed)
    return [luck.choice(WORDS) for _ in range(words)]


def changed(words: Sequence[str], count: int, seed: int = 1) -> list[str]:
    """The text with so many words replaced, in one place."""
    return [*words[:40], *prose(seed * 7919, count), *words[40 + count :]]


class Taker:
    """An intake whose publishing can be made to fail."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.published: list[ArticleIngested] = []
        self.fails = False
        self._count = 0

    async def publish(self, messages: Sequence[Prepared], traceparent: str | None) -> list[str]:
        if self.fails:
            raise ConnectionError
        self.published += [ArticleIngested.model_validate_json(message.data) for message in messages]
        return [f"{number}-0" for number, _ in enumerate(messages, len(self.published))]

    def arrival(
        self,
        words: Sequence[str],
        *,
        url: str | None = None,
        name: str = "client",
        door: Door = "http",
        day: dt.date | None = None,
    ) -> Arrival:
        self._count += 1
        received_at = START + dt.timedelta(seconds=self._count)
        source = Source(door=door, name=name, received_at=received_at)
        article = make_article(Draft(" ".join(words), url=url, published_on=day), source, "0" * 64)
        return Arrival(door, name, received_at, 1, articles=(Outgoing.of(article),))

    async def take(self, *arrivals: Arrival) -> list[ArticleIngested]:
        """What was published of these."""
        before = len(self.published)
        intake = Intake(self.ledger, self.publish, max_waiting=10)
        working = asyncio.create_task(intake.run())
        try:
            await intake.take(arrivals)
        finally:
            intake.stop()
            await working
        return self.published[before:]

    async def one(self, words: Sequence[str], **known: object) -> ArticleIngested:
        (article,) = await self.take(self.arrival(words, **known))  # type: ignore[arg-type]  # the same names
        return article


@pytest.fixture
async def taker(tmp_path: Path) -> AsyncIterator[Taker]:
    ledger = Ledger(tmp_path / "ledger.db", window=30)
    yield Taker(ledger)
    await ledger.close()


def links(article: ArticleIngested) -> tuple[uuid.UUID | None, uuid.UUID | None, uuid.UUID | None]:
    return article.supersedes, article.superseded_by, article.near_duplicate_of


def test_sketches_estimate_the_similarity() -> None:
    words = prose(1)
    whole = sketch(" ".join(words))
    assert whole is not None
    assert len(whole) == 60
    assert similarity(whole, whole) == 1
    for count in (10, 50, 150):
        other = changed(words, count)
        one, two = ({tuple(text[i : i + 3]) for i in range(298)} for text in (words, other))
        estimate = similarity(whole, sketch(" ".join(other)) or b"")
        assert estimate == pytest.approx(len(one & two) / len(one | two), abs=0.2)
    assert similarity(whole, sketch(" ".join(prose(2))) or b"") < 0.05
    assert sketch("too short to say anything") is None


def test_case_and_marks_do_not_matter() -> None:
    words = prose(3)
    assert sketch(" ".join(words)) == sketch(", ".join(words).upper() + "!")


def test_bands_of_different_places_differ() -> None:
    assert len(set(bands(bytes(60)))) == 12
    assert max(bands(b"\xff" * 60)) < 2**32


async def test_another_text_of_the_same_address_supersedes(taker: Taker) -> None:
    first = await taker.one(["It", "employs", "240", "people."], url=URL)
    second = await taker.one(["It", "employs", "250", "people."], url=URL + "?utm_source=feed#comments")
    third = await taker.one(prose(1), url="HTTPS://News.example:443/a/mill")
    assert links(first) == (None, None, None)
    assert links(second) == (first.article_id, None, None)
    assert links(third) == (second.article_id, None, None)
    known = await taker.ledger.links(second.article_id)
    assert (known.supersedes, known.superseded_by) == (first.article_id, third.article_id)


async def test_a_whole_site_is_no_address_of_an_article(taker: Taker) -> None:
    await taker.one(prose(1), url="https://news.example/")
    assert links(await taker.one(prose(2), url="https://news.example")) == (None, None, None)


async def test_the_first_text_again_changes_nothing(taker: Taker) -> None:
    first = await taker.one(prose(1), url=URL)
    second = await taker.one(prose(2), url=URL)
    assert await taker.take(taker.arrival(prose(1), url=URL)) == []
    assert (await taker.ledger.links(first.article_id)).superseded_by == second.article_id
    assert (await taker.one(prose(3), url=URL)).supersedes == second.article_id


async def test_what_was_published_earlier_is_the_older_version(taker: Taker) -> None:
    newest = await taker.one(prose(1), url=URL, day=dt.date(2024, 5, 3))
    oldest = await taker.one(prose(2), url=URL, day=dt.date(2024, 5, 1))
    between = await taker.one(prose(3), url=URL, day=dt.date(2024, 5, 2))
    assert links(oldest) == links(between) == (None, newest.article_id, None)
    assert (await taker.one(prose(4), url=URL, day=dt.date(2024, 5, 3))).supersedes == newest.article_id


async def test_a_file_of_the_same_name_must_resemble(taker: Taker) -> None:
    words = prose(1)
    first = await taker.one(words, name="economy/mill.txt", door="inbox")
    again = await taker.one(changed(words, 30), name="economy/mill.txt", door="inbox")
    other = await taker.one(prose(2), name="economy/mill.txt", door="inbox")
    elsewhere = await taker.one(changed(words, 30, seed=2), name="sport/mill.txt", door="inbox")
    assert links(again) == (first.article_id, None, None)
    assert links(other) == (None, None, None)
    assert links(elsewhere) == (None, None, again.article_id)


async def test_tomorrows_report_under_the_same_name_is_another_article(taker: Taker) -> None:
    words = prose(1)
    today = await taker.one(words, name="rates.txt", door="inbox", day=dt.date(2024, 5, 1))
    tomorrow = await taker.one(changed(words, 5), name="rates.txt", door="inbox", day=dt.date(2024, 5, 2))
    assert links(tomorrow) == (None, None, today.article_id)


async def test_posts_of_one_client_are_no_versions(taker: Taker) -> None:
    words = prose(1)
    first = await taker.one(words)
    assert links(await taker.one(changed(words, 10))) == (None, None, first.article_id)


async def test_a_feeds_entry_that_changes_is_a_version(taker: Taker) -> None:
    first = await taker.one(prose(1), name="https://feed.example/rss#id:urn:1", door="feed")
    second = await taker.one(prose(2), name="https://feed.example/rss#id:urn:1", door="feed")
    third = await taker.one(prose(3), name="https://feed.example/rss#2", door="feed")
    assert links(second) == (first.article_id, None, None)
    assert links(third) == (None, None, None)


async def test_reprints_point_to_the_first_print(taker: Taker) -> None:
    words = prose(1)
    first = await taker.one(words, url="https://agency.example/1")
    reprints = [await taker.one(changed(words, 20, seed=n), url=f"https://paper.example/{n}") for n in range(2, 6)]
    assert {links(reprint) for reprint in reprints} == {(None, None, first.article_id)}
    correction = await taker.one(changed(words, 25, seed=9), url="https://agency.example/1")
    assert links(correction) == (first.article_id, None, None)
    late = await taker.one(changed(words, 20, seed=10), url="https://paper.example/late")
    assert late.near_duplicate_of == correction.article_id


async def test_within_one_batch(taker: Taker) -> None:
    words = prose(1)
    first, second, reprint = await taker.take(
        taker.arrival(words, url=URL),
        taker.arrival(changed(words, 10), url=URL),
        taker.arrival(changed(words, 12, seed=3), url="https://paper.example/x"),
    )
    assert links(second) == (first.article_id, None, None)
    assert links(reprint) == (None, None, second.article_id)


async def test_articles_of_one_file_are_no_versions_of_each_other(taker: Taker) -> None:
    one, two = taker.arrival(prose(1), url=URL), taker.arrival(prose(2), url=URL)
    at = one.received_at
    (second,) = two.articles
    second.received_at = one.articles[0].received_at
    published = await taker.take(Arrival("http", "client", at, 1, articles=(*one.articles, second)))
    assert [links(article) for article in published] == [(None, None, None)] * 2


async def test_what_was_not_published_is_nobodys_relative(taker: Taker) -> None:
    words = prose(1)
    taker.fails = True
    with pytest.raises(ConnectionError):
        await taker.take(taker.arrival(words, url=URL))
    taker.fails = False
    assert links(await taker.one(changed(words, 10), url=URL)) == (None, None, None)
