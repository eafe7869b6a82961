"""The simulated account's webinars, of every organizer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2W, page_by_size, window, written
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _webinars(world: World, ask: Ask) -> Answer:
    since, until = window(ask, "fromTime", "toTime")
    if ask.path["accountKey"] != world.account_key:
        raise Refusal(403, 0, "The caller is not authorized for this account")
    found = [each for each in world.part(Webinars).all if not each.gone and since <= each.start <= until]
    return page_by_size(ask, "webinars", len(found), lambda index: _row(world, found[index]))


def _row(world: World, webinar: Webinar) -> dict[str, Any]:
    return {
        "webinarKey": webinar.key,
        "webinarID": webinar.number,
        "webinarId": webinar.number,
        "organizerKey": webinar.organizer,
        "accountKey": world.account_key,
        "subject": webinar.subject,
        "description": webinar.description,
        "times": [{"startTime": written(start), "endTime": written(end)} for start, end in webinar.times],
        "timeZone": webinar.time_zone,
        "locale": webinar.locale,
        "status": "ACTIVE",
        "approvalType": webinar.approval,
        "registrationUrl": f"https://register.example.test/{webinar.key}",
        "impromptu": False,
        "isPasswordProtected": False,
        "recurrenceType": webinar.recurrence,
        "experienceType": webinar.experience.lower(),
    }


ROUTES: Final = (Route(f"{G2W}/accounts/{{accountKey}}/webinars", "G2W", ("collab:",), _webinars),)
