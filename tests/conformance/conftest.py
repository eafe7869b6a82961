"""Nobody waits for a simulated vendor's copies to agree."""

from __future__ import annotations

import pytest

from provider_bridge.core import patience


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let looks at what was changed follow at once."""
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))
