"""Identifiers of webinars and their sessions, and the paths they stand for.

A webinar's id is ``ORGANIZER/WEBINAR``, a session's ``ORGANIZER/WEBINAR/SESSION``; the parts are GoTo's own keys.
A bare webinar key is taken for one of the organizer that the account is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_bridge.domain.ids import EventId, SessionId
from provider_bridge.providers.goto.keys import joined, split

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow
    from provider_bridge.providers.goto.identity import Whose

__all__ = ["event_id", "event_of", "event_path", "session_id", "session_path"]


def event_id(organizer: str, webinar: str) -> EventId:
    """Return a webinar's id."""
    return EventId(joined(organizer, webinar))


def session_id(organizer: str, webinar: str, session: str) -> SessionId:
    """Return a session's id."""
    return SessionId(joined(organizer, webinar, session))


def event_path(whose: Whose, event: EventId) -> Flow[dict[str, str]]:
    """Return the values of a webinar's path, or raise ``InvalidInput``."""
    if "/" in event:
        organizer, webinar = split(event, "ORGANIZER", "WEBINAR")
    else:
        (webinar,) = split(event, "ORGANIZER/WEBINAR")
        organizer = yield from whose.organizer()
    return {"organizerKey": organizer, "webinarKey": webinar}


def session_path(session: SessionId) -> dict[str, str]:
    """Return the values of a session's path, or raise ``InvalidInput``."""
    organizer, webinar, key = split(session, "ORGANIZER", "WEBINAR", "SESSION")
    return {"organizerKey": organizer, "webinarKey": webinar, "sessionKey": key}


def event_of(session: SessionId) -> EventId:
    """Return the id of the webinar that a session is of."""
    path = session_path(session)
    return event_id(path["organizerKey"], path["webinarKey"])
