"""The simulated GoToWebinar and GoToMeeting, and what GoTo's products share: one module a facet."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.goto import (
    attention,
    identity,
    meeting_directory,
    meeting_events,
    meeting_participants,
    meeting_recordings,
    meeting_sessions,
    webinar_attendees,
    webinar_audio,
    webinar_events,
    webinar_questions,
    webinar_recordings,
    webinar_registrants,
    webinar_responses,
    webinar_sessions,
    webinar_staff,
    webinar_webhooks,
)

__all__ = ["ROUTES"]

ROUTES: Final = (
    *attention.ROUTES,
    *identity.ROUTES,
    *meeting_directory.ROUTES,
    *meeting_events.ROUTES,
    *meeting_participants.ROUTES,
    *meeting_recordings.ROUTES,
    *meeting_sessions.ROUTES,
    *webinar_attendees.ROUTES,
    *webinar_audio.ROUTES,
    *webinar_events.ROUTES,
    *webinar_questions.ROUTES,
    *webinar_recordings.ROUTES,
    *webinar_registrants.ROUTES,
    *webinar_responses.ROUTES,
    *webinar_sessions.ROUTES,
    *webinar_staff.ROUTES,
    *webinar_webhooks.ROUTES,
)
