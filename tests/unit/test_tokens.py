"""Tokens are asked for once, kept durably, renewed early, and never taken from an answer that is none."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from canned import ZOOM, Script, raised, reply, token
from support import NOON

from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.calls import RawReply
from provider_bridge.core.steps import SaveToken
from provider_bridge.core.tokens import Token
from provider_bridge.errors import ProviderBroken, Unauthorized
from provider_bridge.providers.goto import GoToSettings, wire_up

SECRETS = ("hush", "seed+/=", "p3rson", "first", "second", "rotated")
STEPS = ["Now", "ReadToken", "Exclusive", "Now", "ReadToken", "ReserveToken", "Send", "Now", "SaveToken"]


def goto(**grant: str) -> TokenManager:
    """Return the token_manager of a GoTo account."""
    settings = GoToSettings.model_validate(
        {"provider": "gotowebinar", "client_id": "id", "client_secret": "hush", **grant}
    )
    return wire_up("g", settings, {"refresh_token": "file"}, "gotowebinar", "/G2W/rest/v2").exchange.token_manager


KEEPER = goto(refresh_token="seed+/=")
PERSON = goto(personal_access_token="p3rson")
MINE = KEEPER.grant.credential


def answer(**fields: Any) -> RawReply:
    """Return a token answer."""
    return reply(body={"access_token": "second", "token_type": "Bearer", "expires_in": 3600, **fields})


def aged(minutes: int, text: str = "first", refresh: str = "") -> Token:
    """Return a token of an hour's life that was obtained so long ago."""
    return token(text, credential=MINE, at=NOON - timedelta(minutes=minutes), refresh=refresh)


@pytest.mark.parametrize("minutes", [0, 30, 47])
def test_a_fresh_token_is_used_without_a_request(minutes: int) -> None:
    """Nobody is asked, and no lock is taken, while a fifth of its life is left."""
    script = Script(stored=aged(minutes))

    assert aged(minutes) == script.run(KEEPER.token())
    assert ["Now", "ReadToken"] == script.kinds


@pytest.mark.parametrize("stored", [None, aged(48), aged(61), aged(0, text="")])
def test_without_a_fresh_token_one_is_asked_for_under_the_lock(stored: Token | None) -> None:
    """Take the lock, look again, ask, make it durable, hand it out: in this order."""
    script = Script(answer(scope="collab:"), stored=stored)

    found = script.run(KEEPER.token())

    assert STEPS == script.kinds
    assert [False, True] == [step.durable for step in script.steps if hasattr(step, "durable")]
    assert Token(MINE, NOON, NOON + timedelta(hours=1), "second", "seed+/=", "collab:") == found
    assert [found] == script.saved


def test_what_another_process_renewed_meanwhile_is_used() -> None:
    """Whoever waited for the lock finds the work done."""
    other = aged(1, "second")
    script = Script(stored=aged(50), durable=other)

    assert other == script.run(KEEPER.token())
    assert [] == script.sent


@pytest.mark.parametrize("token_manager", [KEEPER, ZOOM.token_manager])
@pytest.mark.parametrize("status", [200, 201, 302, 400, 401, 403, 404])
@pytest.mark.parametrize(
    "body",
    [
        {"error": "invalid_grant", "error_description": "first"},
        {"reason": "no", "error": "invalid_request"},
        {"token_type": "bearer", "expires_in": 3600},
        {"access_token": ""},
        {"access_token": None},
        {"access_token": {"access_token": "first"}},
        ["access_token"],
        b'{"access_token": "fir',
        b"<html>first</html>",
        b"",
    ],
)
def test_what_is_no_token_is_never_saved(token_manager: TokenManager, status: int, body: object) -> None:
    """Error bodies, JSON without a token, web pages, emptiness: an error with any status, and nothing kept."""
    script = Script(reply(status, body))

    error = raised(script, token_manager.token())

    assert isinstance(error, Unauthorized | ProviderBroken)
    assert [] == script.saved
    assert "first" not in f"{error}{error!r}"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (3600, 3600),
        ("3600", 3600),
        (3599.5, 3599.5),
        (None, 600),
        ("", 600),
        ("soon", 600),
        (-1, 600),
        (0, 600),
        ([], 600),
        (10**12, 600),
    ],
)
def test_how_long_a_token_lives(said: object, seconds: float) -> None:
    """A number, also as text; anything else is ten minutes, and no error."""
    found = Script(answer(expires_in=said)).run(KEEPER.token())

    assert NOON + timedelta(seconds=seconds) == found.expires_at


