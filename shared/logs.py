"""Logging: structlog, human in a terminal and JSON otherwise; what is bound here stands on every line below.

with bound(article_id=…, message_id=…, trace_id=…):
    log.info("extracted", facts=12)
"""

from __future__ import annotations

import logging
import sys
from contextlib import AbstractContextManager
from typing import Any

import structlog

# Without the variables of every frame: they hold whole articles, and passwords.
_TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))

bound = structlog.contextvars.bound_contextvars


def configure(level: str = "info", form: str = "auto", *, service: str = "factwire") -> None:
    """Set up structlog and route the standard library's loggers (uvicorn, FastStream, …) through it."""
    human = form == "human" or (form == "auto" and sys.stderr.isatty())
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso" if not human else "%H:%M:%S", utc=not human),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[structlog.types.Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)]
        if human
        else [_TRACEBACKS, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for library in ("alembic", "uvicorn", "watchfiles"):  # what they call information is ours to say, or not
        logging.getLogger(library).setLevel("DEBUG" if level == "debug" else "WARNING")
    structlog.contextvars.bind_contextvars(service=service)


def get(name: str) -> structlog.stdlib.BoundLogger:
    """A logger of that name."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def context(**values: Any) -> AbstractContextManager[Any]:
    """Bind values to every line logged inside; None is left out."""
    return bound(**{k: v for k, v in values.items() if v is not None})
