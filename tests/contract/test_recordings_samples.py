"""Recordings as Zoom sent and documents them: every field of the domain is there, and none is invented."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from support import NOON, drive

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.steps import Now, Step
from provider_bridge.domain.ids import EventId, HostId, RecordingId
from provider_bridge.domain.people import Answer, NewRegistrant, Registered, Registrant, RegistrationQuestion
from provider_bridge.domain.recordings import Recording, RecordingFile, RecordingSharing, RecordingView, ViewCount
from provider_bridge.errors import ListingIncomplete, NotFound
from provider_bridge.providers.zoom import wire as zoom
from provider_bridge.providers.zoom.recordings.audience import Sharing, Views
from provider_bridge.providers.zoom.recordings.facet import Recordings
from provider_bridge.providers.zoom.recordings.rows import recording
from provider_bridge.providers.zoom.recordings.viewers import ViewerQuestions, Viewers

pytestmark = needs_samples

WIRE: Final = zoom.recordings
SPEC: Final = "zoom/spec2025_meetings-meetingId-recordings"
LISTINGS: Final = (
    "zoom/captured2024_user_recordings_page1_with_processing_file",
    "zoom/spec2025_users-userId-recordings_GET",
    "zoom/zoomrb_mc_recording_list",
)
WEBHOOKS: Final = tuple(f"zoom/webhook_recording.{name}" for name in ("completed", "deleted", "recovered", "trashed"))
NAME, EVENT, HOST = RecordingId("u=="), EventId("meeting:1"), HostId("h")
WEBINARS: Final = {"5", "6", "9"}


def tree(name: str) -> Any:
    return json.loads(sample(name))


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def expected_file(row: dict[str, Any], session: str) -> dict[str, Any]:
    """Return what a file of a sample has to become, worked out from its JSON alone."""
    return {
        "id": row.get("id"),
        "recording": session,
        "type": row.get("file_type") or "",
        "content": row.get("recording_type") or "",
        "status": row.get("status") or "",
        "extension": row.get("file_extension") or "",
        "size": row.get("file_size"),
        "start": moment(row.get("recording_start")),
        "end": moment(row.get("recording_end")),
        "deleted_at": moment(row.get("deleted_time")),
        "name": row.get("file_name") or "",
        "url": row.get("download_url") or "",
    }


def expected(row: dict[str, Any], state: str) -> dict[str, Any]:
    """Return what a recording of a sample has to become."""
    kind = "" if "type" not in row else "webinar" if str(row["type"]) in WEBINARS else "meeting"
    session = f"{kind}:{row['uuid']}" if kind else row["uuid"]
    number = row.get("id")
    day = row.get("auto_delete_date")
    return {
        "id": session,
        "session": session,
        "event": None if number is None else f"{kind}:{number}",
        "kind": kind,
        "state": state,
        "start": moment(row["start_time"]),
        "duration": timedelta(minutes=row["duration"]),
        "host": row["host_id"],
        "size": row["total_size"],
        "files": [
            expected_file(each, session)
            for each in (*row.get("recording_files", []), *row.get("participant_audio_files", []))
        ],
        "auto_delete_on": date.fromisoformat(day) if day else None,
        "trash_ends_on": None,
        "title": row["topic"],
        "host_email": row.get("host_email") or "",
        "share_url": row.get("share_url") or "",
        "passcode": row.get("recording_play_passcode") or row.get("password") or "",
        "created_at": None,
    }


def shown(found: Recording) -> dict[str, Any]:
    """Return a recording's fields, those that no repr shows included."""
    files = [{name: getattr(file, name) for name in RecordingFile.__slots__} for file in found.files]
    return {name: getattr(found, name) for name in Recording.__slots__} | {"files": files}


def reply(body: bytes) -> Reply:
    return Reply("GET /x", body, 0, NOON, "")


@pytest.mark.parametrize("name", LISTINGS)
def test_every_listed_recording_is_read(name: str) -> None:
    """Captured in 2024 with a file in the making, documented in 2025, and as it was in 2014."""
    rows = tree(name)["meetings"]
    page = decode(WIRE.USER_RECORDINGS_PAGE, reply(sample(name)))

    assert page.total_records == tree(name)["total_records"]
    assert page.next_page_token == (tree(name).get("next_page_token") or None)
    for found, row in zip(map(recording, page.meetings), rows, strict=True):
        unfinished = any(file.get("status") == "processing" for file in row["recording_files"])
        deleted = all("deleted_time" in file for file in row["recording_files"])
        state = "processing" if unfinished else "trashed" if deleted else "stored"
        wanted = expected(row, state)
        if deleted:
            wanted["trash_ends_on"] = date(2021, 4, 17)
        assert shown(found) == wanted


