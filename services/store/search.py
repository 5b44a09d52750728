"""Full-text search, where the two databases differ: FTS5 on SQLite, tsvector on PostgreSQL. And tags, likewise."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, column, func, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from services.store.tables import ARTICLE

_TERM = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORDS = re.compile(r"\w+")
# Declared so that the name of the FTS5 table can stand for its match operator.
_SEARCH = {name: table(f"{name}_search", column("rowid"), column(f"{name}_search")) for name in ("fact", "article")}


def terms(query: str) -> tuple[list[str], list[str]]:
    """(wanted, unwanted) phrases: `steel "new plant" -smelter` → (["steel", "new plant"], ["smelter"])."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for match in _TERM.finditer(query):
        minus, phrase = (match[1], match[2]) if match[2] is not None else (match[3], match[4])
        words = " ".join(_WORDS.findall(phrase))
        if words:
            (unwanted if minus else wanted).append(words)
    return wanted, unwanted


def matching(statement: Select[Any], of: Table, query: str, dialect: str) -> Select[Any]:
    """The statement narrowed to rows that match; nothing matches a query without a wanted word."""
    wanted, unwanted = terms(query)
    if not wanted:
        return statement.where(literal(value=False))
    if dialect == "postgresql":
        text = " ".join([f'"{w}"' for w in wanted] + [f'-"{w}"' for w in unwanted])
        search = literal_column(f"{of.name}.search", TSVECTOR())
        return statement.where(search.op("@@")(func.websearch_to_tsquery(literal_column("'english'"), text)))
    text = " ".join(f'"{w}"' for w in wanted) + "".join(f' NOT "{w}"' for w in unwanted)
    index = _SEARCH[of.name]
    return statement.join(index, index.c.rowid == of.c.seq).where(index.c[f"{of.name}_search"].op("MATCH")(text))


def row_number(of: Table, query: str | None, dialect: str) -> ColumnElement[int]:
    """The column by whose order the rows of `matching` come without being sorted."""
    led_by_index = query is not None and dialect == "sqlite" and terms(query)[0]
    return _SEARCH[of.name].c.rowid if led_by_index else of.c.seq


def tagged(tag: str, dialect: str) -> ColumnElement[bool]:
    """Articles that carry the tag."""
    if dialect == "postgresql":
        return ARTICLE.c.tags.op("@>", is_comparison=True)(func.jsonb_build_array(tag).cast(JSONB))
    each = func.json_each(ARTICLE.c.tags).table_valued("value")
    return select(each.c.value).where(each.c.value == tag).exists()
