"""What a download is about, as values: where the bytes come from, where they go, and what became of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol

__all__ = ["MIB", "UNKNOWN", "Link", "Part", "Place", "Sink", "Stored", "Version", "Writer", "file_mark", "safe_name"]


MIB: Final = 1024 * 1024

_SENDABLE: Final = re.compile(r"[\x20-\x7e]{1,500}")


class Version(NamedTuple):
    """What a server says of a file's version, word for word: its ``ETag`` and its ``Last-Modified``, ``""`` if none.

    Two answers are of one version when they say the same. What is said need not be fit to be sent back.
    """

    tag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Version:
        """Return what an answer's headers say."""
        return cls(headers.get("etag", "").strip(), headers.get("last-modified", "").strip())

    @property
    def validator(self) -> str:
        """What ``If-Range`` may hold; ``""`` when the rest of this version cannot be asked for.

        A weak tag means that bytes may differ. What is not printable ASCII cannot be sent.
        """
        found = self.tag if self.tag[:1] == '"' and _SENDABLE.fullmatch(self.tag) else self.modified
        return found if _SENDABLE.fullmatch(found) else ""

    def is_of(self, part: Version) -> bool:
        """Whether a part of a file is of this version: it says the same, and leaves nothing out.

        Only ``Last-Modified`` may be missing, where a strong tag is there (RFC 9110, 15.3.7).
        """
        if self.tag != part.tag:
            return False
        return self.modified == part.modified or (not part.modified and self.tag[:1] == '"')


UNKNOWN: Final = Version()
"""The version of a file of which nothing was said."""


class Writer(Protocol):
    """Anything with ``write``: a file opened for bytes, a pipe, an object of the caller's own."""

    def write(self, data: bytes, /) -> Any: ...


class Sink(Protocol):
    """An open place that bytes go into, as far as a flow may know it; only runners write.

    ``size`` is how many bytes it holds, ``version`` what the vendor's server said of the version that they are of.
    Without a validator in it, what is there cannot be gone on with.
    """

    @property
    def size(self) -> int: ...
    @property
    def version(self) -> Version: ...


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file is right now. The address and the token open it, so neither shows in a ``repr``.

    ``operation`` names the download in errors. ``size`` is what the vendor lists, ``None`` where it does not say.
    ``kind`` is ``binary``, ``text`` or ``json``: a web page in the place of a file has to be told from it. ``token``
    is tried where the account's own is refused. ``what`` is what progress is told of.
    """

    operation: str
    url: str = field(repr=False)
    size: int | None
    kind: str = "binary"
    token: str = field(default="", repr=False)
    what: str = ""


class Part(NamedTuple):
    """The first and the last byte of a part of a file, both included, and the version it has to be of, if known."""

    first: int
    last: int
    version: Version = UNKNOWN


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file goes: a path, a folder in which it gets ``name``, or a caller's own ``Writer``.

    ``mark`` tells the file from every other; a part of one is never gone on with as a part of another. ``facts`` are
    kept beside an unfinished file, so they hold ids only.
    """

    where: str | Writer = field(repr=False)
    name: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    size: int | None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What a runner did: where the file is (``None`` for a caller's own writer), and what is in it.

    ``resumed_from`` is how many bytes an earlier, interrupted download had left. ``already`` is true when the whole
    file was there before.
    """

    path: str | None
    size: int
    sha256: str
    resumed_from: int = 0
    already: bool = False


def file_mark(*parts: str) -> str:
    """Return a mark that tells one file from all others, and tells nothing else."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


_LONGEST = 80
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def safe_name(text: str) -> str:
    """Return text that can be part of a file's name anywhere; two that differ stay different."""
    safe = "".join(each if each in _ALLOWED else "-" for each in text).strip("-")[:_LONGEST]
    return safe if safe == text else f"{safe}-{file_mark(text)[:8]}".strip("-")
