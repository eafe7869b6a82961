"""Where GoToWebinar's notifications go: made switched off, switched on, subscribed to, and deleted with proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from support import NOON, sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.core.confirm import polling as patience
from provider_bridge.sandbox.goto.webinar_webhooks import Hooks

URL = "https://hooks.example.test/goto?key=hush"
Answer = tuple[int, dict[str, str], bytes]


def test_trap_18_a_webhook_is_made_switched_off(face: str) -> None:
    """It has to be switched on by a second call, which is read back."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.joined"])
        assert ("registrant.joined", False, "1.0.0", URL) == (made.event, made.active, made.version, made.callback_url)
        assert webhooks.update(made.id, active=True).active
        assert (True,) == tuple(each.active for each in webhooks.list())
        assert not webhooks.update(made.id, active=False).active
        assert made.created_at is not None
        assert "hush" not in f"{made!r}{webhooks.list()!r}"


def test_trap_19_without_a_subscription_nothing_is_delivered(face: str) -> None:
    """Both have to be switched on; ``delivers`` says whether they are."""
    with sandbox_opened(face, unlimited()) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        (mine,) = webhooks.subscriptions.add([made.id])
        assert (made.id, True, False) == (mine.webhook, mine.active, mine.delivers)
        webhooks.update(made.id, active=True)
        assert webhooks.subscriptions.get(mine.id).delivers
        off = webhooks.subscriptions.update(mine.id, active=False)
        assert (False, False) == (off.active, off.delivers)


def test_trap_17_what_is_deleted_is_named_in_the_body(face: str) -> None:
    """The deletion has a JSON body, is accepted with 202, and is proven by asking again."""
    bodies: list[tuple[str, bytes]] = []

    def observe(method: str, url: str, _: Any, body: bytes, *__: Any) -> None:
        if method == "DELETE":
            bodies.append((urlsplit(url).path.rpartition("/")[2], body))

    sandbox = unlimited(observe=observe)
    with sandbox_opened(face, sandbox) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        (mine,) = webhooks.subscriptions.add([made.id])
        gone = webhooks.subscriptions.delete(mine.id)
        assert isinstance(gone, pb.Gone)
        assert isinstance(webhooks.delete(made.id), pb.Gone)
        assert ((), ()) == (webhooks.list(), webhooks.subscriptions.list())
        assert isinstance(webhooks.delete(made.id), pb.AlreadyGone)
        assert isinstance(webhooks.subscriptions.delete(mine.id), pb.AlreadyGone)

    assert [("userSubscriptions", f'["{mine.id}"]'.encode()), ("webhooks", f'["{made.id}"]'.encode())] == bodies
    assert ["accepted", "HTTP 404, code NotFound"] == [each.what for each in gone.evidence]


def test_a_deletion_that_is_not_carried_out_is_none(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """202 is a promise: what is still there afterwards is unconfirmed."""
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))
    sandbox = unlimited()

    def promising(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return (202, {}, b"") if method == "DELETE" else sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, promising) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        (mine,) = webhooks.subscriptions.add([made.id])
        for outcome in (webhooks.delete(made.id), webhooks.subscriptions.delete(mine.id)):
            assert isinstance(outcome, pb.Unconfirmed)


def test_a_404_that_says_nothing_proves_nothing(face: str) -> None:
    """Where the edge does not know the path, nobody is told that the webhook is gone."""
    sandbox = unlimited()

    def edge(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/webhooks/" in url:
            return 404, {}, b'{"errorCode": "NOT_FOUND", "message": "no route"}'
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, edge) as accounts, pytest.raises(pb.NotFound):
        accounts["sandbox-webinar"].webhooks.delete(pb.WebhookId("any"))


