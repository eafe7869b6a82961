"""Where a download may be fetched from, and which of these hosts may see the token.

A vendor's file lies behind redirects to a storage host. Each hop is looked at before it is asked: https only, no
address inside somebody's network, and the token only to the vendor itself, never again once it was left.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from provider_bridge.core.urls import LOOPBACK

__all__ = ["HostPolicy", "RedirectChain", "Unsafe"]


_MOST_HOPS: Final = 5
_NETLOC: Final = re.compile(r"[A-Za-z0-9.:\[\]_-]+")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f]")
_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_HTTPS: Final = 443

_INSIDE: Final = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private"}
)
"""Last labels of names that only an inner network resolves, or that are this machine's (RFC 6761, 6762, 9476)."""

_HOME: Final = ".home.arpa"
_PUBLIC_V6: Final = ipaddress.IPv6Network("2000::/3")
_CARRYING_V6: Final = tuple(
    ipaddress.IPv6Network(each)
    for each in (
        "2001::/23",  # Teredo, ORCHID and other protocols' own, RFC 2928
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address is inside
        "3fff::/20",  # documentation
    )
)
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})
_RELAY_V4: Final = ipaddress.IPv4Network("192.88.99.0/24")


class Unsafe(ValueError):
    """A hop that is not made; the text names the host at most."""


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """The vendor's own hosts: exact names, or with a leading dot everything below a domain.

    ``api_url`` is the account's own base URL. Only where that is on this machine may files be there as well, and
    its host counts as the vendor's.
    """

    own: tuple[str, ...]
    api_url: str

    @property
    def at_home(self) -> bool:
        """Whether the account's API is on this machine, as a simulator's is."""
        return urlsplit(self.api_url).hostname in LOOPBACK

    def is_own(self, parts: SplitResult) -> bool:
        """Whether a URL that was checked leads to the vendor itself, so that it may see the token."""
        host = parts.hostname or ""
        if self.at_home and parts.netloc == urlsplit(self.api_url).netloc:
            return True
        named = any(host == name.removeprefix(".") or (name[:1] == "." and host.endswith(name)) for name in self.own)
        return named and parts.scheme == "https" and parts.port in {None, _HTTPS}

    def check(self, url: str) -> SplitResult:
        """Return a URL's parts, or raise ``Unsafe`` when it must not be asked."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port  # reading a port that is none raises
        except ValueError:
            raise Unsafe("an address that is none") from None
        if _UNPRINTABLE.search(url) or not _NETLOC.fullmatch(parts.netloc) or not host:
            raise Unsafe("an address that is none")
        if host in LOOPBACK and self.at_home:
            if parts.scheme not in {"http", "https"}:
                raise Unsafe("an address that is not https")
            return parts
        if parts.scheme != "https":
            raise Unsafe(f"{host}, which is not asked by https")
        if _is_inside(host):
            raise Unsafe("an address inside a network")
        return parts


def _is_inside(host: str) -> bool:
    """Whether a host is no public one: an address that is not global, in whatever notation, or an inner name."""
    name = host.rstrip(".").casefold()
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return _is_inner_name(name)
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return _is_inner_v6(address) if mapped is None else _is_inner_v4(mapped)
    return _is_inner_v4(address)


def _is_inner_name(name: str) -> bool:
    """Whether a name is one that only an inner network knows, or a number, which a resolver takes for an address."""
    last = name.rpartition(".")[2]
    if last == name or last in _INSIDE or f".{name}".endswith(_HOME):
        return True
    return _NUMBER.fullmatch(last) is not None  # 2130706433, 0x7f.1 and 127.1 are addresses too


def _is_inner_v4(address: ipaddress.IPv4Address) -> bool:
    return not address.is_global or address.is_multicast or address.is_reserved or address in _RELAY_V4


def _is_inner_v6(address: ipaddress.IPv6Address) -> bool:
    """Whether an address lies outside of what is assigned to the public, or is a way to carry an IPv4 address.

    A gateway leads such a one to the address that it carries (NAT64, 6to4, Teredo, ISATAP, IPv4-compatible and
    -translated ones). No vendor names its storage so, and whether the inner address is public is not looked into.
    """
    public = address in _PUBLIC_V6 and address.is_global and not any(address in each for each in _CARRYING_V6)
    return not public or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP


class RedirectChain:
    """The hops of one download: where it is now, and whether the token may still be shown."""

    def __init__(self, url: str, hosts: HostPolicy) -> None:
        self._hosts = hosts
        self._seen: set[str] = set()
        self._left = False
        self.url = ""
        self._go(url)

    @property
    def trusted(self) -> bool:
        """Whether the token may go to where the trail is now."""
        return not self._left

    def follow(self, location: str) -> None:
        """Go where a redirect points, or raise ``Unsafe``."""
        if not location:
            raise Unsafe("nowhere")
        try:
            target = urljoin(self.url, location)
        except ValueError:
            raise Unsafe("an address that is none") from None
        if len(self._seen) > _MOST_HOPS:
            raise Unsafe(f"yet another place after {_MOST_HOPS} redirects")
        self._go(target)

    def _go(self, url: str) -> None:
        target = urldefrag(url).url
        parts = self._hosts.check(target)
        if target in self._seen:
            raise Unsafe("where it came from")
        self._seen.add(target)
        self._left = self._left or not self._hosts.is_own(parts)
        self.url = target