def test_the_file_in_the_making_has_no_type_and_no_end() -> None:
    """As captured: ``""`` for what is not known yet, and a size of 0."""
    page = decode(WIRE.USER_RECORDINGS_PAGE, reply(sample(LISTINGS[0])))
    found = recording(page.meetings[0])
    (file,) = found.files

    assert found.state == "processing"
    assert (file.type, file.content, file.extension, file.status, file.end, file.size) == (
        "",
        "",
        "",
        "processing",
        None,
        0,
    )
    kinds = {each.type for row in page.meetings for each in recording(row).files}
    assert "TIMELINE" in kinds  # no word of the documents


@pytest.mark.parametrize("name", [f"{SPEC}_GET", "zoom/zoomrb_recording_get"])
def test_a_run_is_read(name: str) -> None:
    """With one person's voice where the answer has it; of two passcodes the one that goes into a link."""
    account = Canned({WIRE.RUN: sample(name)}, zoom.FORBIDDEN)
    row = tree(name)

    found = Recordings(account).get(row["uuid"])

    whole = row["recording_count"] == len(found.files)  # the documents' own example counts more than it lists
    assert shown(found) == expected(row, "stored" if whole else "processing")


@pytest.mark.parametrize("name", WEBHOOKS)
def test_what_webhooks_tell_of_is_read_alike(name: str) -> None:
    """The object of an event has the same shape."""
    row = tree(name)["payload"]["object"]

    assert shown(recording(decode(WIRE.RUN_ANSWER, reply(json.dumps(row).encode())))) == expected(row, "stored")


@pytest.mark.parametrize("name", LISTINGS)
def test_no_sample_is_a_whole_listing_of_other_days(name: str) -> None:
    """Their days are not those that are asked for, or they name none: nothing may be concluded from them."""
    account = Canned({WIRE.USER_RECORDINGS: sample(name)}, zoom.FORBIDDEN)

    with pytest.raises(ListingIncomplete):
        list(Recordings(account).list(since=date(2026, 1, 1), until=date(2026, 1, 20), host=HOST))


class Echoing(Canned):
    """Runs flows with one answer for each endpoint, made to echo the days that were asked for, and to be the last."""

    def _answer(self, step: Step) -> Any:
        answer = super()._answer(step)
        if not isinstance(step, Call) or "from" not in step.query:
            return answer
        body = json.loads(answer.body) | {"from": step.query["from"], "to": step.query["to"]}
        rows = next(value for value in body.values() if isinstance(value, list))
        if "total_records" in body:
            body |= {"next_page_token": "", "total_records": len(rows)}
        return reply(json.dumps(body).encode())


def test_a_listing_with_the_right_days_is_whole() -> None:
    """The captured page, as if it were asked for on its own days: each of its recordings, newest first."""
    account = Echoing({WIRE.USER_RECORDINGS: sample(LISTINGS[0])}, zoom.FORBIDDEN)
    found = list(Recordings(account).list(since=date(2024, 11, 5), until=date(2024, 12, 5), host=HOST))

    rows = sorted(tree(LISTINGS[0])["meetings"], key=lambda row: str(row["start_time"]), reverse=True)
    assert [each.session for each in found] == [f"meeting:{row['uuid']}" for row in rows]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            f"{SPEC}-settings_GET",
            RecordingSharing(
                audience="public",
                viewers_must_sign_in=True,
                viewers_must_register=False,
                viewers_may_download=True,
                has_passcode=True,
                auto_delete=True,
                auto_delete_on=date(2028, 7, 12),
            ),
        ),
        (
            "zoom/zoomrb_recording_settings_get",
            RecordingSharing(
                audience="public",
                viewers_must_sign_in=False,
                viewers_must_register=False,
                viewers_may_download=False,
                has_passcode=False,
                auto_delete=None,
                auto_delete_on=None,
            ),
        ),
    ],
)
def test_sharing_is_read(name: str, wanted: RecordingSharing) -> None:
    """Each of what the domain knows of it; the passcode itself is nowhere."""
    found = Sharing(Canned({WIRE.SETTINGS: sample(name)}, zoom.FORBIDDEN)).read(NAME)

    assert found == wanted


