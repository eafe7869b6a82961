"""Finding a switch in a settings body: at any depth, by name, booleans only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from provider_bridge.core.decode import as_list, as_object
from provider_bridge.core.scrub import normal

__all__ = ["Hit", "find_switches", "has_twins", "may_hold"]

_ON: Final = frozenset({"true", "on", "yes", "1", "enabled"})
_OFF: Final = frozenset({"false", "off", "no", "0", "disabled"})
_SWITCHES: Final = ("enable", "enabled")
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")


class Hit(NamedTuple):
    """A key that was found: its dotted path, and its value when that is a boolean, else ``None``."""

    path: str
    value: bool | None


def may_hold(body: bytes, fragments: tuple[str, ...]) -> bool:
    """Tell cheaply whether one of the (normal) name fragments can occur in a JSON text at all."""
    text = body.lower().translate(None, b"_- .")
    return b"\\u" in body or any(fragment.encode() in text for fragment in fragments)


def find_switches(tree: Any, fragments: tuple[str, ...], path: str = "") -> Iterator[Hit]:
    """Yield every member, at any depth, whose normal name contains one of ``fragments``."""
    members = as_object(tree)
    if members is not None:
        for key, value in members.items():
            place = f"{path}.{_shown(key)}" if path else _shown(key)
            if any(fragment in normal(key) for fragment in fragments):
                yield Hit(place, _switch(value))
            else:
                yield from find_switches(value, fragments, place)
    for index, value in enumerate(as_list(tree) or ()):
        yield from find_switches(value, fragments, f"{path}[{index}]")


def has_twins(body: bytes) -> bool:
    """Whether a JSON text has an object with two members of one name: then it is open which of them counts."""
    twins = False

    def look(members: list[tuple[str, Any]]) -> None:
        nonlocal twins
        twins = twins or len({normal(name) for name, _ in members}) < len(members)

    json.loads(body, object_pairs_hook=look)
    return twins


def _shown(key: str) -> str:
    return key if _PLAIN.fullmatch(key) else "*"


def _switch(value: object) -> bool | None:
    """Read a switch in any of the vendors' spellings; whatever is no plain yes or no is not read."""
    members = as_object(value)
    if members is not None:
        inner = [_switch(members[name]) for name in _SWITCHES if name in members]
        return inner[0] if len(inner) == 1 else None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | str):
        word = str(value).strip().casefold()
        return True if word in _ON else False if word in _OFF else None
    return None
