"""Downloading the files of recordings: a part of the facet of recordings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provider_bridge.core.facet import F, Facet
from provider_bridge.core.files import MIB
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.steps import Flow, Paged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.core.files import Writer
    from provider_bridge.domain.recordings import Downloaded, RecordingFile
    from provider_bridge.errors import ProviderBridgeError

__all__ = [
    "DownloadsApi",
]


class DownloadsApi(Facet[F]):
    """Files of recordings."""

    @operation
    def download(
        self, file: RecordingFile, to: str | os.PathLike[str] | Writer, *, overwrite: bool = False
    ) -> Flow[Downloaded]:
        """Download a file, whole or not at all. Personal data: the recording itself."""
        return self.refuse("download")

    @operation
    def download_all(
        self,
        files: Iterable[RecordingFile],
        folder: str | os.PathLike[str],
        *,
        at_once: int = 4,
        overwrite: bool = False,
    ) -> Flow[list[Downloaded | ProviderBridgeError]]:
        """Download files side by side, each with its outcome. Personal data: the recordings themselves."""
        return self.refuse("download_all")

    @operation
    def read(self, file: RecordingFile, *, limit: int = 16 * MIB) -> Flow[bytes]:
        """Return a small file's bytes. Personal data: what people wrote and said."""
        return self.refuse("read")

    @paged
    def stream(self, file: RecordingFile, *, chunk: int = 8 * MIB) -> Paged[bytes]:
        """Iterate over a file's bytes. Personal data: the recording itself."""
        return self.refuse("stream")