def test_viewers_are_read() -> None:
    """All fields of the documents' example."""
    (row,) = tree(f"{SPEC}-registrants_GET")["registrants"]
    body = json.dumps({"registrants": [row], "total_records": 1, "next_page_token": ""}).encode()
    account = Canned({WIRE.VIEWERS: body}, zoom.FORBIDDEN)

    (found,) = Viewers(account).list(EVENT, statuses=("approved",))

    renamed = {"zip": "postal_code", "org": "organization", "no_of_employees": "number_of_employees"}
    fields = {renamed.get(name, name): value for name, value in row.items() if name != "custom_questions"}
    custom = tuple(Answer(each["title"], each["value"]) for each in row["custom_questions"])
    assert found == Registrant(**fields, custom=custom, registered_at=None)


def test_the_documented_registration_is_sent() -> None:
    """Everything of the documents' example of a request but the status, which is not ours to say."""
    wanted = tree(f"{SPEC}-registrants_POST_request")
    renamed = {"zip": "postal_code", "org": "organization", "no_of_employees": "number_of_employees"}
    fields = {
        renamed.get(name, name): value for name, value in wanted.items() if name not in {"custom_questions", "status"}
    }
    person = NewRegistrant(
        **fields, custom=tuple(Answer(each["title"], each["value"]) for each in wanted["custom_questions"])
    )
    answer = reply(sample(f"{SPEC}-registrants_POST"))

    found, steps = drive(Viewers.add.flow(Viewers(Canned({}, zoom.FORBIDDEN)), EVENT, person), lambda _: answer)

    assert [dict(step.body) for step in steps] == [{k: v for k, v in wanted.items() if k != "status"}]
    told = tree(f"{SPEC}-registrants_POST")
    assert found == Registered(told["registrant_id"], person.email, told["share_url"])


def test_questions_are_read() -> None:
    """One of Zoom's own and one of the organizer's."""
    account = Canned({WIRE.QUESTIONS: sample(f"{SPEC}-registrants-questions_GET")}, zoom.FORBIDDEN)

    assert ViewerQuestions(account).list(NAME) == (
        RegistrationQuestion("last_name", "Last name", True),
        RegistrationQuestion("", "What's your name?", True, "text", ("true",)),
    )


def test_views_are_read() -> None:
    """Who, when and for how long; once for each of both listings."""
    account = Echoing({WIRE.ANALYTICS_DETAILS: sample(f"{SPEC}-analytics_details_GET")}, zoom.FORBIDDEN)

    found = list(Views(account).list(NAME, since=date(2021, 7, 1), until=date(2021, 7, 10)))

    at = datetime(2021, 7, 4, 22, 14, 57, tzinfo=UTC)
    assert found == [RecordingView(action, at, timedelta(seconds=60), "2", "2") for action in ("viewed", "downloaded")]


def test_counts_are_read() -> None:
    """One row for the documents' one day."""
    account = Echoing({WIRE.ANALYTICS_SUMMARY: sample(f"{SPEC}-analytics_summary_GET")}, zoom.FORBIDDEN)

    found = Views(account).counts(NAME, since=date(2022, 7, 1), until=date(2022, 7, 10))

    assert found == (ViewCount(date(2022, 7, 6), 2, 2),)


def test_the_documented_bodies_are_sent() -> None:
    """A restoration's body is the documents' own, and of a change of sharing every member is documented."""
    run = tree(f"{SPEC}_GET")
    in_trash = NotFound("GET /x", 404, "no", code="3301")
    in_trash.missing = "recording"
    early: list[Any] = [in_trash]

    def answer(step: Step) -> Any:
        if isinstance(step, Now):
            return NOON
        assert isinstance(step, Call)
        if early and step.endpoint.method == "GET":
            return early.pop()
        return reply(sample(f"{SPEC}-settings_GET") if "settings" in step.endpoint.template else sample(f"{SPEC}_GET"))

    account = Canned({}, zoom.FORBIDDEN)
    _, restored = drive(Recordings.restore.flow(Recordings(account), run["uuid"]), answer)
    _, changed = drive(
        Sharing.update.flow(
            Sharing(account),
            run["uuid"],
            audience="public",
            viewers_must_sign_in=True,
            viewers_must_register=False,
            viewers_may_download=True,
            passcode="975238724",
            auto_delete=True,
        ),
        answer,
    )

    (put,) = (step for step in restored if isinstance(step, Call) and step.endpoint.method == "PUT")
    assert put.body == tree("zoom/spec2025_meetings-meetingUUID-recordings-status_PUT_request")
    documented = tree(f"{SPEC}-settings_PATCH_request")
    assert {name: documented[name] for name in changed[0].body} == {**changed[0].body, "auto_delete": False}
