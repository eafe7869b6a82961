"""What an operation of a provider can do, and what a provider cannot: declared on its classes, read off them here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint

__all__ = ["NONE", "NOT_BUILT", "UNSAID", "Capability", "Level", "Offer", "Unsupported", "nearest"]

Level: TypeAlias = Literal["full", "partial", "none", "not_built"]
NONE: Final = "none"
NOT_BUILT: Final = "not_built"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an operation is declared with.

    Attributes:
        endpoints: Every endpoint that it calls, ``None`` where that is not said.
        level: ``full`` or ``partial``.
        note: What to know of it, in half a sentence.
        reference: The vendor's page; by default that of the first endpoint.
        either: Endpoints of which one that is open is enough.

    """

    endpoints: tuple[Endpoint, ...] | None = None
    level: Level = "full"
    note: str = ""
    reference: str = ""
    either: tuple[Endpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Why an operation, a part or a whole facet is not offered.

    Attributes:
        reason: Why: what the vendor's API does not have, or what of it provider_bridge does not use yet.
        instead: What a person can do.
        reference: The vendor's page that it rests on.
        level: ``none`` where the vendor's API cannot; ``not_built`` where it could, and provider_bridge does not.

    """

    reason: str
    instead: str
    reference: str = ""
    level: Level = NONE


UNSAID: Final = Unsupported(
    "provider_bridge does not offer it for this provider, whose plug-in does not say why", "", level=NOT_BUILT
)
"""What is said where a plug-in says nothing; the conformance suite asks for more."""


@dataclass(frozen=True, slots=True)
class Capability:
    """What a provider can do for one operation: ``level`` is full, partial, none or not_built.

    ``endpoints`` are those the operation calls, each with the scopes of which one opens it: none where it calls
    nothing, ``None`` where it is not said, and then it is unknown whether its scopes were granted. ``either`` are
    endpoints of which one that is open is enough, such as the two that tell whose token it is. ``instead`` is what a
    person can do where it is not offered.
    """

    operation: str
    level: Level
    reason: str
    reference: str
    endpoints: tuple[Endpoint, ...] | None = None
    instead: str = ""
    either: tuple[Endpoint, ...] = ()

    @property
    def offered(self) -> bool:
        """Whether the operation can be called."""
        return self.level in {"full", "partial"}


def nearest(unsupported: Mapping[str, Unsupported], path: str) -> Unsupported | None:
    """Return why a path such as ``recordings.views.list`` is not offered: by itself, or by the nearest part of it."""
    return next((unsupported[each] for each in _upwards(path) if each in unsupported), None)


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]
