"""The simulated webhooks, user subscriptions and secrets. Nothing is delivered by itself."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2W, written
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route
from provider_bridge.sandbox.shapes import NOTHING

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Hooks"]

_EVENTS: Final = {"registrant.added", "registrant.joined", "webinar.created", "webinar.changed", "survey.submitted"}
_STATES: Final = {"ACTIVE", "INACTIVE"}


class Hooks:
    """What is kept. ``ignore`` lets changes of state be accepted and not made."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhooks: dict[str, dict[str, Any]] = {}
        self.subscriptions: dict[str, dict[str, Any]] = {}
        self.secrets = 0
        self.ignore = False

    def key(self, *parts: object) -> str:
        return str(uuid.UUID(bytes=self.world.mark("hook", *parts, len(self.webhooks), len(self.subscriptions))))

    def now(self) -> str:
        return written(self.world.now())

    def shown(self, key: str) -> dict[str, Any]:
        """Return a subscription as it is shown: it delivers where the webhook is switched on as well."""
        row = self.subscriptions[key]
        hook = self.webhooks.get(row["webhookKey"], {})
        both = {row["userSubscriptionState"], hook.get("state")} == {"ACTIVE"}
        return {**row, "activationState": "ACTIVE" if both else "INACTIVE"}


def _rows(ask: Ask) -> list[Any]:
    rows: list[Any] = ask.body
    if not rows:
        raise Refusal(400, 0, "an array is expected")
    return rows


def _url(row: dict[str, Any]) -> str:
    url: str = row.get("callbackUrl", "")
    if not url.startswith("https://"):
        raise Refusal(400, 0, "callbackUrl must be https")
    return url


def _product(ask: Ask) -> None:
    if ask.query.get("product") != "g2w":
        raise Refusal(400, 0, "product is required")


def _listed(name: str, rows: list[dict[str, Any]]) -> Answer:
    return {"_embedded": {name: rows}} if rows else {}


def _webhooks(world: World, ask: Ask) -> Answer:
    _product(ask)
    return _listed("webhooks", list(world.part(Hooks).webhooks.values()))


def _webhook(world: World, ask: Ask) -> Answer:
    return _found(world.part(Hooks).webhooks, ask.path["webhookKey"])


def _found(rows: dict[str, dict[str, Any]], key: object) -> dict[str, Any]:
    if not isinstance(key, str) or key not in rows:
        raise Refusal(404, 0, "no such key")
    return rows[key]


def _add_webhooks(world: World, ask: Ask) -> Answer:
    hooks, made = world.part(Hooks), list[dict[str, Any]]()
    for row in _rows(ask):
        if row.get("eventName") not in _EVENTS or row.get("eventVersion") != "1.0.0" or row.get("product") != "g2w":
            raise Refusal(400, 0, "eventName, eventVersion and product are required")
        made.append({name: row[name] for name in ("eventName", "eventVersion", "product")} | {"callbackUrl": _url(row)})
    for row in made:
        row |= {"webhookKey": hooks.key("webhook"), "state": "INACTIVE", "createTime": hooks.now()}
        hooks.webhooks[row["webhookKey"]] = row
    return _listed("webhooks", made)


def _update(rows: dict[str, dict[str, Any]], ask: Ask, key: str, state: str, *, ignore: bool) -> Answer:
    wanted = _rows(ask)
    for row in wanted:
        _found(rows, row.get(key))
        if row.get(state, "ACTIVE") not in _STATES:
            raise Refusal(400, 0, "no such state")
    for row in wanted:
        changes = {name: row[name] for name in (state, "callbackUrl") if name in row}
        rows[row[key]] |= {} if ignore else changes
    return Made(204)


def _update_webhooks(world: World, ask: Ask) -> Answer:
    hooks = world.part(Hooks)
    return _update(hooks.webhooks, ask, "webhookKey", "state", ignore=hooks.ignore)


