"""A Zoom account: its settings in the configuration, its wiring, its facets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from provider_bridge.core.account import BaseAccount
from provider_bridge.core.auth.authorization_code import beside
from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.dialect import Dialect
from provider_bridge.core.exchange import Exchange, read_only_guard
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation
from provider_bridge.core.provider import RateLimitScope, Wiring
from provider_bridge.core.settings import check_durable
from provider_bridge.core.steps import Authenticate, Flow, Revoke
from provider_bridge.core.tokens import RefreshGrant, Token, fingerprint
from provider_bridge.core.urls import check_url
from provider_bridge.domain.people import Identity
from provider_bridge.providers.shared.scopes import Scopes
from provider_bridge.providers.zoom import errors as refusals
from provider_bridge.providers.zoom import login_errors as login_refusals
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.archives.facet import Archives
from provider_bridge.providers.zoom.attention.facet import ZoomAttention
from provider_bridge.providers.zoom.chats.facet import Chats
from provider_bridge.providers.zoom.configuration import ZoomSettings
from provider_bridge.providers.zoom.consents import Consents
from provider_bridge.providers.zoom.data_requests import DataRequests
from provider_bridge.providers.zoom.dial_ins import DialIns
from provider_bridge.providers.zoom.directory import Directory
from provider_bridge.providers.zoom.error_codes import REQUEST_ID
from provider_bridge.providers.zoom.events import Events
from provider_bridge.providers.zoom.login import TOKEN_URL, read_account_id
from provider_bridge.providers.zoom.participants import Participants
from provider_bridge.providers.zoom.questions import Questions
from provider_bridge.providers.zoom.recordings.facet import Recordings
from provider_bridge.providers.zoom.registrants.facet import Registrants
from provider_bridge.providers.zoom.responses import Responses
from provider_bridge.providers.zoom.sessions import Sessions
from provider_bridge.providers.zoom.settings.facet import Settings
from provider_bridge.providers.zoom.transcripts.facet import Transcripts
from provider_bridge.providers.zoom.unsupported import UNSUPPORTED

__all__ = ["ZoomAccount", "wire_up"]

_API_URL: Final = "https://api.zoom.us/v2"
_OWN_HOSTS: Final = (".zoom.us", ".zoomgov.com")
_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_OWN_URL: Final = re.compile(rf"https://((?:{_LABEL}\.){{1,8}}zoom(?:\.us|gov\.com))(?::443)?/?", re.IGNORECASE)
"""A base URL of Zoom's own: https, a host name of plain letters, and nothing else but its usual port."""


@dataclass(frozen=True, slots=True)
class AccountCredentials:
    """Zoom's grant for server-to-server apps. There is no refresh token: one asks again."""

    token_url: str
    client_id: str
    client_secret: str
    account_id: str

    @property
    def credential(self) -> str:
        return fingerprint("zoom", self.token_url, self.client_id, self.account_id)

    @property
    def replayable(self) -> bool:
        return True

    def parameters(self, stored: Token | None) -> dict[str, str]:  # noqa: ARG002 (nothing of it is needed)
        return {"grant_type": "account_credentials", "account_id": self.account_id}

    def __repr__(self) -> str:
        return "AccountCredentials(…)"


