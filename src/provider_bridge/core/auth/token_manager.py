"""Access tokens: asked for, renewed once for everybody, and never lost.

The token request is built with Authlib's protocol functions and judged here: only a 2xx answer with an
``access_token`` becomes a token, an error body never does.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oauth2.rfc7009 import prepare_revoke_token_request
from pydantic import SecretStr

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.core.decode import as_object
from provider_bridge.core.retry import with_retries
from provider_bridge.core.steps import Exclusive, Flow, ForgetToken, Now, ReadToken, ReserveToken, SaveToken, Send
from provider_bridge.core.tokens import Grant, Token, is_bearer, is_refresh_token
from provider_bridge.errors import (
    ConfigurationError,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    TransportFailed,
)

__all__ = ["Refuse", "TokenManager"]

_LIFE_WHEN_UNSAID: Final = timedelta(minutes=10)
_TOKEN_ATTEMPTS: Final = 3
_OK: Final = range(200, 300)
_LONGEST_SCOPE: Final = 64 * 1024
_LONGEST_URL: Final = 2048
_UNFIT: Final = "client_id, client_secret or the token holds a character that cannot be sent; write it anew"
_REVOKE: Final = "POST /oauth/revoke"

Refuse = Callable[[str, RawReply, datetime], ProviderBridgeError]
"""Turns an answer that is no success into the error it means."""


@dataclass(frozen=True, slots=True)
class TokenManager:
    """Keeps one credential's token fresh."""

    operation: str
    grant: Grant
    refuse: Refuse
    revoke_url: str = ""
    revoked: Callable[[RawReply], bool] = lambda reply: not reply.body.lstrip().startswith(b"<")
    """Whether the login server's 2xx says that a token is revoked; RFC 7009 asks for no more than the status."""
    _credential: str = field(init=False, repr=False)
    """The grant's, which is a hash: every call asks for it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_credential", self.grant.credential)

    def token(self) -> Flow[Token]:
        """Return a token that works, renewing it early; one renewal however many ask."""
        now: datetime = yield Now()
        stored: Token | None = yield ReadToken()
        if stored is not None and self._usable(stored) and stored.is_fresh(now):
            return stored
        token: Token = yield Exclusive(self._renew(None))
        return token

    def replace(self, rejected: Token) -> Flow[Token]:
        """Return another token than the one that the vendor rejected before its time."""
        token: Token = yield Exclusive(self._renew(rejected))
        return token

    def _usable(self, token: Token) -> bool:
        return token.credential == self._credential and bool(token.access_token)

    def _renew(self, rejected: Token | None) -> Flow[Token]:
        """Run under the credential's lock: whoever held it before may have renewed already, so look again first.

        Whether the next token can be kept is settled before this one is spent.
        """
        now: datetime = yield Now()
        stored = yield from self._stored()
        other = stored is not None and (rejected is None or stored.access_token != rejected.access_token)
        if stored is not None and other and self._usable(stored) and stored.is_fresh(now):
            return stored
        yield ReserveToken()
        try:
            return (
                yield from with_retries(
                    lambda: self._ask(stored), replayable=self.grant.replayable, attempts=_TOKEN_ATTEMPTS
                )
            )
        except (RateLimited, QuotaExhausted, TransportFailed, ProviderBroken) as error:
            now = yield Now()
            if stored is not None and other and stored.is_alive(now):
                return stored  # renewed early, so there is time to try again later
            error.final = True  # it was tried often enough here; the call that needs the token must not start over
            raise

    def _stored(self) -> Flow[Token | None]:
        stored: Token | None = yield ReadToken(durable=True)
        return stored if stored is not None and stored.credential == self._credential else None

    def _ask(self, stored: Token | None) -> Flow[Token]:
        answer = yield from self._answer(stored)
        if answer.problem is None or answer.token.refresh_token:
            yield SaveToken(answer.token)
        if answer.problem is not None:
            raise answer.problem
        return answer.token

    def obtain(self, stored: Token | None) -> Flow[Token]:
        """Ask for a token once, and return it without keeping it."""
        answer = yield from self._answer(stored)
        if answer.problem is not None:
            raise answer.problem
        return answer.token

    def _answer(self, stored: Token | None) -> Flow[_Answer]:
        reply: RawReply = yield Send(self._asking(stored))
        now: datetime = yield Now()
        return self._judged(reply, stored, now)

    def _judged(self, reply: RawReply, stored: Token | None, now: datetime) -> _Answer:
        fields = _Fields(reply)
        problem: ProviderBridgeError | None = None
        if not is_bearer(fields.text("access_token")):
            problem = self.refuse(self.operation, reply, now)
        elif fields.text("token_type", "bearer").strip().casefold() != "bearer":
            problem = self._broken(reply, "the login server gave a token of a type other than bearer")
        elif fields.has("refresh_token") and not fields.next_refresh_token:
            problem = self._broken(reply, "the login server's next refresh token cannot be used or kept")
        if problem is not None:  # the next refresh token is kept even so: the one before it may be spent
            kept = stored or Token(self._credential, now, now)
            next_one = "" if fields.has("error") else fields.next_refresh_token
            return _Answer(dataclasses.replace(kept, refresh_token=next_one), problem)
        token = Token(
            credential=self._credential,
            obtained_at=now,
            expires_at=now + _life(fields.get("expires_in")),
            access_token=fields.text("access_token"),
            refresh_token=fields.next_refresh_token or self.grant.parameters(stored).get("refresh_token", ""),
            scope=_short(fields.text("scope"), _LONGEST_SCOPE),
            api_url=_short(fields.text("api_url"), _LONGEST_URL),
        )
        return _Answer(token, None)

    def _broken(self, reply: RawReply, what: str) -> ProviderBroken:
        return ProviderBroken(self.operation, reply.status, what)

    def revoke(self) -> Flow[None]:
        """Have the vendor forget what we could come back with, and then forget it too."""
        if not self.revoke_url:
            raise ConfigurationError("where a token is revoked is not known; token_url must end in /token")
        yield Exclusive(self._revoke())

    def _revoke(self) -> Flow[None]:
        stored = yield from self._stored()
        newest = SecretStr(
            self.grant.parameters(stored).get("refresh_token", "") or (stored.access_token if stored else "")
        )
        if newest:
            yield from with_retries(lambda: self._take_back(newest), replayable=False, attempts=_TOKEN_ATTEMPTS)
        yield ForgetToken()

    def _take_back(self, secret: SecretStr) -> Flow[None]:
        reply: RawReply = yield Send(self._revoking(secret))
        now: datetime = yield Now()
        if reply.status not in _OK:
            raise self.refuse(_REVOKE, reply, now)
        if not self.revoked(reply):
            raise ProviderBroken(_REVOKE, reply.status, "the login server does not say that the token is revoked")

    def _asking(self, stored: Token | None) -> Request:
        form = _form(lambda: prepare_token_request(**self.grant.parameters(stored)))
        return self._request(self.operation, self.grant.token_url, form)

    def _revoking(self, secret: SecretStr) -> Request:
        form = _form(lambda: prepare_revoke_token_request(secret.get_secret_value())[0])
        return self._request(_REVOKE, self.revoke_url, form)

    def _request(self, operation: str, url: str, form: SecretStr) -> Request:
        """Return a form for the login server; a client without a secret is public and only names itself."""
        method = "client_secret_basic" if self.grant.client_secret else "none"
        client = ClientAuth(self.grant.client_id, self.grant.client_secret, method)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        prepare: Callable[..., tuple[str, dict[str, str], str]] = getattr(client, "prepare")  # noqa: B009 (it is untyped)
        try:
            return _posted(operation, *prepare("POST", url, headers, form.get_secret_value()))
        except ValueError:
            pass  # the encoder's own error holds the secret
        raise ConfigurationError(f"{operation}: {_UNFIT}")


def _form(encode: Callable[[], str]) -> SecretStr:
    try:
        return SecretStr(encode())
    except ValueError:
        pass  # the encoder's own error holds the secret
    raise ConfigurationError(f"a login's request: {_UNFIT}")


def _posted(operation: str, url: str, headers: dict[str, str], body: str) -> Request:
    return Request(operation, "POST", url, headers, body.encode())


class _Answer(NamedTuple):
    """What a login server answered: a token, or why it is none and what is to be kept of it even so."""

    token: Token
    problem: ProviderBridgeError | None


class _Fields:
    """The fields of a login server's good answer, none of any other. They are secrets, which no ``repr`` shows."""

    def __init__(self, reply: RawReply) -> None:
        try:
            self._found = as_object(json.loads(reply.body)) or {} if reply.status in _OK else {}
        except (ValueError, RecursionError):
            self._found = {}

    def get(self, name: str, unsaid: object = None) -> object:
        return self._found.get(name, unsaid)

    def has(self, name: str) -> bool:
        """Whether there is anything under a name."""
        return not (self.get(name) is None or self.get(name) == "")

    def text(self, name: str, unsaid: str = "") -> str:
        """Return a text, ``""`` where there is something else under its name."""
        return _text(self.get(name, unsaid))

    @property
    def next_refresh_token(self) -> str:
        """The refresh token, ``""`` where there is none that could be kept and sent."""
        given = SecretStr(self.text("refresh_token").strip())
        return given.get_secret_value() if is_refresh_token(given.get_secret_value()) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _short(text: str, longest: int) -> str:
    """Return a text that is not absurdly long and that any store keeps as it is, else ``""``: nothing is known then."""
    return text if len(text) <= longest and text.isascii() else ""


def _life(value: object) -> timedelta:
    """Return how long a token lives; vendors send a number, a number as text, ``null`` or nothing."""
    try:
        seconds = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return _LIFE_WHEN_UNSAID
    return timedelta(seconds=seconds) if 0 < seconds < 10**9 else _LIFE_WHEN_UNSAID
