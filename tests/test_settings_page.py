"""What the page about settings shows really runs, and what it counts is so many."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.setting_catalogue import CATALOGUE

PAGE = (Path(__file__).parents[1] / "docs/settings.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("number", range(3))
def test_a_snippet_runs_on_the_sandbox(number: int) -> None:
    """Each Python snippet runs as it stands, on the sandbox instead of a file of one's own."""
    code = SNIPPETS[number].replace('"bridge.toml"', "sandbox=True")

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert "sandbox-zoom" in done.stdout


def test_the_page_counts_right() -> None:
    """The catalogue has as many settings as the page says, and every snippet was run."""
    assert f"{len(CATALOGUE)} settings" in PAGE
    assert 3 == len(SNIPPETS)


def test_the_page_names_every_scope() -> None:
    """The scope that opens each endpoint of the facet for the whole account is on the page."""
    first = {endpoint.scopes[0] for endpoint in (*wire.settings.ENDPOINTS, wire.directory.USER)}

    assert [] == [scope for scope in first if f"`{scope}`" not in PAGE]
