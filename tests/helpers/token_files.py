"""A token's file, and what becomes of it, for tests."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretBytes

from provider_bridge.runners.token_file import TokenFile


def kept(folder: Path, text: str = "RT0\n") -> Path:
    """Return a token's file."""
    file = folder / "refresh"
    file.touch(0o600)
    file.write_text(text)
    return file


@contextmanager
def locked(file: TokenFile) -> Generator[TokenFile]:
    """Have the lock of a file."""
    file.lock()
    try:
        yield file
    finally:
        file.unlock()


def rotate(file: Path, text: bytes = b"RT1\n") -> None:
    """Do what a renewal does."""
    with locked(TokenFile(file)) as private:
        private.reserve()
        private.write(SecretBytes(text))


def beside(file: Path) -> list[str]:
    """Return what is beside a token's file, but for its lock."""
    return sorted(each.name for each in file.parent.iterdir() if each != file and not each.name.endswith(".lock"))
