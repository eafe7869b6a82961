"""What the tests of recordings share: a simulator whose answers can be changed on the way, and no waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest
from support import sandbox_opened, unlimited

from provider_bridge import Recording
from provider_bridge.core.confirm import polling as patience
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import Recordings, Run

Answer = tuple[int, dict[str, str], bytes]
Change = Callable[[str, str, Answer], Answer | None]


@contextmanager
def opened(
    face: str,
    sandbox: Sandbox | None = None,
    change: Change | None = None,
    *,
    instead: Callable[[str, str], Answer | None] | None = None,
    address: Callable[[str], str] = str,
) -> Generator[Any]:
    """Open the recordings of a simulated account.

    ``change`` sees method, URL and answer, and may give another answer. ``instead`` may answer before the simulator
    is asked at all. ``address`` may change the URL that the simulator sees.
    """
    sandbox = sandbox or unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        early = instead(method, url) if instead is not None else None
        if early is not None:
            return early
        answer = sandbox.handle(method, address(url), headers, body)
        return (change(method, url, answer) if change is not None else None) or answer

    with sandbox_opened(face, sandbox, app) as accounts:
        yield accounts["sandbox-zoom"].recordings


def refused(status: int, code: int, message: str = "Told.") -> Answer:
    """Return a refusal as Zoom makes them."""
    return status, {"content-type": "application/json"}, json.dumps({"code": code, "message": message}).encode()


def edited(answer: Answer, edit: Callable[[dict[str, Any]], None]) -> Answer:
    """Return an answer with its JSON object edited."""
    tree = json.loads(answer[2])
    edit(tree)
    headers = {name: value for name, value in answer[1].items() if name != "content-length"}
    return answer[0], headers, json.dumps(tree).encode()


def state(sandbox: Sandbox) -> Recordings:
    return sandbox.world.part(Recordings)


def run_of(sandbox: Sandbox, number: int = 0) -> Run:
    return state(sandbox).runs[number]


def known(recordings: Any, run: Run) -> Recording:
    """Return a run's recording as a listing of its host shows it."""
    day = run.start.date()
    found: list[Recording] = [
        each for each in recordings.list(since=day, until=day, host=run.host.id) if each.id.endswith(run.uuid)
    ]
    return found[0]


def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every further look follow at once."""
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))
