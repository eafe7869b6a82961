"""OpenTelemetry, where it is installed (extra ``otel``): one span for each call or download, and no URL in it."""

from __future__ import annotations

import contextlib
import functools
import importlib
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from provider_bridge.errors import ApiError, ProviderBridgeError

if TYPE_CHECKING:
    from provider_bridge.runners.metrics import Metrics

__all__ = ["Tracing"]


@functools.cache
def _trace() -> Any:
    """Return OpenTelemetry's module for traces, ``None`` where it is not installed."""
    try:
        return importlib.import_module("opentelemetry.trace")
    except ModuleNotFoundError:
        return None


class Tracing:
    """Makes one account's spans; ``on`` is false where nobody would see them."""

    def __init__(self, meter: Metrics) -> None:
        self._meter = meter

    @property
    def on(self) -> bool:
        """Whether somebody set up where spans go."""
        trace = _trace()
        return trace is not None and not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)

    @contextlib.contextmanager
    def span(self, operation: str) -> Generator[None]:
        """Span a call with all its tries: named as the vendor documents it, such as ``GET /users/{userId}``.

        An error is told by its class and its HTTP status. No exception is recorded: a traceback shows our callers'
        values.
        """
        trace = _trace()
        tracer = trace.get_tracer("provider_bridge")
        method, _, template = operation.partition(" ")
        attributes = {
            "http.request.method": method,
            "url.template": template,
            "provider_bridge.provider": self._meter.provider,
            "provider_bridge.account": self._meter.account,
        }
        options = {"record_exception": False, "set_status_on_exception": False}
        with tracer.start_as_current_span(
            operation, kind=trace.SpanKind.CLIENT, attributes=attributes, **options
        ) as span:
            try:
                yield
            except ProviderBridgeError as error:
                span.set_attribute("error.type", type(error).__name__)
                if isinstance(error, ApiError) and error.status:
                    span.set_attribute("http.response.status_code", error.status)
                span.set_status(trace.StatusCode.ERROR)
                raise
