"""How a person logs in at Zoom, and how a login is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from provider_bridge.core.auth.authorization_code import LoginServer, server_of
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import Key, WireModel, decode
from provider_bridge.core.steps import Flow
from provider_bridge.providers.zoom import login_errors as login_refusals
from provider_bridge.providers.zoom.wire import directory as wire

if TYPE_CHECKING:
    from provider_bridge.providers.zoom.configuration import ZoomSettings

__all__ = ["TOKEN_URL", "login_server", "read_account_id"]

TOKEN_URL: Final = "https://zoom.us/oauth/token"  # noqa: S105 (an address)


class _Me(WireModel):
    """Whose account the person belongs to. Nothing of the person is read."""

    account_id: Key


_ME: Final = TypeAdapter(_Me)


def login_server(name: str, settings: ZoomSettings) -> LoginServer:
    """Return where Zoom's people log in. https://developers.zoom.us/docs/integrations/oauth/"""
    return server_of(
        "zoom",
        name,
        settings,
        token_url=TOKEN_URL,
        without_person="" if settings.refresh_token else "account_id",
        refuse=login_refusals.refuse_login,
    )


def read_account_id() -> Flow[str]:
    """Return the account of the person whose token it is."""
    reply: Reply = yield Call(wire.USER, {"userId": "me"})
    return decode(_ME, reply).account_id
