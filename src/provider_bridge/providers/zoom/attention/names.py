"""What Zoom calls attention tracking."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.zoom.attention.switch_search import Words

__all__ = ["WORDS"]

WORDS: Final = Words(
    switches=("attentiontracking", "attentiveness"),
    stem="attenti",
    beside=("track", "score", "monitor"),
    harmless=("attentionmodefocusmode",),
)
"""What attention tracking is called. Focus Mode hides participants from each other and tracks nobody."""
