"""The pure half of a login: what goes to the browser, and what may come back."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from canned import Script, reply
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from provider_bridge.core.auth.authorization_code import LoginServer, finish, read_callback, start
from provider_bridge.errors import ConnectFailed, InvalidInput, LoginFailed, TimedOut
from provider_bridge.providers.zoom.login_errors import refuse_login

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # of RFC 7636, appendix B
STATE = "s" * 43
SERVER = LoginServer("zoom", "https://v.test/oauth/authorize", "https://v.test/oauth/token", "id", refuse_login, "hush")
REQUEST = start(SERVER, "https://me.test/back?a=b", state=STATE, verifier=VERIFIER)
BACK = "https://me.test/back?a=b&"
GOOD = {"access_token": "x", "refresh_token": "y", "expires_in": "3599"}


def test_the_challenge_is_that_of_the_rfc() -> None:
    """The challenge of the RFC's own verifier is the RFC's own challenge."""
    fields = parse_qs(urlsplit(REQUEST.url).query)

    assert ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"] == fields["code_challenge"]
    assert ["https://me.test/back?a=b"] == fields["redirect_uri"]


@pytest.mark.parametrize("word", ["", "s" * 42, "s" * 129, "s" * 42 + " ", "s" * 42 + "ü", STATE])
def test_words_that_are_not_random_enough(word: str) -> None:
    """Short words, other letters, and one word for both uses are refused."""
    with pytest.raises(InvalidInput):
        start(SERVER, "https://me.test/back", state=STATE, verifier=word)


@given(st.text())
def test_only_the_very_state_is_accepted(state: str) -> None:
    """Whatever else comes as the state, the code is not looked at."""
    answer = BACK + urlencode({"code": "c", "state": state}, errors="surrogatepass")

    if state == STATE:
        assert SecretStr("c") == read_callback(REQUEST, SecretStr(answer))
    else:
        with pytest.raises(LoginFailed) as caught:
            read_callback(REQUEST, SecretStr(answer))
        assert "state" == caught.value.reason


@given(st.text(), st.text())
def test_no_answer_is_a_fault_of_ours(text: str, query: str) -> None:
    """Anything that is pasted is an answer with a code, or a typed error."""
    for answer in (text, f"{BACK}{query}", f"{BACK}state={STATE}&{query}"):
        with suppress(LoginFailed):
            assert SecretStr("") != read_callback(REQUEST, SecretStr(answer))


def test_the_exchange() -> None:
    """The code goes to the login server alone, with the verifier, and the client's secret is in the header."""
    script = Script(reply(body=GOOD))

    token = script.run(finish(SERVER, REQUEST, SecretStr(f"{BACK}code=c0de&state={STATE}")))

    (request,) = script.sent
    fields = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    assert {
        "grant_type": "authorization_code",
        "code": "c0de",
        "redirect_uri": REQUEST.redirect_uri,
        "code_verifier": VERIFIER,
    } == fields
    assert SERVER.token_url == request.url
    assert "Basic aWQ6aHVzaA==" == request.headers["Authorization"]
    assert ("x", "y", []) == (token.access_token, token.refresh_token, script.saved)
    assert not any(word in repr(request) + repr(token) for word in ("c0de", VERIFIER, "hush"))


def test_a_public_client_names_itself_and_sends_no_secret() -> None:
    """Without a secret there is no Basic header, and the client's id stands in the form."""
    public = LoginServer("zoom", SERVER.authorize_url, SERVER.token_url, "id", refuse_login)
    script = Script(reply(body=GOOD))

    script.run(finish(public, REQUEST, SecretStr(f"{BACK}code=c&state={STATE}")))

    assert "Authorization" not in script.sent[0].headers
    assert b"client_id=id" in script.sent[0].body


def test_a_code_that_may_be_spent_is_not_sent_again() -> None:
    """When nobody answered the code may be used up; when nothing was sent it is tried again."""
    spent = Script(TimedOut("POST /oauth/token", "no answer"), reply(body=GOOD))
    with pytest.raises(TimedOut):
        spent.run(finish(SERVER, REQUEST, SecretStr(f"{BACK}code=c&state={STATE}")))
    assert 1 == len(spent.sent)

    away = Script(ConnectFailed("POST /oauth/token", "away"), reply(body=GOOD))
    assert "x" == away.run(finish(SERVER, REQUEST, SecretStr(f"{BACK}code=c&state={STATE}"))).access_token


def test_half_a_character_in_what_came_back_is_no_fault_of_ours() -> None:
    """A bug once: an address with one ended in an error that is none of ours and holds the code."""
    for answer in (f"{BACK}code=c&state=\udcff", f"{BACK}code=\ud800&state={STATE}", "https://[::x]/?code=c"):
        with pytest.raises(LoginFailed) as caught:
            read_callback(REQUEST, SecretStr(answer))
        assert caught.value.__context__ is None
