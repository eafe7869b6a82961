"""The operations that fetch recordings' files, the same for every vendor; where a file is now, a provider says."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from provider_bridge.core.download import flow as travel
from provider_bridge.core.facet import F
from provider_bridge.core.files import MIB, Writer
from provider_bridge.core.flow import operation, paged
from provider_bridge.domain.recordings import Downloaded, RecordingFile
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.facets.downloads import DownloadsApi
from provider_bridge.providers.shared.files import check_size, read_file, save_all, save_file, target_of

if TYPE_CHECKING:
    from provider_bridge.core.files import Link
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["Downloading"]


class Downloading(DownloadsApi[F]):
    """Downloads of recordings' files. A provider names the endpoints of each operation with ``calling``."""

    _forbidden: ClassVar[frozenset[str]]
    """Members that are cut out of files in JSON."""

    def _link(self, file: RecordingFile) -> Flow[Link]:
        """Ask where a file is now."""
        raise NotImplementedError  # every provider asks in its own way

    def _mark(self, file: RecordingFile) -> str:
        """Return what tells a file from every other."""
        raise NotImplementedError  # every provider names files in its own way

    def _save(self, file: RecordingFile, where: str | Writer, *, overwrite: bool) -> Flow[Downloaded]:
        return (yield from save_file(file, where, self._mark(file), lambda: self._link(file), overwrite=overwrite))

    @operation(note="one file, whole and checked")
    def download(
        self, file: RecordingFile, to: str | os.PathLike[str] | Writer, *, overwrite: bool = False
    ) -> Flow[Downloaded]:
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
        return (yield from save_all(files, folder, partial(self._save, overwrite=overwrite), at_once))

    @operation(note="a small file's bytes")
    def read(self, file: RecordingFile, *, limit: int = 16 * MIB) -> Flow[bytes]:
        check_size(limit, "limit")
        return (yield from read_file(lambda: self._link(file), self._forbidden, limit))

    @paged(note="a file's bytes, part by part")
    def stream(self, file: RecordingFile, *, chunk: int = 8 * MIB) -> Paged[bytes]:
        check_size(chunk, "chunk")
        link = yield from self._link(file)
        yield from travel.stream(link, lambda: self._link(file), chunk)
