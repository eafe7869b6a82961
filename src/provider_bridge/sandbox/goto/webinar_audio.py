"""How people hear the simulated webinars: numbers with access codes, which are secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import WEBINAR
from provider_bridge.sandbox.goto.webinar_events import Outbox
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Audio"]

_TYPES: Final = ("PSTN", "VOIP", "Hybrid", "Private")

_BODY: Final = {
    "type": str,
    "pstnInfo": {"tollCountries": [str], "tollFreeCountries": [str]},
    "privateInfo": dict.fromkeys(("organizer", "panelist", "attendee"), str),
}


def _country(*, free: bool) -> dict[str, Any]:
    codes = {"organizer": "791-426-085", "panelist": "690-270-339", "attendee": "159-309-045"}
    numbers = {"toll": "+1 (805) 879-4198"} | ({"tollFree": "1 888 455 4198"} if free else {})
    return {"accessCodes": codes, **numbers}


class Audio:
    """Each webinar's audio; by default people hear by computer or over numbers in two countries."""

    def __init__(self, _: World) -> None:
        self._changed: dict[str, dict[str, Any]] = {}

    def of(self, webinar: Webinar) -> dict[str, Any]:
        """Return a webinar's audio."""
        usual = {"type": "Hybrid", "confCallNumbers": {"DE": _country(free=False), "US": _country(free=True)}}
        return self._changed.get(webinar.key, usual)

    def change(self, webinar: Webinar, audio: dict[str, Any]) -> None:
        """Replace a webinar's audio."""
        self._changed[webinar.key] = audio


def _read(world: World, ask: Ask) -> Answer:
    return world.part(Audio).of(world.part(Webinars).get(ask.path))


def _update(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    body: dict[str, Any] = ask.body
    kind, pstn, own = body.get("type"), body.get("pstnInfo", {}), body.get("privateInfo", {})
    toll, free = pstn.get("tollCountries", []), pstn.get("tollFreeCountries", [])
    if kind not in _TYPES or (kind == "Private" and not own.get("attendee")):
        raise Refusal(400, 0, "type or privateInfo is not valid")
    if kind in {"PSTN", "Hybrid"} and not toll and not free:
        raise Refusal(400, 0, "tollFreeCountries or tollCountries is required")
    audio: dict[str, Any] = {"type": kind}
    if kind == "Private":
        audio |= {"confCallNumbers": {}, "privateInfo": own}
    elif kind != "VOIP":
        audio["confCallNumbers"] = {each: _country(free=each in free) for each in sorted({*toll, *free})}
    world.part(Audio).change(webinar, audio)
    world.part(Outbox).tell(ask, "notifyParticipants", webinar)
    return Made(204)


ROUTES: Final = (
    Route(f"{WEBINAR}/audio", "G2W", ("collab:",), _read),
    Route(f"{WEBINAR}/audio", "G2W", ("collab:",), _update, "POST", _BODY),
)
