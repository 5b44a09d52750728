"""`factwire extract`: facts of articles without any server."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import json
import sys
from collections.abc import Sequence

from services.cli import articles
from services.cli.articles import Given
from services.extract.extractor import extracted, spared
from shared.errors import Rejected
from shared.messages import ArticleIngested, FactsExtracted, Source, article_id


def run(files: Sequence[str], *, as_json: bool) -> int:
    """Write the facts of every article to standard output; problems go to standard error and make the exit code 2."""
    problems = 0
    for name in files or ["-"]:
        for given in articles.read(name):
            if isinstance(given, Rejected):
                problems += 1
                sys.stderr.write(f"factwire: {given}\n")
            elif as_json:
                sys.stdout.write(f'{{"id":{json.dumps(given.id)},{read(given).model_dump_json()[1:]}\n')
            else:
                from services.cli.show import show

                show(read(given), name=given.id)
            if not gc.isenabled():
                spared()  # from now on an article's worth is as much as in a service
    spared()  # nor is all that looked through at the end
    return 2 if problems else 0


def read(given: Given) -> FactsExtracted:
    """The message that the extract service would publish for this article, with offsets in the text as given."""
    return extracted(
        ArticleIngested(
            article_id=article_id(given.text),
            text=given.text,
            title=given.title,
            url=given.url,
            publisher=given.publisher,
            published_on=given.published_on,
            source=Source(door="command", name=given.name, received_at=dt.datetime.now(dt.UTC)),
            content_sha256=hashlib.sha256(given.text.encode()).hexdigest(),
        )
    )
