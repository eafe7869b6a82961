"""The conformance suite walk over every operation and sample: CI runs them without tracing coverage."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder, before the markers choose."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("sweep")
