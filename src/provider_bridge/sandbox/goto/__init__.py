"""The simulated GoToWebinar and GoToMeeting, and what GoTo's products share: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.goto import attention, gotomeeting_recordings, gotowebinar_recordings, identity

__all__ = ["ROUTES"]

ROUTES: Final = (
    *identity.ROUTES,
    *attention.ROUTES,
    *gotowebinar_recordings.ROUTES,
    *gotomeeting_recordings.ROUTES,
)
