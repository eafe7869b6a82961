"""How a person logs in at GoTo: authorization code with PKCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_bridge.core.auth.authorization_code import LoginServer, server_of
from provider_bridge.providers.goto import errors as refusals
from provider_bridge.providers.goto.wiring import TOKEN_URL

if TYPE_CHECKING:
    from provider_bridge.providers.goto.settings import GoToSettings

__all__ = ["login_server"]


def login_server(name: str, settings: GoToSettings) -> LoginServer:
    """Return where GoTo's people log in. https://developer.goto.com/guides/Authentication/

    The login server names another host as its issuer than the documented one (*unsure* which will last), so the
    issuer is not held against the address; ``token_url`` changes both addresses.
    """
    return server_of(
        "goto",
        name,
        settings,
        token_url=TOKEN_URL,
        without_person="" if settings.refresh_token else "personal_access_token",
        refuse=refusals.refuse_token,
    )
