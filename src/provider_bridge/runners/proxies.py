"""Which proxy a request goes by, as the environment says: ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY``, ``NO_PROXY``.

httpx reads these itself, but sends what is for this machine to the proxy as well, fails on networks and on IPv6
addresses in ``NO_PROXY``, and names no variable in its errors. What is for this machine never leaves it here.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Final, TypeAlias
from urllib.parse import urlsplit
from urllib.request import getproxies

from provider_bridge.errors import ConfigurationError

__all__ = ["Proxies", "Proxy", "is_loopback"]

_SCHEMES: Final = ("https", "http", "all")
_SOCKS: Final = frozenset({"socks5", "socks5h"})
_KNOWN: Final = frozenset({"http", "https"}) | _SOCKS
_USABLE: Final = "must be a proxy's URL, such as http://proxy.example:8080"
_PORTS: Final = {"http": 80, "https": 443}

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy and where it was named. Its URL can hold a password, so it does not show."""

    variable: str
    url: str = field(repr=False)

    @property
    def is_secure(self) -> bool:
        """Whether the way to the proxy itself is encrypted."""
        return self.url.startswith("https:")

    def check(self) -> None:
        """Raise ``ConfigurationError`` where this is no proxy that can be used."""
        what = self._problem()
        if what:
            raise ConfigurationError(f"{self.variable} {what}")

    def unusable(self) -> ConfigurationError:
        """Return the error for a URL that the HTTP library does not take."""
        return ConfigurationError(f"{self.variable} {_USABLE}")

    def _problem(self) -> str:
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname, parts.port  # reading a port that is none raises
        except ValueError:
            return _USABLE
        if parts.scheme not in _KNOWN:
            return "names a proxy of an unknown kind; its URL must begin with http://, https:// or socks5://"
        if not host or not self.url.isprintable() or " " in self.url:
            return _USABLE
        if parts.scheme in _SOCKS and find_spec("socksio") is None:
            return "names a SOCKS proxy, which needs: pip install 'httpx[socks]'"
        return ""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies of a process, and the hosts that are reached without one."""

    by_scheme: Mapping[str, Proxy]
    exceptions: tuple[str, ...] = ()

    @classmethod
    def of_environment(cls) -> Proxies:
        """Return what the environment says now. Nothing is refused before a request would go by it."""
        found = getproxies()
        named = {scheme: found[scheme].strip() for scheme in _SCHEMES if found.get(scheme, "").strip()}
        exceptions = tuple(re.split(r"[,\s]+", found.get("no", "").strip().lower()))
        return cls({scheme: Proxy(_variable(scheme), _with_scheme(url)) for scheme, url in named.items()}, exceptions)

    def __bool__(self) -> bool:
        return bool(self.by_scheme)

    def way_to(self, url: str) -> Proxy | None:
        """Return the proxy that a request goes by, ``None`` where it goes straight to its host.

        Raises ``ConfigurationError`` where the proxy cannot be used: the request must not go around it instead.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or _PORTS.get(parts.scheme, 0)
        proxy = self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")
        if (
            proxy is None
            or is_loopback(host)
            or any(_covers(each, parts.scheme, host, port) for each in self.exceptions)
        ):
            return None
        proxy.check()
        return proxy


def _variable(scheme: str) -> str:
    """Return the variable that names a scheme's proxy; the one in small letters wins."""
    lower = f"{scheme}_proxy"
    named = [name for name in os.environ if name.lower() == lower and os.environ[name]]
    return lower if lower in named else next(iter(named), "the system's proxy setting")


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    address = _address(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def _covers(exception: str, scheme: str, host: str, port: int) -> bool:
    """Whether an entry of ``NO_PROXY`` means a host: a name, an address, a network, each with a port or a scheme."""
    if exception == "*":
        return True
    wanted, separator, rest = exception.partition("://")
    if separator and wanted not in {scheme, "all"}:
        return False
    name, only_port = _split_port(rest if separator else exception)
    if not name or (only_port and only_port != str(port)):
        return False
    address = _address(host)
    if address is not None:
        return _in_network(address, name)
    if name.startswith(("*.", ".")):
        return host.endswith(name.removeprefix("*"))
    name = name.removeprefix("*").rstrip(".")
    return host == name or host.endswith(f".{name}")


def _split_port(text: str) -> tuple[str, str]:
    """Return a name and the port behind it, if there is one; an address of IPv6 has colons of its own."""
    bracketed = re.fullmatch(r"\[([^\]]*)\](/\d+)?(?::(\d+))?", text)
    if bracketed:
        return bracketed[1] + (bracketed[2] or ""), bracketed[3] or ""
    if text.count(":") == 1:
        name, _, port = text.partition(":")
        return name, port
    return text, ""


def _in_network(address: Address, text: str) -> bool:
    try:
        return address in ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
