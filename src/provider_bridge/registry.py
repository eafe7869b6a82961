"""Finding providers: entry points of the group ``provider_bridge.providers``, imported only when asked for.

Our own are found without the package's metadata as well.
"""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from provider_bridge.core.provider import API_VERSION, ProviderSpec
from provider_bridge.errors import ProviderLoadError, UnknownProvider

__all__ = ["GROUP", "load_provider", "provider_names"]

GROUP: Final = "provider_bridge.providers"
_BUILT_IN: Final = {
    name: f"provider_bridge.providers.{name}:PROVIDER" for name in ("zoom", "gotowebinar", "gotomeeting")
}
"""Our own providers, for where the package has no metadata: in a zip application, or copied beside other code."""


@functools.cache
def _found() -> dict[str, tuple[EntryPoint, ...]]:
    found: dict[str, tuple[EntryPoint, ...]] = {}
    points = [*entry_points(group=GROUP)]
    if not any(point.value in _BUILT_IN.values() for point in points):
        points += [EntryPoint(name, value, GROUP) for name, value in _BUILT_IN.items()]
    for point in points:
        found[point.name] = (*found.get(point.name, ()), point)
    return found


def provider_names() -> tuple[str, ...]:
    """Return the names of the installed providers."""
    return tuple(sorted(_found()))


def load_provider(name: str) -> ProviderSpec:
    """Return a provider by its name.

    Raises ``UnknownProvider``, or ``ProviderLoadError`` when it is broken, made for another version of the
    contract, or claimed by two distributions.
    """
    points = _found().get(name, ())
    if not points:
        raise UnknownProvider(f"no provider is named {name!r}; there are: {', '.join(provider_names())}")
    if len({point.value for point in points}) > 1:
        owners = ", ".join(map(_owner, points))
        raise ProviderLoadError(f"provider {name!r} is claimed by several distributions: {owners}")
    try:
        spec: Any = points[0].load()
    except Exception as error:
        what = f"cannot be loaded: {type(error).__name__}"
        raise ProviderLoadError(f"provider {name!r} of {_owner(points[0])} {what}") from error
    if not _is_spec(spec):
        raise ProviderLoadError(f"provider {name!r} of {_owner(points[0])} is no ProviderSpec")
    if spec.api_version != API_VERSION:
        raise ProviderLoadError(
            f"provider {name!r} of {_owner(points[0])} is made for version {spec.api_version} of the contract; "
            f"this is version {API_VERSION}"
        )
    found: ProviderSpec = spec
    return found


def _is_spec(thing: object) -> bool:
    return isinstance(thing, ProviderSpec)


def _owner(point: EntryPoint) -> str:
    """Return the distribution that brings a provider; asked only for an error, as its whole metadata is parsed."""
    if point.dist is None and point.value in _BUILT_IN.values():
        return "provider-bridge"
    return point.dist.name if point.dist else "?"
