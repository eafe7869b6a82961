"""Comparing what was granted with what each operation needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provider_bridge.core.steps import Authenticate, Flow, ReadToken
from provider_bridge.domain.scopes import GrantedScopes, MissingScope, ScopeCheck

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint
    from provider_bridge.core.capability import Capability
    from provider_bridge.core.tokens import Token

__all__ = ["check_scopes", "granted_scopes"]


def granted_scopes() -> Flow[GrantedScopes]:
    """Return what the token that is in use was granted; one is asked for first where there is none."""
    yield Authenticate()
    token: Token | None = yield ReadToken()
    words = token.scope.replace(",", " ").split() if token is not None else []
    return GrantedScopes(tuple(dict.fromkeys(words)) or None)


def check_scopes(granted: GrantedScopes, capabilities: Iterable[Capability]) -> tuple[ScopeCheck, ...]:
    """Return for each operation that the provider offers whether each endpoint it calls is open.

    Of an endpoint's scopes any one opens it, classic or granular, whatever its suffix. An endpoint without scopes
    needs none.
    """
    return tuple(_check(granted, row) for row in capabilities if row.offered)


def _opening(row: Capability, endpoint: Endpoint) -> tuple[str, ...]:
    """Return the scopes that open an endpoint, or another that does as well."""
    several = row.either if endpoint in row.either else (endpoint,)
    return tuple(dict.fromkeys(scope for each in several for scope in each.scopes))


def _is_open(endpoint: Endpoint, granted: GrantedScopes) -> bool:
    return not endpoint.scopes or not set(endpoint.scopes).isdisjoint(granted.scopes or ())


def _check(granted: GrantedScopes, row: Capability) -> ScopeCheck:
    if row.endpoints is None:
        return ScopeCheck(row.operation, "unknown")
    closed = [each for each in row.endpoints if not _is_open(each, granted)]
    if not any(_is_open(each, granted) for each in row.either):
        closed += row.either[:1]
    if not closed:
        return ScopeCheck(row.operation, "ok")
    if granted.scopes is None:
        return ScopeCheck(row.operation, "unknown")
    missing = tuple(MissingScope(each.name, each.scopes[0], _opening(row, each)) for each in closed)
    return ScopeCheck(row.operation, "missing", missing)
