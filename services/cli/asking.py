"""What `factwire export` and `factwire query` share: conditions from the command line, facts from wherever they are."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, get_origin

import httpx
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from services.cli.status import is_missing
from services.store import formats, queries
from services.store.api.facts import FactsAsked
from services.store.database import open_database
from services.store.formats import Format
from services.store.settings import StoreSettings
from shared.errors import Misconfigured, Rejected, Unavailable
from shared.settings import load

NAMES = tuple(name for name in FactsAsked.model_fields if name != "after")
_SEVERAL = frozenset(name for name, field in FactsAsked.model_fields.items() if get_origin(field.annotation) is list)
_TIMEOUT = httpx.Timeout(10.0, read=300.0)  # an export sorts first, which may take a while


def conditions(arguments: Sequence[str], **given: Any) -> FactsAsked:
    """`--kind investment --min-amount=5 wagon plant` as what the API takes; `given` are the verb's own options.

    Raises Rejected naming each that is wrong, and what there is.
    """
    found: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    words: list[str] = []
    left = list(arguments)
    while left:
        argument = left.pop(0)
        if argument == "--":
            words += left
            break
        if not argument.startswith("--"):
            words.append(argument)
            continue
        option, equals, value = argument.partition("=")
        name = option[2:].replace("-", "_")
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            there = f"--{near[0].replace('_', '-')}?" if near else f"there are {_spoken(NAMES)}"
            raise Rejected(f"There is no condition {option}", there)
        if not equals:
            if not left:
                raise Rejected(f"{option} lacks its value", f"{option} VALUE")
            value = left.pop(0)
        if name in _SEVERAL:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise Rejected(f"{option} may stand once", "its values cannot both hold")
        else:
            found[name] = value
    if words:
        # A word that came with spaces was quoted on the command line: it is a phrase here, too.
        found["q"] = " ".join(filter(None, [found.get("q"), *(_phrase(word) for word in words)]))
    try:
        return FactsAsked.model_validate(found)
    except ValidationError as error:
        problems = [f"--{str(e['loc'][0]).replace('_', '-')}: {e['msg']}" for e in error.errors(include_input=False)]
        raise Rejected("; ".join(problems), "`--help` and docs/api.md have the conditions") from None


def _phrase(word: str) -> str:
    return f'"{word}"' if " " in word and '"' not in word else word


def _spoken(names: Sequence[str]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)


def facts(
    asked: FactsAsked, kind: Format, *, url: str | None, data_dir: Path | None
) -> AsyncIterator[tuple[bytes, int | None]]:
    """The facts as a file, piece by piece, each with the number of its rows where that is known.

    Raises Misconfigured or Unavailable where they cannot be had, Rejected for what a store refuses.
    """
    return _from_store(asked, kind, url) if url else _from_database(asked, kind, data_dir)


async def _from_database(
    asked: FactsAsked, kind: Format, data_dir: Path | None
) -> AsyncIterator[tuple[bytes, int | None]]:
    settings = load(StoreSettings, data_dir=data_dir)
    where = settings.database.set(drivername=settings.database.get_backend_name())
    if is_missing(settings.database):
        hint = "store makes it at its first start; name its folder with --data-dir, or a running store with --url"
        raise Misconfigured(f"there is no database {settings.database.database}", hint)
    try:
        async with open_database(settings) as database:
            statement = queries.facts(asked, database.dialect)
            sort = queries.fact_sort(asked.sort, asked, database.dialect)
            pieces = formats.stream(database, statement, sort, kind, columns=asked.columns, limit=asked.limit)
            async with contextlib.aclosing(pieces):
                async for piece, rows in pieces:
                    yield piece, rows
    except (DBAPIError, OSError) as error:
        cause = (str(getattr(error, "orig", None) or error).splitlines() or [""])[0]
        place = where.render_as_string(hide_password=True)
        raise Unavailable(f"{place} cannot be asked: {cause}", "does store run, and did it migrate it?") from error


async def _from_store(asked: FactsAsked, kind: Format, url: str) -> AsyncIterator[tuple[bytes, int | None]]:
    query = asked.model_dump(mode="json", exclude_defaults=True)
    if asked.columns:
        query["columns"] = ",".join(asked.columns)
    try:
        async with (
            httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=True) as client,
            client.stream("GET", f"{url.rstrip('/')}/facts.{kind}", params=query) as answer,
        ):
            if answer.status_code != 200:
                await answer.aread()
                raise Rejected(f"{url} answers {answer.status_code}: {_detail(answer)}")
            async for piece in answer.aiter_bytes():
                yield piece, None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unavailable(f"{url}: {str(error) or type(error).__name__}", "is that where store listens?") from error


def _detail(answer: httpx.Response) -> str:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return str(answer.json()["detail"])
    return answer.reason_phrase
