"""GoToWebinar's samples of webhooks, subscriptions, secrets and notifications: nothing is lost and nothing invented."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge.domain import notifications as told
from provider_bridge.domain.ids import SubscriptionId
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.webhooks import read_event
from provider_bridge.providers.gotowebinar.webhooks.managing import Webhooks
from provider_bridge.providers.gotowebinar.wire import webhooks as wire

pytestmark = needs_samples

_SETTINGS: Final = {"provider": "gotowebinar", "client_id": "x", "client_secret": "x", "personal_access_token": "x"}
WHOSE: Final = Whose(GoToSettings.model_validate(_SETTINGS))
STATES: Final = {"ACTIVE": True, "INACTIVE": False}


def webhooks(**answers: bytes) -> Webhooks:
    return Webhooks(Canned({getattr(wire, name): body for name, body in answers.items()}, FORBIDDEN, WHOSE))


def seen(text: str) -> datetime | None:
    """Return a time, ``None`` where a sample has filler instead of one."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@pytest.mark.parametrize(
    "name", ["fixture_g2w_webhooks_create_amplabs", "vendor_g2w_webhooks_create_200", "vendor_g2w_webhooks_list"]
)
def test_webhooks(name: str) -> None:
    """Every member is read but the product, which is always the same."""
    body = sample(f"goto/{name}")
    rows = json.loads(body)["_embedded"]["webhooks"]
    facet = webhooks(LIST_WEBHOOKS=body, ADD_WEBHOOKS=body)
    found = facet.list()

    assert found == facet.add("https://x.test", [row["eventName"] for row in rows])
    assert [
        (row["webhookKey"], row["eventName"], row["eventVersion"], STATES[row["state"]], row["callbackUrl"])
        for row in rows
    ] == [(each.id, each.event, each.version, each.active, each.callback_url) for each in found]
    assert [seen(row["createTime"]) for row in rows] == [each.created_at for each in found]
    assert all(row.keys() == {
        "callbackUrl", "createTime", "eventName", "eventVersion", "product", "state", "webhookKey"
    } for row in rows)  # fmt: skip


@pytest.mark.parametrize("name", ["vendor_g2w_usersubscriptions_create_200", "vendor_g2w_usersubscriptions_list"])
def test_subscriptions(name: str) -> None:
    """Every member is read but the product."""
    body = sample(f"goto/{name}")
    rows = json.loads(body)["_embedded"]["userSubscriptions"]
    found = webhooks(LIST_SUBSCRIPTIONS=body).subscriptions.list()

    assert [
        (
            row["userSubscriptionKey"],
            row["webhookKey"],
            row["eventName"],
            row["eventVersion"],
            STATES[row["activationState"]],
            row["callbackUrl"],
        )
        for row in rows
    ] == [(each.id, each.webhook, each.event, each.version, each.delivers, each.callback_url) for each in found]
    assert [None] * len(rows) == [each.active for each in found]  # a filler word is neither on nor off
    assert len(rows[0]) == len({*rows[0], "product", "createTime", "userSubscriptionState"})


def test_a_subscription() -> None:
    """One by its key is read as a list's row is."""
    body = sample("goto/vendor_g2w_usersubscription_get")
    found = webhooks(GET_SUBSCRIPTION=body).subscriptions.get(SubscriptionId("dolor et"))
    row = json.loads(body)

    assert (row["userSubscriptionKey"], row["webhookKey"], True) == (found.id, found.webhook, found.delivers)


@pytest.mark.parametrize("name", ["doc_g2w_webhook_secretkey", "vendor_g2w_webhook_secretkey_schema"])
def test_a_secret(name: str) -> None:
    """The id, the value and the time, where it is one; the value is in no ``repr``."""
    row = json.loads(sample(f"goto/{name}"))
    made = webhooks(ADD_SECRET=sample(f"goto/{name}")).add_secret()

    assert (str(row["id"]), row["value"], seen(row["validFrom"])) == (made.id, made.value, made.valid_from)
    assert row["value"] not in repr(made)


# --- notifications -----------------------------------------------------------------------------------------

TYPES: Final = {
    "event_survey_submitted_reconstructed": told.ResponsesGiven,
    "event_webinar_changed_pipedream": told.EventChanged,
    "event_webinar_created_pipedream": told.EventChanged,
}
UNREAD: Final = frozenset(
    {
        "eventVersion", "product",  # always the same
        "experienceType",  # how a webinar is staged: the domain has no field for it
        "recurrenceType", "status",  # read into ``recurring`` and ``change``
        "questionType",  # how a question is asked
        "eventKey",  # a part of ``key``
        "webinarTitle",  # of a survey: the event is told by its id
    }
)  # fmt: skip
"""What is deliberately not read as it stands, by its name."""


def leaves(value: Any) -> Iterator[str]:
    """Yield everything a notification is made of."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, datetime):
        yield value.astimezone(UTC).isoformat()
    elif value is not None:
        yield from (str(value), *str(value).split("/"))


def told_by(tree: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the text of everything that a sample says."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from told_by(value, key)
    elif isinstance(tree, list):
        for each in tree:
            yield from told_by(each, name)
    else:
        when = seen(tree) if isinstance(tree, str) and name.lower().endswith(("time", "timestamp", "date")) else None
        yield name, when.astimezone(UTC).isoformat() if when else str(tree)


@pytest.mark.parametrize("name", TYPES)
def test_a_notification(name: str) -> None:
    """It becomes its own type, and whatever it says is found in it again."""
    body = sample(f"goto/{name}")
    tree = json.loads(body)
    found = read_event(body)

    assert type(found) is TYPES[name]
    assert found.key.endswith(tree["eventKey"])
    known = set(leaves(found))
    ends = {each["endTime"] for each in tree.get("times", ())}
    assert [] == [
        (member, text)
        for member, text in told_by(tree)
        if text not in known and member not in UNREAD and not (member == "endTime" and ends)
    ]
    if isinstance(found, told.EventChanged):
        assert found.event.start is not None
        assert found.event.duration is not None
        assert {(found.event.start + found.event.duration)} == {datetime.fromisoformat(each) for each in ends}
