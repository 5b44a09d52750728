"""Wiring: settings in, a broker that turns articles into facts out. Importing this starts nothing.

`faststream docs gen --factory services.extract.app:make_app` writes the AsyncAPI document.
"""

from __future__ import annotations

from faststream import FastStream
from faststream.specification import AsyncAPI

from services.extract.extractor import ready
from services.extract.settings import ExtractSettings
from services.extract.worker import extract
from shared.broker import FactwireBroker, consume, make_broker
from shared.messages import ArticleIngested, FactsExtracted
from shared.settings import load

GROUP = "extract"


def make(settings: ExtractSettings) -> FactwireBroker:
    """The broker, wired and not yet started. Raises Misconfigured."""
    ready()
    broker = make_broker(settings, service="extract", produces=(FactsExtracted,))
    consume(broker, ArticleIngested, extract, group=GROUP, settings=settings)
    return broker


def make_app() -> FastStream:
    """The service as FastStream's own tools take it."""
    specification = AsyncAPI(title="Factwire extract", description="Reads articles, says what facts they state.")
    return FastStream(make(load(ExtractSettings)), specification=specification)
