"""What GoToWebinar and GoToMeeting share: settings, grants, keys, refusals, the rate limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from pydantic import AliasChoices, Field, SecretStr, TypeAdapter, model_validator

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import Key, WireModel, decode
from provider_bridge.core.exchange import Dialect, Exchange, check_url, read_only_guard
from provider_bridge.core.face import AsyncAccountFace, SyncAccountFace
from provider_bridge.core.flow import RunsAsync, RunsSync, operation
from provider_bridge.core.keeper import TokenKeeper
from provider_bridge.core.limits import Rate
from provider_bridge.core.provider import AccountSettings, Wiring, check_durable
from provider_bridge.core.scrub import normal
from provider_bridge.core.steps import Flow
from provider_bridge.core.tokens import RefreshGrant, Token, fingerprint
from provider_bridge.domain.people import Identity
from provider_bridge.errors import (
    ConfigurationError,
    Forbidden,
    Unauthorized,
)
from provider_bridge.providers import goto_refusals
from provider_bridge.providers.scopes import AsyncScopes, Scopes

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
class PersonalAccessToken:
    """A token a person made for a client that has this grant switched on."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def credential(self) -> str:
        return fingerprint("goto-pat", self.token_url, self.client_id, self.secret)

    @property
    def replayable(self) -> bool:
        return True

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
        check_durable(name, settings, sources)
        seed = settings.refresh_token.get_secret_value()
        grant = RefreshGrant("goto", token_url, settings.client_id, secret, seed)
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
        request_id=goto_refusals.REQUEST_ID,
        refuse=goto_refusals.refuse,
        rejects_token=goto_refusals.rejects_token,
        fails_quietly=goto_refusals.fails_quietly,
    )
    keeper = TokenKeeper("POST /oauth/token", grant, goto_refusals.refuse_token)
    return Wiring(
        Exchange(dialect, keeper, read_only_guard if settings.read_only else None),
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
        self._settings = settings
        self.scopes = Scopes(runner)


class AsyncGoToAccount(AsyncAccountFace, _Identified):
    """What the accounts of GoTo's products share; every operation is awaited."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(runner)
        self.name = name
        self._settings = settings
        self.scopes = AsyncScopes(runner)
