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
        """Download a file, whole or not at all.

        ``to`` is a path, a folder that exists (the file's name is then made of ids and types), or an object with
        ``write``; on the asynchronous face that is called in a thread. On disk the file is readable by its owner only
        and has its SHA-256 beside it, as ``NAME.sha256``. A file that is there already, unchanged, is not fetched
        again; anything else of that name raises ``StateError`` unless ``overwrite``. An interrupted download is
        resumed, also by a later call, where the vendor announces the file's size; else it starts again, and the size
        that the server announces has to be met.

        Raises ``Conflict`` for a file in process, in the trash or without an address, ``NotFound`` where the recording
        has no such file, ``TransportFailed`` when it keeps ending early, ``ProviderBroken`` when something else than
        the file comes, ``StateError`` when the disk does not take it. Personal data: the recording itself.
        """
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
        """Download files into a folder that exists, ``at_once`` of them at a time.

        Returns one outcome for each file, in their order: what ``download`` returns, or the error it ends with. One
        that fails does not keep the others. Personal data: the recordings themselves.
        """
        return self.refuse("download_all")

    @operation
    def read(self, file: RecordingFile, *, limit: int = 16 * MIB) -> Flow[bytes]:
        """Return the bytes of a small file, such as a chat, a transcript, captions, a timeline or a summary.

        ``limit`` is in bytes; a larger file raises ``InvalidInput``, and otherwise errors are those of ``download``.
        What must not be known is cut out of files in JSON. Personal data: names, and what people wrote and said.
        """
        return self.refuse("read")

    @paged
    def stream(self, file: RecordingFile, *, chunk: int = 8 * MIB) -> Paged[bytes]:
        """Iterate over a file's bytes as they are, ``chunk`` of them at a time.

        Each part is asked for when it is wanted, so a slow consumer keeps no connection open. All parts are of one
        version of the file. Raises ``ProviderBroken`` where the server gives no parts, and otherwise as ``download``.
        Personal data: the recording itself.
        """
        return self.refuse("stream")
