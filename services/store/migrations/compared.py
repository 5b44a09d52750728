"""What Alembic compares with the tables: everything but full-text search."""

from __future__ import annotations

from typing import Any


def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _against: Any) -> bool:
    """Full-text search differs between the databases and is made by hand; comparing leaves it alone."""
    return not (
        (kind == "table" and "_search" in (name or ""))
        or (kind == "column" and name == "search")
        or (kind == "index" and (name or "").endswith("_search"))
    )
