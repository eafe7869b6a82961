"""Sample bodies of errors and tokens: what each means, and that no sentence of theirs is passed on."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

import pytest
from canned import Script, reply
from contract.openapi import needs_samples
from contract.samples import sample
from support import NOON

from provider_bridge.core.calls import RawReply
from provider_bridge.errors import ApiError, BadRequest, Conflict, Forbidden, NotFound, RateLimited, Unauthorized
from provider_bridge.providers.zoom.account import wire_up
from provider_bridge.providers.zoom.configuration import ZoomSettings
from provider_bridge.providers.zoom.errors import refuse, rejects_token
from provider_bridge.providers.zoom.login import login_server

pytestmark = needs_samples

SCOPE: Final = "cloud_recording:read:list_user_recordings:admin"
MEANINGS: Final[list[tuple[str, int, type[ApiError], dict[str, Any]]]] = [
    ("synthetic_error_200_paid_only", 200, Forbidden, {"missing_plan": True}),
    ("synthetic_error_429_per_second", 429, RateLimited, {"retry_after": timedelta(seconds=1)}),
    ("synthetic_error_missing_scopes", 400, Forbidden, {"missing_scope": SCOPE, "missing_plan": False}),
    ("synthetic_error_token_expired", 401, Unauthorized, {}),
    ("synthetic_error_validation_300", 400, BadRequest, {"field": ""}),
    ("zoomrb_error_admin_cannot_activated", 400, BadRequest, {}),
    ("zoomrb_error_already_exists", 409, Conflict, {}),
    ("zoomrb_error_channel_not_found", 404, NotFound, {"missing": "group"}),
    ("zoomrb_error_group_does_not_exist", 404, NotFound, {"missing": "group"}),
    ("zoomrb_error_group_not_exist", 400, NotFound, {"missing": "group"}),
    ("zoomrb_error_not_found", 404, NotFound, {"missing": "user"}),
    ("zoomrb_error_not_found_administrator", 400, BadRequest, {}),
    ("zoomrb_meeting_live_stream_errors_meeting_not_found", 404, NotFound, {"missing": "event"}),
    ("zoomrb_meeting_live_stream_errors_missing_field", 400, BadRequest, {}),
]
"""Each sample with the status it is documented or was recorded with."""


@pytest.mark.parametrize(("name", "status", "kind", "known"), MEANINGS)
def test_an_error_body_is_a_typed_error(name: str, status: int, kind: type[ApiError], known: dict[str, Any]) -> None:
    """The kind, the code and the request's id are kept; the vendor's sentence, which can name people, is not."""
    body = sample(f"zoom/{name}")
    tree = json.loads(body)

    error = refuse("GET /x", RawReply(status, {"x-zm-trackingid": "trace-9"}, body), NOON)

    assert type(error) is kind
    assert isinstance(error, ApiError)
    assert (error.status, error.code, error.request_id) == (status, str(tree["code"]), "trace-9")
    assert {each: getattr(error, each) for each in known} == known
    assert not any(tree["message"] in text for text in (str(error), repr(error)))


def test_an_expired_token_is_replaced() -> None:
    """The one error body after which a call is sent again, with another token."""
    bodies = {name: RawReply(status, {}, sample(f"zoom/{name}")) for name, status, _, _ in MEANINGS}

    assert [name for name, answer in bodies.items() if rejects_token(answer)] == ["synthetic_error_token_expired"]


def configured(**grant: str) -> ZoomSettings:
    return ZoomSettings.model_validate({"provider": "zoom", "client_id": "c", "client_secret": "s", **grant})


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize("who", ["app", "person"])
def test_a_wrong_client_is_told(status: int, who: str) -> None:
    """The login server's error body names what is wrong in its own way, to an app and to a person."""
    body = sample("zoom/synthetic_error_oauth_invalid_client")
    app = wire_up("z", configured(account_id="acc"), {}).exchange.token_manager
    person = login_server("z", configured(refresh_token="first"))

    error = (app if who == "app" else person).refuse("POST /oauth/token", RawReply(status, {}, body), NOON)

    assert type(error) is Unauthorized
    assert error.code == json.loads(body)["error"]
    assert "client_id or client_secret" in str(error)


@pytest.mark.parametrize(
    ("name", "grant"),
    [
        ("zoom/synthetic_token_s2s", {"account_id": "acc"}),
        ("zoom/zoomrb_token_refresh_token", {"refresh_token": "first"}),
    ],
)
def test_a_token_is_read_whole(name: str, grant: dict[str, str]) -> None:
    """Both kinds of login: the token, its life, its scopes, its successor and its address where the answer has them."""
    tree = json.loads(sample(name))
    token_manager = wire_up("z", configured(**grant), {"refresh_token": "a file"}).exchange.token_manager

    token = Script(reply(200, sample(name))).run(token_manager.obtain(None))

    assert (token.access_token, token.scope) == (tree["access_token"], tree["scope"])
    assert (token.refresh_token, token.api_url) == (tree.get("refresh_token", ""), tree.get("api_url", ""))
    assert token.expires_at - token.obtained_at == timedelta(seconds=tree["expires_in"])
    assert tree["access_token"] not in repr(token)
