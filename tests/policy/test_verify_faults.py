"""A fault of this program at one account: that account is unknown, the report is whole, and nothing is quoted."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest
from typer.testing import CliRunner

import provider_bridge as pb
from provider_bridge.cli.app import app
from provider_bridge.core.bug_notes import bug_note
from provider_bridge.policy import Verification, verify, verify_async
from provider_bridge.providers.zoom import account
from provider_bridge.providers.zoom.attention import facet as attention
from provider_bridge.reports import render_json


def verified(face: str, **options: Any) -> Verification:
    """Verify the sandbox on a face."""
    if face == "sync":
        with pb.open_bridge(sandbox=True, **options) as bridge:
            return verify(bridge)

    async def main() -> Verification:
        async with pb.open_async_bridge(sandbox=True, **options) as bridge:
            return await verify_async(bridge)

    return anyio.run(main)


@pytest.mark.parametrize("kind", [ValueError, RecursionError, AssertionError, UnicodeDecodeError])
def test_a_raw_error_at_one_account_is_unknown_there_and_the_others_go_on(
    face: str, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug: it ended the verification of every account, with an empty report."""

    def broken(_: object) -> str:
        raise kind("utf-8", b"ada@example.test", 0, 1, "x") if kind is UnicodeDecodeError else kind("ada@example.test")

    monkeypatch.setattr(account, "_regional", broken)
    monkeypatch.setattr(account, "check_url", lambda url, _: "" if url.endswith("/v2") else url)

    verification = verified(face)

    assert pb.ExitCode.UNKNOWN is verification.exit_code
    assert ["unknown", "mitigated", "not_offered"] == [check.finding.verdict for check in verification.checks]
    reason = verification.checks[0].finding.reason
    assert f"internal fault ({kind.__name__} at " in reason
    assert "report it" in reason
    assert "ada" not in render_json(verification)
    assert 3 == len(json.loads(render_json(verification))["accounts"])


@pytest.mark.parametrize("where", ["an account", "a sweep"])
def test_the_traceback_of_a_fault_at_one_account_is_shown_to_who_asks(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug: the note said which mistake to report, and nothing showed how it came about."""

    def broken(*_: object) -> str:
        raise KeyError("a mistake")

    if where == "an account":
        monkeypatch.setattr(account, "_regional", broken)
        monkeypatch.setattr(account, "check_url", lambda url, _: "" if url.endswith("/v2") else url)
    else:
        monkeypatch.setattr(attention, "decode_object", broken)
    quiet = CliRunner().invoke(app, ["verify", "--sandbox", "--format", "json"])
    monkeypatch.setenv("PROVIDER_BRIDGE_DEBUG", "1")
    told = CliRunner().invoke(app, ["verify", "--sandbox", "--format", "json"])

    assert [4, 4] == [quiet.exit_code, told.exit_code]
    assert "Traceback" not in quiet.stderr
    assert "Traceback" in told.stderr
    assert "KeyError: 'a mistake'" in told.stderr
    assert 3 == len(json.loads(told.stdout)["accounts"])


def test_what_is_told_of_a_group_of_errors_is_the_first() -> None:
    """Tasks that run side by side end in a group; its own name would say nothing."""
    group = ExceptionGroup("ada@example.test", [ExceptionGroup("x", [KeyError("ada@example.test")])])

    assert bug_note(group).startswith("internal fault (KeyError), a mistake of this program")


@pytest.mark.parametrize(
    "url",
    [
        "https://[",
        "https://evil.example\uff0f.zoom.us",
        "https://x\u2100.zoom.us",
        "https://evil.example\\.zoom.us",
        "https://evil.example;.zoom.us",
        "https://evil.example%2f.zoom.us",
        "https://.zoom.us",
        "http://x.zoom.us",
        "https://x.zoom.us/path",
        "https://zoom.us.evil.example",
        "",
    ],
)
def test_an_api_url_in_the_token_answer_that_is_none_of_zooms_is_not_used(url: str) -> None:
    """The bug: one that cannot be parsed ended in a raw error."""
    from canned import token

    assert account._regional(_with(token(), url)) == "https://api.zoom.us/v2"
    assert account._regional(_with(token(), "https://api-eu.zoom.us")) == "https://api-eu.zoom.us/v2"


def _with(token: Any, url: str) -> Any:
    import dataclasses

    return dataclasses.replace(token, api_url=url)
