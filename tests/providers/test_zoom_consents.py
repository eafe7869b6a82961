"""What people chose when Zoom showed them a notice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from answering import REFUSALS, Answering, of_body
from support import sandbox_opened, unlimited
from tours.zoom.dial_ins import weeks

from provider_bridge import (
    ApiError,
    BadRequest,
    Consent,
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.consents import Disclaimers

ZOOM = "sandbox-zoom"
REPORT = "/report/disclaimer"
MAY = {"since": date(2026, 5, 1), "until": date(2026, 5, 10)}
ROW = {
    "disclaimer_status": "Passive Agree",
    "disclaimer_type": "recording",
    "time": "2026-05-01T10:00:00Z",
    "user_email": "ada@example.test ",
    "meeting_number": "912 3456 7890",
    "meeting_id": "4444AAAiAAAAAiAiAiiAii==",
    "client_type": "Windows",
    "display_name": "Ada",
}


def listed(face: str, sandbox: Sandbox, app: Any = None, **period: date) -> list[Consent]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[ZOOM].consents.list(**(period or weeks(sandbox))))


def of_rows(face: str, *rows: dict[str, Any], **more: Any) -> list[Consent]:
    sandbox = unlimited()
    body = {"page_size": 300, "next_page_token": "", "disclaimer_records": list(rows)} | more
    return listed(face, sandbox, Answering(sandbox, REPORT, of_body(body)), **MAY)


def test_every_record_of_the_period_comes(face: str) -> None:
    """All records come, over windows of thirty days, each as often as it is there."""
    sandbox = unlimited()

    consents = listed(face, sandbox)

    records = sandbox.world.part(Disclaimers).records
    assert Counter(
        (each["meeting_id"], each["display_name"], each["disclaimer_status"]) for each in records
    ) == Counter((each.session, each.name, each.choice) for each in consents)
    assert sandbox.log["GET /report/disclaimer 200"] == 2
    assert {"Agree", "Decline Attend"} == {each.choice for each in consents}


def test_every_field_is_kept_as_it_came(face: str) -> None:
    """The words are Zoom's; the number has no kind, because the report says none."""
    (only,) = of_rows(face, ROW)

    assert only == Consent(
        kind="recording",
        choice="Passive Agree",
        at=datetime(2026, 5, 1, 10, tzinfo=UTC),
        session=only.session,
        event=only.event,
        client="Windows",
        name="Ada",
        email="ada@example.test",
    )
    assert (only.session, only.event) == ("4444AAAiAAAAAiAiAiiAii==", "91234567890")


def test_quirk_2_4_odd_values(face: str) -> None:
    """Empty and absent values are none, a number is text, and a number in place of a UUID is no run."""
    empty, number, bare = of_rows(
        face,
        dict.fromkeys(ROW, ""),
        ROW | {"meeting_number": 91234567890, "meeting_id": 91234567890, "time": "2026-05-01T10:00:00.5Z"},
        {},
    )

    assert empty == bare == Consent("", "", None, None, None)
    assert (number.event, number.session) == ("91234567890", None)


def test_a_page_token_that_dies_midway_restarts_the_window(face: str) -> None:
    """No record is lost, and none comes twice."""
    sandbox = unlimited()
    left = [1]

    def make(url: str, _: Any) -> tuple[int, Any]:
        if "next_page_token" not in url:
            return 200, {"next_page_token": "second", "disclaimer_records": [ROW]}
        if left and left.pop():
            return 400, {"code": 300, "message": "The next page token is either invalid or has expired."}
        return 200, {"next_page_token": "", "disclaimer_records": [ROW | {"display_name": "Ben"}]}

    assert ["Ada", "Ben"] == [each.name for each in listed(face, sandbox, Answering(sandbox, REPORT, make), **MAY)]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [("bare 404", NotFound), ("1001", NotFound), ("200", Forbidden), ("200 in disguise", Forbidden)],
)
def test_each_refusal_is_typed_and_names_nobody(face: str, refusal: str, kind: type[ApiError]) -> None:
    """An account that has no such report has no empty one."""
    sandbox = unlimited()
    status, body = REFUSALS[refusal]
    with pytest.raises(kind) as caught:
        listed(face, sandbox, Answering(sandbox, REPORT, of_body(body, status)), **MAY)

    assert "ada@" not in f"{caught.value}{caught.value!r}"


def test_an_endpoint_that_zoom_does_not_know_is_an_error(face: str) -> None:
    """Zoom's word for an unknown endpoint says nothing about consents."""
    sandbox = unlimited()
    app = Answering(sandbox, REPORT, of_body({"code": 2300, "message": "This API endpoint is not recognized."}, 400))
    with pytest.raises(BadRequest):
        listed(face, sandbox, app, **MAY)


def test_a_missing_scope_is_named(face: str) -> None:
    """The scope is not documented; Zoom's refusal says which one it is."""
    sandbox = unlimited()
    text = "Invalid access token, does not contain scopes:[report:read:x:admin]."
    app = Answering(sandbox, REPORT, of_body({"code": 4711, "message": text}, 400))
    with pytest.raises(Forbidden) as caught:
        listed(face, sandbox, app, **MAY)

    assert caught.value.missing_scope == "report:read:x:admin"


def test_an_answer_without_the_list_is_no_empty_list(face: str) -> None:
    """Only a list says that there was no record."""
    sandbox = unlimited()
    with pytest.raises(DecodeError):
        listed(face, sandbox, Answering(sandbox, REPORT, of_body({"page_size": 300})), **MAY)


def test_what_is_no_period_is_refused_before_anything_is_sent(face: str) -> None:
    """Bad input is one clear error."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput):
        listed(face, sandbox, since=date(2026, 5, 2), until=date(2026, 5, 2) - timedelta(days=1))

    assert not sandbox.log


def test_nobody_is_in_a_repr(face: str) -> None:
    """A record's ``repr`` shows what was chosen and when, not by whom."""
    shown = repr(listed(face, unlimited()))

    assert "Agree" in shown
    assert not any(word in shown for word in ("example.test", "Visitor"))


@pytest.mark.parametrize("days", [{"from": "2026-05-04"}, {"to": "2026-05-09"}])
def test_a_period_that_was_cut_is_incomplete(face: str, days: dict[str, str]) -> None:
    """A bug once: where the report says that it is about fewer days, the others passed as days without a record."""
    with pytest.raises(ListingIncomplete, match="shorter period"):
        of_rows(face, ROW, **days)


def test_an_end_that_lies_far_ahead_is_asked_for_until_tomorrow(face: str) -> None:
    """A bug once: a window for each month until the year 9999 was asked for."""
    sandbox = unlimited()
    listed(face, sandbox, since=datetime.now(UTC).date() - timedelta(days=3), until=date.max)

    assert sandbox.log["GET /report/disclaimer 200"] == 1
