"""What GoToWebinar and GoToMeeting share: settings, grants, keys, refusals, the rate limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Self

from pydantic import AliasChoices, Field, SecretStr, TypeAdapter, model_validator

from provider_bridge.core.calls import Call, Endpoint, RawReply, Reply
from provider_bridge.core.decode import Key, WireModel, decode
from provider_bridge.core.exchange import Dialect, Exchange, check_url, error_fields, is_html, read_only_guard
from provider_bridge.core.face import AsyncAccountFace, SyncAccountFace
from provider_bridge.core.flow import RunsAsync, RunsSync, operation
from provider_bridge.core.limits import Rate
from provider_bridge.core.provider import AccountSettings, Wiring
from provider_bridge.core.retry import LONGEST_HINT, parse_retry_after
from provider_bridge.core.scrub import normal
from provider_bridge.core.steps import Flow
from provider_bridge.core.tokens import Token, TokenKeeper, fingerprint
from provider_bridge.domain.people import Identity
from provider_bridge.errors import (
    ApiError,
    BadRequest,
    ConfigurationError,
    Conflict,
    Forbidden,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    Unauthorized,
)

__all__ = [
    "ADMIN_ME",
    "FORBIDDEN",
    "GOTO",
    "SCIM_ME",
    "AsyncGoToAccount",
    "GoToAccount",
    "GoToSettings",
    "read_me",
    "wire_up",
]

FORBIDDEN: Final = frozenset(
    map(
        normal,
        (
            "averageAttentiveness",
            "averageInterestRating",
            "averageAttentivenessScore",
            "attentiveness",
            "attentivenessScore",
            "attentionScore",
            "interestRating",
        ),
    )
)
"""Members that are cut out of every answer: the two averages the API has, and the names of per-person scores."""

GOTO: Final = "goto"
"""The one rate label: 10 calls a second for each product, with no header to go by."""

_RATE: Final = Rate(10)
_TOKEN_URL: Final = "https://authentication.logmeininc.com/oauth/token"  # noqa: S105 (an address)
_REQUEST_ID: Final = ("x-request-id", "x-correlation-id")
_SERVER_ERROR: Final = 500

SCIM_ME = Endpoint(
    "GET",
    "/identity/v1/Users/me",
    GOTO,
    ("identity:scim.me",),
    "https://developer.goto.com/guides/Authentication/",
    "id",
    base="root",
)
ADMIN_ME = Endpoint(
    "GET",
    "/admin/rest/v1/me",
    GOTO,
    ("identity:",),
    "https://developer.goto.com/admin",
    "key",
    base="root",
)


class GoToSettings(AccountSettings):
    """An OAuth client with either a refresh token or a personal access token."""

    refresh_token: SecretStr | None = Field(default=None, min_length=1)
    personal_access_token: SecretStr | None = Field(default=None, min_length=1)
    organizer_key: str = Field(default="", coerce_numbers_to_str=True)

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if (self.refresh_token is None) == (self.personal_access_token is None):
            raise ValueError("needs either refresh_token or personal_access_token")
        return self


@dataclass(frozen=True, slots=True)
class RefreshGrant:
    """GoTo's refresh token. It lives 30 days and is replaced only near its end; assume that it works once."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    seed: str = field(repr=False)

    @property
    def credential(self) -> str:
        return fingerprint("goto", self.token_url, self.client_id, self.seed)

    def parameters(self, stored: Token | None) -> dict[str, str]:
        newest = stored.refresh_token if stored is not None else ""
        return {"grant_type": "refresh_token", "refresh_token": newest or self.seed}


@dataclass(frozen=True, slots=True)
class PersonalAccessToken:
    """A token a person made for a client that has this grant switched on."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def credential(self) -> str:
        return fingerprint("goto-pat", self.token_url, self.client_id, self.secret)

    def parameters(self, stored: Token | None) -> dict[str, str]:  # noqa: ARG002 (nothing of it is needed)
        return {"grant_type": "personal_access_token", "pat": self.secret}


def wire_up(name: str, settings: GoToSettings, sources: Mapping[str, str], product: str, path: str) -> Wiring:
    """Return how an account's calls travel; ``path`` is the product's part of the base URL.

    A refresh token needs a place where its successor can be kept, or the vendor's rotation would lock us out.
    """
    token_url = check_url(settings.token_url or _TOKEN_URL, f"token_url of account {name!r}")
    api_url = check_url(settings.api_url or f"https://api.getgo.com{path}", f"api_url of account {name!r}")
    secret = settings.client_secret.get_secret_value()
    grant: RefreshGrant | PersonalAccessToken
    if settings.refresh_token is not None:
        if not settings.token_file and "refresh_token" not in sources:
            raise ConfigurationError(
                f"account {name!r}: the vendor replaces refresh tokens, so keep it in a file of its own "
                'with refresh_token = { file = "…" }, or set token_file'
            )
        seed = settings.refresh_token.get_secret_value()
        grant = RefreshGrant(token_url, settings.client_id, secret, seed)
    elif settings.personal_access_token is not None:
        pat = settings.personal_access_token.get_secret_value()
        grant = PersonalAccessToken(token_url, settings.client_id, secret, pat)
    else:  # the settings model admits only the two
        raise ConfigurationError(f"account {name!r} has no way to log in")
    bases = {"api": api_url, "root": api_url.removesuffix(path)}
    dialect = Dialect(
        provider=product,
        bases=lambda _: bases,
        forbidden=FORBIDDEN,
        request_id=_REQUEST_ID,
        refuse=_refuse,
        rejects_token=_rejects_token,
        fails_quietly=_fails_quietly,
    )
    keeper = TokenKeeper("POST /oauth/token", grant, _refuse_token)
    return Wiring(
        Exchange(dialect, keeper, read_only_guard),
        {GOTO: _RATE.shared(settings.share)},
        token_file=settings.token_file,
        refresh_token_file=sources.get("refresh_token", "") if settings.refresh_token is not None else "",
    )


# --- whose token it is -------------------------------------------------------------------------------------


class _Me(WireModel):
    """The key of the person whose token it is; SCIM calls it ``id``, the Admin API ``key``. Nothing else is read."""

    key: Key = Field(validation_alias=AliasChoices("id", "key"))


_ME: Final = TypeAdapter(_Me)


def read_me() -> Flow[str]:
    """Return the user key, which is the organizer key, from SCIM, or from the Admin API where SCIM is not granted."""
    try:
        reply: Reply = yield Call(SCIM_ME)
    except (Forbidden, Unauthorized):
        reply = yield Call(ADMIN_ME)
    return decode(_ME, reply).key


class _Identified:
    name: str
    provider: str

    @operation
    def identify(self) -> Flow[Identity]:
        """Return the user key that the credentials belong to, which is the organizer key.

        Personal data: none is read. Scope ``identity:scim.me``, or ``identity:``. One or two calls.
        https://developer.goto.com/guides/Authentication/
        """
        return Identity(self.provider, (yield from read_me()))


class GoToAccount(SyncAccountFace, _Identified):
    """What the accounts of GoTo's products share; every operation blocks."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings


