"""Where the system has no ``fcntl``, and no more of POSIX: the package is imported, and files are kept."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from file_stores import CONTENT, TURNS

HELPERS = Path(__file__).resolve().parent.parent / "helpers"
ENV = {**os.environ, "PYTHONPATH": str(HELPERS)}
PROCESSES = 4

IMPORTING = """
import pkgutil, sys
from importlib import import_module
from without_posix import HIDE

HIDE[sys.argv[1]]()
import provider_bridge

names = [each.name for each in pkgutil.walk_packages(provider_bridge.__path__, "provider_bridge.")]
for name in names:
    if not name.endswith("__main__"):
        import_module(name)
print(len(names))
"""

hidden = pytest.mark.parametrize("hidden", ["fcntl", "posix"])


def started(hidden: str, work: str, folder: Path) -> subprocess.Popen[str]:
    """Start a process that does something with the file stores."""
    command = [sys.executable, "-W", "ignore:only soft file lock", str(HELPERS / "file_stores.py"), hidden, work]
    pipe = subprocess.PIPE
    return subprocess.Popen([*command, str(folder)], env=ENV, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def result(process: subprocess.Popen[str]) -> Any:
    """Return what a process found."""
    out, err = process.communicate(timeout=60)
    assert ("", 0) == (err, process.returncode)
    return json.loads(out)


@hidden
def test_every_module_is_imported(hidden: str) -> None:
    """A bug once: nothing could be imported, because of ``fcntl``."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTING, hidden], env=ENV, capture_output=True, text=True, timeout=120, check=False
    )

    assert "" == done.stderr
    assert int(done.stdout) > 400


def test_importing_needs_no_locks() -> None:
    """Neither the module of POSIX nor the library for locks, which takes longer than the package."""
    program = "import sys, provider_bridge; print([n for n in ('fcntl', 'filelock') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], env=ENV, capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()


@hidden
def test_processes_share_a_token_file(tmp_path: Path, hidden: str) -> None:
    """No renewal is lost, and the file is private where modes mean anything."""
    for each in [started(hidden, "refresh", tmp_path) for _ in range(PROCESSES)]:
        result(each)

    assert str(PROCESSES * TURNS) == json.loads((tmp_path / "token").read_text())["access_token"]
    assert 0o600 == stat.S_IMODE((tmp_path / "token").stat().st_mode)
    assert {"token"} == {each.name for each in tmp_path.iterdir()} - {".token.lock"}


@hidden
def test_processes_share_a_budget_file(tmp_path: Path, hidden: str) -> None:
    """No more go in a second than the limit allows, over all processes."""
    times = sorted(at for each in [started(hidden, "ask", tmp_path) for _ in range(PROCESSES)] for at in result(each))

    assert PROCESSES * TURNS == len(times)
    assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[20:], strict=False))


@hidden
def test_a_download_gets_its_name(tmp_path: Path, hidden: str) -> None:
    """Nothing else is left."""
    assert 0 == result(started(hidden, "download", tmp_path))

    assert CONTENT == (tmp_path / "name.mp4").read_bytes()
    assert {"name.mp4", "name.mp4.sha256"} == {each.name for each in tmp_path.iterdir()}
    assert 0o600 == stat.S_IMODE((tmp_path / "name.mp4").stat().st_mode)


@hidden
def test_a_killed_process_holds_no_lock(tmp_path: Path, hidden: str) -> None:
    """Before, nobody else gets one; afterwards everybody does, and the download goes on where it ended."""
    holder = started(hidden, "hold", tmp_path)
    assert holder.stdout is not None
    assert "held\n" == holder.stdout.readline()
    assert [] == result(started(hidden, "try_all", tmp_path))
    holder.kill()
    holder.communicate()

    assert ["budget", "download", "token"] == result(started(hidden, "try_all", tmp_path))
    assert 5000 == result(started(hidden, "download", tmp_path))
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()
