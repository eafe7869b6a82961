"""Identifiers at GoTo: keys in a row, from the outermost to the innermost, such as ``ORGANIZER/WEBINAR/SESSION``.

A key alone finds nothing: the paths name the organizer and the webinar as well. So an id carries all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from provider_bridge.errors import DecodeError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["check_one_person", "joined", "split"]

_KEY: Final = re.compile(r"[\w.~-]{1,200}", re.ASCII)


def joined(*keys: str) -> str:
    """Return the id that keys make."""
    return "/".join(keys)


def split(identifier: str, *names: str) -> tuple[str, ...]:
    """Return the keys of an id, of which ``names`` says what they are, or raise ``InvalidInput``."""
    keys = tuple(identifier.split("/"))
    if len(keys) != len(names) or not all(map(_KEY.fullmatch, keys)):
        raise InvalidInput(f"such an id looks like {'/'.join(names)}, as a listing shows it")
    return keys


def check_one_person(operation: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Raise ``DecodeError`` where rows of one key, each with an address and a name, are of several people.

    GoTo's keys have 19 digits. A proxy that reads JSON as JavaScript does rounds them, and several people then have
    the same one. One person can have two addresses under one name, or two names under one address.
    """
    known: dict[str, tuple[str, str]] = {}
    for key, email, name in rows:
        who = email.strip().casefold(), " ".join(name.casefold().split())
        if key and _are_two(known.setdefault(key, who), who):
            raise DecodeError(operation, ("*.registrantKey: several people under one",))


def _are_two(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if one == other:
        return False
    if one[0] and other[0]:
        return one[0] != other[0] and not _alike(one[1], other[1])
    return bool(one[1] and other[1]) and not _alike(one[1], other[1])


def _alike(one: str, other: str) -> bool:
    """Whether two names can be one person's: the same, or the same with the first name cut short."""
    (first, _, last), (short, _, also_last) = one.rpartition(" "), other.rpartition(" ")
    first, short = first.rstrip("."), short.rstrip(".")
    return bool(last) and last == also_last and (first.startswith(short) or short.startswith(first))
