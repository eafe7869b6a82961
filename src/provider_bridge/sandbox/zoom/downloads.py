"""The simulated Zoom's files: an address that asks for a token, and a storage elsewhere that must not see it.

A file is asked for at ``/rec/download/…`` and lies at ``/rec/storage/…`` under this machine's other name, so that a
client crosses from one host to another as it does at Zoom.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from provider_bridge.sandbox.routing import Made

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["SIGNED_FOR_S", "Doors", "Faults", "elsewhere", "expiry", "serve_file", "stored"]

SIGNED_FOR_S: Final = 60
_LONGEST: Final = 18
_OTHER_NAME: Final = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}
_TYPES: Final = {"MP4": "video/mp4", "M4A": "audio/mp4", "VTT": "text/vtt", "TXT": "text/plain", "JSON": "text/plain"}
_LOGIN_PAGE: Final = b"<!doctype html><html><head><title>Sign In | Zoom</title></head><body></body></html>"
_RANGE: Final = re.compile(r"bytes=([0-9]{1,18})-([0-9]{0,18})")


@dataclass
class Faults:
    """What goes wrong next; each entry is used once.

    ``cuts``: how many bytes come before the connection ends. ``refusals``: so many times the account's own token is
    not accepted, as happens at Zoom now and then. ``statuses``: what the storage answers instead.
    """

    cuts: list[int] = field(default_factory=list[int])
    refusals: int = 0
    statuses: list[int] = field(default_factory=list[int])


class Doors:
    """The tokens that open recordings, beside the account's own, and what goes wrong."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: set[str] = set()
        self.faults = Faults()

    def key(self, uuid: str) -> str:
        """Return the ``download_access_token`` of a run's recording."""
        key = self._world.key("download access token", uuid)
        self._keys.add(key)
        return key

    def opens(self, key: str) -> bool:
        return key in self._keys

    def sign(self, token: str, until: int) -> str:
        return self._world.key("signed", token, until)


FileByToken = Callable[["World", str], "tuple[dict[str, Any], bytes] | None"]


def serve_file(
    world: World, find: FileByToken, url: str, headers: Mapping[str, str], *, logged_in: bool
) -> tuple[str, Made]:
    """Answer a request below ``/rec``; return what it was of, for the log, and the answer."""
    parts = urlsplit(url)
    _, _, what, token = (*parts.path.split("/", 3), "", "", "")[:4]
    found = find(world, token)
    if what == "storage":
        return "GET /rec/storage/{token}", stored(world, found, token, parts, headers)
    doors = world.part(Doors)
    open_to_account = logged_in and not doors.faults.refusals
    doors.faults.refusals -= logged_in and doors.faults.refusals > 0
    if logged_in and not open_to_account:
        return "GET /rec/download/{token}", Made(401, {"code": 124, "message": "Invalid access token."})
    key = headers.get("authorization", "").removeprefix("Bearer ")
    if found is None or not (open_to_account or doors.opens(key)):
        return "GET /rec/download/{token}", Made(200, _LOGIN_PAGE, {"content-type": "text/html;charset=utf-8"})
    until = int(world.clock()) + SIGNED_FOR_S
    target = f"{elsewhere(parts)}/rec/storage/{token}?until={until}&signature={doors.sign(token, until)}"
    return "GET /rec/download/{token}", Made(302, b"", {"location": target})


def expiry(parts: SplitResult) -> int:
    """Return until when an address is good, 0 where it does not say so."""
    text = parse_qs(parts.query).get("until", [""])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 0


def elsewhere(parts: SplitResult) -> str:
    """Return this machine under its other name, as the beginning of an address."""
    host = _OTHER_NAME.get(parts.hostname or "", "localhost")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


def _denied(code: str, status: int = 403) -> Made:
    return Made(status, f"<Error><Code>{code}</Code></Error>".encode(), {"content-type": "application/xml"})


def stored(
    world: World,
    found: tuple[dict[str, Any], bytes] | None,
    token: str,
    parts: SplitResult,
    headers: Mapping[str, str],
) -> Made:
    """Answer as a storage does: only what is signed counts, and whoever shows a token as well is refused."""
    doors = world.part(Doors)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    until = expiry(parts)
    if "authorization" in headers:
        return _denied("InvalidArgument", 400)
    if found is None or until < world.clock() or query.get("signature") != doors.sign(token, until):
        return _denied("AccessDenied")
    if doors.faults.statuses:
        return _denied("SlowDown", doors.faults.statuses.pop(0))
    file, content = found
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    told = {
        "content-type": _TYPES.get(str(file.get("file_extension", "")), "application/octet-stream"),
        "etag": tag,
        "accept-ranges": "bytes",
    }
    wanted = _RANGE.fullmatch(headers.get("range", ""))
    if wanted is None or headers.get("if-range", tag) != tag:
        return _maybe_cut(doors, 200, content, told)
    first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
    if first > last:
        return Made(416, b"", told | {"content-range": f"bytes */{len(content)}"})
    told["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return _maybe_cut(doors, 206, content[first : last + 1], told)


def _maybe_cut(doors: Doors, status: int, body: bytes, headers: Mapping[str, str]) -> Made:
    headers = {**headers, "content-length": str(len(body))}
    return Made(status, body[: doors.faults.cuts.pop(0)] if doors.faults.cuts else body, headers)