@pytest.mark.parametrize("what", ["webhooks", "subscriptions"])
def test_a_switch_that_does_nothing_is_an_error(face: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted and not done is a conflict, not a success."""
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        (mine,) = webhooks.subscriptions.add([made.id])
        sandbox.world.part(Hooks).ignore = True
        switches: dict[str, Callable[[], Any]] = {
            "webhooks": lambda: webhooks.update(made.id, active=True),
            "subscriptions": lambda: webhooks.subscriptions.update(mine.id, active=False),
        }
        with pytest.raises(pb.Conflict, match="not done"):
            switches[what]()


@pytest.mark.parametrize(
    "call",
    [
        lambda each: each.add("http://hooks.example.test", ["registrant.added"]),
        lambda each: each.add("https://", ["registrant.added"]),
        lambda each: each.add("https://[", ["registrant.added"]),
        lambda each: each.add(URL, []),
        lambda each: each.add(URL, [""]),
        lambda each: each.subscriptions.add([]),
        lambda each: each.subscriptions.add([""]),
        lambda each: each.subscriptions.add(["a"], callback_url="ftp://x"),
        lambda each: each.add_secret(valid_from=datetime(2026, 1, 1)),  # noqa: DTZ001 (that is what is wrong)
        lambda each: each.get(""),
        lambda each: each.subscriptions.get(" "),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(face: str, call: Callable[[Any], Any]) -> None:
    """One sentence, and no call."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(pb.InvalidInput):
            call(accounts["sandbox-webinar"].webhooks)

    assert not [name for name in sandbox.log if "webhooks" in name or "Subscriptions" in name]


def test_what_is_not_there_is_not_found(face: str) -> None:
    """An unknown key is ``NotFound``, of a subscription that is to be made as well."""
    with sandbox_opened(face, unlimited()) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        calls: tuple[Callable[[], Any], ...] = (
            lambda: webhooks.get(pb.WebhookId("x")),
            lambda: webhooks.update(pb.WebhookId("x"), active=True),
            lambda: webhooks.subscriptions.get(pb.SubscriptionId("x")),
            lambda: webhooks.subscriptions.add([pb.WebhookId("x")]),
        )
        for call in calls:
            with pytest.raises(pb.NotFound):
                call()


def test_a_secret_is_shown_by_nothing_but_its_value(face: str) -> None:
    """``valid_from`` is sent in UTC and whole seconds; the value is in no ``repr``."""
    later = NOON + timedelta(days=1, microseconds=5)
    with sandbox_opened(face, unlimited()) as accounts:
        made = accounts["sandbox-webinar"].webhooks.add_secret(valid_from=later)

    assert later.replace(microsecond=0) == made.valid_from
    assert made.value
    assert made.value not in repr(made)


def test_an_unseen_state_is_unknown(face: str) -> None:
    """A state that nobody knows is neither on nor off."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        sandbox.world.part(Hooks).webhooks[made.id]["state"] = "SUSPENDED"
        assert webhooks.get(made.id).active is None


@pytest.mark.parametrize("what", ["webhooks", "subscriptions"])
def test_a_switch_that_changes_the_address_is_an_error(face: str, what: str) -> None:
    """People's data would go elsewhere: where the vendor resets what a request leaves out, that must not pass."""
    sandbox = unlimited()

    def resetting(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        if method == "PUT":
            hooks = sandbox.world.part(Hooks)
            for row in (*hooks.webhooks.values(), *hooks.subscriptions.values()):
                row["callbackUrl"] = "https://elsewhere.example.test"
        return answer

    with sandbox_opened(face, sandbox, resetting) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        (mine,) = webhooks.subscriptions.add([made.id])
        switches: dict[str, Callable[[], Any]] = {
            "webhooks": lambda: webhooks.update(made.id, active=True),
            "subscriptions": lambda: webhooks.subscriptions.update(mine.id, active=False),
        }
        with pytest.raises(pb.Conflict, match="address"):
            switches[what]()


@pytest.mark.parametrize("what", ["webhooks", "subscriptions"])
def test_an_answer_without_what_was_to_be_made_is_an_error(face: str, what: str) -> None:
    """An empty answer is no success, though lists may be empty."""
    sandbox = unlimited()
    swallow = False

    def swallowing(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        return (200, {}, b"{}") if swallow and method == "POST" and "oauth" not in url else answer

    with sandbox_opened(face, sandbox, swallowing) as accounts:
        webhooks = accounts["sandbox-webinar"].webhooks
        (made,) = webhooks.add(URL, ["registrant.added"])
        swallow = True
        with pytest.raises(pb.DecodeError):
            webhooks.add(URL, ["registrant.added"]) if what == "webhooks" else webhooks.subscriptions.add([made.id])
