"""Never run, only type-checked: both faces have exact types, and misuse is a static error.

mypy (warn_unused_ignores, under --strict) and pyright (reportUnnecessaryTypeIgnoreComment) make sure that each
ignored line really is an error.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from io import BytesIO
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


def synchronous(toy: Toy, zoom: ZoomAccount, file: pb.RecordingFile) -> None:
    assert_type(toy.get("a", times=2), bytes)
    assert_type(toy.list("a"), Iterator[float])
    assert_type(zoom.attention.read(days=30), pb.Attention)
    assert_type(zoom.identify(), pb.Identity)
    assert_type(zoom.directory.hosts.list(statuses=("active",)), Iterator[pb.Host])
    assert_type(zoom.directory.groups.list(), Iterator[pb.Group])
    assert_type(zoom.downloads.download(file, "a.mp4", overwrite=True), pb.Downloaded)
    assert_type(zoom.downloads.download_all([file], "a"), list[pb.Downloaded | pb.ProviderBridgeError])
    assert_type(zoom.downloads.read(file, limit=10), bytes)
    assert_type(zoom.downloads.stream(file), Iterator[bytes])
    zoom.downloads.download(file, 3)  # type: ignore[arg-type]
    toy.get(1)  # type: ignore[arg-type]
    toy.get("a", 2)  # type: ignore[call-arg]
    toy.get("a", often=2)  # type: ignore[call-arg]
    toy.list()  # type: ignore[call-arg]
    zoom.attention.read(days="30")  # type: ignore[arg-type]


async def asynchronous(toy: AsyncToy, zoom: AsyncZoomAccount, file: pb.RecordingFile) -> None:
    assert_type(toy.get("a", times=2), Awaitable[bytes])
    assert_type(await toy.get("a"), bytes)
    assert_type(toy.list("a"), AsyncIterator[float])
    assert_type(await zoom.attention.read(), pb.Attention)
    assert_type(await zoom.identify(), pb.Identity)
    assert_type(await zoom.downloads.download(file, BytesIO()), pb.Downloaded)
    assert_type(await zoom.downloads.download_all([file], "a"), list[pb.Downloaded | pb.ProviderBridgeError])
    assert_type(await zoom.downloads.read(file), bytes)
    assert_type(zoom.downloads.stream(file, chunk=10), AsyncIterator[bytes])
    assert_type(zoom.directory.hosts.list(), AsyncIterator[pb.Host])
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


async def async_guarded(account: pb.AsyncAccount) -> None:
    if pb.async_has_directory(account):
        assert_type(account.directory.groups.list(), AsyncIterator[pb.Group])


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
