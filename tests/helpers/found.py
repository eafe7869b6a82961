"""Operations of an account, found by themselves: a new one is tested without being named."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from provider_bridge.core.offers import operations_of

__all__ = ["operations"]


def operations(thing: Any, *, many: bool | None = None, refused: bool = False) -> Iterator[tuple[str, Any]]:
    """Yield every operation of an account that is offered, those of facets and their parts included.

    ``many`` picks listings or single values; ``refused`` adds those that only refuse.
    """
    real: Any = getattr(thing, "_target", thing)  # an asynchronous account made to block
    for path, found in operations_of(type(real)):
        if (refused or found.offer is not None) and many in {None, found.many}:
            yield path, functools.reduce(getattr, path.split("."), thing)
