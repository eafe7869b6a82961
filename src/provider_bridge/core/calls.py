"""What travels: an endpoint described once, a call of it, the request it becomes and the reply that came back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from string import Formatter
from typing import Any, Final
from urllib.parse import quote, quote_plus

from provider_bridge.errors import InvalidInput

__all__ = [
    "ARRAY",
    "Call",
    "Echo",
    "Endpoint",
    "PerKeyDailyLimit",
    "RawReply",
    "Reply",
    "Request",
    "quote_once",
    "quote_uuid",
]


ARRAY: Final = "[]"
"""What an endpoint expects whose good answers are a bare JSON array."""

_UNRESERVED: Final = re.compile(r"[A-Za-z0-9_.~-]+")
"""What stands for itself everywhere in a URL."""


def quote_once(value: str) -> str:
    """Return one path segment, URL-encoded; nothing in ``value`` can leave its segment.

    What is empty, or could be taken for that, is refused: the path would mean what lies above it.
    """
    if not value.strip().strip("."):
        raise InvalidInput("an identifier in a path is empty or made of dots only")
    return value if _UNRESERVED.fullmatch(value) else quote(_encodable(value), safe="")


def _encodable(value: str) -> str:
    """Return text that can be sent. Half a character, as a broken command line leaves it, cannot."""
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidInput("an identifier or a parameter holds half a character, which cannot be sent")
    return value


def quote_uuid(value: str) -> str:
    """Return a Zoom identifier as a path segment.

    Zoom's rule: encode once; encode twice when a meeting UUID starts with ``/`` or contains ``//``
    (https://developers.zoom.us/docs/api/using-zoom-apis/). Numbers, user ids and e-mail addresses are never
    touched by the second half.
    """
    once = quote_once(value)
    return quote(once, safe="") if value.startswith("/") or "//" in value else once


@dataclass(frozen=True, slots=True)
class PerKeyDailyLimit:
    """``calls`` in a day (from 00:00 UTC) for each of something, such as each registrant.

    ``of`` returns what a call counts for, as text that tells one from another; it is kept as a keyed hash only.
    """

    name: str
    calls: int
    of: Callable[[Call], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Echo:
    """A member of an answer that names what a parameter of the path asked for.

    Attributes
    ----------
    parameter : the path's placeholder
    member : where the answer names it, such as ``uuid``, ``sessionInfo.sessionKey`` or ``[].meetingId``
    what : what it is, for the error

    """

    parameter: str
    member: str
    what: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One vendor endpoint, as data.

    Attributes
    ----------
    method, template : the vendor's own words, such as ``GET`` and ``/users/{userId}/settings``
    label : the vendor's rate label, the key of a budget
    scopes : scopes of which any one opens it
    expects : a key that every good answer's JSON object has, ``ARRAY`` for a JSON array; ``""`` when none is certain
    base : which of the provider's base URLs it lives under
    reads : whether it changes nothing although it is a POST, as a search with a long question is
    once : whether sending it twice does more than sending it once although it is a PUT or a DELETE, as a copy does
    caps : how often a day it may be called for each of something
    echoes : members of its good answers that name what its path asked for; see ``core.echo``
    reference : the vendor's page it rests on

    """

    method: str
    template: str
    label: str
    scopes: tuple[str, ...]
    reference: str
    expects: str = ""
    base: str = "api"
    quote: Callable[[str], str] = quote_once
    reads: bool = False
    once: bool = False
    caps: tuple[PerKeyDailyLimit, ...] = ()
    echoes: tuple[Echo, ...] = ()
    name: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.method} {self.template}")

    @property
    def replayable(self) -> bool:
        """Whether sending it twice does what sending it once does."""
        return not self.once and (self.reads or self.method in _REPLAYABLE)

    @property
    def changes(self) -> bool:
        """Whether a call of it could change something at the vendor."""
        return not self.reads and self.method not in _READING

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the path with every placeholder replaced by its quoted value."""
        return "".join(
            literal if name is None else literal + self.quote(values[name]) for literal, name in _parts(self.template)
        )


@cache
def _parts(template: str) -> tuple[tuple[str, str | None], ...]:
    """Return a template's literals, each with the name of the placeholder behind it."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))


def _query(values: Mapping[str, str]) -> str:
    """Return a query, URL-encoded; most names and values need no more than a look."""
    return "&".join(f"{_query_part(name)}={_query_part(value)}" for name, value in values.items())


def _query_part(text: str) -> str:
    return text if _UNRESERVED.fullmatch(text) else quote_plus(_encodable(text))


_READING: Final = frozenset({"GET", "HEAD"})
_REPLAYABLE: Final = _READING | {"PUT", "DELETE"}


@dataclass(frozen=True, slots=True)
class Call:
    """The wish to call an endpoint. Its values may name people, so they never show in a ``repr``.

    ``body`` is sent as JSON, ``None`` sends none.
    """

    endpoint: Endpoint
    path: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    query: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    body: Mapping[str, Any] | Sequence[Any] | None = field(default=None, repr=False)

    def target(self, base: str) -> str:
        """Return the whole URL under ``base``."""
        url = base + self.endpoint.fill(self.path)
        return f"{url}?{_query(self.query)}" if self.query else url

    def content(self) -> bytes:
        """Return the body's bytes."""
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Request:
    """What is put on the wire. Holds secrets: only the operation's name shows in a ``repr``."""

    operation: str
    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class RawReply:
    """What came off the wire; header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A good answer, after everything that must not be known was dropped from it; a write's may be empty.

    ``dropped`` counts the values dropped. ``observed_at`` is when it arrived (UTC), ``request_id`` the vendor's
    mark of it. ``headers`` are those that it came with.
    """

    operation: str
    body: bytes = field(repr=False)
    dropped: int
    observed_at: datetime
    request_id: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)
