"""Whom an answer names. Who asked or answered anonymously stays nobody, whatever else Zoom sends of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Named", "named"]

_ANONYMOUS: Final = re.compile(r"\b(?:anonym|anónim|anônim|anonim)|匿名|익명", re.IGNORECASE)
"""Zoom's documents say "Anonymous Attendee"; that other languages say it in their own words is a guess."""


class Named(NamedTuple):
    """A name and an address, both ``""`` for somebody anonymous."""

    anonymous: bool
    name: str
    email: str


def named(names: Iterable[str | None], email: str | None) -> Named:
    """Return whom the first of several names and an address name.

    A name that says "anonymous" makes it so: an address beside it is not read, for anonymity was promised. Somebody
    without a name and without an address is nobody as well.
    """
    name = next((each.strip() for each in names if each and each.strip()), "")
    address = (email or "").strip()
    if _ANONYMOUS.search(name) or not (name or address):
        return Named(anonymous=True, name="", email="")
    return Named(anonymous=False, name=name, email=address)
