"""Sample bodies of webinars, of those that run, of audio and of start addresses, member by member."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from contract.openapi import needs_documents, needs_samples, webinar
from contract.samples import Canned, sample

from provider_bridge import AudioInfo, AudioNumber, Event, EventId, HostId, ListingIncomplete, Occurrence, OwnAudio
from provider_bridge.core.calls import Endpoint
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.events import Events
from provider_bridge.providers.gotowebinar.wire import events as wire

pytestmark = needs_samples

SETTINGS: Final = {
    "provider": "gotowebinar",
    "client_id": "id",
    "client_secret": "hush",
    "personal_access_token": "pat",
    "organizer_key": "7",
}

FIELDS: Final = {
    "webinarKey": "id",
    "organizerKey": "host",
    "subject": "title",
    "description": "description",
    "times": "occurrences",
    "timeZone": "time_zone",
    "locale": "locale",
    "status": "status",
    "approvalType": "registration",
    "registrationUrl": "registration_url",
    "impromptu": "impromptu",
    "isPasswordProtected": "password_protected",
    "isOndemand": "on_demand",
    "inSession": "running",
    "recurrenceType": "recurring",
    "recurrencePeriod": "recurring",
    "type": "recurring",
    "experienceType": "format",
    "webinarID": "number",
    "webinarId": "number",
    "organizerEmail": "host_email",
    "organizerName": "host_name",
    "numberOfRegistrants": "registrants",
    "registrationLimit": "registration_limit",
}
"""Each member of a webinar, under every spelling, and the field of the event that tells it."""

UNREAD: Final = {
    "accountKey": "which account it is was asked for, and is the same for all",
    "coorganizers": "e-mail addresses of people whom nobody asked for; staff have a listing of their own",
}
"""Members that are not read on purpose, each with the reason."""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def facet(endpoint: Endpoint, body: Any) -> Events:
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Events(Canned({endpoint: told}, FORBIDDEN, Whose(GoToSettings.model_validate(SETTINGS))))


def length(start: datetime, end: datetime) -> timedelta | None:
    """Return how long it lasts; some of the document's examples end before they start."""
    return end - start if end >= start else None


def wanted(row: dict[str, Any]) -> Event:
    """Return what a row has to become, from its JSON alone."""
    times = sorted((moment(each["startTime"]), moment(each["endTime"])) for each in row["times"])
    recurrence = row.get("recurrenceType") or row.get("recurrencePeriod") or row.get("type") or ""
    return Event(
        id=EventId(f"{row['organizerKey']}/{row['webinarKey']}"),
        kind="webinar",
        host=HostId(str(row["organizerKey"])),
        start=times[0][0],
        duration=length(*times[0]),
        recurring=recurrence == "sequence",
        time_zone=row["timeZone"],
        registration=row.get("approvalType", "").lower(),
        occurrences=tuple(Occurrence("", start, length(start, end), "") for start, end in times)
        if len(times) > 1
        else (),
        title=row["subject"],
        host_email=row.get("organizerEmail", ""),
        series=recurrence == "series",
        running=row.get("inSession"),
        registrants=row.get("numberOfRegistrants"),
        registration_limit=row.get("registrationLimit"),
        password_protected=row.get("isPasswordProtected"),
        on_demand=row.get("isOndemand"),
        impromptu=row["impromptu"],
        format=row["experienceType"].lower(),
        locale=row.get("locale", ""),
        number=row["webinarID"],
        host_name=row.get("organizerName", ""),
        description=row["description"],
        registration_url=row["registrationUrl"],
    )


def test_every_row_of_a_list_becomes_an_event() -> None:
    """Every member is in its field; the document's page is made whole, for its counts are filler."""
    body = json.loads(sample("goto/vendor_g2w_webinars_list"))
    rows = body["_embedded"]["webinars"]
    whole = body | {"page": {"size": 200, "totalElements": len(rows), "totalPages": 1, "number": 0}}

    assert list(facet(wire.WEBINARS, whole).list()) == [wanted(row) for row in rows]
    with pytest.raises(ListingIncomplete):
        list(facet(wire.WEBINARS, {**body, "page": body["page"] | {"totalPages": 1}}).list())


def test_an_empty_list_has_no_rows() -> None:
    """Its page has no ``_embedded`` part."""
    assert list(facet(wire.WEBINARS, sample("goto/fixture_g2w_webinars_list_empty")).list()) == []


