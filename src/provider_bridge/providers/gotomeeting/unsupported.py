"""What GoToMeeting's API does not offer at all: whole facets, with the reason and what a person can do."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import Capability

__all__ = ["MISSING", "UNSUPPORTED"]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1"

MISSING: Final = {
    "archives": ("GoToMeeting has no compliance archive", "nothing is kept that way"),
    "chats": ("no API shows or deletes GoToMeeting's chats", "see the meeting's history in the vendor's web page"),
    "consents": ("GoToMeeting's API keeps no record of consent", "ask for consent in the invitation"),
    "data_requests": ("GoTo takes such requests by its web form only", "write to the vendor's privacy team"),
    "dial_ins": ("GoToMeeting's attendee rows hold no telephone numbers", "see the meeting's history"),
    "questions": ("GoToMeeting has no questions and answers", "nothing is kept that way"),
    "registrants": ("nobody registers for a GoToMeeting", "nothing is kept that way"),
    "responses": ("GoToMeeting's API has no polls or surveys", "see the meeting's history in the vendor's web page"),
    "settings": ("no API reads GoToMeeting's settings", "see the vendor's admin centre"),
    "staff": (
        "GoToMeeting has no panelists, and shows co-organizers as mere keys in a meeting",
        "see the meeting in the vendor's web page",
    ),
    "transcripts": ("no API shows transcripts or notes", "see the meeting's history in the vendor's web page"),
    "webhooks": ("GoToMeeting tells nothing by itself", "list what changed from time to time"),
}

UNSUPPORTED: Final = tuple(
    Capability(facet, "none", reason, _DOCS, (), instead) for facet, (reason, instead) in MISSING.items()
)
