"""Sidecar files: `NAME.meta.json` or `NAME.meta.yaml` beside a file says what the file itself does not, and wins.

    plant.html
    plant.html.meta.yaml      title: …, published_on: 2024-04-16, publisher: …, url: …, tags: […]

Write it before the file; it moves where the file moves.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.ingest.readers.fields import fields_of
from shared.errors import Rejected

ENDINGS = (".meta.json", ".meta.yaml", ".meta.yml")
_LONGEST = 100_000  # bytes


def read(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """The fields of a file's sidecars, the first of them; empty where there is none.

    Raises Rejected for one that cannot be read.
    """
    for side in (folder / name for name in names):
        if not stat.S_ISREG((about := side.lstat()).st_mode) or about.st_size > _LONGEST:
            raise Rejected(f"Its sidecar {side.name} is a link, or too large", "write a plain file of a few lines")
        try:
            loaded = _load(side)
        except (ValueError, PermissionError) as error:
            raise Rejected(
                f"Its sidecar {side.name} cannot be read: {' '.join(str(error).split())[:200]}",
                "mend it, and put both back",
            ) from None
        if not isinstance(loaded, dict):
            raise Rejected(f"Its sidecar {side.name} holds no fields", "write, for example, title: A headline")
        return fields_of(loaded)
    return {}


def _load(side: Path) -> Any:
    text = side.read_text(encoding="utf-8-sig")
    if side.name.endswith(".json"):
        return json.loads(text)
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
