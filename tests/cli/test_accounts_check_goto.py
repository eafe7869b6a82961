"""``provider-bridge accounts check`` of GoTo's accounts: scopes of which one of several is enough, and missing ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from provider_bridge.cli.app import app
from provider_bridge.sandbox import tokens

WEBINAR, MEETING = "sandbox-webinar", "sandbox-meeting"
EITHER = ["identity:scim.me", "identity:"]
ME = "GET /identity/v1/Users/me"


@pytest.fixture
def granted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what checks an account whose token was granted some scopes only."""

    def check(account: str, scopes: str) -> tuple[int, dict[str, list[dict[str, Any]]], str]:
        monkeypatch.setattr(tokens, "_GOTO_SCOPES", scopes)
        command = ["accounts", "check", "--sandbox", "--account", account]
        result = CliRunner().invoke(app, [*command, "--format", "json"])
        assert isinstance(result.exception, SystemExit | None), result.exception
        (found,) = json.loads(result.stdout)["accounts"]
        closed = {row["operation"]: row["missing"] for row in found["operations"] if row["state"] == "missing"}
        assert {"ok", "missing"} >= {row["state"] for row in found["operations"]}
        assert len(found["operations"]) == len({row["operation"] for row in found["operations"]})
        table = CliRunner().invoke(app, command)
        assert result.exit_code == table.exit_code
        return result.exit_code, closed, table.stdout

    return check


@pytest.mark.parametrize("scopes", ["collab: identity:scim.me", "collab: identity:"])
def test_one_of_the_scopes_that_tell_whose_it_is_is_enough(granted: Any, scopes: str) -> None:
    """GoToWebinar asks SCIM, or else the Admin API: with either scope nothing that it needs is missing."""
    code, closed, table = granted(WEBINAR, scopes)

    assert {ME} & {each["endpoint"] for missing in closed.values() for each in missing} == set()
    assert (0, {}) == (code, closed)
    assert "missing" not in table


def test_neither_of_them_is_one_missing_scope_that_either_opens(granted: Any) -> None:
    """The row names the first, and both that would do; the table says which to tick."""
    code, closed, table = granted(WEBINAR, "collab:")

    assert [{"endpoint": ME, "scope": EITHER[0], "any_of": EITHER}] == closed["events.list"]
    assert {"events.list", "registrants.list", "sessions.list", "attention.read"} <= set(closed)
    assert 4 == code
    assert EITHER[0] in table


def test_what_gotomeeting_shows_to_administrators_only(granted: Any) -> None:
    """Without ``identity:`` its groups and attendees are closed; meetings are not."""
    code, closed, table = granted(MEETING, "collab: identity:scim.me")

    assert 4 == code
    assert {"directory.groups.list", "participants.list", "sessions.list_of_group"} <= set(closed)
    assert not {"events.list", "sessions.list", "recordings.list"} & set(closed)
    assert {"identity:"} == {each["scope"] for missing in closed.values() for each in missing}
    assert "directory.groups.list" in table


@pytest.mark.parametrize("account", [WEBINAR, MEETING])
def test_without_the_scope_of_the_products_next_to_nothing_is_open(granted: Any, account: str) -> None:
    """Each endpoint that is closed is named with the scope that opens it."""
    code, closed, _ = granted(account, "identity: identity:scim.me")

    assert 4 == code
    assert {"recordings.list", "recordings.download", "sessions.get"} <= set(closed)
    assert "collab:" in {each["scope"] for missing in closed.values() for each in missing}
    assert all(each["scope"] in each["any_of"] for missing in closed.values() for each in missing)
