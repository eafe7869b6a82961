"""What is known of a setting of Zoom's: where it lives, what it may be, what locks it.

The letters are Zoom's three levels: ``A`` account, ``G`` group, ``U`` user. A lock is a switch of its own in another
answer, which only accounts and groups have; it says whether the setting is locked, nothing of its value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from provider_bridge.domain.settings import Level, SettingValue

__all__ = ["LETTERS", "Kind", "Setting", "switches"]

LETTERS: Final = {Level.ACCOUNT: "A", Level.GROUP: "G", Level.USER: "U"}


class Kind(Enum):
    """What a setting's value may be."""

    SWITCH = "true or false"
    NUMBER = "a whole number"
    TEXT = "text"
    TEXTS = "a tuple of texts"
    OPEN = "not documented"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes
    ----------
    path : its place in a settings answer, members joined by dots
    levels : the levels that have it; ``lock_levels`` those that can show a lock for it
    lock : the lock's place in a lock answer, ``""`` where Zoom has none for it
    choices : the documented values, empty where any value of the kind will do
    read_only : levels where Zoom's API shows it and does not change it; ``lock_read_only`` likewise for the lock
    spelled : the path at a level where it has another name
    older : names of former years, looked for where the present one is absent
    catalogued : false for a path that only the caller knows: then nothing is certain of its levels and locks

    """

    path: str
    kind: Kind
    levels: str
    meaning: str
    lock: str = ""
    lock_levels: str = ""
    choices: tuple[int | str, ...] = ()
    read_only: str = ""
    lock_read_only: str = ""
    spelled: tuple[tuple[str, str], ...] = ()
    older: tuple[str, ...] = ()
    catalogued: bool = True

    def at(self, level: Level) -> str:
        """Return its path at a level."""
        return dict(self.spelled).get(LETTERS[level], self.path)

    def accepts(self, value: SettingValue) -> bool:
        """Whether Zoom's documents allow this value."""
        if self.choices and value not in self.choices:
            return False
        match self.kind:
            case Kind.SWITCH:
                return isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, int) and not isinstance(value, bool)
            case Kind.TEXT:
                return isinstance(value, str)
            case Kind.TEXTS:
                return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
            case Kind.OPEN:
                return False

    @property
    def wanted(self) -> str:
        """What it may be, in words."""
        return " or ".join(map(repr, self.choices)) if self.choices else self.kind.value


def switches(prefix: str, levels: str, leaves: dict[str, str], lock: str = "", locks: str = "") -> tuple[Setting, ...]:
    """Describe switches that live at the same levels; ``lock`` is ``=`` where each has its own."""
    return tuple(
        Setting(path, Kind.SWITCH, levels, meaning, path if lock == "=" else lock, locks)
        for leaf, meaning in leaves.items()
        for path in (f"{prefix}.{leaf}",)
    )
