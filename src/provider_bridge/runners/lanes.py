"""The clients that requests go by: who uses which, and when they are closed."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from typing import Any, Final

from provider_bridge.errors import BridgeClosed, ConfigurationError, InvalidInput
from provider_bridge.runners._network import limit_reads
from provider_bridge.runners.certificates import forget
from provider_bridge.runners.forks import begins_anew

__all__ = ["DEADLINE_S", "LOWEST_PACE", "Lanes", "family_of"]

DEADLINE_S: Final = 90.0
"""Seconds within which an answer must be complete, or a download's begin."""

LOWEST_PACE: Final = 1000.0
"""Bytes a second that a download must bring, taken over half a minute."""

_FAMILIES: Final = ("httpx", "httpx2")


def family_of(client: object) -> Any:
    """Return the module that a client or a transport belongs to, ``httpx`` or ``httpx2``."""
    for base in type(client).__mro__:
        name = base.__module__.partition(".")[0]
        if name in _FAMILIES:
            return sys.modules[name]
    raise ConfigurationError("an HTTP client or transport must be one of httpx or httpx2")


def _check_times(deadline: object, lowest_pace: object) -> None:
    if isinstance(deadline, bool) or not isinstance(deadline, int | float) or not deadline > 0:
        raise InvalidInput("`deadline` must be a number of seconds above 0")
    if isinstance(lowest_pace, bool) or not isinstance(lowest_pace, int | float) or not lowest_pace >= 0:
        raise InvalidInput("`lowest_pace` must be a number of bytes a second, 0 or more")


def _check_kind(client: Any, family: Any, *, awaited: bool) -> None:
    """Refuse a client of the other face: its answers would be coroutines, or none."""
    wrong = (family.Client, family.BaseTransport) if awaited else (family.AsyncClient, family.AsyncBaseTransport)
    right = (family.AsyncClient, family.AsyncBaseTransport) if awaited else (family.Client, family.BaseTransport)
    if isinstance(client, wrong) and not isinstance(client, right):
        name, opener = ("an AsyncClient", "open_async_bridge") if awaited else ("a Client", "open_bridge")
        raise ConfigurationError(f"the client for {opener} must be {name} of {family.__name__}")


class Lanes:
    """What both faces share: the clients.

    A pool of httpx looks at each of its connections for each request, which costs more than the request when there
    are many. So our own clients are lanes that keep few connections, and a request takes one that is free. A lane is
    a transport alone: what httpx's client does around it, for cookies, redirects and logins, is not wanted, and takes
    a fifth of its time. Lanes are made when they are needed, so that what the environment names wrongly fails the
    accounts that need it, and no others.
    """

    _awaited = False

    def __init__(
        self, parallel: int, client: Any, family: Any, new: Callable[[], Any], deadline: float, lowest_pace: float
    ) -> None:
        _check_times(deadline, lowest_pace)
        self._parallel = parallel
        self._deadline = deadline
        self._lowest_pace = lowest_pace
        self._owned = client is None
        self._new = new
        self._family: Any = family if client is None else family_of(client)
        if client is not None:
            _check_kind(client, self._family, awaited=self._awaited)
        self._failures: tuple[type[Exception], ...] = (self._family.HTTPError, self._family.InvalidURL)
        self._lanes: list[Any] = [] if client is None else [client]
        self._limited = client is None or limit_reads(client)
        self._closed = False
        self._inherited = False
        self._make_room()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Have no connection in a child: what is on the parent's is answered to the parent."""
        self._make_room()
        self._inherited = not self._owned
        if self._owned:
            forget()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # the parent closes them, with what it has to say
                self._lanes = []

    def _make_room(self) -> None:
        raise NotImplementedError

    def check(self) -> None:
        """Raise what is wrong before anything is sent: the bridge is closed, or its connections are the parent's."""
        if self._closed:
            raise BridgeClosed
        if self._inherited:
            raise ConfigurationError(
                "the HTTP client was made before this process was forked, and its connections are the parent's; "
                "open the bridge in the child, with a client that is made there"
            )

    def _lane(self, lanes: list[Any]) -> Any:
        """Take a client that nobody else uses; a caller's own is for all."""
        self.check()
        if not self._owned:
            return lanes[0]
        try:
            return lanes.pop()
        except IndexError:
            return self._new()

    def _put_back(self, lanes: list[Any], lane: Any) -> Any:
        """Keep a client for the next request; return it instead where it is to be closed, being the last to use it."""
        if not self._owned or lane is None:
            return None
        if self._closed:
            return lane
        lanes.append(lane)
        return None

    def _close(self) -> list[Any]:
        """Take no further request, and return the clients that are to be closed."""
        self._closed = True
        lanes, self._lanes = self._lanes, []
        return lanes if self._owned else []

    def _is_closed(self) -> bool:
        """Whether a caller's own client was closed; one that is ours is not before we are."""
        return not self._owned and bool(getattr(self._lanes[0], "is_closed", False))
