"""What our identifiers of Zoom's meetings, webinars and runs mean."""

from __future__ import annotations

from typing import Any

import pytest
from support import NOON, drive

from provider_bridge.core.calls import Call, Reply
from provider_bridge.domain.ids import EventId, SessionId
from provider_bridge.errors import InvalidInput, NotFound
from provider_bridge.providers.zoom.addresses import event_id, event_of, resolve, session_address, session_id


def asked(event: str, *answers: Any) -> tuple[Any, list[Call]]:
    rest = list(answers)
    return drive(resolve(EventId(event)), lambda _: rest.pop(0))


def unknown(missing: str = "event") -> NotFound:
    error = NotFound("GET /meetings/{meetingId}", 404, "no", code="3001")
    error.missing = missing
    return error


@pytest.mark.parametrize("number", [93398114182, "93398114182", "933 9811 4182", "933-9811-4182"])
def test_quirk_4_numbers_come_as_numbers_as_text_and_with_spaces(number: str | int) -> None:
    """However Zoom writes a number, the id is the same."""
    assert event_id("meeting", number) == "meeting:93398114182"


@pytest.mark.parametrize("text", ["webinar:95204914252", " webinar:952 0491 4252 "])
def test_an_id_says_its_kind_without_a_question(text: str) -> None:
    """Nothing is asked when the kind is known."""
    address, steps = asked(text)

    assert (address.kind, address.number) == ("webinar", "95204914252")
    assert steps == []


def test_a_bare_number_is_looked_up() -> None:
    """As a meeting first; when Zoom says that there is no such meeting, as a webinar."""
    there = Reply("GET", b"{}", 0, NOON, "")

    assert asked("95204914252", there)[0].kind == "meeting"
    assert asked("95204914252", unknown(), there)[0].kind == "webinar"
    with pytest.raises(NotFound):
        asked("95204914252", unknown(), unknown())


def test_a_bare_404_does_not_make_it_a_webinar() -> None:
    """A 404 that speaks of nothing is handed on."""
    with pytest.raises(NotFound):
        asked("95204914252", unknown(""))


@pytest.mark.parametrize("text", ["", "meeting:", "abc", "meeting:12/../34", "user:12", "٣"])
def test_what_is_no_number_is_refused_before_anything_is_sent(text: str) -> None:
    """Bad input is one clear error."""
    with pytest.raises(InvalidInput):
        asked(text)


@pytest.mark.parametrize("uuid", ["/abc==", "a//b==", "ab/cd==", "ab+c==", "meetingABC=="])
def test_a_run_is_its_kind_and_uuid(uuid: str) -> None:
    """A UUID keeps every character, and its kind where it was said."""
    address = session_address(session_id("webinar", uuid))

    assert (address.kind, address.uuid) == ("webinar", uuid)
    assert session_address(SessionId(uuid)).kind == ""


@pytest.mark.parametrize("text", ["93398114182", "meeting:93398114182", "meeting:933 9811 4182", "", "webinar:"])
def test_quirk_6_a_number_is_no_run(text: str) -> None:
    """A number would mean the latest run only, in silence."""
    with pytest.raises(InvalidInput):
        session_address(SessionId(text))


def test_a_run_of_unknown_kind_is_refused_where_the_kind_matters() -> None:
    """Zoom asks for reports of meetings and webinars under different paths."""
    with pytest.raises(InvalidInput):
        session_address(SessionId("ab+c==")).known_kind()


@pytest.mark.parametrize(
    ("kind", "number", "event"),
    [
        ("meeting", "982 610 0285", "meeting:9826100285"),
        ("", "982 610 0285", "9826100285"),
        ("meeting", "", None),
        ("webinar", None, None),
        ("", "0", None),
        ("meeting", " ", None),
    ],
)
def test_an_event_that_zoom_blanked_is_none(kind: str, number: str | None, event: str | None) -> None:
    """Rows of other accounts' meetings have a blank in place of the number."""
    assert event_of(kind, number) == event
