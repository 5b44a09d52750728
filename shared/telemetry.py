"""What operators may watch: Prometheus metrics and OpenTelemetry traces of the messages, each only where asked for.

Metrics are served at `FACTWIRE_METRICS_PORT`; traces go where OpenTelemetry's own `OTEL_EXPORTER_OTLP_ENDPOINT` says.
Both are FastStream's middlewares and cost time with every published message; without them nothing is in the way. The
packages are the extra `factwire[telemetry]`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from shared.errors import Misconfigured
from shared.settings import Settings

_TRACES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_HINT = "pip install 'factwire[telemetry]'"


def middlewares(settings: Settings) -> tuple[Any, ...]:
    """The middlewares that settings and environment ask for. Raises Misconfigured where a package is missing."""
    found = []
    if settings.metrics_port is not None:
        found.append(_metrics())
    if any(os.environ.get(name) for name in _TRACES):
        found.append(_traces())
    return tuple(found)


def serve(settings: Settings) -> None:
    """Answer Prometheus, where that is asked for; once a process. Raises Misconfigured where the port is taken."""
    if settings.metrics_port is not None:
        _listen(settings.host, settings.metrics_port)


@contextlib.contextmanager
def within(traceparent: str | None) -> Iterator[None]:
    """Whatever is traced inside belongs to that trace."""
    if traceparent is None:
        yield
        return
    from opentelemetry import context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    token = context.attach(TraceContextTextMapPropagator().extract({"traceparent": traceparent}))
    try:
        yield
    finally:
        context.detach(token)


@cache  # one a process: two brokers of `factwire up` share it
def _metrics() -> Any:
    try:
        from faststream.redis.prometheus import RedisPrometheusMiddleware
        from prometheus_client import REGISTRY
    except ImportError as error:
        raise Misconfigured(f"FACTWIRE_METRICS_PORT needs {error.name}", _HINT) from error
    return RedisPrometheusMiddleware(registry=REGISTRY, metrics_prefix="factwire")


@cache
def _listen(host: str, port: int) -> None:
    from prometheus_client import start_http_server

    try:
        start_http_server(port, host)
    except OSError as error:
        raise Misconfigured(f"FACTWIRE_METRICS_PORT: cannot listen on {host}:{port}: {error.strerror}") from error


@cache
def _traces() -> Any:
    try:
        from faststream.redis.opentelemetry import RedisTelemetryMiddleware
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise Misconfigured(f"OTEL_EXPORTER_OTLP_ENDPOINT needs {error.name}", _HINT) from error
    provider = TracerProvider(
        resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "factwire")})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return RedisTelemetryMiddleware(tracer_provider=provider)
