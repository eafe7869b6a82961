"""Ctrl-C between any two statements of the synchronous face: no place is lost, and nothing waits for ever."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from provider_bridge.core.flow import fork
from provider_bridge.core.provider import Wiring
from provider_bridge.core.steps import Emit, Flow, Fork, Paged, Sleep
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import FileStore, MemoryStore

pytestmark = pytest.mark.sweep


@pytest.fixture(autouse=True)
def _interrupts() -> Generator[None]:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("what", "left"), [("queue", "0 inside, 0 waiting"), ("room", "room for 4")], ids=["queue", "room"]
)
def test_a_place_is_never_lost(what: str, left: str) -> None:
    """A bug once: each interrupt could take a place away, and in the end every call waited for ever."""
    program = Path(__file__).with_name("interrupted.py")
    done = subprocess.run(
        [sys.executable, str(program), what], capture_output=True, text=True, timeout=120, check=False
    )

    assert left == done.stdout.strip()


def test_an_interrupt_while_another_process_has_the_lock_lets_go_of_it(tmp_path: Path) -> None:
    """A bug once: the next who needed a token waited for ever."""
    store = FileStore(tmp_path / "token")
    other = os.open(tmp_path / ".token.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(other, fcntl.LOCK_EX)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    with pytest.raises(KeyboardInterrupt):
        store.acquire()
    os.close(other)

    assert not store._lock.locked()
    assert (None, -1) == (store._file._beside, store._file._itself)
    store.acquire()
    store.release()


def test_an_interrupt_reaches_the_source_of_a_fork() -> None:
    """A bug once: what the first page waited for was sat out, two minutes at the most."""
    runner = SyncRunner(Wiring(None, {}), None, store=MemoryStore())  # type: ignore[arg-type]

    def source() -> Paged[Flow[None]]:
        yield Sleep(30)
        yield Emit(())

    def waiting() -> Flow[None]:
        yield Fork("x", source(), lambda _: None)

    began = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    with pytest.raises(KeyboardInterrupt):
        runner.run(waiting())

    assert time.monotonic() - began < 10


def test_a_forked_flow_knows_whose_it_is() -> None:
    """What is set for a thread by its context, such as a span, is set for the threads that work for it."""
    import contextvars

    mark: contextvars.ContextVar[str] = contextvars.ContextVar("mark", default="")
    mark.set("mine")
    seen: list[tuple[str, bool]] = []
    runner = SyncRunner(Wiring(None, {}), None, store=MemoryStore())  # type: ignore[arg-type]

    def look() -> Flow[None]:
        yield Sleep(0)
        seen.append((mark.get(), threading.current_thread() is threading.main_thread()))

    def forking() -> Flow[None]:
        yield from fork("x", [look()])

    runner.run(forking())

    assert [("mine", False)] == seen
