"""Who runs events, and the groups they are in. Personal fields never show in a ``repr``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provider_bridge.domain.ids import GroupId, HostId

__all__ = ["Group", "Host", "Identity"]


@dataclass(frozen=True, slots=True)
class Identity:
    """The account as the vendor reports it; ``account`` is an id or a key, never a name or an address."""

    provider: str
    account: str


@dataclass(frozen=True, slots=True)
class Host:
    """Someone who can run events. ``id`` is ``None`` for an invited person who has not accepted yet."""

    id: HostId | None
    status: str
    groups: tuple[GroupId, ...] = ()
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of hosts that settings can be made for; ``members`` is ``None`` where the vendor gives no count."""

    id: GroupId
    name: str
    members: int | None = None
