"""What GoToWebinar's API does not offer at all: whole facets, with the reason and what a person can do."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import Unsupported

__all__ = ["UNSUPPORTED"]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2"

UNSUPPORTED: Final = {
    "archives": Unsupported("GoToWebinar has no compliance archive", "nothing is kept that way", _DOCS),
    "chats": Unsupported(
        "no API shows or deletes GoToWebinar's chats", "see the session's report in the vendor's web page", _DOCS
    ),
    "consents": Unsupported("GoToWebinar's API keeps no record of consent", "ask for consent at registration", _DOCS),
    "data_requests": Unsupported(
        "GoTo takes such requests by its web form only", "write to the vendor's privacy team", _DOCS
    ),
    "dial_ins": Unsupported(
        "GoToWebinar's API shows no telephone numbers of attendees", "see the session's report", _DOCS
    ),
    "directory": Unsupported(
        "GoToWebinar's API lists no hosts or groups",
        "name the organizer with organizer_key in the configuration",
        _DOCS,
    ),
    "settings": Unsupported("no API reads GoToWebinar's settings", "see the vendor's admin centre", _DOCS),
    "transcripts": Unsupported("no API shows transcripts as text", "see the recording in the vendor's web page", _DOCS),
}
