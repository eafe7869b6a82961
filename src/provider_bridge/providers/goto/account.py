"""The base of the accounts of GoTo's products, and of their facets."""

from __future__ import annotations

from provider_bridge.core.face import AsyncAccountFace, SyncAccountFace
from provider_bridge.core.flow import AsyncFace, RunsAsync, RunsSync, SyncFace, operation
from provider_bridge.core.steps import Flow, Revoke
from provider_bridge.domain.people import Identity
from provider_bridge.providers.goto.identity import Whose, read_me
from provider_bridge.providers.goto.settings import GoToSettings
from provider_bridge.providers.shared.scopes import AsyncScopes, Scopes

__all__ = ["AsyncGoToAccount", "AsyncGoToFace", "GoToAccount", "GoToFace"]


class _Account:
    name: str
    provider: str

    @operation
    def identify(self) -> Flow[Identity]:
        """Return the user key that the credentials belong to, which is the organizer key.

        Personal data: none is read. Scope ``identity:scim.me``, or ``identity:``. One or two calls.
        https://developer.goto.com/guides/Authentication/
        """
        return Identity(self.provider, (yield from read_me()))

    @operation
    def revoke(self) -> Flow[None]:
        """Take the login back: GoTo forgets the token, and then the stored one is removed, file and all.

        Of a login by refresh token that token is revoked; afterwards somebody has to log in again. Of a personal
        access token the access token in store is revoked; the next call asks for another one, so take the personal
        one back in the vendor's web page. *Unsure*: GoTo's login server lists where tokens are revoked, but no
        guide describes it, so the request is that of RFC 7009. An account that is opened read-only refuses.

        Raises ``Unauthorized`` when GoTo does not accept the token or the client; then nothing is removed. No scope.
        Personal data: none. https://developer.goto.com/guides/Authentication/
        """
        yield Revoke()


class GoToFace(SyncFace):
    """A facet whose operations block, and that knows whose account it is of."""

    def __init__(self, runner: RunsSync, whose: Whose) -> None:
        super().__init__(runner)
        self._whose = whose


class AsyncGoToFace(AsyncFace):
    """A facet whose operations are awaited, and that knows whose account it is of."""

    def __init__(self, runner: RunsAsync, whose: Whose) -> None:
        super().__init__(runner)
        self._whose = whose


class GoToAccount(SyncAccountFace, _Account):
    """What the accounts of GoTo's products share; every operation blocks."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsSync) -> None:
        super().__init__(runner)
        self.name = name
        self._whose = Whose(settings)
        self.scopes = Scopes(runner)


class AsyncGoToAccount(AsyncAccountFace, _Account):
    """What the accounts of GoTo's products share; every operation is awaited."""

    def __init__(self, name: str, settings: GoToSettings, runner: RunsAsync) -> None:
        super().__init__(runner)
        self.name = name
        self._whose = Whose(settings)
        self.scopes = AsyncScopes(runner)
