"""Sample bodies of GoToWebinar's sessions and figures: every member is read, or there is a reason why it is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge.core.calls import Endpoint
from provider_bridge.domain.events import EventFigures, Session, SessionFigures
from provider_bridge.domain.ids import EventId, HostId, SessionId
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.sessions import Sessions
from provider_bridge.providers.gotowebinar.wire import sessions as wire

pytestmark = needs_samples

SETTINGS = {"provider": "x", "client_id": "i", "client_secret": "s", "personal_access_token": "p"}
WHOSE = Whose(GoToSettings.model_validate(SETTINGS | {"organizer_key": "9"}))
EVENT = EventId("9/8")

_ATTENTION = "attention: cut out of the bytes before they are parsed, and only counted"
_EVENTS = "of the webinar, which events have"

SESSION_MEMBERS = {
    "sessionKey", "webinarKey", "webinarName", "startTime", "endTime", "registrantsAttended", "registrantCount",
    "startingOrganizerKey", "startingOrganizerName",
}  # fmt: skip
SESSION_UNREAD = {
    "creatingOrganizerKey": "who scheduled it; read where nobody is said to have started it",
    "creatingOrganizerName": "likewise",
    "accountKey": "whose account it is, which is known",
    "timeZone": _EVENTS,
    "experienceType": _EVENTS,
    "webinarID": _EVENTS,
    "webinarType": "a number whose meaning is documented nowhere",
    "totalPollCount": "in the figures",
    "numRegLinkClicks": "what people did with e-mails: in the figures, where they are asked for",
    "numOpenedInvitations": "likewise",
    "includeCertificate": "a setting of e-mails that went out",
    "followupEmailTriggered": "likewise",
}
FIGURES_MEMBERS = {
    "sessionInfo.webinarName", "sessionInfo.sessionKey", "sessionInfo.startTime", "sessionInfo.endTime",
    "sessionInfo.registrationEmailOpenedCount", "sessionInfo.registrationLinkClickedCount",
    "attendance.registrantCount", "attendance.percentageAttendance", "attendance.averageAttendanceTimeSeconds",
    "pollsAndSurveys.pollCount", "pollsAndSurveys.surveyCount", "pollsAndSurveys.questionsAsked",
    "pollsAndSurveys.percentagePollsCompleted", "pollsAndSurveys.percentageSurveysCompleted",
}  # fmt: skip
FIGURES_UNREAD = {
    "attendance.averageInterestRating": _ATTENTION,
    "attendance.averageAttentiveness": _ATTENTION,
    "sessionInfo.webinarId": _EVENTS,
    "sessionInfo.timeZone": _EVENTS,
    "sessionInfo.experienceType": _EVENTS,
    "sessionInfo.recurrencePeriod": _EVENTS,
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def facet(endpoint: Endpoint, tree: Any) -> Sessions:
    return Sessions(Canned({endpoint: json.dumps(tree).encode()}, FORBIDDEN, WHOSE))


def whole(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a page as a whole listing: the numbers of the vendor's examples are filler."""
    rows = tree["_embedded"]["sessionInfoResources"]
    return tree | {"page": {"size": 200, "totalElements": len(rows), "totalPages": 1, "number": 0}}


def listed(row: dict[str, Any]) -> Session:
    """Return what a row has to become, from its JSON alone."""
    return Session(
        id=SessionId(f"9/{row['webinarKey']}/{row['sessionKey']}"),
        event=EventId(f"9/{row['webinarKey']}"),
        kind="webinar",
        start=moment(row["startTime"]),
        end=moment(row["endTime"]),
        participants=row["registrantsAttended"],
        title=row["webinarName"],
        host_name=row["startingOrganizerName"],
        host=HostId(row["startingOrganizerKey"]),
        registrants=row["registrantCount"],
    )


@pytest.mark.parametrize(
    ("name", "endpoint"),
    [
        ("goto/vendor_g2w_organizer_sessions_list", wire.SESSIONS),
        ("goto/vendor_g2w_webinar_sessions_list", wire.EVENT_SESSIONS),
    ],
)
def test_every_member_of_a_session_is_read_or_excused(name: str, endpoint: Endpoint) -> None:
    """Both lists have the same rows; what is not read has its reason."""
    tree = json.loads(sample(name))
    rows = tree["_embedded"]["sessionInfoResources"]
    sessions = facet(endpoint, whole(tree))

    found = list(sessions.list(EVENT) if endpoint is wire.EVENT_SESSIONS else sessions.list(since=moment("1900-01-01")))

    assert [listed(row) for row in rows] == found
    assert {frozenset(SESSION_MEMBERS | SESSION_UNREAD.keys())} == {frozenset(row) for row in rows}


