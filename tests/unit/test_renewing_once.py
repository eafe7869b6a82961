"""What failed at the login server is not started over by the call that needed the token."""

from __future__ import annotations

from dataclasses import replace

import pytest
from canned import GOTO, USER, ZOOM, raised, reply, script, token

from provider_bridge.core.auth.token_manager import TokenManager
from provider_bridge.core.exchange import Exchange
from provider_bridge.core.tokens import RefreshGrant
from provider_bridge.errors import ProviderBridgeError, ProviderBroken, RateLimited, TimedOut


@pytest.mark.parametrize("exchange", [ZOOM, GOTO])
@pytest.mark.parametrize(("status", "kind"), [(429, RateLimited), (503, ProviderBroken)])
def test_a_login_server_that_fails_is_asked_three_times_and_no_more(
    exchange: Exchange, status: int, kind: type[ProviderBridgeError]
) -> None:
    """The bug: a call retried five times what the login had already retried three times."""
    run = script(exchange, *[reply(status)] * 15)
    run.stored = run.durable = None

    error = raised(run, exchange.run(USER))

    assert isinstance(error, kind)
    assert error.final
    assert 3 == len(run.sent)


def test_a_refresh_token_is_not_sent_twice_when_nobody_answered() -> None:
    """The bug: after a timeout the same refresh token went out again, though it may have been spent."""
    grant = RefreshGrant("goto", "https://login.example/token", "id", "hush", "seed")
    exchange = replace(GOTO, token_manager=TokenManager("POST /oauth/token", grant, GOTO.token_manager.refuse))
    run = script(exchange, TimedOut("POST /oauth/token", "no answer"), reply(body={"access_token": "x"}))
    run.stored = run.durable = token(minutes=-60, credential=grant.credential, refresh="spent")

    error = raised(run, exchange.run(USER))

    assert isinstance(error, TimedOut)
    assert 1 == len(run.sent)


def test_a_request_id_that_is_no_plain_word_is_not_shown() -> None:
    """The bug: whatever stood in the request id header went into logs and reports."""
    run = script(ZOOM, reply(body={"users": []}, x_zm_trackingid="ada@example.test"))

    assert "" == run.run(ZOOM.run(USER)).request_id
