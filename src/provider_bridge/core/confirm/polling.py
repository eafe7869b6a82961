"""Asking again a little later: a vendor's copies may take a moment to agree on what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from provider_bridge.core.steps import Sleep

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.steps import Flow

__all__ = ["poll_until"]

T = TypeVar("T")

_WAITS: Final = (1.0, 3.0)
"""Seconds before each further look."""


def poll_until(look: Callable[[], Flow[T]]) -> Flow[T]:
    """Return what ``look`` finds, asking up to three times while that is ``None``."""
    found = yield from look()
    for seconds in _WAITS:
        if found is not None:
            break
        yield Sleep(seconds)
        found = yield from look()
    return found
