"""The simulated GoToWebinar and what GoTo's products share. It holds attention averages, as the vendor's does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _scim_me(world: World, _: Ask) -> Answer:
    return {
        "id": world.organizer_key,
        "userName": "user@example.test",
        "name": {"givenName": "Jane", "familyName": "Doe"},
        "emails": [{"value": "user@example.test", "type": "work", "primary": True}],
    }


def _admin_me(world: World, _: Ask) -> Answer:
    return {
        "key": int(world.organizer_key),  # a number here, text in SCIM: both occur
        "accountKey": world.digits("account"),
        "email": "user@example.test",
        "firstName": "Jane",
        "lastName": "Doe",
        "locale": "en_US",
        "createTime": 1500000000000,
        "accounts": [{"key": world.digits("account"), "name": "Example Inc"}],
    }


def _sessions(world: World, ask: Ask) -> Answer:
    try:
        since, until = (
            datetime.strptime(ask.query[name], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            for name in ("fromTime", "toTime")
        )
        number, size = int(ask.query.get("page", "0")), max(1, min(int(ask.query.get("size", "20")), 200))
    except (KeyError, ValueError):
        raise Refusal(400, 0, "fromTime and toTime are needed") from None
    found = [row for row in world.webinar_sessions if since <= row[2] <= until]
    rows = found[number * size : (number + 1) * size]
    pages = -(-len(found) // size)
    page = {"size": size, "totalElements": len(found), "totalPages": pages, "number": number}
    if not rows:
        return {"page": page}
    return {"_embedded": {"sessionInfoResources": [_session(world, *row) for row in rows]}, "page": page}


def _session(world: World, session: str, webinar: str, start: datetime) -> dict[str, Any]:
    return {
        "sessionKey": session,
        "webinarKey": webinar,
        "webinarName": f"Webinar {webinar[:6]}",
        "webinarID": webinar[:9],
        "startTime": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "endTime": f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
        "registrantsAttended": 37,
        "registrantCount": 52,
        "accountKey": world.digits("account"),
        "creatingOrganizerKey": world.organizer_key,
        "creatingOrganizerName": "Jane Doe",
        "startingOrganizerKey": world.organizer_key,
        "startingOrganizerName": "Jane Doe",
        "totalPollCount": 1,
        "timeZone": "Europe/Berlin",
        "experienceType": "classic",
    }


def _performance(world: World, ask: Ask) -> Answer:
    for session, webinar, started in world.webinar_sessions:
        if (session, webinar) == (ask.path["sessionKey"], ask.path["webinarKey"]):
            return _figures(world, session, webinar, started)
    raise Refusal(404, 0, "Session with specified key does not exist")


def _figures(world: World, session: str, webinar: str, start: datetime) -> dict[str, Any]:
    mark = world.mark("performance", session)
    return {
        "sessionInfo": {
            "webinarName": f"Webinar {webinar[:6]}",
            "webinarId": webinar[:9],
            "sessionKey": session,
            "timeZone": "Europe/Berlin",
            "experienceType": "CLASSIC",
            "recurrencePeriod": "single_session",
            "startTime": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "endTime": f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
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


_G2W: Final = "/G2W/rest/v2/organizers/{organizerKey}"

ROUTES: Final = (
    Route("/identity/v1/Users/me", "SCIM", ("identity:scim.me",), _scim_me),
    Route("/admin/rest/v1/me", "Admin", ("identity:",), _admin_me),
    Route(f"{_G2W}/sessions", "G2W", ("collab:",), _sessions),
    Route(
        f"{_G2W}/webinars/{{webinarKey}}/sessions/{{sessionKey}}/performance",
        "G2W",
        ("collab:",),
        _performance,
    ),
)
