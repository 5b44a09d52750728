"""`factwire verify`: whether every stored fact is still what its article says."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

from services.extract.extractor import extracted, identity
from services.store.database import open_database
from services.store.settings import StoreSettings
from services.store.verify import Report, verify
from shared.messages import Extractor
from shared.settings import load


def run(*, as_json: bool, data_dir: Path | None) -> int:
    """Print every disagreement, then what was checked; 1 where anything disagreed. Raises Misconfigured."""
    return asyncio.run(_run(load(StoreSettings, data_dir=data_dir), as_json=as_json))


async def _run(settings: StoreSettings, *, as_json: bool) -> int:
    name, version, lexicon = identity()
    report = Report()
    async with open_database(settings) as database:
        by = Extractor(name=name, version=version, lexicon=lexicon)
        async for found in verify(database, report, read=extracted, by=by):
            line = json.dumps(asdict(found), ensure_ascii=False)
            plain = f"{found.check}: article {found.article}, fact {found.fact or '-'}: {found.detail}"
            sys.stdout.write(f"{line if as_json else plain}\n")
    if as_json:
        sys.stdout.write(json.dumps(asdict(report) | {"ok": report.ok}) + "\n")
    else:
        sys.stdout.write(
            f"{report.articles} articles and {report.facts} facts checked, {report.read_again} articles read again, "
            f"{report.without_text} without text: {sum(report.found.values()) or 'no'} disagreements\n"
        )
    return 0 if report.ok else 1
