"""When renewing goes wrong: typed errors, a living token kept in use, a rejected one never."""

from __future__ import annotations

from datetime import timedelta

import pytest
from canned import GOTO, ZOOM, Script, raised, reply, token
from support import NOON

from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.calls import RawReply
from provider_bridge.core.steps import Learn, Sleep
from provider_bridge.core.tokens import Token, fingerprint
from provider_bridge.errors import (
    ConnectFailed,
    ProviderBridgeError,
    ProviderBroken,
    QuotaExhausted,
    RateLimited,
    TimedOut,
    Unauthorized,
)

KEEPER = GOTO.token_manager
GOOD = reply(body={"access_token": "second", "expires_in": 3600})
OUTAGES = [
    (reply(429), RateLimited),
    (reply(429, retry_after="3600"), QuotaExhausted),
    (reply(500, {"error": "server_error"}), ProviderBroken),
    (reply(503, b"<html>"), ProviderBroken),
    (reply(200, b"<html>"), ProviderBroken),
    (reply(400, b"<html>", content_type="text/html"), ProviderBroken),
    (ConnectFailed("POST /oauth/token", "no"), ConnectFailed),
    (TimedOut("POST /oauth/token", "late"), TimedOut),
]


def aged(minutes: int, text: str = "first", *, of: TokenManager = KEEPER) -> Token:
    """Return a token of an hour's life that was obtained so long ago."""
    return token(text, credential=of.grant.credential, at=NOON - timedelta(minutes=minutes), refresh="theirs")


@pytest.mark.parametrize("token_manager", [KEEPER, ZOOM.token_manager])
@pytest.mark.parametrize(("failure", "kind"), OUTAGES)
def test_an_outage_of_the_login_server_is_typed(
    token_manager: TokenManager, failure: RawReply | ProviderBridgeError, kind: type[ProviderBridgeError]
) -> None:
    """Without a token to go on with, the last of three failures stands; nobody else is held back."""
    script = Script(*[failure] * 5)

    error = raised(script, token_manager.token())

    assert kind is type(error)
    assert len(script.sent) in {1, 3}
    assert len(script.sent) - 1 == len(script.all(Sleep))
    assert [] == script.all(Learn)


def test_an_answer_nested_without_end_is_no_token() -> None:
    """A bug once: such a body broke the JSON parser, and its error came through untyped."""
    assert isinstance(raised(Script(reply(200, b"[" * 99999)), KEEPER.token()), ProviderBroken)


def test_a_token_in_a_refusal_is_not_saved() -> None:
    """An answer that is no success gives no token, whatever it holds."""
    script = Script(reply(400, {"access_token": "second"}))

    assert isinstance(raised(script, KEEPER.token()), Unauthorized)
    assert [] == script.saved


def test_a_failure_of_the_moment_is_waited_out_under_the_lock() -> None:
    """A second try gets the token, and it is saved once."""
    script = Script(reply(503), GOOD)

    assert "second" == script.run(KEEPER.token()).access_token
    assert 1 == script.kinds.count("Exclusive")
    assert 1 == len(script.saved)


@pytest.mark.parametrize(("failure", "kind"), OUTAGES)
def test_a_living_token_is_used_when_an_early_renewal_fails(
    failure: RawReply | ProviderBridgeError, kind: type[ProviderBridgeError]
) -> None:
    """There is time to try again later. A bug once: a used-up quota at the login server was no such case."""
    assert issubclass(kind, ProviderBridgeError)
    script = Script(*[failure] * 5, stored=aged(50))

    assert aged(50) == script.run(KEEPER.token())
    assert [] == script.saved


@pytest.mark.parametrize(("failure", "kind"), OUTAGES)
def test_a_dead_token_is_not_used_when_a_renewal_fails(
    failure: RawReply | ProviderBridgeError, kind: type[ProviderBridgeError]
) -> None:
    """After its end there is nothing to go on with."""
    assert kind is type(raised(Script(*[failure] * 5, stored=aged(60)), KEEPER.token()))


def test_a_token_that_dies_while_renewing_is_tried_is_not_used() -> None:
    """A bug once: whether it still lived was judged by the time before the waiting."""
    hint = reply(429, retry_after="100")
    script = Script(hint, hint, hint, stored=aged(58))

    assert isinstance(raised(script, KEEPER.token()), RateLimited)
    assert NOON + timedelta(seconds=200) == script.now


@pytest.mark.parametrize("token_manager", [KEEPER, ZOOM.token_manager])
@pytest.mark.parametrize("status", [400, 401, 403])
def test_credentials_that_stop_working_show_although_a_token_lives(token_manager: TokenManager, status: int) -> None:
    """A refusal is no outage: it is told at once, though the old token would do for a while."""
    script = Script(reply(status, {"error": "invalid_client"}), stored=aged(50, of=token_manager))

    assert isinstance(raised(script, token_manager.token()), Unauthorized)
    assert 1 == len(script.sent)


def test_a_rejected_token_is_replaced_though_it_seems_fresh() -> None:
    """What the vendor does not accept is not looked up but asked for anew."""
    script = Script(GOOD, stored=aged(1))

    assert "second" == script.run(KEEPER.replace(aged(1))).access_token
    assert ["Exclusive", "Now", "ReadToken", "ReserveToken", "Send", "Now", "SaveToken"] == script.kinds


@pytest.mark.parametrize(("failure", "kind"), OUTAGES)
@pytest.mark.parametrize("minutes", [1, 50])
def test_a_rejected_token_is_never_handed_out_again(
    failure: RawReply | ProviderBridgeError, kind: type[ProviderBridgeError], minutes: int
) -> None:
    """Not even when no other can be had."""
    script = Script(*[failure] * 5, stored=aged(minutes))

    assert kind is type(raised(script, KEEPER.replace(aged(minutes))))


def test_what_another_process_got_replaces_a_rejected_token() -> None:
    """Two who were rejected at once renew once."""
    other = aged(0, "second")
    script = Script(stored=aged(1), durable=other)

    assert other == script.run(KEEPER.replace(aged(1)))
    assert [] == script.sent


@pytest.mark.parametrize("token_manager", [KEEPER, ZOOM.token_manager])
@pytest.mark.parametrize("minutes", [1, 50])
def test_a_token_of_another_account_is_ignored(token_manager: TokenManager, minutes: int) -> None:
    """Neither its access token is handed out, nor its refresh token spent, nor is it a way out in an outage."""
    stranger = token("theirs", credential="other", at=NOON - timedelta(minutes=minutes), refresh="theirs")
    script = Script(GOOD, stored=stranger)

    found = script.run(token_manager.token())

    assert ("second", token_manager.grant.credential) == (found.access_token, found.credential)
    assert b"theirs" not in script.sent[0].body
    assert "theirs" != found.refresh_token
    assert isinstance(raised(Script(*[reply(503)] * 3, stored=stranger), token_manager.token()), ProviderBroken)


def test_fingerprints_tell_credentials_apart() -> None:
    """Where one part ends and the next begins matters; the parts themselves do not show."""
    parts = [("a", "bc"), ("ab", "c"), ("abc",), ("abc", ""), ("", "abc")]

    assert len(parts) == len({fingerprint(*each) for each in parts})
    assert 32 == len(fingerprint("hush"))
    assert "hush" not in fingerprint("hush")
