"""The simulated Zoom's settings of recordings, the people who register to view them, and who viewed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.shapes import Shape
from provider_bridge.sandbox.zoom.common import choice, invalid, optional_days, required, time_text
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.recordings import find_run, no_recording
from provider_bridge.sandbox.zoom.recordings_state import STORED, Recordings, Run

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Viewers"]

_STATUSES: Final = {"approve": "approved", "deny": "denied"}
_AT_ONCE: Final = 30
_FIELDS: Final = [
    "email",
    "first_name",
    "last_name",
    "address",
    "city",
    "state",
    "zip",
    "country",
    "phone",
    "org",
    "industry",
    "job_title",
    "purchasing_time_frame",
    "role_in_purchase_process",
    "no_of_employees",
    "comments",
]

_VIEWER: Final = dict.fromkeys(_FIELDS, str) | {"custom_questions": [{"title": str, "value": str}]}
_MOVED: Final = {"action": str, "registrants": [{"id": str}]}
_YES_OR_NO: Final = (
    *("recording_authentication", "on_demand", "viewer_download", "send_email_to_host"),
    *("show_social_share_buttons", "auto_delete"),
)
_TEXTS: Final = (
    *("share_recording", "authentication_option", "authentication_domains", "authentication_name", "password"),
    *("topic", "auto_delete_date"),
)
_SETTINGS: Final = {**dict.fromkeys(_YES_OR_NO, bool), **dict.fromkeys(_TEXTS, str), "approval_type": int}


class Viewers:
    """Who registered to view recordings, by meeting number, and what they are asked.

    ``ignores_settings`` lets changes of a recording's settings be accepted and not be made, as a lock does.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.ignores_settings = False
        self.people: dict[str, list[dict[str, Any]]] = {}
        self.questions: dict[str, Any] = {
            "questions": [{"field_name": "last_name", "required": True}, {"field_name": "org", "required": False}],
            "custom_questions": [
                {"title": "Why do you want to see it?", "type": "short", "required": False, "answers": []},
                {"title": "Which part?", "type": "single", "required": True, "answers": ["first", "second"]},
            ],
        }

    def of(self, number: str) -> list[dict[str, Any]]:
        """Return the people of a meeting, made when it is first asked for: two of each status."""
        if number not in self.people:
            people = self._world.people["active"]
            first = self._world.mark("viewers", number)[0]
            self.people[number] = [
                self._person(number, people[(first + at) % len(people)], ("approved", "pending", "denied")[at % 3])
                for at in range(6)
            ]
        return self.people[number]

    def _person(self, number: str, person: Any, status: str) -> dict[str, Any]:
        body = dict.fromkeys(_FIELDS, "")
        return body | {
            "id": self._world.key("viewer", number, person.number),
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "org": "Example",
            "custom_questions": [{"title": "Which part?", "value": "first"}],
            "status": status,
        }


def _run(world: World, ask: Ask) -> Run:
    run = find_run(world, ask.path["meetingId"])
    if not run.at(STORED):
        raise no_recording()
    return run


def _settings(world: World, ask: Ask) -> Answer:
    settings = _run(world, ask).settings
    if settings["share_recording"] == "none":
        return {"share_recording": "none"}  # all that is said of a recording that is private to its host
    return dict(settings)


def _update_settings(world: World, ask: Ask) -> Answer:
    run = _run(world, ask)
    changes: dict[str, Any] = ask.body
    if not changes.keys() <= run.settings.keys():
        raise invalid("body")
    if not world.part(Viewers).ignores_settings:
        run.settings.update(changes)
    return Made(204)


def _number(world: World, ask: Ask) -> str:
    """Return the number of a meeting that something was recorded of."""
    number = ask.path["meetingId"]
    if not any(run.number and str(run.number) == number for run in world.part(Recordings).runs):
        raise Refusal(404, 3001, f"Meeting does not exist: {number}.")
    return number


