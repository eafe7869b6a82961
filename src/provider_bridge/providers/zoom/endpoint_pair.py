"""Endpoints that Zoom has twice, once for meetings and once for webinars."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provider_bridge.core.calls import Call, Endpoint
from provider_bridge.providers.zoom.addresses import MEETING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.providers.zoom.addresses import SessionAddress

__all__ = ["PerKind"]


class PerKind(NamedTuple):
    """The endpoint for meetings and the one for webinars."""

    meeting: Endpoint
    webinar: Endpoint

    def of(self, address: SessionAddress) -> tuple[Endpoint, Mapping[str, str]]:
        """Return the endpoint for a run and the values of its path; ``InvalidInput`` where the kind was not said."""
        if address.known_kind() == MEETING:
            return self.meeting, {"meetingId": address.uuid}
        return self.webinar, {"webinarId": address.uuid}

    def call(self, address: SessionAddress) -> Call:
        """Return the call that reads a run's answer as a whole."""
        return Call(*self.of(address))
