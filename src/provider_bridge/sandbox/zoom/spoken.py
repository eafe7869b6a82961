"""Which simulated runs have a transcript and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["Transcripts"]

_NOT_READY: Final = 3
_DENIED: Final = 4
_TRASHED: Final = 5


class Transcripts:
    """Which runs have a transcript and a summary, by number of the run: all but the last of each kind.

    Of run 3 the transcript is not ready; of run 4 it is denied, though the recording has it, as was seen at the real
    Zoom; the summary of run 5 lies in the trash.
    """

    def __init__(self, world: World) -> None:
        runs = world.sessions
        self.transcripts = {each.uuid for number, each in enumerate(runs) if number not in {_DENIED, len(runs) - 1}}
        self.not_ready = {runs[_NOT_READY].uuid}
        self.trashed = {runs[_TRASHED].uuid}
        self.summaries = {each.uuid for each in runs[:-1]} - self.trashed
