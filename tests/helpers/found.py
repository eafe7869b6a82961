"""Operations of an account, found by themselves: a new one is tested without being named."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from provider_bridge.core.flow import operation, paged

__all__ = ["operations"]


def operations(thing: Any, path: str = "", kinds: tuple[type, ...] = (operation, paged)) -> Iterator[tuple[str, Any]]:
    """Yield every operation of an account, facets and their parts included; ``kinds`` says which kind."""
    described = inspect.unwrap(type(thing))
    if hasattr(thing, "_target"):  # an asynchronous account made to block
        described = type(thing._target)
    for name in dir(described):
        if isinstance(inspect.getattr_static(described, name), kinds):
            yield f"{path}{name}", getattr(thing, name)
    for name in vars(getattr(thing, "_target", thing)):
        if not name.startswith("_") and name != "name":
            yield from operations(getattr(thing, name), f"{path}{name}.", kinds)
