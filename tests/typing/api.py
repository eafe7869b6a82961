"""Never run, only type-checked: both faces have exact types, and misuse is a static error.

mypy (warn_unused_ignores, under --strict) and pyright (reportUnnecessaryTypeIgnoreComment) make sure that each
ignored line really is an error.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import assert_never, assert_type

import provider_bridge as pb
from provider_bridge.core.flow import AsyncFace, SyncFace, operation, paged
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.providers.gotomeeting.account import AsyncGoToMeetingAccount, GoToMeetingAccount
from provider_bridge.providers.gotowebinar.account import AsyncGoToWebinarAccount, GoToWebinarAccount
from provider_bridge.providers.zoom.account import AsyncZoomAccount, ZoomAccount


class _Toy:
    @operation
    def get(self, key: str, *, times: int = 1) -> Flow[bytes]:
        yield Now()
        return key.encode() * times

    @paged
    def list(self, prefix: str) -> Paged[float]:
        yield Emit([float(len(prefix))])


class Toy(SyncFace, _Toy):
    pass


class AsyncToy(AsyncFace, _Toy):
    pass


def synchronous(toy: Toy, zoom: ZoomAccount) -> None:
    assert_type(toy.get("a", times=2), bytes)
    assert_type(toy.list("a"), Iterator[float])
    assert_type(zoom.attention.read(days=30), pb.Attention)
    assert_type(zoom.identify(), pb.Identity)
    assert_type(zoom.directory.hosts.list(statuses=("active",)), Iterator[pb.Host])
    assert_type(zoom.directory.groups.list(), Iterator[pb.Group])
    event = pb.EventId("webinar:95204914252")
    assert_type(zoom.registrants.list(event, statuses=("denied",)), Iterator[pb.Registrant])
    assert_type(zoom.registrants.add(event, pb.NewRegistrant("a@b.test", "A")), pb.Registered)
    assert_type(zoom.registrants.approve(event, [], occurrence="1"), tuple[pb.Registrant, ...])
    assert_type(zoom.registrants.delete(event, pb.RegistrantId("r")), pb.Deletion)
    assert_type(zoom.registrants.questions.list(event), tuple[pb.RegistrationQuestion, ...])
    zoom.registrants.list("webinar:95204914252")  # type: ignore[arg-type]
    zoom.registrants.get(event)  # type: ignore[call-arg]
    toy.get(1)  # type: ignore[arg-type]
    toy.get("a", 2)  # type: ignore[call-arg]
    toy.get("a", often=2)  # type: ignore[call-arg]
    toy.list()  # type: ignore[call-arg]
    zoom.attention.read(days="30")  # type: ignore[arg-type]


async def asynchronous(toy: AsyncToy, zoom: AsyncZoomAccount) -> None:
    assert_type(toy.get("a", times=2), Awaitable[bytes])
    assert_type(await toy.get("a"), bytes)
    assert_type(toy.list("a"), AsyncIterator[float])
    assert_type(await zoom.attention.read(), pb.Attention)
    assert_type(await zoom.identify(), pb.Identity)
    assert_type(zoom.directory.hosts.list(), AsyncIterator[pb.Host])
    event = pb.EventId("webinar:95204914252")
    assert_type(zoom.registrants.list(event), AsyncIterator[pb.Registrant])
    assert_type(await zoom.registrants.add_many(event, []), tuple[pb.Registered, ...])
    assert_type(await zoom.registrants.questions.defaults(), tuple[pb.RegistrationQuestion, ...])
    toy.get(1)  # type: ignore[arg-type]
    toy.list()  # type: ignore[call-arg]


def absent_facets(webinar: GoToWebinarAccount, meeting: GoToMeetingAccount) -> None:
    webinar.directory  # type: ignore[attr-defined]
    meeting.directory  # type: ignore[attr-defined]


def protocols(
    zoom: ZoomAccount,
    webinar: GoToWebinarAccount,
    meeting: GoToMeetingAccount,
    async_zoom: AsyncZoomAccount,
    async_webinar: AsyncGoToWebinarAccount,
    async_meeting: AsyncGoToMeetingAccount,
) -> tuple[list[pb.Account], list[pb.AsyncAccount]]:
    # pyright does not look through descriptors when it compares with a protocol; mypy does
    return [zoom, webinar, meeting], [async_zoom, async_webinar, async_meeting]  # pyright: ignore[reportReturnType]


def guarded(account: pb.Account) -> None:
    account.directory  # type: ignore[attr-defined]
    if pb.has_directory(account):
        assert_type(account.directory.groups.list(), Iterator[pb.Group])
    if pb.has_registrants(account):
        assert_type(account.registrants.list(pb.EventId("1")), Iterator[pb.Registrant])
        assert_type(account.registrants.questions.defaults(), tuple[pb.RegistrationQuestion, ...])


async def async_guarded(account: pb.AsyncAccount) -> None:
    if pb.async_has_directory(account):
        assert_type(account.directory.groups.list(), AsyncIterator[pb.Group])
    if pb.async_has_registrants(account):
        assert_type(await account.registrants.get(pb.EventId("1"), pb.RegistrantId("r")), pb.Registrant)


def exhaustive(attention: pb.Attention) -> str:
    match attention:
        case pb.SwitchedOff() | pb.Withdrawn() | pb.NotOffered():
            return "kept"
        case pb.AlwaysOn(dropped=dropped):
            return f"mitigated {dropped}"
        case pb.SwitchedOn() | pb.Unknown():
            return "look"
        case _:
            assert_never(attention)


def bridges() -> None:
    with pb.open_bridge("bridge.toml") as bridge:
        assert_type(bridge, pb.Bridge)
        assert_type(bridge["a"], pb.Account)
        assert_type([account.attention.read() for account in bridge], list[pb.Attention])


async def async_bridges() -> None:
    async with pb.open_async_bridge(sandbox=True) as bridge:
        assert_type(bridge, pb.AsyncBridge)
        assert_type([await account.attention.read() for account in bridge], list[pb.Attention])


def described(toy: type[Toy]) -> Callable[..., object]:
    return toy.get.flow
