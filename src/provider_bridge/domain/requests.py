"""Requests to a vendor itself: to hand out, or to erase, all it holds of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from provider_bridge.domain.ids import FileId, HostId, RequestId

__all__ = ["AcceptedRequest", "DataRequest", "DataRequestFile", "OneTimeUrl"]


@dataclass(frozen=True, slots=True)
class AcceptedRequest:
    """What became of one person's part of a request that was handed in.

    ``id`` is ``None`` where the vendor's answer does not name that person: look into the list of requests then.
    """

    id: RequestId | None
    person: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request for one person's data.

    ``kind`` is ``export`` or ``erasure``; ``state`` is ``pending``, ``processing``, ``cancelled``, ``completed`` or
    ``failed``. Both keep another word of the vendor's as it is. ``completed`` is the vendor's word for it, and no
    proof. ``start`` and ``end`` are what the vendor states: whether of the work or of the period is not documented.
    ``scope`` says of what kinds of data, such as ``ALL``.
    """

    id: RequestId
    kind: str
    state: str
    created_at: datetime | None
    start: datetime | None
    end: datetime | None
    files: int | None
    scope: tuple[str, ...]
    requested_by: HostId | None
    own: bool | None
    person: str = field(default="", repr=False)
    """Whose data: an e-mail address or a telephone number."""
    requested_by_name: str = field(default="", repr=False)
    failure: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DataRequestFile:
    """A file of an export. ``size`` is the vendor's figure; whether it counts bytes or bits is not certain."""

    id: FileId
    size: int | None
    created_at: datetime | None
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OneTimeUrl:
    """An address that hands out a file once, to whoever has it; worthless from ``until`` on."""

    until: datetime
    url: str = field(repr=False)
