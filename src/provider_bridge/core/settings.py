"""What the configuration of every account may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator, model_validator

from provider_bridge.core.credentials import credential_problem
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.errors import ConfigurationError

__all__ = ["AccountSettings", "check_durable"]

_SENT: Final = frozenset({"client_id", "account_id"})


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
