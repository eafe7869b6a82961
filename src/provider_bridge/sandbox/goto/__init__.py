"""The simulated GoToWebinar and GoToMeeting, and what GoTo's products share: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.goto import (
    attention,
    gotomeeting_directory,
    gotomeeting_events,
    gotomeeting_participants,
    gotomeeting_recordings,
    gotomeeting_sessions,
    gotowebinar_recordings,
    identity,
    webinar_attendees,
    webinar_audio,
    webinar_events,
    webinar_questions,
    webinar_registrants,
    webinar_responses,
    webinar_sessions,
    webinar_staff,
    webinar_webhooks,
)

__all__ = ["ROUTES"]

ROUTES: Final = (
    *attention.ROUTES,
    *gotomeeting_directory.ROUTES,
    *gotomeeting_events.ROUTES,
    *gotomeeting_participants.ROUTES,
    *gotomeeting_recordings.ROUTES,
    *gotomeeting_sessions.ROUTES,
    *gotowebinar_recordings.ROUTES,
    *identity.ROUTES,
    *webinar_attendees.ROUTES,
    *webinar_audio.ROUTES,
    *webinar_events.ROUTES,
    *webinar_questions.ROUTES,
    *webinar_registrants.ROUTES,
    *webinar_responses.ROUTES,
    *webinar_sessions.ROUTES,
    *webinar_staff.ROUTES,
    *webinar_webhooks.ROUTES,
)
