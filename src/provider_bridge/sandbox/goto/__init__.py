"""The simulated GoToWebinar and GoToMeeting, and what GoTo's products share: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.goto import attention, identity, webinar_one, webinar_registrants

__all__ = ["ROUTES"]

ROUTES: Final = (
    *identity.ROUTES,
    *attention.ROUTES,
    *webinar_one.ROUTES,
    *webinar_registrants.ROUTES,
)
