"""One simulated webinar, asked for by its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.sandbox.goto.common import WEBINAR, written
from provider_bridge.sandbox.goto.webinars import Guests, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _get(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    to_come = [(start, end) for start, end in webinar.times if end > world.now()]
    times = to_come if webinar.recurrence == "sequence" else webinar.times
    return {
        "webinarKey": int(webinar.key),
        "webinarID": webinar.number,
        "subject": webinar.subject,
        "description": webinar.description,
        "organizerKey": int(webinar.organizer),
        "organizerEmail": "user@example.test",
        "organizerName": "Jane Doe",
        "times": [{"startTime": written(start), "endTime": written(end)} for start, end in times],
        "registrationUrl": f"https://attendee.gotowebinar.com/register/{webinar.key}",
        "inSession": webinar.running,
        "impromptu": False,
        "type": webinar.recurrence,
        "timeZone": webinar.time_zone,
        "numberOfRegistrants": world.part(Guests).count(webinar),
        "registrationLimit": 1000,
        "locale": webinar.locale,
        "accountKey": world.account_key,
        "recurrencePeriod": webinar.recurrence,
        "experienceType": webinar.experience.lower(),
        "isPasswordProtected": False,
    }


ROUTES: Final = (Route(WEBINAR, "G2W", ("collab:",), _get),)
