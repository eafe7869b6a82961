"""Telling a file from what a server sends in its place, by an answer's head and first bytes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from provider_bridge.core.decode import as_object
from provider_bridge.core.files import UNKNOWN, Version
from provider_bridge.errors import ProviderBroken

if TYPE_CHECKING:
    from provider_bridge.core.calls import RawReply
    from provider_bridge.core.steps import Download

__all__ = ["FileCheck", "FileExpectation", "PartRefused", "announced_size", "is_error"]

_WHOLE, _PART, _NO_SUCH_PART = 200, 206, 416
_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_PAGE: Final = re.compile(rb"\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_CODES: Final = {"code", "int_err_code", "errorCode"}
_ERROR: Final = _CODES | {
    "message",
    "msg",
    "error_message",
    "errors",
    "reason",
    "status",
    "description",
    "incident",
}
_PAGE_TEXT: Final = "answered with a web page instead of the file"


class PartRefused(ProviderBroken):
    """What was downloaded before cannot be gone on with; starting anew can help."""


class FileCheck(NamedTuple):
    """Where in the file the answer's bytes belong, or what is wrong with it.

    Neither means that it is a refusal like any other.
    """

    offset: int | None = None
    problem: str = ""


def announced_size(raw: RawReply) -> int | None:
    """Return the whole file's size as an answer announces it."""
    if raw.status == _PART:
        found = _RANGE.fullmatch(raw.headers.get("content-range", "").strip())
        return int(found[3]) if found and found[3] != "*" else None
    return _length(raw)


def _length(raw: RawReply) -> int | None:
    text = raw.headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdecimal() else None


@dataclass(frozen=True, slots=True)
class FileExpectation:
    """What an answer must be: a file of this kind and size, from byte ``start`` on.

    ``last`` is the last byte of a part that is read by itself, ``None`` for all the rest. ``version`` is what was said
    of the version that the bytes before ``start`` are of.
    """

    kind: str
    size: int | None
    start: int = 0
    last: int | None = None
    version: Version = UNKNOWN

    @classmethod
    def of(cls, step: Download) -> FileExpectation:
        """Return what a download wants now."""
        link = step.link
        if step.part is not None:
            return cls(link.kind, link.size, step.part.first, step.part.last, step.part.version)
        if step.into is not None and step.into.version.validator:
            return cls(link.kind, link.size, step.into.size, None, step.into.version)
        return cls(link.kind, link.size)

    def headers(self) -> dict[str, str]:
        """Return what asks for a part; nothing when the whole is wanted."""
        if not self.start and self.last is None:
            return {}
        validator = self.version.validator
        condition = {"If-Range": validator} if validator else {}
        return {"Range": f"bytes={self.start}-{'' if self.last is None else self.last}", **condition}

    def look(self, raw: RawReply) -> FileCheck:
        """Judge an answer by its head and its first bytes."""
        if raw.status == _NO_SUCH_PART and self.start:
            return FileCheck(problem="does not give the rest of the file")
        if raw.status not in {_WHOLE, _PART}:
            return FileCheck()
        if raw.headers.get("content-encoding", "identity").strip().casefold() not in {"", "identity"}:
            return FileCheck(problem="answered with packed bytes, though asked not to")
        return self._look_at_part(raw) if raw.status == _PART else self._look_at_whole(raw)

    def _look_at_whole(self, raw: RawReply) -> FileCheck:
        length = _length(raw)
        if self._is_other(raw):
            return FileCheck(problem=_PAGE_TEXT) if _is_page(raw) else FileCheck()
        if self.last is not None and (self.start or length is None or length > self.last + 1):
            return FileCheck(problem="does not give parts of the file")
        if self.size is None and length is None:
            return FileCheck(problem="does not say how large the file is")
        if self.size is not None and length not in {None, self.size}:
            return FileCheck(problem=f"announces {length} bytes where the vendor lists {self.size}")
        return FileCheck(0)

    def _look_at_part(self, raw: RawReply) -> FileCheck:
        found = _RANGE.fullmatch(raw.headers.get("content-range", "").strip())
        if found is None or not self.headers():
            return FileCheck(problem="answered with a part of something")
        first, last, total = int(found[1]), int(found[2]), announced_size(raw)
        size = total if self.size is None else self.size
        if size is None or total not in {None, size} or last >= size or first > last:
            return FileCheck(problem="gives a part of a file of another size")
        if first != self.start or _length(raw) not in {None, last - first + 1}:
            return FileCheck(problem="gives another part than was asked for")
        if self.start and not self.version.is_of(Version.of(raw.headers)):
            return FileCheck(problem="gives a part of another version of the file")
        if not self.start and self._is_other(raw):
            return FileCheck(problem=_PAGE_TEXT) if _is_page(raw) else FileCheck()
        return FileCheck(first)

    def _is_other(self, raw: RawReply) -> bool:
        """Whether it is a web page, or an error told as JSON, in the file's place."""
        if _is_page(raw) or (self.kind == "binary" and raw.body.lstrip()[:1] == b"<"):
            return True
        told = "json" in raw.headers.get("content-type", "").casefold()
        return (told and self.kind != "json") or is_error(raw.body)


def _is_page(raw: RawReply) -> bool:
    told = "html" in raw.headers.get("content-type", "").casefold()
    return told or _PAGE.match(raw.body) is not None


def is_error(body: bytes) -> bool:
    """Whether a body is nothing but an error's code and message."""
    if body.lstrip()[:1] != b"{":
        return False
    try:
        fields = as_object(json.loads(body)) or {}
    except (ValueError, RecursionError):
        return False
    return not _CODES.isdisjoint(fields) and fields.keys() <= _ERROR
