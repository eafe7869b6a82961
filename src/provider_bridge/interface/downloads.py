"""Downloading the files of recordings: a part of the facet of recordings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator

    from provider_bridge.core.files import Writer
    from provider_bridge.domain.recordings import Downloaded, RecordingFile
    from provider_bridge.errors import ProviderBridgeError

__all__ = [
    "AsyncDownloadsApi",
    "DownloadsApi",
]


class DownloadsApi(Protocol):
    """Files of recordings."""

    def download(
        self, file: RecordingFile, to: str | os.PathLike[str] | Writer, *, overwrite: bool = ...
    ) -> Downloaded:
        """Download a file, whole or not at all. Personal data: the recording itself."""
        ...

    def download_all(
        self,
        files: Iterable[RecordingFile],
        folder: str | os.PathLike[str],
        *,
        at_once: int = ...,
        overwrite: bool = ...,
    ) -> list[Downloaded | ProviderBridgeError]:
        """Download files side by side, each with its outcome. Personal data: the recordings themselves."""
        ...

    def read(self, file: RecordingFile, *, limit: int = ...) -> bytes:
        """Return a small file's bytes. Personal data: what people wrote and said."""
        ...

    def stream(self, file: RecordingFile, *, chunk: int = ...) -> Iterator[bytes]:
        """Iterate over a file's bytes. Personal data: the recording itself."""
        ...


class AsyncDownloadsApi(Protocol):
    """Files of recordings."""

    def download(
        self, file: RecordingFile, to: str | os.PathLike[str] | Writer, *, overwrite: bool = ...
    ) -> Awaitable[Downloaded]:
        """Download a file, whole or not at all. Personal data: the recording itself."""
        ...

    def download_all(
        self,
        files: Iterable[RecordingFile],
        folder: str | os.PathLike[str],
        *,
        at_once: int = ...,
        overwrite: bool = ...,
    ) -> Awaitable[list[Downloaded | ProviderBridgeError]]:
        """Download files side by side, each with its outcome. Personal data: the recordings themselves."""
        ...

    def read(self, file: RecordingFile, *, limit: int = ...) -> Awaitable[bytes]:
        """Return a small file's bytes. Personal data: what people wrote and said."""
        ...

    def stream(self, file: RecordingFile, *, chunk: int = ...) -> AsyncIterator[bytes]:
        """Iterate over a file's bytes. Personal data: the recording itself."""
        ...
