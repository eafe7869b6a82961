"""Logging a person in at the simulated Zoom: the code, PKCE, the rotating refresh token, and taking it back."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import pytest
from canned import WHO, meaning, reply
from support import opened, unlimited

import provider_bridge as pb
from provider_bridge.config import AccountConfig, load_config, load_for_login
from provider_bridge.core.auth.authorization_code import LoginRequest
from provider_bridge.login import async_finish_login, finish_login, start_login
from provider_bridge.providers.zoom.error_codes import REQUEST_ID
from provider_bridge.providers.zoom.login_errors import refuse_login
from provider_bridge.runners.token_stores import RefreshTokenStore, store_for
from provider_bridge.sandbox import Sandbox

CALLBACK = "http://127.0.0.1:8976/callback"
SECRET = 'client_secret = "sandbox-secret"'


def write(folder: Path, *, changed: tuple[str, str] = ("", "")) -> Path:
    """Write the configuration of an account that a person is to log in to; there is no refresh token yet."""
    path = folder / "bridge.toml"
    path.touch(0o600)
    text = f"""
[accounts.person]
provider = "zoom"
client_id = "sandbox-client"
{SECRET}
refresh_token = {{ file = "refresh" }}
api_url = "http://127.0.0.1/v2"
token_url = "http://127.0.0.1/zoom/oauth/token"
"""
    path.write_text(text.replace(*changed))
    return path


def agree(sandbox: Sandbox, request: LoginRequest) -> str:
    """Do what the person does in a browser; return the address they are sent back to."""
    status, headers, _ = sandbox.handle("GET", request.url, {}, b"")
    assert 302 == status
    return headers["location"]


def finish(face: str, account: AccountConfig, request: LoginRequest, answer: str, sandbox: Sandbox) -> Path:
    """Finish a login on one face."""
    if face == "sync":
        return finish_login(account, request, answer, app=sandbox.handle)

    async def run() -> Path:
        return await async_finish_login(account, request, answer, app=sandbox.handle)

    return anyio.run(run)


def logged_in(face: str, folder: Path, sandbox: Sandbox, *, changed: tuple[str, str] = ("", "")) -> Path:
    """Log a person in and return the configuration."""
    path = write(folder, changed=changed)
    account = load_for_login(path, "person", {})
    request = start_login(account, CALLBACK)
    finish(face, account, request, agree(sandbox, request), sandbox)
    return path


def using(face: str, path: Path, sandbox: Sandbox, use: Callable[[Any], Any]) -> Any:
    """Open the account with the store that its configuration asks for, and use it."""
    accounts = load_config(path, {})
    store = store_for(accounts[0].spec.wire("person", accounts[0].settings, accounts[0].sources))
    with opened(face, sandbox.handle, accounts, store=store) as opened_accounts:
        return use(opened_accounts["person"])


def test_a_person_logs_in(face: str, tmp_path: Path) -> None:
    """Afterwards the file is its owner's alone, and the account is that of the person."""
    sandbox = unlimited()
    path = logged_in(face, tmp_path, sandbox)

    file = tmp_path / "refresh"
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert sandbox.login.zoom_refresh_token == file.read_text().strip()
    assert pb.Identity("zoom", sandbox.world.account_id) == using(face, path, sandbox, lambda each: each.identify())


def test_the_address_holds_the_challenge_and_no_secret(tmp_path: Path) -> None:
    """The browser sees the challenge, not the verifier; the request shows nothing; two logins share no word."""
    account = load_for_login(write(tmp_path), "person", {})
    one, other = (start_login(account, CALLBACK) for _ in range(2))

    fields = parse_qs(urlsplit(one.url).query)
    assert (["code"], ["sandbox-client"], [CALLBACK], ["S256"], [one.state]) == tuple(
        fields[name] for name in ("response_type", "client_id", "redirect_uri", "code_challenge_method", "state")
    )
    assert one.verifier not in one.url
    assert "sandbox-secret" not in one.url
    assert not any(word in repr(one) for word in (one.verifier, one.state, "code_challenge"))
    assert 4 == len({one.state, one.verifier, other.state, other.verifier})


