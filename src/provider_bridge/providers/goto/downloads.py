"""Downloading the files of GoTo's recordings.

The address that a listing gave is never used, as it may expire: the recording is read anew, and the file found in it.
*Unsure*: that these addresses want a token is not documented. So the vendor's own hosts are shown it, and nobody else;
an address elsewhere, or a redirect to one, is asked without it.
"""

from __future__ import annotations

from typing import ClassVar, Final

from provider_bridge.core.facet import F
from provider_bridge.core.files import file_mark
from provider_bridge.domain.recordings import RecordingFile
from provider_bridge.providers.goto.wiring import FORBIDDEN
from provider_bridge.providers.shared import downloads

__all__ = ["OPERATION", "Downloading"]

OPERATION: Final = "download of a recording's file"


class Downloading(downloads.Downloading[F]):
    """Downloads of GoTo's recordings; a product says where a file is.

    *Unsure*: whether the address needs a token. The vendor's own hosts are shown it, and no others.
    """

    _forbidden: ClassVar = FORBIDDEN

    def _mark(self, file: RecordingFile) -> str:
        return file_mark("goto", file.recording, file.id or file.type)
