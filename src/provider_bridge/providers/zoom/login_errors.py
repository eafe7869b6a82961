"""What the refusals of Zoom's login server mean. Of its sentences only a code is passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.dialect import error_fields, is_html
from provider_bridge.errors import ApiError, ProviderBridgeError, ProviderBroken, Unauthorized
from provider_bridge.providers.zoom import error_codes as codes
from provider_bridge.providers.zoom.errors import code_of, message_of, too_many

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.core.calls import RawReply

__all__ = ["refuse_login", "refuse_token", "says_revoked"]

_SERVER_ERROR: Final = 500


def says_revoked(reply: RawReply) -> bool:
    """Zoom says in words that a token is revoked; nothing else is taken for that."""
    return error_fields(reply.body).get("status") == "success"


def refuse_token(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that the token endpoint's no means."""
    if reply.status == 429:  # noqa: PLR2004
        return too_many(operation, reply, now)
    error = error_fields(reply.body).get("error")
    code = error if error and isinstance(error, str) else code_of(reply)
    kind, what = _meaning_at_login(reply, code)
    return kind(operation, reply.status, what, code=code, request_id=reply.headers.get(codes.REQUEST_ID, ""))


def refuse_login(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    """Return the error that the token endpoint's no to a person's login means.

    Zoom's code comes as ``code`` or ``error``, or within ``reason``; of its sentence only the code is passed on.
    """
    found = refuse_token(operation, reply, now)
    if not isinstance(found, Unauthorized) or reply.status in {404, 405}:
        return found
    words = (found.code, code_of(reply), *codes.OAUTH_CODE.findall(message_of(reply)))
    code = next((each for each in words if each in codes.LOGIN), "")
    if not code and ({found.code, code_of(reply)} & codes.BAD_CLIENT or reply.status == 401):  # noqa: PLR2004
        return found
    what = codes.LOGIN.get(code, f"the login is not accepted; {codes.LOG_IN}")
    return Unauthorized(operation, reply.status, what, code=code or found.code, request_id=found.request_id)


def _meaning_at_login(reply: RawReply, code: str) -> tuple[type[ApiError], str]:
    if reply.status >= _SERVER_ERROR:
        return ProviderBroken, "Zoom's login server failed"
    if is_html(reply) or reply.status in range(200, 400):
        return ProviderBroken, "the login server answered with something that is no token"
    if reply.status in {404, 405}:
        return Unauthorized, "there is no login server at token_url"
    if {code, code_of(reply)} & codes.BAD_CLIENT or reply.status == 401:  # noqa: PLR2004
        return Unauthorized, "client_id or client_secret is not accepted"
    return Unauthorized, "account_id is not accepted, or the app is not activated for it"
