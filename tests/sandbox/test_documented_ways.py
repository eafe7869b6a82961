"""What the vendors document and clients rely on, beside what our own client uses."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from calling import BASE, Caller, goto, zoom

from provider_bridge.sandbox import Sandbox

HOST = "/v2/users/me"


def rows(caller: Caller, path: str, name: str) -> list[dict[str, Any]]:
    """Return the rows of an answer."""
    status, _, body = caller.get(path)
    assert status == 200, body
    found: list[dict[str, Any]] = body[name]
    return found


# --- paging --------------------------------------------------------------------------------------------------


def test_page_number_was_ignored() -> None:
    """Pages by number and pages by token hold the same users, and the number of pages is counted."""
    caller = zoom(users=100)
    _, _, first = caller.get("/v2/users?page_size=30&page_number=1")
    by_number = [rows(caller, f"/v2/users?page_size=30&page_number={number}", "users") for number in range(1, 5)]
    by_token = [first["users"]]
    token = first["next_page_token"]
    while token:
        _, _, page = caller.get(f"/v2/users?page_size=30&next_page_token={token}")
        by_token, token = [*by_token, page["users"]], page["next_page_token"]

    assert (first["page_count"], first["page_number"], first["page_size"], first["total_records"]) == (4, 1, 30, 96)
    assert by_number == by_token
    assert rows(caller, "/v2/users?page_size=30&page_number=5", "users") == []


def test_a_token_goes_on_from_a_page_that_has_a_number() -> None:
    """Both ways of paging stand side by side: the second page has the token of the third."""
    caller = zoom(users=100)
    _, _, second = caller.get("/v2/users?page_size=30&page_number=2")
    _, _, third = caller.get(f"/v2/users?page_size=30&next_page_token={second['next_page_token']}")

    assert (second["page_number"], third["page_number"]) == (2, 3)
    assert third["users"] == rows(caller, "/v2/users?page_size=30&page_number=3", "users")


@pytest.mark.parametrize("kind", ["meetings", "webinars"])
def test_registrants_had_no_page_number(kind: str) -> None:
    """Registrants are paged by number too, and say on which page one is."""
    caller = zoom(registrants=70)
    event = next(each for each in caller.sandbox.world.events if f"{each.kind.lower()}s" == kind)
    path = f"/v2/{kind}/{event.number}/registrants?page_size=10"
    _, _, first = caller.get(path)
    _, _, second = caller.get(f"{path}&page_number=2")

    assert (first["page_number"], second["page_number"]) == (1, 2)
    assert first["page_count"] == -(-first["total_records"] // 10) > 2
    assert not {each["id"] for each in first["registrants"]} & {each["id"] for each in second["registrants"]}


# --- users ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["", "/meetings", "/webinars", "/recordings", "/settings", "/meetings?type=previous_meetings"]
)
def test_me_was_not_found(path: str) -> None:
    """``me`` is the owner of the app, wherever a user is named."""
    caller = zoom()
    owner = caller.sandbox.world.people["active"][0]

    assert caller.get(f"{HOST}{path}")[::2] == caller.get(f"/v2/users/{owner.id}{path}")[::2]
    assert caller.get(f"{HOST}{path}")[0] == 200
    assert caller.get(f"/v2/users/{owner.email.title()}{path}")[0] == 200


def test_me_is_found_by_chats_and_the_assistant() -> None:
    """The same holds beside the users' own endpoints."""
    caller = zoom()

    assert caller.get("/v2/aic/users/me/conversation_archive")[0] == 200
    assert caller.get("/v2/chat/users/me/messages?search_type=message&search_key=note")[0] == 200


# --- dates ---------------------------------------------------------------------------------------------------


def test_recordings_without_dates_are_those_of_today() -> None:
    """Without ``from`` and ``to`` the documents mean today and tomorrow."""
    caller = zoom()
    today = caller.sandbox.world.now().date()
    _, _, body = caller.get(f"{HOST}/recordings")

    assert (body["from"], body["to"]) == (f"{today}", f"{today + timedelta(days=1)}")
    assert body["meetings"] == []


