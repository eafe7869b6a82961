"""GoToWebinar: a session's figures, of which nothing is read but that they came."""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.calls import Endpoint
from provider_bridge.core.decode import Key, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.pages import PageInfo

__all__ = ["ENDPOINTS", "PERFORMANCE", "PERFORMANCE_BODY", "SESSIONS", "SESSIONS_PAGE", "SessionRow"]

_DOCS = "https://developer.goto.com/GoToWebinarV2#operation/"

SESSIONS = Endpoint(
    "GET",
    "/organizers/{organizerKey}/sessions",
    GOTO,
    ("collab:",),
    _DOCS + "getOrganizerSessions",
    "page",
)
PERFORMANCE = Endpoint(
    "GET",
    "/organizers/{organizerKey}/webinars/{webinarKey}/sessions/{sessionKey}/performance",
    GOTO,
    ("collab:",),
    _DOCS + "getPerformance",
    "attendance",
)

ENDPOINTS: Final = (SESSIONS, PERFORMANCE)


class SessionRow(WireModel):
    """A session that took place; nothing of who was there."""

    session_key: Key = Field(alias="sessionKey")
    webinar_key: Key = Field(alias="webinarKey")


class _Embedded(WireModel):
    sessions: tuple[SessionRow, ...] = Field(default=(), alias="sessionInfoResources")


class SessionsPage(WireModel):
    """A page of sessions; GoTo leaves ``_embedded`` out when there are none."""

    embedded: _Embedded = Field(default=_Embedded(), alias="_embedded")
    page: PageInfo


class _Nothing(WireModel):
    """A part of an answer of which nothing is read."""


class PerformanceBody(WireModel):
    """A session's figures. That they came is all that is read; the attention averages were cut out before."""

    attendance: _Nothing


SESSIONS_PAGE: Final = TypeAdapter(SessionsPage)
PERFORMANCE_BODY: Final = TypeAdapter(PerformanceBody)
