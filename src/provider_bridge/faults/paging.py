"""Faults of paged listings: pages that repeat, die, get lost or come twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlencode

from provider_bridge.faults import vendors
from provider_bridge.faults.acts import Moment
from provider_bridge.faults.exchange import Answered, Asked, Delivery, Playing

__all__ = ["Mispage"]

_WHOLE = 200


@dataclass(frozen=True, slots=True)
class Mispage:
    """A page beyond the first is not what it should be.

    ``repeats``: the token of the next page is the one that was just used. ``skips``: the page after it comes
    instead, or an empty one where it was the last. ``doubles``: the first page comes again in its place.
    """

    kind: Literal["repeats", "skips", "doubles"]

    def fits(self, asked: Asked) -> bool:
        word = vendors.page_word(asked)
        return bool(word) and not (self.kind == "repeats" and word != vendors.PAGE_TOKEN)

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        tree = _tree(answer)
        if tree is None:
            return Delivery(answer)
        word = vendors.page_word(asked)
        query = dict(parse_qsl(asked.query, keep_blank_values=True))
        if self.kind == "repeats":
            tree[word] = query[word]
            return Delivery(_with(answer, tree))
        if word == vendors.PAGE_TOKEN:
            query[word] = str(tree.get(word) or "") if self.kind == "skips" else ""
        else:
            query[word] = str(int(query[word]) + 1) if self.kind == "skips" else "0"
        rows: list[Any] = []
        if self.kind == "doubles" or query[word]:
            other = yield replace(asked, query=urlencode({name: value for name, value in query.items() if value}))
            seen = _tree(other)
            if seen is None:
                return Delivery(answer)
            rows = _rows(seen)
            if self.kind == "skips" and word == vendors.PAGE_TOKEN:
                tree[word] = seen.get(word, "")
        _rows(tree)[:] = rows
        return Delivery(_with(answer, tree))


def _tree(answer: Answered) -> dict[str, Any] | None:
    try:
        found: Any = json.loads(answer.body) if answer.status == _WHOLE else None
    except ValueError:
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _rows(tree: dict[str, Any]) -> list[Any]:
    """Return the rows of a page, wherever they are in it."""
    lists: list[Any] = [value for value in tree.values() if isinstance(value, list)]
    if lists:
        rows: list[Any] = lists[0]
        return rows
    embedded: Any = tree.get("_embedded")
    return _rows(cast("dict[str, Any]", embedded)) if isinstance(embedded, dict) else []


def _with(answer: Answered, tree: dict[str, Any]) -> Answered:
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Answered(answer.status, headers, json.dumps(tree).encode())
