"""The checks themselves: they let the vendors' own samples through, and stop what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from contract.openapi import SHARED, Document, match, needs_documents, needs_samples, webinar, zoom

pytestmark = needs_documents

RANGE: Final = "fromTime=2026-01-01T00:00:00Z&toTime=2026-02-01T00:00:00Z"
SESSION: Final = "/organizers/1/webinars/2/sessions/3/performance"
PAGE: Final = {"size": 20, "totalElements": 0, "totalPages": 0, "number": 0}


@pytest.mark.parametrize(
    ("document", "path", "query", "problem"),
    [
        (zoom, "/users", "status=active&sort=name", "sort: not documented"),
        (zoom, "/users", "status=deleted", "status: 'deleted' is not one of"),
        (zoom, "/users", "page_size=many", "page_size: 'many' is not of type 'integer'"),
        (zoom, "/users", "page_size=2001", "page_size: 2001 is greater than"),
        (zoom, "/report/history_meetings", "from=2026-01-01", "to: missing"),
        (webinar, "/organizers/1/sessions", f"{RANGE}&size=201", "size: 201 is greater than"),
        (webinar, "/organizers/1/sessions", f"{RANGE}&limit=200", "limit: not documented"),
        (webinar, "/organizers/1/sessions", "toTime=2026-02-01T00:00:00Z", "fromTime: missing"),
        (webinar, "/organizers/1/sessions", f"{RANGE}&toTime=tomorrow", "toTime: 'tomorrow' is not a 'date-time'"),
        (webinar, "/organizers/me/sessions", RANGE, "organizerKey: 'me' is not of type 'integer'"),
        (webinar, f"/organizers/{2**63}/sessions", RANGE, "organizerKey: 9223372036854775808 is not a 'int64'"),
    ],
)
def test_a_wrong_parameter_is_found(document: Callable[[], Document], path: str, query: str, problem: str) -> None:
    """Parameters must be documented, present where they are required, and of the documented kind and range."""
    problems = document().find("GET", path).check_request(query)

    assert [each[: len(problem)] for each in problems] == [problem]


def test_a_right_request_passes() -> None:
    """Requests as the documents describe them are not complained about."""
    body = b'{"first_name": "Ada", "email": "ada@example.test", "custom_questions": [{"title": "T", "value": "V"}]}'

    assert zoom().find("GET", "/users").check_request("status=active&page_size=300") == []
    assert zoom().find("POST", "/meetings/1/registrants").check_request(body=body) == []
    assert webinar().find("GET", "/organizers/1/sessions").check_request(f"{RANGE}&page=0&size=200") == []


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/users/1/attention"), ("PUT", "/users"), ("GET", "/users/"), ("GET", "users")]
)
def test_an_undocumented_operation_is_found(method: str, path: str) -> None:
    """A path or a method that no document has is an error, not something to pass over."""
    with pytest.raises(LookupError, match="is not documented"):
        zoom().find(method, path)


def test_the_most_literal_template_is_taken() -> None:
    """Where a path is of two templates the literal one decides, and placeholders never cross a slash."""
    assert zoom().find("GET", "/users/summary").values == {}
    assert match("/report/meetings/{id}/participants", "/report/meetings/%2Fa%3D/participants") == {"id": "/a="}
    assert match("/report/meetings/{id}/participants", "/report/meetings/a/b/participants") is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"nickname": "A"}, "body.nickname: not documented"),
        ({"custom_questions": [{"title": "T", "answer": "A"}]}, "body.custom_questions[].answer: not documented"),
        ({"first_name": 1}, "body.first_name: 1 is not of type 'string'"),
        ({"email": "nobody"}, "body.email: 'nobody' is not a 'email'"),
        ({"email": None}, "body.email: None is not of type 'string'"),
    ],
)
def test_a_wrong_body_is_found(change: dict[str, Any], problem: str) -> None:
    """Members of a body must be documented and of the documented kind; the required ones must be there."""
    operation = zoom().find("POST", "/meetings/1/registrants")
    body = {"first_name": "Ada", "email": "ada@example.test"} | change

    assert operation.check_request(body=json.dumps(body).encode()) == [problem]
    assert operation.check_request(body=b'{"first_name": "Ada"}') == ["body: 'email' is a required property"]
    assert zoom().find("GET", "/users").check_request(body=b"{}") == ["body: none is documented"]


@pytest.mark.parametrize(
    ("document", "path", "answer", "problem"),
    [
        (zoom, "/users", {"users": [{"id": 5}]}, "answer.users.0.id: 5 is not of type 'string'"),
        (zoom, "/users", {"users": {}}, "answer.users: {} is not of type 'array'"),
        (zoom, "/users", [], "answer: [] is not of type 'object'"),
        (zoom, "/users/1/settings", {"in_meeting": {"chat": "yes"}}, "answer.in_meeting.chat: 'yes' is not of type"),
        (zoom, "/users/1/settings", {"recording": {"auto_recording": "all"}}, "answer.recording.auto_recording: "),
        (zoom, "/report/meetings/1/participants", {"participants": [{"duration": "9"}]}, "answer.participants.0.dur"),
        (zoom, "/report/meetings/1/participants", {"participants": [{"join_time": "9:00"}]}, "answer.participants.0"),
        (webinar, "/organizers/1/sessions", {"page": PAGE | {"totalElements": 1}}, "answer: '_embedded' is a required"),
        (webinar, "/organizers/1/sessions", {"_embedded": {}}, "answer: 'page' is a required"),
        (webinar, SESSION, {"attendance": {}, "sessionInfo": {}}, "answer: 'pollsAndSurveys' is a required"),
    ],
)
def test_a_wrong_answer_is_found(document: Callable[[], Document], path: str, answer: object, problem: str) -> None:
    """Types, values and required members are held against the document, through references and combined schemas."""
    problems = document().find("GET", path).check_answer(200, json.dumps(answer).encode())

    assert any(each.startswith(problem) for each in problems)


def test_an_empty_page_of_gotos_passes() -> None:
    """GoTo leaves ``_embedded`` out of a page without hits, whatever its document says."""
    body = json.dumps({"page": PAGE}).encode()

    assert webinar().find("GET", "/organizers/1/sessions").check_answer(200, body) == []


def test_an_answer_nobody_documents_is_found() -> None:
    """A status without a documented JSON answer is an error."""
    assert zoom().find("GET", "/users").check_answer(418, b"{}") == ["418: no JSON answer is documented"]


def test_nullable_lets_null_through() -> None:
    """OpenAPI 3.0 says ``nullable`` where JSON Schema has the type ``null``; without it null is wrong."""
    members = {"a": {"$ref": "#/there/a~1b"}, "c": {"type": "string"}}
    content = {"application/json": {"schema": {"properties": members}}}
    paths = {"/x": {"get": {"responses": {"200": {"content": content}}}}}
    tree = {"paths": paths, "there": {"a/b": {"type": "string", "nullable": True}}}
    operation = Document("", tree).find("GET", "/x")

    assert operation.check_answer(200, b'{"a": null}') == []
    assert operation.check_answer(200, b'{"c": null}') == ["answer.c: None is not of type 'string'"]


@needs_samples
@pytest.mark.parametrize(
    ("sample", "path"),
    [
        ("zoom/captured2026_users", "/users"),
        ("zoom/spec2025_groups_GET", "/groups"),
        ("zoom/spec2025_users-userId-settings_GET", "/users/1/settings"),
        ("zoom/spec2025_accounts-accountId-lock_settings_GET", "/accounts/1/lock_settings"),
        ("zoom/spec2025_report-webinars-webinarId-participants_GET", "/report/webinars/1/participants"),
        ("goto/vendor_g2w_session_performance", SESSION),
        ("goto/fixture_g2w_webinars_list_empty", "/organizers/1/sessions"),
    ],
)
def test_real_answers_pass(sample: str, path: str) -> None:
    """Answers captured from the vendors, and their documents' own examples, are not complained about."""
    document = zoom() if sample.startswith("zoom") else webinar()
    body = (SHARED / "samples" / f"{sample}.json").read_bytes()

    assert document.find("GET", path).check_answer(200, body) == []
