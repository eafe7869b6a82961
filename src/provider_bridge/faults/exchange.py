"""One exchange, as faults see it: what was asked, what the vendor answered, and what of that is delivered."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["Answered", "Asked", "Breaks", "Delivery", "Playing"]

Breaks: TypeAlias = Literal["", "refused", "connect-timeout", "dns", "proxy", "reset", "closed", "timeout", "endless"]
"""How a connection breaks: not at all, before anything was sent, by a reset, by its end, by silence, or by going on
without an end."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Its path, query and body can name people, so only the method shows."""

    method: str
    host: str = field(repr=False)
    path: str = field(repr=False)
    query: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, whole; header names are in lower case. Its content can name people, so only the status shows."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the client gets of an exchange.

    Attributes
    ----------
    answer : head and body as they are delivered, ``None`` when not even the head comes
    breaks : how the connection breaks after that, ``""`` when it does not
    length : the ``Content-Length`` that is announced, ``None`` for the body's own
    spoils : whether the connection is dead afterwards, so that the next request on it breaks
    beyond : bytes that follow on the wire after the announced length
    late : the whole answer, for who waits longer than most do
    drip : what comes first and what comes again and again, where the connection goes on without an end
    doubled : whether the same answer follows on the connection, which stays open

    """

    answer: Answered | None = None
    breaks: Breaks = ""
    length: int | None = None
    spoils: bool = False
    beyond: bytes = field(default=b"", repr=False)
    late: Answered | None = None
    drip: tuple[bytes, bytes] = field(default=(b"", b""), repr=False)
    doubled: bool = False


Playing: TypeAlias = Generator[Asked, Answered, Delivery]
"""A fault at work: it yields what to ask the vendor, is sent the answers, and returns what to deliver."""
