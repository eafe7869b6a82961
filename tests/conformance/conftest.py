"""Nobody waits for a simulated vendor's copies to agree; and what is skipped is noted."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from conformance.noting import Ran

from provider_bridge.core import patience
from provider_bridge.testing import ProviderConformance

RAN = pytest.StashKey[dict[str, Ran]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note of each test of the suite whether it was skipped, wherever that happened."""
    report = yield
    suite: Any = getattr(item, "cls", None)
    if suite is not None and issubclass(suite, ProviderConformance):
        ran = item.config.stash.setdefault(RAN, {})
        operation = getattr(item, "callspec", None) and item.callspec.params.get("operation")  # type: ignore[attr-defined]
        before = item.nodeid in ran and ran[item.nodeid].skipped
        ran[item.nodeid] = Ran(suite.__name__, operation.name if operation else "", before or report.skipped)
    return report


@pytest.fixture
def ran(request: pytest.FixtureRequest) -> list[Ran]:
    """Return the tests of the suite that ran before."""
    return list(request.config.stash.get(RAN, {}).values())


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let looks at what was changed follow at once."""
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))