def test_who_scheduled_it_is_the_host_where_nobody_is_said_to_have_started_it() -> None:
    """Key and name go together."""
    tree = json.loads(sample("goto/vendor_g2w_webinar_sessions_list"))
    row = tree["_embedded"]["sessionInfoResources"][0]
    row |= {"startingOrganizerKey": "", "startingOrganizerName": None}

    first = next(iter(facet(wire.EVENT_SESSIONS, whole(tree)).list(EVENT)))

    assert (row["creatingOrganizerKey"], row["creatingOrganizerName"]) == (first.host, first.host_name)


def counted(body: dict[str, Any], session: str, dropped: int | None) -> SessionFigures:
    """Return what a session's figures have to become, from their JSON alone."""
    info, attendance, asked = body["sessionInfo"], body["attendance"], body["pollsAndSurveys"]
    return SessionFigures(
        session=SessionId(session),
        event=EVENT,
        start=moment(info["startTime"]),
        end=moment(info["endTime"]),
        registrants=attendance["registrantCount"],
        attended_percent=attendance["percentageAttendance"],
        average_presence=timedelta(seconds=attendance["averageAttendanceTimeSeconds"]),
        polls=asked["pollCount"],
        polls_percent=asked["percentagePollsCompleted"],
        questions=asked["questionsAsked"],
        surveys=asked["surveyCount"],
        surveys_percent=asked["percentageSurveysCompleted"],
        dropped=dropped,
        title=info["webinarName"],
        invitations_opened=count(info["registrationEmailOpenedCount"]),
        link_clicks=count(info["registrationLinkClickedCount"]),
    )


def count(text: str) -> int | None:
    """Return what a count amounts to that is documented as text; the filler of the vendor's example is none."""
    return int(text) if text.isdecimal() else None


def members(body: dict[str, Any]) -> set[str]:
    return {f"{part}.{name}" for part, inner in body.items() for name in inner}


def test_every_member_of_a_sessions_figures_is_read_or_excused() -> None:
    """The two averages are dropped and counted; of the rest nothing is lost without a reason."""
    body = json.loads(sample("goto/vendor_g2w_session_performance"))
    session = SessionId("9/8/7")
    assert FIGURES_MEMBERS | FIGURES_UNREAD.keys() == members(body)
    body["sessionInfo"]["sessionKey"] = "7"  # the example's is filler, and of no session that could be asked for

    assert counted(body, session, 2) == facet(wire.PERFORMANCE, body).figures(session)
    assert wire.PERFORMANCE_BODY.validate_python(body).attendance.model_dump().keys() == {
        "registrants",
        "percent",
        "average",
    }


def test_every_member_of_a_webinars_figures_is_read_or_excused() -> None:
    """A map of sessions: the key inside tells which is which."""
    tree = json.loads(sample("goto/reconstructed_g2w_webinar_performance"))
    (body,) = tree.values()

    found = facet(wire.EVENT_PERFORMANCE, {"whatever": body}).figures_of_event(EVENT)

    assert EventFigures(EVENT, (counted(body, f"9/8/{body['sessionInfo']['sessionKey']}", None),), 2) == found
    assert FIGURES_MEMBERS | FIGURES_UNREAD.keys() == members(body)


def test_of_the_accounts_webinars_only_whose_they_are_is_read() -> None:
    """The list serves to find the organizers; nothing else of it is read here."""
    tree = json.loads(sample("goto/vendor_g2w_webinars_list"))
    page = {"size": 200, "totalElements": 2, "totalPages": 1, "number": 0}

    found = wire.WEBINARS_PAGE.validate_python(tree | {"page": page})

    rows = tree["_embedded"]["webinars"]
    assert [(row["webinarKey"], row["organizerKey"]) for row in rows] == [
        (each.webinar_key, each.organizer_key) for each in found.embedded.webinars
    ]
