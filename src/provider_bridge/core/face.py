"""The base of every provider's account: what it lacks is an error that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from provider_bridge.core.flow import AsyncFace, SyncFace
from provider_bridge.errors import UnsupportedCapability

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AsyncAccountFace", "SyncAccountFace"]


class _Account:
    name: str
    provider: str
    missing: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Facets this provider does not have: the reason, and what to do instead."""

    def __repr__(self) -> str:
        return f"<{self.provider} account {self.name!r}>"

    if not TYPE_CHECKING:  # a type checker must see that the facet is not there

        def __getattr__(self, name: str) -> Any:
            missing = type(self).missing
            if name in missing:
                raise UnsupportedCapability(self.provider, name, *missing[name])
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)


class SyncAccountFace(SyncFace, _Account):
    """An account whose operations block."""


class AsyncAccountFace(AsyncFace, _Account):
    """An account whose operations are awaited."""
