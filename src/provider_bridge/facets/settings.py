"""Settings, their locks, and what they amount to. The paths are the provider's own words, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.settings import Level
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.domain.ids import HostId
    from provider_bridge.domain.settings import EffectiveSetting, SettingReading, SettingValue

__all__ = [
    "HasSettings",
    "SettingsApi",
    "has_settings",
]


class SettingsApi(Facet[F]):
    """Settings of the account, of groups and of hosts."""

    @operation
    def list(
        self, *, level: Level = Level.ACCOUNT, subject: str | None = None, paths: Iterable[str] | None = None
    ) -> Flow[tuple[SettingReading, ...]]:
        """Read settings and locks at one place; by default all that bear on privacy. An absent one is returned too."""
        return self.refuse("list")

    @operation
    def effective(self, path: str, user: HostId) -> Flow[EffectiveSetting]:
        """Return what a setting amounts to for a host."""
        return self.refuse("effective")

    @operation
    def effective_all(self, user: HostId, paths: Iterable[str] | None = None) -> Flow[tuple[EffectiveSetting, ...]]:
        """Return what several settings amount to for a host; by default all that bear on privacy."""
        return self.refuse("effective_all")

    @operation
    def update(
        self, path: str, value: SettingValue, *, level: Level, subject: str | None = None
    ) -> Flow[SettingReading]:
        """Change a setting, read it back, and return what was read."""
        return self.refuse("update")

    @operation
    def lock(self, path: str, locked: bool, *, level: Level, subject: str | None = None) -> Flow[SettingReading]:  # noqa: FBT001 (the value)
        """Lock or unlock a setting, read it back, and return what was read."""
        return self.refuse("lock")


class HasSettings(Account[F], Protocol[F]):
    """An account whose provider lets settings be read."""

    @property
    def settings(self) -> SettingsApi[F]: ...


def has_settings(account: Account[F]) -> TypeIs[HasSettings[F]]:
    """Whether the provider lets settings be read."""
    return has(account, "settings")
