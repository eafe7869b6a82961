"""How a person logs in at GoTo: authorization code with PKCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_bridge.core.exchange import check_url
from provider_bridge.core.login import LoginServer, beside
from provider_bridge.errors import ConfigurationError
from provider_bridge.providers.goto import refusals
from provider_bridge.providers.goto.wiring import TOKEN_URL

if TYPE_CHECKING:
    from provider_bridge.providers.goto.settings import GoToSettings

__all__ = ["login_server"]


def login_server(name: str, settings: GoToSettings) -> LoginServer:
    """Return where GoTo's people log in. https://developer.goto.com/guides/Authentication/

    The login server names another host as its issuer than the documented one (*unsure* which will last), so the
    issuer is not held against the address; ``token_url`` changes both addresses.
    """
    if settings.refresh_token is None:
        raise ConfigurationError(
            f"account {name!r} logs in by personal_access_token and needs no login; for a person's login write "
            'refresh_token = { file = "…" } instead'
        )
    token_url = check_url(settings.token_url or TOKEN_URL, f"token_url of account {name!r}")
    authorize_url = beside(token_url, "authorize")
    if not authorize_url:
        raise ConfigurationError(f"token_url of account {name!r} must end in /token, so that /authorize can be found")
    secret = settings.client_secret.get_secret_value()
    return LoginServer("goto", authorize_url, token_url, settings.client_id, refusals.refuse_token, secret)
