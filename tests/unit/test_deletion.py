"""A deletion is proven, refused, or not confirmed; nothing else counts as gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support import NOON, drive

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look
from provider_bridge.core.confirm.settling import gaps
from provider_bridge.core.steps import Flow, Now, Settling, Sleep
from provider_bridge.domain import AlreadyGone, Deletion, Evidence, Gone, Refused, Trashed, Unconfirmed, settled
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


def deleted(delete: Any, *looks: Any, was_there: bool = False, settle: float = 40.0) -> tuple[Deletion, list[Any]]:
    """Delete with an answer for each look, the last of which is given again; return the outcome and the steps."""
    answers = list(looks)

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        if isinstance(step, Sleep):
            return None
        if isinstance(step, Settling):
            return settle
        if step is DELETE:
            return delete
        return answers.pop(0) if len(answers) > 1 else answers[0]

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


def test_what_was_not_there_is_already_gone_once_that_held() -> None:
    """A typed no-such-object in answer to the deletion itself is no deletion of ours, and is looked at all the same."""
    outcome, steps = deleted(no_such("recording"), no_such("recording"))

    assert isinstance(outcome, AlreadyGone)
    assert steps.count(LOOK) == 5
    stale, _ = deleted(no_such("recording"), no_such("recording"), no_such("recording"), THERE)
    assert isinstance(stale, Unconfirmed)


def test_a_replayed_deletion_of_what_was_there_is_gone_and_not_already_gone() -> None:
    """It was seen before, so an attempt whose answer got lost was carried out; it is looked for all the same."""
    outcome, steps = deleted(no_such("recording"), no_such("recording"), was_there=True)

    assert isinstance(outcome, Gone)
    assert LOOK in steps
    again, _ = deleted(no_such("recording"), THERE, was_there=True)
    assert isinstance(again, Unconfirmed)


@pytest.mark.parametrize("missing", ["", "event", "user"])
def test_another_404_is_never_gone(missing: str) -> None:
    """A bare 404, and one about another kind of object, prove nothing: before the deletion an error, after it doubt."""
    with pytest.raises(NotFound):
        deleted(no_such(missing))
    outcome, _ = deleted(ACCEPTED, no_such(missing))

    assert isinstance(outcome, Unconfirmed)


def test_a_404_for_some_seconds_is_not_gone() -> None:
    """A copy that lags denies it, and later it is there again: only an absence that holds counts."""
    for denials in range(1, 5):
        outcome, _ = deleted(ACCEPTED, *[no_such("recording")] * denials, THERE)

        assert isinstance(outcome, Unconfirmed), denials
        assert outcome.pending is None


def test_the_looks_grow_apart_and_add_up_to_the_time_of_settling() -> None:
    """At once, and 1, 4, 13 and 40 seconds after; another time is divided in the same way."""
    _, steps = deleted(ACCEPTED, no_such("recording"))

    assert [step.seconds for step in steps if isinstance(step, Sleep)] == [1.0, 3.0, 9.0, 27.0]
    for seconds in (0.01, 0.5, 1, 2, 4, 5, 13, 30, 90, 3600):
        waits = gaps(seconds)
        assert sum(waits) == pytest.approx(seconds)
        assert list(waits) == sorted(waits)
    assert gaps(0) == ()


def test_what_is_shown_late_is_looked_for_once_more() -> None:
    """Still there at the look before the last: one absence is none that held, so there is another look."""
    outcome, steps = deleted(ACCEPTED, *[THERE] * 4, no_such("recording"))

    assert isinstance(outcome, Gone)
    assert [step.seconds for step in steps if isinstance(step, Sleep)] == [1.0, 3.0, 9.0, 27.0, 27.0]
    back, _ = deleted(ACCEPTED, *[THERE] * 4, no_such("recording"), THERE)
    assert isinstance(back, Unconfirmed)


def test_what_stays_is_unconfirmed() -> None:
    """After all looks, which show it, nobody calls it gone."""
    outcome, _ = deleted(ACCEPTED, THERE)

    assert isinstance(outcome, Unconfirmed)
    assert "still there" in outcome.reason


def test_without_settling_an_absence_is_unconfirmed_at_once_and_says_what_it_may_become() -> None:
    """Nothing is waited for; a look that showed it promises nothing."""
    outcome, steps = deleted(ACCEPTED, no_such("recording"), settle=0)

    assert isinstance(outcome, Unconfirmed)
    assert isinstance(outcome.pending, Gone)
    assert not any(isinstance(step, Sleep) for step in steps)
    there, _ = deleted(ACCEPTED, THERE, settle=0)
    assert isinstance(there, Unconfirmed)
    assert there.pending is None


def at(second: int, proven: type[Gone | AlreadyGone] = AlreadyGone) -> Unconfirmed:
    evidence = (Evidence("DELETE /thing", "said", NOON + timedelta(seconds=second), ""),)
    return Unconfirmed("one look", evidence, pending=proven(evidence))


def test_two_absences_far_enough_apart_settle_a_deletion() -> None:
    """The second has to be a denial, and late enough; what was deleted anew, or was there, settles nothing."""
    first = at(0, Gone)

    proven = settled(first, at(40))
    assert isinstance(proven, Gone)
    assert len(proven.evidence) == 2
    assert isinstance(settled(at(0), at(40)), AlreadyGone)
    assert isinstance(settled(first, at(39)), Unconfirmed)
    assert isinstance(settled(first, at(39), after=timedelta(seconds=30)), Gone)
    assert isinstance(settled(first, at(60, Gone)), Unconfirmed)
    assert isinstance(settled(Unconfirmed("still there", ()), at(60)), Unconfirmed)
    assert isinstance(settled(first, Unconfirmed("still there", ())), Unconfirmed)
    trashed = Trashed(None, ())
    assert settled(first, trashed) is trashed


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
