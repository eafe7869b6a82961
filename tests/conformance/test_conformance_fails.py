"""The suite finds out what is wrong with a provider: each of its tests can fail, and fails for its own reason only."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conformance import broken_providers

from provider_bridge.testing import ProviderConformance

HERE = Path(__file__).parent
WHAT = "events or registrants or attention or scopes or described or whose or agree or row or whole or offered"
ABSENT = "recordings or questions or deny or cancel or many"


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Run the suite on every broken provider, and return the tests that failed, by class."""
    report = tmp_path_factory.mktemp("report") / "report.xml"
    chosen = f"({WHAT}) and not ({ABSENT})"
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", "--tb=no", "-k", chosen]
    subprocess.run(
        [*command, f"--junitxml={report}", "broken_providers.py"],
        cwd=HERE,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        check=False,
    )
    found: dict[str, set[str]] = {name: set() for name in broken_providers.BROKEN}
    for case in ET.parse(report).getroot().iter("testcase"):
        name = case.attrib["classname"].rpartition(".")[2]
        if case.find("failure") is not None or case.find("error") is not None:
            found[name].add(case.attrib["name"].partition("[")[0].removeprefix("test_"))
    return found


@pytest.mark.parametrize("name", broken_providers.BROKEN)
def test_a_broken_provider_is_found_out(name: str, failed: dict[str, set[str]]) -> None:
    """The tests fail that speak of what is broken, and no others."""
    assert broken_providers.BROKEN[name] == failed[name]


def test_every_test_of_the_suite_can_fail() -> None:
    """There is a broken provider for each."""
    tests = {name.removeprefix("test_") for name in dir(ProviderConformance) if name.startswith("test_")}

    assert tests == set().union(*broken_providers.BROKEN.values())
