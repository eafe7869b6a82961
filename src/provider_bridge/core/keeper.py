"""Access tokens: asked for, renewed once for everybody, and never lost.

The token request is built with Authlib's protocol functions and judged here: only a 2xx answer with an
``access_token`` becomes a token, an error body never does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oauth2.rfc7009 import prepare_revoke_token_request

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.core.decode import as_object
from provider_bridge.core.retry import with_retries
from provider_bridge.core.steps import Exclusive, Flow, ForgetToken, Now, ReadToken, SaveToken, Send
from provider_bridge.core.tokens import Grant, Token
from provider_bridge.errors import (
    ConfigurationError,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    TransportFailed,
)

__all__ = ["Refuse", "TokenKeeper"]

_LIFE_WHEN_UNSAID: Final = timedelta(minutes=10)
_TOKEN_ATTEMPTS: Final = 3
_OK: Final = range(200, 300)
_BEARER: Final = re.compile(r"[!-~]+")
"""What fits into a header. Whatever sends anything else would fail with an error that quotes it."""
_REVOKE: Final = "POST /oauth/revoke"

Refuse = Callable[[str, RawReply, datetime], ProviderBridgeError]
"""Turns an answer that is no success into the error it means."""


@dataclass(frozen=True, slots=True)
class TokenKeeper:
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
        token: Token = yield Exclusive(self._renew(rejected=""))
        return token

    def replace(self, rejected: Token) -> Flow[Token]:
        """Return another token than the one that the vendor rejected before its time."""
        token: Token = yield Exclusive(self._renew(rejected=rejected.access_token))
        return token

    def _usable(self, token: Token) -> bool:
        return token.credential == self._credential and bool(token.access_token)

    def _renew(self, rejected: str) -> Flow[Token]:
        """Run under the credential's lock: whoever held it before may have renewed already, so look again first."""
        now: datetime = yield Now()
        stored = yield from self._stored()
        if stored is not None and stored.access_token != rejected and self._usable(stored) and stored.is_fresh(now):
            return stored
        try:
            return (
                yield from with_retries(
                    lambda: self._ask(stored), replayable=self.grant.replayable, attempts=_TOKEN_ATTEMPTS
                )
            )
        except (RateLimited, QuotaExhausted, TransportFailed, ProviderBroken) as error:
            now = yield Now()
            if stored is not None and stored.access_token != rejected and stored.is_alive(now):
                return stored  # renewed early, so there is time to try again later
            error.final = True  # it was tried often enough here; the call that needs the token must not start over
            raise

    def _stored(self) -> Flow[Token | None]:
        stored: Token | None = yield ReadToken(durable=True)
        return stored if stored is not None and stored.credential == self._credential else None

    def _ask(self, stored: Token | None) -> Flow[Token]:
        token = yield from self.obtain(stored)
        yield SaveToken(token)
        return token

    def obtain(self, stored: Token | None) -> Flow[Token]:
        """Ask for a token once, and return it without keeping it."""
        fields = self.grant.parameters(stored)
        body = prepare_token_request(fields.pop("grant_type"), **fields)
        reply: RawReply = yield Send(self._request(self.operation, self.grant.token_url, body))
        now: datetime = yield Now()
        found = _token_fields(reply)
        if found is None:
            raise self.refuse(self.operation, reply, now)
        return self._token(found, stored, now)

    def revoke(self) -> Flow[None]:
        """Have the vendor forget what we could come back with, and then forget it too."""
        if not self.revoke_url:
            raise ConfigurationError("where a token is revoked is not known; token_url must end in /token")
        yield Exclusive(self._revoke())

    def _revoke(self) -> Flow[None]:
        stored = yield from self._stored()
        newest = self.grant.parameters(stored).get("refresh_token", "") or (stored.access_token if stored else "")
        if newest:
            yield from with_retries(lambda: self._take_back(newest), replayable=False, attempts=_TOKEN_ATTEMPTS)
        yield ForgetToken()

    def _take_back(self, secret: str) -> Flow[None]:
        body: str = prepare_revoke_token_request(secret)[0]
        reply: RawReply = yield Send(self._request(_REVOKE, self.revoke_url, body))
        now: datetime = yield Now()
        if reply.status not in _OK:
            raise self.refuse(_REVOKE, reply, now)
        if not self.revoked(reply):
            raise ProviderBroken(_REVOKE, reply.status, "the login server does not say that the token is revoked")

    def _request(self, operation: str, url: str, body: str) -> Request:
        """Return a form for the login server; a client without a secret is public and only names itself."""
        method = "client_secret_basic" if self.grant.client_secret else "none"
        client = ClientAuth(self.grant.client_id, self.grant.client_secret, method)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        prepare: Callable[..., tuple[str, dict[str, str], str]] = getattr(client, "prepare")  # noqa: B009 (it is untyped)
        url, headers, body = prepare("POST", url, headers, body)
        return Request(operation, "POST", url, headers, body.encode())

    def _token(self, fields: dict[str, Any], stored: Token | None, now: datetime) -> Token:
        spent = self.grant.parameters(stored).get("refresh_token", "")
        return Token(
            credential=self._credential,
            obtained_at=now,
            expires_at=now + _life(fields.get("expires_in")),
            access_token=fields["access_token"],
            refresh_token=_text(fields.get("refresh_token")) or spent,
            scope=_text(fields.get("scope")),
            api_url=_text(fields.get("api_url")),
        )


def _token_fields(reply: RawReply) -> dict[str, Any] | None:
    """Return the fields of a token answer, or ``None`` when it is anything else."""
    found = _json_object(reply) if reply.status in _OK else {}
    return found if _BEARER.fullmatch(_text(found.get("access_token"))) else None


def _json_object(reply: RawReply) -> dict[str, Any]:
    try:
        return as_object(json.loads(reply.body)) or {}
    except (ValueError, RecursionError):
        return {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _life(value: object) -> timedelta:
    """Return how long a token lives; vendors send a number, a number as text, ``null`` or nothing."""
    try:
        seconds = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return _LIFE_WHEN_UNSAID
    return timedelta(seconds=seconds) if 0 < seconds < 10**9 else _LIFE_WHEN_UNSAID