def test_a_public_client_needs_no_secret(face: str, tmp_path: Path) -> None:
    """PKCE alone proves a client that has no secret, at the login and at every renewal."""
    sandbox = unlimited()
    path = write(tmp_path)
    path.write_text(path.read_text().replace(SECRET, "").replace("sandbox-client", "sandbox-public-client"))
    account = load_for_login(path, "person", {})
    request = start_login(account, CALLBACK)
    finish(face, account, request, agree(sandbox, request), sandbox)

    assert sandbox.world.account_id == using(face, path, sandbox, lambda each: each.identify().account)


def test_each_use_leaves_the_successor_in_the_file(face: str, tmp_path: Path) -> None:
    """Zoom replaces the refresh token at every use; the newest is on disk, and works the next time."""
    sandbox = unlimited()
    path = logged_in(face, tmp_path, sandbox)
    seen = {(tmp_path / "refresh").read_text()}
    for _ in range(3):
        using(face, path, sandbox, lambda each: each.identify())
        seen.add((tmp_path / "refresh").read_text())

    assert 4 == len(seen)
    assert sandbox.login.zoom_refresh_token == (tmp_path / "refresh").read_text().strip()


def test_a_spent_refresh_token_asks_for_another_login(face: str, tmp_path: Path) -> None:
    """Whoever holds an older refresh token is told to log in again; no secret is told."""
    sandbox = unlimited()
    path = logged_in(face, tmp_path, sandbox)
    old = (tmp_path / "refresh").read_text()
    using(face, path, sandbox, lambda each: each.identify())
    (tmp_path / "refresh").write_text(old)

    with pytest.raises(pb.Unauthorized, match="log in again with: provider-bridge accounts login") as caught:
        using(face, path, sandbox, lambda each: each.identify())

    assert old.strip() not in f"{caught.value!r}"


# --- what can go wrong with a login ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda good, _: good.replace("state=", "state=x"), "state"),
        (lambda good, _: re.sub(r"&?state=[^&]*", "", good), "state"),
        (lambda good, _: good + "&state=x", "malformed"),
        (lambda good, _: good + "&code=x", "malformed"),
        (lambda _, state: f"{CALLBACK}?state={state}", "malformed"),
        (
            lambda _, state: f"{CALLBACK}?state={state}&error=access_denied&error_description=ada",
            "denied",
        ),
        (lambda _, state: f"{CALLBACK}?state={state}&error=ada%40example.test", "denied"),
        (lambda *_: f"{CALLBACK}?error=access_denied", "state"),
        (lambda *_: "http://[", "malformed"),
        (lambda *_: "", "state"),
    ],
)
def test_an_answer_that_is_no_good(face: str, tmp_path: Path, answer: Callable[[str, str], str], reason: str) -> None:
    """The state is looked at first; nothing is exchanged, nothing is written, and nothing of the answer is told."""
    sandbox = unlimited()
    account = load_for_login(write(tmp_path), "person", {})
    request = start_login(account, CALLBACK)
    good = agree(sandbox, request)

    with pytest.raises(pb.LoginFailed) as caught:
        finish(face, account, request, answer(good, request.state), sandbox)

    assert reason == caught.value.reason
    shown = f"{caught.value}{caught.value!r}{caught.value.__cause__}"
    assert not any(word in shown for word in (request.state, request.verifier, "ada", good.partition("code=")[2][:12]))
    assert not (tmp_path / "refresh").exists()
    assert 0 == sum(count for entry, count in sandbox.log.items() if "token" in entry)


def test_a_code_works_once(face: str, tmp_path: Path) -> None:
    """The second exchange of one code is refused, in words that say what to do."""
    sandbox = unlimited()
    account = load_for_login(write(tmp_path), "person", {})
    request = start_login(account, CALLBACK)
    answer = agree(sandbox, request)
    finish(face, account, request, answer, sandbox)

    with pytest.raises(pb.Unauthorized, match="used before; log in again") as caught:
        finish(face, account, request, answer, sandbox)

    assert "4734" == caught.value.code


