"""What others can do with registrants and GoToWebinar's API cannot: each is refused with what a person can do."""

# ruff: noqa: ARG002 (the arguments are those of the common interface, and nothing is done with them)

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from provider_bridge.core.capability import Capability
from provider_bridge.core.flow import operation
from provider_bridge.domain.ids import EventId
from provider_bridge.domain.people import NewRegistrant, Registered, Registrant
from provider_bridge.providers.gotowebinar.wire import registrants as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["UNSUPPORTED", "Refusing"]


def _none(verb: str, reason: str, instead: str) -> Capability:
    return Capability(f"registrants.{verb}", "none", reason, wire.LIST.reference, (), instead)


_IN_THE_WEB_PAGE: Final = "see the webinar's registrants in GoTo's web page"

_ADD_MANY: Final = _none("add_many", "GoTo's API registers one person a call", "call add for each person")
_APPROVE: Final = _none("approve", "GoTo's API shows who waits for approval and approves nobody", _IN_THE_WEB_PAGE)
_DENY: Final = _none("deny", "GoTo's API shows who was denied and denies nobody", _IN_THE_WEB_PAGE)
_CANCEL: Final = _none(
    "cancel",
    "GoTo's API knows no cancelled registration",
    "delete the registrant before the webinar, or see the webinar's registrants in GoTo's web page",
)
UNSUPPORTED: Final = (_ADD_MANY, _APPROVE, _DENY, _CANCEL)


class Refusing:
    """Operations of the common interface that are refused before anything is asked of GoTo."""

    @operation
    def add_many(self, event_id: EventId, registrants: Sequence[NewRegistrant]) -> Flow[tuple[Registered, ...]]:
        """Raise ``UnsupportedCapability``: GoTo registers one person a call, so call ``add`` for each.

        Nothing is asked of GoTo. No scope. Personal data: none.
        https://developer.goto.com/GoToWebinarV2#operation/createRegistrant
        """
        return (yield from _ADD_MANY.refuse("gotowebinar"))

    @operation
    def approve(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Raise ``UnsupportedCapability``: people are approved in GoTo's web page only.

        Nothing is asked of GoTo. No scope. Personal data: none. https://developer.goto.com/GoToWebinarV2
        """
        return (yield from _APPROVE.refuse("gotowebinar"))

    @operation
    def deny(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Raise ``UnsupportedCapability``: people are denied in GoTo's web page only.

        Nothing is asked of GoTo. No scope. Personal data: none. https://developer.goto.com/GoToWebinarV2
        """
        return (yield from _DENY.refuse("gotowebinar"))

    @operation
    def cancel(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Raise ``UnsupportedCapability``: GoTo's API knows no cancelled registration; ``delete`` removes it.

        Nothing is asked of GoTo. No scope. Personal data: none. https://developer.goto.com/GoToWebinarV2
        """
        return (yield from _CANCEL.refuse("gotowebinar"))
