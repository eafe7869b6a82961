"""What the configuration of a GoTo account may say."""

from __future__ import annotations

import re
from typing import Final, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from provider_bridge.core.settings import AccountSettings

__all__ = ["GoToSettings"]

_KEY: Final = re.compile(r"(\w[\w-]*)?", re.ASCII)


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

    @field_validator("organizer_key", "account_key")
    @classmethod
    def _a_key(cls, text: str) -> str:
        if not _KEY.fullmatch(text):
            raise ValueError("must be one of GoTo's keys, such as 1234567890123456789")
        return text

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if (self.refresh_token is None) == (self.personal_access_token is None):
            raise ValueError("needs either refresh_token or personal_access_token")
        return self
