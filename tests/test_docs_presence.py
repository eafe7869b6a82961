"""What the pages about participants and questions show really runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(("page", "words"), [("participants", "telephone legs"), ("questions", "dismissed")])
def test_a_page_s_example_runs_on_the_sandbox(page: str, words: str) -> None:
    """The example runs as it stands, shows what it is about, and names nobody."""
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / f"{page}.md").read_text("utf-8"), re.DOTALL)

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert words in done.stdout
    assert "example.test" not in done.stdout
