"""Every deletion of every provider against a vendor whose copies agree late: nothing is called gone that is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import opened, sandbox_accounts, sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS
from tours.gotowebinar.staff import ADA
from tours.zoom.registrants import event, first

from provider_bridge import AlreadyGone, Gone, Strength, Trashed, Unconfirmed
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.registry import load_provider
from provider_bridge.runners.clock import VirtualClock
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.lagging import LAGS

GONE = (Gone, AlreadyGone)
SEEN = (0.5, 2.0, 3.0, 6.0, 13.5, 30.0)
"""Seconds that vendors were seen to lag, and what is near to a look."""

DELETIONS = [
    (provider, row.operation)
    for provider in ACCOUNTS
    for row in load_provider(provider).capabilities
    if row.offered and row.operation.endswith(".delete")
]
UNPROVABLE = {("zoom", "chats.delete")}
"""Of a message in a running meeting Zoom tells nothing."""


def a_registrant(sandbox: Sandbox) -> dict[str, Any]:
    where = event(sandbox, "webinar")
    return {"event_id": where, "registrant_id": first(sandbox, where).id}


def arguments(name: tuple[str, str], sandbox: Sandbox) -> dict[str, Any]:
    if name == ("zoom", "registrants.delete"):
        return a_registrant(sandbox)
    provider, operation = name
    return ARGUMENTS[provider][operation](sandbox)


def deleted(accounts: dict[str, Any], name: tuple[str, str], given: dict[str, Any]) -> Any:
    """Call a deletion, of something that is there."""
    if name == ("gotowebinar", "staff.delete"):  # the tour's is nobody
        given = given | {"staff": accounts["sandbox-webinar"].staff.add(given["event_id"], ADA)}
    run: Any = accounts[ACCOUNTS[name[0]]]
    for part in name[1].split("."):
        run = getattr(run, part)
    found = run(**given)
    return list(found) if isinstance(found, Iterator) else found


def held(outcome: Any) -> float:
    """Return for how many seconds after the deletion the last look saw what it tells."""
    seconds: float = (outcome.evidence[-1].observed_at - outcome.evidence[0].observed_at).total_seconds()
    return seconds


def test_every_provider_has_deletions() -> None:
    """None is left out: what deletes is called so."""
    assert {provider for provider, _ in DELETIONS} == set(ACCOUNTS)
    assert {"recordings.delete", "transcripts.delete", "transcripts.summaries.delete", "archives.delete"} <= {
        operation for provider, operation in DELETIONS if provider == "zoom"
    }
    assert len(DELETIONS) > 12


@pytest.mark.parametrize("name", DELETIONS, ids=".".join)
def test_a_vendor_that_agrees_at_once_is_believed_once_it_held(face: str, name: tuple[str, str]) -> None:
    """Without any lag each deletion is proven, and not before the time of settling is over."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        outcome = deleted(accounts, name, arguments(name, sandbox))

    assert isinstance(outcome, Unconfirmed if name in UNPROVABLE else GONE)
    assert name in UNPROVABLE or held(outcome) >= SETTLE


@pytest.mark.parametrize("lag", SEEN)
@pytest.mark.parametrize("name", DELETIONS, ids=".".join)
def test_what_is_shown_late_is_gone_only_after_that(face: str, name: tuple[str, str], lag: float) -> None:
    """Everything is shown as before for a while: each deletion is proven in the end, and never from the old copy."""
    sandbox = unlimited(lag=lag)
    with sandbox_opened(face, sandbox) as accounts:
        outcome = deleted(accounts, name, arguments(name, sandbox))

    assert isinstance(outcome, Unconfirmed if name in UNPROVABLE else GONE)
    assert name in UNPROVABLE or held(outcome) >= lag


@pytest.mark.parametrize("lag", SEEN)
@pytest.mark.parametrize("name", DELETIONS, ids=".".join)
def test_what_is_denied_for_a_while_and_back_is_not_gone(face: str, name: tuple[str, str], lag: float) -> None:
    """A copy that lags says that there is no such object, and then it is there again: it is still stored."""
    sandbox = unlimited(lag=lag, lag_shows="back")
    with sandbox_opened(face, sandbox) as accounts:
        outcome = deleted(accounts, name, arguments(name, sandbox))

    assert isinstance(outcome, Unconfirmed)
    assert outcome.pending is None


@pytest.mark.parametrize("lag", [0.0, *SEEN])
def test_what_the_trash_shows_late_is_in_the_trash(face: str, lag: float) -> None:
    """Erased, and the vendor moves it to the trash instead, which shows it late: it is still stored."""
    sandbox = unlimited(lag=lag, lag_shows="trash")

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        return sandbox.handle(method, url.replace("action=delete", "action=trash"), headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        name = ("zoom", "recordings.delete")
        given = arguments(name, sandbox)
        assert isinstance(deleted(accounts, name, given | {"strength": Strength.ERASE}), Trashed)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(DELETIONS),
    lag=st.floats(0, 30, allow_nan=False),
    shows=st.sampled_from(LAGS),
    settle=st.sampled_from([0.0, 40.0, 60.0, 600.0]),
)
def test_no_lag_up_to_thirty_seconds_makes_a_deletion_gone_too_early(
    name: tuple[str, str], lag: float, shows: str, settle: float
) -> None:
    """Whatever lags, and for however long: what is called gone was absent after all copies agreed."""
    sandbox, clock = unlimited(lag=lag, lag_shows=shows), VirtualClock()
    sandbox.world.time = clock.wall
    with opened("sync", sandbox.handle, sandbox_accounts(sandbox), clock=clock, settle=settle) as accounts:
        outcome = deleted(accounts, name, arguments(name, sandbox))

    if isinstance(outcome, GONE):
        assert settle
        assert not (shows == "back" and lag)
        assert held(outcome) >= lag
    assert settle or isinstance(outcome, Unconfirmed)


@pytest.mark.parametrize("name", [each for each in DELETIONS if each not in UNPROVABLE], ids=".".join)
def test_without_settling_nothing_is_waited_for_and_nothing_is_gone(face: str, name: tuple[str, str]) -> None:
    """The caller gets the outcome at once, with what it will be, and no second has passed."""
    sandbox, clock = unlimited(), VirtualClock()
    sandbox.world.time = clock.wall
    with opened(face, sandbox.handle, sandbox_accounts(sandbox), clock=clock, settle=0) as accounts:
        outcome = deleted(accounts, name, arguments(name, sandbox))

    assert isinstance(outcome, Unconfirmed)
    assert isinstance(outcome.pending, GONE)
    assert clock.ahead == 0
