"""The simulated Zoom: one module a facet, each with its routes and its own state."""

from __future__ import annotations

from typing import Final

from provider_bridge.sandbox.zoom import (
    archives,
    chats,
    consents,
    data_requests,
    dial_ins,
    events,
    participants,
    questions,
    recording_audience,
    recordings,
    registrants,
    registration,
    reports,
    responses,
    sessions,
    transcripts,
    users,
)

__all__ = ["ROUTES", "SCOPES"]

ROUTES: Final = (
    *users.ROUTES,
    *registrants.ROUTES,
    *registration.ROUTES,
    *reports.ROUTES,
    *consents.ROUTES,
    *dial_ins.ROUTES,
    *participants.ROUTES,
    *questions.ROUTES,
    *responses.ROUTES,
    *events.ROUTES,
    *sessions.ROUTES,
    *archives.ROUTES,
    *data_requests.ROUTES,
    *recordings.ROUTES,
    *recording_audience.ROUTES,
    *chats.ROUTES,
    *transcripts.ROUTES,
)

SCOPES: Final = tuple(sorted({route.scopes[0] for route in ROUTES}))
"""What a token is issued with: of each endpoint's scopes the one that opens it for the whole account."""
