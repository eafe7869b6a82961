"""A run's recording as downloading needs it: where its files are now, and the token that opens them."""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.decode import MaybeInt, OpenText, UtcTime, WireModel

__all__ = ["RECORDING_LINKS", "LinkRow", "RecordingLinks"]


class LinkRow(WireModel):
    """One file. Zoom gives closed captions and timelines without ``id``, ``status`` and ``file_size``, or with them."""

    id: OpenText = None
    file_type: OpenText = None
    file_extension: OpenText = None
    file_size: MaybeInt = None
    status: OpenText = None
    recording_type: OpenText = None
    recording_start: UtcTime = None
    deleted_time: UtcTime = None
    download_url: OpenText = Field(default=None, repr=False)


class RecordingLinks(WireModel):
    """A run's files; participants' own audio files are listed apart."""

    recording_files: tuple[LinkRow, ...] | None = None
    participant_audio_files: tuple[LinkRow, ...] | None = None
    download_access_token: OpenText = Field(default=None, repr=False)


RECORDING_LINKS: Final = TypeAdapter(RecordingLinks)
