"""Every operation of GoTo's that changes something: a read-only account, lost answers, and a vendor that lies."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from recorded import no_patience
from rewriting import App
from support import opened, sandbox_accounts, sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS
from tours.gotowebinar.staff import ADA, coming, event_of

from provider_bridge import AlreadyGone, ConfigurationError, Gone
from provider_bridge.config import parse_config
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.registry import load_provider
from provider_bridge.sandbox import Sandbox

pytestmark = pytest.mark.sweep

Answer = tuple[int, dict[str, str], bytes]
GOTO = ("gotowebinar", "gotomeeting")
ROWS = {
    (provider, row.operation): row
    for provider in GOTO
    for row in load_provider(provider).capabilities
    if row.offered and "." in row.operation
}
WRITES = [name for name, row in ROWS.items() if any(each.changes for each in row.endpoints or ())]
READS = [name for name in ROWS if name not in WRITES]
DELETIONS = [name for name in WRITES if name[1].endswith(".delete")]
BUSINESS: Answer = (404, {}, json.dumps({"errorCode": "NotFound", "description": "no such object"}).encode())


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    no_patience(monkeypatch)
    monkeypatch.setattr("provider_bridge.core.retry._Wait.__call__", lambda *_: 0.0)


def call(accounts: dict[str, Any], name: tuple[str, str], sandbox: Sandbox, **more: Any) -> Any:
    """Call an operation with its tour's arguments, and return what came of it."""
    provider, operation = name
    run: Any = accounts[ACCOUNTS[provider]]
    for part in operation.split("."):
        run = getattr(run, part)
    arguments = ARGUMENTS[provider]
    made = arguments[operation](sandbox) if operation in arguments else {}
    found = run(**(made | more))
    return list(found) if isinstance(found, Iterator) else found


def is_login(url: str) -> bool:
    return "/oauth/" in urlsplit(url).path


def test_every_write_is_looked_at() -> None:
    """The rows say which they are; a search is none, though it is a POST."""
    assert {"events.delete", "registrants.delete", "staff.delete", "webhooks.delete"} <= {name for _, name in DELETIONS}
    assert {"sessions.delete", "participants.delete", "recordings.delete"} <= {name for _, name in DELETIONS}
    assert ("gotowebinar", "recordings.list") in READS


@pytest.mark.parametrize("name", ROWS, ids=".".join)
def test_trap_33_a_read_only_account_changes_nothing_and_reads_everything(name: tuple[str, str]) -> None:
    """What changes something is refused here; what reads is not, searches that are POSTs among it."""
    sandbox = unlimited()
    sent: list[tuple[str, str]] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        sent.append((method, urlsplit(url).path))
        return sandbox.handle(method, url, headers, body)

    text = sandbox.config("http://127.0.0.1")
    for provider in GOTO:
        text = text.replace(f'provider = "{provider}"', f'provider = "{provider}"\nread_only = true')
    with opened("sync", app, parse_config(text, "the sandbox", private=True, environ={})) as accounts:
        if name in WRITES:
            with pytest.raises(ConfigurationError, match="read-only"):
                call(accounts, name, sandbox)
        else:
            call(accounts, name, sandbox)

    changing = [(method, path) for method, path in sent if method != "GET" and not is_login(path)]
    assert all(method == "POST" and path.endswith("/recordingassets/search") for method, path in changing)


@pytest.mark.parametrize("name", WRITES, ids=".".join)
def test_what_does_more_when_sent_twice_is_sent_once(name: tuple[str, str]) -> None:
    """Each answer to a write gets lost after it was carried out: no POST and no copy is sent a second time."""
    sandbox = unlimited()
    sent: Counter[tuple[str, str, bytes]] = Counter()

    def losing(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        if method == "GET" or is_login(url):
            return answer
        sent[method, url, body] += 1
        return 502, {}, b""

    with sandbox_opened("sync", sandbox, losing) as accounts:
        # it is unknown whether it was done: what counts here is what was sent
        with contextlib.suppress(ProviderBridgeError):
            call(accounts, name, sandbox)

    assert sent
    for (method, url, _), count in sent.items():
        assert count == 1 or (method in {"PUT", "DELETE"} and not url.endswith("/copy"))


ODD: dict[str, Answer] = {
    "business": BUSINESS,
    "bare": (404, {}, b""),
    "edge": (404, {}, b'{"errorCode": "NOT_FOUND", "message": "no route"}'),
    "expired": (403, {}, b'{"int_err_code": "InvalidToken", "msg": "Invalid token passed"}'),
    "forbidden": (403, {}, b'{"errorCode": "Forbidden", "description": "no"}'),
    "broken": (500, {}, b""),
    "page": (200, {"content-type": "text/html"}, b"<html></html>"),
    "nothing": (200, {}, b""),
    "no content": (204, {}, b""),
    "object": (200, {}, b"{}"),
    "null": (200, {}, b"null"),
    "error": (200, {}, b'{"errorCode": "NotFound", "description": "no such object"}'),
}
BY_ITSELF = {
    ("gotomeeting", "events.delete"),
    ("gotowebinar", "webhooks.delete"),
    ("gotowebinar", "webhooks.subscriptions.delete"),
}
"""Their paths name nothing but the object, which was there before: that GoTo denies it afterwards is proof."""


def lying(sandbox: Sandbox, deletion: Answer, afterwards: Answer | None) -> App:
    """Return a simulator that deletes nothing, says so or not, and answers otherwise to whatever is asked then."""
    asked: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if is_login(url):
            return sandbox.handle(method, url, headers, body)
        if method == "DELETE":
            asked.append(url)
            return deletion
        return afterwards if asked and afterwards is not None else sandbox.handle(method, url, headers, body)

    return app


def outcome_of(name: tuple[str, str], make: Callable[[Sandbox], App]) -> Any:
    sandbox = unlimited()
    more: dict[str, Any] = {}
    if name == ("gotowebinar", "staff.delete"):  # the tour's is nobody, whom nothing shows
        with sandbox_opened("sync", sandbox) as accounts:
            more["staff"] = accounts["sandbox-webinar"].staff.add(event_of(coming(sandbox)), ADA)
    with opened("sync", make(sandbox), sandbox_accounts(sandbox)) as accounts:
        try:
            return call(accounts, name, sandbox, **more)
        except ProviderBridgeError as error:
            return error


@pytest.mark.parametrize("deletion", [(204, {}, b""), (202, {}, b"[]"), (200, {}, b"{}"), BUSINESS], ids=str)
@pytest.mark.parametrize("odd", ["as it is", *ODD])
@pytest.mark.parametrize("name", DELETIONS, ids=".".join)
def test_trap_27_nothing_that_is_still_stored_counts_as_gone(name: tuple[str, str], odd: str, deletion: Answer) -> None:
    """The vendor says what it likes of the deletion, deletes nothing, and cannot be asked properly afterwards."""
    outcome = outcome_of(name, lambda sandbox: lying(sandbox, deletion, ODD.get(odd)))

    if odd == "business" and name in BY_ITSELF:
        assert isinstance(outcome, Gone)
    else:
        assert not isinstance(outcome, Gone | AlreadyGone)
