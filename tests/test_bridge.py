"""Opening accounts: what is refused before anything is sent, and how accounts are found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from served import serving

import provider_bridge as pb
from provider_bridge.core.calls import Call, Endpoint
from provider_bridge.core.steps import Flow


def opened(face: str, *args: Any, **options: Any) -> list[str]:
    """Open a bridge on a face and return the names of its accounts."""
    if face == "sync":
        with pb.open_bridge(*args, **options) as bridge:
            return [account.name for account in bridge]

    async def main() -> list[str]:
        async with pb.open_async_bridge(*args, **options) as bridge:
            return [account.name for account in bridge]

    return anyio.run(main)


def test_the_sandbox_has_an_account_of_each_provider(face: str) -> None:
    """Without any account of one's own, there are three to try."""
    assert ["sandbox-zoom", "sandbox-webinar", "sandbox-meeting"] == opened(face, sandbox=True)


@pytest.mark.parametrize("options", [{}, {"config": "x.toml", "sandbox": True}])
def test_either_a_file_or_the_sandbox(face: str, options: dict[str, Any]) -> None:
    """Neither and both are mistakes."""
    with pytest.raises(pb.ConfigurationError, match="either"):
        opened(face, **options)


@pytest.mark.parametrize("options", [{"scenario": "perfect"}, {"size": "huge"}])
def test_an_unknown_scenario_or_size_names_those_there_are(face: str, options: dict[str, Any]) -> None:
    """A misspelled scenario is an error that helps."""
    with pytest.raises(pb.ConfigurationError, match="there are: "):
        opened(face, sandbox=True, **options)


def test_accounts_are_found_by_name() -> None:
    """A bridge is a small mapping whose ``repr`` names accounts and nothing else."""
    with pb.open_bridge(sandbox=True) as bridge:
        assert 3 == len(bridge)
        assert "sandbox-zoom" in bridge
        assert "zoom" == bridge["sandbox-zoom"].provider
        assert "<Bridge of sandbox-zoom, sandbox-webinar, sandbox-meeting>" == repr(bridge)
        assert "<zoom account 'sandbox-zoom'>" == repr(bridge["sandbox-zoom"])
        with pytest.raises(pb.ConfigurationError, match="there are: sandbox-zoom"):
            _ = bridge["nobody"]


def test_an_account_of_one_provider_is_got_by_name_and_provider(face: str) -> None:
    """It is the account itself; another provider's, and a name that is not there, are typed errors that say what is."""

    def check(bridge: pb.Bridge | pb.AsyncBridge) -> None:
        assert bridge.get("sandbox-zoom", pb.Zoom) is bridge["sandbox-zoom"]
        with pytest.raises(pb.ConfigurationError, match="must be of provider 'zoom', and is of 'gotowebinar'"):
            bridge.get("sandbox-webinar", pb.Zoom)
        with pytest.raises(pb.ConfigurationError, match="no account is named 'acme'"):
            bridge.get("acme", pb.GoToMeeting)

    async def main() -> None:
        async with pb.open_async_bridge(sandbox=True) as bridge:
            check(bridge)

    if face == "sync":
        with pb.open_bridge(sandbox=True) as bridge:
            check(bridge)
    else:
        anyio.run(main)


def test_two_credentials_in_one_token_file_are_refused(face: str, tmp_path: Path) -> None:
    """The bug: two accounts that named one token file overwrote each other's token."""
    with serving(tmp_path) as served:
        text = served.config.read_text().replace('provider = "', 'token_file = "one.json"\nprovider = "')
        served.config.write_text(text)

        with pytest.raises(pb.ConfigurationError, match="one token_file"):
            opened(face, served.config)


def test_a_client_of_ones_own_is_used_and_left_open(tmp_path: Path) -> None:
    """A caller's own client carries the calls, with whatever it was set up with."""
    seen: list[str] = []
    with serving(tmp_path) as served, httpx.Client(event_hooks={"request": [lambda r: seen.append(r.url.path)]}) as own:
        with pb.open_bridge(served.config, client=own) as bridge:
            assert isinstance(bridge["sandbox-zoom"].attention.read(), pb.Withdrawn)
        assert not own.is_closed

    assert "/v2/users" in seen


