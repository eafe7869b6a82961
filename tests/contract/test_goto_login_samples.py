"""GoTo's sample bodies of tokens and of errors: what each becomes, and that no sentence and no person is passed on."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import timedelta
from typing import Final

import pytest
from canned import GOTO, Script, reply
from contract.openapi import needs_samples
from contract.samples import sample
from pydantic import SecretStr
from support import NOON

from provider_bridge.core.calls import RawReply
from provider_bridge.core.tokens import Token
from provider_bridge.errors import ApiError, NotFound, Unauthorized
from provider_bridge.providers.goto import GoToSettings, wire_up

pytestmark = needs_samples

MEANINGS: Final[dict[str, tuple[int, type[ApiError], str]]] = {
    "error_invalid_token": (403, Unauthorized, "InvalidToken"),
    "error_edge_not_found": (404, NotFound, "NOT_FOUND"),
    "error_connect_api": (401, Unauthorized, "AUTHN_INVALID_TOKEN"),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_an_error_body_is_a_typed_error(name: str) -> None:
    """The kind, the code and the vendor's mark are kept; the sentence, which can name people, is not."""
    status, kind, code = MEANINGS[name]
    body = sample(f"goto/{name}")
    tree = json.loads(body)

    error = GOTO.dialect.refuse("GET /x", RawReply(status, {}, body), NOON)

    assert type(error) is kind
    assert code == error.code
    assert tree.get("reference", "") == error.request_id
    assert not isinstance(error, NotFound) or not error.missing  # an unknown path proves nothing
    for sentence in (tree.get("msg"), tree.get("message")):
        assert not sentence or sentence not in f"{error}{error!r}"


@pytest.mark.parametrize("name", ["error_invalid_token", "error_connect_api"])
def test_a_token_that_is_no_good_is_told_from_a_right_that_is_missing(name: str) -> None:
    """Whatever the status, the body says that it is about the token."""
    for status in (401, 403):
        assert GOTO.dialect.rejects_token(RawReply(status, {}, sample(f"goto/{name}")))


def test_a_refused_login_is_unauthorized() -> None:
    """The OAuth server's body gives its code, and no more."""
    error = GOTO.token_manager.refuse("POST /oauth/token", RawReply(400, {}, sample("goto/error_oauth")), NOON)

    assert isinstance(error, Unauthorized)
    assert error.code == "invalid_grant"
    assert "free text" not in f"{error}{error!r}"


@pytest.mark.parametrize(
    ("name", "refreshed"),
    [
        ("doc_oauth_token_new", "REDACTED"),
        ("doc_oauth_token_refresh_new", "old"),
        ("doc_oauth_token_v2_old", "REDACTED"),
    ],
)
def test_a_token_is_read_and_nobody_is_kept(name: str, refreshed: str) -> None:
    """The answers of both servers; one without a refresh token keeps the old one, and no address or key is kept."""
    body = sample(f"goto/{name}")
    tree = json.loads(body)
    settings = GoToSettings(
        provider="gotowebinar", client_id="id", client_secret=SecretStr("hush"), refresh_token=SecretStr("first")
    )
    token_manager = wire_up(
        "g", settings, {"refresh_token": "file"}, "gotowebinar", "/G2W/rest/v2"
    ).exchange.token_manager
    old = Token(token_manager.grant.credential, NOON, NOON, "before", "old")

    token = Script(reply(200, body)).run(token_manager.obtain(old))

    assert (tree["access_token"], refreshed, tree.get("scope", "")) == (
        token.access_token,
        token.refresh_token,
        token.scope,
    )
    assert token.expires_at - token.obtained_at == timedelta(seconds=tree["expires_in"])
    personal = {tree.get(each) for each in ("principal", "email", "firstName", "lastName", "organizer_key")} - {None}
    assert personal.isdisjoint(map(str, astuple(token)))
