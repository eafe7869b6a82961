"""The files of the simulated GoTo's recordings: addresses that are signed and expire.

Some are served where they are asked for, at ``/rec/goto/file/…``, others redirect to a storage under this machine's
other name, ``/rec/goto/storage/…``, which refuses whoever shows a token. Whether GoTo's own host wants a token is not
documented: ``Files.wants_token`` makes it want one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from provider_bridge.sandbox.routing import Made
from provider_bridge.sandbox.zoom.downloads import SIGNED_FOR_S, Doors, elsewhere, expiry, stored

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["Files", "content_of", "serve_file"]

_INVALID: Final = {"int_err_code": "InvalidToken", "msg": "Invalid token passed"}


class Files:
    """What lies behind the addresses that were handed out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._content: dict[str, bytes] = {}
        self.wants_token = False

    def link(self, base: str, name: str, content: bytes) -> str:
        """Return an address of a file that is good for a minute, another one each time the clock has moved on."""
        self._content[name] = content
        until = int(self._world.clock()) + SIGNED_FOR_S
        return f"{base}/rec/goto/file/{name}?until={until}&signature={self._world.part(Doors).sign(name, until)}"

    def drop(self, name: str) -> None:
        """Take a file away."""
        self._content.pop(name, None)

    def find(self, name: str) -> bytes | None:
        return self._content.get(name)

    def redirects(self, name: str) -> bool:
        """Whether a file lies elsewhere: every other does."""
        return bool(self._world.mark("redirects", name)[0] % 2)


def content_of(world: World, name: str) -> bytes:
    """Return what is in a simulated film: some ten thousand bytes that follow from its name."""
    mark = world.mark("film", name)
    return mark * (2000 + mark[0] * 4)


def serve_file(world: World, url: str, headers: Mapping[str, str], *, logged_in: bool) -> tuple[str, Made]:
    """Answer a request below ``/rec/goto``; return what it was of, for the log, and the answer."""
    parts = urlsplit(url)
    *_, what, name = parts.path.split("/")
    files = world.part(Files)
    content = files.find(name)
    found = None if content is None else ({"file_extension": name.rpartition(".")[2].upper()}, content)
    if what == "storage":
        return "GET /rec/goto/storage/{name}", stored(world, found, name, parts, headers)
    said = "GET /rec/goto/file/{name}"
    if files.wants_token and not logged_in:
        return said, Made(403, _INVALID)
    without = {key: value for key, value in headers.items() if key != "authorization"}
    if not files.redirects(name):
        return said, stored(world, found, name, parts, without)
    if found is None or expiry(parts) < world.clock():
        return said, Made(404, {"errorCode": "NOT_FOUND", "message": "Not found"})
    return said, Made(302, b"", {"location": f"{elsewhere(parts)}/rec/goto/storage/{name}?{parts.query}"})
