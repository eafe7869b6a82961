"""Logging a person in: authorization code with PKCE, as pure functions and one flow.

    request = start(server, "http://127.0.0.1:8976/callback", state=…, verifier=…)
    …                                          # the person opens request.url, agrees, and is sent back
    token = yield from finish(server, request, SecretStr("http://127.0.0.1:8976/callback?code=…&state=…"))

Whoever calls brings the random words and keeps the request until the person is back. The requests are built with
Authlib's protocol functions (RFC 6749 and RFC 7636).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2 import rfc7636
from authlib.oauth2.rfc6749 import parameters
from pydantic import SecretStr

from provider_bridge.core.auth.token_manager import Refuse, TokenManager
from provider_bridge.core.retry import with_retries
from provider_bridge.core.steps import Exclusive, Flow, ReserveToken, SaveToken
from provider_bridge.core.tokens import Token, fingerprint
from provider_bridge.core.urls import check_url
from provider_bridge.errors import ConfigurationError, InvalidInput, LoginFailed, plain

if TYPE_CHECKING:
    from provider_bridge.core.settings import AccountSettings

__all__ = ["LoginRequest", "LoginServer", "answers", "beside", "finish", "keep", "read_callback", "server_of", "start"]

_SECRET: Final = re.compile(r"[A-Za-z0-9_~-]{43,128}")
_ATTEMPTS: Final = 3
_TOKEN: Final = "/token"  # noqa: S105 (a part of an address)


@dataclass(frozen=True, slots=True)
class LoginServer:
    """Where a vendor's people log in, and as which client; an empty ``client_secret`` is that of a public client."""

    provider: str
    authorize_url: str
    token_url: str
    client_id: str
    refuse: Refuse = field(repr=False)
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LoginRequest:
    """A login under way: send the person to ``url``, and keep the rest for when they are back; it is secret."""

    url: str = field(repr=False)
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _CodeGrant:
    """An authorization code. It works once, within minutes."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    code: SecretStr
    request: LoginRequest

    @property
    def credential(self) -> str:
        return fingerprint("code", self.token_url, self.client_id, self.code.get_secret_value())

    @property
    def replayable(self) -> bool:
        return False

    def parameters(self, stored: Token | None) -> dict[str, str]:  # noqa: ARG002 (nothing of it is needed)
        return {
            "grant_type": "authorization_code",
            "code": self.code.get_secret_value(),
            "redirect_uri": self.request.redirect_uri,
            "code_verifier": self.request.verifier,
        }


def beside(token_url: str, name: str) -> str:
    """Return the address of another endpoint of a login server, ``""`` where the token's is called otherwise."""
    return f"{token_url.removesuffix(_TOKEN)}/{name}" if token_url.endswith(_TOKEN) else ""


def server_of(
    provider: str, name: str, settings: AccountSettings, *, token_url: str, without_person: str, refuse: Refuse
) -> LoginServer:
    """Return where a vendor's people log in, or raise ``ConfigurationError``.

    ``token_url`` is the vendor's own, which the settings may change, and with it where people log in;
    ``without_person`` is the setting by which the account logs in by itself, ``""`` where a person does it.
    """
    if without_person:
        raise ConfigurationError(
            f"account {name!r} logs in by {without_person} and needs no login; for a person's login write "
            'refresh_token = { file = "…" } instead'
        )
    token_url = check_url(settings.token_url or token_url, f"token_url of account {name!r}")
    authorize_url = beside(token_url, "authorize")
    if not authorize_url:
        raise ConfigurationError(f"token_url of account {name!r} must end in /token, so that /authorize can be found")
    return LoginServer(
        provider, authorize_url, token_url, settings.client_id, refuse, settings.client_secret.get_secret_value()
    )


