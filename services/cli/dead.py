"""`factwire dead`: what could not be processed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from services.cli.connection import connected, entry_id
from shared import broker
from shared.broker import Dead, FactwireBroker, dead_entries, dead_entry
from shared.errors import Rejected

_PAGE = 500  # entries fetched at once


def listing(stream: str, *, limit: int, as_json: bool, data_dir: Path | None) -> None:
    """Print dead entries, oldest first."""

    async def work() -> list[Dead]:
        async with connected(data_dir) as link:
            return await dead_entries(link.client, stream, limit=limit)

    entries = asyncio.run(work())
    if as_json:
        for entry in entries:
            sys.stdout.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
    elif entries:
        from services.cli.show import show_dead

        show_dead(entries)
    else:
        sys.stdout.write(f"{stream}.dead is empty\n")


def show(stream: str, entry: str, *, data_dir: Path | None) -> None:
    """Print one dead entry whole, as JSON; its `data` as JSON inside where it is."""

    async def work() -> Dead:
        async with connected(data_dir) as link:
            return await dead_entry(link.client, stream, entry_id(entry))

    found = asdict(asyncio.run(work()))
    with contextlib.suppress(KeyError, ValueError):  # no JSON, which may be why it is dead
        found["fields"]["data"] = json.loads(found["fields"]["data"])
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def replay(stream: str, entries: Sequence[str], *, every: bool, data: Path | None, data_dir: Path | None) -> None:
    """Send dead entries through their stream again. Raises Rejected where nothing or no such entry is named."""
    mended = _mended(data, entries)

    async def work(link: FactwireBroker, entry: str) -> str:
        return f"{entry} is on {stream} again as {await broker.replay(link.client, stream, entry, data=mended)}"

    _each(stream, entries, every, data_dir, work)


def drop(stream: str, entries: Sequence[str], *, every: bool, data_dir: Path | None) -> None:
    """Remove dead entries. Raises Rejected where nothing or no such entry is named."""

    async def work(link: FactwireBroker, entry: str) -> str:
        await broker.drop(link.client, stream, entry)
        return f"{entry} is gone"

    _each(stream, entries, every, data_dir, work)


def _mended(data: Path | None, entries: Sequence[str]) -> str | None:
    if data is None:
        return None
    if len(entries) != 1:
        raise Rejected("--data mends one entry", "name that entry's id alone")
    try:
        text = data.read_text(encoding="utf-8")
        json.loads(text)
    except OSError as error:
        raise Rejected(f"cannot read {data}: {error.strerror}") from error
    except ValueError as error:
        raise Rejected(f"{data} is not JSON: {error}", "it must hold the whole message, see docs/schemas") from error
    return text


def _each(
    stream: str,
    entries: Sequence[str],
    every: bool,
    data_dir: Path | None,
    work: Callable[[FactwireBroker, str], Awaitable[str]],
) -> None:
    """Do the work on each entry and say what became of it; with `every`, on all that are there now."""
    if bool(entries) == every:
        raise Rejected("name entries or --all, one of the two", "`factwire dead list` shows what is there")

    async def run() -> None:
        async with connected(data_dir) as link:
            chosen = [entry_id(entry) for entry in entries]
            after = "-"
            while every and (page := await dead_entries(link.client, stream, after=after, limit=_PAGE)):
                chosen += [entry.id for entry in page]
                after = page[-1].id
            for entry in chosen:
                sys.stdout.write(f"{await work(link, entry)}\n")
            if not chosen:
                sys.stdout.write(f"{stream}.dead is empty\n")

    asyncio.run(run())
