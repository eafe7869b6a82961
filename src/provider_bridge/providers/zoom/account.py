"""A Zoom account: its settings in the configuration, its wiring, its two faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field

from provider_bridge.core.exchange import Dialect, Exchange, check_url, read_only_guard
from provider_bridge.core.face import AsyncAccountFace, SyncAccountFace
from provider_bridge.core.flow import operation
from provider_bridge.core.keeper import TokenKeeper
from provider_bridge.core.provider import AccountSettings, Wiring
from provider_bridge.core.steps import Authenticate, Flow
from provider_bridge.core.tokens import Token, fingerprint
from provider_bridge.domain.people import Identity
from provider_bridge.providers.zoom import refusals, wire
from provider_bridge.providers.zoom.attention import AsyncZoomAttention, ZoomAttention
from provider_bridge.providers.zoom.directory import AsyncDirectory, Directory
from provider_bridge.providers.zoom.downloads import AsyncDownloads, Downloads

if TYPE_CHECKING:
    from provider_bridge.core.flow import RunsAsync, RunsSync

__all__ = ["AsyncZoomAccount", "ZoomAccount", "ZoomSettings", "wire_up"]

_API_URL: Final = "https://api.zoom.us/v2"
_TOKEN_URL: Final = "https://zoom.us/oauth/token"  # noqa: S105 (an address)
_OWN_HOSTS: Final = (".zoom.us", ".zoomgov.com")


class ZoomSettings(AccountSettings):
    """Server-to-server OAuth: an app made for one account, acting as the account."""

    account_id: str = Field(min_length=1)
    plan: Literal["free", "pro", "business"] = "pro"


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


def wire_up(name: str, settings: ZoomSettings, sources: Mapping[str, str]) -> Wiring:  # noqa: ARG001
    """Return how this account's calls travel."""
    grant = AccountCredentials(
        token_url=check_url(settings.token_url or _TOKEN_URL, f"token_url of account {name!r}"),
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        account_id=settings.account_id,
    )
    configured = check_url(settings.api_url, f"api_url of account {name!r}") if settings.api_url else ""
    dialect = Dialect(
        provider="zoom",
        bases=lambda token: {"api": configured or _regional(token)},
        forbidden=wire.FORBIDDEN,
        request_id=(refusals.REQUEST_ID,),
        refuse=refusals.refuse,
        rejects_token=refusals.rejects_token,
        fails_quietly=refusals.fails_quietly,
        own_hosts=_OWN_HOSTS,
    )
    keeper = TokenKeeper("POST /oauth/token", grant, refusals.refuse_token)
    rates = {label: rate.shared(settings.share) for label, rate in wire.PLANS[settings.plan].items()}
    return Wiring(
        Exchange(dialect, keeper, read_only_guard if settings.read_only else None),
        rates,
        token_file=settings.token_file,
    )


def _regional(token: Token) -> str:
    """Return the base URL that the token's answer names, if it is Zoom's own; else the one for everybody."""
    parts = urlsplit(token.api_url)
    own = parts.scheme == "https" and (parts.hostname or "").endswith(_OWN_HOSTS) and parts.path in {"", "/"}
    return f"https://{parts.hostname}/v2" if own else _API_URL


class _Account:
    name: str
    provider = "zoom"
    settings: ZoomSettings

    @operation
    def identify(self) -> Flow[Identity]:
        """Return the account the credentials are for.

        Zoom issues a server-to-server token for one account id only, so a token is the proof. Raises
        ``Unauthorized`` when the id, the client id or the secret is not accepted. No scope, no personal data.
        https://developers.zoom.us/docs/internal-apps/s2s-oauth/
        """
        yield Authenticate()
        return Identity("zoom", self.settings.account_id)


class ZoomAccount(SyncAccountFace, _Account):
    """A Zoom account; every operation blocks."""

    def __init__(self, name: str, settings: ZoomSettings, runner: RunsSync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings
        self.attention = ZoomAttention(runner)
        self.directory = Directory(runner)
        self.downloads = Downloads(runner)


class AsyncZoomAccount(AsyncAccountFace, _Account):
    """A Zoom account; every operation is awaited."""

    def __init__(self, name: str, settings: ZoomSettings, runner: RunsAsync) -> None:
        super().__init__(runner)
        self.name = name
        self.settings = settings
        self.attention = AsyncZoomAttention(runner)
        self.directory = AsyncDirectory(runner)
        self.downloads = AsyncDownloads(runner)
