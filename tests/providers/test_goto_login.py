"""Logging a person in at the simulated GoTo, what its refresh answers leave out, and taking the login back."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import pytest
from support import opened, sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.config import load_config, load_for_login
from provider_bridge.login import async_finish_login, finish_login, start_login
from provider_bridge.runners.token_stores import store_for
from provider_bridge.sandbox import Sandbox

CALLBACK = "http://127.0.0.1:8976/callback"
PRODUCTS = {"gotowebinar": "/G2W/rest/v2", "gotomeeting": "/G2M/rest"}
Answer = tuple[int, dict[str, str], bytes]


def write(folder: Path, product: str = "gotowebinar", more: str = "") -> Path:
    """Write the configuration of an account that a person is to log in to; there is no refresh token yet."""
    path = folder / "bridge.toml"
    path.touch(0o600)
    path.write_text(
        f"""
[accounts.person]
provider = "{product}"
client_id = "sandbox-client"
client_secret = "sandbox-secret"
refresh_token = {{ file = "refresh" }}
api_url = "http://127.0.0.1{PRODUCTS[product]}"
token_url = "http://127.0.0.1/goto/oauth/token"
{more}
"""
    )
    return path


def logged_in(face: str, path: Path, sandbox: Sandbox) -> Path:
    """Log a person in, and return the file of the refresh token."""
    account = load_for_login(path, "person", {})
    request = start_login(account, CALLBACK)
    status, headers, _ = sandbox.handle("GET", request.url, {}, b"")
    assert 302 == status
    if face == "sync":
        return finish_login(account, request, headers["location"], app=sandbox.handle)

    async def run() -> Path:
        return await async_finish_login(account, request, headers["location"], app=sandbox.handle)

    return anyio.run(run)


def using(face: str, path: Path, sandbox: Sandbox, use: Callable[[Any], Any]) -> Any:
    """Open the account with the store that its configuration asks for, and use it."""
    accounts = load_config(path, {})
    store = store_for(accounts[0].spec.wire("person", accounts[0].settings, accounts[0].sources))
    with opened(face, sandbox.handle, accounts, store=store) as opened_accounts:
        return use(opened_accounts["person"])


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_person_logs_in(face: str, tmp_path: Path, product: str) -> None:
    """Authorization code with PKCE; the file is its owner's alone, and the account is the person's."""
    sandbox = unlimited()
    path = write(tmp_path, product)
    file = logged_in(face, path, sandbox)

    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert file.read_text().strip() in sandbox.login.refresh_tokens
    found = using(face, path, sandbox, lambda each: each.identify())
    assert pb.Identity(product, sandbox.world.organizer_key) == found


def test_the_address_holds_the_challenge_and_no_secret(tmp_path: Path) -> None:
    """What the browser sees is a challenge of S256, and no scope: then GoTo grants every one the client has."""
    request = start_login(load_for_login(write(tmp_path), "person", {}), CALLBACK)

    fields = parse_qs(urlsplit(request.url).query)
    assert {"response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"} == set(
        fields
    )
    assert ["S256"] == fields["code_challenge_method"]
    assert request.verifier not in request.url
    assert "sandbox-secret" not in request.url


def test_trap_02_a_refresh_without_a_new_token_keeps_the_old_one(face: str, tmp_path: Path) -> None:
    """The usual answer to a refresh has no refresh token: the file stays as it is, and works the next time."""
    sandbox = unlimited()
    path = write(tmp_path)
    file = logged_in(face, path, sandbox)
    first = file.read_text()
    for _ in range(3):
        using(face, path, sandbox, lambda each: each.identify())

    assert first == file.read_text()
    sandbox.login.rotate = True
    using(face, path, sandbox, lambda each: each.identify())
    assert first != file.read_text()
    assert file.read_text().strip() in sandbox.login.refresh_tokens


def test_trap_03_the_token_names_no_keys(face: str) -> None:
    """Neither key comes with a token: SCIM is asked, and the Admin API where SCIM refuses."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        assert sandbox.world.organizer_key == accounts["sandbox-webinar"].identify().account

    def without_scim(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/identity/" in url:
            return 401, {}, b""
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, without_scim) as accounts:
        assert sandbox.world.organizer_key == accounts["sandbox-webinar"].identify().account
    assert sandbox.log["GET /admin/rest/v1/me 200"]


