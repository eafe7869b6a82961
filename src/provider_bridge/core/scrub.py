"""The drop at the wire: forbidden values are cut out of the bytes before anything parses them.

Only a count survives. A value is never decoded, so there is no object that could be logged, pickled or printed.
Names are compared without case, ``_``, ``-`` and spaces, and after JSON's escapes, at any depth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from typing import Final, NamedTuple

__all__ = ["Scrubbed", "normal", "scrub"]

_ESCAPED_NAME: Final = re.compile(rb'\\u(?:[^"\\]|\\(?!u))*+"\s*:')
"""From a name's last such escape on: from each of them it would be slow where a long text is spelled in escapes."""
_NAME: Final = re.compile(rb'("[^"]*+")\s*:')
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_EMPTY: Final = frozenset({b'""', b"null"})
_OPENING: Final = frozenset({b"{", b"["})
_CLOSING: Final = frozenset({b"}", b"]"})
_SEPARATORS: Final = str.maketrans("", "", "_- .")
_LOWER: Final = bytes(range(256)).lower()
_TELLING: Final = 5
"""How many letters a shared text needs so that hardly an answer has it by chance."""


class Scrubbed(NamedTuple):
    """What is left, and how many values were cut out; members whose value was empty are cut but not counted."""

    body: bytes
    dropped: int

    def __repr__(self) -> str:
        return f"Scrubbed(dropped={self.dropped})"


def normal(name: str) -> str:
    """Return a key's name as names are compared here."""
    return name.translate(_SEPARATORS).casefold()


def scrub(body: bytes, forbidden: Collection[str]) -> Scrubbed:
    """Cut every member whose name is in ``forbidden`` (normal names) out of a JSON text.

    A name is looked for behind every quote, whatever came before it, so that rubbish hides none. A value whose
    end is missing ends with the body.
    """
    if not _may_hold(body, forbidden):
        return Scrubbed(body, 0)
    kept: list[bytes] = []
    dropped = done = start = 0
    while name := _NAME.search(body, start):
        start = name.end()
        if _is_forbidden(name[1], forbidden):
            kept.append(body[done : name.start()])
            kept.append(b'"":null')  # an empty member in its place keeps the commas right
            start, empty = _skip_value(body, start)
            done = start
            dropped += not empty
    kept.append(body[done:])
    return Scrubbed(b"".join(kept), dropped)


def _may_hold(body: bytes, forbidden: Collection[str]) -> bool:
    """Tell in one pass over the bytes whether a closer look is needed: a name may be spelled with escapes."""
    if not forbidden:
        return False
    if b"\\" in body and _ESCAPED_NAME.search(body):
        return True
    others, shared = _sieve(frozenset(forbidden))
    text = body.translate(_LOWER, others)
    # what all names share is in harmless ones too; letters beyond ASCII may be folded to those of a name
    return shared in text and (not body.isascii() or any(name.encode() in text for name in forbidden))


@cache
def _sieve(forbidden: frozenset[str]) -> tuple[bytes, bytes]:
    """Return the bytes that are in no forbidden name, and the longest text that all of the names share.

    It is empty where they share next to nothing.
    """
    letters = set("".join(forbidden))
    others = bytes(each for each in range(128) if chr(each).lower() not in letters)
    shortest = min(forbidden, key=len)
    cuts = (shortest[i:j] for i in range(len(shortest)) for j in range(i + _TELLING, len(shortest) + 1))
    shared = max((cut for cut in cuts if all(cut in name for name in forbidden)), key=len, default="")
    return others, shared.encode()


def _is_forbidden(name: bytes, forbidden: Collection[str]) -> bool:
    try:
        return normal(json.loads(name) if b"\\" in name else name[1:-1].decode()) in forbidden
    except ValueError:
        return False


def _skip_value(body: bytes, start: int) -> tuple[int, bool]:
    """Walk past one value and return where it ends, and whether it was an empty one."""
    depth = 0
    end = start
    empty = False
    for length, token in enumerate(_TOKEN.finditer(body, start), start=1):
        text = token.group()
        depth += (text in _OPENING) - (text in _CLOSING)
        end = token.end()
        if depth <= 0:
            empty = text in _EMPTY if length == 1 else length == len(b"{}")
            break
    return end, empty
