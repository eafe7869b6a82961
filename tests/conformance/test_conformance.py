"""The conformance suite, unchanged, against every provider there is: the three in the simulator, and a tiny fourth."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr
from support import sandbox_accounts, unlimited
from tiny_provider import PROVIDER, TinySettings
from tiny_vendor import TinyVendor
from tours import ACCOUNTS, ARGUMENTS

from provider_bridge.capabilities import capability_of
from provider_bridge.config import AccountConfig
from provider_bridge.domain.outcomes import Strength
from provider_bridge.facets.operations import Operation, operations
from provider_bridge.runners.clock import Clock, VirtualClock
from provider_bridge.sandbox import Sandbox
from provider_bridge.testing import Examples, ProviderConformance, Simulation
from provider_bridge.testing.arguments import field_of


def simulator(clock: Clock | None = None) -> Sandbox:
    """Return a fresh simulator; all of them take the same logins."""
    return unlimited(users=6, clock=(clock or VirtualClock()).wall)


@functools.cache
def configured(provider: str) -> AccountConfig:
    """Return the configuration of a provider's simulated account."""
    return next(each for each in sandbox_accounts(simulator()) if each.name == ACCOUNTS[provider])


class Simulated(ProviderConformance):
    """A provider's account in the simulator."""

    provider: ClassVar[str]
    unlisted: ClassVar[tuple[str, ...]] = ()
    """Operations whose arguments no listing shows: they are those of the tour, where there is one."""

    def simulation(self) -> Simulation:
        clock = VirtualClock()
        self.box = simulator(clock)
        return Simulation.of(configured(self.provider), self.box.handle, clock)

    def examples(self) -> Examples:
        return {name: self._toured(name) for name in self.unlisted}

    def _toured(self, name: str) -> Any:
        return lambda _: ARGUMENTS[self.provider][name](self.box)


class TestZoom(Simulated):
    """Zoom."""

    provider = "zoom"
    unlisted = ("chats.delete", "chats.team.list", "chats.team.delete", "recordings.sharing.update")
    open_ends: ClassVar = {"chats.conversations.messages.list": "Zoom documents no refusal of an unknown conversation"}

    def examples(self) -> Examples:
        return {
            **super().examples(),
            "data_requests.list": self._exported,
            "data_requests.get": lambda account: {"request": self._export(account)},
            "data_requests.file_url": self._exported_file,
            "data_requests.add_export": lambda account: {"emails": _own(account), **_month()},
            "data_requests.add_erasure": lambda account: {"emails": _own(account), "confirm": "erase everything"},
            "data_requests.cancel": _erasure,
            "recordings.restore": _trashed,
        }

    def _export(self, account: Any) -> Any:
        """Return a request whose export is ready."""
        (request,) = account.data_requests.add_export(_own(account), **_month())
        self.box.world.offset += 12 * 60
        return request.id

    def _exported(self, account: Any) -> dict[str, Any]:
        self._export(account)
        return {}

    def _exported_file(self, account: Any) -> dict[str, Any]:
        return {"file": account.data_requests.get(self._export(account))[0].id}


class TestGoToWebinar(Simulated):
    """GoToWebinar."""

    provider = "gotowebinar"
    unlisted = (
        "staff.add",
        *(f"webhooks.{verb}" for verb in ("list", "get", "add", "update", "delete")),
        *(f"webhooks.subscriptions.{verb}" for verb in ("list", "get", "add", "update", "delete")),
    )


class TestGoToMeeting(Simulated):
    """GoToMeeting."""

    provider = "gotomeeting"


class TestTiny(ProviderConformance):
    """A vendor in memory, and what docs/adding-a-provider.md makes of it."""

    def simulation(self) -> Simulation:
        settings = TinySettings(provider="tiny", client_id="client", client_secret=SecretStr("tiny-secret"))
        return Simulation(PROVIDER, settings, TinyVendor().answer)


class _Metafunc:
    """Takes what the suite makes of a test."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.made: list[str] = []

    def parametrize(self, _: str, found: Sequence[Operation], *, ids: Sequence[str]) -> None:
        assert [each.name for each in found] == list(ids)
        self.made += ids


@pytest.mark.parametrize("suite", [TestZoom, TestGoToWebinar, TestGoToMeeting, TestTiny])
def test_every_operation_that_is_offered_is_tested(suite: type[ProviderConformance]) -> None:
    """The suite makes a test for each offered operation, and for no other: none is skipped in silence."""
    spec = suite().simulation().spec
    offered = {each.name for each in operations() if capability_of(spec, each.name).offered}
    tests = [vars(ProviderConformance)[name] for name in dir(ProviderConformance) if name.startswith("test_")]
    of_operations = [test for test in tests if hasattr(test, "operations")]

    made = {}
    for test in of_operations:
        suite().pytest_generate_tests(metafunc := _Metafunc(test))  # type: ignore[arg-type]
        made[test.__name__] = set(metafunc.made)
        assert made[test.__name__] == {each.name for each in test.operations} & offered

    assert len(of_operations) > 5
    assert made["test_it_gives_what_is_declared"] == offered


def test_every_provider_has_its_suite() -> None:
    """A provider that is shipped is tested here."""
    assert set(ACCOUNTS) == {TestZoom.provider, TestGoToWebinar.provider, TestGoToMeeting.provider}


def _month() -> dict[str, Any]:
    now = datetime.now(UTC)
    return {"since": now - timedelta(days=30), "until": now}


def _own(account: Any) -> list[str]:
    """Return the address of somebody of the account."""
    return [next(host.email for host in account.directory.hosts.list() if host.status == "active")]


def _erasure(account: Any) -> dict[str, Any]:
    (request,) = account.data_requests.add_erasure(_own(account), confirm="erase everything")
    return {"request": request.id}


def _trashed(account: Any) -> dict[str, Any]:
    """Return what names a recording that is in the trash, as the interface calls it."""
    restore = next(each for each in operations() if each.name == "recordings.restore")
    named = restore.arguments[0]
    recording = getattr(next(iter(account.recordings.list(**_month()))), field_of(restore.returns, named.hint))
    account.recordings.delete(recording, Strength.TRASH)
    return {named.name: recording}
