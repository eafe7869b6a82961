"""A plug-in of pytest that writes down which sample bodies each test read: for ``test_every_sample.py`` alone."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Final

__all__ = ["REPORT", "pytest_sessionfinish"]

REPORT: Final = "SAMPLES_READ_REPORT"
"""The environment variable that names the file to write to."""

_READ: Final[dict[str, set[str]]] = {}


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    """Remember a sample that is opened, and for which test."""
    if event != "open":
        return
    path, test = str(arguments[0]), os.environ.get("PYTEST_CURRENT_TEST", "")
    folder, _, name = path.partition("/samples/")
    if name and folder and test:
        _READ.setdefault(name.removesuffix(".json"), set()).add(Path(test.partition("::")[0]).name)


def pytest_sessionfinish() -> None:
    Path(os.environ[REPORT]).write_text(json.dumps({name: sorted(tests) for name, tests in _READ.items()}))


sys.addaudithook(_heard)
