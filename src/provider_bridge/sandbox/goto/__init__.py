"""The simulated GoToWebinar and GoToMeeting, and what GoTo's products share: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.goto import (
    attention,
    identity,
    webinar_account,
    webinar_attendees,
    webinar_registered,
    webinar_sessions,
)

__all__ = ["ROUTES"]

ROUTES: Final = (
    *identity.ROUTES,
    *attention.ROUTES,
    *webinar_account.ROUTES,
    *webinar_attendees.ROUTES,
    *webinar_registered.ROUTES,
    *webinar_sessions.ROUTES,
)
