"""Files of recordings."""

from __future__ import annotations

import atexit
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from downloadable import files_of

from provider_bridge.sandbox import Sandbox
from tours import Arguments

_FOLDER = tempfile.TemporaryDirectory()
atexit.register(_FOLDER.cleanup)


def folder() -> Path:
    """Return a folder in which nothing is yet."""
    return Path(tempfile.mkdtemp(dir=_FOLDER.name))


ARGUMENTS: Arguments = {
    "recordings.download": lambda sandbox: {"file": files_of(sandbox)["MP4"], "to": BytesIO()},
    "recordings.download_all": lambda sandbox: {"files": list(files_of(sandbox).values()), "folder": folder()},
    "recordings.read": lambda sandbox: {"file": files_of(sandbox)["CHAT"]},
    "recordings.stream": lambda sandbox: {"file": files_of(sandbox)["M4A"], "chunk": 30_000},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Download everything of one run, and read its chat; the documents know no timeline."""
    files = files_of(sandbox)
    account.recordings.download_all([file for kind, file in files.items() if kind != "TIMELINE"], folder())
    account.recordings.read(files["CHAT"])