def test_the_trash_needs_no_dates() -> None:
    """What is in the trash is listed without dates, which the documents do not want there."""
    caller = zoom()
    host = caller.sandbox.world.events[0].host.id
    uuid = caller.sandbox.world.sessions[0].uuid
    assert caller.send("DELETE", f"/v2/meetings/{quote(quote(uuid, safe=''), safe='')}/recordings")[0] == 204

    for word in ("true", "True"):
        assert [each["uuid"] for each in rows(caller, f"/v2/users/{host}/recordings?trash={word}", "meetings")] == [
            uuid
        ]
    assert rows(caller, f"/v2/users/{host}/recordings?trash=false", "meetings") == []
    assert caller.get(f"/v2/users/{host}/recordings?trash=maybe")[2]["code"] == 300


@pytest.mark.parametrize("path", ["analytics_details", "analytics_summary"])
def test_views_without_dates_were_refused(path: str) -> None:
    """The analytics of a recording have dates by default."""
    caller = zoom()
    number = caller.sandbox.world.sessions[0].number

    assert caller.get(f"/v2/meetings/{number}/recordings/{path}")[0] == 200


@pytest.mark.parametrize("time", ["2026-03-13T10:00:00%2B00:00", "2026-03-13T10:00:00.000Z", "2026-03-13T10:00:00Z"])
def test_gotowebinar_refused_times_with_an_offset_or_fractions(time: str) -> None:
    """GoToWebinar takes ISO 8601 in UTC; GoToMeeting only one spelling."""
    caller = goto()
    key = caller.sandbox.world.organizer_key
    later = time.replace("2026", "2126")

    for path in (f"organizers/{key}/sessions", f"organizers/{key}/webinars", f"organizers/{key}/insessionWebinars"):
        assert caller.get(f"/G2W/rest/v2/{path}?fromTime={time}&toTime={later}")[0] == 200
    plain = time.endswith("00Z") and "." not in time
    status = caller.get(f"/G2M/rest/historicalMeetings?startDate={time}&endDate={later}")[0]
    assert status == (200 if plain else 400)


# --- which meetings ------------------------------------------------------------------------------------------


def test_each_type_of_meetings_listed_the_coming_ones() -> None:
    """Live ones are running, previous ones are runs that are over, and the others are to come."""
    caller = zoom()
    world = caller.sandbox.world
    now = world.now().isoformat()
    found = {
        kind: rows(caller, f"{HOST}/meetings?type={kind}", "meetings")
        for kind in ("scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings")
    }
    coming = [each.uuid for each in world.events if each.kind == "Meeting" and each.host.number == 0]
    runs = [each.uuid for each in world.sessions if each.kind == "Meeting" and each.event.host.number == 0]

    assert [each["uuid"] for each in found["scheduled"]] == coming
    assert found["upcoming"] == found["upcoming_meetings"] == found["scheduled"]
    assert [each["uuid"] for each in found["previous_meetings"]] == runs
    assert all(each["start_time"] < now for each in found["previous_meetings"] + found["live"])
    assert [caller.get(f"/v2/meetings/{each['id']}")[2]["status"] for each in found["live"]] == ["started"]
    assert caller.get(f"{HOST}/meetings?type=past")[2]["code"] == 300


def test_previous_meetings_are_narrowed_by_days() -> None:
    """``from`` and ``to`` are days of the listing."""
    caller = zoom()
    found = rows(caller, f"{HOST}/meetings?type=previous_meetings", "meetings")
    day = found[0]["start_time"][:10]
    narrowed = rows(caller, f"{HOST}/meetings?type=previous_meetings&from={day}&to={day}", "meetings")

    assert 0 < len(narrowed) < len(found)
    assert {each["start_time"][:10] for each in narrowed} == {day}


# --- members and options -------------------------------------------------------------------------------------


def test_members_that_clients_rely_on_were_missing() -> None:
    """Users have a number of their own room; a meeting has all its passwords, and its settings."""
    caller = zoom()
    user, meeting = caller.get(HOST)[2], caller.get(f"/v2/meetings/{caller.sandbox.world.events[0].number}")[2]

    assert isinstance(user["pmi"], int)
    assert user["pmi"] == rows(caller, "/v2/users", "users")[0]["pmi"]
    assert meeting.keys() >= {"h323_password", "pstn_password", "encrypted_password", "chat_join_url", "assistant_id"}
    assert meeting["settings"].keys() >= {
        *("host_video", "participant_video", "join_before_host", "mute_upon_entry", "waiting_room", "use_pmi"),
        *("enforce_login", "alternative_hosts", "meeting_authentication", "registrants_email_notification"),
    }


