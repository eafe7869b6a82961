"""Running commands in this process."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner, Result

from provider_bridge.cli.app import app

__all__ = ["rows", "run"]


def run(*arguments: str) -> Result:
    """Run a command in this process."""
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "Traceback" not in result.output
    return result


def rows(*arguments: str) -> list[dict[str, Any]]:
    """Run a command that must succeed, and return what it lists."""
    result = run(*arguments, "--format", "json")
    assert 0 == result.exit_code, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found
