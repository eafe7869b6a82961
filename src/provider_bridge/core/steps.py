"""Every effect a flow can ask for, as a value. Runners perform them; nothing in the core does."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from provider_bridge.core.calls import Call, RawReply, Request
    from provider_bridge.core.files import Link, Part, Place, Sink
    from provider_bridge.core.rate_limit.limits import RateClaim
    from provider_bridge.core.tokens import Token
    from provider_bridge.errors import ProviderBridgeError

__all__ = [
    "Authenticate",
    "Download",
    "Emit",
    "Empty",
    "Exclusive",
    "Fetch",
    "Flow",
    "ForgetToken",
    "Fork",
    "Learn",
    "Now",
    "Paged",
    "Progress",
    "ReadToken",
    "ReserveToken",
    "Revoke",
    "SaveFile",
    "SaveToken",
    "Send",
    "Settling",
    "Sleep",
    "Step",
]

T = TypeVar("T")


# --- what an operation asks for ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Authenticate:
    """Make sure that the credentials are good; answered by nothing."""


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take the login back: the vendor forgets the token, and so do we; answered by nothing."""


@dataclass(frozen=True, slots=True)
class Emit(Generic[T]):
    """Hand items to whoever iterates a paged flow; answered by nothing."""

    items: Sequence[T]


@dataclass(frozen=True, slots=True)
class Fork:
    """Run the flows that ``source`` emits side by side, through a bounded window.

    Every outcome goes to ``into`` in the order of the flows: a result, or the error that the flow ended with.
    ``into`` may raise; then the rest is cancelled. Answered by nothing. Forked flows do not fork.
    ``at_once`` narrows how many run at a time, ``None`` leaves that to the runner.
    """

    what: str
    source: Paged[Flow[Any]]
    into: Callable[[Any | ProviderBridgeError], None]
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Tell whoever watches how far ``what`` is; answered by nothing. Downloads count bytes, all else counts items."""

    what: str
    done: int | None = None
    total: int | None = None


# --- files -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Open a place, run the flow that fills it, and put the whole file under its name; answered by a ``Stored``.

    ``fill`` is given the open ``Sink``, is not called when the whole file is there already, and returns when
    everything is in the sink. When it fails, the place is closed, what came is kept for going on later, and nothing
    has the file's name.
    """

    place: Place
    fill: Callable[[Sink], Flow[None]]


@dataclass(frozen=True, slots=True)
class Download:
    """Fetch what a link leads to; answered by the ``RawReply`` it ended with, or raises the typed error.

    With a sink the bytes go into it, after those it holds already, and the reply has no body. Without one they are
    the reply's body, ``limit`` + 1 of them at most; ``part`` asks for so many bytes of the file only.
    """

    link: Link
    into: Sink | None = None
    limit: int = 0
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """Throw away what is in a sink, so that it can be filled anew; answered by nothing."""

    sink: Sink


# --- what a call is made of --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Now:
    """Answered by the time, UTC."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait; answered by nothing."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Settling:
    """Answered by how many seconds an absence has to hold before it counts, 0 for a single look."""


@dataclass(frozen=True, slots=True)
class Learn:
    """What an answer said of the budget under ``label``; answered by nothing.

    ``hold`` so many seconds everything of the account, ``left`` so many calls of the ``day`` (days since 1970), or
    ``spent`` until then (seconds since 1970).
    """

    label: str
    what: Literal["hold", "left", "spent"]
    value: float
    day: int = 0


@dataclass(frozen=True, slots=True)
class Send:
    """Wait until the budget allows a call, send it, and be answered by a ``RawReply``.

    Raises ``TransportFailed``, or ``QuotaExhausted`` when nothing was sent because the day's calls are used up.
    Waiting and sending are one step, so that no turn is ever taken and not used. ``claim`` is ``None`` for what no
    budget counts; ``attempt`` counts how often the same was sent, from 1.
    """

    request: Request
    claim: RateClaim | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Fetch:
    """Send a request and take in the answer chunk by chunk; answered by a ``RawReply``, or raises ``TransportFailed``.

    ``judge`` is given the answer with its first bytes as body and says where in the sink they belong, ``None`` when
    they do not. What goes into the sink is not in the reply; what does not is, ``limit`` + 1 bytes at most.
    Progress is told of as ``what``; what has gone beyond ``total`` bytes is not read further.
    """

    request: Request
    judge: Callable[[RawReply], int | None] = field(repr=False)
    into: Sink | None = None
    limit: int = 0
    what: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ReadToken:
    """Answered by the stored ``Token`` or ``None``; ``durable`` reads it anew from where it survives."""

    durable: bool = False


@dataclass(frozen=True, slots=True)
class ReserveToken:
    """Make sure that the next token can be made durable, before the one in store is spent; answered by nothing."""


@dataclass(frozen=True, slots=True)
class SaveToken:
    """Make a token durable before anything uses it; answered by nothing."""

    token: Token


@dataclass(frozen=True, slots=True)
class ForgetToken:
    """Remove the stored token from where it survives; answered by nothing."""


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Run a flow while no other task, thread or process renews the same credential; answered by its result."""

    flow: Flow[Any]


_Asked: TypeAlias = "Call | Authenticate | Revoke | Fork | Progress"
_Made: TypeAlias = (
    "Now | Sleep | Settling | Learn | Send | ReadToken | ReserveToken | SaveToken | ForgetToken | Exclusive"
)
_Files: TypeAlias = "SaveFile | Download | Empty | Fetch"
Step: TypeAlias = "_Asked | _Files | _Made"
Flow: TypeAlias = Generator["Step", Any, T]
Paged: TypeAlias = Generator["Step | Emit[T]", Any, None]
