"""`factwire extract`: facts of articles without any server."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence

from services.cli import articles
from services.cli.articles import Given
from services.extract.extractor import facts_of, identity
from shared.errors import Rejected
from shared.messages import ArticleReference, Extractor, FactsExtracted, Source, article_id


def run(files: Sequence[str], *, as_json: bool) -> int:
    """Write the facts of every article to standard output; problems go to standard error and make the exit code 2."""
    problems = 0
    for name in files or ["-"]:
        for given in articles.read(name):
            if isinstance(given, Rejected):
                problems += 1
                sys.stderr.write(f"factwire: {given}\n")
            elif as_json:
                sys.stdout.write(f'{{"id":{json.dumps(given.id)},{extracted(given).model_dump_json()[1:]}\n')
            else:
                from services.cli.show import show

                show(extracted(given), name=given.id)
    return 2 if problems else 0


def extracted(given: Given) -> FactsExtracted:
    """The message that the extract service would publish for this article, with offsets in the text as given."""
    identifier = article_id(given.text)
    now = dt.datetime.now(dt.UTC)
    name, version, lexicon = identity()
    return FactsExtracted(
        article=ArticleReference(
            id=identifier,
            title=given.title,
            url=given.url,
            publisher=given.publisher,
            published_on=given.published_on,
            source=Source(door="command", name=given.name, received_at=now),
        ),
        extractor=Extractor(name=name, version=version, lexicon=lexicon),
        extracted_at=now,
        facts=facts_of(given.text, given.published_on, identifier),
    )
