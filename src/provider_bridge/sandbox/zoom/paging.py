"""How the simulated Zoom pages: by tokens, and where the documents still have it by numbers as well."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from provider_bridge.sandbox.routing import Refusal
from provider_bridge.sandbox.zoom.common import invalid, whole

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["Page", "page"]

T = TypeVar("T")

_TOKEN_LIFE_S: Final = 15 * 60
_USUAL: Final = 30
_TOKEN: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?):([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list: its rows, and what an answer says of it."""

    rows: Sequence[T]
    number: int
    size: int
    total: int
    token: str

    @property
    def count(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)

    def told(self) -> dict[str, Any]:
        """Return what lists say that have pages with numbers."""
        return {"page_number": self.number, **self.counted()}

    def counted(self) -> dict[str, Any]:
        """Return what lists say that count their pages without numbering them."""
        return {
            "page_count": self.count,
            "page_size": self.size,
            "total_records": self.total,
            "next_page_token": self.token,
        }


def page(
    world: World, ask: Ask, rows: Sequence[T], largest: int = 300, *, usual: int = _USUAL, numbered: bool = False
) -> Page[T]:
    """Return one page, and the token of the next, which dies after 15 minutes.

    A token counts before a page's number, which only a list that is ``numbered`` knows.
    """
    size = whole(ask, "page_size", usual)
    size = min(size, largest) if size > 0 else usual
    number = whole(ask, "page_number", 1) if numbered else 1
    if number < 1:
        raise invalid("page_number")
    start = (number - 1) * size
    if ask.query.get("next_page_token"):
        start = _read_token(world, ask.query["next_page_token"])
    end = start + size
    token = base64.urlsafe_b64encode(f"{world.clock()}:{end}".encode()).decode() if end < len(rows) else ""
    return Page(rows[start:end], start // size + 1, size, len(rows), token)


def _read_token(world: World, token: str) -> int:
    try:
        told = _TOKEN.fullmatch(base64.urlsafe_b64decode(token).decode())
        if told is None or world.clock() - float(told[1]) > _TOKEN_LIFE_S:
            raise ValueError
        return int(told[2])
    except ValueError:
        raise Refusal(400, 300, "The next page token is either invalid or has expired.") from None
