"""A notification of GoToWebinar's before it has a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from provider_bridge.core.decode import WireModel
from provider_bridge.domain.notifications import Notification

__all__ = ["Envelope", "Readers"]

M = TypeVar("M", bound=WireModel)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A notification's name, time and key, and everything it says."""

    name: str
    at: datetime | None
    key: str
    tree: Mapping[str, Any] = field(repr=False)

    def body(self, model: type[M]) -> M:
        """Return what it says, as far as it is wanted."""
        return model.model_validate(self.tree)

    def common(self, account: str | None = "") -> dict[str, Any]:
        """Return what every notification says."""
        return {"name": self.name, "at": self.at, "account": account or "", "key": self.key}


Readers: TypeAlias = Mapping[str, Callable[[Envelope], Notification]]
"""What reads a notification, by its name."""
