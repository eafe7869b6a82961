"""What provider_bridge does not offer at Zoom: whole facets, with the reason and what a person can do."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import NOT_BUILT, Unsupported

__all__ = ["UNSUPPORTED"]

_DOCS: Final = "https://developers.zoom.us/docs/api/meetings/#tag/webinars/get/webinars/{webinarId}/panelists"

UNSUPPORTED: Final = {
    "staff": Unsupported(
        "Zoom's API has the panelists of webinars and names alternative hosts; provider_bridge does not read them yet",
        "see the webinar in Zoom's web page; panelists who came are among the participants",
        _DOCS,
        NOT_BUILT,
    ),
    "webhooks": Unsupported(
        "Zoom's webhooks are made in the app's own settings, and no API lists or changes them",
        "see the app in Zoom's app marketplace; how notifications are received is in docs/webhooks.md",
        _DOCS,
    ),
}