def test_a_code_dies_after_five_minutes(face: str, tmp_path: Path) -> None:
    """A person who takes too long begins again."""
    sandbox = unlimited()
    account = load_for_login(write(tmp_path), "person", {})
    request = start_login(account, CALLBACK)
    answer = agree(sandbox, request)
    sandbox.world.offset += 300

    with pytest.raises(pb.Unauthorized, match="older than five minutes"):
        finish(face, account, request, answer, sandbox)


def test_a_stolen_code_is_worth_nothing(face: str, tmp_path: Path) -> None:
    """Without the verifier of the login that was begun, and with another redirect URI, the code is refused."""
    sandbox = unlimited()
    account = load_for_login(write(tmp_path), "person", {})
    request = start_login(account, CALLBACK)
    for changed, words in (
        ({"verifier": "v" * 43}, "not accepted"),
        ({"redirect_uri": "http://x.test/"}, "to the letter"),
    ):
        with pytest.raises(pb.Unauthorized, match=words):
            finish(face, account, replace(request, **changed), agree(sandbox, request), sandbox)
    assert not (tmp_path / "refresh").exists()


def test_an_answer_without_a_refresh_token(tmp_path: Path) -> None:
    """A login that would be over in an hour is none."""
    sandbox = unlimited()
    account = load_for_login(write(tmp_path), "person", {})
    request = start_login(account, CALLBACK)
    answer = agree(sandbox, request)

    with pytest.raises(pb.LoginFailed, match="no refresh token"):
        finish_login(account, request, answer, app=lambda *_: (200, {}, b'{"access_token": "x"}'))


@pytest.mark.parametrize("uri", ["", "callback", "ftp://127.0.0.1/", "http://127.0.0.1/#x", "http:///x"])
def test_a_redirect_uri_that_is_none(tmp_path: Path, uri: str) -> None:
    """It is refused before anybody is sent anywhere."""
    with pytest.raises(pb.InvalidInput):
        start_login(load_for_login(write(tmp_path), "person", {}), uri)


# --- configuration -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (('{ file = "refresh" }', '"inline"\ntoken_file = "t.json"'), "needs a file for its refresh token"),
        (('refresh_token = { file = "refresh" }', 'account_id = "a"'), "logs in by account_id and needs no login"),
        (("/oauth/token", "/oauth/other"), "must end in /token"),
        (('"refresh"', '"nowhere/refresh"'), "nowhere is not there, or cannot be written to"),
    ],
)
def test_an_account_that_cannot_be_logged_in_to(tmp_path: Path, changed: tuple[str, str], words: str) -> None:
    """What is missing for a login is said in one sentence."""
    with pytest.raises(pb.ConfigurationError, match=words):
        start_login(load_for_login(write(tmp_path, changed=changed), "person", {}), CALLBACK)


def test_a_login_that_is_not_there_yet(tmp_path: Path) -> None:
    """Only the login may find no refresh token; an open file and an unknown name are refused there as well."""
    path = write(tmp_path)
    with pytest.raises(pb.MissingCredential):
        load_config(path, {})
    with pytest.raises(pb.ConfigurationError, match="no account is named 'nobody'; there are: person"):
        load_for_login(path, "nobody", {})
    (tmp_path / "refresh").touch(0o644)
    with pytest.raises(pb.MissingCredential, match="chmod 600"):
        load_for_login(path, "person", {})


def test_the_other_accounts_need_not_be_whole(tmp_path: Path) -> None:
    """Of two accounts that nobody logged in to, each can be logged in to first."""
    path = write(tmp_path)
    path.write_text(path.read_text() + path.read_text().replace("person", "other").replace('"refresh"', '"second"'))

    assert ["person", "other"] == [load_for_login(path, name, {}).name for name in ("person", "other")]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"code": "4702"}, "client_secret"),
        ({"error": "invalid_client"}, "client_secret"),
        ({"code": 4709}, "redirect URI"),
        ({"code": 4711}, "scopes"),
        ({"code": 4717}, "switched off"),
        ({"error": "4733"}, "five minutes"),
        ({"error": "invalid_grant", "code": "4734"}, "used before"),
        ({"code": 4735}, "no longer in the account"),
        ({"code": 4737}, "no such login"),
        ({"code": 4738}, "administrator"),
        ({"error": "invalid_request", "reason": f"4740 {WHO}"}, "too often"),
        ({"code": 4741, "message": WHO}, "later login"),
        ({"error": "invalid_grant", "reason": WHO}, "log in again"),
        ({"error": WHO}, "log in again"),
    ],
)
def test_what_the_login_server_means(body: Any, told: str) -> None:
    """Each of Zoom's codes has its own remedy, wherever it stands in the answer."""
    found = meaning(refuse_login, reply(400, body), REQUEST_ID)

    assert isinstance(found, pb.Unauthorized)
    assert told in str(found)


