"""What goes wrong outside: every failure ends with one clear sentence, its exit code, and nothing leaked."""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from support import no_brakes
from typer.testing import CliRunner, Result
from vendors import PERSON, SECRET, Answer, Change, Vendor, serving

from provider_bridge.cli.app import app
from provider_bridge.core import retry
from provider_bridge.sandbox import Sandbox

HTML = {"content-type": "text/html"}, f"<html><p>Dear {PERSON}, sign in</p></html>".encode()
ZOOM, WEBINAR, MEETING = "sandbox-zoom", "sandbox-webinar", "sandbox-meeting"
ALL = [ZOOM, WEBINAR, MEETING]


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Generator[Vendor]:
    """Serve a vendor, let nobody wait for an attempt or a budget, and see that nothing leaks into the log."""
    monkeypatch.setattr(retry._Wait, "__call__", lambda *_: 0.0)
    no_brakes(monkeypatch)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("PROVIDER_BRIDGE_DEBUG", raising=False)
    caplog.set_level(logging.DEBUG)
    with serving() as server:
        yield server
    logged = "\n".join(record.getMessage() for record in caplog.get_records("call"))
    assert [] == [leak for leak in server.leaks if leak in logged]


def verify(folder: Path, vendor: Vendor, swap: tuple[str, str] = ("", ""), *accounts: str) -> Result:
    """Run the command against a vendor, with a piece of the configuration changed, and see that nothing leaks."""
    config = folder / "bridge.toml"
    config.touch(0o600)
    config.write_text(vendor.sandbox.config(vendor.base).replace(*swap))
    only = [argument for name in accounts for argument in ("--account", name)]
    result = CliRunner().invoke(app, ["verify", "--config", str(config), "--format", "json", *only])
    assert isinstance(result.exception, SystemExit | None)
    assert [] == [leak for leak in (*vendor.leaks, "Traceback") if leak in result.stdout + result.stderr]
    return result


def said(result: Result) -> dict[str, str]:
    """Return the one sentence said of each account; nothing else may have been said."""
    lines = result.stderr.splitlines()
    found = [re.fullmatch(r"error: account ([\w-]+)( could not be verified)?: (.+)", line) for line in lines]
    sentences = {match[1]: match[3] for match in found if match}
    assert len(lines) == len(sentences), result.stderr
    return sentences


def refusal(status: int, **fields: object) -> Answer:
    """Return an error answer that names a person wherever vendors put sentences."""
    names = ("message", "msg", "reason", "description", "error_description", "code", "error")
    return status, {"content-type": "application/json"}, json.dumps(dict.fromkeys(names, PERSON) | fields).encode()


def api(answer: Answer) -> Change:
    """Give this answer to every call of an API."""
    return lambda path: None if "oauth" in path else answer


def login(answer: Answer) -> Change:
    """Give this answer to every request for a token."""
    return lambda path: answer if "oauth" in path else None


def test_a_wrong_secret(tmp_path: Path, vendor: Vendor) -> None:
    """Each account says that its client is not accepted; the secret is not shown."""
    result = verify(tmp_path, vendor, ("sandbox-secret", SECRET))

    assert 3 == result.exit_code
    assert ALL == list(said(result))
    assert all("client_id or client_secret is not accepted" in sentence for sentence in said(result).values())


def test_a_wrong_account_id(tmp_path: Path, vendor: Vendor) -> None:
    """The account whose id is wrong fails alone."""
    result = verify(tmp_path, vendor, ('account_id = "', 'account_id = "x'))

    assert 3 == result.exit_code
    assert [ZOOM] == list(said(result))
    assert "account_id is not accepted" in said(result)[ZOOM]


def test_a_missing_scope_is_named(tmp_path: Path, vendor: Vendor) -> None:
    """A scope that the app lacks is named on stderr, and in the report."""
    vendor.sandbox = Sandbox(limits=False, users=4, scenario="forbidden")

    result = verify(tmp_path, vendor)

    assert 4 == result.exit_code
    assert [ZOOM] == list(said(result))
    assert "the token lacks the scope account:read:lock_settings:admin" in said(result)[ZOOM]
    assert "account:read:lock_settings:admin" in result.stdout


