"""The scopes of every simulated account, on both faces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support import sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.errors import Unauthorized

NAMES = ("sandbox-zoom", "sandbox-webinar", "sandbox-meeting")


def without(name: str, sandbox: Any) -> Any:
    """Return a simulator whose tokens' answers lack a member."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        status, answer_headers, answer = sandbox.handle(method, url, headers, body)
        if "oauth" in url:
            answer = json.dumps({key: value for key, value in json.loads(answer).items() if key != name}).encode()
            answer_headers.pop("content-length", None)
        return status, answer_headers, answer

    return app


@pytest.mark.parametrize("name", NAMES)
def test_the_scopes_that_the_login_server_said(face: str, name: str) -> None:
    """They are those of the token, and reading them asks the API nothing."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        granted = accounts[name].scopes.read()

    expected = sandbox.login.zoom_scopes() if name == "sandbox-zoom" else ("collab:", "identity:scim.me", "identity:")
    assert pb.GrantedScopes(tuple(expected)) == granted
    assert 1 == sum(sandbox.log.values())
    assert all("oauth" in entry for entry in sandbox.log)


@pytest.mark.parametrize("name", NAMES)
def test_a_token_that_names_no_scope(face: str, name: str) -> None:
    """A login server that does not say what it granted leaves it unknown."""
    with sandbox_opened(face, unlimited(), without("scope", unlimited())) as accounts:
        assert accounts[name].scopes.read().scopes is None


def test_a_login_that_fails(face: str) -> None:
    """Without a token there are no scopes, but the error of the login."""
    with sandbox_opened(face, unlimited(), without("access_token", unlimited())) as accounts:
        with pytest.raises(pb.ProviderBroken):
            accounts["sandbox-zoom"].scopes.read()

    def refuse(*_: Any) -> tuple[int, dict[str, str], bytes]:
        return 400, {}, b'{"reason": "x", "error": "invalid_client"}'

    with sandbox_opened(face, unlimited(), refuse) as accounts:
        with pytest.raises(Unauthorized):
            accounts["sandbox-zoom"].scopes.read()


def test_the_guards() -> None:
    """The guards find the facet on both faces."""
    with sandbox_opened("sync", unlimited()) as accounts:
        assert all(pb.has_scopes(accounts[name]) for name in NAMES)
    with sandbox_opened("async", unlimited()) as accounts:
        assert all(pb.has_scopes(accounts[name]._target) for name in NAMES)
