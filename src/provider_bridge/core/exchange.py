"""How one call travels: budget, token, request, answer, and again where that is safe.

A provider says what is special about it in a ``Dialect``; everything else is the same for all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.calls import Call, Endpoint, RawReply, Reply, Request
from provider_bridge.core.dialect import Dialect, is_html
from provider_bridge.core.download.flow import fetch
from provider_bridge.core.freshness import ASK_ANEW
from provider_bridge.core.identity_check import check_echoes
from provider_bridge.core.rate_limit.limits import RateClaim
from provider_bridge.core.repeated_answers import RecentAnswers
from provider_bridge.core.retry import with_retries
from provider_bridge.core.scrub import scrub
from provider_bridge.core.steps import Download, Flow, Learn, Now, Send
from provider_bridge.core.tokens import Token
from provider_bridge.errors import (
    DecodeError,
    ProviderBroken,
    QuotaExhausted,
    ReadOnlyAccount,
    TransportFailed,
    plain,
)

__all__ = ["Exchange", "read_only_guard"]

_log = logging.getLogger("provider_bridge")

_ANSWERED: Final = {"event": "call.answered"}
_JSON: Final = {"Content-Type": "application/json"}
_OK: Final = range(200, 300)
_REVOKE: Final = Endpoint("POST", "/oauth/revoke", "", (), "https://datatracker.ietf.org/doc/html/rfc7009")
_WHOLE: Final = 200
_REDIRECT: Final = range(300, 400)


@dataclass(slots=True)
class _Sends:
    """One call that may be sent several times: what each takes out of the budget, and how many there were."""

    call: Call
    claim: RateClaim
    attempts: int = 0


@cache
def _plain_claim(operation: str, label: str) -> RateClaim:
    return RateClaim(operation, label)


def _claim(call: Call, alone: str) -> RateClaim:
    endpoint = call.endpoint
    if not alone and not endpoint.caps:
        return _plain_claim(endpoint.name, endpoint.label)
    caps = tuple((cap, what) for cap in endpoint.caps for what in cap.of(call))
    return RateClaim(endpoint.name, endpoint.label, caps, alone)


def read_only_guard(call: Call) -> None:
    """Refuse every call that could change something."""
    if call.endpoint.changes:
        raise ReadOnlyAccount(call.endpoint.name)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Turns calls into replies for one account."""

    dialect: Dialect
    token_manager: TokenManager
    guard: Callable[[Call], None] | None = field(default=None)
    recent: RecentAnswers = field(default_factory=RecentAnswers, repr=False, compare=False)

    def run(self, call: Call) -> Flow[Reply]:
        """Return the reply to a call, or raise the typed error it ended with."""
        if self.guard is not None:
            self.guard(call)
        endpoint = call.endpoint
        sends = _Sends(call, _claim(call, self.dialect.alone(call)))
        return (
            yield from with_retries(lambda: self._attempt(sends), replayable=endpoint.replayable, label=endpoint.label)
        )

    def download(self, step: Download) -> Flow[RawReply]:
        """Return the answer that a file's link leads to, or raise the typed error it ended with."""
        return (yield from fetch(step, self.dialect, self.token_manager))

    def authenticate(self) -> Flow[None]:
        """Obtain a token, so that bad credentials show before anything else is asked."""
        yield from self.token_manager.token()

    def revoke(self) -> Flow[None]:
        """Take the login back, at the vendor and here; an account that is opened read-only refuses."""
        if self.guard is not None:
            self.guard(Call(_REVOKE))
        yield from self.token_manager.revoke()

    def _attempt(self, sends: _Sends) -> Flow[Reply]:
        token = yield from self.token_manager.token()
        raw = yield from self._send(sends, token)
        if self.dialect.rejects_token(raw):
            token = yield from self.token_manager.replace(token)
            raw = yield from self._send(sends, token)
        return (yield from self._judge(sends.call, raw))

    def _send(self, sends: _Sends, token: Token) -> Flow[RawReply]:
        call = sends.call
        request = self._request(call, token)
        sends.attempts += 1
        raw: RawReply = yield Send(request, sends.claim, sends.attempts)
        learnt = self.dialect.learn(call.endpoint.label, raw)
        if learnt is not None:
            yield learnt
        return raw

    def _request(self, call: Call, token: Token) -> Request:
        """Return what is put on the wire. Nothing of it has a name here that a traceback could show."""
        return Request(
            call.endpoint.name,
            call.endpoint.method,
            call.target(self.dialect.bases(token)[call.endpoint.base]),
            {
                "Accept": "application/json",
                "Authorization": f"Bearer {token.access_token}",
                **ASK_ANEW,
                **({} if call.body is None else _JSON),
            },
            call.content(),
        )

    def _judge(self, call: Call, raw: RawReply) -> Flow[Reply]:
        """Return the answer if it is one. What must not be known is dropped before anything else looks at it."""
        operation = call.endpoint.name
        scrubbed = scrub(raw.body, self.dialect.forbidden)
        dropped = scrubbed.dropped
        clean = raw if scrubbed.body is raw.body else RawReply(raw.status, raw.headers, scrubbed.body)
        now: datetime = yield Now()
        request_id = plain(next((raw.headers[name] for name in self.dialect.request_id if name in raw.headers), ""))
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug(
                "call.answered: %s %s: HTTP %d, request %r, %d dropped",
                self.dialect.provider,
                operation,
                raw.status,
                request_id,
                dropped,
                extra=_ANSWERED,
            )
        if request_id and self.recent.was_anothers(request_id, call, raw):
            raise TransportFailed(operation, "the answer is one that was given to another request before")
        if raw.status in _REDIRECT:
            what = f"answered with a redirect to {_host(raw)}, which is not followed"
            raise ProviderBroken(operation, raw.status, what, request_id=request_id)
        if call.endpoint.method == "GET" and raw.status in _OK and raw.status != _WHOLE:
            what = "answered with a status that promises no whole answer"
            raise ProviderBroken(operation, raw.status, what, request_id=request_id)
        if raw.status not in _OK or self.dialect.fails_quietly(call, clean):
            error = self.dialect.refuse(operation, clean, now)
            if isinstance(error, QuotaExhausted) and error.whole and error.resume_at:
                yield Learn(call.endpoint.label, "spent", error.resume_at.timestamp())
            raise error
        if is_html(clean):
            raise ProviderBroken(
                operation, raw.status, "answered with a web page instead of data", request_id=request_id
            )
        if not clean.body.strip() and (call.endpoint.method == "GET" or call.endpoint.expects):
            raise DecodeError(operation, ("(whole answer): empty",))
        check_echoes(operation, call.endpoint.echoes, call.path, clean)
        return Reply(operation, clean.body, dropped, now, request_id, raw.headers)


def _host(redirect: RawReply) -> str:
    try:
        return urlsplit(redirect.headers.get("location", "")).hostname or "the same host"
    except ValueError:
        return "no valid address"
