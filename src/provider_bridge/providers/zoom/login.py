"""How a person logs in at Zoom, and how a login is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import Key, WireModel, decode
from provider_bridge.core.exchange import check_url
from provider_bridge.core.login import LoginServer, beside
from provider_bridge.core.steps import Flow
from provider_bridge.errors import ConfigurationError
from provider_bridge.providers.zoom import login_refusals
from provider_bridge.providers.zoom.wire import directory as wire

if TYPE_CHECKING:
    from provider_bridge.providers.zoom.account import ZoomSettings

__all__ = ["TOKEN_URL", "login_server", "read_account_id"]

TOKEN_URL: Final = "https://zoom.us/oauth/token"  # noqa: S105 (an address)


class _Me(WireModel):
    """Whose account the person belongs to. Nothing of the person is read."""

    account_id: Key


_ME: Final = TypeAdapter(_Me)


def login_server(name: str, settings: ZoomSettings) -> LoginServer:
    """Return where Zoom's people log in. https://developers.zoom.us/docs/integrations/oauth/"""
    if settings.refresh_token is None:
        raise ConfigurationError(
            f"account {name!r} logs in by account_id and needs no login; for a person's login write "
            'refresh_token = { file = "…" } instead'
        )
    token_url = check_url(settings.token_url or TOKEN_URL, f"token_url of account {name!r}")
    authorize_url = beside(token_url, "authorize")
    if not authorize_url:
        raise ConfigurationError(f"token_url of account {name!r} must end in /token, so that /authorize can be found")
    secret = settings.client_secret.get_secret_value()
    return LoginServer("zoom", authorize_url, token_url, settings.client_id, login_refusals.refuse_login, secret)


def read_account_id() -> Flow[str]:
    """Return the account of the person whose token it is."""
    reply: Reply = yield Call(wire.USER, {"userId": "me"})
    return decode(_ME, reply).account_id
