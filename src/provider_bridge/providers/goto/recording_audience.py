"""What other vendors tell of a recording's audience, and GoTo's API does not: every operation refuses, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.capability import Capability
from provider_bridge.core.flow import AsyncFace, SyncFace, operation, paged

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from provider_bridge.core.flow import RunsAsync, RunsSync
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.ids import EventId, RecordingId, RegistrantId
    from provider_bridge.domain.people import NewRegistrant, Registered, Registrant, RegistrationQuestion
    from provider_bridge.domain.recordings import RecordingSharing, RecordingView, ViewCount

__all__ = ["CAPABILITIES", "AsyncSharing", "AsyncViewers", "AsyncViews", "Sharing", "Viewers", "Views"]

_DOCS: Final = "https://developer.goto.com/"


def _none(operation: str, reason: str, instead: str) -> Capability:
    return Capability(f"recordings.{operation}", "none", reason, _DOCS, (), instead)


_SHARED: Final = ("GoTo's API tells no more than the link to share", "see the recording in GoTo's web page")
_REGISTERED: Final = ("GoTo's API lists nobody who registered to view", "see the recording in GoTo's web page")
_VIEWED: Final = ("GoTo's API does not tell who viewed a recording", "see the reports in GoTo's web page")

_READ: Final = _none("sharing.read", *_SHARED)
_UPDATE: Final = _none("sharing.update", *_SHARED)
_LIST: Final = _none("registrants.list", *_REGISTERED)
_ADD: Final = _none("registrants.add", *_REGISTERED)
_APPROVE: Final = _none("registrants.approve", *_REGISTERED)
_DENY: Final = _none("registrants.deny", *_REGISTERED)
_QUESTIONS: Final = _none("registrants.questions.list", *_REGISTERED)
_VIEWS: Final = _none("views.list", *_VIEWED)
_COUNTS: Final = _none("views.counts", *_VIEWED)

CAPABILITIES: Final = (_READ, _UPDATE, _LIST, _ADD, _APPROVE, _DENY, _QUESTIONS, _VIEWS, _COUNTS)


class _Sharing:
    _product: str

    @operation
    def read(self, recording: RecordingId) -> Flow[RecordingSharing]:  # noqa: ARG002 (the common interface has it)
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        return (yield from _READ.refuse(self._product))

    @operation
    def update(
        self,
        recording: RecordingId,  # noqa: ARG002 (the common interface has it, as all that follow)
        *,
        audience: str | None = None,  # noqa: ARG002
        viewers_must_sign_in: bool | None = None,  # noqa: ARG002
        viewers_must_register: bool | None = None,  # noqa: ARG002
        viewers_may_download: bool | None = None,  # noqa: ARG002
        passcode: str | None = None,  # noqa: ARG002
        auto_delete: bool | None = None,  # noqa: ARG002
    ) -> Flow[RecordingSharing]:
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        return (yield from _UPDATE.refuse(self._product))


class _ViewerQuestions:
    _product: str

    @operation
    def list(self, recording: RecordingId) -> Flow[tuple[RegistrationQuestion, ...]]:  # noqa: ARG002 (see above)
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        return (yield from _QUESTIONS.refuse(self._product))


class _Viewers:
    _product: str

    @paged
    def list(self, event: EventId, *, statuses: tuple[str, ...] = ()) -> Paged[Registrant]:  # noqa: ARG002 (see above)
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        yield from _LIST.refuse(self._product)

    @operation
    def add(self, event: EventId, person: NewRegistrant) -> Flow[Registered]:  # noqa: ARG002 (see above)
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        return (yield from _ADD.refuse(self._product))

    @operation
    def approve(self, event: EventId, registrants: Iterable[RegistrantId]) -> Flow[None]:  # noqa: ARG002 (see above)
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        yield from _APPROVE.refuse(self._product)

    @operation
    def deny(self, event: EventId, registrants: Iterable[RegistrantId]) -> Flow[None]:  # noqa: ARG002 (see above)
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        yield from _DENY.refuse(self._product)


class _Views:
    _product: str

    @paged
    def list(
        self,
        recording: RecordingId,  # noqa: ARG002 (see above)
        *,
        since: date | None = None,  # noqa: ARG002
        until: date | None = None,  # noqa: ARG002
    ) -> Paged[RecordingView]:
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        yield from _VIEWS.refuse(self._product)

    @operation
    def counts(
        self,
        recording: RecordingId,  # noqa: ARG002 (see above)
        *,
        since: date,  # noqa: ARG002
        until: date,  # noqa: ARG002
    ) -> Flow[tuple[ViewCount, ...]]:
        """Not offered: raises ``UnsupportedCapability``. No personal data. https://developer.goto.com/"""
        return (yield from _COUNTS.refuse(self._product))


class _Part(SyncFace):
    def __init__(self, runner: RunsSync, product: str) -> None:
        super().__init__(runner)
        self._product = product


class _AsyncPart(AsyncFace):
    def __init__(self, runner: RunsAsync, product: str) -> None:
        super().__init__(runner)
        self._product = product


class Sharing(_Part, _Sharing):
    """Who can get at a recording: not told."""


class AsyncSharing(_AsyncPart, _Sharing):
    """Who can get at a recording: not told."""


class ViewerQuestions(_Part, _ViewerQuestions):
    """What people are asked who register to view a recording: not told."""


class AsyncViewerQuestions(_AsyncPart, _ViewerQuestions):
    """What people are asked who register to view a recording: not told."""


class Viewers(_Part, _Viewers):
    """People who registered to view recordings: not told."""

    def __init__(self, runner: RunsSync, product: str) -> None:
        super().__init__(runner, product)
        self.questions = ViewerQuestions(runner, product)


class AsyncViewers(_AsyncPart, _Viewers):
    """People who registered to view recordings: not told."""

    def __init__(self, runner: RunsAsync, product: str) -> None:
        super().__init__(runner, product)
        self.questions = AsyncViewerQuestions(runner, product)


class Views(_Part, _Views):
    """Who viewed a recording: not told."""


class AsyncViews(_AsyncPart, _Views):
    """Who viewed a recording: not told."""
