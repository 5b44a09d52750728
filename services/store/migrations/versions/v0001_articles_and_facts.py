"""Articles, extractions, facts, outbox, and full-text search over facts and articles."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Frozen here: a migration says what was, whatever the code says later.
KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.Numeric().with_variant(sa.Float(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = "superseded_at IS NULL"

FACT_WORDS = ("subject", "quote", "item", "place", "person", "title", "organization", "attribution")
ARTICLE_WORDS = ("title", "text")


def seq() -> sa.Column[Any]:
    return sa.Column("seq", SEQ, autoincrement=True, primary_key=True)


def must(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def may(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names]


def partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "article",
        seq(),
        *must(KEY, "id"),
        *may(sa.String(), "title", "url", "publisher"),
        *may(sa.Date(), "published_on"),
        *must(sa.String(), "door", "source_name"),
        *must(MOMENT, "received_at"),
        *must(JSON, "tags"),
        *may(sa.String(), "text", "dateline", "language", "content_sha256"),
        *may(MOMENT, "text_received_at"),
        *must(MOMENT, "recorded_at"),
        sa.UniqueConstraint("id", name="article_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("article_published", "article", ["published_on", "seq"])
    op.create_table(
        "extraction",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
        *must(sa.String(), "extractor", "version", "lexicon"),
        *must(MOMENT, "received_at", "extracted_at"),
        *must(sa.Integer(), "facts"),
        *must(sa.Boolean(), "current"),
        *must(MOMENT, "recorded_at"),
    )
    op.create_index("extraction_article", "extraction", ["article_id"])
    op.create_table(
        "fact",
        seq(),
        *must(KEY, "id"),
        sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
        sa.Column("extraction_id", KEY, sa.ForeignKey("extraction.id"), nullable=False),
        *must(sa.String(), "kind"),
        *may(sa.String(), "subject", "subject_key", "amount"),
        *may(NUMBER, "amount_number"),
        *may(sa.String(), "upper"),
        *may(NUMBER, "upper_number"),
        *may(sa.String(), "unit", "currency", "base_unit"),
        *may(NUMBER, "base_amount", "base_upper", "usd_amount"),
        *may(sa.String(), "item", "per", "bound", "direction", "event", "person", "title", "organization", "place"),
        *may(sa.String(), "place_key"),
        *may(sa.Date(), "period_start", "period_end"),
        *may(sa.String(), "period_text"),
        *must(sa.String(), "status"),
        *may(sa.String(), "attribution"),
        *must(sa.String(), "quote"),
        *must(SEQ, "evidence_start", "evidence_end", "sentence_start", "sentence_end"),
        *must(sa.Float(), "confidence"),
        *must(sa.String(), "rule", "extractor_version"),
        *may(sa.Date(), "published_on"),
        *must(JSON, "original"),
        *must(MOMENT, "recorded_at"),
        *may(MOMENT, "superseded_at"),
        sqlite_autoincrement=True,
    )
    partial("fact_now", "fact", ["id"], NOW, unique=True)
    partial("fact_article", "fact", ["article_id", "evidence_start"], NOW)
    partial("fact_kind", "fact", ["kind", "seq"], NOW)
    partial("fact_amount", "fact", ["unit", "amount_number", "seq"], NOW)
    partial("fact_published", "fact", ["published_on", "seq"], NOW)
    partial("fact_subject", "fact", ["subject_key", "seq"], NOW)
    partial("fact_place", "fact", ["place_key", "seq"], NOW)
    partial("fact_confidence", "fact", ["confidence", "seq"], NOW)
    partial("fact_kind_confidence", "fact", ["kind", "confidence", "seq"], NOW)
    partial("fact_dollars", "fact", ["usd_amount", "seq"], f"{NOW} AND usd_amount IS NOT NULL")
    partial("fact_period", "fact", ["period_start", "seq"], f"{NOW} AND period_start IS NOT NULL")
    partial("fact_history", "fact", ["id"], "superseded_at IS NOT NULL")
    op.create_table(
        "outbox",
        seq(),
        sa.Column("id", KEY, nullable=False, unique=True),
        *must(sa.String(), "type"),
        *must(JSON, "data"),
        *must(MOMENT, "recorded_at"),
        *may(MOMENT, "published_at"),
        sqlite_autoincrement=True,
    )
    partial("outbox_waiting", "outbox", ["seq"], "published_at IS NULL")
    searchable("fact", FACT_WORDS, changes=False)
    searchable("article", ARTICLE_WORDS, changes=True)


def searchable(table: str, words: tuple[str, ...], *, changes: bool) -> None:
    """Full-text search: FTS5 over the table's own columns, kept by triggers; or a generated tsvector column."""
    if op.get_bind().dialect.name == "postgresql":
        joined = " || ' ' || ".join(f"coalesce({word}, '')" for word in words)
        # A tsvector holds at most 1 MB: what an article says after its first 200,000 characters is not searched.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN search tsvector "
            f"GENERATED ALWAYS AS (to_tsvector('english', left({joined}, 200000))) STORED"
        )
        op.execute(f"CREATE INDEX {table}_search ON {table} USING gin (search)")
        return
    columns = ", ".join(words)
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5({columns}, content='{table}', content_rowid='seq', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    new = f"INSERT INTO {table}_search(rowid, {columns}) VALUES (new.seq, {', '.join(f'new.{w}' for w in words)})"  # noqa: S608 - the names stand above
    op.execute(f"CREATE TRIGGER {table}_search_new AFTER INSERT ON {table} BEGIN {new}; END")
    if changes:
        values = ", ".join(f"old.{word}" for word in words)
        old = f"INSERT INTO {table}_search({table}_search, rowid, {columns}) VALUES ('delete', old.seq, {values})"  # noqa: S608
        op.execute(
            f"CREATE TRIGGER {table}_search_changed AFTER UPDATE OF {columns} ON {table} BEGIN {old}; {new}; END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE fact_search")
        op.execute("DROP TABLE article_search")
    for table in ("outbox", "fact", "extraction", "article"):
        op.drop_table(table)
