"""What holds for every test: no address but loopback is reached, both faces are tried, benchmarks run alone."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import coverage
import pytest
from support import FACES


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


@pytest.fixture(autouse=True)
def _benchmarks_alone(request: pytest.FixtureRequest) -> Generator[None]:
    """Run a benchmark while no other worker runs anything, where tests run side by side: it needs the whole machine.

    Everybody passes a gate into the hall. A benchmark waits in the gate until the hall is empty, so that nobody else
    comes in before it is done.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        yield
        return
    alone = request.node.get_closest_marker("benchmark") is not None
    how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    folder = Path(tempfile.gettempdir())
    with (folder / f"{run}.gate").open("w") as gate, (folder / f"{run}.hall").open("w") as hall:
        fcntl.flock(gate, how)
        fcntl.flock(hall, how)
        if not alone:
            fcntl.flock(gate, fcntl.LOCK_UN)
        yield


@pytest.fixture(autouse=True)
def _benchmarks_untraced(request: pytest.FixtureRequest) -> Generator[None]:
    """Pause the tracing of lines, where there is one, while something is measured."""
    tracer = coverage.Coverage.current() if request.node.get_closest_marker("benchmark") else None
    if tracer is None:
        yield
        return
    tracer.stop()
    try:
        yield
    finally:
        tracer.start()


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> str:
    """Run the test once on each face."""
    name: str = request.param
    return name