def start(server: LoginServer, redirect_uri: str, *, state: str, verifier: str) -> LoginRequest:
    """Return where to send a person.

    ``state`` and ``verifier`` are fresh random words of 43 to 128 characters, one each for every login, such as
    ``secrets.token_urlsafe(48)``. ``redirect_uri`` is one that is registered with the app, to the letter.
    """
    if not (_SECRET.fullmatch(state) and _SECRET.fullmatch(verifier)) or state == verifier:
        raise InvalidInput("state and verifier must be two random words of 43 to 128 letters, digits, - _ or ~")
    parts = urlsplit(redirect_uri)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.fragment:
        raise InvalidInput("redirect_uri must be a whole URL without a fragment, as it is registered with the app")
    prepare: Callable[..., str] = getattr(parameters, "prepare_grant_uri")  # noqa: B009 (it is untyped)
    challenge: Callable[[str], str] = getattr(rfc7636, "create_s256_code_challenge")  # noqa: B009 (it is untyped)
    url = prepare(
        server.authorize_url,
        server.client_id,
        "code",
        redirect_uri=redirect_uri,
        state=state,
        code_challenge=challenge(verifier),
        code_challenge_method="S256",
    )
    return LoginRequest(url, redirect_uri, state, verifier)


def answers(request: LoginRequest, callback: SecretStr) -> bool:
    """Whether an address is the answer to this login, whatever it says: only the vendor knows the state."""
    fields = [each for each in _fields_of(callback) or () if each[0] == "state"]
    return len(fields) == 1 and hmac.compare_digest(_field(fields, "state").encode(), request.state.encode())


def read_callback(request: LoginRequest, callback: SecretStr) -> SecretStr:
    """Return the authorization code that a person came back with, or raise ``LoginFailed``.

    The state is compared before anything else is looked at, in constant time. No error quotes the address, and no
    traceback shows it.
    """
    fields = _fields_of(callback)
    if fields is None:
        raise LoginFailed("malformed", "this is no address that a login comes back to")
    if len({name for name, _ in fields}) != len(fields):
        raise LoginFailed("malformed", "the address that the login came back to says something twice")
    if not hmac.compare_digest(_field(fields, "state").encode(), request.state.encode()):
        raise LoginFailed("state", "the answer belongs to another login than the one that was begun; begin again")
    if any(name == "error" for name, _ in fields):
        word = plain(_field(fields, "error")) or "an error that is no plain word"
        raise LoginFailed("denied", f"the login was not granted: {word}")
    code = SecretStr(_field(fields, "code"))
    if not code:
        raise LoginFailed("malformed", "the address that the login came back to holds no code")
    return code


def _fields_of(callback: SecretStr) -> list[tuple[str, SecretStr]] | None:
    """Return the fields of an address, ``None`` where it is none: the parser's own error can hold a part of it."""
    url = callback.get_secret_value().strip()
    try:
        url.encode()
        return [(name, SecretStr(value)) for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    except ValueError:
        return None


def _field(fields: list[tuple[str, SecretStr]], name: str) -> str:
    return next((value.get_secret_value() for each, value in fields if each == name), "")


def finish(server: LoginServer, request: LoginRequest, callback: SecretStr) -> Flow[Token]:
    """Return the token that the code is exchanged for; keep its refresh token where it survives.

    Raises ``LoginFailed``, and what the vendor's refusal means, such as ``Unauthorized`` for a code that is spent.
    """
    code = read_callback(request, callback)
    grant = _CodeGrant(server.token_url, server.client_id, server.client_secret, code, request)
    token_manager = TokenManager("POST /oauth/token", grant, server.refuse)
    token = yield from with_retries(lambda: token_manager.obtain(None), replayable=False, attempts=_ATTEMPTS)
    if not token.refresh_token:
        raise LoginFailed("malformed", "the vendor gave no refresh token, so the login would be over in an hour")
    return token


def keep(login: Flow[Token]) -> Flow[None]:
    """Keep what a login ends with; that it can be kept is settled before the code is spent."""
    yield Exclusive(_keep(login))


def _keep(login: Flow[Token]) -> Flow[None]:
    yield ReserveToken()
    token = yield from login
    yield SaveToken(token)