class AsyncGoToAccount(AsyncAccountFace, _Identified):
    """What the accounts of GoTo's products share; every operation is awaited."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings


# --- what refusals mean ------------------------------------------------------------------------------------


def _code(reply: RawReply) -> str:
    fields = error_fields(reply.body)
    found = (fields.get(name) for name in ("int_err_code", "errorCode", "error", "err"))
    return next((str(code) for code in found if code and isinstance(code, int | str)), "")


def _request_id(reply: RawReply) -> str:
    return next((reply.headers[name] for name in _REQUEST_ID if name in reply.headers), "")


def _is_token_problem(reply: RawReply) -> bool:
    code = _code(reply)
    named = code in {"InvalidToken", "invalid_token"} or code.startswith("AUTHN_")
    return named or "invalid_token" in reply.headers.get("www-authenticate", "")


def _is_throttled(reply: RawReply) -> bool:
    if reply.status == 429:  # noqa: PLR2004
        return True
    text = reply.body[:2000].lower()
    return reply.status in {403, 503} and (b"over qps" in text or b"over rate" in text)


def _rejects_token(reply: RawReply) -> bool:
    """GoTo says 403 for an expired token and for a missing right; the body tells them apart, if there is one."""
    if reply.status not in {401, 403} or _is_throttled(reply):
        return False
    return reply.status == 401 or _is_token_problem(reply) or not _code(reply)  # noqa: PLR2004


def _fails_quietly(call: Call, reply: RawReply) -> bool:
    """No GoTo answer is known to be 200 and an error; one that is only an error code is not taken for data."""
    if not any(name in reply.body for name in (b'"int_err_code"', b'"errorCode"')):
        return False
    return bool(_code(reply)) and call.endpoint.expects not in error_fields(reply.body)


def _refuse(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    if _is_throttled(reply):
        return _too_many(operation, reply, now)
    kind, what = _meaning(reply)
    return kind(operation, reply.status, what, code=_code(reply), request_id=_request_id(reply))


def _meaning(reply: RawReply) -> tuple[type[ApiError], str]:
    status = reply.status
    if status >= _SERVER_ERROR:
        return ProviderBroken, "GoTo's server failed"
    if status in {401, 403} and _is_token_problem(reply):
        return Unauthorized, "the token is not accepted, even a new one"
    if status in {401, 403}:
        return Forbidden, "no right to this organizer or account, or the token lacks a scope"
    if is_html(reply):
        return ProviderBroken, "answered with a web page instead of data"
    known: dict[int, tuple[type[ApiError], str]] = {
        404: (NotFound, "no such object: cancelled, of another account, or it never existed"),
        409: (Conflict, "the object's state forbids it"),
    }
    return known.get(status, (BadRequest, "the request is not accepted"))


def _too_many(operation: str, reply: RawReply, now: datetime) -> ApiError:
    code, request_id = _code(reply), _request_id(reply)
    resume_at = parse_retry_after(reply.headers.get("retry-after", ""), now)
    if resume_at is not None and resume_at - now > LONGEST_HINT:
        what = f"the quota is used up until {resume_at:%Y-%m-%dT%H:%M:%SZ}"
        spent = QuotaExhausted(operation, reply.status, what, code=code, request_id=request_id)
        spent.resume_at = resume_at
        return spent
    limited = RateLimited(operation, reply.status, "too many calls at once", code=code, request_id=request_id)
    limited.retry_after = max(resume_at - now, timedelta(seconds=1)) if resume_at else None
    return limited


def _refuse_token(operation: str, reply: RawReply, now: datetime) -> ProviderBridgeError:
    if _is_throttled(reply):
        return _too_many(operation, reply, now)
    code = _code(reply)
    kind, what = _meaning_at_login(reply, code)
    return kind(operation, reply.status, what, code=code, request_id=_request_id(reply))


def _meaning_at_login(reply: RawReply, code: str) -> tuple[type[ApiError], str]:
    if reply.status >= _SERVER_ERROR:
        return ProviderBroken, "GoTo's login server failed"
    if is_html(reply) or reply.status in range(200, 400):
        return ProviderBroken, "the login server answered with something that is no token"
    if code == "invalid_client" or reply.status == 401:  # noqa: PLR2004
        return Unauthorized, "client_id or client_secret is not accepted"
    return Unauthorized, "the refresh token or personal access token is not accepted; authorize again"
