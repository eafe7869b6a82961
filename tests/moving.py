"""Lists of which one row leaves and one joins between the first and the second page, while the total stays."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

__all__ = ["Moving", "rows_of"]

Answer = tuple[int, dict[str, str], bytes]
Handle = Callable[[str, str, dict[str, str], bytes], Answer]
_NAMES = re.compile(r"(^|_)(id|uuid|email)$|(Key|Id)$")
_SIZES = ("page_size", "size", "limit")


def rows_of(tree: Any) -> list[Any] | None:
    """Return the rows of a page, wherever they are in it."""
    if not isinstance(tree, dict):
        return None
    lists = [value for value in tree.values() if isinstance(value, list)]
    return lists[0] if lists else rows_of(tree.get("_embedded"))


class Moving:
    """Serves each list in three pages or four. After the first page the first row is gone, and a new one is last.

    What the list was and what it becomes is taken from whole answers of ``handle``.
    """

    def __init__(self, handle: Handle, *, still: str = "") -> None:
        self._handle = handle
        self._still = still
        """The path of a list that rests."""
        self._left: set[str] = set()
        """Lists of which the first row is gone."""
        self.moved = False

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        if not any(name in query for name in _SIZES) or parts.path == self._still:
            return self._handle(method, url, headers, body)
        token, number = query.pop("next_page_token", ""), query.pop("page", "")
        place = int((token or number or "0").removeprefix("t"))
        whole = f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(query)}"
        status, answered, answer = self._handle(method, whole, headers, body)
        tree: Any = json.loads(answer) if status == 200 and answer else None
        rows = rows_of(tree)
        if not rows or len(rows) < 2:
            return self._handle(method, url, headers, body)
        of_list = whole + body.decode()
        if place:
            self._left.add(of_list)
            self.moved = True
        now = [*rows[1:], _another(rows[-1])] if of_list in self._left else list(rows)
        size = max(len(rows) // 3, 1)
        rows[:] = now[place * size : (place + 1) * size]
        self._tell_pages(tree, len(now), place, size)
        answered.pop("content-length", None)
        return status, answered, json.dumps(tree).encode()

    @staticmethod
    def _tell_pages(tree: dict[str, Any], count: int, place: int, size: int) -> None:
        pages = -(-count // size)
        if "next_page_token" in tree:
            tree["next_page_token"] = f"t{place + 1}" if place + 1 < pages else ""
        if isinstance(tree.get("page"), dict):
            tree["page"] |= {"totalElements": count, "totalPages": pages, "number": place, "size": size}
        if "limit" in tree:
            tree |= {"limit": size, "page": place}


def _another(row: Any) -> Any:
    """Return a row like this one that is another's."""
    made = copy.deepcopy(row)
    for name, value in made.items() if isinstance(made, dict) else ():
        if _NAMES.search(name) and isinstance(value, str) and value:
            made[name] = (
                value[:-1] + ("x" if value[-1] != "x" else "y") if not value.isdecimal() else str(int(value) + 7)
            )
        elif _NAMES.search(name) and isinstance(value, int):
            made[name] = value + 7
    return made
