"""What the page about Zoom's events shows really runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from provider_bridge.providers.zoom import archives, data_requests, directory, events, sessions

PAGE = (Path(__file__).parents[1] / "docs" / "zoom-events.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("number", range(4))
def test_a_snippet_runs(number: int) -> None:
    """Each snippet runs as it stands and prints something, and nothing that is no result."""
    done = subprocess.run([sys.executable, "-c", SNIPPETS[number]], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.strip()
    assert "example.test" not in done.stdout


def test_the_table_names_the_scope_of_every_operation() -> None:
    """The first scope of each endpoint, which opens it for the whole account, is in the table."""
    for row in (*events.CAPABILITIES, *sessions.CAPABILITIES, *archives.CAPABILITIES, *data_requests.CAPABILITIES):
        for endpoint in row.endpoints or ():
            assert f"`{endpoint.scopes[0]}`" in PAGE, endpoint.name
    assert "directory.hosts.get" in {row.operation for row in directory.CAPABILITIES}
