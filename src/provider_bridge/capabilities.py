"""What each provider can do, operation by operation: the same data that guards, refusals and ``accounts check`` use.

for row in provider_bridge.capability_matrix(["zoom"]):
    print(row.operation, row.level, row.reason)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from provider_bridge.core.capability import UNSAID, Level, nearest
from provider_bridge.core.facet import unsupported_of
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.facets import FACETS
from provider_bridge.facets.operations import operations
from provider_bridge.registry import load_provider, provider_names

__all__ = ["CapabilityRow", "capability_matrix", "capability_of"]


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """What one provider can do for one operation.

    Attributes:
        operation: The dotted name, such as ``registrants.list``.
        provider: The provider's name.
        level: ``full`` or ``partial``; ``none`` where the vendor's API cannot, ``not_built`` where it could, and
            provider_bridge does not use that.
        reason: Why, or what to know.
        instead: What a person can do where the operation is not offered.
        reference: The vendor's page that it rests on, ``""`` where none is named.
        common: False for an operation that is not of the common interface.

    """

    operation: str
    provider: str
    level: Level
    reason: str
    instead: str
    reference: str
    common: bool

    @property
    def offered(self) -> bool:
        """Whether the operation can be called."""
        return self.level in {"full", "partial"}


def capability_matrix(providers: Iterable[str] | None = None) -> tuple[CapabilityRow, ...]:
    """Return a row for each operation and provider, in the order of operations; by default of every installed one.

    Operations are those of the common interface, and those that only some of the providers have. Nothing is called
    and nothing is configured. Personal data: none. Raises ``UnknownProvider`` or ``ProviderLoadError``.
    """
    specs = [load_provider(name) for name in dict.fromkeys(providers or provider_names())]
    common = {each.name for each in operations()}
    own = {row.operation for spec in specs for row in spec.capabilities} - set(FACETS)
    return tuple(capability_of(spec, name, common=name in common) for name in sorted(common | own) for spec in specs)


def capability_of(spec: ProviderSpec[Any, Any], operation: str, *, common: bool = True) -> CapabilityRow:
    """Return what a provider can do for an operation: its row, else that of the nearest part that has one."""
    account: Any = spec.account
    rows = {row.operation: row for row in spec.capabilities}
    listing = operation.rpartition(".")[0]  # what ``recordings.list.trashed`` narrows
    found = rows.get(operation) or rows.get(listing) or nearest(unsupported_of(account), operation) or UNSAID
    return CapabilityRow(operation, spec.name, found.level, found.reason, found.instead, found.reference, common)
