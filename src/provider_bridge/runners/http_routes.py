"""Choosing for each request whether a proxy stands between us and its host, and which certificates count."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.proxies import Proxies, Proxy

__all__ = ["MakeTransport", "RoutedTransport", "new_lane"]

MakeTransport: TypeAlias = Callable[[ssl.SSLContext, Proxy | None], Any]
"""Makes a transport of the HTTP library that trusts a context and sends by a proxy, or by none."""


class RoutedTransport:
    """What a transport is made of that sends each request by the proxy that the environment names for it.

    It is one lane, so it serves one request at a time.
    """

    def __init__(self, proxies: Proxies, make: MakeTransport, trust: Callable[[], ssl.SSLContext]) -> None:
        self._proxies = proxies
        self._make = make
        self._trust = trust
        self._transports: dict[tuple[bool, Proxy | None], Any] = {}

    @property
    def transports(self) -> list[Any]:
        """The transports that were needed so far."""
        return list(self._transports.values())

    def way(self, request: Any) -> Any:
        """Return the transport for a request, or raise ``ConfigurationError`` with the variable that is wrong."""
        proxy = self._proxies.way_to(str(request.url))
        secure = request.url.scheme == "https" or (proxy is not None and proxy.is_secure)
        key = (secure, proxy)
        if key not in self._transports:
            trust = self._trust() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # which trusts nothing
            self._transports[key] = self._make(trust, proxy)
        return self._transports[key]


def new_lane(make: MakeTransport, outward: Callable[..., Any], trust: Callable[[], ssl.SSLContext]) -> Any:
    """Return a transport as simple as the environment allows: ``outward`` only where something has to be chosen."""
    proxies = Proxies.of_environment()
    if not proxies:
        with suppress(ConfigurationError):  # plain http to this machine needs no certificates
            return make(trust(), None)
    return outward(proxies, make, trust)
