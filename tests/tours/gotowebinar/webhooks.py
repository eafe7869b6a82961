"""Webhooks, subscriptions and their secret."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinar_webhooks import Hooks
from tours import Arguments

URL = "https://hooks.example.test/goto"


def hook(sandbox: Sandbox) -> str:
    """Return the key of a webhook that is there."""
    webhooks = sandbox.world.part(Hooks).webhooks
    if "known" not in webhooks:
        webhooks["known"] = {
            "callbackUrl": URL,
            "eventName": "registrant.added",
            "eventVersion": "1.0.0",
            "product": "g2w",
            "webhookKey": "known",
            "state": "INACTIVE",
            "createTime": "2026-05-29T11:08:44.508Z",
        }
    return "known"


def subscription(sandbox: Sandbox) -> str:
    """Return the key of a subscription that is there."""
    known = sandbox.world.part(Hooks).webhooks[hook(sandbox)]
    row = {name: known[name] for name in ("callbackUrl", "eventName", "eventVersion", "product", "webhookKey")}
    row |= {"userSubscriptionKey": "mine", "userSubscriptionState": "ACTIVE", "createTime": known["createTime"]}
    sandbox.world.part(Hooks).subscriptions.setdefault("mine", row)
    return "mine"


def _listed(sandbox: Sandbox) -> dict[str, Any]:
    subscription(sandbox)
    return {}


ARGUMENTS: Arguments = {
    "webhooks.list": _listed,
    "webhooks.get": lambda sandbox: {"webhook": hook(sandbox)},
    "webhooks.add": lambda _: {"callback_url": URL, "events": ["registrant.added"]},
    "webhooks.update": lambda sandbox: {"webhook": hook(sandbox), "active": True},
    "webhooks.delete": lambda sandbox: {"webhook": hook(sandbox)},
    "webhooks.subscriptions.list": _listed,
    "webhooks.subscriptions.get": lambda sandbox: {"subscription": subscription(sandbox)},
    "webhooks.subscriptions.add": lambda sandbox: {"webhooks": [hook(sandbox)]},
    "webhooks.subscriptions.update": lambda sandbox: {"subscription": subscription(sandbox), "active": False},
    "webhooks.subscriptions.delete": lambda sandbox: {"subscription": subscription(sandbox)},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Make, switch on, look at and delete all there is."""
    webhooks = account.webhooks
    webhooks.add_secret()
    webhooks.add_secret(valid_from=sandbox.world.now())
    made = webhooks.add(URL, ["registrant.added", "survey.submitted"])
    webhooks.update(made[0].id, active=True)
    mine = webhooks.subscriptions.add([made[0].id])
    webhooks.subscriptions.add([made[1].id], callback_url=URL)
    webhooks.subscriptions.update(mine[0].id, active=False)
    webhooks.subscriptions.get(mine[0].id)
    webhooks.get(made[0].id)
    webhooks.list()
    webhooks.subscriptions.list()
    webhooks.subscriptions.delete(mine[0].id)
    webhooks.delete(made[0].id)
