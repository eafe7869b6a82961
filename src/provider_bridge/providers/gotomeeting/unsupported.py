"""What GoToMeeting's API does not offer at all: whole facets, with the reason and what a person can do."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import Unsupported

__all__ = ["UNSUPPORTED"]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1"

UNSUPPORTED: Final = {
    "archives": Unsupported("GoToMeeting has no compliance archive", "nothing is kept that way", _DOCS),
    "chats": Unsupported(
        "no API shows or deletes GoToMeeting's chats", "see the meeting's history in the vendor's web page", _DOCS
    ),
    "consents": Unsupported("GoToMeeting's API keeps no record of consent", "ask for consent in the invitation", _DOCS),
    "data_requests": Unsupported(
        "GoTo takes such requests by its web form only", "write to the vendor's privacy team", _DOCS
    ),
    "dial_ins": Unsupported(
        "GoToMeeting's attendee rows hold no telephone numbers", "see the meeting's history", _DOCS
    ),
    "questions": Unsupported("GoToMeeting has no questions and answers", "nothing is kept that way", _DOCS),
    "registrants": Unsupported("GoToMeeting has no registration", "nothing is kept that way", _DOCS),
    "responses": Unsupported(
        "GoToMeeting's API has no polls or surveys", "see the meeting's history in the vendor's web page", _DOCS
    ),
    "settings": Unsupported("no API reads GoToMeeting's settings", "see the vendor's admin centre", _DOCS),
    "staff": Unsupported(
        "GoToMeeting has no panelists, and shows co-organizers as mere keys in a meeting",
        "see the meeting in the vendor's web page",
        _DOCS,
    ),
    "transcripts": Unsupported(
        "no API shows transcripts or notes", "see the meeting's history in the vendor's web page", _DOCS
    ),
    "webhooks": Unsupported("GoToMeeting tells nothing by itself", "list what changed from time to time", _DOCS),
}
