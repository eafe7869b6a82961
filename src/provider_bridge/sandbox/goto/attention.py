"""The figures of the simulated webinars' sessions. They hold attention averages, as the vendor's do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import ORGANIZER, SESSION, page_by_size, window, written
from provider_bridge.sandbox.goto.webinars import Guests, Session, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "figures", "session_row"]


def _sessions(world: World, ask: Ask) -> Answer:
    since, until = window(ask, "fromTime", "toTime")
    webinars = world.part(Webinars)
    all_of = [run for each in webinars.of(ask.path["organizerKey"]) for run in webinars.sessions(each)]
    found = [run for run in all_of if since <= run.start <= until]
    return page_by_size(ask, "sessionInfoResources", len(found), lambda index: session_row(world, found[index]))


def session_row(world: World, run: Session) -> dict[str, Any]:
    """Return how a past session is listed."""
    guests = world.part(Guests)
    return {
        "sessionKey": run.key,
        "webinarKey": run.webinar.key,
        "webinarName": run.webinar.subject,
        "webinarID": run.webinar.number,
        "startTime": written(run.start),
        "endTime": written(run.end),
        "registrantsAttended": len(guests.attendees(run)),
        "registrantCount": guests.count(run.webinar),
        "accountKey": world.account_key,
        "creatingOrganizerKey": run.webinar.organizer,
        "creatingOrganizerName": "Jane Doe",
        "startingOrganizerKey": run.webinar.organizer,
        "startingOrganizerName": "Jane Doe",
        "totalPollCount": 1,
        "timeZone": run.webinar.time_zone,
        "experienceType": run.webinar.experience.lower(),
    }


def _performance(world: World, ask: Ask) -> Answer:
    return figures(world, world.part(Webinars).session(ask.path))


def figures(world: World, run: Session) -> dict[str, Any]:
    """Return a session's figures."""
    mark = world.mark("performance", run.key)
    return {
        "sessionInfo": {
            "webinarName": run.webinar.subject,
            "webinarId": run.webinar.number,
            "sessionKey": run.key,
            "timeZone": run.webinar.time_zone,
            "experienceType": run.webinar.experience,
            "recurrencePeriod": "single_session",
            "startTime": written(run.start),
            "endTime": written(run.end),
            "registrationEmailOpenedCount": "12",
            "registrationLinkClickedCount": "30",
        },
        "attendance": {
            "registrantCount": 52,
            "percentageAttendance": 71.2,
            "averageInterestRating": round(40 + mark[0] / 5, 1),
            "averageAttentiveness": round(45 + mark[1] / 5, 1),
            "averageAttendanceTimeSeconds": 2950.0,
        },
        "pollsAndSurveys": {
            "pollCount": 1,
            "surveyCount": 1.0,
            "questionsAsked": 4,
            "percentagePollsCompleted": 61.0,
            "percentageSurveysCompleted": 20.0,
        },
    }


ROUTES: Final = (
    Route(f"{ORGANIZER}/sessions", "G2W", ("collab:",), _sessions),
    Route(f"{SESSION}/performance", "G2W", ("collab:",), _performance),
)
