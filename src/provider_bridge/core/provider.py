"""What a provider has to bring: the contract of the entry-point group ``provider_bridge.providers``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Never, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator, model_validator

from provider_bridge.core.credentials import credential_problem
from provider_bridge.core.tokens import fingerprint
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.errors import ConfigurationError, UnsupportedCapability

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint
    from provider_bridge.core.exchange import Exchange
    from provider_bridge.core.flow import RunsAsync, RunsSync
    from provider_bridge.core.limits import Daily, Rate
    from provider_bridge.core.login import LoginServer
    from provider_bridge.core.steps import Flow

__all__ = ["API_VERSION", "AccountSettings", "Capability", "ProviderSpec", "Sharing", "Wiring", "check_durable"]

_SENT: Final = frozenset({"client_id", "account_id"})

API_VERSION: Final = 1
"""The version of this contract; a plug-in made for another one is refused."""


class AccountSettings(BaseModel):
    """The keys every account may have in ``bridge.toml``; a provider adds its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    provider: str
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = Field(min_length=1)
    share: float = Field(default=0.8, gt=0, le=1)
    api_url: str = ""
    token_url: str = ""
    token_file: str = ""
    read_only: bool = False
    budget_file: str = ""
    budget_url: SecretStr | None = Field(default=None, min_length=1)
    workers: int = Field(default=1, ge=1, le=10_000)
    settle: float = Field(default=SETTLE, ge=0, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _can_be_sent(cls, value: Any, about: ValidationInfo) -> Any:
        """Refuse what no header can hold; an encoder's error would name the secret instead of the key."""
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if isinstance(value, SecretStr) or about.field_name in _SENT:
            problem = credential_problem(text)
            if problem:
                raise ValueError(problem)
        return value

    @model_validator(mode="after")
    def _one_budget(self) -> Self:
        if self.budget_file and self.budget_url is not None:
            raise ValueError("has either budget_file or budget_url")
        return self


def check_durable(name: str, settings: AccountSettings, sources: Mapping[str, str]) -> None:
    """Refuse a refresh token whose successor could be kept nowhere: the vendor's rotation would lock us out."""
    if not settings.token_file and "refresh_token" not in sources:
        raise ConfigurationError(
            f"account {name!r}: the vendor replaces refresh tokens, so keep it in a file of its own "
            'with refresh_token = { file = "…" }, or set token_file'
        )


@dataclass(frozen=True, slots=True)
class Capability:
    """What a provider can do for one operation: ``level`` is full, partial or none.

    ``endpoints`` are those the operation calls, each with the scopes of which one opens it: none where it calls
    nothing, ``None`` where it is not said, and then nobody can tell whether its scopes were granted. ``either`` are
    endpoints of which one that is open is enough, such as the two that tell whose token it is. ``instead`` is what a
    person can do where the level is none.
    """

    operation: str
    level: str
    reason: str
    reference: str
    endpoints: tuple[Endpoint, ...] | None = None
    instead: str = ""
    either: tuple[Endpoint, ...] = ()

    def refuse(self, provider: str) -> Flow[Never]:
        """Raise ``UnsupportedCapability``: the body of an operation that others offer and this provider does not."""
        yield from ()
        raise UnsupportedCapability(provider, self.operation, self.reason, self.instead)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who shares a rate budget, and where it is kept.

    ``key`` stands for whose budget the vendor counts. It is kept in ``file``, at the Redis server ``url``, or in the
    process when neither is given. ``workers`` are so many processes that go on by themselves when Redis is away.
    """

    key: str
    file: str = ""
    url: str = field(default="", repr=False)
    workers: int = 1

    @classmethod
    def of(cls, settings: AccountSettings, *whose: str) -> Sharing:
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
    days: tuple[Daily, ...] = ()
    sharing: Sharing | None = None
    settle: float = SETTLE


@dataclass(frozen=True, slots=True)
class ProviderSpec:
    """A provider, as data and four constructors.

    Attributes
    ----------
    settings : the pydantic model of its part of the configuration, a subclass of ``AccountSettings``
    wire : makes the wiring from an account's name, its settings and the places its secrets came from
    account, async_account : make the account's two faces from its name, its settings and a runner
    capabilities : one row per operation
    endpoints : every vendor endpoint it may call
    login : where people log in, from an account's name and settings; ``None`` where nobody can

    """

    name: str
    settings: type[AccountSettings]
    wire: Callable[[str, Any, Mapping[str, str]], Wiring]
    account: Callable[[str, Any, RunsSync], Any]
    async_account: Callable[[str, Any, RunsAsync], Any]
    capabilities: tuple[Capability, ...]
    endpoints: tuple[Endpoint, ...]
    api_version: int = API_VERSION
    login: Callable[[str, Any], LoginServer] | None = None
