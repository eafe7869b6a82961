"""Identifiers at GoTo: keys in a row, from the outermost to the innermost, such as ``ORGANIZER/WEBINAR/SESSION``.

A key alone finds nothing: the paths name the organizer and the webinar as well. So an id carries all of them.
"""

from __future__ import annotations

import re
from typing import Final

from provider_bridge.errors import InvalidInput

__all__ = ["joined", "split"]

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