@pytest.mark.parametrize("level", ["users/me", "groups/{group}", "accounts/me"])
def test_option_was_ignored(level: str) -> None:
    """``option`` asks for other settings than the usual ones, and what it names can be changed."""
    caller = zoom()
    path = f"/v2/{level}/settings".format(group=caller.sandbox.world.group_ids[0])
    changed = {"meeting_security": {"webinar_password": False}}

    for option in ("meeting_authentication", "recording_authentication"):
        assert isinstance(caller.get(f"{path}?option={option}")[2][option], bool)
    assert caller.get(f"{path}?option=meeting_security")[2]["meeting_security"]["webinar_password"] is True
    assert caller.send("PATCH", f"{path}?option=meeting_security", changed)[0] == 204
    assert caller.get(f"{path}?option=meeting_security")[2]["meeting_security"]["webinar_password"] is False
    assert "in_meeting" in caller.get(path)[2]
    assert caller.get(f"{path}?option=other")[2]["code"] == 300
    assert ("security" in caller.get(f"{path}?option=security")[2]) is (level == "accounts/me")


@pytest.mark.parametrize("level", ["groups/{group}", "accounts/me"])
def test_option_of_locks_was_ignored(level: str) -> None:
    """So it does for locks."""
    caller = zoom()
    path = f"/v2/{level}/lock_settings".format(group=caller.sandbox.world.group_ids[0])

    assert list(caller.get(f"{path}?option=meeting_security")[2]) == ["meeting_security"]


@pytest.mark.parametrize("query", ["", "?type=webinar"])
def test_a_groups_registration_demanded_a_type(query: str) -> None:
    """The type of registration may be left out."""
    caller = zoom()

    assert caller.get(f"/v2/groups/{caller.sandbox.world.group_ids[0]}/settings/registration{query}")[0] == 200


# --- logging in, addresses and answers -----------------------------------------------------------------------


def test_the_scheme_of_a_token_has_no_case() -> None:
    """Zoom answers ``bearer``, and some clients send the word as it came."""
    caller = zoom()
    caller.bearer = {"authorization": caller.bearer["authorization"].replace("Bearer", "bearer")}

    assert caller.get("/v2/users")[0] == 200


def test_a_token_request_has_fields_in_both_places() -> None:
    """Zoom's fields may stand in the query, in the form, or some here and some there."""
    caller = Caller(Sandbox())
    account = caller.sandbox.world.account_id
    for query, form in (
        (f"grant_type=account_credentials&account_id={account}", ""),
        ("grant_type=account_credentials", f"account_id={account}"),
        (f"account_id={account}", f"grant_type=account_credentials&account_id={account}"),
    ):
        url = f"{BASE}/zoom/oauth/token?{query}"
        assert caller.sandbox.handle("POST", url, caller.basic, form.encode())[0] == 200


@pytest.mark.parametrize(
    "path", ["/v2/users/", "//v2/users", "/v2//users", "/v2/users//me/", "/v2/users/me//settings/"]
)
def test_trailing_and_doubled_slashes_mean_nothing(path: str) -> None:
    """An address is found whatever slashes it has too many."""
    assert zoom().get(path)[0] == 200


def test_trailing_and_doubled_slashes_mean_nothing_at_goto() -> None:
    """The same at GoTo, and where one logs in."""
    caller = goto()
    account = caller.sandbox.world.account_id
    form = f"grant_type=account_credentials&account_id={account}".encode()

    assert caller.get("/G2M/rest//upcomingMeetings/")[0] == 200
    assert caller.sandbox.handle("POST", f"{BASE}//zoom/oauth//token/", caller.basic, form)[0] == 200


