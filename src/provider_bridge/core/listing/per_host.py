"""Lists of many hosts, read side by side: each host whose list could not be read is told, never skipped."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.flow import fork
from provider_bridge.core.steps import Emit
from provider_bridge.errors import (
    ApiError,
    DecodeError,
    ListingIncomplete,
    ProviderBridgeError,
    QuotaExhausted,
    RateLimited,
    TransportFailed,
    Unauthorized,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.events import HostProblem
    from provider_bridge.domain.ids import HostId

__all__ = ["HostsListed", "is_local"]

T = TypeVar("T")


def is_local(error: ProviderBridgeError) -> bool:
    """Whether an error can be the fault of the one place that was read, and says nothing about the others."""
    if isinstance(error, Unauthorized | RateLimited | QuotaExhausted):
        return False
    return isinstance(error, ApiError | DecodeError | ListingIncomplete | TransportFailed)


class HostsListed:
    """One listing of many hosts; ``problem_of`` says why a host's list could not be read, or raises.

    Such a host is told to ``tell``; without it ``end`` raises ``ListingIncomplete``.
    """

    def __init__(
        self,
        what: str,
        problem_of: Callable[[HostId, ProviderBridgeError], HostProblem],
        tell: Callable[[HostProblem], None] | None,
    ) -> None:
        self._what = what
        self._problem_of = problem_of
        self._tell = tell
        self._problems: Counter[str] = Counter()

    def batch(self, asked: Sequence[tuple[HostId, Callable[[HostId], Flow[list[T]]]]]) -> Paged[T]:
        """Emit what the listings of some hosts return, side by side, in their order."""
        flows = (listing(host) for host, listing in asked)
        outcomes: list[list[T] | ProviderBridgeError] = yield from fork(self._what, flows)
        for (host, _), outcome in zip(asked, outcomes, strict=True):
            if not isinstance(outcome, ProviderBridgeError):
                yield Emit(outcome)
                continue
            problem = self._problem_of(host, outcome)
            self._problems[problem.kind] += 1
            if self._tell is not None:
                self._tell(problem)

    def end(self) -> None:
        """Raise ``ListingIncomplete``, which says how many hosts are missing, where nobody was told."""
        if self._problems and self._tell is None:
            kinds = ", ".join(f"{count} {kind}" for kind, count in self._problems.items())
            raise ListingIncomplete(self._what, f"not every host could be listed ({kinds}); problems= is told of each")
