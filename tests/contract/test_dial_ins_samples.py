"""Sample bodies of Zoom's telephone report and dashboards, held field by field against the calls they become."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from support import NOON, drive

from provider_bridge import DialIn, EventId, SessionId
from provider_bridge.core.calls import Call
from provider_bridge.core.steps import Emit
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.dial_ins import DialIns

pytestmark = needs_samples

REPORT = "zoom/spec2025_report-telephone_GET"
DASHBOARDS = {
    "meeting": (wire.dial_ins.MEETING_DASHBOARD, "zoom/spec2025_metrics-meetings-meetingId-participants_GET"),
    "webinar": (wire.dial_ins.WEBINAR_DASHBOARD, "zoom/spec2025_metrics-webinars-webinarId-participants_GET"),
}
OLD = "zoom/zoomrb_dashboard_meeting_participants"


def page_of(name: str) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(sample(name))
    return tree | {"next_page_token": ""}


def test_every_field_of_a_call_is_kept() -> None:
    """Numbers, country, times, length, session, host; the cost, the department and the host's name are not read."""
    tree = page_of(REPORT)
    (row,) = tree["telephony_usage"]
    account = Canned({}, wire.FORBIDDEN)

    def answer(step: Any) -> Any:
        if not isinstance(step, Call):
            return NOON
        rows = tree["telephony_usage"] if step.query["type"] == "1" else []
        days = {name: step.query[name] for name in ("from", "to")}
        body = tree | days | {"telephony_usage": rows, "total_records": len(rows)}
        return account.reply(step.endpoint, json.dumps(body).encode())

    since, until = date.fromisoformat(tree["from"]), date(2022, 3, 31)  # the call is outside of its page's own period
    _, steps = drive(DialIns.list.flow(DialIns(account), since=since, until=until), answer)

    # every window shows it: it comes once all the same
    (only,) = (leg for step in steps if isinstance(step, Emit) for leg in step.items)
    assert only == DialIn(
        session=SessionId(f"meeting:{row['uuid']}"),
        event=EventId(f"meeting:{row['meeting_id']}"),
        kind=row["type"],
        start=datetime.fromisoformat(row["start_time"]),
        end=datetime.fromisoformat(row["end_time"]),
        duration=timedelta(minutes=row["duration"]),
        country=row["country_name"],
        caller=row["call_in_number"],
        dialled=row["phone_number"],
        signaled=row["signaled_number"],
        host=row["host_id"],
        host_email=row["host_email"],
    )


@pytest.mark.parametrize("kind", DASHBOARDS)
def test_every_field_of_a_dashboards_call_is_kept(kind: str) -> None:
    """Both numbers, the kind of call, the participant's name and stay; nothing of devices and places."""
    endpoint, name = DASHBOARDS[kind]
    tree = page_of(name)
    (row,) = tree["participants"]
    account = Canned({endpoint: json.dumps(tree).encode()}, wire.FORBIDDEN)

    (only,) = DialIns(account).get(SessionId(f"{kind}:abcd+efg=="))

    assert only == DialIn(
        session=SessionId(f"{kind}:abcd+efg=="),
        event=EventId(f"{kind}:{tree[f'{kind}_number']}"),
        kind=row["audio_call"][0]["call_type"],
        start=datetime.fromisoformat(row["join_time"]),
        end=datetime.fromisoformat(row["leave_time"]),
        duration=None,
        caller=row["audio_call"][0]["call_number"],
        dialled=row["audio_call"][0]["zoom_number"],
        participant=row["user_name"],
    )


def test_an_old_dashboard_knows_no_calls() -> None:
    """A body from before calls were shown is a whole listing without any."""
    account = Canned({wire.dial_ins.MEETING_DASHBOARD: sample(OLD)}, wire.FORBIDDEN)

    assert DialIns(account).get(SessionId("meeting:abcd+efg==")) == ()
