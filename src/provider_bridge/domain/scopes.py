"""What the credentials of an account may do, and what is missing for what."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GrantedScopes", "MissingScope", "ScopeCheck"]


@dataclass(frozen=True, slots=True)
class GrantedScopes:
    """The scopes that the vendor granted, in its own words; ``None`` where it does not say which, which is no yes."""

    scopes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class MissingScope:
    """An endpoint that is closed: tick ``scope``, or any other of ``any_of``."""

    endpoint: str
    scope: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeCheck:
    """Whether an operation may do all it does.

    ``state`` is ``ok``, ``missing`` (then ``missing`` says what), or ``unknown`` (the vendor does not say what was
    granted, or the provider does not say what the operation calls).
    """

    operation: str
    state: str
    missing: tuple[MissingScope, ...] = ()
