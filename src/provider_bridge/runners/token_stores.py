"""Where tokens are kept: in memory, or in a private file that several processes share.

Each store has one lock for threads and, for files, one for processes. A renewal takes it, reads again, takes room for
the next token, asks the vendor only if still needed, writes durably, and lets go.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol

from pydantic import SecretBytes, SecretStr

from provider_bridge.core.credentials import trimmed
from provider_bridge.core.tokens import Token, is_refresh_token, is_sound
from provider_bridge.errors import MissingCredential, StateError
from provider_bridge.runners.forks import begins_anew
from provider_bridge.runners.token_file import TokenFile

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring

__all__ = [
    "FileStore",
    "MemoryStore",
    "RefreshTokenStore",
    "TokenStore",
    "store_for",
]

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES: Final = ("obtained_at", "expires_at")


class TokenStore(Protocol):
    """What a runner needs of a store; ``acquire`` and ``release`` may be called by different threads."""

    def read(self, *, durable: bool) -> Token | None: ...
    def save(self, token: Token) -> None: ...
    def reserve(self) -> None: ...
    def forget(self) -> None: ...
    def acquire(self, *, wait: bool = True) -> bool: ...
    def release(self) -> None: ...


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

    def reserve(self) -> None:
        """Memory always has room."""

    def forget(self) -> None:
        self._token = None

    def acquire(self, *, wait: bool = True) -> bool:
        """Take the lock, and return whether it was taken; without ``wait`` only if it is free."""
        return self._lock.acquire(blocking=wait)

    def release(self) -> None:
        with contextlib.suppress(RuntimeError):  # a child that was forked meanwhile has another
            self._lock.release()


class _Locked(MemoryStore):
    """Keeps its token in a file as well, whose lock holds between processes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = TokenFile(path)

    @property
    def path(self) -> Path:
        return self._file.path

    def acquire(self, *, wait: bool = True) -> bool:
        if not super().acquire(wait=wait):
            return False
        taken = False
        try:
            taken = self._file.lock(wait=wait)
        finally:
            if not taken:
                super().release()
        return taken

    def release(self) -> None:
        self._file.unlock()
        super().release()

    def reserve(self) -> None:
        """Make sure that there is room for another token, or raise ``StateError``."""
        self._file.reserve()

    def forget(self) -> None:
        """Remove the file as well; it is gone from the disk before this returns."""
        self._file.remove()
        super().forget()


class FileStore(_Locked):
    """Keeps the whole token in a private JSON file, shared by every process that names it."""

    def read(self, *, durable: bool) -> Token | None:
        if durable or self._token is None:
            self._token = self._load()
        return self._token

    def save(self, token: Token) -> None:
        self._file.write(_text(token))
        self._token = token

    def _load(self) -> Token | None:
        found = _token(self._file.read())
        if found is not None and not isinstance(found, Token):
            raise StateError(f"{self.path} holds no token of this program; move it away and run again")
        return found


def _text(token: Token) -> SecretBytes:
    fields = dataclasses.asdict(token)
    fields |= {name: fields[name].isoformat() for name in _TIMES}
    return SecretBytes(json.dumps(fields).encode() + b"\n")


def _token(text: str | None) -> Token | Literal[False] | None:
    """Return the token in a file's text, ``False`` where it is none: the parser's own error would hold the text."""
    if text is None or not text.strip():  # one that is to be mounted has to be there, and one that was emptied stays
        return None
    try:
        fields = json.loads(text)
        fields |= {name: datetime.fromisoformat(fields[name]) for name in _TIMES}
        token = Token(**fields)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return is_sound(token) and token


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
            self._token = dataclasses.replace(spent, refresh_token=self._kept().get_secret_value())
        return self._token

    def save(self, token: Token) -> None:
        if token.refresh_token and self._held() != SecretStr(token.refresh_token):
            self._file.write(SecretBytes(token.refresh_token.encode() + b"\n"))
        super().save(token)

    def _kept(self) -> SecretStr:
        """Return what is in the file; nothing but a refresh token is sent anywhere as one."""
        found = SecretStr(trimmed(self._file.read() or ""))
        if is_refresh_token(found.get_secret_value()):
            return found
        if found:
            raise StateError(f"{self.path} holds something else than a refresh token; log in again")
        raise MissingCredential(f"{self.path} cannot be read: there is no refresh token in it; log in again")

    def _held(self) -> SecretStr | None:
        """Return what is in the file, ``None`` when it went away meanwhile: the new token must not be lost for that."""
        try:
            return self._kept()
        except (MissingCredential, StateError):
            return None


def store_for(wiring: Wiring) -> TokenStore:
    """Return the store that an account's configuration asks for."""
    if wiring.token_file:
        return FileStore(Path(wiring.token_file))
    if wiring.refresh_token_file:
        credential = wiring.exchange.token_manager.grant.credential
        return RefreshTokenStore(Path(wiring.refresh_token_file), credential)
    return MemoryStore()
