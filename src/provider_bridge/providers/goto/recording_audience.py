"""What other vendors say of a recording's audience, and GoTo's API does not."""

from __future__ import annotations

from typing import Final

from provider_bridge.core.capability import Unsupported

__all__ = ["AUDIENCE"]

_DOCS: Final = "https://developer.goto.com/"

AUDIENCE: Final = {
    "sharing": Unsupported(
        "GoTo's API shows no more than the link to share", "see the recording in GoTo's web page", _DOCS
    ),
    "registrants": Unsupported(
        "GoTo's API does not list who registered to view", "see the recording in GoTo's web page", _DOCS
    ),
    "views": Unsupported(
        "GoTo's API does not show who viewed a recording", "see the reports in GoTo's web page", _DOCS
    ),
}
"""Parts of the facet of recordings that neither product offers."""
