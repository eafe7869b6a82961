"""What the configuration of a GoTo account may say."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from provider_bridge.core.provider import AccountSettings

__all__ = ["GoToSettings"]


class GoToSettings(AccountSettings):
    """An OAuth client with either a refresh token or a personal access token.

    ``organizer_key`` is whose webinars or meetings the account is about, the token's owner when absent.
    ``whole_account`` widens listings without a host to every organizer of the GoTo account, which needs an
    administrator's token; ``account_key`` names that account, and is found out when absent.
    """

    refresh_token: SecretStr | None = Field(default=None, min_length=1)
    personal_access_token: SecretStr | None = Field(default=None, min_length=1)
    organizer_key: str = Field(default="", coerce_numbers_to_str=True)
    account_key: str = Field(default="", coerce_numbers_to_str=True)
    whole_account: bool = False

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if (self.refresh_token is None) == (self.personal_access_token is None):
            raise ValueError("needs either refresh_token or personal_access_token")
        return self
