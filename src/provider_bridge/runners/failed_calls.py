"""What it means that a call failed on its way: the errors of httpx and of its continuation, as ours."""

from __future__ import annotations

import ssl
import time
from typing import Any, Final
from urllib.parse import urlsplit

from provider_bridge.core.calls import Request
from provider_bridge.errors import ConnectFailed, TimedOut, TransportFailed
from provider_bridge.runners.http_logging import sending

__all__ = ["late", "meaning"]

_AUTHORITIES: Final = (
    "; where a proxy or a company signs certificates, SSL_CERT_FILE must name its authority's PEM file"
)


def meaning(family: Any, request: Request, error: Exception, deadline: float) -> TransportFailed:
    """Return what the error means; its own text may hold a URL, so it is not kept."""
    parts = urlsplit(request.url)
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    if isinstance(error, family.ConnectError | family.ConnectTimeout):
        return ConnectFailed(request.operation, f"could not connect to {host}{_why(error)}")
    if isinstance(error, family.ProxyError):  # it made no way to the host, so nothing was sent
        return ConnectFailed(request.operation, f"the proxy made no way to {host}")
    if isinstance(error, family.PoolTimeout):
        return ConnectFailed(request.operation, "no connection came free in time")
    if time.monotonic() >= sending.get():
        return late(request, deadline)
    if isinstance(error, family.TimeoutException):
        return TimedOut(request.operation, f"{host} did not answer in time")
    return TransportFailed(request.operation, f"the connection to {host} broke ({type(error).__name__})")


def late(request: Request, deadline: float) -> TimedOut:
    """Return the error for a call that took all of its time; it is not tried again."""
    failure = TimedOut(request.operation, f"the answer was not complete within {deadline:g} s")
    failure.final = True
    return failure


def _why(error: BaseException | None) -> str:
    """Tell a certificate that is not trusted from a host that is away: the remedies differ."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f": its TLS certificate is not trusted{_AUTHORITIES}"
        if isinstance(error, ssl.SSLError):
            return ": it speaks no TLS that could be agreed on"
        error = error.__cause__ or error.__context__
    return ""