def test_a_listing_that_is_dropped_midway_ends_quietly(tmp_path: Path) -> None:
    """Who takes only the first host of many leaves nothing behind."""
    with serving(tmp_path, users=1000) as served:
        with pb.open_bridge(served.config) as bridge:
            account = bridge["sandbox-zoom"]
            assert pb.has_directory(account)
            hosts = account.directory.hosts.list()
            assert next(hosts).email

    assert 1 == served.sandbox.log["GET /users 200"]


@pytest.mark.parametrize("by", ["argument", "configuration"])
def test_read_only_refuses_before_anything_is_sent(tmp_path: Path, by: str) -> None:
    """An account that is opened read-only, by its opener or by its table, sends nothing that could change anything."""
    change = Call(Endpoint("DELETE", "/users/{userId}", "light", (), "https://example.test"), {"userId": "u"})

    def deleting() -> Flow[None]:
        yield change

    with serving(tmp_path) as served:
        if by == "configuration":
            served.config.write_text(
                served.config.read_text().replace('provider = "', 'read_only = true\nprovider = "')
            )
        with pb.open_bridge(served.config, read_only=by == "argument") as bridge:
            account: Any = bridge["sandbox-zoom"]
            with pytest.raises(pb.ConfigurationError, match="read-only"):
                account._runner.run(deleting())
            assert list(account.directory.groups.list())

    assert not [name for name in served.sandbox.log if name.startswith("DELETE")]


def outcome_of(face: str, config: Any = None, **options: Any) -> pb.Deletion:
    """Erase the newest recording of an account with a bridge opened in one way."""
    now = datetime.now(UTC)
    period = {"since": now - timedelta(days=29), "until": now}
    if face == "sync":
        with pb.open_bridge(config, **options) as bridge:
            account: Any = bridge["sandbox-zoom"]
            found = next(iter(account.recordings.list(**period)))
            outcome: pb.Deletion = account.recordings.delete(found.id, pb.Strength.ERASE)
            return outcome

    async def main() -> pb.Deletion:
        async with pb.open_async_bridge(config, **options) as bridge:
            account: Any = bridge["sandbox-zoom"]
            async for found in account.recordings.list(**period):
                outcome: pb.Deletion = await account.recordings.delete(found.id, pb.Strength.ERASE)
                return outcome
        raise AssertionError("there are recordings")

    return anyio.run(main)


@pytest.mark.parametrize(("settle", "seconds"), [(None, 40), (5, 5), (timedelta(minutes=2), 120), (0.5, 0.5)])
def test_how_long_an_absence_has_to_hold_is_the_callers_choice(face: str, settle: Any, seconds: float) -> None:
    """The last look comes so long after the deletion; by default that is more than vendors were seen to need."""
    outcome = outcome_of(face, sandbox=True, settle=settle)

    assert isinstance(outcome, pb.Gone)
    held = outcome.evidence[-1].observed_at - outcome.evidence[0].observed_at
    assert held >= timedelta(seconds=seconds)


def test_without_settling_a_deletion_is_unconfirmed_and_says_what_it_becomes(face: str) -> None:
    """The caller is handed the outcome at once, to be settled later."""
    outcome = outcome_of(face, sandbox=True, settle=0)

    assert isinstance(outcome, pb.Unconfirmed)
    assert isinstance(outcome.pending, pb.Gone)


@pytest.mark.parametrize("settle", [-1, float("nan"), float("inf"), timedelta(seconds=-1)])
def test_a_settling_time_that_is_none_is_refused(face: str, settle: Any) -> None:
    """It must be a time of 0 seconds or more."""
    with pytest.raises(pb.ConfigurationError, match="settle must be"):
        opened(face, sandbox=True, settle=settle)


@pytest.mark.parametrize(("option", "pending"), [(None, True), (0.01, False)])
def test_a_file_says_how_long_an_absence_has_to_hold(
    face: str, tmp_path: Path, option: float | None, pending: bool
) -> None:
    """``settle`` of an account in ``bridge.toml`` counts unless the bridge is opened with another."""
    with serving(tmp_path) as served:
        text = served.config.read_text()
        served.config.write_text(text.replace('provider = "zoom"', 'provider = "zoom"\nsettle = 0'))
        outcome = outcome_of(face, served.config, settle=option)

    assert isinstance(outcome, pb.Unconfirmed) is pending