def _viewers(world: World, ask: Ask) -> Answer:
    status = choice(ask, "status", "approved", "pending", "denied")
    found = [each for each in world.part(Viewers).of(_number(world, ask)) if each["status"] == status]
    listed = page(world, ask, found, numbered=True)
    return listed.told() | {"registrants": list(listed.rows)}


def _add(world: World, ask: Ask) -> Answer:
    number = _number(world, ask)
    people = world.part(Viewers).of(number)
    email, first_name = required(ask, "email"), required(ask, "first_name")
    found = world.key("viewer", number, "added", len(people))
    given = {name: ask.body.get(name, "") for name in _FIELDS} | {"email": email, "first_name": first_name}
    people.append(given | {"id": found, "status": "approved", "custom_questions": ask.body.get("custom_questions", [])})
    body = {
        "id": int(number),
        "registrant_id": found,
        "share_url": f"{ask.base}/rec/share/{world.key('share', number)}?tk={world.key('tk', found)}",
        "topic": f"Recording {number}",
    }
    return Made(201, body)


def _set_status(world: World, ask: Ask) -> Answer:
    people = world.part(Viewers).of(_number(world, ask))
    status = _STATUSES.get(required(ask, "action"))
    named: list[dict[str, Any]] = required(ask, "registrants")
    if status is None or len(named) > _AT_ONCE:
        raise invalid("registrants")
    wanted = {each.get("id") for each in named}
    for each in people:
        if each["id"] in wanted:
            each["status"] = status
    return Made(204)


def _questions(world: World, ask: Ask) -> Answer:
    _run(world, ask)
    return dict(world.part(Viewers).questions)


def _details(world: World, ask: Ask) -> Answer:
    run = _run(world, ask)
    first, last = optional_days(world, ask)
    kind = choice(ask, "type", "by_view", "by_download")
    found = [view for view in run.views if view[0] == kind and first <= view[1].date() <= last]
    listed = page(world, ask, found)
    return {
        "from": f"{first}",
        "to": f"{last}",
        "page_size": listed.size,
        "total_records": listed.total,
        "next_page_token": listed.token,
        "analytics_details": [
            {
                "date_time": time_text(at),
                "name": f"{person.first_name} {person.last_name}",
                "email": person.email,
                "duration": 90 if action == "by_view" else 0,
            }
            for action, at, person in listed.rows
        ],
    }


def _summary(world: World, ask: Ask) -> Answer:
    run = _run(world, ask)
    first, last = optional_days(world, ask)
    seen = [(action, at.date()) for action, at, _ in run.views if first <= at.date() <= last]
    return {
        "from": f"{first}",
        "to": f"{last}",
        "analytics_summary": [
            {
                "date": f"{day}",
                "views_total_count": seen.count(("by_view", day)),
                "downloads_total_count": seen.count(("by_download", day)),
            }
            for day in sorted({day for _, day in seen})
        ],
    }


_RUN: Final = "/meetings/{meetingId}/recordings"


def _route(path: str, category: str, scope: str, handler: Any, method: str = "GET", takes: Shape = None) -> Route:
    return Route(f"{_RUN}/{path}", category, (f"cloud_recording:{scope}:admin",), handler, method, takes)


ROUTES: Final = (
    _route("settings", "Light", "read:recording_settings", _settings),
    _route("settings", "Light", "update:recording_settings", _update_settings, "PATCH", _SETTINGS),
    _route("registrants", "Medium", "read:list_recording_registrants", _viewers),
    _route("registrants", "Light", "write:recording_registrant", _add, "POST", _VIEWER),
    _route("registrants/status", "Medium", "update:registrant_status", _set_status, "PUT", _MOVED),
    _route("registrants/questions", "Light", "read:registration_questions", _questions),
    _route("analytics_details", "Medium", "read:recording_analytics_details", _details),
    _route("analytics_summary", "Medium", "read:recording_analytics_summary", _summary),
)
