"""The base of the accounts of GoTo's products, and of their facets."""

from __future__ import annotations

from provider_bridge.core.account import BaseAccount
from provider_bridge.core.facet import F, Facet, Runner, part
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow, Revoke
from provider_bridge.domain.people import Identity
from provider_bridge.providers.goto.identity import WHOSE, Whose, read_me
from provider_bridge.providers.goto.settings import GoToSettings
from provider_bridge.providers.shared.scopes import Scopes

__all__ = ["GoToAccount", "GoToFacet"]


class GoToFacet(Facet[F]):
    """A facet that knows whose account it is of."""

    @property
    def _whose(self) -> Whose:
        whose: Whose = self._account.whose
        return whose


class GoToAccount(BaseAccount[F]):
    """What the accounts of GoTo's products share."""

    def __init__(self, name: str, settings: GoToSettings, runner: Runner[F]) -> None:
        super().__init__(name, settings, runner)
        self.whose = Whose(settings)

    @part
    def scopes(self) -> Scopes[F]:
        return Scopes(self)

    @operation(note="the account of the token", either=WHOSE)
    def identify(self) -> Flow[Identity]:
        """Return the user key that the credentials belong to, which is the organizer key.

        Personal data: none is read. Scope ``identity:scim.me``, or ``identity:``. One or two calls.
        """
        return Identity(self.provider, (yield from read_me()))

    @operation(note="takes the login back")
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
