"""Access tokens: asked for, renewed once for everybody, and never lost.

The token request is built with Authlib's protocol functions and judged here: only a 2xx answer with an
``access_token`` becomes a token, an error body never does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.core.decode import as_object
from provider_bridge.core.retry import with_retries
from provider_bridge.core.steps import Exclusive, Flow, Now, ReadToken, SaveToken, Send
from provider_bridge.core.tokens import Grant, Token
from provider_bridge.errors import ProviderBridgeError, ProviderBroken, QuotaExhausted, RateLimited, TransportFailed

__all__ = ["Refuse", "TokenKeeper"]

_LIFE_WHEN_UNSAID: Final = timedelta(minutes=10)
_TOKEN_ATTEMPTS: Final = 3
_OK: Final = range(200, 300)

Refuse = Callable[[str, RawReply, datetime], ProviderBridgeError]
"""Turns an answer that is no success into the error it means."""


@dataclass(frozen=True, slots=True)
class TokenKeeper:
    """Keeps one credential's token fresh."""

    operation: str
    grant: Grant
    refuse: Refuse

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
        return token.credential == self.grant.credential and bool(token.access_token)

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
        return stored if stored is not None and stored.credential == self.grant.credential else None

    def _ask(self, stored: Token | None) -> Flow[Token]:
        reply: RawReply = yield Send(self._request(stored))
        now: datetime = yield Now()
        fields = _token_fields(reply)
        if fields is None:
            raise self.refuse(self.operation, reply, now)
        token = self._token(fields, stored, now)
        yield SaveToken(token)
        return token

    def _request(self, stored: Token | None) -> Request:
        fields = self.grant.parameters(stored)
        body = prepare_token_request(fields.pop("grant_type"), **fields)
        client = ClientAuth(self.grant.client_id, self.grant.client_secret, "client_secret_basic")
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        prepare: Callable[..., tuple[str, dict[str, str], str]] = getattr(client, "prepare")  # noqa: B009 (it is untyped)
        url, headers, body = prepare("POST", self.grant.token_url, headers, body)
        return Request(self.operation, "POST", url, headers, body.encode())

    def _token(self, fields: dict[str, Any], stored: Token | None, now: datetime) -> Token:
        spent = self.grant.parameters(stored).get("refresh_token", "")
        return Token(
            credential=self.grant.credential,
            obtained_at=now,
            expires_at=now + _life(fields.get("expires_in")),
            access_token=fields["access_token"],
            refresh_token=_text(fields.get("refresh_token")) or spent,
            scope=_text(fields.get("scope")),
            api_url=_text(fields.get("api_url")),
        )


def _token_fields(reply: RawReply) -> dict[str, Any] | None:
    """Return the fields of a token answer, or ``None`` when it is anything else."""
    if reply.status not in _OK:
        return None
    try:
        fields = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    found = as_object(fields) or {}
    return found if _text(found.get("access_token")) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _life(value: object) -> timedelta:
    """Return how long a token lives; vendors send a number, a number as text, ``null`` or nothing."""
    try:
        seconds = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return _LIFE_WHEN_UNSAID
    return timedelta(seconds=seconds) if 0 < seconds < 10**9 else _LIFE_WHEN_UNSAID
