"""What was granted, compared with what is needed: only a listed scope opens, and silence opens nothing."""

from __future__ import annotations

from typing import Any

import pytest
from canned import token
from hypothesis import given
from hypothesis import strategies as st
from support import drive

from provider_bridge.core.auth.scopes import check_scopes, granted_scopes
from provider_bridge.core.calls import Endpoint
from provider_bridge.core.capability import Capability, Level
from provider_bridge.core.steps import Authenticate, ReadToken
from provider_bridge.domain.scopes import GrantedScopes, MissingScope
from provider_bridge.registry import load_provider

READ = Endpoint("GET", "/a", "light", ("a:read:x:admin", "a:read:x", "a:read:admin"), "https://example.test")
DELETE = Endpoint("DELETE", "/a", "light", ("a:delete:x:admin", "a:write:admin"), "https://example.test")
FREE = Endpoint("GET", "/free", "light", (), "https://example.test")


def row(*endpoints: Endpoint, level: Level = "full") -> Capability:
    return Capability("a.delete", level, "because", "https://example.test", endpoints)


@pytest.mark.parametrize("scope", READ.scopes)
def test_any_listed_scope_opens(scope: str) -> None:
    """Granular or classic, for the account or for oneself: one of those listed is enough."""
    (found,) = check_scopes(GrantedScopes(("other", scope)), [row(READ)])

    assert ("ok", ()) == (found.state, found.missing)


def test_the_first_scope_is_the_one_to_tick() -> None:
    """What is missing is told by endpoint, with the narrowest scope first; what is open is not told."""
    (found,) = check_scopes(GrantedScopes(("a:read:x",)), [row(READ, DELETE, FREE)])

    assert "missing" == found.state
    assert (MissingScope("DELETE /a", "a:delete:x:admin", DELETE.scopes),) == found.missing


@pytest.mark.parametrize("scope", ["a:read:x:adm", "a:read:x:admin:", "A:READ:X:ADMIN", "a:read", "a", ""])
def test_a_scope_that_is_nearly_right_opens_nothing(scope: str) -> None:
    """Scopes are compared whole."""
    (found,) = check_scopes(GrantedScopes((scope,)), [row(READ)])

    assert "missing" == found.state


def test_silence_is_unknown_and_never_fine() -> None:
    """Where the vendor does not say what was granted, or the provider not what is called, nothing is known."""
    unsaid = Capability("a.list", "full", "because", "https://example.test")

    assert ["unknown", "ok"] == [each.state for each in check_scopes(GrantedScopes(None), [row(READ), row(FREE)])]
    assert ["unknown"] == [each.state for each in check_scopes(GrantedScopes(READ.scopes), [unsaid])]


def test_what_is_not_offered_needs_no_scope() -> None:
    """An operation that the provider does not have is not checked."""
    assert () == check_scopes(GrantedScopes(None), [row(READ, level="none")])


@given(st.sets(st.sampled_from([*READ.scopes, *DELETE.scopes, "x"])))
def test_ok_means_that_each_endpoint_is_open(granted: set[str]) -> None:
    """No set of scopes makes an operation fine while one of its endpoints is closed."""
    (found,) = check_scopes(GrantedScopes(tuple(granted)), [row(READ, DELETE)])

    assert (found.state == "ok") == all(granted & set(each.scopes) for each in (READ, DELETE))
    assert {each.endpoint for each in found.missing} == {
        each.name for each in (READ, DELETE) if not granted & set(each.scopes)
    }


@pytest.mark.parametrize(
    ("said", "granted"),
    [("b a", ("b", "a")), ("a,b  a\n", ("a", "b")), ("", None), ("  ", None)],
)
def test_the_scopes_of_the_token_in_use(said: str, granted: Any) -> None:
    """They are read after a login, in the order they came; a token that names none says nothing."""
    import dataclasses

    held = dataclasses.replace(token(), scope=said)

    found, steps = drive(granted_scopes(), lambda step: held if isinstance(step, ReadToken) else None)

    assert granted == found.scopes
    assert [Authenticate, ReadToken] == [type(each) for each in steps]


@pytest.mark.parametrize("provider", ["zoom", "gotowebinar", "gotomeeting"])
def test_every_offered_operation_says_what_it_calls(provider: str) -> None:
    """No row of the built-in providers leaves out its endpoints, so that none is unknown for our own fault."""
    spec = load_provider(provider)

    assert [] == [each.operation for each in spec.capabilities if each.offered and each.endpoints is None]
    for each in spec.capabilities:
        assert set(each.endpoints or ()) <= set(spec.endpoints), each.operation
