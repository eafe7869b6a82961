"""The scopes of an account's token, the same for every vendor that logs in by OAuth."""

from __future__ import annotations

from provider_bridge.core.auth.scopes import granted_scopes
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.scopes import GrantedScopes
from provider_bridge.facets.scopes import ScopesApi

__all__ = ["Scopes"]


class Scopes(ScopesApi[F]):
    """What the credentials may do."""

    @operation(
        note="the login server says them with the token",
        reference="https://datatracker.ietf.org/doc/html/rfc6749#section-5.1",
    )
    def read(self) -> Flow[GrantedScopes]:
        """Return the scopes that the credentials were granted, as the login server said with the token in use.

        A token keeps its scopes for its life, an hour: what was ticked since then shows in the next one. ``None``
        means that the server did not say, and then nothing may be taken for granted. Raises ``Unauthorized``.

        Personal data: none. No scope, no call of the API; a token is asked for where there is none.
        """
        return (yield from granted_scopes())
