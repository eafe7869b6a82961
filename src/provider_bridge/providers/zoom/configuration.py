"""What the configuration of a Zoom account may say."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from provider_bridge.core.settings import AccountSettings

__all__ = ["ZoomSettings"]


class ZoomSettings(AccountSettings):
    """Either server-to-server OAuth, an app that acts as the account ``account_id``, or a person's login.

    A login by a public client, which proves itself by PKCE alone, has no ``client_secret``.
    """

    client_secret: SecretStr = Field(default=SecretStr(""), min_length=1)
    account_id: str = Field(default="", min_length=1)
    refresh_token: SecretStr | None = Field(default=None, min_length=1)
    plan: Literal["free", "pro", "business"] = "pro"

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if bool(self.account_id) == (self.refresh_token is not None):
            raise ValueError("needs either account_id or refresh_token")
        if self.account_id and not self.client_secret.get_secret_value():
            raise ValueError("needs a client_secret")
        return self
