"""Faults of paged listings: pages that repeat, die, get lost or come twice, rows that move, totals that say nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlencode

from provider_bridge.faults import vendors
from provider_bridge.faults.acts import Moment
from provider_bridge.faults.exchange import Answered, Asked, Delivery, Playing

__all__ = ["Mistotal", "WrongPage"]

_WHOLE = 200
_TOTALS = ("total_records", "total", "totalElements")


@dataclass(frozen=True, slots=True)
class WrongPage:
    """A page beyond the first is not what it should be.

    ``repeats``: the token of the next page is the one that was just used. ``skips``: the page after it comes
    instead, or an empty one where it was the last. ``doubles``: the first page comes again in its place. ``moves``:
    a row of an earlier page is gone by now, so that the first row of this one moved to a page that was read already.
    """

    kind: Literal["repeats", "skips", "doubles", "moves"]

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
        if self.kind == "moves":
            del _rows(tree)[:1]
            _count(tree, -1)
            return Delivery(_with(answer, tree))
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


@dataclass(frozen=True, slots=True)
class Mistotal:
    """The number of rows that a page announces is left out, ``null``, or below zero."""

    kind: Literal["absent", "null", "negative"]

    def fits(self, asked: Asked) -> bool:
        return vendors.kind_of(asked) == "api" and vendors.is_listing(asked)

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        tree = _tree(answer)
        if tree is None:
            return Delivery(answer)
        for holder, name in _totals(tree):
            if self.kind == "absent":
                del holder[name]
            else:
                holder[name] = None if self.kind == "null" else -1
        return Delivery(_with(answer, tree))


def _totals(tree: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Return where a page says how many rows there are."""
    info: Any = tree.get("page")
    holders = [tree, cast("dict[str, Any]", info)] if isinstance(info, dict) else [tree]
    return [(holder, name) for holder in holders for name in _TOTALS if isinstance(holder.get(name), int)]


def _count(tree: dict[str, Any], more: int) -> None:
    for holder, name in _totals(tree):
        holder[name] += more


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
