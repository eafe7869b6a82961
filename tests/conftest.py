"""What holds for every test: no address but loopback is reached, no window limits a table, both faces are tried."""

from __future__ import annotations

import signal
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support import FACES

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("any machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # 200 ms an example say something of the machine only

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts pytest in the background ignores it


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what compares with documents that are not here; one test says so."""
    missing = {folder for folder in ("specs", "samples") if not (SHARED / folder).is_dir()}
    left_out = [item for item in items if any(mark.args[0] in missing for mark in item.iter_markers("beside"))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that tries to reach another machine, or to resolve another name."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError("a test tried to leave this machine")
        connect(self, address)

    def resolved(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in {"127.0.0.1", "::1", "localhost", None, b"127.0.0.1", b"localhost"}:
            raise socket.gaierror(socket.EAI_NONAME, "names are not resolved in tests")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no window limit a table: where tests run side by side, each worker is told of one of 80 columns."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> str:
    """Run the test once on each face."""
    name: str = request.param
    return name
