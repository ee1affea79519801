"""Traces by OpenTelemetry: a span for each step of a request, without any words. An extra: `verbatim-bot[traces]`.

Nothing of it is imported unless the settings name where traces go to.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot import __version__
from corpus.errors import SettingsError
from handlers.ports.observing import current_request, observed_by

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Tracer


@contextlib.contextmanager
def tracing(endpoint: str) -> Iterator[None]:
    """Send traces to a collector's address (OTLP over HTTP) for the time of the context; "" sends none.

    Raises SettingsError where the extra is not installed.
    """
    if not endpoint:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and traces need an extra: pip install 'verbatim-bot[traces]'"
        ) from error
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
    with exporting(BatchSpanProcessor(exporter)):
        yield


@contextlib.contextmanager
def exporting(processor: "SpanProcessor") -> Iterator[None]:
    """Hand a span for each step to a processor; what it still holds is sent at the end."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    resource = Resource.create({"service.name": "verbatim", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(processor)
    try:
        with observed_by(_Spans(provider.get_tracer("verbatim"))):
            yield
    finally:
        provider.shutdown()


class _Spans:
    """Opens a span for each step; a span opened inside another is its child."""

    def __init__(self, tracer: "Tracer") -> None:
        self._tracer = tracer

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        request = current_request()
        names = {"verbatim.request": request.id, "verbatim.chat": request.chat}
        attributes = {name: value for name, value in names.items() if value}
        # The library would record an exception with its message, which may hold words of a chat.
        with self._tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                raise
