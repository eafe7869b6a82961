"""What the README shows really runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
SNIPPETS = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_a_snippet_runs_on_the_sandbox(number: int) -> None:
    """Each Python snippet runs as it stands, on the sandbox instead of a file of one's own."""
    code = SNIPPETS[number].replace('"bridge.toml"', "sandbox=True")

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert "sandbox-zoom" in done.stdout


def test_there_are_snippets_to_try() -> None:
    """The pattern above still finds what it should."""
    assert len(SNIPPETS) >= 3


@pytest.mark.parametrize("name", ["verify_attention_off", "verify_attention_off_async"])
def test_an_example_runs_and_is_short(name: str) -> None:
    """The examples verify the sandbox, and a configuration that cannot be read ends them with exit code 3."""
    example = README.parent / "examples" / f"{name}.py"

    assert len(example.read_text("utf-8").splitlines()) < 30
    done = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert 3 == len(done.stdout.splitlines())
    missing = subprocess.run([sys.executable, str(example), "nowhere.toml"], capture_output=True, check=False)
    assert 3 == missing.returncode


def test_every_link_leads_somewhere() -> None:
    """No page of the documentation links to a file that is not there."""
    pages = [README, *README.parent.glob("docs/**/*.md"), *README.parent.glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
