"""A login that is not lost: what a login server answers to a refresh token, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from canned import Script, raised, reply, token
from support import NOON

from provider_bridge.core.calls import RawReply
from provider_bridge.core.steps import ReserveToken
from provider_bridge.core.tokens import Token
from provider_bridge.errors import ProviderBroken, StateError, Unauthorized
from provider_bridge.providers.goto import GoToSettings, wire_up

KEEPER = wire_up(
    "g",
    GoToSettings.model_validate(
        {"provider": "gotowebinar", "client_id": "id", "client_secret": "hush", "refresh_token": "seed"}
    ),
    {"refresh_token": "file"},
    "gotowebinar",
    "/G2W/rest/v2",
).exchange.token_manager


def answer(**fields: Any) -> RawReply:
    """Return a token answer."""
    return reply(body={"access_token": "second", "token_type": "Bearer", "expires_in": 3600, **fields})


def aged(minutes: int, *, refresh: str) -> Token:
    """Return a token of an hour's life that was obtained so long ago."""
    return token("first", credential=KEEPER.grant.credential, at=NOON - timedelta(minutes=minutes), refresh=refresh)


UNFIT = [" ", "\t \n", "a\nb", "a\0b", "\ud800", "é", "R" * 1_000_000, 5, True, ["x"], {"x": 1}]


@pytest.mark.parametrize("sent", UNFIT, ids=lambda sent: repr(sent)[:12])
def test_a_next_refresh_token_that_cannot_be_kept_never_takes_the_place_of_a_good_one(sent: object) -> None:
    """The bugs: a blank one overwrote the good one, half a character ended in a raw error that held the token."""
    script = Script(answer(refresh_token=sent), stored=aged(61, refresh="good"))

    error = raised(script, KEEPER.token())

    assert isinstance(error, ProviderBroken)
    assert "cannot be used or kept" in str(error)
    assert [] == script.saved
    assert not isinstance(sent, str) or sent.isspace() or sent not in f"{error}{error!r}{error.__context__}"


def test_blanks_around_a_refresh_token_are_none_of_it() -> None:
    """What is written is what is read, and what is sent the next time."""
    script = Script(answer(refresh_token=" rotated \r\n"), answer())

    assert "rotated" == script.run(KEEPER.token()).refresh_token


@pytest.mark.parametrize("kind", ["mac", "DPoP", "N_A", "", 5, None, ["bearer"]])
def test_a_token_that_is_no_bearer_is_not_used_as_one(kind: object) -> None:
    """The bug: any type was sent as a bearer. https://www.rfc-editor.org/rfc/rfc6749#section-7.1"""
    script = Script(answer(token_type=kind))

    error = raised(script, KEEPER.token())

    assert "of a type other than bearer" in str(error)
    assert [] == script.saved


@pytest.mark.parametrize("kind", ["bearer", "Bearer", "BEARER"])
def test_a_bearer_is_one_however_it_is_spelled(kind: str) -> None:
    """Its type is told without regard to case, or not at all."""
    assert "second" == Script(answer(token_type=kind)).run(KEEPER.token()).access_token
    assert "second" == Script(reply(body={"access_token": "second"})).run(KEEPER.token()).access_token


@pytest.mark.parametrize("wrong", [{"token_type": "mac"}, {"access_token": "a\nb"}, {"access_token": "x" * 100_000}])
def test_the_next_refresh_token_is_kept_though_the_access_token_is_no_good(wrong: dict[str, Any]) -> None:
    """The one before it is spent, so the next try has to send the next one."""
    script = Script(answer(refresh_token="rotated", **wrong), answer(), stored=aged(61, refresh="good"))

    assert isinstance(raised(script, KEEPER.token()), ProviderBroken | Unauthorized)
    assert ["rotated"] == [each.refresh_token for each in script.saved]

    assert "second" == script.run(KEEPER.token()).access_token
    assert b"refresh_token=rotated" in script.sent[1].body


def test_nothing_is_kept_of_an_error() -> None:
    """A refusal that has the names of a token answer is none."""
    script = Script(reply(body={"error": "invalid_grant", "refresh_token": "rotated"}), stored=aged(61, refresh="good"))

    raised(script, KEEPER.token())

    assert [] == script.saved


def test_no_refresh_token_is_spent_whose_successor_could_not_be_kept() -> None:
    """The bug: the login server was asked first, and the new token was thrown away."""

    class Full(Script):
        def __call__(self, step: Any) -> Any:
            return StateError("refresh cannot be written") if isinstance(step, ReserveToken) else super().__call__(step)

    script = Full(answer(refresh_token="rotated"), stored=aged(61, refresh="good"))

    assert isinstance(raised(script, KEEPER.token()), StateError)
    assert [] == script.sent


@pytest.mark.parametrize("name", ["scope", "api_url"])
def test_an_absurd_text_beside_a_token_is_not_kept(name: str) -> None:
    """The token is; what is not kept counts as not told."""
    assert "" == getattr(Script(answer(**{name: "x" * 1_000_000})).run(KEEPER.token()), name)