def _update_subscriptions(world: World, ask: Ask) -> Answer:
    hooks = world.part(Hooks)
    return _update(hooks.subscriptions, ask, "userSubscriptionKey", "userSubscriptionState", ignore=hooks.ignore)


def _delete(rows: dict[str, dict[str, Any]], ask: Ask) -> Answer:
    for key in _rows(ask):
        _found(rows, key)
    for key in _rows(ask):
        rows.pop(key, None)
    return Made(202)


def _delete_webhooks(world: World, ask: Ask) -> Answer:
    return _delete(world.part(Hooks).webhooks, ask)


def _delete_subscriptions(world: World, ask: Ask) -> Answer:
    return _delete(world.part(Hooks).subscriptions, ask)


def _subscriptions(world: World, ask: Ask) -> Answer:
    _product(ask)
    hooks = world.part(Hooks)
    return _listed("userSubscriptions", [hooks.shown(key) for key in hooks.subscriptions])


def _subscription(world: World, ask: Ask) -> Answer:
    hooks, key = world.part(Hooks), ask.path["userSubscriptionsKey"]
    _found(hooks.subscriptions, key)
    return hooks.shown(key)


def _add_subscriptions(world: World, ask: Ask) -> Answer:
    hooks, made = world.part(Hooks), list[str]()
    for row in _rows(ask):
        hook = _found(hooks.webhooks, row.get("webhookKey"))
        key = hooks.key("subscription")
        made.append(key)
        hooks.subscriptions[key] = {
            "callbackUrl": _url(row) if "callbackUrl" in row else hook["callbackUrl"],
            "eventName": hook["eventName"],
            "eventVersion": "1.0.0",
            "product": "g2w",
            "webhookKey": hook["webhookKey"],
            "userSubscriptionKey": key,
            "userSubscriptionState": row.get("userSubscriptionState", "ACTIVE"),
            "createTime": hooks.now(),
        }
    return _listed("userSubscriptions", [hooks.shown(key) for key in made])


def _add_secret(world: World, ask: Ask) -> Answer:
    hooks = world.part(Hooks)
    hooks.secrets += 1
    sent: dict[str, Any] = ask.body or {}
    value = str(uuid.UUID(bytes=world.mark("webhook secret", hooks.secrets)))
    return {"id": hooks.secrets, "value": value, "validFrom": sent.get("validFrom", hooks.now())}


_TEXTS: Final = (
    *("callbackUrl", "eventName", "eventVersion", "product"),
    *("webhookKey", "state", "userSubscriptionKey", "userSubscriptionState"),
)
_ROWS: Final = [dict.fromkeys(_TEXTS, str)]
_SCOPES: Final = ("collab:",)

ROUTES: Final = (
    Route(f"{G2W}/webhooks/secretkey", "G2W", _SCOPES, _add_secret, "POST", (NOTHING, {"validFrom": str})),
    Route(f"{G2W}/webhooks", "G2W", _SCOPES, _webhooks),
    Route(f"{G2W}/webhooks", "G2W", _SCOPES, _add_webhooks, "POST", _ROWS),
    Route(f"{G2W}/webhooks", "G2W", _SCOPES, _update_webhooks, "PUT", _ROWS),
    Route(f"{G2W}/webhooks", "G2W", _SCOPES, _delete_webhooks, "DELETE", [str]),
    Route(f"{G2W}/webhooks/{{webhookKey}}", "G2W", _SCOPES, _webhook),
    Route(f"{G2W}/userSubscriptions", "G2W", _SCOPES, _subscriptions),
    Route(f"{G2W}/userSubscriptions", "G2W", _SCOPES, _add_subscriptions, "POST", _ROWS),
    Route(f"{G2W}/userSubscriptions", "G2W", _SCOPES, _update_subscriptions, "PUT", _ROWS),
    Route(f"{G2W}/userSubscriptions", "G2W", _SCOPES, _delete_subscriptions, "DELETE", [str]),
    Route(f"{G2W}/userSubscriptions/{{userSubscriptionsKey}}", "G2W", _SCOPES, _subscription),
)
