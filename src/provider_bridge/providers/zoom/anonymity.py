"""Whom an answer names. Who asked or answered anonymously stays nobody, whatever else Zoom sends of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Named", "named"]

_ANONYMOUS: Final = re.compile(r"\b(?:anonym|anonim|anoniem)|аноним|匿名|익명|ẩn danh", re.IGNORECASE)
"""Zoom's documents say "Anonymous Attendee"; that other languages say it in their own words is a guess."""
_ACCENTS: Final = str.maketrans("óôÓÔ", "ooOO")


class Named(NamedTuple):
    """A name and an address, both ``""`` for somebody anonymous."""

    anonymous: bool
    name: str
    email: str


def named(names: Iterable[str | None], email: str | None) -> Named:
    """Return whom the first of several names and an address name.

    A name that says "anonymous" makes it so: what stands beside it is not read, for anonymity was promised. Somebody
    without a name and without an address is nobody as well.
    """
    told = [each.strip() for each in names if each and each.strip()]
    name, address = told[0] if told else "", (email or "").strip()
    if any(map(_says_anonymous, told)) or not (name or address):
        return Named(anonymous=True, name="", email="")
    return Named(anonymous=False, name=name, email=address)


def _says_anonymous(name: str) -> bool:
    """Whether a name says so, however its accents are written."""
    return bool(_ANONYMOUS.search(normalize("NFKC", name).translate(_ACCENTS)))
