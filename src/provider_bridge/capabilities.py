"""What each provider can do, operation by operation: the same data that guards, refusals and ``accounts check`` use.

for row in provider_bridge.capability_matrix(["zoom"]):
    print(row.operation, row.level, row.reason)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from provider_bridge.core.capability import Capability
from provider_bridge.core.provider import ProviderSpec
from provider_bridge.interface import FACETS
from provider_bridge.interface.operations import operations
from provider_bridge.registry import load_provider, provider_names

__all__ = ["NONE", "CapabilityRow", "capability_matrix", "capability_of"]

NONE: Final = "none"
_UNSAID: Final = "the provider does not say that it can"
_ELSEWHERE: Final = "an operation of other providers only"


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """What one provider can do for one operation.

    ``level`` is ``full``, ``partial`` or ``none``; ``reason`` says why, or what to know. ``instead`` is what a person
    can do where the level is ``none``. ``reference`` is the vendor's page that it rests on, ``""`` where none is
    named. ``common`` is false for an operation that is this provider's own.
    """

    operation: str
    provider: str
    level: str
    reason: str
    instead: str
    reference: str
    common: bool


def capability_matrix(providers: Iterable[str] | None = None) -> tuple[CapabilityRow, ...]:
    """Return a row for each operation and provider, in the order of operations; by default of every installed one.

    Operations are those of the common interface, and those that only some of the providers have. Nothing is called
    and nothing is configured. Personal data: none. Raises ``UnknownProvider`` or ``ProviderLoadError``.
    """
    specs = [load_provider(name) for name in dict.fromkeys(providers or provider_names())]
    common = {each.name for each in operations()}
    own = {row.operation for spec in specs for row in spec.capabilities} - set(FACETS)
    return tuple(capability_of(spec, name, common=name in common) for name in sorted(common | own) for spec in specs)


def capability_of(spec: ProviderSpec, operation: str, *, common: bool = True) -> CapabilityRow:
    """Return what a provider can do for an operation: its row, else that of the facet or part it lacks."""
    rows = {row.operation: row for row in spec.capabilities}
    found = rows.get(operation) or _of_a_part(rows, operation)
    if found is not None:
        told = (found.level, found.reason, found.instead, found.reference)
    else:
        missing: Mapping[str, tuple[str, str]] = getattr(spec.account, "missing", {})
        reason, instead = missing.get(operation.partition(".")[0], (_UNSAID if common else _ELSEWHERE, ""))
        told = (NONE, reason, instead, "")
    return CapabilityRow(operation, spec.name, *told, common)


def _of_a_part(rows: Mapping[str, Capability], operation: str) -> Any:
    """Return the row of the nearest part that is lacking as a whole, such as ``recordings.views`` or ``recordings``."""
    part = operation.rpartition(".")[0]
    while part:
        if part in rows and rows[part].level == NONE:
            return rows[part]
        part = part.rpartition(".")[0]
    return None
