"""What the simulated Zoom asks at registration: of each event, and by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Handler, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import choice, invalid
from provider_bridge.sandbox.zoom.registrants import VOLUNTARY, fields_of, open_event

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Event, World

__all__ = ["ROUTES"]

_TYPES: Final = {
    "Meeting": ("short", "single"),
    "Webinar": ("short", "single_radio", "single_dropdown", "multiple"),
}
_OWN: Final = {"title": "Why do you come?", "type": "short", "required": False}
_CHOICE: Final = {
    "title": "Which talks?",
    "type": "multiple",
    "required": False,
    "answers": ["The first", "The second"],
}


_BODY: Final = {
    "questions": [{"field_name": str, "required": bool}],
    "custom_questions": [{"title": str, "type": str, "required": bool, "answers": [str]}],
}


class _Questions:
    """What each event asks, once it was changed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.changed: dict[int, dict[str, Any]] = {}

    def of(self, event: Event) -> dict[str, Any]:
        if event.number in self.changed:
            return self.changed[event.number]
        asked = fields_of(self._world, event)
        own = [_OWN, _CHOICE] if event.kind == "Webinar" else [_OWN]
        standard = [{"field_name": name, "required": needed} for name, needed in asked.items()]
        return {"questions": standard, "custom_questions": own}


def _get(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        return world.part(_Questions).of(open_event(world, ask, kind))

    return answer


def _set(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        event = open_event(world, ask, kind)
        sent: dict[str, Any] = ask.body
        now = world.part(_Questions).of(event) | {name: sent[name] for name in _BODY if name in sent}
        if any(each.get("field_name") not in VOLUNTARY for each in now["questions"]):
            raise invalid("questions")
        if any(each.get("type") not in _TYPES[kind] for each in now["custom_questions"]):
            raise invalid("custom_questions")
        world.part(_Questions).changed[event.number] = now
        return Made(204)

    return answer


def _defaults(world: World, ask: Ask) -> Answer:
    if "accountId" in ask.path and ask.path["accountId"] not in {"me", world.account_id}:
        raise Refusal(404, 2001, f"Account does not exist: {ask.path['accountId']}.")
    if "groupId" in ask.path and ask.path["groupId"] not in world.group_ids:
        raise Refusal(404, 4130, f"Group does not exist: {ask.path['groupId']}.")
    choice(ask, "type", "", "webinar")
    asked = {"last_name": True, "org": False} | ({"phone": True} if world.scenario == "violating" else {})
    return {
        "options": {
            "host_email_notification": True,
            "close_registration": False,
            "allow_participants_to_join_from_multiple_devices": False,
            "show_social_share_buttons": False,
        },
        "approve_type": 0,
        "questions": [
            {"field_name": name, "required": asked.get(name, False), "selected": name in asked} for name in VOLUNTARY
        ],
        "custom_questions": [_CHOICE | {"selected": True}],
    }


def _routes(kind: str) -> tuple[Route, ...]:
    word = kind.lower()
    path = f"/{word}s/{{{word}Id}}/registrants/questions"
    return (
        Route(path, "Light", (f"{word}:read:list_registration_questions:admin",), _get(kind)),
        Route(path, "Light", (f"{word}:update:registration_question:admin",), _set(kind), "PATCH", _BODY),
    )


ROUTES: Final = (
    *_routes("Meeting"),
    *_routes("Webinar"),
    Route(
        "/accounts/{accountId}/settings/registration",
        "Medium",
        ("account:read:registration_settings:master", "account:read:registration_settings:admin"),
        _defaults,
    ),
    Route("/groups/{groupId}/settings/registration", "Medium", ("group:read:registration_settings:admin",), _defaults),
)