def test_trap_01_an_expired_token_is_a_403(face: str) -> None:
    """It is renewed once, and the call is made again; a 403 that is none about the token ends in ``Forbidden``."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        account = accounts["sandbox-webinar"]
        account.attention.read()
        sandbox.login.expire()
        account.attention.read()
    assert 1 == sandbox.log["GET /G2W/rest/v2/organizers/{organizerKey}/sessions 403"]
    assert 2 == sandbox.log["POST /goto/oauth/token 200"]


@pytest.mark.parametrize(
    "body", [b'{"int_err_code":"InvalidToken","msg":"Invalid token passed"}', b"", b'{"errorCode":"AccessDenied"}']
)
def test_trap_01_a_token_is_renewed_once_and_no_more(face: str, body: bytes) -> None:
    """Where the renewed token is refused as well, the answer is classified: no endless loop of tokens."""
    sandbox = unlimited()
    asked: list[str] = []

    def refusing(method: str, url: str, headers: dict[str, str], sent: bytes) -> Answer:
        if "/Users/me" in url or "/admin/" in url:
            asked.append(url)
            return 403, {}, body
        return sandbox.handle(method, url, headers, sent)

    with sandbox_opened(face, sandbox, refusing) as accounts:
        with pytest.raises((pb.Unauthorized, pb.Forbidden)):
            accounts["sandbox-webinar"].identify()

    about_the_token = b"AccessDenied" not in body
    assert 2 * (1 + about_the_token) == len(asked)  # SCIM, then the Admin API


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_login_is_taken_back(face: str, tmp_path: Path, product: str) -> None:
    """GoTo forgets the refresh token, the file is gone, and the account says that nobody is logged in."""
    sandbox = unlimited()
    path = write(tmp_path, product)
    file = logged_in(face, path, sandbox)
    kept = file.read_text().strip()

    def use(account: Any) -> None:
        account.identify()
        account.revoke()
        assert kept not in sandbox.login.refresh_tokens
        assert not file.exists()
        with pytest.raises(pb.MissingCredential):
            account.identify()

    using(face, path, sandbox, use)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((401, {}, b'{"error": "invalid_client"}'), pb.Unauthorized),
        ((200, {"content-type": "text/html"}, b"<html>"), pb.ProviderBroken),
        ((404, {}, b""), pb.Unauthorized),
        ((500, {}, b""), pb.ProviderBroken),
    ],
)
def test_a_revocation_that_is_not_confirmed(face: str, tmp_path: Path, answer: Any, kind: type[Exception]) -> None:
    """Unless GoTo accepts it the stored token stays, so that it can be tried again."""
    sandbox = unlimited()
    path = write(tmp_path)
    file = logged_in(face, path, sandbox)
    handle = sandbox.handle
    sandbox.handle = lambda *args: answer if "revoke" in args[1] else handle(*args)  # type: ignore[method-assign]

    with pytest.raises(kind):
        using(face, path, sandbox, lambda each: each.revoke())

    assert file.read_text().strip() in sandbox.login.refresh_tokens


def test_trap_33_read_only_keeps_the_login_and_every_object(face: str, tmp_path: Path) -> None:
    """One scope opens reads and deletes alike, so the guard is ours: it refuses before anything is sent."""
    sandbox = unlimited()
    path = write(tmp_path, more="read_only = true")
    logged_in(face, path, sandbox)

    with pytest.raises(pb.ConfigurationError, match="read-only"):
        using(face, path, sandbox, lambda each: each.revoke())

    assert 0 == sandbox.log["POST /goto/oauth/revoke 200"]


def test_a_personal_access_token_needs_no_login(tmp_path: Path) -> None:
    """It is said which key to write instead."""
    path = write(tmp_path)
    path.write_text(path.read_text().replace('refresh_token = { file = "refresh" }', 'personal_access_token = "p"'))

    with pytest.raises(pb.ConfigurationError, match="personal_access_token"):
        start_login(load_for_login(path, "person", {}), CALLBACK)


def test_a_token_url_that_cannot_be_understood(tmp_path: Path) -> None:
    """Where the token's address is called otherwise, the person's is not known."""
    path = write(tmp_path)
    path.write_text(path.read_text().replace("/goto/oauth/token", "/goto/oauth/other"))

    with pytest.raises(pb.ConfigurationError, match="must end in /token"):
        start_login(load_for_login(path, "person", {}), CALLBACK)


def test_the_answer_to_a_login_is_read_as_documented(face: str, tmp_path: Path) -> None:
    """A life that comes as text is understood; of ``principal``, which is an address, nothing is kept."""
    sandbox = unlimited()
    handle = sandbox.handle

    def textual(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answer_headers, answer = handle(method, url, headers, body)
        if "oauth/token" in url and status == 200:
            answer_headers.pop("content-length", None)
            answer = json.dumps(json.loads(answer) | {"expires_in": "3600"}).encode()
        return status, answer_headers, answer

    sandbox.handle = textual  # type: ignore[method-assign]
    path = write(tmp_path, more='token_file = "token.json"')
    logged_in(face, path, sandbox)
    using(face, path, sandbox, lambda each: each.identify())

    assert "example.test" not in (tmp_path / "token.json").read_text()
