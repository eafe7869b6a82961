"""A deletion is proven, refused, or not confirmed; nothing else counts as gone."""

from __future__ import annotations

from typing import Any

import pytest
from support import NOON, drive

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.deletion import STILL_THERE, Looked, delete_and_look
from provider_bridge.core.steps import Flow, Now, Sleep
from provider_bridge.domain import AlreadyGone, Deletion, Gone, Refused, Unconfirmed
from provider_bridge.errors import ApiError, Conflict, Forbidden, NotFound, ProviderBroken, TimedOut

DELETE = Call(Endpoint("DELETE", "/thing", "light", (), ""))
LOOK = Call(Endpoint("GET", "/thing", "light", (), "", "id"))


def no_such(missing: str) -> NotFound:
    error = NotFound("GET /thing", 404, "gone", code="3301", request_id="r-2")
    error.missing = missing
    return error


def look() -> Flow[Looked]:
    yield LOOK
    return STILL_THERE


def deleted(delete: Any, *looks: Any, was_there: bool = False) -> tuple[Deletion, list[Any]]:
    answers = list(looks)

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        if isinstance(step, Sleep):
            return None
        return delete if step is DELETE else answers.pop(0)

    return drive(delete_and_look(DELETE, look, frozenset({"recording"}), was_there=was_there), answer)


ACCEPTED = Reply("DELETE /thing", b"", 0, NOON, "r-1")
THERE = Reply("GET /thing", b"{}", 0, NOON, "r-3")


def test_gone_is_what_the_vendor_says_is_no_more() -> None:
    """The acceptance and the typed no-such-object are both kept as evidence."""
    outcome, _ = deleted(ACCEPTED, no_such("recording"))

    assert isinstance(outcome, Gone)
    assert [(each.what, each.request_id) for each in outcome.evidence] == [
        ("accepted", "r-1"),
        ("HTTP 404, code 3301", "r-2"),
    ]


def test_what_was_not_there_is_already_gone() -> None:
    """A typed no-such-object in answer to the deletion itself is no deletion of ours."""
    outcome, steps = deleted(no_such("recording"))

    assert isinstance(outcome, AlreadyGone)
    assert LOOK not in steps


def test_a_replayed_deletion_of_what_was_there_is_gone_and_not_already_gone() -> None:
    """It was seen before, so an attempt whose answer got lost was carried out; it is looked for all the same."""
    outcome, steps = deleted(no_such("recording"), no_such("recording"), was_there=True)

    assert isinstance(outcome, Gone)
    assert LOOK in steps
    again, _ = deleted(no_such("recording"), THERE, THERE, THERE, was_there=True)
    assert isinstance(again, Unconfirmed)


@pytest.mark.parametrize("missing", ["", "event", "user"])
def test_another_404_is_never_gone(missing: str) -> None:
    """A bare 404, and one about another kind of object, prove nothing: before the deletion an error, after it doubt."""
    with pytest.raises(NotFound):
        deleted(no_such(missing))
    outcome, _ = deleted(ACCEPTED, *([no_such(missing)] * 3))

    assert isinstance(outcome, Unconfirmed)


def test_a_copy_that_lags_behind_is_asked_again() -> None:
    """The first look may still show it; then there is a wait, and another look."""
    outcome, steps = deleted(ACCEPTED, THERE, no_such("recording"))

    assert isinstance(outcome, Gone)
    assert [step.seconds for step in steps if isinstance(step, Sleep)] == [1.0]


def test_what_stays_is_unconfirmed() -> None:
    """After three looks that show it, nobody calls it gone."""
    outcome, _ = deleted(ACCEPTED, THERE, THERE, THERE)

    assert isinstance(outcome, Unconfirmed)
    assert "still there" in outcome.reason


@pytest.mark.parametrize("error", [TimedOut("GET /thing", "late"), ProviderBroken("GET /thing", 502, "broken")])
def test_a_look_that_fails_is_unconfirmed(error: Exception) -> None:
    """An error while looking is no proof of anything."""
    outcome, _ = deleted(ACCEPTED, error)

    assert isinstance(outcome, Unconfirmed)


def test_a_state_that_forbids_it_is_refused_and_a_missing_right_is_an_error() -> None:
    """What the object's state forbids is an outcome; what the credentials may not is for the caller to mend."""
    outcome, _ = deleted(Conflict("DELETE /thing", 400, "in use", code="3310"))
    assert isinstance(outcome, Refused)

    refusal: ApiError = Forbidden("DELETE /thing", 400, "no")
    with pytest.raises(Forbidden):
        deleted(refusal)
