"""Answers captured from the vendors, and their documents' own examples, read by the library's flows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from pydantic import SecretStr

from provider_bridge.core.calls import Call, Endpoint
from provider_bridge.core.decode import decode
from provider_bridge.core.scrub import scrub
from provider_bridge.core.steps import Step
from provider_bridge.domain.attention import AlwaysOn, SwitchedOff, SwitchedOn, Withdrawn
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.settings import Level
from provider_bridge.errors import Forbidden, ListingIncomplete
from provider_bridge.providers import goto
from provider_bridge.providers.goto import GoToSettings, identity
from provider_bridge.providers.gotowebinar.attention import GoToWebinarAttention
from provider_bridge.providers.gotowebinar.wire import attention as webinar
from provider_bridge.providers.zoom import wire as zoom
from provider_bridge.providers.zoom.attention.facet import ZoomAttention
from provider_bridge.providers.zoom.directory import Directory

pytestmark = needs_samples

ZOOM: Final = {
    zoom.settings.ACCOUNT_SETTINGS: "zoom/spec2025_accounts-accountId-settings_GET",
    zoom.settings.ACCOUNT_LOCKS: "zoom/spec2025_accounts-accountId-lock_settings_GET",
    zoom.directory.GROUPS: "zoom/zoomrb_groups_list",
    zoom.settings.GROUP_SETTINGS: "zoom/spec2025_groups-groupId-settings_GET",
    zoom.settings.GROUP_LOCKS: "zoom/spec2025_groups-groupId-lock_settings_GET",
    zoom.directory.USERS: "zoom/captured2026_users",
    zoom.settings.USER_SETTINGS: "zoom/spec2025_users-userId-settings_GET",
    zoom.history.HISTORY: "zoom/spec2025_report-history_meetings_GET",
    zoom.history.MEETING_PARTICIPANTS: "zoom/spec2025_report-meetings-meetingId-participants_GET",
    zoom.history.WEBINAR_PARTICIPANTS: "zoom/spec2025_report-webinars-webinarId-participants_GET",
}
"""A whole account made of samples; those of users and groups are the ones that are complete listings."""


class _ByStatus(Canned):
    """Lists the users of a sample as active; of the other states there are none."""

    def _answer(self, step: Step) -> Any:
        if isinstance(step, Call) and step.endpoint is zoom.directory.USERS and step.query.get("status") == "inactive":
            return self.reply(step.endpoint, b'{"page_size": 300, "total_records": 0, "users": []}')
        return super()._answer(step)


def zoom_account(changes: Mapping[Endpoint, str] | None = None) -> Canned:
    return _ByStatus({endpoint: sample(name) for endpoint, name in {**ZOOM, **(changes or {})}.items()}, zoom.FORBIDDEN)


def test_todays_bodies_have_no_switch() -> None:
    """In what Zoom documents today the switch is nowhere, though three bodies speak of the attention of Focus Mode."""
    attention = ZoomAttention(zoom_account()).read()

    focus = [name for name in ZOOM.values() if b"attention_mode_focus_mode" in sample(name)]
    assert len(focus) == 3
    assert isinstance(attention, Withdrawn)
    assert not any(reading.present for reading in attention.evidence)
    # a report of a meeting and one of a webinar
    assert dict(attention.looked_at) == {Level.ACCOUNT: 1, Level.GROUP: 2, Level.USER: 1, Level.EVENT: 2}


def test_an_old_user_body_shows_the_switch_on() -> None:
    """A body from the time of the feature has the switch on: it is found, with its place and its value."""
    attention = ZoomAttention(zoom_account({zoom.settings.USER_SETTINGS: "zoom/zoomrb_user_settings_get"})).read()

    assert isinstance(attention, SwitchedOn)
    users = json.loads(sample("zoom/captured2026_users"))["users"]
    assert {(each.level, each.subject) for each in attention.where} == {(Level.USER, users[0]["id"])}
    assert {(each.path, each.present, each.value) for each in attention.where} == {
        ("in_meeting.attention_tracking", True, True)
    }


def test_an_old_account_body_shows_the_switch_off() -> None:
    """A body from the time of the feature has the switch off, which no lock in the other bodies speaks of."""
    attention = ZoomAttention(zoom_account({zoom.settings.ACCOUNT_SETTINGS: "zoom/zoomrb_account_settings_get"})).read()

    assert isinstance(attention, SwitchedOff)
    assert attention.locked is None
    shown = [reading for reading in attention.evidence if reading.present]
    assert [(each.level, each.path, each.value) for each in shown] == [
        (Level.ACCOUNT, "in_meeting.attention_tracking", False)
    ]


def test_a_captured_user_is_listed() -> None:
    """A user as Zoom really sends one has everything that a host needs."""
    user = json.loads(sample("zoom/captured2026_users"))["users"][0]

    (host,) = Directory(zoom_account()).hosts.list(statuses=("active",))

    assert (host.id, host.email, host.name) == (user["id"], user["email"], user["display_name"])
    assert (host.status, host.groups) == (user["status"], ())


@pytest.mark.parametrize("name", ["zoom/spec2025_users-userId_GET", "zoom/zoomrb_user_get"])
def test_a_user_alone_becomes_a_host(name: str) -> None:
    """A user asked for alone has the same fields as one in a list."""
    user = json.loads(sample(name))

    host = Directory(Canned({zoom.directory.USER: sample(name)}, zoom.FORBIDDEN)).hosts.get(HostId("h"))

    assert (host.id, host.email, host.status) == (user["id"], user["email"], user.get("status", ""))
    assert host.name == (user.get("display_name") or f"{user['first_name']} {user['last_name']}")
    assert list(host.groups) == user.get("group_ids", [])


def test_groups_are_listed() -> None:
    """Groups that come without a page token are a whole listing."""
    groups = list(Directory(zoom_account()).groups.list())

    rows = json.loads(sample("zoom/zoomrb_groups_list"))["groups"]
    assert [(each.id, each.name, each.members) for each in groups] == [
        (str(row["id"]), row["name"], row["total_members"]) for row in rows
    ]


@pytest.mark.parametrize("name", ["zoom/captured2026_users", "zoom/spec2025_users_GET", "zoom/zoomrb_user_pending"])
def test_every_sample_of_users_decodes(name: str) -> None:
    """Users of all times and origins are read: with and without groups, status and page token."""
    tree = json.loads(sample(name))
    page = decode(zoom.directory.USER_PAGE, Canned({}, zoom.FORBIDDEN).reply(zoom.directory.USERS, sample(name)))

    assert page.total_records == tree["total_records"]
    assert page.next_page_token == (tree.get("next_page_token") or None)
    assert [(each.id, each.email, list(each.group_ids), each.status) for each in page.users] == [
        (each["id"], each["email"], each.get("group_ids", []), each.get("status")) for each in tree["users"]
    ]


@pytest.mark.parametrize(
    ("endpoint", "facet", "name"),
    [
        (zoom.directory.USERS, "hosts", "zoom/spec2025_users_GET"),
        (zoom.directory.GROUPS, "groups", "zoom/spec2025_groups_GET"),
    ],
)
def test_a_listing_that_goes_in_circles_is_incomplete(endpoint: Endpoint, facet: str, name: str) -> None:
    """The documents' examples announce more rows than they show, and their token leads back: that is no listing."""
    with pytest.raises(ListingIncomplete, match="came twice"):
        list(getattr(Directory(zoom_account({endpoint: name})), facet).list())