@pytest.mark.parametrize(
    ("change", "exit_code", "words"),
    [
        (api((200, *HTML)), 4, "a web page instead of data"),
        (login((200, *HTML)), 4, "something that is no token"),
        (login(refusal(429)), 4, "too many calls at once"),
        (api(refusal(429)), 4, "too many calls at once"),
        (login((429, {"retry-after": "3600"}, b"")), 6, "quota is used up until"),
        (api((200, {}, b'{"id": "12", "users": [{"email": "' + PERSON.encode())), 4, "unexpected shape"),
        (
            api((200, {"content-length": "99"}, b'{"id": "12", "in_meeting": {')),
            4,
            r"the connection to 127\.0\.0\.1:\d+ broke",
        ),
        (login((200, {}, b'{"access_token": "' + SECRET.encode())), 4, "something that is no token"),
        (api(refusal(500)), 4, "server failed"),
        (login(refusal(500)), 4, "login server failed"),
        (login(refusal(400)), 3, "not accepted"),
        (api((200, {}, b"")), 4, "unexpected shape .*empty"),
        (api((302, {"location": "http://["}, b"")), 4, "a redirect to no valid address"),
    ],
    ids=[
        "web-page-api",
        "web-page-login",
        "throttled-login",
        "throttled-api",
        "quota-login",
        "truncated-json",
        "truncated-answer",
        "truncated-token",
        "broken-api",
        "broken-login",
        "refused-login",
        "empty-api",
        "redirect-to-nowhere",
    ],
)
def test_a_vendor_that_fails(tmp_path: Path, vendor: Vendor, change: Change, exit_code: int, words: str) -> None:
    """Each account says in one sentence what its vendor did, and nothing of what the vendor wrote."""
    vendor.change = change

    result = verify(tmp_path, vendor)

    assert exit_code == result.exit_code
    assert ALL == list(said(result))
    assert all(re.search(words, sentence) for sentence in said(result).values())
    assert {"unknown"} == {check["verdict"] for check in json.loads(result.stdout)["checks"]}


@pytest.mark.parametrize("where", [api, login])
def test_a_redirect_to_another_host_is_not_followed(
    tmp_path: Path, vendor: Vendor, where: Callable[[Answer], Change]
) -> None:
    """Neither the bearer nor the client's secret goes anywhere but where the configuration says."""
    with serving() as other:
        location = other.base.replace("//", "//ada.sentinel%40example.test@") + f"/caught?who={PERSON}"
        vendor.change = where((307, {"location": location}, b""))

        result = verify(tmp_path, vendor)

        assert [] == other.asked
    assert 4 == result.exit_code
    assert ALL == list(said(result))


def test_an_unreachable_host(tmp_path: Path, vendor: Vendor) -> None:
    """A port that nobody listens on is a host that could not be reached."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}"

    result = verify(tmp_path, vendor, (vendor.base, closed))

    assert 4 == result.exit_code
    assert ALL == list(said(result))
    assert all("could not connect to 127.0.0.1" in sentence for sentence in said(result).values())


@pytest.mark.parametrize(
    ("swap", "words"),
    [
        (('"zoom"', '"teams"'), "line 2: accounts.sandbox-zoom.provider: no provider is named 'teams'"),
        (('"zoom"', '"zoom'), r"is not valid TOML: .* \(at line 2, column \d+\)"),
        (('"sandbox-secret"', '{ file = "open" }'), "line 5: .*open can be read by others; .*chmod 600"),
        (("/v2", "/v2?page=1"), "line 8: accounts.sandbox-zoom.api_url must be an https URL"),
    ],
    ids=["provider", "toml", "open-secret", "url"],
)
def test_a_configuration_that_cannot_be_used(tmp_path: Path, vendor: Vendor, swap: tuple[str, str], words: str) -> None:
    """A mistake in the configuration is one sentence with its place, and nothing is sent."""
    (tmp_path / "open").write_text(SECRET)
    (tmp_path / "open").chmod(0o640)

    result = verify(tmp_path, vendor, swap)

    assert 3 == result.exit_code
    assert "" == result.stdout
    assert re.fullmatch(rf"error: .*bridge\.toml.*{words}.*\n", result.stderr)
    assert [] == vendor.asked


def test_an_account_whose_name_looks_like_markup(tmp_path: Path, vendor: Vendor) -> None:
    """The table shows an account's name as it is, though it looks like the table's own markup."""
    config = tmp_path / "bridge.toml"
    config.touch(0o600)
    config.write_text(vendor.sandbox.config(vendor.base).replace("accounts.sandbox-meeting", 'accounts."[/red]"'))

    result = CliRunner().invoke(app, ["verify", "--config", str(config), "--account", "[/red]"])

    assert 0 == result.exit_code
    assert "[/red]" in result.stdout


def test_an_account_that_may_not_say_who_it_is_is_still_verified(tmp_path: Path, vendor: Vendor) -> None:
    """A token without any right leaves Zoom and GoToWebinar unknown; GoToMeeting has nothing that could be read."""
    vendor.change = api(refusal(403, code=200, errorCode="Forbidden"))

    result = verify(tmp_path, vendor)

    assert 4 == result.exit_code
    assert ALL[:2] == list(said(result))
    assert all(re.search("(no permission|no right)", sentence) for sentence in said(result).values())
    report = json.loads(result.stdout)
    assert ["not_offered"] == [each["verdict"] for each in report["checks"] if each["provider"] == "gotomeeting"]
    assert [None, None] == [each["identity"] for each in report["accounts"][1:]]