@pytest.mark.parametrize("path", ["past_meetings{}", "past_meetings{}/participants", "meetings{}/recordings"])
@pytest.mark.parametrize("uuid", ["/aDYlohsHRtCd4ii1uC2+hA==", "/aDYlohsHRt/d4ii1uC2+hA=="])
def test_a_raw_uuid_with_a_leading_slash_is_no_meeting(path: str, uuid: str) -> None:
    """Zoom says that such a meeting does not exist, rather than such an endpoint."""
    status, _, body = zoom().get(f"/v2/{path.format('/' + uuid)}")

    assert (404, 3001) == (status, body["code"])


def test_a_raw_uuid_with_a_slash_inside_is_found() -> None:
    """Only where it begins with a slash or holds two it has to be encoded twice."""
    caller = zoom()
    session = caller.sandbox.world.sessions[1]
    object.__setattr__(session, "uuid", "aDYlohsHRt/d4ii1uC2+hA==")

    assert caller.get(f"/v2/past_meetings/{session.uuid}/participants")[0] == 200
    assert caller.get("/v2/meetings/123/invitation")[2]["code"] == 2300


def test_gotos_own_key_is_text() -> None:
    """Both endpoints that say whose token it is have the key as text."""
    caller = goto()

    assert caller.get("/admin/rest/v1/me")[2]["key"] == caller.get("/identity/v1/Users/me")[2]["id"]


def test_empty_answers_said_that_they_were_json() -> None:
    """An answer without a body has no type, whatever its status."""
    caller = zoom()
    host = caller.sandbox.world.events[0].host.id
    status, headers, body = caller.send("PATCH", f"/v2/users/{host}/settings", {})

    assert (status, body) == (204, None)
    assert "content-type" not in headers
    status, headers, body = caller.send("PATCH", "/v2/accounts/me/lock_settings", {})
    assert (status, body) == (200, None)
    assert "content-type" not in headers
    status, headers, answer = caller.sandbox.handle("GET", f"{BASE}/identity/v1/Users/me", {}, b"")
    assert (status, answer) == (403, b"")
    assert "content-type" not in headers


# --- malformed input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("users?page_number=abc", "users?page_number=0", "users?page_size=1e3", f"users?page_size={'9' * 5000}"),
        *("users?status=gone", "users?next_page_token=bmFuOi01", "users/me/recordings?from=2026-13-45"),
        *("users/me/recordings?from=0001-01-01&to=0001-01-01x", "report/history_meetings?from=2026-01-01"),
        *("archive_files?from=0001-01-01T00:00:00%2B14:00", "users/me/meetings?from=yesterday"),
    ],
)
def test_malformed_queries_ended_in_a_traceback(path: str) -> None:
    """A parameter that makes no sense is refused as Zoom refuses it."""
    status, _, body = zoom().get(f"/v2/{path}")

    assert (400, 300) == (status, body["code"])


@pytest.mark.parametrize(
    "body",
    [
        *({"email": 5, "first_name": "Ada"}, {"email": None, "first_name": "Ada"}, {"email": ["a"], "first_name": "A"}),
        *([], [{"email": "a@example.test"}], "text", 7, None, b"{", b"\xff", b"[" * 100_000, b'{"email": NaN}'),
        {"email": "\ud800@example.test", "first_name": "Ada"},
        {"email": "a@example.test", "first_name": "Ada", "custom_questions": {"title": "T"}},
        {"email": "a@example.test", "first_name": "Ada", "custom_questions": [["T"]]},
    ],
)
def test_malformed_bodies_ended_in_a_traceback(body: object) -> None:
    """A body of another shape than documented is refused as Zoom refuses it."""
    caller = zoom()
    number = caller.sandbox.world.events[0].number
    status, _, answer = caller.send("POST", f"/v2/meetings/{number}/registrants", body)

    assert (400, 300) == (status, answer["code"])


@pytest.mark.parametrize("body", [[], {}, {"firstName": 1}, {"firstName": "A", "lastName": "B", "email": ["c"]}, None])
def test_malformed_bodies_are_bad_requests_at_goto(body: object) -> None:
    """GoTo refuses with its own words."""
    caller = goto()
    world = caller.sandbox.world
    path = f"/G2W/rest/v2/organizers/{world.organizer_key}/webinars/{world.digits('webinar', 'coming 0')}/registrants"
    status, _, answer = caller.send("POST", path, body)

    assert (400, "BadRequest") == (status, answer["errorCode"])
    assert json.dumps(answer)
