"""``provider-bridge accounts capabilities``: the matrix, without any account."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint

import pytest
from typer.testing import CliRunner, Result

from provider_bridge import registry
from provider_bridge.capabilities import capability_matrix
from provider_bridge.cli.app import app


def capabilities(*arguments: str) -> Result:
    """Run the command in this process, where no configuration is."""
    return CliRunner().invoke(app, ["accounts", "capabilities", *arguments])


def test_json_is_the_matrix() -> None:
    """Every row is there with all that is known of it."""
    result = capabilities("--format", "json")
    tree = json.loads(result.stdout)

    assert (0, "", "provider-bridge/capabilities/1") == (result.exit_code, result.stderr, tree["schema"])
    assert ["gotomeeting", "gotowebinar", "zoom"] == tree["providers"]
    found = {
        (each["operation"], provider, told["level"], told["reason"], told["instead"], told["reference"], each["common"])
        for each in tree["operations"]
        for provider, told in each["providers"].items()
    }
    matrix = capability_matrix()
    assert {
        (row.operation, row.provider, row.level, row.reason, row.instead, row.reference, row.common) for row in matrix
    } == found
    assert len(matrix) == sum(len(each["providers"]) for each in tree["operations"])


def test_the_table_has_a_column_for_each_provider() -> None:
    """Level, reason and what to do instead stand in the cell."""
    result = capabilities("--provider", "zoom", "--provider", "gotomeeting")
    heading = next(line for line in result.stdout.splitlines() if "Operation" in line)

    assert 0 == result.exit_code
    assert heading.index("zoom") < heading.index("gotomeeting")
    assert "gotowebinar" not in heading
    words = " ".join(result.stdout.replace("│", " ").split())
    assert (
        "archives.get full: the archive of one session none: GoToMeeting has no compliance archive; nothing is" in words
    )


def test_a_provider_that_there_is_not() -> None:
    """It is a sentence that says which there are, and exit code 3."""
    result = capabilities("--provider", "nowhere")

    assert (3, "") == (result.exit_code, result.stdout)
    assert "error: no provider is named 'nowhere'; there are: gotomeeting, gotowebinar, zoom\n" == result.stderr


def test_a_plug_in_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A matrix without it would look complete, so there is none; the others can be asked for by name."""
    zoom = EntryPoint("zoom", "provider_bridge.providers.zoom:PROVIDER", registry.GROUP)
    broken = EntryPoint("acme", "no_such_module:PROVIDER", registry.GROUP)
    monkeypatch.setattr(registry, "_found", lambda: {"acme": (broken,), "zoom": (zoom,)})

    assert (3, "") == ((result := capabilities()).exit_code, result.stdout)
    assert "'acme'" in result.stderr
    assert 0 == capabilities("--provider", "zoom").exit_code