def test_a_life_of_more_digits_than_a_float_holds_is_ten_minutes() -> None:
    """A bug once: the overflow came through untyped."""
    found = Script(answer(expires_in=10**400)).run(KEEPER.token())

    assert NOON + timedelta(minutes=10) == found.expires_at


def test_a_life_that_is_not_told_is_ten_minutes() -> None:
    """An answer without ``expires_in`` is a good one."""
    unsaid = reply(body={"access_token": "second"})

    assert NOON + timedelta(minutes=10) == Script(unsaid).run(KEEPER.token()).expires_at


@pytest.mark.parametrize("sent", [{}, {"refresh_token": None}, {"refresh_token": ""}])
@pytest.mark.parametrize(("known", "expected"), [("", "seed+/="), ("rotated", "rotated")])
def test_an_answer_without_a_refresh_token_keeps_the_old_one(sent: dict[str, Any], known: str, expected: str) -> None:
    """GoTo usually sends none: overwriting the stored one would lock us out."""
    script = Script(answer(**sent), stored=aged(50, refresh=known))

    assert expected == script.run(KEEPER.token()).refresh_token
    assert [expected] == parse_qs(script.sent[0].body.decode())["refresh_token"]


def test_a_rotated_refresh_token_is_durable_before_the_access_token_is_used() -> None:
    """The last step before the flow returns saves both, and the next renewal spends the new one."""
    script = Script(answer(refresh_token="rotated"), answer())

    found = script.run(KEEPER.token())

    assert SaveToken(found) == script.steps[-1]
    assert "rotated" == script.saved[0].refresh_token
    script.now += timedelta(minutes=50)
    assert "rotated" == script.run(KEEPER.token()).refresh_token
    assert b"grant_type=refresh_token&refresh_token=rotated" == script.sent[1].body


@pytest.mark.parametrize(
    ("token_manager", "body"),
    [
        (KEEPER, b"grant_type=refresh_token&refresh_token=seed%2B%2F%3D"),
        (PERSON, b"grant_type=personal_access_token&pat=p3rson"),
        (ZOOM.token_manager, b"grant_type=account_credentials&account_id=acc"),
    ],
)
def test_the_token_request_of_each_grant(token_manager: TokenManager, body: bytes) -> None:
    """The form has the grant's fields and nothing else; client id and secret are in the Basic header alone."""
    script = Script(answer())

    script.run(token_manager.token())

    [request] = script.sent
    assert ("POST", token_manager.grant.token_url, body) == (request.method, request.url, request.body)
    assert request.url in {"https://authentication.logmeininc.com/oauth/token", "https://zoom.us/oauth/token"}
    expected = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": "Basic " + base64.b64encode(b"id:hush").decode(),
    }
    assert expected == request.headers


def test_reprs_hold_no_secret() -> None:
    """Keepers, grants, tokens and every step can be printed."""
    script = Script(answer(refresh_token="rotated"), stored=aged(50, refresh="rotated"))
    found = script.run(KEEPER.token())

    shown = f"{KEEPER!r}{PERSON!r}{ZOOM!r}{ZOOM.token_manager.grant!r}{found!r}{script.steps!r}"
    assert [] == [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("text", ["sécret", "two words", "line\nbreak", "\u2028"])
def test_what_fits_into_no_header_is_no_token(text: str) -> None:
    """A bug once: such a token was kept, and each call with it ended in another library's error, which holds it."""
    script = Script(reply(body={"access_token": text, "expires_in": 3600}))
    with pytest.raises(ProviderBroken) as caught:
        script.run(KEEPER.obtain(None))

    assert text not in str(caught.value)
