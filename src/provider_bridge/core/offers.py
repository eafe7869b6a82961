"""What a provider offers, read off the classes of its account: every operation is declared in one place only."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from provider_bridge.core.capability import UNSAID, Capability, Unsupported, nearest
from provider_bridge.core.facet import parts_of, unsupported_of
from provider_bridge.core.flow import Operation, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.core.calls import Endpoint

__all__ = ["capabilities_of", "endpoints_of", "operations_of"]


def operations_of(facet: Any, path: str = "") -> Iterator[tuple[str, Operation[Any, Any]]]:
    """Yield every operation of a facet's class and of its parts: the path to it, and the operation."""
    for name in dir(facet):
        found: Any = inspect.getattr_static(facet, name)
        if isinstance(found, Operation) and not name.startswith("_"):
            yield f"{path}{name}", found
    for name, part in parts_of(facet):
        yield from operations_of(part, f"{path}{name}.")


@functools.cache
def capabilities_of(account: Any) -> tuple[Capability, ...]:
    """Return a row for each operation of an account's facets, and for whatever else is said not to be offered."""
    lacking = unsupported_of(account)
    rows: dict[str, Capability] = {}
    for path, found in operations_of(account):
        if "." not in path:
            continue  # the account's own, which every provider has
        offer = found.offer
        if offer is None:
            rows[path] = _unsupported(path, nearest(lacking, path) or UNSAID)
        else:
            rows[path] = Capability(path, offer.level, offer.note, page_of(offer), offer.endpoints, "", offer.either)
    for path, why in lacking.items():
        if path not in rows and not any(each.startswith(f"{path}.") for each in rows):
            rows[path] = _unsupported(path, why)
    return tuple(rows.values())


def _unsupported(path: str, why: Unsupported) -> Capability:
    return Capability(path, why.level, why.reason, why.reference, (), why.instead)


@functools.cache
def endpoints_of(account: Any) -> tuple[Endpoint, ...]:
    """Return every endpoint that the operations of an account may call, the account's own included."""
    offers = [found.offer for _, found in operations_of(account) if found.offer is not None]
    return tuple(dict.fromkeys(each for offer in offers for each in (*(offer.endpoints or ()), *offer.either)))
