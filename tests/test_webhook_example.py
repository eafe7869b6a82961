"""The example that receives notifications, driven through its ASGI application in this process."""

from __future__ import annotations

import importlib.util
import json
import queue
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import anyio
import httpx
import pytest

from provider_bridge.providers.zoom.webhooks import SCHEME

EXAMPLE = Path(__file__).parents[1] / "examples" / "webhook_receiver.py"
REGISTRATION = {
    "event": "webinar.registration_cancelled",
    "event_ts": 1626230691572,
    "payload": {"account_id": "a", "object": {"id": 7, "registrant": {"id": "r1", "email": "ada@example.test"}}},
}


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the example anew, so that nothing was seen before."""
    monkeypatch.setenv("ZOOM_WEBHOOK_SECRET", "new,old")
    spec = importlib.util.spec_from_file_location("webhook_receiver", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def post(
    example: ModuleType, tree: Any, *, secret: str = "new", age: int = 0, body: bytes | None = None
) -> httpx.Response:
    """Send a notification as Zoom does; ``body`` is sent instead of what was signed."""
    raw = json.dumps(tree).encode()
    stamp = str(int(time.time()) - age)
    return send(
        example, body or raw, [("x-zm-signature", SCHEME.sign(secret, stamp, raw)), ("x-zm-request-timestamp", stamp)]
    )


def send(example: ModuleType, body: bytes, headers: list[tuple[str, str]]) -> httpx.Response:
    """Send a request to the example's application."""

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app=example.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.post("/zoom", content=body, headers=headers)

    return anyio.run(run)


def test_the_address_is_proven(example: ModuleType) -> None:
    """Zoom's question is answered with the proof, and makes no work."""
    answer = post(example, {"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}}, secret="old")

    assert 200 == answer.status_code
    assert {"plainToken", "encryptedToken"} == answer.json().keys()
    assert example.work.empty()


def test_a_notification_is_queued_once(example: ModuleType) -> None:
    """A second delivery gets the same answer and makes no second work."""
    assert [204, 204] == [post(example, REGISTRATION).status_code for _ in range(2)]
    assert 1 == example.work.qsize()
    assert "forget registrant r1" == example.handle(example.work.get())


def test_nothing_unproven_is_taken(example: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong secret, an old request, another body, a body that is too large: no work, and nobody is named."""
    answers = [
        post(example, REGISTRATION, secret="guessed"),
        post(example, REGISTRATION, age=600),
        post(example, REGISTRATION, body=json.dumps(REGISTRATION, indent=1).encode()),
        post(example, REGISTRATION, body=b" " * 1_000_001),
        post(example, {**REGISTRATION, "payload": {"object": {"id": "ada@example.test"}}}),
    ]

    assert [401, 401, 401, 413, 500] == [each.status_code for each in answers]
    assert example.work.empty()
    assert "ada" not in "".join(capsys.readouterr())


def test_a_header_that_comes_twice(example: ModuleType) -> None:
    """Of two signatures, one of them good, neither counts."""
    raw = json.dumps(REGISTRATION).encode()
    stamp = str(int(time.time()))
    signature = SCHEME.sign("new", stamp, raw)
    headers = [("x-zm-request-timestamp", stamp), ("x-zm-signature", signature), ("X-Zm-Signature", signature)]

    assert 401 == send(example, raw, headers).status_code
    assert 204 == send(example, raw, headers[:2]).status_code


def test_what_the_queue_does_not_take_comes_again(example: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a full queue the answer is an error, and the next delivery counts as new."""
    full: queue.Queue[Any] = queue.Queue(maxsize=1)
    full.put("something")
    monkeypatch.setattr(example, "work", full)
    assert 500 == post(example, REGISTRATION).status_code
    full.get()

    assert 204 == post(example, REGISTRATION).status_code
    assert 1 == full.qsize()


def test_a_deauthorization_asks_for_erasure(example: ModuleType) -> None:
    """Without a flag that lets the data stay, the worker is told to erase."""
    post(example, {"event": "app_deauthorized", "payload": {"account_id": "acc", "user_id": "u"}})

    assert "erase what was kept for account acc within ten days" == example.handle(example.work.get())
