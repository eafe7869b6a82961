"""What a provider has to bring: the contract of the entry-point group ``provider_bridge.providers``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic

from typing_extensions import TypeVar

from provider_bridge.core.account import BaseAccount
from provider_bridge.core.auth.authorization_code import LoginServer
from provider_bridge.core.calls import Endpoint
from provider_bridge.core.capability import Capability
from provider_bridge.core.exchange import Exchange
from provider_bridge.core.offers import capabilities_of, endpoints_of
from provider_bridge.core.rate_limit.limits import DailyLimit, Rate
from provider_bridge.core.settings import AccountSettings
from provider_bridge.core.tokens import fingerprint
from provider_bridge.domain.outcomes import SETTLE

__all__ = ["API_VERSION", "ProviderSpec", "RateLimitScope", "Wiring"]


S_co = TypeVar("S_co", covariant=True, default=Any)
A_co = TypeVar("A_co", covariant=True, default=Any)

API_VERSION: Final = 1
"""The version of this contract; a plug-in made for another one is refused."""


@dataclass(frozen=True, slots=True)
class RateLimitScope:
    """Who shares a rate budget, and where it is kept.

    ``key`` stands for whose budget the vendor counts. It is kept in ``file``, at the Redis server ``url``, or in the
    process when neither is given. ``workers`` are so many processes that go on by themselves when Redis is away.
    """

    key: str
    file: str = ""
    url: str = field(default="", repr=False)
    workers: int = 1

    @classmethod
    def of(cls, settings: AccountSettings, *whose: str) -> RateLimitScope:
        """Return what an account's settings say; ``whose`` is what the vendor counts calls by."""
        url = settings.budget_url.get_secret_value() if settings.budget_url else ""
        return cls(fingerprint(*whose), settings.budget_file, url, settings.workers)


@dataclass(frozen=True, slots=True)
class Wiring:
    """How an account's calls travel: made from its settings, handed to a runner.

    ``rates`` and ``days`` are what the vendor allows; ``sharing`` says with whom, ``None`` with nobody.
    ``refresh_token_file`` is where a rotated refresh token is written back, ``""`` when there is none.
    ``settle`` is for how many seconds an absence has to hold before a deletion counts as proven.
    """

    exchange: Exchange
    rates: Mapping[str, Rate]
    token_file: str = ""
    refresh_token_file: str = ""
    days: tuple[DailyLimit, ...] = ()
    sharing: RateLimitScope | None = None
    settle: float = SETTLE


@dataclass(frozen=True, slots=True)
class ProviderSpec(Generic[S_co, A_co]):
    """A provider, as data and three constructors.

    ``bridge.get(name, PROVIDER)`` gives an account of it with its own type: ``S_co`` blocks, ``A_co`` is awaited.

    Attributes:
        name: What ``provider = "…"`` of the configuration says.
        settings: The pydantic model of its part of the configuration, a subclass of ``AccountSettings``.
        wire: Makes the wiring from an account's name, its settings and the places its secrets came from.
        account: The class of its accounts, made from a name, settings and a runner.
        api_version: The version of this contract that it is made for.
        login: Where people log in, from an account's name and settings; ``None`` where that is not possible.

    """

    name: str
    settings: type[AccountSettings]
    wire: Callable[[str, Any, Mapping[str, str]], Wiring]
    account: type[BaseAccount[Any]]
    api_version: int = API_VERSION
    login: Callable[[str, Any], LoginServer] | None = None

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """One row for each operation, read off the classes."""
        account: Any = self.account
        return capabilities_of(account)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Every vendor endpoint that it may call."""
        account: Any = self.account
        return endpoints_of(account)
