"""Column types that mean the same on SQLite and PostgreSQL.

`Moment` is an instant in UTC, `Number` a number to compare and add up (exact NUMERIC on PostgreSQL, REAL on SQLite,
beside which the exact decimal stands as text), `KEY` a UUID as text, `JSON_TEXT` a JSON document that travels as text
in both directions: what pydantic has serialised is not parsed and serialised again on its way.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Float, Integer, Numeric, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

KEY = Uuid(as_uuid=False).with_variant(String(36), "sqlite")
JSON_TEXT = JSON().with_variant(JSONB(), "postgresql")
# SQLite gives out row numbers only to a column declared exactly INTEGER PRIMARY KEY.
SEQ = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[dt.datetime]):
    """An aware datetime; kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return value.replace(tzinfo=dt.UTC) if value is not None and value.tzinfo is None else value


class Number(TypeDecorator[Decimal]):
    """A number for comparing, sorting and summing. Takes decimal strings and Decimals."""

    impl = Numeric
    cache_ok = True
    python_type = Decimal

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Float())
        return dialect.type_descriptor(Numeric())

    def process_bind_param(self, value: Decimal | str | float | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return float(value) if dialect.name == "sqlite" else Decimal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(repr(value))
