"""Files of recordings."""

from __future__ import annotations

import atexit
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from recorded import files_of

from provider_bridge.sandbox import Sandbox
from tours import Arguments

_FOLDER = tempfile.TemporaryDirectory()
atexit.register(_FOLDER.cleanup)


def folder() -> Path:
    """Return a folder in which nothing is yet."""
    return Path(tempfile.mkdtemp(dir=_FOLDER.name))


ARGUMENTS: Arguments = {
    "downloads.download": lambda sandbox: {"file": files_of(sandbox)["MP4"], "to": BytesIO()},
    "downloads.download_all": lambda sandbox: {"files": list(files_of(sandbox).values()), "folder": folder()},
    "downloads.read": lambda sandbox: {"file": files_of(sandbox)["SUMMARY"]},
    "downloads.stream": lambda sandbox: {"file": files_of(sandbox)["M4A"], "chunk": 30_000},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Download everything of one run, and read its chat."""
    account.downloads.download_all(list(files_of(sandbox).values()), folder())
    account.downloads.read(files_of(sandbox)["CHAT"])
