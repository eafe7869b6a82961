"""A fault: its name, what it does, and when it strikes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.faults.acts import Moment
    from provider_bridge.faults.exchange import Asked, Playing

__all__ = ["Act", "Fault"]


class Act(Protocol):
    """What a fault does to an exchange."""

    def fits(self, asked: Asked) -> bool:
        """Whether it can strike this request."""
        ...

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:
        """Strike it."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes
    ----------
    name : as it is written in a plan
    what : what happens, in a sentence
    moment : whether it strikes before the vendor has acted, or after
    act : what it does to an exchange
    passes : whether asking again is enough, so that a read which meets it once has to end right
    served : whether a server on a port can do it to one request

    """

    name: str
    what: str
    moment: Moment
    act: Act
    passes: bool = False
    served: bool = True

    def fits(self, asked: Asked) -> bool:
        """Whether it can strike this request."""
        return self.act.fits(asked)

    def strike(self, asked: Asked, now: datetime) -> Playing:
        """Strike a request: yield what to ask the vendor, and return what the client gets."""
        return self.act.play(asked, self.moment, now)
