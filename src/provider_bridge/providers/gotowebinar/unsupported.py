"""What GoToWebinar's API does not offer at all: whole facets, with the reason and what a person can do."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import Capability

__all__ = ["MISSING", "UNSUPPORTED"]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2"

MISSING: Final = {
    "archives": ("GoToWebinar has no compliance archive", "nothing is kept that way"),
    "chats": ("no API shows or deletes GoToWebinar's chats", "see the session's report in the vendor's web page"),
    "consents": ("GoToWebinar's API keeps no record of consent", "ask for consent at registration"),
    "data_requests": ("GoTo takes such requests by its web form only", "write to the vendor's privacy team"),
    "dial_ins": ("GoToWebinar's API shows no telephone numbers of attendees", "see the session's report"),
    "directory": (
        "GoToWebinar's API lists no hosts or groups",
        "name the organizer with organizer_key in the configuration",
    ),
    "settings": ("no API reads GoToWebinar's settings", "see the vendor's admin centre"),
    "transcripts": ("no API shows transcripts as text", "see the recording in the vendor's web page"),
}

UNSUPPORTED: Final = tuple(
    Capability(facet, "none", reason, _DOCS, (), instead) for facet, (reason, instead) in MISSING.items()
)
