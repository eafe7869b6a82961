"""What an operation of a provider can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Never

from provider_bridge.errors import UnsupportedCapability

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint
    from provider_bridge.core.steps import Flow

__all__ = ["Capability"]


@dataclass(frozen=True, slots=True)
class Capability:
    """What a provider can do for one operation: ``level`` is full, partial or none.

    ``endpoints`` are those the operation calls, each with the scopes of which one opens it: none where it calls
    nothing, ``None`` where it is not said, and then nobody can tell whether its scopes were granted. ``either`` are
    endpoints of which one that is open is enough, such as the two that tell whose token it is. ``instead`` is what a
    person can do where the level is none.
    """

    operation: str
    level: str
    reason: str
    reference: str
    endpoints: tuple[Endpoint, ...] | None = None
    instead: str = ""
    either: tuple[Endpoint, ...] = ()

    def refuse(self, provider: str) -> Flow[Never]:
        """Raise ``UnsupportedCapability``: the body of an operation that others offer and this provider does not."""
        yield from ()
        raise UnsupportedCapability(provider, self.operation, self.reason, self.instead)
