"""Every effect a flow can ask for, as a value. Runners perform them; nothing in the core does."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from provider_bridge.core.calls import Call, Request
    from provider_bridge.core.limits import Ticket
    from provider_bridge.core.tokens import Token
    from provider_bridge.errors import ProviderBridgeError

__all__ = [
    "Acquire",
    "Authenticate",
    "Emit",
    "Exclusive",
    "Flow",
    "ForgetToken",
    "Fork",
    "Now",
    "Paged",
    "Pause",
    "Progress",
    "ReadToken",
    "Revoke",
    "SaveToken",
    "Send",
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
    """

    what: str
    source: Paged[Flow[Any]]
    into: Callable[[Any | ProviderBridgeError], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """Tell whoever watches how far ``what`` is; answered by nothing."""

    what: str
    done: int | None = None
    total: int | None = None


# --- what a call is made of --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Now:
    """Answered by the time, UTC."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait; answered by nothing."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Acquire:
    """Wait until the rate budget ``label`` allows one more call; answered by its ``Ticket``, or ``None``."""

    label: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop every call under ``label`` for so long, because the vendor refused one; answered by nothing."""

    label: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Send:
    """Answered by a ``RawReply``, or raises ``TransportFailed``; the ticket is told when the answer is here."""

    request: Request
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class ReadToken:
    """Answered by the stored ``Token`` or ``None``; ``durable`` reads it anew from where it survives."""

    durable: bool = False


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
_Made: TypeAlias = "Now | Sleep | Acquire | Pause | Send | ReadToken | SaveToken | ForgetToken | Exclusive"
Step: TypeAlias = "_Asked | _Made"
Flow: TypeAlias = Generator["Step", Any, T]
Paged: TypeAlias = Generator["Step | Emit[T]", Any, None]
