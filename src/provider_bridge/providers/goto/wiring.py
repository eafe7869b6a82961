"""How the calls of a GoTo account travel: login, base URLs, what is cut out of answers, the rate limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from provider_bridge.core.auth.authorization_code import beside
from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.dialect import Dialect
from provider_bridge.core.exchange import Exchange, read_only_guard
from provider_bridge.core.provider import RateLimitScope, Wiring
from provider_bridge.core.rate_limit.limits import Rate
from provider_bridge.core.scrub import normal
from provider_bridge.core.settings import check_durable
from provider_bridge.core.tokens import RefreshGrant, Token, fingerprint
from provider_bridge.core.urls import check_url
from provider_bridge.errors import ConfigurationError
from provider_bridge.providers.goto import errors as refusals
from provider_bridge.providers.goto.settings import GoToSettings

__all__ = ["FORBIDDEN", "GOTO", "TOKEN_URL", "wire_up"]

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

TOKEN_URL: Final = "https://authentication.logmeininc.com/oauth/token"  # noqa: S105 (an address)
_RATE: Final = Rate(10)
_OWN_HOSTS: Final = (".getgo.com", ".goto.com", ".gotomeeting.com", ".gotowebinar.com", ".logmeininc.com")
"""Hosts of the vendor's. A file's link that leads elsewhere gets no token. That these need one is not documented."""


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
    if settings.refresh_token is not None:
        check_durable(name, settings, sources)
    token_url = check_url(settings.token_url or TOKEN_URL, f"token_url of account {name!r}")
    api_url = check_url(settings.api_url or f"https://api.getgo.com{path}", f"api_url of account {name!r}")
    grant: RefreshGrant | PersonalAccessToken
    if settings.refresh_token is not None:
        seed = settings.refresh_token.get_secret_value()
        grant = RefreshGrant("goto", token_url, settings.client_id, settings.client_secret.get_secret_value(), seed)
    elif settings.personal_access_token is not None:
        pat = settings.personal_access_token.get_secret_value()
        grant = PersonalAccessToken(token_url, settings.client_id, settings.client_secret.get_secret_value(), pat)
    else:  # the settings model admits only the two
        raise ConfigurationError(f"account {name!r} has no way to log in")
    bases = {"api": api_url, "root": api_url.removesuffix(path)}
    dialect = Dialect(
        provider=product,
        bases=lambda _: bases,
        forbidden=FORBIDDEN,
        request_id=refusals.REQUEST_ID,
        refuse=refusals.refuse,
        rejects_token=refusals.rejects_token,
        fails_quietly=refusals.fails_quietly,
        own_hosts=_OWN_HOSTS,
    )
    token_manager = TokenManager("POST /oauth/token", grant, refusals.refuse_token, beside(token_url, "revoke"))
    return Wiring(
        Exchange(dialect, token_manager, read_only_guard if settings.read_only else None),
        {GOTO: _RATE.shared(settings.share)},
        token_file=settings.token_file,
        refresh_token_file=sources.get("refresh_token", "") if settings.refresh_token is not None else "",
        sharing=RateLimitScope.of(settings, product, api_url, settings.client_id),
    )
