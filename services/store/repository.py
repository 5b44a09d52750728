"""What store writes: articles and facts, one transaction a batch, in any order and any number of times.

Both sides commute. An article's reference and its text each take the latest reception; an article's facts are those of
the highest-ranking extraction (latest reception of the article, then highest extractor version, then latest reading),
and an extraction that comes late becomes history without ever having held. Upserting the articles first, in the order
of their ids, also locks them: two workers with the same articles follow one another instead of interleaving.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from packaging.version import InvalidVersion, Version
from sqlalchemy import bindparam, case, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store import rows, versions
from services.store.bulk import BulkInsert
from services.store.database import Database
from services.store.revisions import revision
from services.store.rows import Row
from services.store.tables import ARTICLE, EXTRACTION, FACT, OUTBOX
from services.store.webhooks.tables import DELIVERY
from services.store.webhooks.telling import write_down
from shared.errors import Rejected
from shared.messages import ArticleIngested, FactsExtracted

REFERENCE = (
    "title", "url", "publisher", "published_on", "door", "source_name", "received_at", "tags",
    "supersedes", "superseded_by", "near_duplicate_of",
)  # fmt: skip
TEXT = ("text", "dateline", "language", "content_sha256", "text_received_at")
# SQLSTATE classes of values that are never taken: data, integrity, program limit. Lost connections and locks may pass.
NEVER = ("22", "23", "54")


class Repository:
    """Writing to the database. Every method is one transaction and may be repeated."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._insert = postgres_insert if database.dialect == "postgresql" else sqlite_insert
        self._facts = BulkInsert(FACT, [c.name for c in FACT.columns if c.name != "seq"], database.writer.dialect)
        self._articles = {with_text: self._article_upsert(with_text=with_text) for with_text in (True, False)}

    async def save_articles(self, messages: Sequence[ArticleIngested]) -> None:
        """Store articles with their texts. Raises Rejected for what the database can never hold."""
        now = _now()
        try:
            async with self.database.write() as connection:
                articles = [rows.article_row(m, now) for m in messages]
                linked = await versions.touched(connection, self.database.dialect, articles)
                await self._save(connection, articles, with_text=True)
                await self._announce(connection, await versions.settle(connection, linked, now))
        except (DBAPIError, OverflowError) as error:
            raise _never(error) or error from error

    async def save_facts(self, messages: Sequence[FactsExtracted]) -> int:
        """Store the facts of articles; returns how many revisions it put into the outbox.

        Raises Rejected for what the database can never hold.
        """
        try:
            async with self.database.write() as connection:
                return sum([await self._save_round(connection, each) for each in _rounds(messages)])
        except (DBAPIError, OverflowError) as error:
            raise _never(error) or error from error

    async def _save(self, connection: AsyncConnection, articles: Iterable[Row], *, with_text: bool) -> None:
        # Two of one article in one statement: sorting puts the earlier reception first, and the later one wins.
        ordered = sorted(articles, key=lambda row: (row["id"], row["received_at"]))
        await connection.execute(self._articles[with_text], ordered)

    def _article_upsert(self, *, with_text: bool) -> Any:
        insert = self._insert(ARTICLE)
        new, newer = insert.excluded, insert.excluded.received_at > ARTICLE.c.received_at
        changes = {name: case((newer, new[name]), else_=ARTICLE.c[name]) for name in REFERENCE}
        worth = newer
        if with_text:
            text = or_(ARTICLE.c.text_received_at.is_(None), new.text_received_at > ARTICLE.c.text_received_at)
            changes |= {name: case((text, new[name]), else_=ARTICLE.c[name]) for name in TEXT}
            worth = or_(newer, text)
        names = [*REFERENCE, *(TEXT if with_text else ()), "id", "recorded_at"]
        return insert.values({name: bindparam(name) for name in names}).on_conflict_do_update(
            index_elements=["id"], set_=changes, where=worth
        )

    async def _save_round(self, connection: AsyncConnection, messages: Sequence[FactsExtracted]) -> int:
        """Messages of different articles."""
        now = _now()
        references = [rows.reference_row(m.article.id, m.article, now) for m in messages]
        linked = await versions.touched(connection, self.database.dialect, references)
        await self._save(connection, references, with_text=False)
        past = await versions.history(connection, linked)  # whose facts are history, whoever read them
        known: dict[str, dict[str, Any]] = {}
        for row in await connection.execute(
            select(EXTRACTION).where(EXTRACTION.c.article_id.in_([row["id"] for row in references]))
        ):
            known.setdefault(row.article_id, {})[row.id] = row
        extractions: list[Row] = []
        facts: list[Row] = []
        repeats: list[Row] = []
        winners: list[tuple[FactsExtracted, Row, list[Row]]] = []
        for message in messages:
            documents = [fact.model_dump_json() for fact in message.facts]
            extraction = rows.extraction_row(message, documents, now)
            read = known.get(extraction["article_id"], {})
            same = read.get(extraction["id"])
            holding = next((row for row in read.values() if row.current), None)
            wins = holding is None or _rank(extraction) > _rank(holding._mapping)
            if same is not None:
                if _rank(extraction) > _rank(same._mapping):
                    repeats.append({f"its_{k}": extraction[k] for k in ("id", "received_at", "extracted_at")})
                if same.current or not wins:
                    continue
            else:
                extractions.append(extraction | {"current": wins})
            holds = wins and extraction["article_id"] not in past
            made = rows.fact_rows(message, documents, extraction["id"], now, superseded_at=None if holds else now)
            facts += made
            if wins:
                winners.append((message, extraction, made))
        outbox = await self._write(connection, now, extractions, facts, repeats, winners, known, past)
        outbox += await versions.settle(connection, linked, now)
        first = {
            extraction["id"]: message
            for message, extraction, _ in winners
            if extraction["article_id"] not in known and extraction["article_id"] not in past
        }
        await self._announce(connection, outbox, first)
        return len(outbox)

    async def _write(
        self,
        connection: AsyncConnection,
        now: dt.datetime,
        extractions: list[Row],
        facts: list[Row],
        repeats: list[Row],
        winners: list[tuple[FactsExtracted, Row, list[Row]]],
        known: dict[str, dict[str, Any]],
        past: Mapping[str, str],
    ) -> list[Row]:
        replaced = [extraction["article_id"] for _, extraction, _ in winners if extraction["article_id"] in known]
        outbox: list[Row] = []
        if replaced:
            before: dict[str, list[str]] = {}
            for row in await connection.execute(
                select(FACT.c.article_id, FACT.c.original)
                .where(FACT.c.article_id.in_(replaced), FACT.c.superseded_at.is_(None))
                .order_by(FACT.c.seq)
            ):
                before.setdefault(row.article_id, []).append(row.original)
            for message, extraction, after in winners:
                if (article := extraction["article_id"]) in known and article not in past:
                    outbox += revision(message, before.get(article, []), [row["original"] for row in after], now)
            await connection.execute(
                update(FACT)
                .where(FACT.c.article_id.in_(replaced), FACT.c.superseded_at.is_(None))
                .values(superseded_at=now)
            )
            await connection.execute(
                update(EXTRACTION).where(EXTRACTION.c.article_id.in_(replaced)).values(current=False)
            )
        if extractions:
            await connection.execute(EXTRACTION.insert(), extractions)
        if repeats:
            await connection.execute(_REPEAT, repeats)
        again = {row["its_id"] for row in repeats} & {extraction["id"] for _, extraction, _ in winners}
        if again:
            await connection.execute(_HOLD, [{"its_id": identity} for identity in again])
        if facts:
            await self._facts.run(connection, facts)
        return outbox

    async def _announce(
        self, connection: AsyncConnection, outbox: Sequence[Row], first: Mapping[str, FactsExtracted] | None = None
    ) -> None:
        """Revisions go to their stream; they and first readings, by the extraction's id, to webhooks."""
        if outbox:
            await connection.execute(self._insert(OUTBOX).on_conflict_do_nothing(), outbox)
        if outbox or first:
            await write_down(connection, self._insert(DELIVERY), first or {}, [row["data"] for row in outbox])


