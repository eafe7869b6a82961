"""What an editor shows: the signature that people call, and the whole docstring, as pyright's language server says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CODE = """\
import provider_bridge as pb


def look(zoom: pb.ZoomAccount, awaited: pb.ZoomAccount[pb.Async], account: pb.Account) -> None:
    zoom.recordings.delete
    awaited.recordings.delete
    if pb.has_recordings(account):
        account.recordings.delete
"""


class LanguageServer:
    """Pyright's language server, spoken to over pipes."""

    def __init__(self, folder: Path) -> None:
        command = shutil.which("pyright-langserver") or shutil.which(
            "pyright-langserver", path=str(Path(sys.executable).parent)
        )
        assert command, "pyright comes with the extra dev"
        self._process = subprocess.Popen(
            [command, "--stdio"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._count = 0
        root = folder.as_uri()
        folders = [{"uri": root, "name": "folder"}]
        hover = {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}
        self.ask("initialize", processId=None, rootUri=root, workspaceFolders=folders, capabilities=hover)
        self.tell("initialized")

    def ask(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        self._send({"id": self._count, "method": method, "params": parameters})
        while (found := self._read()).get("id") != self._count or "method" in found:
            if "id" in found:  # a question of the server's: nothing is configured
                asked = found.get("params", {}).get("items", [])
                self._send({"id": found["id"], "result": [{} for _ in asked]})
        return found["result"]

    def tell(self, method: str, **parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        found: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return found


@pytest.mark.sweep
def test_hovering_shows_the_call_and_the_whole_docstring(tmp_path: Path) -> None:
    """Outcomes, errors and personal data are told, at one provider's account and at any account, on both faces."""
    (tmp_path / "look.py").write_text(CODE, encoding="utf-8")
    settings = {
        "venvPath": str(Path(sys.prefix).parent),
        "venv": Path(sys.prefix).name,
        "extraPaths": [str(ROOT / "src")],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    server = LanguageServer(tmp_path)
    try:
        uri = (tmp_path / "look.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": CODE}
        server.tell("textDocument/didOpen", textDocument=document)
        shown = {}
        for number, line in enumerate(CODE.splitlines()):
            if "recordings.delete" in line:
                place = {"line": number, "character": line.index("delete") + 2}
                found = server.ask("textDocument/hover", textDocument={"uri": uri}, position=place)
                shown[line.strip()] = found["contents"]["value"]
    finally:
        server.close()

    for text in shown.values():
        assert "Strength" in text
        assert "Flow[" not in text
        assert "known" in text
    zoom, awaited, common = shown.values()
    assert ("-> Deletion" in zoom, "Awaitable[Deletion]" in awaited, "-> Deletion" in common) == (True, True, True)
    for text in (zoom, awaited):
        assert "Unconfirmed" in text
        assert "Personal data" in text
        assert "Raises" in text