@pytest.mark.parametrize("endpoint", [zoom.history.MEETING_PARTICIPANTS, zoom.history.WEBINAR_PARTICIPANTS])
def test_a_score_in_a_documented_report_is_found(endpoint: Endpoint) -> None:
    """A participant report as documented today, with the old score put back in, counts as switched on."""
    report = json.loads(sample(ZOOM[endpoint]))
    report["participants"][0]["attentiveness_score"] = "71.83"
    account = zoom_account()
    account.answers = {**account.answers, endpoint: json.dumps(report).encode()}

    attention = ZoomAttention(account).read()

    assert isinstance(attention, SwitchedOn)
    assert [(each.operation, each.value) for each in attention.where] == [(endpoint.name, None)]
    assert "71.83" not in repr(attention)


def test_goto_sessions_decode() -> None:
    """The vendor's example of a page of sessions is read; its numbers are random, so that it is no whole listing."""
    body = sample("goto/vendor_g2w_organizer_sessions_list")
    page = decode(webinar.SESSIONS_PAGE, Canned({}, zoom.FORBIDDEN).reply(webinar.SESSIONS, body))
    rows = json.loads(body)["_embedded"]["sessionInfoResources"]

    assert [row.session_key for row in page.embedded.sessions] == [row["sessionKey"] for row in rows]
    with pytest.raises(ListingIncomplete):
        GoToWebinarAttention(goto_account(body).of(OWN)).read()


OWN: Final = identity.Whose(
    GoToSettings(
        provider="gotowebinar",
        client_id="x",
        client_secret=SecretStr("x"),
        personal_access_token=SecretStr("x"),
        organizer_key="1",
    )
)


def goto_account(sessions: bytes) -> Canned:
    figures = sample("goto/vendor_g2w_session_performance")
    return Canned({webinar.SESSIONS: sessions, webinar.PERFORMANCE: figures}, goto.FORBIDDEN)


def test_goto_averages_are_dropped() -> None:
    """Of the vendor's example of a session's figures both averages are dropped, and counted, for each session."""
    sessions = json.loads(sample("goto/vendor_g2w_organizer_sessions_list"))
    sessions["page"] |= {"totalElements": 2, "totalPages": 1}

    attention = GoToWebinarAttention(goto_account(json.dumps(sessions).encode()).of(OWN)).read()

    assert isinstance(attention, AlwaysOn)
    assert (attention.dropped, attention.sessions) == (4, 2)
    kept = scrub(sample("goto/vendor_g2w_session_performance"), goto.FORBIDDEN).body
    assert {"averageInterestRating", "averageAttentiveness"}.isdisjoint(json.loads(kept)["attendance"])
    assert "averageAttendanceTimeSeconds" in json.loads(kept)["attendance"]


def test_a_goto_page_without_hits_is_empty() -> None:
    """A page without ``_embedded`` is an empty listing: nothing was held, nothing had to be dropped."""
    attention = GoToWebinarAttention(goto_account(sample("goto/fixture_g2w_webinars_list_empty")).of(OWN)).read()

    assert isinstance(attention, AlwaysOn)
    assert (attention.dropped, attention.sessions, attention.evidence) == (0, 0, ())


def test_the_admin_api_tells_the_organizer() -> None:
    """Where SCIM is refused, the documented answer of the Admin API gives the organizer's key."""
    refused = Forbidden(identity.SCIM_ME.name, 403, "no right")
    account = Canned({identity.SCIM_ME: refused, identity.ADMIN_ME: sample("goto/doc_admin_me")}, goto.FORBIDDEN)

    assert account.run(identity.read_me()) == json.loads(sample("goto/doc_admin_me"))["key"]
