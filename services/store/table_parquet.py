"""Parquet of facts: the columns of the CSV, typed. Needs pyarrow, the extra `parquet`."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from services.store.answers import FACT_COLUMNS, About
from services.store.problems import Problem
from services.store.table_csv import of_article


class ParquetTable:
    """A file that grows by chunks; what is written leaves memory at once."""

    def __init__(self, columns: Sequence[str]) -> None:
        """`columns` are some of `table_csv.COLUMNS`. Raises Problem where pyarrow is missing."""
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise Problem(406, "Parquet needs the extra `parquet` of factwire (pyarrow) where store runs") from None
        self._pa = pa
        kinds: dict[type, Any] = {
            int: pa.int64(),
            float: pa.float64(),
            Decimal: pa.float64(),  # exact amounts stand in `amount` and `upper`, as text
            dt.date: pa.date32(),
            dt.datetime: pa.timestamp("us", tz="UTC"),
        }
        types = {column.name: kinds.get(column.type.python_type, pa.string()) for column in FACT_COLUMNS}
        self._columns = columns
        self._schema = pa.schema([(name, types.get(name, pa.string())) for name in columns])
        self._sink = io.BytesIO()
        self._file = pq.ParquetWriter(self._sink, self._schema, compression="zstd")

    def chunk(self, rows: Sequence[Row[Any]], beside: About) -> bytes:
        """The bytes that these rows add."""
        columns = [self._column(name, rows, beside) for name in self._columns]
        arrays = [self._pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._file.write_table(self._pa.table(arrays, schema=self._schema))
        return self._taken()

    def _column(self, name: str, rows: Sequence[Row[Any]], beside: About) -> list[Any]:
        if name == "review":
            return [beside.reviews.get(row.id, {}).get("verdict") for row in rows]
        if (field := of_article(name)) is not None:
            return [getattr(beside.articles[row.article_id], field) for row in rows]
        values = [getattr(row, name) for row in rows]
        return [float(value) if isinstance(value, Decimal) else value for value in values]

    def end(self) -> bytes:
        """The bytes that end the file."""
        self._file.close()
        return self._taken()

    def _taken(self) -> bytes:
        piece = self._sink.getvalue()
        self._sink.seek(0)
        self._sink.truncate()
        return piece
