"""The base of every provider's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provider_bridge.core.facet import F, Facet

if TYPE_CHECKING:
    from provider_bridge.core.facet import Runner

__all__ = ["BaseAccount"]


class BaseAccount(Facet[F]):
    """The base of every provider's account: a facet that it lacks is an error that says why."""

    provider = ""

    def __init__(self, name: str, settings: Any, runner: Runner[F]) -> None:
        self.name = name
        self._settings = settings
        self._runner = runner
        self._account = self
        super().__init__(self)

    def __repr__(self) -> str:
        return f"<{self.provider} account {self.name!r}>"