# --- taking it back ----------------------------------------------------------------------------------------


def test_a_login_is_taken_back(face: str, tmp_path: Path) -> None:
    """Zoom forgets the newest refresh token, the file is gone, and the account says that nobody is logged in."""
    sandbox = unlimited()
    path = logged_in(face, tmp_path, sandbox)

    def use(account: Any) -> None:
        account.identify()
        account.revoke()
        assert "" == sandbox.login.zoom_refresh_token
        assert not (tmp_path / "refresh").exists()
        with pytest.raises(pb.MissingCredential):
            account.identify()

    using(face, path, sandbox, use)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((400, {}, b'{"reason": "Invalid Token!", "error": "invalid_request"}'), pb.Unauthorized),
        ((200, {}, b'{"status": "failure"}'), pb.ProviderBroken),
        ((200, {}, b""), pb.ProviderBroken),
        ((200, {"content-type": "text/html"}, b"<html>"), pb.ProviderBroken),
        ((500, {}, b""), pb.ProviderBroken),
    ],
)
def test_a_revocation_that_is_not_confirmed(face: str, tmp_path: Path, answer: Any, kind: type[Exception]) -> None:
    """Unless Zoom says success the stored token stays, so that it can be tried again; nobody is told it is gone."""
    sandbox = unlimited()
    path = logged_in(face, tmp_path, sandbox)
    handle = sandbox.handle
    sandbox.handle = lambda *args: answer if "revoke" in args[1] else handle(*args)  # type: ignore[method-assign]

    with pytest.raises(kind):
        using(face, path, sandbox, lambda each: each.revoke())

    assert sandbox.login.zoom_refresh_token == (tmp_path / "refresh").read_text().strip()


def test_an_account_that_is_opened_read_only_keeps_its_login(face: str, tmp_path: Path) -> None:
    """Taking the login back would lock out every program that uses it, so read-only refuses it."""
    sandbox = unlimited()
    path = logged_in(face, tmp_path, sandbox)
    path.write_text(path.read_text() + "read_only = true\n")

    with pytest.raises(pb.ConfigurationError, match="read-only"):
        using(face, path, sandbox, lambda each: each.revoke())

    assert 0 == sandbox.log["POST /zoom/oauth/revoke 200"]


def test_a_server_to_server_token_is_taken_back(face: str) -> None:
    """The token in store dies, and the next call gets another."""
    from support import sandbox_opened

    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        account = accounts["sandbox-zoom"]
        account.revoke()  # nothing is there yet, and nothing is sent
        assert {} == dict(sandbox.log)
        list(account.directory.groups.list())
        account.revoke()
        assert 1 == sandbox.log["POST /zoom/oauth/revoke 200"]
        assert list(account.directory.groups.list())
    assert 2 == sandbox.log["POST /zoom/oauth/token 200"]


def test_a_new_login_over_an_old_one(tmp_path: Path) -> None:
    """A second login replaces the file whole, and what was stored for the first is not taken for the second's."""
    sandbox = unlimited()
    path = logged_in("sync", tmp_path, sandbox)
    path.write_text(path.read_text() + 'token_file = "token.json"\n')
    using("sync", path, sandbox, lambda each: each.identify())
    account = load_for_login(path, "person", {})
    request = start_login(account, CALLBACK)
    finish_login(account, request, agree(sandbox, request), app=sandbox.handle)

    assert sandbox.login.zoom_refresh_token == (tmp_path / "refresh").read_text().strip()
    assert sandbox.world.account_id == using("sync", path, sandbox, lambda each: each.identify().account)
    assert RefreshTokenStore(tmp_path / "refresh", "x").read(durable=True) is not None
