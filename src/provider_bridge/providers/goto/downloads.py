"""Downloading the files of GoTo's recordings.

The address that a listing gave is never used, as it may expire: the recording is read anew, and the file found in it.
*Unsure*: that these addresses want a token is not documented. So the vendor's own hosts are shown it, and nobody else;
an address elsewhere, or a redirect to one, is asked without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from provider_bridge.core.download import flow as travel
from provider_bridge.core.facet import F
from provider_bridge.core.files import MIB, Link, Writer, file_mark
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.scrub import scrub
from provider_bridge.domain.recordings import Downloaded, RecordingFile
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.facets.downloads import DownloadsApi
from provider_bridge.providers.goto.wiring import FORBIDDEN
from provider_bridge.providers.shared.files import check_size, save_all, save_file, target_of

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["OPERATION", "Downloading"]

OPERATION: Final = "download of a recording's file"


class Downloading(DownloadsApi[F]):
    """The operations of the facet of recordings that fetch files; a product says where a file is."""

    def _link(self, file: RecordingFile) -> Flow[Link]:
        """Ask where a file is now."""
        raise NotImplementedError

    def _save(self, file: RecordingFile, where: str | Writer, *, overwrite: bool) -> Flow[Downloaded]:
        mark = file_mark("goto", file.recording, file.id or file.type)
        return (yield from save_file(file, where, mark, lambda: self._link(file), overwrite=overwrite))

    @operation(note="one file, whole and checked against the size that is announced")
    def download(
        self, file: RecordingFile, to: str | os.PathLike[str] | Writer, *, overwrite: bool = False
    ) -> Flow[Downloaded]:
        """Download a file, whole or not at all.

        ``to`` is a path, a folder that exists (the file's name is then made of ids and types), or an object with
        ``write``; on the asynchronous face that is called in a thread. On disk the file is readable by its owner only
        and has its SHA-256 beside it, as ``NAME.sha256``. A file that is there already, unchanged, is not fetched
        again; anything else of that name raises ``StateError`` unless ``overwrite``. Where GoTo gives no size, the
        one that the server announces has to be met, and what was interrupted is begun anew.

        Personal data: the recording itself. Scope ``collab:``; rate label 10 calls a second for each look at the
        recording, none for the bytes. Raises ``Conflict`` where GoTo gives no address, ``NotFound`` where there is no
        such recording or file, ``TransportFailed`` when it keeps ending early, ``ProviderBroken`` when something else
        than the file comes, ``StateError`` when the disk does not take it. *Unsure*: whether the address wants a
        token; the vendor's own hosts are shown it. https://developer.goto.com/
        """
        return (yield from self._save(file, target_of(to), overwrite=overwrite))

    @operation(note="several files side by side")
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
        that fails does not keep the others.

        Personal data: the recordings themselves. Scope and rate label as ``download``. https://developer.goto.com/
        """

        def save(file: RecordingFile, where: str) -> Flow[Downloaded]:
            return self._save(file, where, overwrite=overwrite)

        return (yield from save_all(files, folder, save, at_once))

    @operation(note="a small file's bytes")
    def read(self, file: RecordingFile, *, limit: int = 16 * MIB) -> Flow[bytes]:
        """Return the bytes of a small file, such as a transcript.

        ``limit`` is in bytes; ``InvalidInput`` when the file is larger. What must not be known is cut out of files
        in JSON.

        Personal data: names, and what people said. Scope, rate label and errors as ``download``.
        https://developer.goto.com/
        """
        check_size(limit, "limit")
        link = yield from self._link(file)
        body = yield from travel.read(link, lambda: self._link(file), limit)
        return scrub(body, FORBIDDEN).body if link.kind == "json" else body

    @paged(note="a file's bytes, part by part")
    def stream(self, file: RecordingFile, *, chunk: int = 8 * MIB) -> Paged[bytes]:
        """Iterate over a file's bytes as they are, ``chunk`` of them at a time.

        Each part is asked for when it is wanted, so a slow consumer keeps no connection open. All parts are of one
        version of the file. ``ProviderBroken`` where the server gives no parts.

        Personal data: the recording itself. Scope, rate label and errors as ``download``.
        https://developer.goto.com/
        """
        check_size(chunk, "chunk")
        link = yield from self._link(file)
        yield from travel.stream(link, lambda: self._link(file), chunk)