def test_every_webinar_that_runs_becomes_an_event() -> None:
    """A bare array, with keys that are numbers."""
    rows = json.loads(sample("goto/vendor_g2w_insession_webinars_array"))

    found = facet(wire.RUNNING, sample("goto/vendor_g2w_insession_webinars_array")).in_session()

    assert found == tuple(wanted(row) for row in rows)
    assert not any(each["email"] in str(found) for row in rows for each in row["coorganizers"])


def test_a_webinar_asked_for_alone_becomes_an_event() -> None:
    """There is no sample of it: one with a value for each documented member stands for it."""
    row = {
        "webinarKey": 5001,
        "webinarID": "123456789",
        "subject": "Toast",
        "description": "With butter",
        "organizerKey": 7,
        "organizerEmail": "ada@example.test",
        "organizerName": "Ada",
        "times": [{"startTime": "2026-05-01T10:00:00Z", "endTime": "2026-05-01T11:00:00Z"}],
        "registrationUrl": "https://example.test/register",
        "inSession": True,
        "impromptu": False,
        "type": "single_session",
        "timeZone": "Europe/Berlin",
        "numberOfRegistrants": 3,
        "registrationLimit": 100,
        "locale": "de_DE",
        "accountKey": "9",
        "recurrencePeriod": "single_session",
        "experienceType": "CLASSIC",
        "isPasswordProtected": True,
    }

    assert facet(wire.WEBINAR, row).get(EventId("7/5001")) == wanted(row)


@needs_documents
@pytest.mark.parametrize("schema", ["Webinar", "WebinarByKey", "BrokerWebinar"])
def test_every_documented_member_is_read_or_there_is_a_reason(schema: str) -> None:
    """A member that the vendor adds to its document fails here, until it is read or a reason says why not."""
    documented = set(webinar().tree["components"]["schemas"][schema]["properties"])

    assert documented - FIELDS.keys() - UNREAD.keys() == set()
    assert set(FIELDS.values()) <= set(Event.__dataclass_fields__)
    assert all(UNREAD.values())


@pytest.mark.parametrize("name", ["vendor_g2w_webinars_list", "vendor_g2w_insession_webinars_array"])
def test_every_member_of_a_sample_is_read_or_there_is_a_reason(name: str) -> None:
    """The filler members that the vendor's generator put in are in no document."""
    body = json.loads(sample(f"goto/{name}"))
    rows = body if isinstance(body, list) else body["_embedded"]["webinars"]

    assert {member for row in rows for member in row} - FIELDS.keys() - UNREAD.keys() <= {"amet5", "aliqua1b"}


def test_numbers_and_codes_of_every_country() -> None:
    """Each member of the vendor's example is in its field; a country without a toll number has none."""
    body = json.loads(sample("goto/doc_g2w_audio_pstn"))

    found = facet(wire.AUDIO, body).audio(EventId("7/5001"))

    assert found == AudioInfo(
        "telephone",
        tuple(
            AudioNumber(
                country,
                each.get("toll", ""),
                each.get("tollFree", ""),
                each["accessCodes"]["organizer"],
                each["accessCodes"]["panelist"],
                each["accessCodes"]["attendee"],
            )
            for country, each in body["confCallNumbers"].items()
        ),
    )
    assert {name for each in body["confCallNumbers"].values() for name in each} == {"accessCodes", "toll", "tollFree"}


def test_the_texts_of_a_service_of_ones_own() -> None:
    """One for each role."""
    body = json.loads(sample("goto/vendor_g2w_audio_private"))
    texts = body["privateInfo"]

    found = facet(wire.AUDIO, body).audio(EventId("7/5001"))

    assert found == AudioInfo("own", (), OwnAudio(texts["attendee"], texts["organizer"], texts["panelist"]))
    assert set(body) == {"type", "confCallNumbers", "privateInfo"}
    assert set(texts) == {"attendee", "organizer", "panelist"}


def test_the_address_that_starts_a_webinar() -> None:
    """It is all there is in the answer."""
    body = json.loads(sample("goto/vendor_g2w_start_url"))

    assert facet(wire.START_URL, body).start_url(EventId("7/5001")).url == body["startUrl"]
    assert set(body) == {"startUrl"}
