"""Where tokens are kept: in memory, or in a private file that several processes share.

Each store has one lock for threads and, for files, one for processes. A renewal takes it, reads again, asks the
vendor only if still needed, writes durably, and lets go.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from provider_bridge.core.tokens import Token
from provider_bridge.errors import ConfigurationError, MissingCredential, StateError
from provider_bridge.runners.processes import FileLock, begins_anew
from provider_bridge.runners.secret_files import read_private, read_secret
from provider_bridge.runners.text_files import os_reason, read_text

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring

__all__ = [
    "FileStore",
    "MemoryStore",
    "RefreshTokenStore",
    "TokenStore",
    "read_private",
    "remove",
    "store_for",
    "write_private",
]

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class TokenStore(Protocol):
    """What a runner needs of a store; ``acquire`` and ``release`` may be called by different threads."""

    def read(self, *, durable: bool) -> Token | None: ...
    def save(self, token: Token) -> None: ...
    def forget(self) -> None: ...
    def acquire(self, *, wait: bool = True) -> bool: ...
    def release(self) -> None: ...


def write_private(path: Path, text: str) -> None:
    """Replace a file by one with this text, mode 0600, that is on disk before this returns; whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path)
    except OSError as error:
        raise StateError(f"{path} cannot be written: {os_reason(error)}") from None


def remove(path: Path) -> None:
    """Remove a secret file, if it is there; on disk it is gone before this returns."""
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path)
    except OSError as error:
        raise StateError(f"{path} cannot be removed: {os_reason(error)}") from None


def _sync_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class MemoryStore:
    """Keeps a token as long as the process lives."""

    def __init__(self) -> None:
        self._token: Token | None = None
        self._lock = threading.Lock()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Have a lock in a child that no thread of the parent holds."""
        self._lock = threading.Lock()

    def read(self, *, durable: bool) -> Token | None:  # noqa: ARG002 (memory is all there is)
        return self._token

    def save(self, token: Token) -> None:
        self._token = token

    def forget(self) -> None:
        self._token = None

    def acquire(self, *, wait: bool = True) -> bool:
        """Take the lock, and return whether it was taken; without ``wait`` only if it is free."""
        return self._lock.acquire(blocking=wait)

    def release(self) -> None:
        with contextlib.suppress(RuntimeError):  # a child that was forked meanwhile has another
            self._lock.release()


class _Locked(MemoryStore):
    """Adds a lock that holds between processes, on a file beside ``path``."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._between = FileLock(path.with_name(f".{path.name}.lock"))

    def acquire(self, *, wait: bool = True) -> bool:
        if not super().acquire(wait=wait):
            return False
        taken = False
        try:
            taken = self._between.acquire(wait=wait)
        except OSError as error:
            raise ConfigurationError(f"{self.path} cannot be locked: {os_reason(error)}") from None
        finally:
            if not taken:
                self.release()
        return taken

    def release(self) -> None:
        self._between.release()
        super().release()

    def forget(self) -> None:
        """Remove the file as well; it is gone from the disk before this returns."""
        remove(self.path)
        super().forget()


class FileStore(_Locked):
    """Keeps the whole token in a private JSON file, shared by every process that names it."""

    def read(self, *, durable: bool) -> Token | None:
        if durable or self._token is None:
            self._token = self._load()
        return self._token

    def save(self, token: Token) -> None:
        fields = dataclasses.asdict(token)
        fields |= {name: fields[name].isoformat() for name in ("obtained_at", "expires_at")}
        write_private(self.path, json.dumps(fields) + "\n")
        self._token = token

    def _load(self) -> Token | None:
        if read_text(self.path).missing:
            return None
        token = _token(read_private(self.path))
        if token is None:
            raise StateError(f"{self.path} holds no token of this program; move it away and run again")
        return token


def _token(text: str) -> Token | None:
    """Return the token in a file's text, ``None`` where it is none: the parser's own error would hold the text."""
    try:
        fields = json.loads(text)
        fields |= {name: datetime.fromisoformat(fields[name]) for name in ("obtained_at", "expires_at")}
        return Token(**fields)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


class RefreshTokenStore(_Locked):
    """Keeps the access token in memory and the refresh token, alone, in the file an administrator put it in.

    The file is replaced when the vendor rotates the token, before the new access token is used.
    """

    def __init__(self, path: Path, credential: str) -> None:
        super().__init__(path)
        self._credential = credential

    def read(self, *, durable: bool) -> Token | None:
        if durable:
            spent = self._token or Token(self._credential, _LONG_AGO, _LONG_AGO)
            self._token = dataclasses.replace(spent, refresh_token=read_secret(self.path))
        return self._token

    def replace(self, token: Token) -> None:
        """Begin anew with the refresh token of a login, whether there was one before or not."""
        write_private(self.path, token.refresh_token + "\n")
        MemoryStore.save(self, token)

    def save(self, token: Token) -> None:
        if token.refresh_token and self._kept() != token.refresh_token:
            write_private(self.path, token.refresh_token + "\n")
        super().save(token)

    def _kept(self) -> str:
        """Return what is in the file, ``""`` when it went away meanwhile: the new token must not be lost for that."""
        try:
            return read_secret(self.path)
        except MissingCredential:
            return ""


def store_for(wiring: Wiring) -> TokenStore:
    """Return the store that an account's configuration asks for."""
    if wiring.token_file:
        return FileStore(Path(wiring.token_file))
    if wiring.refresh_token_file:
        credential = wiring.exchange.keeper.grant.credential
        return RefreshTokenStore(Path(wiring.refresh_token_file), credential)
    return MemoryStore()
