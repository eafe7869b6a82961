"""Settings, their locks, and what they amount to. The paths are the provider's own words, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.domain.settings import Level
from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from provider_bridge.domain.ids import HostId
    from provider_bridge.domain.settings import EffectiveSetting, SettingReading, SettingValue

__all__ = [
    "AsyncHasSettings",
    "AsyncSettingsApi",
    "HasSettings",
    "SettingsApi",
    "async_has_settings",
    "has_settings",
]


class SettingsApi(Protocol):
    """Settings of the account, of groups and of hosts."""

    def list(
        self, *, level: Level = ..., subject: str | None = ..., paths: Iterable[str] | None = ...
    ) -> tuple[SettingReading, ...]:
        """Read settings and locks at one place; by default all that bear on privacy. An absent one is returned too."""
        ...

    def effective(self, path: str, user: HostId) -> EffectiveSetting:
        """Return what a setting amounts to for a host."""
        ...

    def effective_all(self, user: HostId, paths: Iterable[str] | None = ...) -> tuple[EffectiveSetting, ...]:
        """Return what several settings amount to for a host; by default all that bear on privacy."""
        ...

    def update(self, path: str, value: SettingValue, *, level: Level, subject: str | None = ...) -> SettingReading:
        """Change a setting, read it back, and return what was read."""
        ...

    def lock(self, path: str, locked: bool, *, level: Level, subject: str | None = ...) -> SettingReading:  # noqa: FBT001 (the value)
        """Lock or unlock a setting, read it back, and return what was read."""
        ...


class AsyncSettingsApi(Protocol):
    """Settings of the account, of groups and of hosts."""

    def list(
        self, *, level: Level = ..., subject: str | None = ..., paths: Iterable[str] | None = ...
    ) -> Awaitable[tuple[SettingReading, ...]]:
        """Read settings and locks at one place; by default all that bear on privacy. An absent one is returned too."""
        ...

    def effective(self, path: str, user: HostId) -> Awaitable[EffectiveSetting]:
        """Return what a setting amounts to for a host."""
        ...

    def effective_all(self, user: HostId, paths: Iterable[str] | None = ...) -> Awaitable[tuple[EffectiveSetting, ...]]:
        """Return what several settings amount to for a host; by default all that bear on privacy."""
        ...

    def update(
        self, path: str, value: SettingValue, *, level: Level, subject: str | None = ...
    ) -> Awaitable[SettingReading]:
        """Change a setting, read it back, and return what was read."""
        ...

    def lock(
        self,
        path: str,
        locked: bool,  # noqa: FBT001 (the value)
        *,
        level: Level,
        subject: str | None = ...,
    ) -> Awaitable[SettingReading]:
        """Lock or unlock a setting, read it back, and return what was read."""
        ...


class HasSettings(Account, Protocol):
    """An account whose provider lets settings be read."""

    @property
    def settings(self) -> SettingsApi: ...


class AsyncHasSettings(AsyncAccount, Protocol):
    """An account whose provider lets settings be read."""

    @property
    def settings(self) -> AsyncSettingsApi: ...


def has_settings(account: Account) -> TypeIs[HasSettings]:
    """Whether the provider lets settings be read."""
    return has(account, "settings")


def async_has_settings(account: AsyncAccount) -> TypeIs[AsyncHasSettings]:
    """Whether the provider lets settings be read."""
    return has(account, "settings")