def wire_up(name: str, settings: ZoomSettings, sources: Mapping[str, str]) -> Wiring:
    """Return how this account's calls travel.

    Zoom replaces a refresh token at every use, so its successor needs a place where it survives.
    """
    if settings.refresh_token is not None:
        check_durable(name, settings, sources)
    token_url = check_url(settings.token_url or TOKEN_URL, f"token_url of account {name!r}")
    grant: RefreshGrant | AccountCredentials
    if settings.refresh_token is None:
        grant = AccountCredentials(
            token_url, settings.client_id, settings.client_secret.get_secret_value(), settings.account_id
        )
        refuse = login_refusals.refuse_token
    else:
        seed = settings.refresh_token.get_secret_value()
        grant = RefreshGrant(
            "zoom-user", token_url, settings.client_id, settings.client_secret.get_secret_value(), seed
        )
        refuse = login_refusals.refuse_login
    configured = check_url(settings.api_url, f"api_url of account {name!r}") if settings.api_url else ""
    dialect = Dialect(
        provider="zoom",
        bases=lambda token: {"api": configured or _regional(token)},
        forbidden=wire.FORBIDDEN,
        request_id=(REQUEST_ID,),
        refuse=refusals.refuse,
        rejects_token=refusals.rejects_token,
        fails_quietly=refusals.fails_quietly,
        own_hosts=_OWN_HOSTS,
        learn=refusals.learn,
        alone=refusals.alone,
    )
    token_manager = TokenManager(
        "POST /oauth/token", grant, refuse, beside(token_url, "revoke"), login_refusals.says_revoked
    )
    rates = {label: rate.shared(settings.share) for label, rate in wire.PLANS[settings.plan].items()}
    return Wiring(
        Exchange(dialect, token_manager, read_only_guard if settings.read_only else None),
        rates,
        token_file=settings.token_file,
        refresh_token_file=sources.get("refresh_token", ""),
        days=tuple(day.shared(settings.share) for day in wire.DAYS[settings.plan]),
        sharing=RateLimitScope.of(settings, "zoom", configured, settings.account_id or settings.client_id),
    )


def _regional(token: Token) -> str:
    """Return the base URL that the token's answer names, if it is Zoom's own; else the one for everybody."""
    found = _OWN_URL.fullmatch(token.api_url)
    return f"https://{found[1].lower()}/v2" if found else _API_URL


class ZoomAccount(BaseAccount[F]):
    """A Zoom account."""

    provider = "zoom"
    unsupported = UNSUPPORTED
    _settings: ZoomSettings

    @part
    def attention(self) -> ZoomAttention[F]:
        return ZoomAttention(self)

    @part
    def directory(self) -> Directory[F]:
        return Directory(self)

    @part
    def settings(self) -> Settings[F]:
        return Settings(self)

    @part
    def consents(self) -> Consents[F]:
        return Consents(self)

    @part
    def dial_ins(self) -> DialIns[F]:
        return DialIns(self)

    @part
    def participants(self) -> Participants[F]:
        return Participants(self)

    @part
    def questions(self) -> Questions[F]:
        return Questions(self)

    @part
    def responses(self) -> Responses[F]:
        return Responses(self)

    @part
    def events(self) -> Events[F]:
        return Events(self)

    @part
    def sessions(self) -> Sessions[F]:
        return Sessions(self)

    @part
    def archives(self) -> Archives[F]:
        return Archives(self)

    @part
    def data_requests(self) -> DataRequests[F]:
        return DataRequests(self)

    @part
    def recordings(self) -> Recordings[F]:
        return Recordings(self)

    @part
    def chats(self) -> Chats[F]:
        return Chats(self)

    @part
    def transcripts(self) -> Transcripts[F]:
        return Transcripts(self)

    @part
    def scopes(self) -> Scopes[F]:
        return Scopes(self)

    @part
    def registrants(self) -> Registrants[F]:
        return Registrants(self)

    @operation(wire.directory.USER, note="the account of the token")
    def identify(self) -> Flow[Identity]:
        """Return the account the credentials are for.

        Zoom issues a server-to-server token for one account id only, so a token is the proof; that needs no scope.
        For a person's login the person's account is asked for: scope ``user:read:user``, rate label Light. Raises
        ``Unauthorized`` when the credentials are not accepted. Personal data: none is read.
        https://developers.zoom.us/docs/internal-apps/s2s-oauth/
        """
        if self._settings.refresh_token is not None:
            return Identity("zoom", (yield from read_account_id()))
        yield Authenticate()
        return Identity("zoom", self._settings.account_id)

    @operation(note="takes the login back")
    def revoke(self) -> Flow[None]:
        """Take the login back: Zoom forgets the token, and then the stored one is removed, file and all.

        Of a person's login the refresh token is revoked; afterwards somebody has to log in again. *Unsure*: whether
        access tokens issued before die with it; they live an hour. Of a server-to-server app the token in store is
        revoked; the next call asks for another one. An account that is opened read-only refuses.

        Raises ``Unauthorized`` when Zoom does not accept the token or the client; then nothing is removed. No scope.
        Personal data: none. https://developers.zoom.us/docs/integrations/oauth/
        """
        yield Revoke()
