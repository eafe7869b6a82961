"""GoToWebinar: a session's figures, of which nothing is read but that they came."""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.decode import Key, WireModel
from provider_bridge.providers.goto.pages import PageInfo
from provider_bridge.providers.gotowebinar.wire.sessions import ACCOUNT_WEBINARS, PERFORMANCE, SESSIONS

__all__ = ["ACCOUNT_WEBINARS", "PERFORMANCE", "PERFORMANCE_BODY", "SESSIONS", "SESSIONS_PAGE", "SessionRow"]


class SessionRow(WireModel):
    """A session that took place; nothing of who was there."""

    session_key: Key = Field(alias="sessionKey", min_length=1)
    webinar_key: Key = Field(alias="webinarKey", min_length=1)


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
