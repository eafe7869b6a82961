"""What people and machines do to files: each mutation takes the path of a good file and spoils it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = ["MUTATIONS", "STILL_GOOD", "instead", "within"]

_MIB = 1024 * 1024
_SOMEBODY = 65534


def _write(text: bytes) -> Callable[[Path], None]:
    return lambda file: _replace(file, lambda _: text)


def _replace(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(change(file.read_bytes()))


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda file: _replace(file, change)


def instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def put(file: Path) -> None:
        file.unlink()
        make(file)

    return put


MUTATIONS: dict[str, Callable[[Path], None]] = {
    "byte order mark": _changed(lambda good: b"\xef\xbb\xbf" + good),
    "CRLF": _changed(lambda good: good.replace(b"\n", b"\r\n")),
    "UTF-16": _changed(lambda good: good.decode().encode("utf-16")),
    "UTF-16 without its mark": _changed(lambda good: good.decode().encode("utf-16-le")),
    "latin-1": _changed(lambda good: good + "# Müller\n".encode("latin-1")),
    "NUL": _changed(lambda good: good[:3] + b"\0" + good[3:]),
    "curly quotes": _changed(lambda good: b"\xe2\x80\x9c" + good.strip() + b"\xe2\x80\x9d\n"),
    "several lines": _changed(lambda good: good.strip() + b"\nanother line\n"),
    "empty": _write(b""),
    "blank": _write(b" \t\r\n"),
    "huge": lambda file: os.truncate(file, 100 * _MIB),
    "deep arrays": _write(b"a = " + b"[" * 100_000),
    "deep JSON": _write(b"[" * 100_000),
    "nested a thousand times": _write(b"a = " + b"[" * 1000 + b"]" * 1000),
    "deep tables": _write(b"a = " + b"{ a = " * 1000 + b"1" + b" }" * 1000),
    "many digits": _write(b"a = " + b"1" * 5000),
    "many digits of JSON": _write(b"1" * 5000),
    "a number": _write(b"7"),
    "null": _write(b"null"),
    "an array": _write(b"[1, 2]"),
    "a text": _write(b'"text"'),
    "another object": _write(b'{"schema": 7, "account": [], "slots": null}'),
    "folder": instead(Path.mkdir),
    "FIFO": instead(lambda file: os.mkfifo(file, 0o600)),
    "device": instead(lambda file: file.symlink_to("/dev/zero")),
    "missing": Path.unlink,
    "link to itself": instead(lambda file: file.symlink_to(file.name)),
    "unreadable": lambda file: file.chmod(0),
    "open to others": lambda file: file.chmod(0o666),
}
if os.geteuid() == 0:
    MUTATIONS["another owner"] = lambda file: os.chown(file, _SOMEBODY, _SOMEBODY)

STILL_GOOD = {"byte order mark", "CRLF"}
"""What is to make no difference to a file that people write."""


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Fail what takes longer; a wait for a pipe is ended as well."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"it took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
