"""A file of the inbox → arrival, with what its folders and its sidecar say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from services.ingest.arriving import arrive
from services.ingest.inbox import files, sidecar
from services.ingest.inbox.places import printable
from services.ingest.inbox.scan import Found
from services.ingest.ledger import Arrival
from services.ingest.readers.formats import MANY
from services.ingest.readers.pieces import Reader
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Rejected

log = logs.get(__name__)


def read_arrival(found: Found, reader: Reader, settings: IngestSettings) -> Arrival:
    """The arrival of a file, also when it fails. Raises files.NotYet or OSError: later."""
    name = printable(found.name)
    many = name.lower().endswith(MANY)
    problem: Rejected | None = None
    try:
        data = files.read(found, settings.max_archive_bytes if many else settings.max_article_bytes)
        known = _known(found)
        arrival = arrive(data, reader=reader, door="inbox", name=name, known=known, mark=found.mark).arrival
    except Rejected as error:
        problem = error
    except (OSError, files.NotYet):
        raise
    except Exception:
        # A bug, and no reason to hold up the other files.
        log.exception("reading a file failed", name=name)
        problem = Rejected("Reading it failed unexpectedly; the log of ingest says how", "report it with the file")
    if problem:
        now = dt.datetime.now(dt.UTC)
        arrival = Arrival("inbox", name, now, found.size, problem=problem, mark=found.mark)
    if arrival.problem:
        log.warning("failed", door="inbox", name=name, reason=arrival.problem.reason, hint=arrival.problem.hint)
    return arrival


def _known(found: Found) -> dict[str, Any]:
    """What the folders (tags) and the sidecar file say. Raises Rejected for a sidecar that cannot be read."""
    tags = tuple(printable(part) for part in found.name.split("/")[:-1])
    known = sidecar.read(Path(found.path).parent, found.sidecars) if found.sidecars else {}
    tags += tuple(known.get("tags", ()))
    return known | {"tags": tags} if tags else known
