"""``provider-bridge accounts check``: what is granted, what is missing, and that silence is never fine."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from vendors import Vendor, serving

from provider_bridge.cli.app import app
from provider_bridge.core import retry
from provider_bridge.sandbox import Sandbox

NAMES = ["sandbox-zoom", "sandbox-webinar", "sandbox-meeting"]


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Generator[Vendor]:
    """Serve a vendor, and let nobody wait between attempts."""
    monkeypatch.setattr(retry._Wait, "__call__", lambda *_: 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


def check(*arguments: str) -> Result:
    """Run the command in this process."""
    result = CliRunner().invoke(app, ["accounts", "check", *arguments])
    assert isinstance(result.exception, SystemExit | None)
    return result


def on(vendor: Vendor, folder: Path, swap: tuple[str, str] = ("", ""), *arguments: str) -> tuple[Result, Any]:
    """Run the command against a served vendor; return its outcome and its JSON, having seen that nothing leaks."""
    config = folder / "bridge.toml"
    config.touch(0o600)
    config.write_text(vendor.sandbox.config(vendor.base).replace(*swap))
    result = check("--config", str(config), "--format", "json", *arguments)
    assert [] == [leak for leak in (*vendor.leaks, "Traceback") if leak in result.stdout + result.stderr]
    return result, json.loads(result.stdout or "null")


def test_everything_is_granted() -> None:
    """In the compliant sandbox every account logs in, says whose it is, and may do all there is."""
    result = check("--sandbox", "--format", "json")
    tree = json.loads(result.stdout)

    assert (0, "", 0, "provider-bridge/accounts-check/1") == (
        result.exit_code,
        result.stderr,
        tree["exit_code"],
        tree["schema"],
    )
    assert NAMES == [each["name"] for each in tree["accounts"]]
    assert {"ok"} == {each["login"] for each in tree["accounts"]}
    assert {"ok"} == {row["state"] for each in tree["accounts"] for row in each["operations"]}
    assert all(each["identity"] and each["scopes"] for each in tree["accounts"])


def test_a_missing_scope_is_named_with_what_to_tick() -> None:
    """A scope that is not granted makes the exit code 4, in the JSON and in the table."""
    tree = json.loads(check("--sandbox", "--scenario", "forbidden", "--format", "json").stdout)
    table = check("--sandbox", "--scenario", "forbidden")

    (missing,) = [row for each in tree["accounts"] for row in each["operations"] if row["state"] != "ok"][:1]
    assert ("attention.read", "missing") == (missing["operation"], missing["state"])
    assert "account:read:lock_settings:admin" in [each["scope"] for each in missing["missing"]]
    assert (4, 4) == (tree["exit_code"], table.exit_code)
    assert "account:read:lock_settings:admin" in table.stdout
    assert [4, 0, 0] == [each["exit_code"] for each in tree["accounts"]]


def test_one_account_alone() -> None:
    """Only the accounts that are named are checked, each once."""
    result = check("--sandbox", "--scenario", "forbidden", *2 * ("--account", "sandbox-meeting"))

    assert 0 == result.exit_code
    assert 1 == len(re.findall("sandbox-", result.stdout))


def test_a_token_without_scopes_is_unknown(tmp_path: Path, vendor: Vendor) -> None:
    """A login server that does not say what it granted leaves every operation that calls anything unknown."""
    body = {"access_token": "t", "token_type": "bearer", "expires_in": 3600}
    vendor.change = lambda path: (200, {}, json.dumps(body).encode()) if "oauth" in path else None

    result, tree = on(vendor, tmp_path, ("", ""), "--account", "sandbox-zoom")

    (account,) = tree["accounts"]
    assert 4 == result.exit_code
    assert account["scopes"] is None
    states = {row["operation"]: row["state"] for row in account["operations"]}
    assert ("unknown", "ok") == (states["attention.read"], states["scopes.read"])


def test_a_wrong_secret(tmp_path: Path, vendor: Vendor) -> None:
    """A login that fails is exit code 3 and one sentence an account; nothing is said of its scopes."""
    result, tree = on(vendor, tmp_path, ("sandbox-secret", "SENTINEL-SECRET"))

    assert 3 == result.exit_code
    assert {("failed", None, None)} == {(each["login"], each["identity"], each["scopes"]) for each in tree["accounts"]}
    assert [[], [], []] == [each["operations"] for each in tree["accounts"]]
    sentences = re.findall(r"error: account ([\w-]+): .*client_secret is not accepted", result.stderr)
    assert NAMES == sentences


def test_one_bad_account_does_not_hide_the_others(tmp_path: Path, vendor: Vendor) -> None:
    """The accounts that work are checked all the same, and the worst code wins."""
    vendor.sandbox = Sandbox(limits=False, users=4, scenario="forbidden")

    result, tree = on(vendor, tmp_path, ('account_id = "', 'account_id = "x'))

    assert 3 == result.exit_code
    assert [3, 0, 0] == [each["exit_code"] for each in tree["accounts"]]


def test_an_account_that_may_not_say_who_it_is(tmp_path: Path, vendor: Vendor) -> None:
    """Where the identity cannot be read it is unknown, said in a sentence, and the exit code is 4."""
    vendor.change = lambda path: (403, {}, b'{"errorCode": "Forbidden"}') if "oauth" not in path else None

    result, tree = on(vendor, tmp_path)

    assert 4 == result.exit_code
    assert [0, 4, 4] == [each["exit_code"] for each in tree["accounts"]]
    assert [None, None] == [each["identity"] for each in tree["accounts"][1:]]
    assert "no right to this organizer" in result.stderr


def test_a_quota_that_is_used_up(tmp_path: Path, vendor: Vendor) -> None:
    """A vendor that asks to come back in an hour is exit code 6."""
    vendor.change = lambda path: (429, {"retry-after": "3600"}, b"") if "oauth" in path else None

    assert 6 == on(vendor, tmp_path)[0].exit_code


@pytest.mark.parametrize(
    "arguments", [(), ("--sandbox", "--config", "x"), ("--config", "x", "--scenario", "legacy"), ("--format", "xml")]
)
def test_a_wrong_command_line(arguments: tuple[str, ...]) -> None:
    """Where accounts come from must be said, once."""
    assert 2 == check(*arguments).exit_code


@pytest.mark.parametrize("arguments", [("--config", "nowhere.toml"), ("--sandbox", "--account", "nobody")])
def test_what_is_not_there(arguments: tuple[str, ...]) -> None:
    """A file or an account that is not there is exit code 3 and one sentence."""
    result = check(*arguments)

    assert (3, "", 1) == (result.exit_code, result.stdout, len(result.stderr.splitlines()))
