"""How one call travels: budget, token, request, answer, and again where that is safe.

A provider says what is special about it in a ``Dialect``; everything else is the same for all.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from provider_bridge.core.calls import Call, Endpoint, RawReply, Reply, Request
from provider_bridge.core.decode import as_object
from provider_bridge.core.download import fetch
from provider_bridge.core.echo import check_echoes
from provider_bridge.core.freshness import ASK_ANEW
from provider_bridge.core.hops import LOOPBACK
from provider_bridge.core.keeper import TokenKeeper
from provider_bridge.core.limits import Claim
from provider_bridge.core.recent_answers import RecentAnswers
from provider_bridge.core.retry import with_retries
from provider_bridge.core.scrub import scrub
from provider_bridge.core.steps import Download, Flow, Learn, Now, Send
from provider_bridge.core.tokens import Token
from provider_bridge.errors import (
    ConfigurationError,
    DecodeError,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    TransportFailed,
    plain,
)

__all__ = ["Dialect", "Exchange", "check_url", "error_fields", "is_html", "read_only_guard"]

_log = logging.getLogger("provider_bridge")

_ANSWERED: Final = {"event": "call.answered"}
_JSON: Final = {"Content-Type": "application/json"}
_OK: Final = range(200, 300)
_REVOKE: Final = Endpoint("POST", "/oauth/revoke", "", (), "https://datatracker.ietf.org/doc/html/rfc7009")
_WHOLE: Final = 200
_REDIRECT: Final = range(300, 400)


def check_url(url: str, what: str) -> str:
    """Return a base URL without its final slash, or raise: https only, plain http to this machine alone."""
    if not _is_good(url):
        raise ConfigurationError(
            f"{what} must be an https URL without user, query or fragment (http only for loopback)"
        )
    return url.rstrip("/")


def _is_good(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # reading a port that is none raises
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return secure and bool(host) and not ("@" in parts.netloc or parts.query or parts.fragment)


def error_fields(body: bytes) -> dict[str, Any]:
    """Return an error body's JSON object, empty when it is anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return as_object(value) or {}


def is_html(reply: RawReply) -> bool:
    """Whether a web page came instead of an answer of the API."""
    return "html" in reply.headers.get("content-type", "").casefold() or reply.body.lstrip()[:1] == b"<"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is special about one provider's answers.

    Attributes
    ----------
    bases : base URL per ``Endpoint.base``, given the token in use
    forbidden : normal names of members that are cut out of every answer
    request_id : names of the header that marks an answer, in lower case
    refuse : turns an answer that is no success into the error it means
    rejects_token : whether an answer means that the token is no good, though it seemed fresh
    fails_quietly : whether a 2xx answer is an error in disguise
    learn : what an answer says of the budget, given the endpoint's label
    alone : the object that a call changes where the vendor allows one change of it at a time, ``""`` elsewhere
    own_hosts : hosts that may see the token when a file is downloaded; ``.zoom.us`` also means everything below

    """

    provider: str
    bases: Callable[[Token], Mapping[str, str]]
    forbidden: frozenset[str]
    request_id: tuple[str, ...]
    refuse: Callable[[str, RawReply, datetime], ProviderBridgeError]
    rejects_token: Callable[[RawReply], bool]
    fails_quietly: Callable[[Call, RawReply], bool]
    own_hosts: tuple[str, ...] = ()
    learn: Callable[[str, RawReply], Learn | None] = lambda _label, _reply: None
    alone: Callable[[Call], str] = lambda _: ""


@dataclass(slots=True)
class _Sends:
    """One call that may be sent several times: what each takes out of the budget, and how many there were."""

    call: Call
    claim: Claim
    attempts: int = 0


@cache
def _plain_claim(operation: str, label: str) -> Claim:
    return Claim(operation, label)


def _claim(call: Call, alone: str) -> Claim:
    endpoint = call.endpoint
    if not alone and not endpoint.caps:
        return _plain_claim(endpoint.name, endpoint.label)
    caps = tuple((cap, what) for cap in endpoint.caps for what in cap.of(call))
    return Claim(endpoint.name, endpoint.label, caps, alone)


def read_only_guard(call: Call) -> None:
    """Refuse every call that could change something."""
    if call.endpoint.changes:
        raise ConfigurationError(f"{call.endpoint.name} would change something, and the account is opened read-only")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Turns calls into replies for one account."""

    dialect: Dialect
    keeper: TokenKeeper
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
        return (yield from fetch(step, self.dialect, self.keeper))

    def authenticate(self) -> Flow[None]:
        """Obtain a token, so that bad credentials show before anything else is asked."""
        yield from self.keeper.token()

    def revoke(self) -> Flow[None]:
        """Take the login back, at the vendor and here; an account that is opened read-only refuses."""
        if self.guard is not None:
            self.guard(Call(_REVOKE))
        yield from self.keeper.revoke()

    def _attempt(self, sends: _Sends) -> Flow[Reply]:
        token = yield from self.keeper.token()
        raw = yield from self._send(sends, token)
        if self.dialect.rejects_token(raw):
            token = yield from self.keeper.replace(token)
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