_REPEAT = (
    update(EXTRACTION)
    .where(EXTRACTION.c.id == bindparam("its_id"))
    .values(received_at=bindparam("its_received_at"), extracted_at=bindparam("its_extracted_at"))
)
_HOLD = update(EXTRACTION).where(EXTRACTION.c.id == bindparam("its_id")).values(current=True, checked_at=None)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _never(error: DBAPIError | OverflowError) -> Rejected | None:
    """The error as one for ever, if it is one."""
    cause = getattr(getattr(error, "orig", None), "__cause__", None)
    state = str(getattr(cause, "sqlstate", None) or "")
    # The drivers themselves refuse a number beyond the column's size: SQLite's by OverflowError, asyncpg by ValueError.
    driver = isinstance(error, (DataError, IntegrityError, OverflowError)) or isinstance(cause, ValueError)
    if not driver and state[:2] not in NEVER:
        return None
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    return Rejected(f"the database cannot hold it: {reason}", "a value is beyond the type of its column")


def _rank(extraction: Any) -> tuple[Any, ...]:
    return (extraction["received_at"], _version(extraction["version"]), extraction["extracted_at"])


def _version(text: str) -> tuple[bool, Version, str]:
    """Comparable: 0.10.0 is above 0.9.0; what is no version at all is below every version."""
    try:
        return True, Version(text), ""
    except InvalidVersion:
        return False, Version("0"), text


def _rounds(messages: Sequence[FactsExtracted]) -> Iterable[list[FactsExtracted]]:
    """Split so that no article stands twice in a round; a redelivery within a batch lands in a later one."""
    left = list(messages)
    while left:
        first: dict[Any, FactsExtracted] = {}
        later = [message for message in left if first.setdefault(message.article.id, message) is not message]
        yield list(first.values())
        left = later
