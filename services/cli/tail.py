"""`factwire tail`: the facts stream from outside."""

from __future__ import annotations

import asyncio
from pathlib import Path

from services.cli.connection import entry_id, redis_url_here
from services.cli.live import show_facts
from shared import logs


def run(start: str, *, as_json: bool, data_dir: Path | None) -> None:
    """Follow the facts stream until Ctrl-C. Raises Rejected for a start that is no entry id."""
    start = entry_id(start, also=("0", "$"))
    logs.configure("warning", service="command")
    asyncio.run(show_facts(redis_url_here(data_dir), start, as_json=as_json))
